"""Another law for a what-if: values replaced from a day on, the law given untouched, the change named in the answer."""

import itertools
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

import escrutinio as es
from escrutinio.documents import as_plain
from escrutinio.law import amend, in_force, load
from escrutinio.model import Problem

BO = load("bo")
DAY = date(2020, 10, 18)
SHARE = "deputies.threshold.admits.share"


def threshold_on(law, day):
    """The threshold of the Deputies on a day."""
    stages: tuple[Any, ...] = in_force(law, day).bodies["deputies"].stages
    return str(next(each for each in stages if each.id == "threshold").admits.share)


def test_a_value_from_a_day_on():
    """8 % from the day of the election of 2020: the day before it is 3 %; CC and Creemos stay, and so do MAS."""
    higher = amend(BO, {SHARE: "8/100"}, since=DAY)
    assert (threshold_on(higher, DAY), threshold_on(higher, DAY - timedelta(days=1))) == ("2/25", "3/100")
    # Creemos 14.00 % (TSE, 23-10-2020) is above 8 % and below 15 %; its ten districts are its own at any threshold
    assert es.elect("bo-2020", law=higher)["deputies"].totals() == {"MAS-IPSP": 75, "CC": 39, "CREEMOS": 16}
    fifteen = es.elect("bo-2020", law=amend(BO, {SHARE: "15/100"}, since=DAY))["deputies"]
    assert fifteen.totals()["CREEMOS"] == 10


def test_the_law_given_stays_as_it_was():
    """Nothing of the original changes."""
    before = as_plain(BO)
    amend(BO, {SHARE: "5/100", "senate.distribution.members": 36}, since=DAY)
    assert as_plain(BO) == before
    assert BO.amendments == ()


def test_amendments_are_named_in_the_outcome():
    """Whoever reads the answer sees what was changed, and that the source is a what-if."""
    law = amend(BO, {SHARE: "5/100"}, since=DAY)
    outcome = es.elect("bo-2020", law=law)
    assert outcome.law.law.amendments == (f"{SHARE} = 5/100",)
    step = es.outcome.explain(outcome, "deputies")[0]
    assert step.source.title == "What if"
    assert "5/100" in str(amend(law, {"deputies.entitlement.divisors": "sainte_lague"}, since=DAY).amendments)


def test_an_amendment_of_an_amendment():
    """Two changes after each other are both in force, and both named."""
    law = amend(amend(BO, {SHARE: "5/100"}, since=DAY), {"senate.senators.divisors": "sainte_lague"}, since=DAY)
    assert threshold_on(law, DAY) == "1/20"
    assert [each.split(" = ")[0] for each in law.amendments] == [SHARE, "senate.senators.divisors"]
    assert es.elect("bo-2020", law=law)["senate"].totals() != es.elect("bo-2020")["senate"].totals()


def test_several_parts_in_any_order():
    """What is changed together does not hang on the order in which it is said, nor on where it stands in the file."""
    changes = {
        "bundestag.threshold.admits.any.five-per-cent.share": "1/100",
        "bundestag.levelling.divisors": "dhondt",
        "bundestag.first-distribution.divisors": "dhondt",
    }
    de, day = load("de"), date(2017, 9, 24)
    for told in itertools.permutations(changes.items()):
        found: Any = in_force(amend(de, dict(told), since=day), day).bodies["bundestag"].stages
        stages = {each.id: each for each in found}
        assert stages["threshold"].admits.any["five-per-cent"].share == Fraction(1, 100)
        assert (stages["levelling"].divisors, stages["first-distribution"].divisors) == ("dhondt", "dhondt")
        assert stages["land-lists"].divisors == "sainte_lague"


def test_members_and_their_distribution_together():
    """Six senators for each department: the body's size and its seats change at once."""
    now = in_force(BO, DAY).bodies["senate"].distribution
    assert now
    areas = {area: {"senator": 6} for area in now.areas}
    law = amend(BO, {"senate.distribution.areas": areas, "senate.distribution.members": 54}, since=DAY)
    body = es.elect("bo-2020", law=law, bodies=["senate"])["senate"]
    assert (body.members, sum(body.totals().values())) == (54, 54)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"senat.senators.divisors": "dhondt"}, r"the law “bo” has no body “senat”. Did you mean senate"),
        (
            {"senate.senator.divisors": "dhondt"},
            r"“senate” has no “senator” in force on 2020-10-18. Did you mean senators",
        ),
        ({"senate.divisors": "dhondt"}, r"“senate.divisors” is no address of a value. Write BODY.STAGE.FIELD"),
        ({"deputies.threshold.admit.share": "5/100"}, r"there is no “admit” in admit.share"),
        ({"senate.senators.divisor": "dhondt"}, r"does not hold together: .*divisor: is not a word of this file"),
        ({"senate.senators.divisors": "dhont"}, r"does not hold together: .*dhont.*dhondt"),
        ({SHARE: "7/2"}, r"nobody can have 7/2 of all votes. Write a share from 0 to 1"),
        ({SHARE: "0.05"}, r"does not hold together: .*“0.05” is not a share"),
        ({SHARE: 0.05}, r"does not hold together: .*“0.05” is not a share"),
        ({"senate.distribution.members": 35}, r"does not hold together: .*add up to 36, but the body has 35 members"),
        ({"deputies.entitlement.among": "gate"}, r"does not hold together: .*no fitting stage .* called “gate”"),
        ({"senate.senators.gives": "peer"}, r"does not hold together: .*no kind of seat .* called “peer”"),
        (
            {
                "deputies.threshold.admits": {
                    "areas": 2,
                    "level": "constituency",
                    "meets": {"share": "1/5", "over": "region", "boundary": "at_least"},
                }
            },
            r"what must be met in areas of the level constituency is asked over region",
        ),
        ({"deputies.threshold.admits.over": "region"}, None),
        ({"deputies.threshold.admits.over": "constituency"}, r"a share over each constituency cannot decide seats"),
        (
            {"president.first-round.wins": {"share": "1/2", "over": "region", "boundary": "more_than"}},
            r"a share over each region cannot decide seats that are filled per country",
        ),
    ],
)
def test_what_cannot_be_amended(changes, words):
    """An address that leads nowhere, a value that does not fit; but a share over regions fits seats by region."""
    if words is None:
        assert amend(BO, changes, since=DAY).amendments
        return
    with pytest.raises(Problem, match=words):
        amend(BO, changes, since=DAY)


def test_a_day_before_any_law():
    """There is nothing to change."""
    with pytest.raises(Problem, match=r"no rule of the law “bo” was in force on 1900-01-01"):
        amend(BO, {SHARE: "5/100"}, since=date(1900, 1, 1))


def test_an_amendment_that_takes_effect_later_changes_nothing_before():
    """From the day after the election: the outcome is that of the law as it is."""
    later = amend(BO, {SHARE: "20/100"}, since=DAY + timedelta(days=1))
    assert es.elect("bo-2020", law=later)["deputies"].totals() == {"MAS-IPSP": 75, "CC": 39, "CREEMOS": 16}
