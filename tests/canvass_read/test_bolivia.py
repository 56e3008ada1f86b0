"""Every file of the shared folder, raw or kept: the right totals, or a finding or refusal that says what is wrong.

Expected figures: the electoral body's (Órgano Electoral Plurinacional) as ``data/README.md`` states them with their
sources, and the totals of ``data/bolivia_2020_snapshots/index.csv``; none is copied from our own output.
"""

# ruff: noqa: S608 - SQL of the tests' own words

from __future__ import annotations

import csv
from collections import Counter

import pytest
from made_files import codes, totals  # type: ignore[import-not-found]  # it stands beside this file

from escrutinio.canvass.reading.files import read
from escrutinio.canvass.reading.findings import worded
from escrutinio.model import Problem

pytestmark = pytest.mark.shared

# file, rows by contest, contest, figures
KEPT = [
    # data/README.md, Checks: the official result of 2019
    ("2019_computo", {"president": 34555}, {"MAS-IPSP": 2889359, "CC": 2240920, "PDC": 539081, "registered": 7315364}),
    ("2019_trep_stopped", {"president": 28975}, {}),
    ("2019_trep_resumed", {"president": 32806}, {}),
    # data/README.md, Checks: the final result of 2020
    (
        "2020_final_president",
        {"president": 35599},
        {"MAS-IPSP": 3394052, "CC": 1775953, "CREEMOS": 862186, "FPV": 95255, "PAN-BOL": 31765, "valid": 6159211},
    ),
    ("2020_final_uninominal", {"uninominal": 33872}, {"LIBRE-21": 41}),
    ("2020_final_special", {"special": 835}, {}),
    # data/README.md, Checks: 2014 and 2009
    ("2014_president", {"president": 28603}, {"MAS-IPSP": 3173304, "UD": 1253288, "PDC": 467311}),
    ("2014_uninominal", {"uninominal": 27185}, {}),
    ("2014_special", {"special": 666}, {}),
    ("2009_president", {"president": 23464}, {"MAS-IPSP": 2943209, "PPB-CN": 1212795}),
    ("2009_uninominal_by_constituency", {"uninominal": 70}, {}),
    ("2009_special_by_municipality", {"special": 75}, {}),
    # the votes of 2005 and 2002 as the electoral court declared them (in the books of the time)
    ("2005_president", {"president": 21070}, {"MAS-IPSP": 1544374, "PODEMOS": 821745}),
    ("2002_uninominal", {"uninominal": 19995}, {}),
    ("2002_president_by_municipality", {"president": 314}, {"MNR": 624126, "MAS-IPSP": 581884, "NFR": 581163}),
    ("1997_uninominal_by_constituency", {"uninominal": 68}, {}),
    # data/README.md, Checks: 2025
    (
        "2025_president_by_precinct",
        {"president": 5881},
        {"PDC": 1717532, "LIBRE": 1430176, "UNIDAD": 1054568, "valid": 5356634},
    ),
    ("2025_special", {"special": 583}, {}),
    ("2025_uninominal_by_precinct_partial", {"uninominal": 4258}, {"valid": 3190681}),
    ("2025_stations_turnout", {"president": 35253, "uninominal": 33443}, {"valid": 5356634}),
    ("2021_mayors", {"mayor": 34596}, {}),
    ("2021_councils", {"council": 34596}, {}),
]


@pytest.mark.parametrize(("name", "rows", "figures"), KEPT, ids=[each[0] for each in KEPT])
def test_kept_files(shared, name, rows, figures):
    """Every Parquet file finds its description by its headers; no cell of it is lost."""
    reading = read(shared / "data" / f"bolivia_{name}.parquet")
    assert dict(reading.rows) == rows
    found = totals(reading, next(iter(rows)))
    assert {each: found[each] for each in figures} == figures
    assert not [code for code in codes(reading) if code.startswith(("R1", "R2"))]


def test_lists_of_2021_add_up_to_the_valid_votes(shared):
    """data/README.md: parties = valid in every station; 117 lists become columns, those not on a ballot NULL."""
    reading = read(shared / "data" / "bolivia_2021_mayors.parquet")
    lists = " + ".join(f'coalesce("{each}", 0)' for each in reading.lists["mayor"])
    table = reading.tables["mayor"]
    assert reading.engine.rows(f"SELECT count(*) FROM {table} WHERE valid <> {lists}") == [(0,)]


def test_elections_of_1979_to_1997(shared):
    """One file, six elections, a row an option: valid votes are those of its lists in each of them."""
    reading = read(shared / "data" / "bolivia_1979_1997_president_long.parquet")
    assert [name.rpartition("-")[2] for name in reading.rows] == ["1979", "1980", "1985", "1989", "1993", "1997"]
    assert totals(reading, "president-1980")["UDP"] == 507173  # the count of 1980, as the electoral court declared it


def test_snapshots_of_2020(shared):
    """All thirteen agree with the totals of their index, and tell when they were taken."""
    folder = shared / "data" / "bolivia_2020_snapshots"
    with (folder / "index.csv").open(encoding="utf-8") as file:
        index = {row["snapshot"]: row for row in csv.DictReader(file)}
    assert len(index) == 13
    for name, row in index.items():
        reading = read(folder / f"{name}.parquet")
        assert reading.time == row["local_time"]
        assert all(reading.rows.get(each, 0) == int(row[each]) for each in ("president", "uninominal", "special"))
        found = totals(reading)
        for each in ("MAS-IPSP", "CC", "CREEMOS", "FPV", "PAN-BOL", "ADN", "LIBRE-21", "JUNTOS", "blank", "null"):
            assert found[each] == int(row[f"pres_{each}"]), (name, each)


def test_the_totals_as_they_grew(shared):
    """Each row is a moment: told, so that nobody adds them up. The falls stay as they are."""
    reading = read(shared / "data" / "bolivia_2020_progress_totals.csv")
    assert codes(reading) == ["R008", "R009"]
    more = 'SELECT "MAS-IPSP" - lag("MAS-IPSP") OVER (ORDER BY file_row) AS more FROM sheets_president'
    falls = f"SELECT count(*) FROM ({more})"
    assert reading.engine.rows(f"{falls} WHERE more < 0") == [(8,)]  # data/README.md: it falls 8 times


def test_raw_2019(shared):
    """UTF-8 with a byte order mark, blanks in headers and after names: the stopped count, as the kept copy has it."""
    reading = read(shared / "data" / "raw" / "2019_trep_acta.2019.10.20.19.40.57.csv.gz")
    kept = read(shared / "data" / "bolivia_2019_trep_stopped.parquet")
    assert (reading.time, reading.rows["president"]) == ("2019-10-20T19:40:57-04:00", 28975)
    assert totals(reading) == totals(kept)
    assert reading.engine.rows("SELECT count(*) FROM sheets_president WHERE precinct <> trim(precinct)") == [(0,)]
    assert codes(reading) == []


# data/bolivia_2020_progress_totals.csv, the electoral body's own totals at that time
AT_2136 = {
    "MAS-IPSP": 11315,
    "CC": 12994,
    "CREEMOS": 1661,
    "valid": 26603,
    "blank": 198,
    "null": 889,
    "registered": 34800,
}


def test_raw_2020_csv(shared):
    """ISO-8859-1, quoted or not, columns in another order, two ballots in one file."""
    reading = read(shared / "data" / "raw" / "2020_exportacion_EG2020_20201018_213655.csv")
    assert dict(reading.rows) == {"president": 172, "uninominal": 110}
    found = totals(reading)
    assert {each: found[each] for each in AT_2136} == AT_2136
    assert codes(reading) == ["R001", "R009"]
    first = read(shared / "data" / "raw" / "2020_exportacion_EG2020_20201018_195655.csv")
    assert dict(first.rows) == {"president": 34}
    assert codes(first) == ["R001", "R003", "R009"]


def test_raw_2020_ragged(shared):
    """16 of 5,012 lines have a comma in an unquoted name with a stray quote: no line is lost, and each is told."""
    reading = read(shared / "data" / "raw" / "2020_exportacion_EG2020_20201019_013833_ragged.csv.gz")
    assert sum(reading.rows.values()) == 5011  # and the line of headers
    assert Counter(codes(reading)) == {"R201": 16, "R001": 1, "R009": 1}
    row = next(finding.where.row for finding in reading.findings if finding.code == "R201")
    assert row == 1283
    # the line as it stands in the file: …,16,50,…: CREEMOS 16, MAS 50, CC 109
    shown = f'SELECT station, precinct, "CREEMOS", "MAS-IPSP", "CC", valid FROM sheets_president WHERE file_row = {row}'
    assert reading.engine.rows(shown) == [
        ("50062", 'U. E. Elizardo Perez", Villa Victoria (Temporal)', 16, 50, 109, 186)
    ]


def test_raw_2020_workbook(shared):
    """Three sheets, the third with more columns: the same counts as the kept copy of that snapshot."""
    reading = read(shared / "data" / "raw" / "2020_exportacion_EG2020_20201020_021835.xlsx")
    kept = read(shared / "data" / "bolivia_2020_snapshots" / "20201020_021835.parquet")
    assert reading.time == kept.time == "2020-10-20T02:18:35-04:00"
    for contest in ("president", "uninominal", "special"):
        assert totals(reading, contest) == totals(kept, contest)
        assert reading.rows[contest] == kept.rows[contest]
    assert reading.rows["president"] == 18557  # data/README.md
    assert set(codes(reading)) == {"R307", "R009"}


def test_raw_2020_empty(shared):
    """Zero bytes, as published."""
    with pytest.raises(Problem, match="is empty: it has no bytes at all"):
        read(shared / "data" / "raw" / "2020_exportacion_EG2020_20201018_185655_empty.csv")


def test_raw_2021(shared):
    """Separated by pipes, five ballots in one file, lists with dots and blanks."""
    reading = read(shared / "data" / "raw" / "2021_ESN2021_PA_20210308_130144.csv")
    assert set(reading.rows) == {"governor", "assembly-territory", "assembly-population", "mayor", "council"}
    assert "P.S.T." in reading.lists["mayor"]
    # the first line of the file: station 9000062, governor, CID 39, MAS-IPSP 64, MTS 74
    first = 'SELECT station, "CID", "MAS-IPSP", "MTS", registered FROM sheets_governor WHERE file_row = 2'
    assert reading.engine.rows(first) == [("9000062", 39, 64, 74, 220)]


def test_raw_2025_by_precinct(shared):
    """Codes of locality and precinct stay text: 21 pairs would collide as numbers. Two lines wholly in quotes."""
    reading = read(shared / "data" / "raw" / "2025_primera_vuelta_latin1.csv")
    assert reading.rows["president"] == 5881
    assert totals(reading)["PDC"] == 1717532
    shown = "SELECT count(DISTINCT station), count(DISTINCT CAST(station AS DOUBLE)) FROM sheets_president"
    assert reading.engine.rows(shown) == [(5881, 5881 - 21)]
    assert Counter(codes(reading))["R204"] == 2
    nested = read(shared / "data" / "raw" / "2025_resultados.json.gz")
    assert totals(nested) == totals(reading)


def test_raw_2025_special(shared):
    """A row an option: the same votes as the kept copy."""
    reading = read(shared / "data" / "raw" / "2025_especiales_validos.csv")
    kept = read(shared / "data" / "bolivia_2025_special.parquet")
    assert reading.rows == kept.rows
    assert {each: totals(reading, "special")[each] for each in reading.lists["special"]} == {
        each: totals(kept, "special")[each] for each in kept.lists["special"]
    }


def test_raw_2025_of_both_ballots_is_refused(shared):
    """President and deputies are added up in it: the reason is given."""
    with pytest.raises(Problem, match="adds up the votes for president and for deputies, and 79 rows repeat"):
        read(shared / "data" / "raw" / "2025_sql_resultados_both_ballots_added.csv.gz")


def test_raw_2016(shared):
    """Most rows stand twice: more voters than the register has; told, with what else is odd in it."""
    reading = read(shared / "data" / "raw" / "2016_elecciones_anuales_swapped_coordinates_twice.csv.gz")
    told = " ".join(worded(each) for each in reading.findings)
    assert "the register holds 6502069: rows repeat" in told
    assert "“latitud” holds the longitude" in told


def test_a_table_that_is_no_count(shared):
    """Seats by department fit no description."""
    with pytest.raises(Problem, match="fit no file description known here"):
        read(shared / "data" / "bolivia_seats_by_department.csv")
