"""Tables of votes with mistakes: one clear message each, with file, row, column and what to do."""

import pytest

import escrutinio as es
from escrutinio.canvass import election
from escrutinio.model import Problem

HEAD = "tier,constituency,region,party,candidate,votes"


def first_row(folder):
    """The first row of votes.csv."""
    return (folder / "votes.csv").read_text(encoding="utf-8").splitlines()[1]


def with_votes(folder, votes):
    """The first row with another cell for the votes."""
    return (first_row(folder), first_row(folder).rsplit(",", 1)[0] + "," + votes)


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ("-5", r"votes.csv, row 2, column votes: -5 is below zero, and a count cannot be. Correct it."),
        ("nan", r"votes.csv, row 2, column votes: “nan” is not a count. Write a whole number in plain digits."),
        ("1.5", r"“1.5” is not a count"),
        ("1e3", r"“1e3” is not a count"),
        ("", r"“” is not a count"),
        ('"1,234"', r"“1,234” is not a count"),
        ("1.234", r"“1.234” is not a count"),
        ("1_234", r"“1_234” is not a count"),
        ("1 234", r"“1 234” is not a count"),
        ("+5", r"“\+5” is not a count"),
        ("--5", r"“--5” is not a count"),
        ("\N{FULLWIDTH DIGIT FIVE}", "“\N{FULLWIDTH DIGIT FIVE}” is not a count"),
        ("0x10", r"“0x10” is not a count"),
        ("9" * 5000, r"“9{40}” is not a count"),
    ],
)
def test_what_is_no_count(folder, edit, votes, words):
    """Negative, NaN, decimal, thousands marks, other digits: the cell is shown, with its row and column."""
    with pytest.raises(Problem, match=words):
        election(edit("votes.csv", with_votes(folder, votes)))


def test_ten_to_the_eighteen_and_one_more(folder, edit):
    """The most that is counted, and one vote beyond it."""
    counted = int(first_row(folder).rsplit(",", 1)[1])  # of Creemos, which has 862,184 in the whole country (TSE)
    edit("votes.csv", with_votes(folder, str(10**18)))
    votes = es.elect(folder)["president"].run.stages["first-round"].votes
    assert votes.max() == 10**18 + 862184 - counted
    edit("votes.csv", (str(10**18), str(10**18 + 1)))
    with pytest.raises(
        Problem, match=r"La Paz, .*: 1000000000000000001 votes cannot be. Votes lie between 0 and 10\^18"
    ):
        es.elect(folder)


@pytest.mark.parametrize(
    ("number", "given", "words"),
    [
        (3, "MAS-ISPP", r"votes.csv, row 2: the party “MAS-ISPP” is not known in this election. Did you mean MAS-IPSP"),
        (3, "#blnk", r"the party “#blnk” is not known in this election. Did you mean #blank"),
        (1, "La Pas", r"row 2: the constituency “La Pas” is not known .* Did you mean La Paz\?"),
        (0, "presidnt", r"row 2: the tier “presidnt” is not known .* Did you mean president\?"),
        (2, "Beni", r"row 2: the region “Beni” is not known .* Did you mean La Paz\?"),
    ],
)
def test_a_name_that_is_not_there(folder, edit, number, given, words):
    """The nearest name is offered; a misspelt kind of count is not dropped in silence."""
    cells = first_row(folder).split(",")
    cells[number] = given
    with pytest.raises(Problem, match=words):
        election(edit("votes.csv", (first_row(folder), ",".join(cells))))


def test_a_row_twice(folder, edit):
    """The second row of a list in a place is refused, also with other votes."""
    row = first_row(folder)
    with pytest.raises(Problem, match=r"votes.csv, row 3: “.*” is counted here a second time. Keep one row."):
        election(edit("votes.csv", (row, f"{row}\n{row[:-1]}9")))


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (HEAD.replace("votes", "party"), r"votes.csv names the column “party” twice. Keep one"),
        (HEAD.replace("votes", "vote"), r"has no column “votes”. Its columns are tier, .* Did you mean vote\?"),
        (HEAD.replace("candidate", "canddate"), r"has a column “canddate” that is not known here. Known: tier"),
        (HEAD.replace(",", ";"), r"has no column “tier”. Its columns are tier;constituency"),
        (HEAD + ",votes2", r"has a column “votes2” that is not known here"),
    ],
)
def test_a_header_that_does_not_fit(edit, header, words):
    """A column named twice, missing, unknown, or another separator."""
    with pytest.raises(Problem, match=words):
        election(edit("votes.csv", (HEAD, header)))


@pytest.mark.parametrize(("tail", "cells"), [(",9", 7), ("", 5)])
def test_a_row_of_another_width(folder, edit, tail, cells):
    """A stray or a missing comma: the row, and both widths."""
    row = first_row(folder)
    bad = row + tail if tail else row.rsplit(",", 1)[0]
    with pytest.raises(
        Problem, match=rf"row 2 has {cells} cells where the header names 6. Look for a stray or missing"
    ):
        election(edit("votes.csv", (row, bad)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", r"votes.csv is empty. Its first line names the columns: tier, constituency, region, party, votes"),
        (b"\n \n", r"votes.csv is empty"),
        (b"\xef\xbb\xbf", r"votes.csv is empty"),
        (
            HEAD.encode() + "\npresident,Potosí,Potosí,CC,,5".encode("latin-1"),
            r"votes.csv is not UTF-8 text \(byte 62\)",
        ),
        (HEAD.encode("utf-16"), r"not UTF-8 text"),
        (HEAD.encode() + b'\n"' + b"x" * 200_000, r"votes.csv, row \d+ is no row of a table .*Look for a quote"),
        (b'""', r"has no column “tier”"),
    ],
)
def test_a_file_that_is_no_table(folder, content, words):
    """Empty, zero bytes, Latin-1, UTF-16, a quote that is never closed."""
    (folder / "votes.csv").write_bytes(content)
    with pytest.raises(Problem, match=words):
        election(folder)


def test_what_is_accepted(folder):
    """A byte order mark, Windows line ends, blank lines, blanks around cells, columns in another order."""
    plain = election(folder)
    lines = (folder / "votes.csv").read_text(encoding="utf-8").splitlines()
    turned = "\r\n".join(["", *(" , ".join(reversed(line.split(","))) for line in lines), "", ""])
    (folder / "votes.csv").write_bytes(b"\xef\xbb\xbf" + turned.encode())
    other = election(folder)
    assert [dict(each.votes) for each in other.tallies] == [dict(each.votes) for each in plain.tallies]
    assert other.tallies[0].source
    assert other.tallies[0].source.row == 3


def test_every_tally_names_its_file_row_and_hash(folder):
    """Any figure is found again."""
    from hashlib import sha256

    found = election(folder).tallies[0].source
    text = (folder / "votes.csv").read_bytes()
    assert found
    assert (found.file, found.row, found.sha256) == (str(folder / "votes.csv"), 2, sha256(text).hexdigest())


def test_constituencies_and_departments_missing(folder):
    """Rows of one district, then of one department, taken out of votes.csv."""
    lines = (folder / "votes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "votes.csv").write_text("".join(line for line in lines if ",C10," not in line), encoding="utf-8")
    with pytest.raises(Problem, match=r"bo-2020: the tier “uninominal” has no votes for C10. Add them, or take"):
        es.elect(folder)
    for name in ("votes.csv", "districts.csv"):
        rows = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if not row.startswith("president,Pando,") and ",C10," not in row]
        (folder / name).write_text("".join(kept), encoding="utf-8")
    with pytest.raises(Problem, match=r"“president” and the seats of “senate” do not name the same areas.*Pando"):
        es.elect(folder)


def test_a_constituency_twice(edit):
    """Its votes are not counted twice: the row is refused."""
    row = "president,La Paz,La Paz,,"
    with pytest.raises(Problem, match=r"the constituency “La Paz” of the tier “president” is there a second time"):
        es.elect(edit("districts.csv", (row, f"{row}\n{row}")))


@pytest.mark.parametrize("word", ["yes", "True", "1", "si"])
def test_abroad_in_another_word(edit, word):
    """Only true and false: any other word would have counted the votes at home."""
    with pytest.raises(Problem, match=rf"row 2, column abroad: “{word}” is not known here. Write one of: false, true"):
        election(edit("districts.csv", ("president,La Paz,La Paz,,", f"president,La Paz,La Paz,,{word}")))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("uninominal,C06,La Paz,CCC,1,press,tse-2020", r"row 2: the party “CCC” is not known .* Did you mean CC"),
        (
            "uninominal,C06,La Paz,CC,1,press,tse-2021",
            r"cites the source “tse-2021”, which election.yaml does not list.*tse",
        ),
        (
            "uninominal,C06,La Paz,CC,1,rumour,tse-2020",
            r"row 2, column basis: “rumour” is not known here. Write one of: off",
        ),
        ("uninominal,C99,La Paz,CC,1,press,tse-2020", r"row 2: the constituency “C99” is not known"),
        ("uninominal,C06,Beni,CC,1,press,tse-2020", r"row 2: the region “Beni” is not known .* Did you mean La Paz"),
        ("uninominal,C06,La Paz,CC,one,press,tse-2020", r"row 2, column seats: “one” is not a count"),
    ],
)
def test_declared_winners_that_do_not_fit(folder, row, words):
    """An unknown list, source, basis, place or number in winners.csv."""
    (folder / "winners.csv").write_text(f"tier,constituency,region,party,seats,basis,source\n{row}\n", encoding="utf-8")
    with pytest.raises(Problem, match=words):
        election(folder)


def test_declared_winners_that_do_not_add_up(folder):
    """One winner for the nine districts of Cochabamba: both numbers are told."""
    text = "tier,constituency,region,party,seats,basis,source\nuninominal,,Cochabamba,CC,1,press,tse-2020\n"
    (folder / "winners.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Problem, match=r"fills \d+ seats of the kind “uninominal”, but the votes have \d+ such"):
        es.elect(folder)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("law: bo", "lawe: bo"), r"election.yaml:\d+: lawe: is not a word of this file"),
        (("date: 2020-10-18", "date: 2020-13-18"), r"election.yaml:\d+: date: “2020-13-18” does not fit"),
        (("status: official", "status: offical"), r"“offical” is not known here.*Did you mean official\?"),
        (
            ("    source: atlas-2020", "    source: atlas"),
            r"election.yaml cites the source “atlas”.*Did you mean atlas-2020",
        ),
        (("contests:", "contests"), r"election.yaml:\d+: this is not valid YAML"),
    ],
)
def test_a_page_with_mistakes(edit, change, words):
    """election.yaml is told about like a law: the file, the line, the word."""
    with pytest.raises(Problem, match=words):
        election(edit("election.yaml", change))


def test_official_seats_of_a_list_that_is_not_there(edit):
    """seats.csv is checked like the rest."""
    with pytest.raises(Problem, match=r"seats.csv, row 2: the party “MAS” is not known"):
        election(edit("seats.csv", ("president,national,,MAS-IPSP,", "president,national,,MAS,")))


def test_an_unknown_election(tmp_path):
    """The nearest id, or what a folder lacks."""
    with pytest.raises(Problem, match=r"no election is called “bo-2021”. Did you mean bo-20"):
        election("bo-2021")
    with pytest.raises(Problem, match=r"has no election.yaml. Add one, or give another folder"):
        election(tmp_path)


@pytest.mark.parametrize("name", ["votes.csv", "districts.csv"])
def test_a_table_that_is_not_there(folder, name):
    """The file, and why it cannot be read."""
    (folder / name).unlink()
    with pytest.raises(Problem, match=rf"{name} cannot be read \(No such file or directory\)"):
        election(folder)
