"""Which area of a sheet is its constituency: told by the names that stand there, or asked for, never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.counting.levels import located, refuse_unknown_contests
from escrutinio.canvass.engine import Embedded
from escrutinio.model import Constituency, Contest, Election, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = Source("page")
COLUMNS = ("department", "province", "municipality", "constituency")


def day(*names: str, away: Sequence[str] = ()) -> Election:
    """An election of one contest, seats, with these constituencies."""
    places = [Constituency("seats", name, abroad=name in away) for name in (*names, *away)]
    return Election("made", {}, date(2024, 3, 3), constituencies=tuple(places), contests=(Contest("seats", PAGE),))


def found(election: Election, *sheets: Sequence[Any], columns: Sequence[str] = COLUMNS, **options: Any) -> Contest:
    """What is found of sheets: their areas in the order of the columns, and whether they are from abroad."""
    engine = Embedded()
    kinds = ", ".join(f'"{each}" {"BOOLEAN" if each == "abroad" else "VARCHAR"}' for each in columns)
    engine.rows(f"CREATE TABLE t ({kinds})")
    for each in sheets:
        engine.connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * len(columns))})", list(each))  # noqa: S608 - marks
    return located(election, election.contests[0], engine, "t", **options)


def refused(election: Election, *sheets: Sequence[Any], **options: Any) -> str:
    """The message, where it cannot be told."""
    with pytest.raises(Problem) as told:
        found(election, *sheets, **options)
    return str(told.value)


def test_the_level_whose_areas_are_the_constituencies() -> None:
    """Without case, accents and hyphens; another level that names one now and then is passed over."""
    sheets = [
        ("Avila", "Ávila", "Ávila", None),
        ("Castile", "LEÓN", "Burgos", None),
        ("Castile", "burgos", "Lerma", None),
    ]
    assert found(day("Ávila", "León", "Burgos"), *sheets).by == "province"


def test_two_levels_that_say_the_same_are_no_doubt() -> None:
    """Only Madrid's sheets have come: its region and its province name the same; of both the constituency is first."""
    assert found(day("Madrid", "León"), ("Madrid", "MADRID", "Getafe", None)).by == "department"
    assert found(day("Madrid", "León"), ("Madrid", "Madrid", "Getafe", "madrid")).by == "constituency"


def test_two_levels_that_say_different_things_are_told_apart_by_the_user() -> None:
    """Both cover every sheet: on three of four they differ, two of them alike."""
    sheets = [("North", "North", "x", None), *[("North", "South", "x", None)] * 2, ("South", "North", "x", None)]
    words = refused(day("North", "South"), *sheets)
    assert words == (
        "made, seats: the department and the province of the sheets both name constituencies, and not the same: 2 "
        "sheets have “North” and “South”. Say which of them it is: --by department, or --by province."
    )
    assert found(day("North", "South"), *sheets, by="province").by == "province"
    assert found(day("North", "South"), *sheets, by={"seats": "department", "mayor": "x"}).by == "department"


def test_a_level_that_does_not_cover_every_sheet_is_told() -> None:
    """How many sheets, the most frequent strange name, and the nearest that is known."""
    sheets = [("x", "North", "y", None)] * 3 + [("x", "Suoth", "y", None)] * 2 + [("x", None, "y", None)]
    assert refused(day("North", "South"), *sheets) == (
        "made, seats: the province names the constituency on most of the sheets, but not on 3 of 6, such as “Suoth”. "
        "Did you mean South? Correct the names, or say which area it is: --by LEVEL."
    )


def test_no_level_at_all_is_told() -> None:
    """With names to look for; also where the sheets have no areas."""
    words = refused(day("North", "South"), ("x", "y", "z", None))
    assert words.startswith("made, seats: no area of the tally sheets names a constituency, such as North, South. Desc")
    assert "(areas: constituency: COLUMN), or say which area it is: --by LEVEL." in words
    assert "no area of the tally sheets" in refused(day("North", "South"), ("1",), columns=["station"])


def test_sheets_that_do_not_count_are_not_asked() -> None:
    """A row of totals names no area."""
    sheets = [("x", "North", "y", None), ("x", None, "y", None)]
    assert found(day("North", "South"), *sheets, where="province IS NOT NULL").by == "province"


def test_numbers_are_names_of_numbered_constituencies_only_in_their_own_column() -> None:
    """Region 2 is not District 2; the constituency may be 2, 02, or 2.0 as workbooks have it."""
    numbered = day("District 1", "District 2", "District 10")
    made = found(numbered, ("2", "x", "1", "02"), ("1", "x", "10", "10.0"), ("1", "x", "2", "District 1"))
    assert (made.by, made.named) == ("constituency", "District {:01d}")
    assert "no area of the tally sheets" in refused(numbered, ("2", "x", "1", None))
    assert found(day("C01", "C02", "C10"), ("x", "x", "x", "2")).named == "C{:02d}"


def test_sheets_from_abroad_go_to_the_only_constituency_abroad() -> None:
    """They need no area; with two constituencies abroad each sheet must name its own."""
    columns, home = ("province", "abroad"), ("North", False)
    made = found(day("North", away=["Away"]), home, (None, True), columns=columns)
    assert (made.by, made.abroad) == ("province", "Away")
    two = day("North", away=["Near", "Far"])
    assert "not on 1 of 2, such as “”" in refused(two, home, (None, True), columns=columns)
    assert found(two, home, ("Far", True), columns=columns).by == "province"


def test_what_is_said_stands_before_what_is_found() -> None:
    """The election's page; and before that the user, whose level must be one of the sheets."""
    election = day("North", "South")
    said = replace(election, contests=(Contest("seats", PAGE, by="municipality"),))
    assert found(said, ("x", "North", "y", None)).by == "municipality"
    assert found(said, ("x", "North", "y", None), by="province").by == "province"
    words = refused(election, ("x", "North", "y", None), by="provinz")
    assert words.startswith("sheets are not told apart by “provinz”. Known: department, province, municipality, const")
    with pytest.raises(Problem, match=r"no sheets of the contest “seat” here, only of seats\. Did you mean seats"):
        refuse_unknown_contests({"seat": "province"}, ["seats"])


def test_one_constituency_needs_no_area_and_none_takes_no_sheets() -> None:
    """Everything belongs to the only one; a contest without any is told."""
    assert found(day("All"), ("x", "y", "z", None)).by == ""
    assert refused(day(), ("x", "y", "z", None)).startswith("made has no constituencies of “seats” on record, so its")


def test_a_level_of_far_too_many_areas_is_not_looked_at() -> None:
    """Precincts by the thousand are none of two constituencies, and need not be fetched."""
    sheets = [(f"P{number}", "North") for number in range(50)]
    assert found(day("North", "South"), *sheets, columns=["precinct", "province"]).by == "province"
