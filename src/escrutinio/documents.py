"""YAML documents in: read once, remembered by content, checked with the line of every mistake.

Laws and elections are YAML 1.2. Parsing YAML is slow and a document seldom changes, so the parsed
form is kept in the user's cache under the SHA-256 of its text: a changed file is always read anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from escrutinio.model import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import BaseModel, ValidationError

    Checked = TypeVar("Checked", bound=BaseModel)

PACKAGED = Path(__file__).parent / "countries"


def country_folders() -> tuple[Path, ...]:
    """Every country folder: the user's own first (``ESCRUTINIO_COUNTRIES``), then the packaged ones.

    >>> [folder.name for folder in country_folders()][-1] != ""
    True
    """
    own = [Path(part) for part in os.environ.get("ESCRUTINIO_COUNTRIES", "").split(os.pathsep) if part]
    roots = [root for root in (*own, PACKAGED) if root.is_dir()]
    return tuple(folder for root in roots for folder in sorted(root.iterdir()) if folder.is_dir())


def nearest(word: str, words: Iterable[str]) -> str:
    """A clause for the end of a message: the nearest known word, or all of them where few.

    >>> nearest("senat", ["senate", "deputies"])
    'senate'
    """
    known = sorted({str(each) for each in words})
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else ", ".join(known[:12])


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, or one message saying why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(
            "{file} is not UTF-8 text (byte {byte}). Save it as UTF-8 and try again.", file=path, byte=error.start
        ) from error
    except OSError as error:
        raise Problem(
            "{file} cannot be read ({why}). Check the name and the permissions.", file=path, why=error.strerror
        ) from error


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - a document is whatever its author wrote, until it is checked
    """A YAML 1.2 document as plain values; dates stay text."""
    text = read_text(path)
    kept = _cache_folder() / f"{hashlib.sha256(text.encode()).hexdigest()}.json"
    try:
        return json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        document = _parse(text, path)
        _keep(kept, document)
        return document


def read_checked(path: Path, shape: type[Checked]) -> Checked:
    """A YAML document checked against its shape; all mistakes in one message, each with its line."""
    from pydantic import ValidationError

    try:
        return shape.model_validate(read_yaml(path))
    except ValidationError as error:
        raise Problem("{mistakes}", mistakes=_mistakes(path, error)) from error


def place_of(path: Path, loc: Sequence[int | str], what: Problem) -> Problem:
    """The problem with its place before it: file, line, and the path of keys inside the document."""
    place = ".".join(str(part) for part in loc) or path.name
    return Problem("{file}:{line}: {place}: {what}", file=path, line=_line(path, loc), place=place, what=what)


def _cache_folder() -> Path:
    base = os.environ.get("ESCRUTINIO_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return Path(base or Path.home() / ".cache") / "escrutinio" / "yaml-1"


def _keep(kept: Path, document: object) -> None:
    """Write atomically, or not at all: a cache that cannot be written only costs time."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=kept.parent, delete=False, encoding="utf-8") as part:
            json.dump(document, part, ensure_ascii=False)
        Path(part.name).replace(kept)
    except (OSError, TypeError):
        return


def _parse(text: str, path: Path) -> Any:  # noqa: ANN401 - see read_yaml
    from ruamel.yaml.error import MarkedYAMLError

    try:
        return json.loads(json.dumps(_yaml("safe").load(text), default=str))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Problem(
            "{file}:{line}: this is not valid YAML: {why}. Check the indentation and quotes around there.",
            file=path,
            line=mark.line + 1 if mark else 1,
            why=error.problem,
        ) from error


def _yaml(kind: str) -> Any:  # noqa: ANN401 - ruamel.yaml is untyped here
    from ruamel.yaml import YAML

    yaml = YAML(typ=kind, pure=True)
    yaml.version = (1, 2)
    return yaml


def _line(path: Path, loc: Sequence[int | str]) -> int:
    """The line of the value that ``loc`` leads to; tags of unions, which are not in the file, are skipped."""
    node = _yaml("rt").load(read_text(path))
    line = 1
    for key in loc:
        try:
            place = node.lc.item(key) if isinstance(key, int) else node.lc.key(key)
            node, line = node[key], place[0] + 1
        except (AttributeError, KeyError, IndexError, TypeError):
            continue
    return line


def _mistakes(path: Path, error: ValidationError) -> Problems:
    """Each mistake once: the file and line, the place in the document, what is wrong and what to do."""
    told = [place_of(path, each["loc"], _what(each)) for each in error.errors(include_url=False)]
    return Problems({str(each): each for each in told}.values())


def _what(mistake: Any) -> Problem:  # noqa: ANN401 - pydantic's own mapping
    kind, context, value = mistake["type"], mistake.get("ctx", {}), mistake.get("input")
    if kind == "missing":
        return Problem("is missing. Add it.")
    if kind == "extra_forbidden":
        return Problem("is not a word of this file. Check the spelling, or take it out.")
    if kind in {"union_tag_invalid", "literal_error"}:
        expected = str(context.get("expected_tags") or context.get("expected")).replace("'", "")
        words = [word.strip() for part in expected.split(",") for word in part.split(" or ")]
        given = str(context.get("tag", value))
        return Problem(
            "“{given}” is not known here. Write one of: {words}. Did you mean {near}?",
            given=given,
            words=", ".join(words),
            near=nearest(given, words),
        )
    if isinstance(context.get("error"), Problem):
        told: Problem = context["error"]
        return told
    return Problem("“{given}” does not fit: {why}.", given=value, why=mistake["msg"])
