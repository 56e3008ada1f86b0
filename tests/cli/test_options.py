"""Other laws, other days, drawn lots, languages: what may be asked along with an election."""

from __future__ import annotations

import json

import pytest

TIED = ("ballot,South,South,B,45", "ballot,South,South,B,44"), ("ballot,South,South,C,35", "ballot,South,South,C,22")
"""South: B has 44 and C 22, so that B's second quotient, 22, is C's first: one seat, two lists, one lot."""


@pytest.fixture
def tied(isle):
    """The small election with a tie for the last seat of South."""
    page = (isle / "votes.csv").read_text(encoding="utf-8")
    for old, new in TIED:
        page = page.replace(old, new)
    (isle / "votes.csv").write_text(page, encoding="utf-8")
    return isle


def asked(run, isle, *words):
    """The council of the small election, as a document."""
    result = run("elect", isle, "council", "--law", isle / "isle.yaml", "--json", *words)
    return result.exit_code, json.loads(result.stdout)["bodies"]["council"]


def test_a_folder_and_a_law_file_are_enough(run, isle) -> None:
    """North: 65, 32.5 and 30 are the highest quotients; South: 45 and 35."""
    status, council = asked(run, isle)
    assert (status, council["totals"]) == (0, {"A": 2, "B": 2, "C": 1})


def test_a_figure_on_record_that_is_not_reproduced_is_told(run, isle) -> None:
    """Each difference with both figures and who stated it; status 1."""
    page = (isle / "seats.csv").read_text(encoding="utf-8").replace("council,national,,A,2", "council,national,,A,3")
    (isle / "seats.csv").write_text(page, encoding="utf-8")
    result = run("elect", isle, "council", "--law", isle / "isle.yaml")
    assert result.exit_code == 1
    assert "Council, A: on record 3, here 2 (Minutes of the count)." in result.stdout
    assert "Seats as on record: 2 of 3 figures agree" in result.stdout


def test_a_tie_says_who_draws_and_how_to_answer(run, tied) -> None:
    """What is certain, what is possible, and the option to type; status 1 until the lot is drawn."""
    result = run("elect", tied, "council", "--law", tied / "isle.yaml")
    assert result.exit_code == 1
    assert '--lots "council.seats.South=LIST"' in result.stdout
    assert "Possible: B 3, A 2" in result.stdout
    assert "Possible: B 2, A 2, C 1" in result.stdout
    assert "on record" not in result.stdout


def test_an_explanation_before_the_lot_says_so(run, tied) -> None:
    """The steps are those of one possible outcome, and the tie stands above them."""
    told = run("explain", tied, "council", "South", "--law", tied / "isle.yaml").stdout
    assert told.index("Tie: B, C draw lots") < told.index("one of the outcomes that are possible") < told.index("1. D'")


def test_the_next_command_repeats_the_options(run, isle) -> None:
    """The folder and the law as they were typed, on one line, so that the command can be copied."""
    told = run("elect", isle, "--law", isle / "isle.yaml", "--set", "council.seats.divisors=adams").stdout
    assert f'explain {isle} council North --law {isle / "isle.yaml"} --set "council.seats.divisors=adams"\n' in told


@pytest.mark.parametrize("drawn", ["B", "C"])
@pytest.mark.parametrize("body", ["council", "Consejo"])
def test_a_drawn_lot_settles_a_tie(run, tied, drawn, body) -> None:
    """The list that the lot favours has the seat; the body may be called by its name."""
    _, council = asked(run, tied, "--lots", f"{body}.seats.South={drawn}")
    assert council["decided"]
    assert council["totals"] == {"B": {"A": 2, "B": 3}, "C": {"A": 2, "B": 2, "C": 1}}[drawn]


def test_another_day_has_another_law(run) -> None:
    """Before 2009 each department had three senators, two for the first list and one for the second."""
    result = run("elect", "bo-2020", "senate", "--day", "2008-01-01", "--json")
    document = json.loads(result.stdout)
    assert (result.exit_code, document["law"]["on"], document["bodies"]["senate"]["members"]) == (0, "2008-01-01", 27)


def test_what_did_not_happen_is_compared_with_nothing(run) -> None:
    """Another day, another value of the law: no figure is on record for that, and the status is clean."""
    for words in (("senate", "--day", "2008-01-01"), ("deputies", "--set", "deputies.threshold.admits.share=1/2")):
        result = run("elect", "bo-2020", "--json", *words)
        assert (result.exit_code, json.loads(result.stdout)["official"]) == (
            0,
            {"compared": 0, "stated": 0, "different": []},
        )


def test_a_changed_law_says_what_was_changed(run) -> None:
    """Only MAS-IPSP had half of the valid votes of 2020, 55.10 % by the TSE: no other list has list seats."""
    result = run("elect", "bo-2020", "deputies", "--set", "deputies.threshold.admits.share=1/2")
    assert "Changed for this question: deputies.threshold.admits.share = 1/2" in result.stdout
    rows = [line.split() for line in result.stdout.splitlines() if line.startswith(("CC ", "CREEMOS "))]
    assert [(row[0], row[3]) for row in rows] == [("CC", "·"), ("CREEMOS", "·")]


@pytest.mark.parametrize(
    ("words", "machine", "spoken"),
    [
        ((), "es", "Senadores: 36 escaños"),
        ((), "en", "Senate: 36 seats"),
        ((), "de", "Senate: 36 seats"),
        (("--lang", "en"), "es", "Senate: 36 seats"),
        (("--lang=es",), "en", "Senadores: 36 escaños"),
    ],
)
def test_the_language_is_the_asked_one(run, words, machine, spoken) -> None:
    """`--lang`, else the machine's, else English."""
    assert spoken in run("elect", "bo-2020", "senate", *words, lang=machine).stdout


def test_a_law_is_shown_as_of_a_day(run) -> None:
    """Text and document have only what was in force: the three senators of before 2009, under article 63."""
    shown = run("law", "show", "bo", "--day", "2005-12-18")
    document = json.loads(run("law", "show", "bo", "--day", "2005-12-18", "--json").stdout)
    assert "art. 63" in shown.stdout
    assert "art. 148" not in shown.stdout
    assert [each["members"] for each in document["bodies"]["senate"]["distribution"]] == [27]
    assert document["day"] == "2005-12-18"


def test_a_law_shows_the_addresses_that_set_takes(run) -> None:
    """What `law show` prints before a condition can be typed after `--set`."""
    shown = run("law", "show", "bo", "--day", "2020-10-18").stdout
    assert "at least 3 % (3/100) of the valid votes of the whole election [admits.share]" in shown
    assert "[deputies.threshold]" in shown
    assert run("elect", "bo-2020", "deputies", "--set", "deputies.threshold.admits.share=3/100").exit_code == 0


def test_laws_are_checked(run, isle) -> None:
    """All at hand, or those named."""
    assert {"bo: in order.", "de: in order."} <= set(run("law", "check").stdout.splitlines())
    assert run("law", "check", isle / "isle.yaml", lang="es").stdout == f"{isle / 'isle.yaml'}: en orden.\n"


def test_a_number_that_is_set_is_a_number(run) -> None:
    """A chamber's size and its seats are changed together, as they are typed."""
    both = ("--set", "senate.distribution.members=37", "--set", "senate.distribution.areas.Pando.senator=5")
    result = run("elect", "bo-2020", "senate", "--json", *both)
    assert json.loads(result.stdout)["bodies"]["senate"]["members"] == 37
    alone = run("elect", "bo-2020", "senate", "--set", "senate.distribution.members=37")
    assert "with senate.distribution.members = 37 the law does not hold together" in alone.stderr
    assert "add up to 36, but the body has 37 members" in alone.stderr
