"""Write the page of all findings, docs/codes.md, from the checks, the reader's sentences and their remedies.

``python tools/codes.py docs/codes.md`` writes it; with ``--check`` it exits 1 where the page is out of date.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from page import written

from escrutinio.canvass.checking.words import described
from escrutinio.canvass.reading.findings import SENTENCES, severity
from escrutinio.documents import STRICT, read_checked
from escrutinio.report import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from escrutinio.canvass.checking.words import About

HEAD = """\
<!-- Written by make codes from the checks and the reader's sentences. Do not edit. -->

# What a finding means

Every finding has a code that never changes its meaning. **C** codes are checks of a count: `escrutinio check` asks
them, `--codes` asks some of them, and `tally --set-aside` leaves out the sheets that have one. **R** codes are told
while a file is read: R0xx is about the file, R1xx about a cell, R2xx about a line, R3xx about a column or what a row
stands for.

*Cada observación tiene un código que no cambia de sentido. Los códigos* **C** *son revisiones de un cómputo:
`escrutinio check` las hace. Los códigos* **R** *se dicen al leer un archivo: R0xx es del archivo, R1xx de una celda,
R2xx de una línea, R3xx de una columna o de lo que es una fila.*

An **error** makes a figure wrong or leaves it out; a **warning** should be looked at; what is told **for information**
changes nothing. · *Un* **error** *deja una cifra mal o fuera; una* **advertencia** *debe mirarse; una* **información**
*no cambia nada.*
"""
SEVERITY = {"error": "error · *error*", "warning": "warning · *advertencia*", "info": "information · *información*"}
REMEDIES = Path(__file__).with_name("reading_remedies.yaml")


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """What to do about some codes of the reader."""

    __pydantic_config__ = STRICT

    codes: tuple[str, ...]
    es: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Remedies:
    """The shape of ``reading_remedies.yaml``."""

    __pydantic_config__ = STRICT

    remedies: tuple[Remedy, ...]


def remedies() -> Mapping[str, Remedy]:
    """The remedy of each code of the reader.

    >>> remedies()["R206"].en
    'See that the row is no polling station.'
    """
    return {code: each for each in read_checked(REMEDIES, Remedies).remedies for code in each.codes}


def render() -> str:
    """The whole page, as Markdown.

    >>> render().splitlines()[2]
    '# What a finding means'
    """
    checks = "".join(f"\n{part}\n" for each in described().values() for part in _check(each))
    told = "".join(f"\n{part}\n" for code in sorted(SENTENCES) for part in _reader(code))
    return f"{HEAD}\n## Checks of a count · *Revisiones*\n{checks}\n## Told while reading · *Al leer*\n{told}"


def _check(one: About) -> Iterator[str]:
    yield f"### {one.code}"
    yield f"{one.title['en']} · *{one.title['es']}* · {SEVERITY[one.severity]}"
    yield f"Asked: `{one.formula['en']}` · *Se pregunta:* `{one.formula['es']}`"
    yield f"{one.explanation['en']} · *{one.explanation['es']}*"
    yield f"What to do: {one.remedy['en']} · *Qué hacer: {one.remedy['es']}*"


def _reader(code: str) -> Iterator[str]:
    known = remedies()
    yield f"### {code}"
    yield f"{_said(code, 'en')} · *{_said(code, 'es')}* · {SEVERITY[severity(code)]}"
    if code in known:
        yield f"What to do: {known[code].en} · *Qué hacer: {known[code].es}*"


def _said(code: str, lang: str) -> str:
    """A sentence of the reader with its facts left open."""
    sentence = words(lang).catalogue.get(SENTENCES[code], SENTENCES[code])
    plain = re.sub(r"\{\w+\}", "…", sentence).replace("….", "…")
    if plain == "…":
        plain = {"en": "A note of the description.", "es": "Una nota de la descripción."}[lang]
    return plain[0].upper() + plain[1:]


def main(arguments: list[str]) -> int:
    """Write the page, or check it; the exit status."""
    return written(render(), arguments, "codes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
