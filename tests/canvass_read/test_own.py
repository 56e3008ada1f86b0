"""The canvass's own table: what it wrote can be read again."""

import pytest
from click.testing import CliRunner

from escrutinio.canvass.making.synthetic import synth
from escrutinio.canvass.reading.files import read
from escrutinio.cli import main


def test_a_synthetic_count_is_read_back_to_the_vote(tmp_path):
    """TSE, 23 October 2020: MAS-IPSP 3,393,978 of 6,159,120 valid votes; the made-up sheets add up to it."""
    for kind in ("parquet", "csv"):
        made = synth("bo-2020", tmp_path / kind, stations=300, seed=7, format=kind)
        reading = read(made.files[0], contest="president")
        assert reading.format == "escrutinio"
        assert reading.findings == ()
        assert set(reading.lists["president"]) == set(made.lists)
        sums = 'SELECT COUNT(*), SUM("valid"), SUM("MAS-IPSP") FROM sheets_president'
        assert reading.engine.rows(sums) == [(300, 6_159_120, 3_393_978)]


SEVERAL = """
formats:
  - id: several
    name: {es: a, en: a}
    contest: {column: Cargo, values: {Alcalde: mayor.2024, Concejal: Council}}
    station: [Mesa]
    areas: {department: Dep}
    abroad: {column: Fuera}
    counts: {registered: Inscritos}
    lists: [A, B, C]
    only: {mayor.2024: [B], Council: [C]}
"""
ROWS = """Mesa,Dep,Fuera,Cargo,Inscritos,A,B,C
007,N,no,Alcalde,50,3,4,0
007,N,no,Concejal,50,30,0,4
2,S,sí,Alcalde,60,5,6,0
2,S,sí,Concejal,60,7,0,8
"""


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_several_contests_are_written_and_read_back(tmp_path, kind):
    """Mayor A 3 + 5 = 8 and B 4 + 6 = 10, council A 30 + 7 = 37 and C 4 + 8 = 12: each in its own table, no more."""
    source, how, out = tmp_path / "a.csv", tmp_path / "a.yaml", tmp_path / f"out.{kind}"
    source.write_text(ROWS, encoding="utf-8")
    how.write_text(SEVERAL, encoding="utf-8")
    done = CliRunner().invoke(main, ["read", str(source), "--format", str(how), "-o", str(out)])
    assert done.exit_code == 0, done.stderr
    reading = read(out)
    assert dict(reading.lists) == {"mayor.2024": ("A", "B"), "Council": ("A", "C")}
    sums = 'SELECT COUNT(*), SUM(registered), SUM("A"), SUM("{}") FROM "{}"'
    assert reading.engine.rows(sums.format("B", reading.tables["mayor.2024"])) == [(2, 110, 8, 10)]
    assert reading.engine.rows(sums.format("C", reading.tables["Council"])) == [(2, 110, 37, 12)]
    named = 'SELECT station, department, abroad FROM "{}" ORDER BY 1'
    assert reading.engine.rows(named.format(reading.tables["Council"])) == [("007", "N", False), ("2", "S", True)]
    assert reading.findings == ()
    assert list(read(out, contest="mayor.2024").tables) == ["mayor.2024"]


def test_a_list_with_the_name_of_a_column_is_read_back(tmp_path):
    """A list called Valid stands beside the valid votes, and one called contest beside the contest: 7 and 9 votes."""
    source, how, out = tmp_path / "a.csv", tmp_path / "a.yaml", tmp_path / "out.csv"
    source.write_text("mesa,Valid,contest\n1,3,4\n2,4,5\n", encoding="utf-8")
    told = "contest: {fixed: p}, station: [mesa], lists: [Valid, contest]"
    how.write_text(f"formats:\n  - {{id: a, name: {{es: a, en: a}}, {told}}}\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["read", str(source), "--format", str(how), "-o", str(out)]).exit_code == 0
    reading = read(out)
    assert dict(reading.lists) == {"p": ("Valid (list)", "contest (list)")}
    assert reading.engine.rows('SELECT SUM("Valid (list)"), SUM("contest (list)") FROM sheets_p') == [(7, 9)]
