"""From the signed tally sheet to the seat, and back again.

>>> import escrutinio as es
>>> es.elect("bo-2020")["deputies"].totals()
{'MAS-IPSP': 75, 'CC': 39, 'CREEMOS': 16}
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from escrutinio.canvass import election, elections
    from escrutinio.law import LawFile
    from escrutinio.model import Election
    from escrutinio.outcome import Outcome

__all__ = ["elect", "election", "elections", "explain", "law"]
__version__ = "0.1.0"

_ROOMS = {"election": "canvass", "elections": "canvass"}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the room exports
    """Rooms are opened when they are asked for: importing escrutinio costs nothing."""
    if name in _ROOMS:
        return getattr(import_module(f"escrutinio.{_ROOMS[name]}"), name)
    if name in {"apportionment", "canvass", "law", "outcome", "report", "model"}:
        return import_module(f"escrutinio.{name}")
    raise AttributeError(f"escrutinio has no “{name}”")


def elect(
    election: str | Path | Election,
    *,
    law: str | Path | LawFile | None = None,
    day: date | None = None,
    lots: Mapping[str, Sequence[str]] | None = None,
    bodies: Sequence[str] | None = None,
) -> Outcome:
    """Who is elected, and why.

    Args:
        election: an id such as ``"bo-2020"``, a folder of the same form, or an Election.
        law: an id, a file or a law; the election's own where None.
        day: the day whose rules apply; the election's own where None.
        lots: drawn lots by address ``body.stage.area``.
        bodies: only these; all where None.

    Returns:
        The outcome; ``repr`` shows it, ``explain`` tells why.

    Raises:
        escrutinio.model.Problem: the files, the law and the lots do not fit each other.

    >>> elect("bo-2025")["president"].totals()
    {'PDC': 1}
    """
    from escrutinio import canvass, outcome
    from escrutinio import law as laws
    from escrutinio.model import Election

    outcome.Outcome.in_html = _in_html
    found = election if isinstance(election, Election) else canvass.election(election)
    rules = law if isinstance(law, laws.LawFile) else laws.load(law or found.law)
    return outcome.elect(found, rules, day=day, lots=lots, bodies=bodies)


def _in_html(outcome: Outcome) -> str:
    from escrutinio import report

    return report.html(outcome)


def explain(election: str | Path | Election, body: str, constituency: str | None = None, **options: Any) -> str:  # noqa: ANN401 - the options of elect
    """The steps that led to a body's seats, in words.

    Args:
        election: as in ``elect``.
        body: the body's name in the law file.
        constituency: one of the areas that fill its seats; all where None.
        **options: as in ``elect``, and ``lang``, ``"es"`` or ``"en"``.

    Returns:
        The text the command line prints.

    >>> print(explain("bo-2020", "deputies", "Santa Cruz")[:8])
    Chamber
    """
    from escrutinio import report

    lang = options.pop("lang", "en")
    return report.explanation(elect(election, bodies=[body], **options), body, constituency, lang=lang)
