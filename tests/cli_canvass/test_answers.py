"""Every command on counts, on the island: what it answers, as text and as a document, and how it is left."""

from __future__ import annotations

import csv
import json

import duckdb
import pytest

import escrutinio as es

NIGHT, MORNING = "count_20240303_200000.csv", "count_20240304_090000.csv"
EIGHT, NINE = "2024-03-03T20:00:00-04:00", "2024-03-04T09:00:00-04:00"
HOW = ("--format", "count.yaml")


def rows(path):
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# read


@pytest.mark.usefixtures("isle")
def test_read_says_what_was_read(told) -> None:
    """Format, time, sheets, lists and totals, by contest; nothing found, status 0."""
    status, document = told("read", MORNING, *HOW)
    [file] = document["files"]
    assert (status, document["schema"], file["format"], file["time"]) == (0, "escrutinio/read/1", "isle-count", NINE)
    ballot = file["contests"]["ballot"]
    assert (ballot["rows"], ballot["votes"]) == (4, {"A": 85, "B": 75, "C": 40})
    assert (ballot["counts"]["registered"], file["findings"], file["snapshot"]) == (270, [], None)


def test_read_tells_a_cell_that_is_no_count(isle, run, told) -> None:
    """With its code, its row and its text; the cell counts nothing; status 1."""
    text = (isle / NIGHT).read_text(encoding="utf-8").replace("101;North;60;30", "101;North;60;3O")
    (isle / NIGHT).write_text(text, encoding="utf-8")
    status, document = told("read", NIGHT, *HOW)
    found = [each for each in document["files"][0]["findings"] if each["severity"] == "error"]
    assert (status, [(each["code"], each["row"], each["facts"]["raw"]) for each in found]) == (1, [("R104", 2, "3O")])
    assert document["files"][0]["contests"]["ballot"]["votes"]["A"] == 45
    assert "row 2: “3O” in the column “A” is not a count." in run("read", NIGHT, *HOW).stdout
    assert "fila 2: «3O» en la columna «A» no es un conteo." in run("read", NIGHT, *HOW, lang="es").stdout


def test_read_keeps_each_file_once(store, told) -> None:
    """Two snapshots in the order of the files; the same file again changes nothing, and says so."""
    before = store.stat().st_mtime_ns, store.read_bytes()
    _, document = told("read", NIGHT, *HOW, "--into", store)
    kept = {"snapshot": 1, "already": True, "time": EIGHT, "time_stated": True}
    assert document["files"][0]["snapshot"] == kept | {"differs": [], "superseded": {}, "others": {}}
    assert store.read_bytes() == before[1]


def test_read_says_in_words_what_became_of_a_file(store, run) -> None:
    """In both languages."""
    words = ("read", NIGHT, *HOW, "--into", store.name)
    assert "Already in count.duckdb as snapshot 1" in run(*words).stdout
    assert "Ya está en count.duckdb como instantánea 1" in run(*words, lang="es").stdout
    new = run("read", NIGHT, *HOW, "--into", "other.duckdb", "--time", "2024-03-03T20:05:00-04:00").stdout
    assert "Kept in other.duckdb as snapshot 1, as of 2024-03-03T20:05:00-04:00." in new


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_read_writes_the_sheets(isle, run, kind) -> None:
    """One table with the contest and the row each sheet came from."""
    done = run("read", MORNING, *HOW, "-o", f"sheets.{kind}")
    assert done.exit_code == 0, done.stderr
    reader = {"csv": "read_csv", "json": "read_json", "parquet": "read_parquet"}[kind]
    sql = f"SELECT contest, file_row, station, A + B + C FROM {reader}('{isle}/sheets.{kind}') ORDER BY 2"  # noqa: S608
    with duckdb.connect() as connection:
        found = connection.execute(sql).fetchall()
    assert [(row[0], row[1], str(row[2]), row[3]) for row in found[::3]] == [
        ("ballot", 2, "101", 47), ("ballot", 5, "202", 45)
    ]  # fmt: skip


@pytest.mark.usefixtures("isle")
def test_describe_proposes_what_read_takes(run, told, isle) -> None:
    """The proposal, saved, reads the file; the lists' votes are the same."""
    proposal = run("describe", NIGHT)
    assert (proposal.exit_code, proposal.stdout.startswith("# A draft for")) == (0, True)
    (isle / "mine.yaml").write_text(proposal.stdout, encoding="utf-8")
    _, document = told("read", NIGHT, "--format", "mine.yaml")
    assert next(iter(document["files"][0]["contests"].values()))["votes"] == {"A": 75, "B": 82, "C": 25}
    assert told("describe", NIGHT)[1] == {
        "schema": "escrutinio/describe/1", "file": NIGHT, "description": proposal.stdout
    }  # fmt: skip


# check


@pytest.mark.usefixtures("isle")
def test_check_says_code_row_figures_and_remedy(run, told) -> None:
    """10 + 52 + 20 is 82, and the sheet says 55; status 1."""
    status, document = told("check", NIGHT, *HOW)
    [found] = [each for each in document["findings"] if each["severity"] == "error"]
    assert (status, found["code"], found["row"], found["station"]) == (1, "C101", 4, "201")
    assert (found["facts"]["sum"], found["facts"]["valid"], found["file"]) == (82, 55, NIGHT)
    assert document["summary"]["C101"] == {"severity": "error", "found": 1}
    page = run("check", NIGHT, *HOW).stdout
    assert "Asked: lists ≠ valid." in page
    assert "What to do: Compare the original sheet with the row" in page
    assert "Los votos de las listas no suman los válidos" in run("check", NIGHT, *HOW, lang="es").stdout


@pytest.mark.usefixtures("isle")
def test_check_of_a_clean_file_is_clean(run) -> None:
    """Status 0 where there are no errors and no warnings."""
    assert run("check", MORNING, *HOW).exit_code == 0
    clean = run("check", MORNING, *HOW, "--codes", "C101,C103")
    assert (clean.exit_code, "Nothing was found: every sheet adds up." in clean.stdout) == (0, True)


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_check_writes_every_finding(isle, run, kind) -> None:
    """Not only the first of each code; the columns are English and stable."""
    text = "Mesa;Distrito;Inscritos;A;B;C;Válidos;Blancos;Nulos\n"
    text += "".join(f"{number};North;9;1;1;1;9;0;0\n" for number in range(20))
    (isle / MORNING).write_text(text, encoding="utf-8")
    done = run("check", MORNING, *HOW, "--codes", "C101", "--limit", "2", "-o", f"found.{kind}")
    assert (done.exit_code, "18 more; --all shows them" in done.stdout) == (1, True)
    assert f"found.{kind}: 20 rows written." in done.stderr
    if kind == "csv":
        found = rows(isle / "found.csv")
        assert list(found[0]) == [
            "contest", "code", "severity", "file", "sheet", "row", "station", "message", "facts", "sha256", "found"
        ]  # fmt: skip
        assert (len(found), json.loads(found[0]["facts"])["sum"]) == (20, 3)
    if kind == "json":
        assert len(json.loads((isle / "found.json").read_text(encoding="utf-8"))["findings"]) == 20
    shown = run("check", MORNING, *HOW, "--codes", "C101", "--all").stdout
    assert shown.count(" · row ") == 20


@pytest.mark.usefixtures("isle")
def test_check_of_a_store_sees_what_fell(store, told) -> None:
    """B fell by 27 at station 201, and by 7 in all; nothing before the first snapshot."""
    _, document = told("check", store)
    fell = {each["code"]: each["facts"] for each in document["findings"] if each["code"] in {"C401", "C406"}}
    assert (fell["C401"]["station"], fell["C401"]["fell"], fell["C406"]["fell"]) == ("201", 27, 7)
    assert told("check", store, "--at", EIGHT)[1]["summary"].keys() == {"C101", "C111"}


def test_check_takes_a_register_and_official_figures(isle, told) -> None:
    """A station missing from the count, another number of voters, and a subtotal that is not the sum."""
    (isle / "register.csv").write_text(
        "Mesa;Distrito;Inscritos;A;B;C;Válidos;Blancos;Nulos\n101;North;61;;;;;;\n102;North;60;;;;;;\n"
        "201;South;80;;;;;;\n202;South;70;;;;;;\n203;South;50;;;;;;\n",
        encoding="utf-8",
    )
    (isle / "official.csv").write_text("level,area,list,votes\ndepartment,South,B,72\n", encoding="utf-8")
    (isle / "countries" / "isle").mkdir(parents=True)
    (isle / "countries" / "isle" / "files.yaml").write_bytes((isle / "count.yaml").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ESCRUTINIO_COUNTRIES", str(isle / "countries"))
        asked = ("--register", "register.csv", "--official", "official.csv", "--codes", "C302,C303,C311")
        status, document = told("check", MORNING, *asked)
        tallied = told("tally", MORNING, "--register", "register.csv")[1]
    found = {each["code"]: each["facts"] for each in document["findings"]}
    assert (status, found["C302"]["station"], found["C303"]["register"]) == (1, "203", 61)
    assert (found["C311"]["official"], found["C311"]["ours"]) == (72, 45)
    assert tallied["contests"]["ballot"]["stations_in_register"] == 5


# tally


@pytest.mark.usefixtures("isle")
def test_tally_adds_up_by_area(told) -> None:
    """North 65, 30, 5 and South 20, 45, 35, as in votes.csv of the same island."""
    status, document = told("tally", MORNING, *HOW, "--by", "department")
    areas = {each["area"]["department"]: each for each in document["contests"]["ballot"]["areas"]}
    assert (status, areas["North"]["votes"], areas["South"]["votes"]) == (
        0, {"A": 65, "B": 30, "C": 5}, {"A": 20, "B": 45, "C": 35}
    )  # fmt: skip
    assert [areas[name]["sheets"] for name in areas] == [2, 2]


@pytest.mark.usefixtures("isle")
def test_tally_says_its_source_and_shares(run) -> None:
    """The file, when, its SHA-256; shares of the valid votes, turnout of the registered."""
    page = run("tally", MORNING, *HOW).stdout
    assert f"Source: {MORNING}, published {NINE}." in page
    assert "SHA-256: 4e673ce42e4865684b06e329b737b21a0f9d299c45941d95fc29f644462a7916" in page
    assert "42.50 %" in page  # 85 of 200
    assert "76.30 %" in page  # 206 of 270
    assert "42,50 %" in run("tally", MORNING, *HOW, lang="es").stdout


@pytest.mark.usefixtures("isle")
def test_tally_says_that_sums_differ_from_what_is_stated(run) -> None:
    """182 added up against 155 stated."""
    page = " ".join(run("tally", NIGHT, *HOW).stdout.split())
    assert "The sheets state 155 valid votes, and their lists add up to 182: shares are of the latter." in page


@pytest.mark.usefixtures("isle")
def test_tally_sets_sheets_aside_in_sight(run, told) -> None:
    """Without the sheet that does not add up; it is listed, with its code and its votes."""
    _, document = told("tally", NIGHT, *HOW, "--set-aside", "c101")
    ballot = document["contests"]["ballot"]
    assert ballot["areas"][0]["votes"] == {"A": 65, "B": 30, "C": 5}
    assert [(each["row"], each["codes"], each["counts"]["B"]) for each in ballot["set_aside"]] == [(4, ["C101"], 52)]
    page = run("tally", NIGHT, *HOW, "--set-aside", "C101").stdout
    assert "1 rows are not counted (C101); they have 82 votes for lists." in page


def test_tally_counts_a_copy_once(isle, told) -> None:
    """The default policy: the same sheet twice is one sheet."""
    text = (isle / MORNING).read_text(encoding="utf-8")
    (isle / MORNING).write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    ballot = told("tally", MORNING, *HOW)[1]["contests"]["ballot"]
    assert (ballot["areas"][0]["sheets"], ballot["set_aside"][0]["codes"]) == (4, ["C203"])


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_tally_writes_a_table(isle, run, kind) -> None:
    """A line an area, a column a list."""
    done = run("tally", MORNING, *HOW, "--by", "department", "-o", f"tally.{kind}")
    assert (done.exit_code, done.stderr) == (0, f"tally.{kind}: 2 rows written.\n")
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM '{isle}/tally.{kind}'")
        names = [each[0] for each in found.description]
        first = dict(zip(names, found.fetchall()[0], strict=True))
    assert names == [
        "contest", "department", "sheets", "valid", "blank", "null", "cast", "registered", "valid_added_up",
        "A", "B", "C",
    ]  # fmt: skip
    assert (first["department"], first["valid_added_up"], first["B"]) == ("North", 100, 30)


@pytest.mark.usefixtures("isle")
def test_tally_of_a_store_at_a_time(store, told) -> None:
    """Three sheets at eight, four at nine next morning; the same from the published folder."""
    assert told("publish", store, "public")[1]["written"] == ["public/ballot/1.parquet", "public/ballot/2.parquet"]
    for place in (store, "public"):
        sheets = [
            told("tally", place, *at)[1]["contests"]["ballot"]["areas"][0]["sheets"]
            for at in (("--at", "2024-03-03T21:00:00-04:00"), ())
        ]
        assert sheets == [3, 4]
    assert told("publish", store, "public")[1]["written"] == []


# compare and history


@pytest.mark.usefixtures("isle")
def test_compare_explains_every_total(store, run, told) -> None:
    """Old + added + withdrawn + corrected + restated = new; the same from files and from the store."""
    sides = [(NIGHT, MORNING, *HOW), (f"{store}@{EIGHT}", store), (store, MORNING, *HOW)]
    for words in sides[:2]:
        status, document = told("compare", *words)
        sheets = document["sheets"]
        assert (status, {name: each["sheets"] for name, each in sheets.items()}) == (
            1, {"added": 1, "withdrawn": 0, "corrected": 1, "restated": 0, "unchanged": 2}
        )  # fmt: skip
        for name, votes in document["new"]["votes"].items():
            assert votes == document["old"]["votes"][name] + sum(each["net"][name] for each in sheets.values())
        [changed] = [each for each in document["changes"] if each["status"] == "corrected"]
        assert (changed["station"], changed["figures"]) == (["201"], {"B": {"old": 52, "new": 25}})
    assert told("compare", *sides[2])[0] == 0
    assert "201 (acta corregida; antes fila 4, ahora fila 4): B 52 → 25" in run("compare", *sides[1], lang="es").stdout


def test_compare_writes_every_change(isle, run) -> None:
    """A line a changed figure."""
    run("compare", NIGHT, MORNING, *HOW, "-o", "changes.csv")
    found = {(each["station"], each["figure"]): (each["old"], each["new"]) for each in rows(isle / "changes.csv")}
    assert (found["201", "B"], found["202", "A"]) == (("52", "25"), ("", "10"))


def test_history_follows_a_station(store, isle, run, told) -> None:
    """Two snapshots, with rows, and what changed between them; status 1."""
    status, document = told("history", store, "201", "-o", "201.csv")
    last = document["appearances"][-1]
    assert (status, last["changed"], last["row"]) == (1, {"B": {"old": 52, "new": 25}}, 4)
    assert [each["B"] for each in rows(isle / "201.csv")] == ["52", "25"]
    assert run("history", store, "101").exit_code == 0
    assert "2024-03-04T09:00:00-04:00: cambió: B 52 → 25." in run("history", store, "201", lang="es").stdout


# elect and explain


def test_elect_from_a_store_at_a_time(store, run, told) -> None:
    """At nine in the evening B has three of five; in the morning the declared 2, 2, 1."""
    words = ("elect", ".", "council", "--law", "isle.yaml", "--from", store)
    status, night = told(*words, "--at", "2024-03-03T21:00:00-04:00")
    assert (status, night["status"], night["bodies"]["council"]["totals"]) == (1, "preliminary", {"B": 3, "A": 2})
    [rests] = night["counted_from"]
    assert (rests["contest"], rests["sheets"], rests["time"]) == ("ballot", 3, EIGHT)
    assert rests["file"].endswith(NIGHT)
    assert rests["sha256"].startswith("8c728387")
    status, morning = told(*words)
    assert (status, morning["status"], morning["bodies"]["council"]["totals"]) == (
        0, "official", {"A": 2, "B": 2, "C": 1}
    )  # fmt: skip
    page = run(*words, "--at", "2024-03-03T21:00:00-04:00", lang="es").stdout
    assert "ballot: se cuentan 3 actas, de count_20240303_200000.csv, instantánea 1" in " ".join(page.split()).replace(
        "Se cuentan", "se cuentan"
    )
    assert f"--from {store} --at 2024-03-03T21:00:00-04:00" in page


def test_explain_from_a_store(store, run, told) -> None:
    """The steps are those of the sheets, and say which."""
    words = ("explain", ".", "council", "South", "--law", "isle.yaml", "--from", store, "--at", EIGHT)
    page = run(*words)
    assert (page.exit_code, page.stdout.startswith("Counted from tally sheets")) == (1, True)
    assert "snapshot 1, published" in page.stdout
    assert told(*words)[1]["counted_from"][0]["sheets"] == 3


def test_without_from_nothing_is_said_of_sheets(isle, run, told) -> None:
    """The election's own votes are the official totals."""
    assert "tally sheets" not in run("elect", ".", "council", "--law", isle / "isle.yaml").stdout
    assert "counted_from" not in told("elect", ".", "council", "--law", isle / "isle.yaml")[1]


# fetch and synth


@pytest.mark.usefixtures("isle")
def test_synth_makes_sheets_with_the_real_totals(told, run) -> None:
    """2019: 6,137,671 valid votes (OEP), whatever the number of stations; what is wrong is listed."""
    status, document = told("synth", "bo-2019", "--stations", "90", "--seed", "4", "--anomaly", "zero:2", "-o", "made")
    assert (status, document["stations"], {each["kind"] for each in document["truth"]}) == (0, 90, {"zero"})
    page = run("synth", "bo-2019", "--stations", "90", "--seed", "4", "--csv", "-o", "clean", lang="es").stdout
    assert "No se puso nada mal a propósito." in page
    (sheets,) = es.read("clean/sheets.csv", format=_own()).engine.rows("SELECT SUM(valid) FROM sheets_president")
    assert sheets == (6_137_671,)


def _own():
    """A description of the canvass's own shape."""
    from pathlib import Path

    levels = ("country", "department", "province", "municipality", "locality", "precinct", "constituency", "special")
    areas = ", ".join(f"{each}: {each}" for each in levels)
    Path("own.yaml").write_text(
        "formats:\n  - id: own\n    name: {es: x, en: x}\n    contest: {fixed: president}\n    station: [station]\n"
        f"    areas: {{{areas}}}\n    abroad: {{column: abroad}}\n    other_columns: lists\n    ignore: [file_row]\n"
        '    counts: {registered: registered, valid: valid, blank: blank, "null": "null", cast: cast}\n',
        encoding="utf-8",
    )
    return "own.yaml"


def test_fetch_tells_what_is_there(isle, run, told, monkeypatch) -> None:
    """How each file came, and whether its SHA-256 is the listed one."""
    from escrutinio.canvass.fetching.files import Fetched

    came = (
        Fetched(
            "a.csv", isle / "a.csv", "https://example.org/a.csv", "00ff", checked=True, how="resumed", licence="CC0"
        ),
        Fetched("b.csv", isle / "b.csv", "https://example.org/b.csv", "11ee", checked=False, how="there"),
    )

    def fetched(election, folder, *, only, overwrite, progress):
        progress("a.csv", 1, 2)
        assert (election, str(folder), only, overwrite) == ("bo-2019", "files", ("a.csv",), False)
        return came

    monkeypatch.setattr("escrutinio.canvass.fetch", fetched)
    page = run("fetch", "bo-2019", "--into", "files", "--only", "a.csv").stdout
    assert "a.csv · resumed and completed" in page
    assert "SHA-256: 00ff, as the catalogue lists it." in page
    assert "Terms: CC0" in page
    assert "SHA-256: 11ee; the catalogue lists none" in page
    document = told("fetch", "bo-2019", "--into", "files", "--only", "a.csv")[1]
    assert [each["how"] for each in document["files"]] == ["resumed", "there"]
