"""Answers in words, in Spanish and English: text, JSON, notebook pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.report.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from escrutinio.outcome import Outcome

__all__ = ["LANGUAGES", "Words", "explanation", "html", "text", "words"]


def text(outcome: Outcome, *, lang: str = "en") -> str:
    """Who is elected, as plain text.

    >>> import escrutinio as es
    >>> "Senate: 36 seats" in text(es.elect("bo-2020"))
    True
    """
    from escrutinio.report.outcome_text import outcome_text
    from escrutinio.report.printing import plain

    return plain(outcome_text(outcome, words(lang)))


def explanation(outcome: Outcome, body: str, constituency: str | None = None, *, lang: str = "en") -> str:
    """Why, as plain text: the steps that led to a body's seats.

    >>> import escrutinio as es
    >>> "Último cociente" in explanation(es.elect("bo-2020"), "senate", "Pando", lang="es")
    True
    """
    from escrutinio.report.printing import plain
    from escrutinio.report.steps_text import steps_text

    return plain(steps_text(outcome, body, constituency, words(lang)))


def html(outcome: Outcome, *, lang: str = "en") -> str:
    """Who is elected, as a table for a notebook.

    >>> import escrutinio as es
    >>> html(es.elect("bo-2020")).startswith("<table")
    True
    """
    from escrutinio.report.notebook import outcome_html

    return outcome_html(outcome, words(lang))
