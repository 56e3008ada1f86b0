"""Each kind of stage in sentences, with the address of every value that may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from escrutinio.report.law_conditions import sentences
from escrutinio.report.law_stages_areas import apportionment, biproportional, handed_down, placement
from escrutinio.report.law_values import WHERE, divisors, method, quota, share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from escrutinio.report.law_values import Told

    Sentence = tuple[int, str, str]

TIES = {
    "lots": "A tie is broken by lot.",
    "most_votes": "A tie goes to the list with more votes there, and then to the lot.",
    "fewest_votes": "A tie goes to the list with fewer votes there, and then to the lot.",
}


def said(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - any stage
    """What a stage does: how far each sentence is set in, the sentence, and the address of its value."""
    words = told.words
    if getattr(stage, "votes", "") and stage.does != "apportionment":
        text = "Counts the ballot “{ballot}”."
        if stage.abroad == "not_counted":
            text = "Counts the ballot “{ballot}”, without the votes from abroad."
        yield 0, words(text, ballot=stage.votes), ""
    yield from _SAID[stage.does](stage, told)
    if getattr(stage, "among", None):
        yield 0, words("Only lists that “{stage}” admits take part.", stage=told.stage(stage.among)), ""
    if getattr(stage, "gives", None):
        yield 0, words("It gives seats: {kinds}.", kinds=told.kinds([stage.gives])), ""
    if getattr(stage, "entitles", None):
        yield 0, words("What comes out is a claim, which a later stage settles."), ""
    if getattr(stage, "ties", None):
        yield 0, words(TIES[stage.ties]), "ties"


def _threshold(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    words = told.words
    yield 0, words("A list is admitted with:"), ""
    yield from sentences(stage.admits, "admits", told, 1)


def _single(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    words = told.words
    yield 0, words("Whoever has most votes is elected with:"), ""
    yield from sentences(stage.wins, "wins", told, 1)
    text = "Otherwise there is a run-off between the best {best}."
    if stage.otherwise == "parliament":
        text = "Otherwise parliament chooses between the best {best}."
    yield 0, words(text, best=stage.best), "best"


def _runoff(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    words = told.words
    yield (
        0,
        words(
            "Held where “{stage}” elects nobody, between the best of it; most votes win.", stage=told.stage(stage.after)
        ),
        "",
    )


def _plurality(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    words = told.words
    where = words(WHERE[stage.per])
    if stage.takes == "all":
        kinds = told.kinds(stage.seats)
        yield (
            0,
            words(
                "{where}, the list with most votes takes all seats of these kinds: {kinds}.", where=where, kinds=kinds
            ),
            "",
        )
    elif stage.ranks == (1,):
        yield 0, words("{where}, most votes win the seat.", where=where), ""
    else:
        ranks = ", ".join(map(str, stage.ranks))
        text = "{where}, the lists with most votes win, in their order, so many seats: {ranks}."
        yield 0, words(text, where=where, ranks=ranks), "ranks"
    if stage.covered_by:
        text = (
            "A winner sits only as far as the list's claim of “{stage}” reaches, those with the highest share of votes "
            "first."
        )
        yield 0, words(text, stage=told.stage(stage.covered_by)), ""


def _sharing(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - highest averages or largest remainder
    words = told.words
    facts = {"where": words(WHERE[stage.per]), "kinds": told.kinds(stage.seats)}
    if stage.does == "highest_averages":
        by = divisors(stage.divisors, words)
        yield 0, words("{where}, these seats are shared out by {method}: {kinds}.", method=by, **facts), "divisors"
        if stage.weighted:
            text = (
                "What is shared by is each list's number of voters: its votes in a constituency over the seats there, "
                "added up."
            )
            if stage.weighted == "rounded_voter_numbers":
                text = (
                    "What is shared by is each list's number of voters: its votes in a constituency over the seats "
                    "there, rounded, added up."
                )
            yield 0, words(text), "weighted"
    else:
        text = "{where}, these seats go one to each full quota, and the others to the largest remainders: {kinds}."
        yield 0, words(text, **facts), ""
        yield 0, words("The quota is {quota}.", quota=quota(stage.quota, words)), "quota"
        if stage.remainders:
            text = "Counted are the votes that “{stage}” left over."
            yield 0, words(text, stage=told.stage(stage.remainders)), ""
    yield from _more(stage, told)


def _more(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - a stage that shares out seats
    """Seats won before, alliances, the most that a list may hold, candidates with too few votes."""
    words = told.words
    if stage.counted:
        yield 0, words("It goes on from the seats already won: {kinds}.", kinds=told.kinds(stage.counted)), ""
    if stage.alliances:
        if stage.alliances.by:
            yield 0, words("Lists of one alliance count as one; its seats go to its candidates with most votes."), ""
        else:
            text = "Lists of one alliance count as one; its seats are shared inside by {method}."
            yield 0, words(text, method=method(stage.alliances, words)), ""
    if stage.maximum:
        yield from _maximum(stage.maximum, told)
    yield from _personal(stage, told)


def _personal(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - a stage that shares out seats
    words = told.words
    if stage.candidates:
        text = "A list fills at most as many seats as it has candidates with {share} of a quota: {quota}."
        facts = {"share": share(stage.candidates.share, words), "quota": quota(stage.candidates.quota, words)}
        yield 0, words(text, **facts), "candidates.share"


def _maximum(cap: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - the most seats of a list
    words = told.words
    if cap.seats:
        yield 0, words("No list may hold more than {seats} seats.", seats=cap.seats), "maximum.seats"
    if cap.share_above:
        text = "No list's share of the {members} seats may be above its share of the votes by more than {share}."
        yield 0, words(text, members=cap.of, share=share(cap.share_above, words)), "maximum.share_above"
    if cap.counted:
        yield 0, words("Seats won before count towards it: {kinds}.", kinds=told.kinds(cap.counted)), ""


def _quotas(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    words = told.words
    text = "{where}, a list has a seat for each full quota; these seats are there: {kinds}."
    yield 0, words(text, where=words(WHERE[stage.per]), kinds=told.kinds(stage.seats)), ""
    yield 0, words("The quota is {quota}.", quota=quota(stage.quota, words)), "quota"
    if stage.quota_over and stage.quota_over != stage.per:
        yield 0, words("The quota is formed on another level. {where}.", where=words(WHERE[stage.quota_over])), ""
    if stage.quota_of == "admitted":
        yield 0, words("The quota is formed of the votes of the lists admitted."), "quota_of"
    if stage.counted:
        yield 0, words("Seats already won are taken off: {kinds}.", kinds=told.kinds(stage.counted)), ""
    yield from _personal(stage, told)


_OVERHANG = {
    "lowest_quotients": "A list that won more keeps its seats; the others pay with their lowest quotients.",
    "set_aside": "A list that won more keeps its seats and is set aside; the rest is shared anew among the others.",
    "added": "A list that won more keeps its seats, and the body grows by them.",
    "none": "No list can have won more than its claim.",
}


def _compensation(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    words = told.words
    text = "Each list gets what its claim of “{stage}” leaves after the seats it has won: {kinds}."
    yield 0, words(text, stage=told.stage(stage.entitlement), kinds=told.kinds(stage.counted)), ""
    yield 0, words(_OVERHANG[stage.overhang]), "overhang"
    if stage.boundary == "at_least":
        yield 0, words("Then lists that won exactly their claim are set aside as well."), "boundary"


_LEAST = {
    "larger": "Sure to a list is, in each area, the larger of its claim and the seats it won.",
    "mean_rounded_up": (
        "Sure to a list is, in each area, the larger of the seats it won and the mean, rounded up, of these and of its "
        "claim."
    ),
}


def _levelling(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    words = told.words
    text = "The house grows until the share of every list by {method} covers the seats that are sure to it."
    yield 0, words(text, method=divisors(stage.divisors, words)), "divisors"
    facts = {"stage": told.stage(stage.entitlement), "kinds": told.kinds(stage.counted)}
    yield 0, words("The claim is that of “{stage}”; the seats won are these: {kinds}.", **facts), ""
    yield 0, words(_LEAST[stage.minimum]), "minimum"
    if stage.tolerated:
        yield 0, words("Seats that may stay without compensation: {seats}.", seats=stage.tolerated), "tolerated"


def _people(stage: Any, told: Told) -> Iterator[Sentence]:  # noqa: ANN401 - one kind of stage
    words = told.words
    if stage.order == "personal_votes":
        yield (
            0,
            words("Of each list, its candidates with most votes sit: {kinds}.", kinds=told.kinds(stage.of)),
            "order",
        )
        return
    yield (
        0,
        words("Of each list, its candidates sit in the list's order: {kinds}.", kinds=told.kinds(stage.of)),
        "order",
    )
    if stage.share is not None:
        text = "Before them sits who has at least {share} of the list's votes."
        if stage.of_votes == "quota":
            text = "Before them sits who has at least {share} of a quota."
        yield 0, words(text, share=share(stage.share, words)), "share"


_SAID: Mapping[str, Callable[[Any, Told], Iterator[Sentence]]] = {
    "threshold": _threshold,
    "single_winner": _single,
    "runoff": _runoff,
    "plurality": _plurality,
    "highest_averages": _sharing,
    "largest_remainder": _sharing,
    "quota_seats": _quotas,
    "compensation": _compensation,
    "levelling": _levelling,
    "sub_apportionment": handed_down,
    "placement": placement,
    "apportionment": apportionment,
    "biproportional": biproportional,
    "open_list": _people,
}
