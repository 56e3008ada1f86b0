"""Files that cannot be read: each gives one message that says what, where, why and what to do."""

from __future__ import annotations

import gzip
import io
import zipfile
from importlib import import_module
from pathlib import Path

import pytest
from made_files import (  # type: ignore[import-not-found]  # it stands beside this file
    DESCRIBED,
    ROWS,
    as_json,
    as_parquet,
    gzipped,
    lines,
    numbered,
    totals,
    workbook,
    zipped,
)

from escrutinio.canvass.reading import opened as read_open
from escrutinio.canvass.reading.files import read
from escrutinio.model import Problem


def bomb(megabytes: int) -> bytes:
    """So many megabytes of one row over and over, packed."""
    out = io.BytesIO()
    with gzip.open(out, "wb") as packed:
        for _ in range(megabytes):
            packed.write(b"1,1\n" * (1 << 18))
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"\n \r\n\t\n", b"\xef\xbb\xbf", b"\0" * 5000, gzip.compress(b"", mtime=0)])
def test_an_empty_file_says_so(made, content):
    """No bytes, blanks only, zeros only, nothing packed."""
    with pytest.raises(Problem, match=r"count\.csv is empty: "):
        made.read(content)


def test_a_file_that_is_not_there(made):
    """The operating system's reason is passed on."""
    with pytest.raises(Problem, match=r"nowhere\.csv cannot be read \(No such file or directory\)"):
        read(made.folder / "nowhere.csv", format=made.description())


def test_headers_alone(made):
    """A file that counts nothing yet."""
    for name, content in {"count.csv": lines(rows=()), "a.xlsx": workbook({"H": numbered(())})}.items():
        with pytest.raises(Problem, match="has headers and not one row below them"):
            made.read(content, name)


@pytest.mark.parametrize("name", ["a.csv.gz", "a.zip", "a.xlsx", "a.parquet", "a.json"])
@pytest.mark.parametrize("share", [3, 2])
def test_a_packed_file_cut_off_is_damaged(made, name, share):
    """A third or half of it is lost."""
    content = {
        "a.csv.gz": gzipped(lines().encode()),
        "a.zip": zipped(lines().encode()),
        "a.xlsx": workbook({"H": numbered()}),
        "a.parquet": as_parquet(made.folder),
        "a.json": as_json(),
    }[name]
    with pytest.raises(Problem, match=r"damaged or cut off|not valid JSON|It may have been cut off"):
        made.read(content[: -len(content) // share], name)


def test_bytes_that_are_nothing(made):
    """A picture, or noise."""
    with pytest.raises(Problem, match="neither text, a workbook, Parquet nor JSON"):
        made.read(b"\x89PNG\r\n\x1a\n" + bytes(3) * 400 + b"\x01\x02\x03" * 50)


def test_a_trap_is_not_unpacked(made, monkeypatch):
    """Far more inside than counting votes makes: stopped at the limit, packed once or twice."""
    monkeypatch.setattr(read_open, "RATIO_FROM", 1 << 20)
    packed = bomb(4)
    for content in (packed, gzip.compress(packed), zipped(gzip.decompress(packed))):
        with pytest.raises(Problem, match="looks like a trap, not a count"):
            made.read(content)


def test_packed_too_often(made):
    """Twice is enough."""
    content = lines().encode()
    for _ in range(4):
        content = gzipped(content)
    with pytest.raises(Problem, match="packed more than twice over"):
        made.read(content)


def test_an_archive_of_several_files(made):
    """Which one is meant is for the user to say; papers beside the data do not matter."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", lines())
        archive.writestr("LEEME.txt", "…")
    assert totals(made.read(out.getvalue()))["A"] == 240
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("b.csv", lines())
    with pytest.raises(Problem, match=r"holds 2 files with data \(a\.csv, b\.csv\)"):
        made.read(out.getvalue())


def test_a_hundred_thousand_columns(made):
    """No count has them, in any kind of file."""
    many = [f"c{place}" for place in range(100_000)]
    for content in (",".join(many) + "\n" + ",".join(["1"] * 100_000) + "\n", '[{"' + '": 1, "'.join(many) + '": 1}]'):
        with pytest.raises(Problem, match="columns, more than 5000: it is no table of counts"):
            made.read(content)


def test_a_line_without_end(made, monkeypatch):
    """Not taken into memory as a whole."""
    from escrutinio.canvass.reading import ragged as read_ragged

    monkeypatch.setattr(read_ragged, "LINE", 10_000)
    with pytest.raises(Problem, match="row 6: the line has more than 10000 characters"):
        made.read(lines() + '"' + "x" * 20_000)


def test_a_cell_far_out_in_a_workbook(made):
    """Calamine would make room for all that lies between."""
    out, book = io.BytesIO(), io.BytesIO(workbook({"H": numbered()}))
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name).replace(
                    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                ),
            )
    with pytest.raises(Problem, match=r"stands so far out \(row 1048576\)"):
        made.read(out.getvalue(), "a.xlsx")


def test_json_that_says_one_thing_twice(made):
    """Only the last would be read: refused."""
    with pytest.raises(Problem, match="“A” stands twice in one object"):
        made.read('[{"mesa": 1, "A": 3, "A": 4}]', "a.json")
    with pytest.raises(Problem, match="row 3: this is not valid JSON"):
        made.read('{"mesa": 1}\n{"mesa": 2}\n{"mesa": \n', "a.json")
    with pytest.raises(Problem, match="holds no records"):
        made.read("[]", "a.json")
    with pytest.raises(Problem, match="nested too deeply"):
        made.read("[" * 200_000, "a.json")


def test_a_json_text_beyond_memory(made, monkeypatch):
    """It would have to stand in memory as a whole."""
    from escrutinio.canvass.reading import nested as read_json

    monkeypatch.setattr(read_json, "SIZE", 100)
    with pytest.raises(Problem, match="Turn it into CSV or Parquet"):
        made.read(as_json(), "a.json")


def test_columns_that_fit_nothing(made):
    """The columns are shown, and what to do."""
    path = made.file("name,colour\nrose,red\n")
    with pytest.raises(Problem, match=r"its columns \(name, colour\) fit no file description known here"):
        read(path)


def test_formats_that_are_not_known(made):
    """An id, or a folder, that has none."""
    with pytest.raises(Problem, match=r"no file format is called “bo-2020-exprt”. Did you mean bo-2020-export"):
        read(made.file(lines()), format="bo-2020-exprt")
    with pytest.raises(Problem, match="no file format is called"):
        read(made.file(lines()), format="made", folders=[Path(made.folder)])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("counts: {registered:", "counts: {registred:", "Did you mean registered"),
        ("areas: {country:", "areas: {contry:", "Did you mean country"),
        ("    lists: [A, B-C]", "    layout: long", "needs the names of two columns"),
        ("    lists: [A, B-C]", "    encoding: klingon", "“klingon” is no encoding"),
        ("    station: [mesa]", "    station: []", "nothing stands here"),
        ("    lists: [A, B-C]", "    list: [A]", "is not a word of this file"),
        ("    lists: [A, B-C]", "    layout: tall", "Write one of: wide, long"),
    ],
)
def test_descriptions_with_mistakes(made, old, new, words):
    """Each mistake is told with its line."""
    with pytest.raises(Problem, match=words):
        made.read(lines(), described=DESCRIBED.replace(old, new))


def test_contests_that_are_not_told(made):
    """A file that does not say what it counts is read when the user says it."""
    described = DESCRIBED.replace("{fixed: president}", "{files: {alcaldes: mayor, concejos: council}}")
    with pytest.raises(Problem, match=r"Say it with --contest \(in Python, contest=\), one of: mayor, council\."):
        made.read(lines(), described=described)
    assert list(made.read(lines(), described=described, contest="council").tables) == ["council"]
    assert list(made.read(lines(), "alcaldes_2.csv", described=described).tables) == ["mayor"]
    unknown = DESCRIBED.replace("    contest: {fixed: president}\n", "")
    with pytest.raises(Problem, match=r"contest=\): the id by which its election calls it, or a name of your own\."):
        made.read(lines(), described=unknown)


def test_a_contest_the_file_has_not(made):
    """The ones it has are named."""
    with pytest.raises(Problem, match=r"counts no contest “presidnt”. It counts: president"):
        made.read(lines(), contest="presidnt")


def test_columns_that_are_shifted(made):
    """A contest or a list in every row of its own is no contest or list."""
    by_row = DESCRIBED.replace("{fixed: president}", "{column: recinto}")
    rows = tuple((str(n), "Bolivia", "Potosí", f"E {n}", *ROWS[0][4:]) for n in range(60))
    with pytest.raises(Problem, match="“recinto” should name the contest, but holds more than 50"):
        made.read(lines(rows=rows), described=by_row)
    what = "layout: long, contest: {fixed: mayor}, station: [m], option: o, votes: v"
    long = f"formats:\n  - {{id: made, name: {{es: a, en: a}}, {what}}}\n"
    with pytest.raises(Problem, match="“o” should name lists, but holds more than 2000"):
        made.read("m,o,v\n" + "".join(f"1,L{n},1\n" for n in range(2_100)), described=long)


def test_more_voters_than_the_register_holds(made):
    """Rows that repeat, or ballots added up: refused, or told where the description says so."""
    with pytest.raises(Problem, match=r"add up to 680, but the register holds 400. Rows repeat, or several"):
        made.read(lines(), described=DESCRIBED + "    register: 400\n")
    reading = made.read(lines(), described=DESCRIBED + "    register: 400\n    above_register: tell\n")
    assert [finding.code for finding in reading.findings] == ["R010"]
    assert made.read(lines(), described=DESCRIBED + "    register: 675\n").findings == ()


def test_a_kind_of_file_that_is_never_read(made):
    """Its description says why."""
    described = DESCRIBED + '    refuse: {es: "está sumado dos veces.", en: "it is added up twice."}\n'
    with pytest.raises(Problem, match=r"count\.csv is not read: it is added up twice\.") as caught:
        made.read(lines(), described=described)
    assert caught.value.facts["reason"] == {"es": "está sumado dos veces.", "en": "it is added up twice."}


def test_an_engine_that_stops(made, monkeypatch):
    """What the engine says becomes one message."""
    import duckdb

    def stop(*_):
        raise duckdb.IOException("disk full\nmore")

    monkeypatch.setattr(import_module("escrutinio.canvass.reading.files"), "kept", stop)
    with pytest.raises(Problem, match=r"the engine stopped \(disk full\)"):
        made.read(lines())


def test_a_locked_archive(made):
    """A password is not asked for."""
    content = bytearray(zipped(lines().encode()))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Problem, match="locked with a password"):
        made.read(bytes(content))
