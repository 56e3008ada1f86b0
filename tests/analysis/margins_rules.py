"""Small laws of every rule with random areas, seats and lists, whose margins are few enough to be counted out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from margins_made import (  # type: ignore[import-not-found]  # it stands beside this file
    Ballot,
    Small,
    districts,
    few,
    law_of,
    one_of,
    regions_of,
    stage,
)

if TYPE_CHECKING:
    import numpy as np

DIVISORS = ("dhondt", "sainte_lague", {"modified_sainte_lague": "7/5"}, {"modified_sainte_lague": "6/5"}, "imperiali")
EXACT = ("hare", "hagenbach_bischoff", "imperiali")
ROUNDED = ("droop", "hare_down", "hare_up", "hare_rounded", "hagenbach_bischoff_rounded", "imperiali_down")


def in_areas(rng: np.random.Generator, does: str, before: Any = (), *, local: bool = False, **how: Any) -> Small:
    """Seats shared out in constituencies, or once in the country."""
    regions, seats = districts(rng)
    lists = few(rng, 2, 4)
    if not local and rng.random() < 1 / 3:
        whole = few(rng, 1, 6)
        stages = [*before, stage("seats", does, per="country", seats=["seat"], gives="seat", **how)]
        law = law_of(stages, {"seat": {"total": whole}}, members=whole)
        return Small(law, {"list": Ballot(regions, (), "country", 14)}, lists, whole)
    stages = [*before, stage("seats", does, per="constituency", seats=["seat"], gives="seat", **how)]
    law = law_of(stages, {"seat": {"districts": "list"}}, members=sum(seats))
    return Small(law, {"list": Ballot(regions, seats)}, lists, sum(seats))


def highest_averages(rng: np.random.Generator) -> Small:
    """Divisors of every shape."""
    return in_areas(rng, "highest_averages", divisors=one_of(rng, *DIVISORS, "danish", "adams"))


def capped(rng: np.random.Generator) -> Small:
    """At most so many seats for a list, or its share and so much."""
    cap = one_of(rng, {"seats": 1}, {"seats": 2}, {"share_above": "1/10", "of": 5})
    if rng.random() < 1 / 2:
        return in_areas(rng, "highest_averages", divisors=one_of(rng, *DIVISORS), maximum=cap)
    return in_areas(rng, "largest_remainder", quota=one_of(rng, *EXACT, "droop"), maximum=cap)


def largest_remainder(rng: np.random.Generator) -> Small:
    """Exact quotas."""
    return in_areas(rng, "largest_remainder", quota=one_of(rng, *EXACT))


def rounded_quotas(rng: np.random.Generator) -> Small:
    """Quotas that are rounded."""
    return in_areas(rng, "largest_remainder", quota=one_of(rng, *ROUNDED))


def more_votes_win(rng: np.random.Generator) -> Small:
    """Of equal quotients or remainders that of the list with more votes, and a lot only where these are equal too."""
    if rng.random() < 1 / 2:
        return in_areas(rng, "highest_averages", divisors=one_of(rng, *DIVISORS), ties="most_votes")
    return in_areas(rng, "largest_remainder", quota=one_of(rng, *EXACT), ties="most_votes")


def plurality(rng: np.random.Generator) -> Small:
    """Most votes win: one seat, one each for two, or two and one."""
    regions, lists = regions_of(few(rng, 1, 3)), few(rng, 2, 4)
    ranks = one_of(rng, [1], [1], [1, 1], [2, 1], [3])
    stages = [stage("seats", "plurality", per="constituency", ranks=ranks, gives="seat")]
    law = law_of(stages, {"seat": {"districts": "list"}}, members=sum(ranks) * len(regions))
    return Small(law, {"list": Ballot(regions, (sum(ranks),) * len(regions))}, lists, sum(ranks) * len(regions))


def office(rng: np.random.Generator) -> Small:
    """One office: a share, a lead, or both, and a run-off between two or three."""
    half = {"share": one_of(rng, "1/2", "2/5"), "boundary": one_of(rng, "more_than", "at_least")}
    forty = {"share": one_of(rng, "2/5", "1/3"), "boundary": "at_least"}
    lead = {"lead": one_of(rng, "1/10", "1/4", "0"), "boundary": one_of(rng, "at_least", "more_than")}
    wins = one_of(rng, half, lead, {"any": {"half": half, "both": {"all": {"forty": forty, "lead": lead}}}})
    best = one_of(rng, 2, 2, 3)
    first = stage("first", "single_winner", wins=wins, otherwise="runoff", best=best, gives="president")
    second = stage("second", "runoff", votes="second", after="first", gives="president")
    ballots = {"list": Ballot(regions_of(few(rng, 1, 2)), (), "country", 14), "second": Ballot(("R0",), (), "country")}
    return Small(law_of([first, second]), ballots, few(rng, 2, 4))


def thresholds(rng: np.random.Generator) -> Small:
    """Who is admitted: by a share, by one of two conditions, in so many areas; of valid, cast or registered votes."""
    over = one_of(rng, "country", "constituency")
    base = one_of(rng, "valid_votes", "valid_votes", "registered", "votes_cast")
    share = {"share": one_of(rng, "1/5", "3/10", "1/10"), "of": base, "over": over}
    share["boundary"] = one_of(rng, "at_least", "more_than")
    local = {"share": "2/5", "over": "constituency", "boundary": "at_least"}
    areas = {"areas": one_of(rng, 1, 2), "level": "constituency", "meets": local}
    lead = {"lead": "1/5", "boundary": "at_least"}
    admits = one_of(rng, share, areas, {"any": {"a": share, "b": areas}}, {"all": {"a": share, "b": areas}})
    if rng.random() < 1 / 6:
        admits = {"any": {"a": share, "b": lead}}
    before, local_only = [stage("threshold", "threshold", admits=admits)], over == "constituency"
    if rng.random() < 3 / 4:
        how = {"does": "highest_averages", "divisors": one_of(rng, *DIVISORS)}
    else:
        how = {"does": "largest_remainder", "quota": one_of(rng, *EXACT)}
    small = in_areas(rng, how.pop("does"), before, local=local_only, among="threshold", **how)
    small.ballots["list"] = Ballot(small.ballots["list"].regions, small.ballots["list"].seats, "constituency", 8)
    told = 12 if base in {"registered", "votes_cast"} else 0
    return Small(small.law, small.ballots, small.lists, small.members, told)


def compensated(rng: np.random.Generator, overhang: str, method: Any, **more: Any) -> Small:
    """Single-member seats set against a claim in the country."""
    number, added, lists = few(rng, 1, 2), few(rng, 1, 4), few(rng, 2, 3)
    ballots = {
        "direct": Ballot(regions_of(number), (1,) * number, "constituency", 6),
        "list": Ballot(("R0",), (), "country", 8),
    }
    before = [stage("threshold", "threshold", admits={"share": "1/5", "boundary": "at_least"})]
    among = rng.random() < 1 / 3
    claim = stage("claim", per="country", seats=["direct", "more"], entitles="claim", **method)
    stages = [
        stage("direct", "plurality", votes="direct", per="constituency", gives="direct"),
        *(before if among else []),
        claim | ({"among": "threshold"} if among else {}),
        stage("even", "compensation", entitlement="claim", counted=["direct"], overhang=overhang, gives="more", **more),
    ]
    members = number + added
    law = law_of(stages, {"direct": {"districts": "direct"}, "more": {"total": added}}, members=members)
    return Small(law, ballots, lists, members)


def areas_made_up_for(rng: np.random.Generator) -> Small:
    """Seats of areas set against a claim in the country from the same votes, and the rest placed or handed down."""
    regions, seats = districts(rng, 2, 2)
    lists, added = few(rng, 2, 3), len(regions)
    threshold = stage("threshold", "threshold", admits={"share": "1/5", "boundary": "at_least"})
    before = one_of(rng, [], [], [threshold])
    among = {"among": "threshold"} if before else {}
    own = one_of(rng, {}, among)
    areas = stage(
        "areas", "highest_averages", per="constituency", seats=["area"], divisors=one_of(rng, *DIVISORS), gives="area"
    )
    claim = stage("claim", "highest_averages", per="country", seats=["area", "more"], divisors=one_of(rng, *DIVISORS))
    overhang = one_of(rng, "set_aside", "lowest_quotients")
    even = stage("even", "compensation", entitlement="claim", counted=["area"], overhang=overhang)
    places = stage(
        "places",
        "placement",
        votes="list",
        per="constituency",
        seats=["more"],
        counted=["area"],
        divisors="dhondt",
        gives="more",
    )
    down = stage(
        "down", "sub_apportionment", votes="list", per="constituency", counted=["area"], divisors="dhondt", gives="more"
    )
    ends = (
        [claim | among | {"counted": ["area"], "gives": "more"}],
        [claim | among | {"entitles": "claim"}, even | {"gives": "more"}],
        [claim | among | {"entitles": "claim"}, even | {"entitles": "even"}, down | {"of": "even"}],
        [claim | among | {"entitles": "claim"}, even | {"entitles": "even"}, places | {"of": "even"}],
    )
    placed = {"each": 1, "per": "constituency", "votes": "list"}
    kinds = {"area": {"districts": "list"}, "more": placed}
    end = ends[few(rng, 0, len(ends) - 1)]
    law = law_of([*before, areas | own, *end], kinds, members=sum(seats) + added)
    return Small(law, {"list": Ballot(regions, seats, "constituency", 6)}, lists, sum(seats) + added)


def by_divisors(rng: np.random.Generator) -> dict[str, Any]:
    """A method of divisors."""
    return {"does": "highest_averages", "divisors": one_of(rng, "dhondt", "sainte_lague", "imperiali")}


def by_quota(rng: np.random.Generator) -> dict[str, Any]:
    """A method of quotas."""
    return {"does": "largest_remainder", "quota": one_of(rng, "hare", "hare", "hagenbach_bischoff", "droop")}


def lowest_quotients(rng: np.random.Generator) -> Small:
    """Who won more keeps it, and the lowest quotients of the others pay."""
    return compensated(rng, "lowest_quotients", by_divisors(rng))


def set_aside(rng: np.random.Generator) -> Small:
    """Who won more is set aside, and the rest shared anew."""
    method = by_quota(rng) if rng.random() < 2 / 3 else by_divisors(rng)
    more = {"boundary": "at_least"} if "quota" in method and rng.random() < 1 / 3 else {}
    return compensated(rng, "set_aside", method, **more)


def overhang_added(rng: np.random.Generator) -> Small:
    """The body grows by overhang."""
    return compensated(rng, "added", by_divisors(rng) if rng.random() < 3 / 4 else by_quota(rng))


def no_overhang(rng: np.random.Generator) -> Small:
    """A claim that is met as it is."""
    return compensated(rng, "none", by_divisors(rng) if rng.random() < 2 / 3 else by_quota(rng))


def levelling(rng: np.random.Generator) -> Small:
    """A house that grows until it covers what is sure to every list."""
    number, lists = few(rng, 1, 2), few(rng, 2, 3)
    regions = regions_of(number)
    how = one_of(rng, {"minimum": "larger"}, {"minimum": "mean_rounded_up", "tolerated": 1})
    divisors = one_of(rng, "sainte_lague", "dhondt")
    stages = [
        stage("winners", "plurality", votes="direct", per="constituency", gives="direct"),
        stage("claims", "highest_averages", per="region", seats=["land"], divisors=divisors, entitles="claims"),
        stage(
            "level", "levelling", entitlement="claims", counted=["direct"], divisors=divisors, entitles="level", **how
        ),
        stage("list", "compensation", entitlement="level", counted=["direct"], overhang="none", gives="more"),
    ]
    places = {"areas": {region: few(rng, 1, 3) for region in regions}}
    law = law_of(stages, {"direct": {"districts": "direct"}, "more": {"total": 0}}, pools={"land": places})
    ballots = {
        "direct": Ballot(regions, (1,) * number, "constituency", 5),
        "list": Ballot(regions, (), "constituency", 6),
    }
    return Small(law, ballots, lists, grows=True)


def covered(rng: np.random.Generator) -> Small:
    """Winners of districts seated as far as their list's claim in the region covers them, and the rest of the claim."""
    number, whole = few(rng, 1, 2), few(rng, 1, 4)
    admits = {"share": one_of(rng, "1/5", "1/4"), "boundary": "at_least"}
    before = one_of(rng, [], [stage("threshold", "threshold", admits=admits)])
    among = {"among": "threshold"} if before else {}
    shared = {"divisors": one_of(rng, *DIVISORS), "seats": ["seat"], "entitles": "claim"}
    stages = [
        *before,
        stage("claim", "highest_averages", per="country", **shared, **among),
        stage("down", "sub_apportionment", of="claim", votes="list", per="region", divisors="dhondt", entitles="down"),
        stage("direct", "plurality", votes="direct", per="constituency", covered_by="down", gives="direct"),
        stage("rest", "compensation", entitlement="down", counted=["direct"], overhang="none", gives="more"),
    ]
    kinds = {"direct": {"districts": "direct"}, "seat": {"total": whole}, "more": {"total": 0}}
    regions = regions_of(number)
    ballots = {"direct": Ballot(regions, (1,) * number, "constituency", 6), "list": Ballot(regions, (), "region", 6)}
    return Small(law_of(stages, kinds), ballots, few(rng, 2, 3), grows=True)


def quota_seats(rng: np.random.Generator) -> Small:
    """A seat for each full quota, then the highest averages for what is left."""
    regions, seats = districts(rng, 2)
    rule = one_of(rng, "hare", "hagenbach_bischoff", "hare_up", "droop", "imperiali")
    stages = [
        stage("quotas", "quota_seats", per="constituency", seats=["seat"], quota=rule, gives="seat"),
        stage(
            "rest",
            "highest_averages",
            per="constituency",
            seats=["seat"],
            counted=["seat"],
            divisors=one_of(rng, "dhondt", "sainte_lague"),
            gives="seat",
        ),
    ]
    law = law_of(stages, {"seat": {"districts": "list"}}, members=sum(seats))
    return Small(law, {"list": Ballot(regions, seats)}, few(rng, 2, 4), sum(seats))


def sub_apportionment(rng: np.random.Generator) -> Small:
    """Seats of the country handed down to regions."""
    regions, whole = regions_of(few(rng, 1, 3)), few(rng, 1, 6)
    down = one_of(rng, {"divisors": "dhondt"}, {"divisors": "sainte_lague"}, {"quota": "hare"})
    stages = [
        stage(
            "claim", "highest_averages", per="country", seats=["seat"], divisors=one_of(rng, *DIVISORS), entitles="c"
        ),
        stage("down", "sub_apportionment", of="claim", votes="list", per="region", gives="seat", **down),
    ]
    law = law_of(stages, {"seat": {"total": whole}}, members=whole)
    return Small(law, {"list": Ballot(regions, (), "constituency", 7)}, few(rng, 2, 3), whole)


def placement(rng: np.random.Generator) -> Small:
    """The seats of each list placed in regions that have room."""
    number = few(rng, 1, 2)
    room = {f"R{each}": few(rng, 1, 2) for each in range(number)}
    stages = [
        stage("claim", "highest_averages", per="country", seats=["seat"], divisors="dhondt", entitles="claim"),
        stage(
            "places",
            "placement",
            of="claim",
            votes="list",
            per="region",
            seats=["seat"],
            divisors=one_of(rng, "dhondt", "sainte_lague"),
            relative_to=one_of(rng, "none", "valid_votes"),
            order=one_of(rng, "highest", "national_quotients"),
            gives="seat",
        ),
    ]
    law = law_of(stages, {"seat": {"areas": room}}, members=sum(room.values()))
    return Small(law, {"list": Ballot(tuple(room), (), "constituency", 6)}, few(rng, 2, 3), sum(room.values()))


def biproportional(rng: np.random.Generator) -> Small:
    """Seats that add up to each area's and to each list's."""
    regions = regions_of(2)
    seats = (few(rng, 1, 3), few(rng, 1, 3))
    stages = [
        stage("upper", "highest_averages", per="country", seats=["seat"], divisors="sainte_lague", entitles="upper"),
        stage(
            "lower",
            "biproportional",
            per="constituency",
            seats=["seat"],
            entitlement="upper",
            divisors="sainte_lague",
            gives="seat",
        ),
    ]
    law = law_of(stages, {"seat": {"districts": "list"}}, members=sum(seats))
    ballots = {"list": Ballot(regions, seats, "constituency", 6)}
    return Small(law, ballots, few(rng, 2, 3), sum(seats), kinds=("add",), named=True)


RULES = {
    made.__name__: made
    for made in (
        highest_averages,
        capped,
        largest_remainder,
        rounded_quotas,
        more_votes_win,
        plurality,
        office,
        thresholds,
        lowest_quotients,
        set_aside,
        areas_made_up_for,
        overhang_added,
        no_overhang,
        levelling,
        covered,
        quota_seats,
        sub_apportionment,
        placement,
        biproportional,
    )
}
