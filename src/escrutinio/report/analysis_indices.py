"""Measures of a body, group by group: how much, what it says, and who proposed it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from escrutinio.report.analysis_indices_about import ballot_name, notes_json, notes_text
from escrutinio.report.canvass_parts import titled
from escrutinio.report.parts import heading, line, table
from escrutinio.report.tables import Table, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from escrutinio.analysis.indices import Index, Indices
    from escrutinio.columns import Columns
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
    ("turnout_valid", ""): "of those registered, whose vote is valid",
    ("unrepresented", ""): "of the votes, those for lists without a seat",
    ("lost", ""): "of the votes there, those for who did not win",
    ("efficiency_gap", None): "above 0 the second wastes more, below 0 the first",
}
"""The measures that are shown when not all are asked for, and what each says in a few words."""

PEOPLE = {
    "registered": "registered voters",
    "valid": "valid votes",
    "voters": "who voted for a list",
    "population": "inhabitants",
}
OF = {"votes": "by votes", "seats": "by seats"}
FROM_0_TO_1 = {"herfindahl", "rae_fragmentation"}
"""Shares that papers print between 0 and 1, as they do all of nationalisation; others are parts of a hundred."""


def indices_text(outcome: Outcome, found: Found, words: Words, *, everything: bool) -> Iterator[RenderableType]:
    """Body by body the best known measures with what they say, or all with their formulas and papers."""
    yield titled([words("Measures"), words.of(outcome.election.name), str(outcome.election.date)])
    yield from notes_text(outcome, [name for name, _ in found], words)
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
    body, ballot = outcome[measured.body], ballot_name(outcome, measured.ballot, words)
    seats = body.filled
    several = "{seats} seats, compared with the votes of the ballot “{ballot}”."
    template = "{seats} seat, compared with the votes of the ballot “{ballot}”." if seats == 1 else several
    said = words(template, seats=seats, ballot=ballot)
    if measured.voters:
        said += " " + words(
            "A voter has as many votes there as the district has seats: votes are divided by these seats, as the law "
            "does, and so are voters."
        )
    if measured.population:
        people = "voters" if measured.voters and measured.population == "valid" else measured.population
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
    if index.undefined:
        return words.problem(index.undefined)
    key = (index.id, index.of if (index.id, index.of) in BEST_KNOWN else None)
    used = _used(index, words)
    return f"{words(BEST_KNOWN[key])}; {used}" if used else words(BEST_KNOWN[key])


def _used(index: Index, words: Words) -> str:
    """How many of the districts a measure leaves room for, where it does not use all."""
    if index.districts is None or index.districts == index.of_districts:
        return ""
    used, every = index.districts, index.of_districts
    template = "used: {used} of {every} districts; in the rest a third list won, or nobody voted"
    return words(template, used=used, every=every)


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
            yield line(_source(each, words), indent=3, style="dim")
    if lists:
        yield ""
        yield _by_list(lists, words)


def _source(index: Index, words: Words) -> str:
    """A measure's formula, the districts it uses, and its paper, where it has one."""
    formula, used = words.of(index.measure.formula), _used(index, words)
    return " ".join(f"{part}." for part in (f"{formula} ({used})" if used else formula, index.measure.paper) if part)


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


def indices_json(outcome: Outcome, found: Found, words: Words) -> dict[str, Any]:
    """Every measure of every body, exact where it is rational, with its paper; in place of what has none, why.

    Only the reasons, and the names of ballots, are in one language.
    """
    return {
        "schema": SHAPE,
        "election": outcome.election.id,
        "law": {"id": outcome.law.law.law, "on": outcome.law.day.isoformat()},
        "notes": notes_json(outcome, [name for name, _ in found]),
        "bodies": [_document(outcome, name, measured, words) for name, measured in found],
    }


def _document(outcome: Outcome, name: str, measured: Indices | Problem, words: Words) -> dict[str, Any]:
    if isinstance(measured, Exception):
        return {"body": name, "undefined": words.problem(measured)}
    document = measured.to_dict() | {"ballot_name": ballot_name(outcome, measured.ballot, words)}
    for row, each in zip(document["indices"], measured.found, strict=True):
        row |= {"name": dict(each.measure.name), "formula": dict(each.measure.formula), "paper": each.measure.paper}
        row["undefined"] = _reason(each, words)
    return document


def _reason(index: Index, words: Words) -> str:
    """Why a measure has no value; nothing where it has one."""
    return words.problem(index.undefined) if index.undefined else ""


def indices_table(outcome: Outcome, found: Found, words: Words) -> Table:
    """A row for each body and measure; the columns are called alike in every language, reasons are not."""
    return table_of(*(_columns(*each, words) for each in found), document=indices_json(outcome, found, words))


def _columns(name: str, measured: Indices | Problem, words: Words) -> Columns:
    if isinstance(measured, Exception):
        return {"body": [name], "undefined": [words.problem(measured)]}
    return measured.columns() | {"undefined": [_reason(each, words) for each in measured.found]}
