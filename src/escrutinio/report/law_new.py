"""A commented start of a country: its law, and an example of an election, each file with words that teach."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.documents import json_schema
from escrutinio.documents.shapes import identifier
from escrutinio.model import Problem
from escrutinio.report.tables import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from escrutinio.report.words import Words

TEMPLATES = Path(__file__).with_name("law_start")
ELECTION = Path("elections", "2025")
TABLES = ("districts.csv", "votes.csv", "seats.csv")
"""The tables of an election; they are the same in every language."""
LAW_SCHEMA, ELECTION_SCHEMA = "law.schema.json", "election.schema.json"
"""By these an editor completes the files and underlines mistakes."""


def law_of(country: str, lang: str, *, schema: str = LAW_SCHEMA) -> str:
    """The start of a law file.

    Args:
        country: the id of a country: small letters, digits and hyphens.
        lang: the language of the comments.
        schema: where an editor finds the schema.

    Raises:
        Problem: that is no id.

    >>> law_of("xx", "en").splitlines()[4].split(" #")[0]
    'law: xx'
    """
    return _filled(f"law.{lang}.yaml", identifier(country), schema)


def write(country: str, place: Path, lang: str) -> list[Path]:
    """Write the law to a ``.yaml`` file, or the country's whole folder to one of another name.

    Args:
        country: the id of a country.
        place: a file, or a folder; nothing that is there is replaced.
        lang: the language of the comments.

    Returns:
        The files that were written.

    Raises:
        Problem: one of them is there already, or cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [file.name for file in write("xx", Path(folder) / "xx", "es")]
    ['xx.yaml', 'law.schema.json', 'election.yaml', 'election.schema.json', 'districts.csv', 'votes.csv', 'seats.csv']
    """
    alone = place.suffix in {".yaml", ".yml"}
    texts = _law_alone(country, place, lang) if alone else _folder(country, place, lang)
    for file in texts:
        if file.exists() and not (alone and file.name == LAW_SCHEMA):
            raise Problem("{file} is there already. Give another name, or move it away first.", file=file)
    for file, text in texts.items():
        if not alone:
            file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as part:
            part.write_text(text, encoding="utf-8")
    return list(texts)


def _law_alone(country: str, file: Path, lang: str) -> dict[Path, str]:
    return {file: law_of(country, lang), file.with_name(LAW_SCHEMA): _schema(LAW_SCHEMA)}


def _folder(country: str, place: Path, lang: str) -> dict[Path, str]:
    page = place / ELECTION / "election.yaml"
    texts = {
        place / "laws" / f"{country}.yaml": law_of(country, lang, schema=f"../{LAW_SCHEMA}"),
        place / LAW_SCHEMA: _schema(LAW_SCHEMA),
        page: _filled(f"election.{lang}.yaml", country, f"../../{ELECTION_SCHEMA}"),
        place / ELECTION_SCHEMA: _schema(ELECTION_SCHEMA),
    }
    return texts | {page.with_name(name): _filled(name, country, "") for name in TABLES}


def next_steps(country: str, written: Sequence[Path], words: Words) -> list[str]:
    """What was written, and what to type next."""
    lines = [words("{file}: written.", file=file) for file in written]
    law = written[0]
    lines.append(words("Fill in what is yours, and after every change:"))
    if law.parent.name != "laws":
        return [*lines, f"  escrutinio law check {law}"]
    root = f"ESCRUTINIO_COUNTRIES={law.parent.parent.parent}"
    return [*lines, f"  {root} escrutinio law check {country}", f"  {root} escrutinio elect {country}-2025"]


def _filled(name: str, country: str, schema: str) -> str:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return text.replace("COUNTRY", country).replace("SCHEMA", schema)


def _schema(name: str) -> str:
    from escrutinio.canvass.about import About
    from escrutinio.law import LawFile

    shape = LawFile if name == LAW_SCHEMA else About
    return json.dumps(json_schema(shape), ensure_ascii=False, indent=2) + "\n"
