"""Answers for a notebook: accessible tables, every value escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escrutinio.outcome import BodyOutcome, Outcome
    from escrutinio.report.words import Words


def outcome_html(outcome: Outcome, words: Words) -> str:
    """One table: a row for every body and list, with its seats."""
    title = f"{words.of(outcome.election.name)} · {outcome.election.date}"
    heads = "".join(f'<th scope="col">{escape(words(head))}</th>' for head in ("body", "list", "seats"))
    rows = "".join(_rows(body, words) for body in outcome.bodies.values())
    return f"<table><caption>{escape(title)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _rows(body: BodyOutcome, words: Words) -> str:
    name = escape(words.of(body.name))
    totals = body.totals() or {"–": 0}
    return "".join(
        f'<tr><th scope="row">{name}</th><td>{escape(each)}</td><td>{words.number(seats)}</td></tr>'
        for each, seats in totals.items()
    )
