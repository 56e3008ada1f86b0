"""How findings are told: silenced, limited, chosen, in two languages, and refused."""

from __future__ import annotations

import re
from string import Formatter
from typing import Any

import pytest

from escrutinio.canvass.checking.checks import CHECKS, check, check_contests_of, explain_code, falls, sql_of, summary
from escrutinio.canvass.checking.policies import Policy, counted_where, set_aside_sql
from escrutinio.canvass.checking.table import Asked, look
from escrutinio.documents import check as checked
from escrutinio.model import Finding, Problem, Source

TOLD = {"contest", "row", "rows"}
"""Facts that every finding has, or that the finding's place gives."""


def places(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("one", [each.about for each in CHECKS], ids=lambda one: one.code)
def test_a_check_has_the_same_words_in_both_languages(one: Any) -> None:
    """Title, message, explanation and remedy in each; messages with the same places, all of them facts."""
    assert places(one.message["es"]) == places(one.message["en"]) <= set(one.facts) | TOLD
    for texts in (one.title, one.message, one.explanation, one.remedy):
        assert set(texts) == {"es", "en"}
        assert texts["es"] != texts["en"] or one.code in ("C403", "C405")
    assert {each.about.code for each in CHECKS} >= set(one.silenced_by)


def test_codes_are_in_order_and_once() -> None:
    """Their order is the order in which findings are told."""
    codes = [each.about.code for each in CHECKS]
    assert codes == sorted(set(codes))


FORBIDDEN: tuple[str, ...] = (
    "QUALIFY",
    "EXCLUDE",
    "REPLACE (",
    "::",
    "LIST_",
    "STRING_AGG",
    "LISTAGG",
    "HUGEINT",
    "VARCHAR",
    "UNNEST",
)
FORBIDDEN += (
    "FILTER",
    "ILIKE",
    "GROUP BY ALL",
    "ORDER BY ALL",
    "USING SAMPLE",
    "STRUCT",
    "PIVOT",
    "TRY_CAST",
    "REGEXP",
)


def everything(tables) -> Asked:
    """A table in which every check has something to ask."""
    twice = {"station": "7", "A": 21}
    none = {"station": None, "blank": None, "B": None, "A": 10**17, "precinct": "TOTAL"}
    rows: tuple[dict[str, Any], ...] = (
        {},
        twice,
        twice | {"A": 22},
        none,
        {"file_row": 2, "station": "total"},
        {"registered": None, "blank": -1},
    )
    sheets = look(tables.engine, tables.sheets(*rows, lists=("A", "B", "C")))
    return Asked(
        sheets=sheets,
        register=sheets,
        previous=sheets,
        withdrawn=("A",),
        spelt=(("department", "NORTH", "North"),),
        official={"all": {"": {"A": 1}}, "department/province": {"x/y": {"cast": 2}}},
        counted=counted_where(Policy(set_aside=("C201", "C103", "C301"), contradicting="none"), Asked(sheets=sheets)),
    )


def test_the_sql_is_the_part_both_engines_share(tables) -> None:
    """No word that one of them lacks; names in double quotes, no back quote; every text runs here."""
    asked = everything(tables)
    texts = {each.about.code: sql_of(each.about.code, asked) for each in CHECKS} | {"policy": asked.counted}
    for code, sql in texts.items():
        outside = re.sub(r"""'[^']*'|"[^"]*\"""", "", sql).upper()
        assert [word for word in FORBIDDEN if word in outside] == [], code
        assert "`" not in sql
        if sql and code != "policy":
            tables.engine.rows(sql)
    python = {"C111", "C206", "C501", "C502", "C601", "C602", "C603"}
    assert {code for code, sql in texts.items() if not sql} == python
    assert set_aside_sql(Policy(), asked)


def test_a_total_is_not_also_a_strange_station(tables) -> None:
    """C201 silences that the register does not know the station, and that it stands twice."""
    register = tables.sheets({}, name="register", lists=())
    table = tables.sheets({}, {"station": "TOTAL"}, {"station": "TOTAL", "A": 21}, {"station": "9"})
    found = check(tables.engine, table, register=register, codes=["C201", "C204", "C301"])
    assert [(each.code, each.where.row) for each in found] == [("C201", 3), ("C201", 4), ("C301", 5)]


def test_more_valid_than_cast_is_told_once(tables) -> None:
    """C104 silences C102 on the same sheet, and on no other."""
    table = tables.sheets({"cast": 29}, {"cast": 34})
    found = check(tables.engine, table, codes=["C102", "C104"])
    assert [(each.code, each.where.row) for each in found] == [("C102", 3), ("C104", 2)]


def test_what_the_reader_told_is_not_told_again(tables) -> None:
    """A cell that was no count is empty now; the reader's finding stands, C107 is not added."""
    table = tables.sheets({"blank": None}, {"blank": None}, {})
    known = [Finding("R104", "error", Source("x", row=2), {"raw": "1O", "column": "Blancos"})]
    assert [each.where.row for each in check(tables.engine, table, codes=["C107"], known=known)] == [3]


def test_a_limit_shows_the_first_and_says_how_many_more(tables) -> None:
    """Without one all are told; with one the last shown carries the rest, and the summary is the same."""
    table = tables.sheets(*[{"A": 21}] * 5, *[{"station": str(n // 2)} for n in range(200, 206)])
    whole, few = check(tables.engine, table), check(tables.engine, table, limit=2)
    assert summary(whole) == summary(few) == {"C101": ("error", 5), "C203": ("warning", 3)}
    assert [each.where.row for each in few] == [2, 3, 7, 9]
    assert [each.facts.get("more") for each in few] == [None, 3, None, 1]
    known = [Finding("R104", "error", Source("x", row=2), {"raw": "1O"})]
    empty = tables.sheets(*[{"blank": None}] * 4, {})
    assert summary(check(tables.engine, empty, codes=["C107"], limit=1, known=known)) == {"C107": ("warning", 3)}


def test_where_a_finding_is(tables) -> None:
    """The file it was given, and the row; the contest is a fact."""
    source = Source("Count", file="count.csv", sha256="00")
    (one,) = check(tables.engine, tables.sheets({"A": 21}), contest="mayor", source=source)
    assert one.where == Source("Count", file="count.csv", sha256="00", row=2)
    assert one.facts["contest"] == "mayor"


def test_a_snapshot_of_a_table_of_several(tables) -> None:
    """Only the rows of that import are looked at, on either side."""
    tables.sheets({}, {"A": 19, "B": 11})
    tables.engine.rows("CREATE TABLE kept AS SELECT file_row - 1 AS snapshot, * REPLACE ('1' AS station) FROM sheets")
    found = check(tables.engine, "kept", lists=("A", "B"), snapshot=2, previous="kept", previous_snapshot=1)
    assert summary(found) == {"C401": ("warning", 1), "C403": ("info", 1), "C406": ("error", 1)}


def test_every_fall_in_a_series_is_found() -> None:
    """With the times before and after; what is missing is passed over."""
    series: list[tuple[str, dict[str, int | None]]] = [
        ("1", {"A": 9, "B": 1}),
        ("2", {"A": 8, "B": None}),
        ("3", {"A": 8, "B": 0}),
        ("4", {"A": 9, "B": 0}),
    ]
    found = [tuple(each.facts.values()) for each in falls(series)]
    assert found == [("A", 9, 8, 1, "1", "2"), ("B", 1, 0, 1, "1", "3")]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        ({"codes": ["C1O1"]}, "no check has the code “C1O1”. Known: C101, C102, C103,"),
        ({"codes": ["votes"]}, "no check has the code “votes”. Known: C101, C102,"),
        ({"lists": ("AA", "B")}, "the table sheets has no column “AA”. Did you mean A? What columns a table"),
        ({"official": {"departement": {}}}, "“departement” is no level of area. Did you mean department?"),
        ({"limit": 0}, "a limit of 0 findings shows none. Write 1 or more, or leave it out."),
    ],
)
def test_what_cannot_be_checked_is_refused(tables, ask: dict[str, Any], said: str) -> None:
    """With the reason and the nearest name."""
    with pytest.raises(Problem) as told:
        check(tables.engine, tables.sheets({}), **ask)
    assert said in str(told.value)


def test_a_contest_without_a_table_is_refused(tables) -> None:
    """With the nearest contest that has one."""
    table = tables.sheets({})
    with pytest.raises(Problem, match=r"no table is given for the contest “majors”. Did you mean mayors\?"):
        check_contests_of(tables.engine, {"mayors": table}, expected={"mayors": ("majors",)})


def test_an_explanation_has_every_part_in_the_language_asked() -> None:
    """A code in small letters will do; a language without words is refused, and a code badly written in the file."""
    told = explain_code("c103", "es")
    assert (told.code, told.severity, told.formula) == ("C103", "error", "emitidos > inscritos")
    assert told.title == "Más votos emitidos que inscritos"
    with pytest.raises(Problem, match=r"the checks have no words in “qu”. Known: es, en."):
        explain_code("C103", "qu")


def test_a_code_is_c_and_three_digits() -> None:
    """The file of checks is refused with a code of another form."""
    from escrutinio.canvass.checking.words import File

    with pytest.raises(Problem, match=r"“X1” is not the code of a check. Write C and three digits."):
        checked({"checks": [{"code": "X1"}]}, File)
