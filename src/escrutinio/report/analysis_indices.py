"""Measures of a body, group by group: how much, what it says, and who proposed it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from escrutinio.report.canvass_parts import titled
from escrutinio.report.parts import heading, line, table
from escrutinio.report.tables import Table, columns_or_reason, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.analysis.indices import Index, Indices
    from escrutinio.model import Problem
    from escrutinio.outcome import Outcome
    from escrutinio.report.words import Words

    Found = Sequence[tuple[str, Indices | Problem]]

SHAPE = "escrutinio/indices/1"

GROUPS = {
    "disproportionality": "Disproportionality",
    "parties": "Number of parties",
    "nationalisation": "Nationalisation",
    "malapportionment": "Malapportionment",
    "turnout": "Turnout",
    "wasted": "Wasted votes",
}

BEST_KNOWN = {
    ("gallagher", ""): "how far seats are from votes; 0: not at all",
    ("loosemore_hanby", ""): "of the seats, those beyond their lists’ votes",
    ("sainte_lague", ""): "how unequally votes weigh; 0: all alike",
    ("largest_bonus", ""): "its share of the seats less that of the votes",
    ("laakso_taagepera", "votes"): "as many lists, were all of them equally large",
    ("laakso_taagepera", "seats"): "as many lists, were all of them equally large",
    ("jones_mainwaring", ""): "1: every list is equally strong in every area",
    ("samuels_snyder", ""): "of the seats, those in areas with too many",
    ("turnout", ""): "of those registered, who voted",
    ("unrepresented", ""): "of the votes, those for lists without a seat",
    ("lost", ""): "of the votes there, those for who did not win",
    ("efficiency_gap", None): "above 0 the second wastes more, below 0 the first",
}
"""The measures that are shown when not all are asked for, and what each says in a few words."""

PEOPLE = {"registered": "registered voters", "valid": "valid votes", "population": "inhabitants"}
OF = {"votes": "by votes", "seats": "by seats"}
FROM_0_TO_1 = {"herfindahl", "rae_fragmentation"}
"""Shares that papers print between 0 and 1, as they do all of nationalisation; others are parts of a hundred."""


def indices_text(outcome: Outcome, found: Found, words: Words, *, everything: bool) -> Iterator[RenderableType]:
    """Body by body the best known measures with what they say, or all with their formulas and papers."""
    yield titled([words("Measures"), words.of(outcome.election.name), str(outcome.election.date)])
    for name, measured in found:
        yield ""
        yield heading(words.of(outcome[name].name))
        if isinstance(measured, Exception):
            yield line(words.problem(measured))
            continue
        yield from _compared(outcome, measured, words)
        yield from (_everything if everything else _best_known)(measured, words)
    if not everything:
        yield ""
        yield line(words("--all shows every measure, with its formula and its paper."), style="dim")


def _compared(outcome: Outcome, measured: Indices, words: Words) -> Iterator[RenderableType]:
    """Which votes and which people the seats are compared with."""
    seats = outcome[measured.body].members
    said = words(
        "{seats} seats, compared with the votes of the ballot “{ballot}”.", seats=seats, ballot=measured.ballot
    )
    if measured.population:
        people = measured.population
        said += " " + words(
            "The seats of areas are compared with: {people}.",
            people=words(PEOPLE[people]) if people in PEOPLE else people,
        )
    yield line(said)


def _best_known(measured: Indices, words: Words) -> Iterator[RenderableType]:
    """The best known measures in one table, group by group."""
    found = {(each.id, each.of): each for each in measured.found}
    gaps = {each.id: each for each in measured.found}
    shown = [found.get((id_, of or "")) or gaps.get(id_) for id_, of in BEST_KNOWN]
    rows: list[tuple[str, str, str]] = []
    for group, title in GROUPS.items():
        rows.append((words(title), "", ""))
        rows += [
            (f"  {name_of(each, words)}", _meaning(each, words), value_text(each, words))
            for each in shown
            if each is not None and each.measure.group == group
        ]
    yield ""
    yield table([words("measure"), words("what it says"), words("value")], rows, left=2)


def _meaning(index: Index, words: Words) -> str:
    """What a best known measure says, or why it has no value here."""
    key = (index.id, index.of if (index.id, index.of) in BEST_KNOWN else None)
    return words.problem(index.undefined) if index.undefined else words(BEST_KNOWN[key])


def _everything(measured: Indices, words: Words) -> Iterator[RenderableType]:
    """Every measure, group by group."""
    for group, title in GROUPS.items():
        found = [each for each in measured.found if each.measure.group == group]
        if found:
            yield ""
            yield line(words(title), style="bold")
            yield from _group(found, words)


def _group(found: Sequence[Index], words: Words) -> Iterator[RenderableType]:
    """Each measure with its formula and its paper; those of single lists side by side below."""
    lists = [each for each in found if _of_a_list(each, found)]
    for each in found:
        if each not in lists:
            yield line(f"{name_of(each, words)}: {value_text(each, words)}", indent=1)
            if each.undefined:
                yield line(words.problem(each.undefined), indent=3)
            yield line(f"{words.of(each.measure.formula)}. {each.measure.paper}.", indent=3, style="dim")
    if lists:
        yield ""
        yield _by_list(lists, words)


def _of_a_list(index: Index, found: Iterable[Index]) -> bool:
    """Whether it is of one list, beside another of all together."""
    return bool(index.of) and any(each.id == index.id and not each.of for each in found)


def _by_list(found: Sequence[Index], words: Words) -> RenderableType:
    """A line each list, a column each measure."""
    ids = list(dict.fromkeys(each.id for each in found))
    cells = {(each.of, each.id): value_text(each, words) for each in found}
    heads = [words("list"), *(words.of(next(each for each in found if each.id == id_).measure.name) for id_ in ids)]
    lists = dict.fromkeys(each.of for each in found)
    return table(heads, [(name, *(cells.get((name, id_), "–") for id_ in ids)) for name in lists], indent=1)


def name_of(index: Index, words: Words) -> str:
    """A measure's name, with what it is of where it is of something."""
    name = words.of(index.measure.name)
    of = words(OF[index.of]) if index.of in OF else index.of
    return f"{name}, {of}" if of else name


def value_text(index: Index, words: Words) -> str:
    """A value in the places that its kind is printed with; a dash where it is undefined.

    >>> from escrutinio.analysis import indices_of
    >>> from escrutinio.report.words import Words
    >>> value_text(indices_of([60, 28, 12], [6, 3, 1])["gallagher"], Words("en"))
    '2.00 %'
    """
    if index.value is None:
        return "–"
    value, measure = Fraction(index.value), index.measure
    if measure.unit == "share":
        plain = measure.group == "nationalisation" or index.id in FROM_0_TO_1
        return (words.decimal(value, 4) if plain else words.percent(value)).replace("-", "−")
    if measure.unit == "number":
        return words.decimal(value, 0 if isinstance(index.value, int) or index.id == "number" else 2)
    return words.decimal(value, 4)


def indices_json(outcome: Outcome, found: Found) -> dict[str, Any]:
    """Every measure of every body, exact where it is rational, with its paper; in place of what has none, why."""
    return {
        "schema": SHAPE,
        "election": outcome.election.id,
        "law": {"id": outcome.law.law.law, "on": outcome.law.day.isoformat()},
        "bodies": [_document(name, measured) for name, measured in found],
    }


def _document(name: str, measured: Indices | Problem) -> dict[str, Any]:
    if isinstance(measured, Exception):
        return {"body": name, "undefined": str(measured)}
    document = measured.to_dict()
    for row, each in zip(document["indices"], measured.found, strict=True):
        row |= {"name": dict(each.measure.name), "formula": dict(each.measure.formula), "paper": each.measure.paper}
    return document


def indices_table(outcome: Outcome, found: Found) -> Table:
    """A row for each body and measure."""
    return table_of(*(columns_or_reason(*each) for each in found), document=indices_json(outcome, found))
