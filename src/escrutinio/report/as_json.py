"""Answers as plain values for JSON, each document with the version of its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from escrutinio.documents import as_plain
from escrutinio.outcome import against_official, explain

if TYPE_CHECKING:
    from escrutinio.law import LawFile, LawInForce
    from escrutinio.outcome import BodyOutcome, Outcome

OUTCOME = "escrutinio/outcome/1"
STEPS = "escrutinio/steps/1"


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """Who is elected: seats by body, area, list and kind, with ties, majorities, notes and sources."""
    against = against_official(outcome)
    return {
        "schema": OUTCOME,
        "election": outcome.election.id,
        "name": dict(outcome.election.name),
        "date": outcome.election.date.isoformat(),
        "status": outcome.election.status,
        "law": {"id": outcome.law.law.law, "on": outcome.law.day.isoformat(), "amendments": outcome.law.law.amendments},
        "decided": outcome.decided,
        "bodies": {name: _body(outcome, body) for name, body in outcome.bodies.items()},
        "official": {
            "compared": against.compared,
            "stated": against.stated,
            "different": [plain(each) for each in against.different],
        },
        "notes": [plain(note) for note in outcome.election.notes],
        "sources": plain(outcome.election.sources),
    }


def steps_json(outcome: Outcome, body: str, constituency: str | None) -> dict[str, Any]:
    """Why: the steps that led to a body's seats."""
    return {
        "schema": STEPS,
        "election": outcome.election.id,
        "body": body,
        "constituency": constituency,
        "steps": [plain(step) for step in explain(outcome, body, constituency)],
        "sources": plain(outcome.election.sources),
    }


def law_json(law: LawFile, rules: LawInForce | None) -> dict[str, Any]:
    """A law as its file has it, or only what is in force on one day."""
    document: dict[str, Any] = as_plain(law)
    if rules is None:
        return document
    document["joint"] = [
        as_plain(replace(each, majorities=tuple(rule for rule in each.majorities if rule.in_force(rules.day))))
        for each in rules.joint
    ]
    document["bodies"] = {
        name: document["bodies"][name]
        | {
            "stages": [as_plain(each) for each in body.stages],
            "distribution": [as_plain(body.distribution)] if body.distribution else [],
            "majorities": [as_plain(each) for each in body.majorities],
        }
        for name, body in rules.bodies.items()
    }
    return document | {"day": rules.day.isoformat()}


def _body(outcome: Outcome, body: BodyOutcome) -> dict[str, Any]:
    return {
        "name": dict(body.name),
        "members": body.members,
        "decided": body.decided,
        "totals": body.totals(),
        "seats": [plain(row) for row in body.rows()],
        "unfilled": body.unfilled,
        "unknown": list(body.unknown),
        "ties": [plain(each) for each in body.ties],
        "possible": body.possible() if body.pending else [],
        "majorities": [plain(each) for each in outcome.thresholds(body.id)],
    }


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of an answer
    """A value as JSON has it; a fraction keeps its exact form beside a decimal for reading.

    >>> plain(Fraction(717742, 13))
    {'exact': '717742/13', 'decimal': '55210.923077'}
    """
    if isinstance(value, Fraction):
        return {"exact": str(value), "decimal": _decimal(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(each) for key, each in _fields(value).items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(each) for each in value]
    if isinstance(value, np.generic):
        return value.item()
    return value.isoformat() if isinstance(value, date) else value


def _fields(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass of an answer
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _decimal(value: Fraction) -> str:
    """Six places, rounded half up, for reading only."""
    scaled = (abs(value) * 10**6 + Fraction(1, 2)).__floor__()
    whole, rest = divmod(scaled, 10**6)
    return f"{'-' if value < 0 else ''}{whole}.{rest:06d}"
