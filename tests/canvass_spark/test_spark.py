"""The engine on Spark Connect: how it reads SQL, names files, and says what is wrong; in part without any server."""

from __future__ import annotations

import re
import socket
import sys
from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.engine import Embedded, connect
from escrutinio.canvass.sheets import quoted
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from escrutinio.canvass.engine import Engine

    Same = Callable[[Callable[[Engine], Any]], Any]

SHARED_SQL = (
    'SELECT "MAS-IPSP", "null", "a ""b""" FROM (SELECT 1 AS "MAS-IPSP", 2 AS "null", 3 AS "a ""b""")',
    r"""SELECT 'Potosí''s', 'C:\new\table', 'a\', '\\', '--', '"', '/*' /* it's a comment */ -- that's all""",
    r"""SELECT "b\c", "d""e\" FROM (SELECT 1 AS "b\c", 2 AS "d""e\")""",
    "SELECT CAST(SUM(x) AS BIGINT), COUNT(x), COUNT(*) FILTER (WHERE x IS NULL) FROM (VALUES (1), (NULL)) AS t(x)",
    "SELECT 7 / 2, 7 % 4, -7 % 4, ABS(-3), GREATEST(1, 2), LEAST(1, 2), COALESCE(NULL, 2)",
    "SELECT x, CAST(SUM(y) AS BIGINT) FROM (VALUES ('b', 1), (NULL, 2)) AS t(x, y) GROUP BY x ORDER BY x NULLS LAST",
    "SELECT x, ROW_NUMBER() OVER (ORDER BY x DESC) FROM (VALUES (1), (2)) AS t(x) ORDER BY x",
    "SELECT 1 IS DISTINCT FROM NULL, NULL IS NOT DISTINCT FROM NULL, TRUE AND NULL",
    "SELECT CASE WHEN 1 > 2 THEN 'a' END, 'a' || 'b', UPPER('ñ'), TRIM('  x '), LENGTH('ñu')",
    "WITH t AS (SELECT 1 AS x UNION ALL SELECT 2) SELECT o.x, n.x FROM t AS o FULL JOIN t AS n USING (x)",
    "SELECT TRY_CAST('x' AS BIGINT), CAST('12' AS BIGINT), CAST(9223372036854775807 AS BIGINT)",
)
"""The part of SQL that both engines read, and read alike: docs/spark.md."""


@pytest.mark.spark
@pytest.mark.parametrize("sql", SHARED_SQL)
def test_the_shared_part_of_sql_means_the_same(sql: str, same: Same) -> None:
    """Values and their types."""
    rows = same(lambda engine: engine.rows(sql))
    types = same(lambda engine: [[type(each) for each in row] for row in engine.rows(sql)])
    assert rows
    assert types


@pytest.mark.spark
def test_files_are_named_as_one_table(same: Same, both: tuple[Embedded, Engine], tmp_path: Path) -> None:
    """Columns are matched by name, those that a file has not are NULL, and any name will do."""
    files = [str(tmp_path / f"{name}.parquet") for name in "ab"]
    for file, query in zip(files, ("SELECT 1 AS x, 'ñ' AS \"a b\"", 'SELECT 2 AS x, 7 AS "C.C."'), strict=True):
        Embedded().rows(f"COPY ({query}) TO '{file}' (FORMAT parquet)")
    for name in ("plain", "with blank-1", 'quoted "x" `y`.z'):
        for engine in both:
            engine.view(name, files)

        def columns(engine: Engine, name: str = name) -> list[str]:
            return sorted(engine.columns(name))

        def rows(engine: Engine, name: str = name) -> list[tuple[Any, ...]]:
            return engine.rows(f'SELECT x, "a b", "C.C." FROM {quoted(name)} ORDER BY x')  # noqa: S608 - quoted

        assert same(columns) == ["C.C.", "a b", "x"]
        assert same(rows) == [(1, "ñ", None), (2, None, 7)]


@pytest.mark.spark
def test_a_name_can_be_given_anew(both: tuple[Embedded, Engine], same: Same, tmp_path: Path) -> None:
    """The next snapshot takes the place of the last."""
    for number in (1, 2):
        file = str(tmp_path / f"{number}.parquet")
        Embedded().rows(f"COPY (SELECT {number} AS x) TO '{file}' (FORMAT parquet)")
        for engine in both:
            engine.view("again", [file])
        assert same(lambda engine: engine.rows("SELECT x FROM again")) == [(number,)]


@pytest.mark.spark
def test_a_sum_that_does_not_fit_is_an_error(spark: Engine) -> None:
    """It never wraps around."""
    with pytest.raises(Problem, match=r"refused \(\[ARITHMETIC_OVERFLOW\]"):
        spark.rows("SELECT SUM(x) FROM (VALUES (9223372036854775807), (9223372036854775807)) AS t(x)")


@pytest.mark.spark
def test_what_spark_does_not_read_is_told_in_one_line(spark: Engine, capfd: pytest.CaptureFixture[str]) -> None:
    """No page of Java, in the message or on the screen."""
    with pytest.raises(Problem) as told:
        spark.rows("SELECT nothing FROM nowhere")
    assert re.fullmatch(
        r"sc://127\.0\.0\.1:\d+ refused \(\[TABLE_OR_VIEW_NOT_FOUND\].*\)\. Check the query, or the cluster's own "
        r"log\.",
        str(told.value),
    )
    assert capfd.readouterr().err == ""


@pytest.mark.spark
def test_a_file_the_cluster_cannot_see_is_told(spark: Engine) -> None:
    """With where files must lie."""
    with pytest.raises(Problem, match=r"does not find a file \(.*none\.parquet.*\)\. Files must lie where the cluster"):
        spark.view("x", ["/nowhere/none.parquet"])


@pytest.mark.spark
def test_an_error_of_ours_passes(spark: Engine) -> None:
    """Only what Spark raises is reworded."""
    with pytest.raises(TypeError):
        spark.view("x", [1])  # type: ignore[list-item]


# Without a server


def test_nothing_named_is_the_embedded_engine() -> None:
    """The default needs no server."""
    assert isinstance(connect(), Embedded)


@pytest.mark.parametrize("url", ["spark://host:7077", "host:15002", "duckdb"])
def test_another_address_is_refused(url: str) -> None:
    """With what may be given."""
    with pytest.raises(Problem, match=f"“{url}” names no engine. Give sc://host:port for Spark Connect, or nothing"):
        connect(url)


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """And a token in the URL is not repeated."""
    for name in [each for each in sys.modules if each.partition(".")[0] == "pyspark"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(Problem) as told:
        connect("sc://cluster:15002/;token=secret")
    assert str(told.value).startswith("sc://cluster:15002 needs PySpark, which is not installed here (")
    assert str(told.value).endswith("). Install it: pip install 'escrutinio[spark]'")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("url", ["sc://", "sc://:15002", "sc://host:port"])
def test_a_url_without_a_host_is_refused(url: str) -> None:
    """Before anything is tried."""
    with pytest.raises(Problem, match=f"“{url.rstrip('/')}.*” names no host. Write it as sc://host:port."):
        connect(url)


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    """PySpark alone would try for many minutes."""
    pytest.importorskip("pyspark", reason="needs the extra spark: make setup-spark")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    words = rf"nothing answers at sc://127\.0\.0\.1:{port} \(Connection refused\)\. Start a Spark Connect server there"
    with pytest.raises(Problem, match=words):
        connect(f"sc://127.0.0.1:{port}")
