"""What each check is, as data: its code, severity, formula, words in every language, and the facts it fills in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from escrutinio.documents import STRICT, Parsed, Texts, read_checked
from escrutinio.documents.shapes import LANGUAGES
from escrutinio.model import Problem

if TYPE_CHECKING:
    from escrutinio.model import Finding

FILE = Path(__file__).parent / "checks.yaml"


def _code(value: object) -> str:
    from re import fullmatch

    if isinstance(value, str) and fullmatch(r"C\d{3}", value):
        return value
    raise Problem("“{given}” is not the code of a check. Write C and three digits.", given=value)


Code = Annotated[str, Parsed(_code, {"type": "string", "pattern": r"^C\d{3}$"})]


@dataclass(frozen=True, kw_only=True)
class About:
    """One check, described.

    ``facts`` are what its SQL gives after the file row, in that order; ``about`` is what a finding is about: one sheet,
    several rows at once, or no row of this file. A finding is not told where one of ``silenced_by`` stands on the row.
    """

    __pydantic_config__ = STRICT

    code: Code
    severity: Literal["info", "warning", "error"]
    about: Literal["sheet", "rows", "other"] = "sheet"
    formula: Texts
    facts: tuple[str, ...]
    silenced_by: tuple[Code, ...] = ()
    title: Texts
    message: Texts
    explanation: Texts
    remedy: Texts


@dataclass(frozen=True, kw_only=True)
class File:
    """The shape of ``checks.yaml``."""

    __pydantic_config__ = STRICT

    checks: tuple[About, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """A check in the words of one language."""

    code: str
    severity: str
    formula: str
    title: str
    message: str
    explanation: str
    remedy: str


@cache
def described() -> dict[str, About]:
    """Every check's description, by code, in order.

    >>> described()["C103"].formula["en"]
    'cast > registered'
    """
    return {each.code: each for each in read_checked(FILE, File).checks}


def about(code: str) -> About:
    """The description of one check.

    Raises:
        Problem: there is no such code.

    >>> about("c101").severity
    'error'
    """
    known = described()
    if code.upper() not in known:
        raise Problem(
            "no check has the code “{code}”. Known: {known}.",
            code=code,
            known=", ".join(known),
        )
    return known[code.upper()]


def explain_code(code: str, lang: str = "en") -> Explained:
    """What a check asks, why it matters and what to do, in one language.

    Args:
        code: such as ``C101``.
        lang: ``es`` or ``en``.

    Raises:
        Problem: there is no such code, or no words in that language.

    >>> explain_code("C101", "es").title
    'Los votos de las listas no suman los válidos'
    """
    one = about(code)
    if lang not in LANGUAGES:
        raise Problem("the checks have no words in “{lang}”. Known: {known}.", lang=lang, known=", ".join(LANGUAGES))
    words = (one.title[lang], one.message[lang], one.explanation[lang], one.remedy[lang])
    return Explained(one.code, one.severity, one.formula[lang], *words)


def message(finding: Finding, lang: str = "en") -> str:
    """A finding as one sentence; a fact that is not known is a dash.

    >>> from escrutinio.model import Finding, Source
    >>> message(Finding("C103", "error", Source(""), {"station": "7", "cast": 12, "registered": 10, "difference": 2}))
    'Station 7: 12 votes cast, 2 more than its 10 registered voters.'
    """
    facts = {name: "—" if value is None else value for name, value in finding.facts.items()}
    return explain_code(finding.code, lang).message.format_map(facts | _places(finding))


def _places(finding: Finding) -> dict[str, object]:
    return {"row": finding.where.row, "rows": ", ".join(map(str, finding.facts.get("rows", ())))}
