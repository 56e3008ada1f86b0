"""The same SQL on both engines, the same answers to the vote: tallies, checks, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from escrutinio.canvass.checking.checks import check
from escrutinio.canvass.counting.comparisons import compare
from escrutinio.canvass.counting.tallies import tally
from escrutinio.canvass.making.synthetic import synth
from escrutinio.canvass.reading.files import read
from escrutinio.canvass.sheets import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from escrutinio.canvass.engine import Embedded, Engine
    from escrutinio.canvass.making.synthetic import Synthetic

    Same = Callable[[Callable[[Engine], Any]], Any]

pytestmark = pytest.mark.spark


@pytest.mark.parametrize(
    "by", [(), ("department",), ("abroad", "province"), ("department", "municipality", "precinct")]
)
def test_tallies_are_the_same(by: tuple[str, ...], same: Same, made: Synthetic) -> None:
    """At every level, with every figure's sum and on how many sheets it stands."""
    areas = same(lambda engine: tally(engine, "sheets", by=by)).areas
    assert sum(each.sheets for each in areas) == made.stations + 4  # four duplicates


def test_tallies_of_some_places_are_the_same(same: Same, made: Synthetic) -> None:
    """One department, at home, sheets that a policy counts."""
    found = same(
        lambda engine: tally(
            engine,
            "sheets",
            by=("municipality",),
            where={"department": "Potosí"},
            abroad=False,
            policy_where='"cast" <= "registered"',
        )
    )
    assert found.areas
    assert set(found.lists) == set(made.lists)


def test_every_check_finds_the_same(same: Same, made: Synthetic) -> None:
    """All codes at once, against the snapshot before, a register, subtotals and a withdrawn list."""

    def question(engine: Engine) -> Any:
        return check(
            engine,
            "sheets",
            previous="before",
            register="before",
            official={"department": {"Beni": {"CC": 1}}},
            withdrawn=("FPV",),
        )

    found = same(question)
    assert len({each.code for each in found}) > 8
    wrong = {each.station for each in made.truth if each.kind in {"slip", "over-registered"}}
    assert wrong <= {each.facts.get("station") for each in found}


def test_a_comparison_is_the_same(same: Same, made: Synthetic) -> None:
    """Stations added, withdrawn and corrected, what they are worth, and which they are."""
    found = same(lambda engine: compare(engine, "before", "sheets"))
    late = {each.station for each in made.truth if each.kind == "late"}
    added = [each.station[0] for each in found.changes if each.status == "added"]
    assert late <= set(added)
    assert len(added) == found.added.sheets


def test_snapshots_in_one_table_are_the_same(same: Same, made: Synthetic) -> None:
    """Several files under one name, as a published store has them."""
    (total,) = same(lambda engine: tally(engine, "all")).areas
    assert total.sheets > made.stations


def test_the_final_count_of_2019_is_the_same(both: tuple[Embedded, Engine], tmp_path: Path) -> None:
    """Made-up stations whose sums are official: OEP, cómputo of 25 October 2019, 21:09:30."""
    files = synth("bo-2019", tmp_path, stations=34_555, seed=1).files
    for engine in both:
        engine.view("final", [str(each) for each in files])
        (total,) = tally(engine, "final").areas
        assert total.sheets == 34_555
        assert (total.votes["MAS-IPSP"], total.votes["CC"], total.votes["PDC"]) == (2_889_359, 2_240_920, 539_081)
        assert (total.counts["valid"], total.counts["registered"]) == (6_137_671, 7_315_364)


@pytest.mark.shared
def test_the_stopped_count_of_2019_against_the_final_one(
    both: tuple[Embedded, Engine], shared: Path, tmp_path: Path
) -> None:
    """Real sheets on Spark: 28,975 of 34,555; 427 changed, worth MAS +2,697 and CC +1,903."""
    for name in ("trep_stopped", "computo"):
        reading = read(shared / "data" / f"bolivia_2019_{name}.parquet")
        (table,) = reading.tables.values()
        file = tmp_path / f"{name}.parquet"
        reading.engine.rows(f"COPY (SELECT * FROM {quoted(table)}) TO {literal(str(file))} (FORMAT parquet)")  # noqa: S608
        for engine in both:
            engine.view(name, [str(file)])
    for engine in both:
        found = compare(engine, "trep_stopped", "computo", limit=0)
        assert (found.old.sheets, found.new.sheets) == (28_975, 34_555)
        assert found.new.votes["MAS-IPSP"] == 2_889_359
        assert found.corrected.sheets == 427
        assert (found.corrected.net["MAS-IPSP"], found.corrected.net["CC"]) == (2_697, 1_903)
