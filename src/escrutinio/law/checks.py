"""What an author gets wrong in a law that can be read: versions, days, names nobody uses.

``references.mistakes`` are told whenever a law is loaded; these only when somebody asks, because a law with gaps may
still elect on the days it has rules for.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.documents import place_of
from escrutinio.law.checks_use import unused
from escrutinio.law.load import law_file, load
from escrutinio.law.references import named_by
from escrutinio.model import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from escrutinio.law.dated import Dated
    from escrutinio.law.references import Mistake
    from escrutinio.law.schema import Body, LawFile
    from escrutinio.law.stages import Stage

    Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """One law file: what must be put right before it elects, and what its author should look at."""

    law: str
    file: Path
    errors: Problems
    warnings: Problems


def check(law: str | Path) -> Checked:
    """Everything that is wrong with a law file, each with its line.

    Args:
        law: an id of ``available()``, or the path of a file.

    Returns:
        Errors and warnings; a file that cannot be read has its one error.

    >>> check("bo").errors
    ()
    """
    try:
        file = law_file(law)
        read = load(file)
    except Problem as problem:
        told = problem.facts.get("mistakes")
        return Checked(str(law), Path(law), told if isinstance(told, Problems) else Problems([problem]), Problems())
    wrong = Problems(place_of(file, place, what) for place, what in errors(read))
    doubtful = Problems(place_of(file, place, what) for place, what in warnings(read, file))
    return Checked(str(law), file, wrong, doubtful)


def errors(law: LawFile) -> Iterator[Mistake]:
    """What makes the law elect nobody, or not say whom, on some day."""
    for name, body in law.bodies.items():
        yield from _begin_together(("bodies", name), body)
        yield from _out_of_order(("bodies", name, "stages"), body)
        yield from _seatless(("bodies", name, "stages"), body, bare=False)
        yield from _names_of_tables(("bodies", name), body)


def warnings(law: LawFile, file: Path | None = None) -> Iterator[Mistake]:
    """What is allowed and seldom meant."""
    if file is not None and file.stem not in {law.law, law.law.replace("-", "_")}:
        yield ("law",), Problem(_FILE, law=law.law, file=file.name)
    for name, body in law.bodies.items():
        for part in ("stages", "distribution", "majorities"):
            yield from _overlaps(("bodies", name, part), body, part)
        yield from _gaps(("bodies", name), body)
        yield from _seatless(("bodies", name, "stages"), body, bare=True)
    yield from unused(law)


# On which days something is in force


def _days(body: Body) -> list[date]:
    """Every day on which something of a body begins or ends."""
    dated: list[Dated] = [*body.stages, *body.distribution]
    return sorted({day for each in dated for day in (each.since, each.until) if day is not None})


def _live(stages: Sequence[Stage], day: date) -> list[tuple[int, Stage]]:
    """The latest version of each stage in force, with its place in the file."""
    begun = [each for each in stages if each.in_force(day)]
    latest = {each.id: each for each in sorted(begun, key=lambda each: each.since)}
    return [(place, each) for place, each in enumerate(stages) if latest.get(each.id) is each]


def _versions(body: Body, part: str) -> Iterable[list[tuple[int, Dated]]]:
    """The versions of each rule, in the order they begin, with their places in the file."""
    found: dict[str, list[tuple[int, Dated]]] = {}
    for place, each in enumerate(getattr(body, part)):
        found.setdefault(getattr(each, "id", ""), []).append((place, each))
    return [sorted(versions, key=lambda version: version[1].since) for versions in found.values()]


# Errors


def _begin_together(place: Place, body: Body) -> Iterator[Mistake]:
    """Two versions of one rule that begin on one day: nothing says which is in force."""
    for part in ("stages", "distribution", "majorities"):
        for versions in _versions(body, part):
            for (_, earlier), (number, later) in pairwise(versions):
                if earlier.since == later.since:
                    what = Problem(_TWICE, id=getattr(later, "id", part), since=later.since)
                    yield (*place, part, number), what


def _out_of_order(place: Place, body: Body) -> Iterator[Mistake]:
    """A stage that names one which, on some day, is not in force or does not stand before it."""
    told = set()
    for day in _days(body):
        before: set[str] = set()
        for number, stage in _live(body.stages, day):
            for key, needed in named_by(stage).items():
                if needed not in before and (number, key) not in told:
                    told.add((number, key))
                    yield (*place, number, key), Problem(_NEEDS, stage=stage.id, needed=needed, day=day)
            before.add(stage.id)


def _seatless(place: Place, body: Body, *, bare: bool) -> Iterator[Mistake]:
    """A stage in force whose kinds of seat the distribution in force does not have; ``bare``: where there is none."""
    told = set()
    for day in _days(body):
        live = sorted((each for each in body.distribution if each.in_force(day)), key=lambda each: each.since)
        filled = live[-1].filled if live else None
        for number, stage in _live(body.stages, day):
            kinds = getattr(stage, "seats", ())
            if kinds and (filled is None) is bare and not (filled or set()) & set(kinds) and number not in told:
                told.add(number)
                what = Problem(_NOWHERE if bare else _SEATLESS, stage=stage.id, day=day, kinds=", ".join(kinds))
                yield (*place, number, "seats"), what


def _names_of_tables(place: Place, body: Body) -> Iterator[Mistake]:
    """Words that tables of seats could not tell apart, or do not know."""
    given = [{getattr(each, "gives", None) for _, each in _live(body.stages, day)} - {None} for day in _days(body)]
    if any("all" in kinds and len(kinds) > 1 for kinds in given):
        yield (*place, "kinds", "all"), Problem(_ALL)
    words = list(body.levels.items())
    for number, (level, word) in enumerate(words):
        same = [other for other, known in words[:number] if known == word]
        if same and {level, same[0]} <= _levels(body):
            yield (*place, "levels", level), Problem(_LEVELS, word=word, one=same[0], other=level)
    for kind in body.region_totals:
        if kind != "all" and kind not in body.kinds:
            known = ", ".join(["all", *body.kinds])
            yield (*place, "region_totals"), Problem(_TOTALS, given=kind, known=known)


def _levels(body: Body) -> set[str]:
    """The levels at which stages give seats."""
    return {str(getattr(each, "per", "country")) for each in body.stages if getattr(each, "gives", None)}


# Warnings


def _overlaps(place: Place, body: Body, part: str) -> Iterator[Mistake]:
    """A version that has not ended when the next begins: the next applies, and the old one may come back."""
    for versions in _versions(body, part):
        for (number, earlier), (_, later) in pairwise(versions):
            if earlier.since < later.since and (earlier.until is None or earlier.until > later.since):
                what = Problem(_OVERLAP, id=getattr(earlier, "id", part), since=earlier.since, next=later.since)
                yield (*place, number), what


def _gaps(place: Place, body: Body) -> Iterator[Mistake]:
    """Days between two versions on which a kind of seat, the distribution or a majority has no rule."""
    yield from _bare(place, body)
    for part in ("stages", "distribution", "majorities"):
        for versions in _versions(body, part):
            for (_, earlier), (number, later) in pairwise(versions):
                ends = earlier.until
                if ends is None or ends >= later.since or not _live(body.stages, ends) or _given(body, earlier, ends):
                    continue
                what = Problem(_GAP, id=getattr(later, "id", part), until=ends, since=later.since)
                yield (*place, part, number), what


def _given(body: Body, ended: Dated, day: date) -> bool:
    """Whether nobody misses a stage that has ended: it gave no seats, or another gives seats of that kind."""
    if not hasattr(ended, "does"):
        return False
    kind = getattr(ended, "gives", None)
    return kind is None or kind in {getattr(each, "gives", None) for _, each in _live(body.stages, day)}


def _bare(place: Place, body: Body) -> Iterator[Mistake]:
    """Days between two rules on which the body has none at all."""
    days = _days(body)
    empty = [(day, after) for day, after in pairwise(days) if not _live(body.stages, day)]
    for day, after in empty:
        number = next((place for place, each in enumerate(body.stages) if each.since == after), 0)
        if any(each.since < day for each in body.stages):
            yield (*place, "stages", number), Problem(_BARE, until=day, since=after)


_FILE = "the law is called “{law}” and its file {file}. Give both one name: it is by the file that a law is found."
_TWICE = "“{id}” is there twice from {since}, and nothing says which one applies. Correct the date of one, or its id."
_NEEDS = (
    "“{stage}” needs “{needed}” before it, and from {day} none is in force there. Correct the dates, or its place in "
    "the file."
)
_SEATLESS = (
    "“{stage}” shares out seats, and from {day} no distribution in force has any of these kinds: {kinds}. Correct the "
    "dates, or add the seats."
)
_NOWHERE = "“{stage}” shares out seats ({kinds}), and on {day} no distribution is in force: it elects nobody then."
_ALL = "tables of seats call all kinds together “all”. Where a body has several kinds, give this one another name."
_LEVELS = "tables of seats would call two levels “{word}”: {one} and {other}. Give one of them another word."
_TOTALS = "“{given}” is no kind of seat of this body. Write one of these: {known}."
_OVERLAP = (
    "“{id}”: the version that begins on {since} has not ended on {next}, when the next begins. Write until: {next}."
)
_GAP = "no version of “{id}” is in force from {until} until {since}. If that is not meant, correct the dates."
_BARE = "no rule of this body is in force from {until} until {since}. If that is not meant, correct the dates."
