"""Anyone's folder of votes: read as it is, told in one message where it does not fit; every message is raised here."""

from __future__ import annotations

import re
from datetime import date

import pytest

import escrutinio as es
from escrutinio.canvass.catalogue import votes_folder
from escrutinio.model import Problem

VOTES = """\
tier,constituency,region,party,candidate,votes
seat,North,Isle,Red,,60
seat,North,Isle,Blue,,40
seat,North,Isle,#blank,,5
seat,North,Isle,#null,,2
seat,North,Isle,#registered,,150
seat,South,Isle,Red,,30
seat,South,Isle,Blue,,70
"""
DISTRICTS = """\
tier,constituency,region,seats
seat,North,Isle,3
seat,South,Isle,2
"""
AREAS = """\
area,population,area km2
North,1000,20
South,2000,
"""


@pytest.fixture
def folder(tmp_path):
    """A folder called isle_2020 with these tables, some of them changed or taken away."""

    def make(name="isle_2020", **tables):
        place = tmp_path / name
        place.mkdir()
        for file, text in {"votes": VOTES, "districts": DISTRICTS, **tables}.items():
            suffix = "json" if file == "meta" else "csv"
            if text is not None:
                data = text if isinstance(text, bytes) else text.encode()
                (place / f"{file}.{suffix}").write_bytes(data)
        return place

    return make


def test_a_folder_as_it_is(folder):
    """Lists, constituencies, counts, personal votes and numbers of areas; the year of its name is its day."""
    found = votes_folder(folder(areas=AREAS), law="x")
    assert (found.id, found.date, found.law, found.status) == ("isle_2020", date(2020, 12, 31), "x", "hypothetical")
    assert [each.id for each in found.lists] == ["Red", "Blue"]
    assert [(each.name, each.region, each.seats) for each in found.constituencies] == [
        ("North", "Isle", 3),
        ("South", "Isle", 2),
    ]
    north, south = found.tallies
    assert (north.votes, north.blank, north.null, north.registered) == ({"Red": 60, "Blue": 40}, 5, 2, 150)
    assert (south.blank, south.cast) == (None, None)
    assert found.measures == {"population": {"North": 1000, "South": 2000}, "area km2": {"North": 20}}


@pytest.mark.parametrize(
    ("name", "meta", "day"),
    [
        ("x", '{"election": "2011-11-26"}', date(2011, 11, 26)),
        ("x", '{"a": 1,\n "date": "held on 2011-11-26"}', date(2011, 11, 26)),
        ("y_1994", '{"date": "2011-99-99"}', date(1994, 12, 31)),
        ("y_1994", None, date(1994, 12, 31)),
    ],
)
def test_the_day(folder, name, meta, day):
    """That of meta.json, or the end of the year in the folder's name; a day that was typed comes first."""
    place = folder(name, meta=meta)
    assert votes_folder(place).date == day
    assert votes_folder(place, day=date(2001, 2, 3)).date == date(2001, 2, 3)


@pytest.mark.parametrize(
    "votes",
    [
        "\ufeff" + VOTES,
        VOTES.replace("\n", "\r\n"),
        VOTES.replace("seat,North,Isle,Red,,60", ' seat , North ,Isle,"Red",, 60 '),
        "\n" + VOTES + "\n,,,,,\n",
        "\n".join(",".join(row.split(",")[::-1]) for row in VOTES.splitlines()),
    ],
)
def test_shapes_that_are_the_same_table(folder, votes):
    """A byte-order mark, Windows line ends, blanks, quotes, empty lines, columns in another order."""
    found = votes_folder(folder(votes=votes))
    assert [each.votes for each in found.tallies] == [{"Red": 60, "Blue": 40}, {"Red": 30, "Blue": 70}]


def test_who_stands_for_nobody(folder):
    """Independents are lists of their own, and so is each of several candidates of one party for a single seat."""
    votes = "tier,constituency,region,party,candidate,votes\n" + "".join(
        f"seat,North,,{party},{person},{count}\n"
        for party, person, count in (
            ("Independent", "Ann", 5),
            ("Independent", "Ben", 4),
            ("Red", "Cay", 3),
            ("Red", "Dan", 2),
            ("Blue", "Eve", 1),
        )
    )
    districts = "tier,constituency,region,seats\nseat,North,,1\n"
    found = votes_folder(folder(votes=votes, districts=districts))
    assert [each.id for each in found.lists] == [
        "Independent (Ann)",
        "Independent (Ben)",
        "Red (Cay)",
        "Red (Dan)",
        "Blue",
    ]
    assert [each.party for each in found.lists] == ["Independent", "Independent", "Red", "Red", ""]
    more = votes_folder(folder("isle_2021", votes=votes, districts=districts.replace(",1\n", ",2\n")))
    assert more.tallies[0].votes == {"Independent (Ann)": 5, "Independent (Ben)": 4, "Red": 5, "Blue": 1}
    assert more.tallies[0].candidates["Red"] == {"Cay": 3, "Dan": 2}


def test_people_in_place_of_seats(folder):
    """A tier called “… population” of districts.csv is a number of people; areas.csv alone is votes of areas."""
    found = votes_folder(folder(districts=DISTRICTS + "seat population,North,Isle,999\n"))
    assert found.measures == {"population": {"North": 999}}
    alone = votes_folder(folder("isle_2021", votes=None, districts=None, areas="area,population\nNorth,7\nSouth,3\n"))
    assert [(each.tier, each.votes) for each in alone.tallies] == [("population", {"North": 7, "South": 3})]


def test_several_words_for_null_are_added_up(folder):
    """Invalid, informal and rejected papers are null; other totals that a table begins with # are left aside."""
    other = {"#invalid": 3, "#rejected": 4, "#blank": 0, "#turnout": 107}
    more = "".join(f"seat,South,Isle,{name},,{count}\n" for name, count in other.items())
    south = votes_folder(folder(votes=VOTES + more)).tallies[1]
    assert (south.null, south.cast) == (7, 107)


BAD = [
    (
        {"votes": None},
        r"the folder .*isle_2020 has no votes\.csv\. It holds the columns tier, constituency, region, party",
    ),
    (
        {"votes": ""},
        r"votes\.csv is empty\. Its first line names the columns: tier, constituency, region, party, votes",
    ),
    ({"votes": VOTES.replace("party,", "partie,")}, r"votes\.csv has no column “party”.*Did you mean partie\?"),
    ({"votes": VOTES.replace("candidate", "mandate")}, r"votes\.csv has a column “mandate” that is not known here"),
    ({"votes": VOTES.replace("candidate", "party")}, r"votes\.csv names the column “party” twice"),
    ({"votes": VOTES.replace("Red,,60", "Red,,60,9")}, r"votes\.csv, row 2 has 7 cells where the header names 6"),
    ({"votes": VOTES.replace("Red,,60", '"Red,,60')}, r"votes\.csv, row \d+ (is no row of a table|has \d cells)"),
    (
        {"votes": VOTES.replace(",60", ",6O")},
        r"votes\.csv, row 2, column votes: “6O” is not a count\. Write a whole number",
    ),
    ({"votes": VOTES.replace(",60", ',"1,060"')}, r"row 2, column votes: “1,060” is not a count"),
    ({"votes": VOTES.replace(",60", ",60.0")}, r"row 2, column votes: “60\.0” is not a count"),
    ({"votes": VOTES.replace(",60", ",NaN")}, r"row 2, column votes: “NaN” is not a count"),
    ({"votes": VOTES.replace(",60", ",")}, r"row 2, column votes: “” is not a count"),
    ({"votes": VOTES.replace(",60", ",-60")}, r"row 2, column votes: -60 is below zero, and a count cannot be"),
    (
        {"votes": VOTES + "seat,South,Isle,Red,,1\n"},
        r"votes\.csv, row 9: “Red” is counted here a second time\. Keep one row",
    ),
    ({"votes": VOTES + "seat,North,Isle,#blank,,1\n"}, r"row 9: “#blank” is counted here a second time"),
    (
        {"votes": VOTES.replace("Blue,,40", ",,40")},
        r"votes\.csv, row 3: the column party is empty\. Name whom the votes are for",
    ),
    (
        {"votes": VOTES.replace("South,Isle,Blue", "South,Isel,Blue")},
        r"row 8: the region “Isel” is not known in this election\. Did you mean Isle\?",
    ),
    ({"votes": VOTES.encode("utf-16")}, r"votes\.csv"),
    ({"districts": DISTRICTS.replace(",3", ",three")}, r"districts\.csv, row 2, column seats: “three” is not a count"),
    (
        {"districts": DISTRICTS.replace("seats", "mandates")},
        r"districts\.csv has no column “seats”.*Did you mean mandates\?",
    ),
    (
        {"districts": DISTRICTS + "seat,North,Isle,4\n"},
        r"districts\.csv, row 4: the constituency “North” of the tier “seat” is there a second time\. Keep one row",
    ),
    (
        {"districts": "tier,constituency,region,seats,abroad\nseat,North,Isle,3,perhaps\n"},
        r"districts\.csv, row 2, column abroad: “perhaps” is not known here\. Write one of: false, true",
    ),
    ({"areas": AREAS.replace("1000", "1k")}, r"areas\.csv, row 2, column population: “1k” is not a count"),
    (
        {"areas": AREAS.replace("area,pop", "place,pop")},
        r"areas\.csv has no column “area”\. Its columns are place, population, area km2",
    ),
    ({"areas": AREAS.replace("area km2", "population")}, r"areas\.csv names the column “population” twice"),
    ({"areas": AREAS + "North,3000,1\n"}, r"areas\.csv, row 4: “North” is counted here a second time"),
    ({"areas": ""}, r"areas\.csv is empty\. Its first line names the columns: area"),
]


@pytest.mark.parametrize(("tables", "words"), BAD)
def test_a_table_that_does_not_fit(folder, tables, words):
    """One message: the file, the row, the column, why, and what to do."""
    with pytest.raises(Problem, match=words):
        votes_folder(folder(**tables))


@pytest.mark.parametrize("row", ["national,,Rod,3,all", "national,,Red,x,all"])
def test_a_strangers_seats_are_not_compared(folder, row):
    """A table of seats that cannot be understood stops nobody's votes from being counted; nothing is compared."""
    found = votes_folder(folder(seats=f"level,constituency,party,seats,kind\n{row}\n"))
    assert found.official == ()
    assert found.tallies


def test_no_day(folder):
    """Neither the name nor meta.json tells it."""
    with pytest.raises(Problem, match=re.escape("was voted. Give --date YYYY-MM-DD.")):
        votes_folder(folder("isle"))


def test_a_constituency_whose_votes_are_missing(folder):
    """What districts.csv names and votes.csv has not is told when seats are asked for; nothing is dropped."""
    place = folder(votes=VOTES.replace("South", "Suoth"))
    with pytest.raises(Problem, match=r"isle_2020: the tier “seat” has no votes for South\. Add them, or take"):
        es.outcome.frame(votes_folder(place))
