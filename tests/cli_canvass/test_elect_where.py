"""elect --from: which constituency, told by names or by the user; what had no sheets at a time; what no sheet tells."""

from __future__ import annotations

import pytest

NIGHT, MORNING = "count_20240303_200000.csv", "count_20240304_090000.csv"
HOW = ("--format", "count.yaml")
COUNCIL = ("elect", ".", "council", "--law", "isle.yaml", "--from")


@pytest.fixture
def silent(isle):
    """The island, whose page does not say which area of a sheet is the constituency: as docs/formats.md shows it."""
    page = isle / "election.yaml"
    page.write_text(page.read_text(encoding="utf-8").replace(", by: department", ""), encoding="utf-8")
    assert "by:" not in page.read_text(encoding="utf-8")
    return isle


@pytest.mark.usefixtures("silent")
def test_the_constituency_is_told_by_its_name(told) -> None:
    """The declared 2, 2, 1 of the island, by its departments North and South."""
    status, document = told(*COUNCIL, MORNING, *HOW)
    assert (status, document["bodies"]["council"]["totals"]) == (0, {"A": 2, "B": 2, "C": 1})
    assert document["bodies"] == told(*COUNCIL, MORNING, *HOW, "--by", "department")[1]["bodies"]


@pytest.mark.usefixtures("silent")
def test_names_that_fit_nowhere_ask_for_the_level(silent, run) -> None:
    """One station's department is misspelt: how many sheets, which name, which is near."""
    text = (silent / MORNING).read_text(encoding="utf-8")
    assert "South" in text
    (silent / MORNING).write_text(text.replace("South", "Soth"), encoding="utf-8")
    words = " ".join(run(*COUNCIL, MORNING, *HOW).stderr.split())
    assert "made: " not in words
    assert "the department names the constituency on most of the sheets, but not on" in words
    assert "such as “Soth”. Did you mean South? Correct the names, or say which area it is: --by LEVEL." in words


@pytest.mark.usefixtures("isle")
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("--by", "provinz"), "sheets are not told apart by “provinz”."),
        (("--by", "ballt=department"), "there are no sheets of the contest “ballt” here, only of ballot."),
        (("--by", "department", "--by", "ballot=department"), "--by takes NAME=VALUE, and “department” is not of that"),
        (
            ("--official-for-missing",),
            "--official-for-missing is about a count as it was known at a time: it goes with",
        ),
    ],
)
def test_a_level_that_is_wrong_is_told(typed, words, run) -> None:
    """Exit 2, with what is known here."""
    result = run(*COUNCIL, MORNING, *HOW, *typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in " ".join(result.stderr.split())


@pytest.mark.usefixtures("isle")
def test_the_page_repeats_the_level(run) -> None:
    """So that whoever reads it can ask again."""
    page = run(*COUNCIL, NIGHT, *HOW, "--by", "ballot=department").stdout
    assert f'--from {NIGHT} --format count.yaml --by "ballot=department"' in " ".join(page.split())


def test_parties_of_a_pact_may_win_other_seats(tmp_path, told, run) -> None:
    """Chile's votes of 2021 name candidates in six districts, where they limit a party's seats; sheets do not."""
    run("synth", "cl-2021", "--stations", "60", "--seed", "1", "-o", tmp_path)
    words = ("elect", "cl-2021", "--from", tmp_path / "sheets.parquet", "--contest", "deputies")
    page = " ".join(run(*words).stdout.split())
    assert "these sheets do not: who sits is not known, and inside an alliance its parties may win other seats." in page
    _, document = told(*words)
    assert document["counted_from"][0]["may_differ_for_lack_of_candidates"] == "parties"
    assert document["bodies"]["deputies"]["totals"]["Independiente (Carlos Bianchi Chelech)"] == 1
    assert "Independiente" not in {each["list"] for each in document["bodies"]["deputies"]["seats"]}


@pytest.mark.shared
def test_what_had_no_sheets_at_a_time_is_open(shared, tmp_path, run, told) -> None:
    """At three in the night of 2020 no special ballot had come: 123 of 130 deputies, 7 open, unless one asks for them.

    MAS-IPSP won the seven (TSE, October 2020); nobody knew it then.
    """
    files = sorted((shared / "data" / "bolivia_2020_snapshots").glob("20201019_0[0-2]*.parquet"))
    store, night = tmp_path / "s.duckdb", "2020-10-19T03:00:00-04:00"
    run("read", *files, "--into", store)
    words = ("elect", "bo-2020", "deputies", "--from", store, "--at", night)
    page = " ".join(run(*words).stdout.split())
    assert (
        "special: no sheets by that time, so the seats that hang on it are open. --official-for-missing takes" in page
    )
    assert "7 of 130 seats are not filled by the votes at hand." in page
    _, document = told(*words)
    assert (document["not_known"], document["official_totals"]) == (["special"], [])
    assert "special" not in {each["kind"] for each in document["bodies"]["deputies"]["seats"]}
    assert sum(document["bodies"]["deputies"]["totals"].values()) == 123
    _, whole = told(*words, "--official-for-missing")
    special = {each["list"]: 0 for each in whole["bodies"]["deputies"]["seats"] if each["kind"] == "special"}
    assert (list(special), whole["not_known"], whole["official_totals"]) == (["MAS-IPSP"], [], ["special"])
    assert sum(whole["bodies"]["deputies"]["totals"].values()) == 130
