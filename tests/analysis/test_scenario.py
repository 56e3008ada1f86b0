"""Scenarios as files: read, checked with the line of every mistake, written and read again."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from escrutinio.analysis.scenario import (
    Abroad,
    Alliance,
    Move,
    OtherLaw,
    Scenario,
    Split,
    Swing,
    Withdrawal,
    scenario_of,
)
from escrutinio.analysis.scenario_files import load_scenario, save_scenario
from escrutinio.documents import country_folders
from escrutinio.model import Problem
from escrutinio.report import words

FILES = sorted(file for folder in country_folders() for file in (folder / "scenarios").glob("*.yaml"))
HALF = Fraction(1, 2)
EVERY = (
    Alliance(alliance=("A", "B"), name="AB", keeping={"A": HALF}, losing_to={"C": HALF}, areas=("North",)),
    Split(split="C", into={"C1": HALF, "C2": Fraction(1, 3)}, ballots=("house",)),
    Withdrawal(withdraw="D", to={"A": Fraction(1)}),
    Withdrawal(withdraw="E"),
    Swing(swing=Fraction(2, 100), losing="A", gaining="B", how="proportional"),
    Move(move=0, losing="A"),
    Move(move=500, gaining="A", areas=("North", "South")),
    Abroad(abroad="not_counted"),
    Abroad(abroad="counted"),
    OtherLaw(law="es", body="congress"),
    OtherLaw(law="bo", day=date(2014, 10, 12), set={"deputies.threshold.admits.share": "5/100", "senate.x.areas": []}),
    OtherLaw(day=date(2014, 10, 12)),
)


def test_there_are_scenarios() -> None:
    """Those that the tutorial runs are in the package."""
    assert {"2020-right-united.yaml", "2020-right-and-fpv.yaml"} <= {file.name for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.name)
def test_a_file_is_read_and_written_again(file, tmp_path) -> None:
    """Load, save, load: the same; and each says in both languages what it supposes."""
    scenario = load_scenario(file)
    save_scenario(scenario, tmp_path / "again.yaml")
    assert load_scenario(tmp_path / "again.yaml") == scenario
    assert scenario.name is not None
    assert scenario.note is not None


def test_every_kind_of_change_is_written_and_read_again(tmp_path) -> None:
    """Whatever is empty is left out, but for values of a law."""
    scenario = Scenario(scenario="x", election="small", name={"es": "Uno: dos", "en": "One"}, changes=EVERY)
    save_scenario(scenario, tmp_path / "x.yaml")
    assert load_scenario(tmp_path / "x.yaml") == scenario
    assert "keeping: {}" not in (tmp_path / "x.yaml").read_text(encoding="utf-8")


def test_plain_values_are_the_same_scenario() -> None:
    """What a program holds is read as a file is."""
    document = {"scenario": "x", "election": "y", "changes": [{"swing": "2/100", "losing": "A", "gaining": "B"}]}
    assert scenario_of(document).changes == (Swing(swing=Fraction(2, 100), losing="A", gaining="B"),)


WRONG = [
    ("- {alliance: [A], name: x}", "an alliance takes two lists at least", "necesita dos listas"),
    ("- {alliance: [A, B], name: x, keeping: {A: 3/2}}", "add up to more than the whole", "suman más que el total"),
    ("- {alliance: [A, B]}", "alliance.name: is missing", "falta"),
    ("- {split: A, into: {}}", "nothing stands here", "aquí no hay nada"),
    ("- {split: A, into: {B: 1/2, C: 2/3}}", "add up to more than the whole", "suman más que el total"),
    ("- {withdraw: A, to: {B: 0.5}}", "never a decimal", "nunca un decimal"),
    ("- {swing: 3/2, losing: A, gaining: B}", "add up to more than the whole", "suman más que el total"),
    ("- {swing: 1/2, losing: A, gaining: B, how: eve}", "“eve” is not known here", "«eve» no se conoce aquí"),
    ("- {move: 3}", "votes come from a list, go to one, or both", "los votos vienen de una lista"),
    ("- {move: -3, losing: A}", "is not a whole number of at least 0", "no es un número entero de al menos 0"),
    ("- {abroad: perhaps}", "“perhaps” is not known here", "«perhaps» no se conoce aquí"),
    ("- {day: someday}", "“someday” does not fit", "tiene que ser una fecha"),
    ("- {swng: 1/2}", "none of the keys alliance, split, withdraw", "ninguno de los nombres alliance, split"),
    ("- {withdraw: A, tu: B}", "tu: is not a word of this file", "no es una palabra"),
]


@pytest.mark.parametrize(("change", "english", "spanish"), WRONG, ids=[each for each, _, _ in WRONG])
def test_a_mistake_is_told_with_its_line(tmp_path, change, english, spanish) -> None:
    """In the fourth line, in both languages."""
    file = tmp_path / "x.yaml"
    file.write_text(f"scenario: x\nelection: bo-2020\nchanges:\n{change}\n", encoding="utf-8")
    with pytest.raises(Problem) as raised:
        load_scenario(file)
    assert str(raised.value).startswith(f"{file}:4: changes.0")
    assert english in str(raised.value)
    assert spanish in words("es").problem(raised.value)


@pytest.mark.parametrize("changes", ["changes: []", ""])
def test_a_scenario_changes_something(tmp_path, changes) -> None:
    """None without a change."""
    file = tmp_path / "x.yaml"
    file.write_text(f"scenario: x\nelection: bo-2020\n{changes}\n", encoding="utf-8")
    with pytest.raises(Problem, match=r"nothing stands here|is missing"):
        load_scenario(file)
