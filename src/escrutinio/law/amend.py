"""Another law for a what-if: a law plus a short list of dated replacements, addressed by name."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from escrutinio.documents import as_plain, check, nearest, place_of
from escrutinio.law.load import in_force
from escrutinio.law.references import mistakes
from escrutinio.law.schema import LawFile
from escrutinio.model import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

TEXT = "what-if"


def amend(law: LawFile, replacements: Mapping[str, Any], *, since: date) -> LawFile:
    """The law with some values replaced from a day on; the law given stays as it was.

    A value is addressed by names: body, then the stage's id (or ``distribution``), then its field.
    Values that are addressed together are checked together, so a body's size and its seats can change at once.

    Args:
        law: any law.
        replacements: new values by address.
        since: the day they begin; the version in force that day is the one that is changed.

    Returns:
        A new law whose ``amendments`` name what was changed.

    Raises:
        Problem: an address leads nowhere, or the new value does not fit.

    >>> from datetime import date
    >>> from escrutinio.law.load import load
    >>> higher = amend(load("bo"), {"deputies.threshold.admits.share": "5/100"}, since=date(2020, 10, 18))
    >>> higher.amendments
    ('deputies.threshold.admits.share = 5/100',)
    """
    document = as_plain(law)
    groups = _grouped(replacements)
    places = {key: _position(law, *key, since) for key in groups}
    for key in sorted(groups, key=lambda each: places[each], reverse=True):  # what is put in moves only what follows
        _new_version(document, key, places[key], groups[key], since)
    document["texts"][TEXT] = {"title": "What if"}
    document["amendments"] = [*law.amendments, *(f"{key} = {value}" for key, value in replacements.items())]
    try:
        amended = check(document, LawFile)
    except Problem as error:
        raise _apart(replacements, error.facts["mistakes"]) from error
    wrong = Problems(place_of(None, loc, what) for loc, what in mistakes(amended))
    if wrong:
        raise _apart(replacements, wrong)
    return amended


def _apart(replacements: Mapping[str, Any], wrong: object) -> Problem:
    """What the changes, as they were typed, break; of the place inside the law only its own name is told."""
    told = wrong if isinstance(wrong, Problems) else ()
    short = [
        Problem("{place}: {what}", place=str(each.facts["place"]).rpartition(".")[2], what=each.facts["what"])
        if "place" in each.facts
        else each
        for each in told
    ]
    changes = ", ".join(f"{key} = {value}" for key, value in replacements.items())
    why = Problems({str(each): each for each in short}.values())
    return Problem("with {changes} the law does not hold together: {why}", changes=changes, why=why)


def _grouped(replacements: Mapping[str, Any]) -> dict[tuple[str, str], dict[tuple[str, ...], Any]]:
    """Replacements by the body and the dated part they change, so that each part gets one new version."""
    groups: dict[tuple[str, str], dict[tuple[str, ...], Any]] = {}
    for key, value in replacements.items():
        parts = key.split(".")
        if len(parts) < 3:  # noqa: PLR2004 - body, stage, field
            raise Problem("“{key}” is no address of a value. Write BODY.STAGE.FIELD.", key=key)
        groups.setdefault((parts[0], parts[1]), {})[tuple(parts[2:])] = value
    return groups


def _new_version(
    document: dict[str, Any], key: tuple[str, str], at: int, changes: Mapping[tuple[str, ...], Any], since: date
) -> None:
    """The version that stands at a place, changed, put in after it."""
    body, part = key
    versions = document["bodies"][body]["distribution" if part == "distribution" else "stages"]
    version = copy.deepcopy(versions[at])
    for path, value in changes.items():
        _put(version, path, value)
    version["from"] = since.isoformat()
    version["source"] = {"text": TEXT}
    versions.insert(at + 1, version)


def _position(law: LawFile, body: str, part: str, day: date) -> int:
    """Where the version in force that day stands in the file."""
    if body not in law.bodies:
        raise Problem(
            "the law “{law}” has no body “{body}”. Did you mean {near}?",
            law=law.law,
            body=body,
            near=nearest(body, law.bodies),
        )
    live = in_force(law, day).bodies.get(body)
    written: tuple[Any, ...] = law.bodies[body].stages
    current: Any = next((stage for stage in live.stages if stage.id == part), None) if live else None
    if part == "distribution":
        written, current = law.bodies[body].distribution, live.distribution if live else None
    if current is None:
        known = [stage.id for stage in live.stages] if live else []
        raise Problem(
            "“{body}” has no “{part}” in force on {day}. Did you mean {near}?",
            body=body,
            part=part,
            day=day,
            near=nearest(part, [*known, "distribution"]),
        )
    return next(number for number, each in enumerate(written) if each is current)


def _put(version: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    node: Any = version
    for depth, name in enumerate(path):
        if not isinstance(node, dict) or (name not in node and depth < len(path) - 1):
            raise Problem("there is no “{name}” in {address}.", name=name, address=".".join(path))
        if depth == len(path) - 1:
            node[name] = value
        else:
            node = node[name]
