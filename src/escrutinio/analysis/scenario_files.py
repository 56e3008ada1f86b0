"""Scenarios as files: read, written, and found by their ids beside a country's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.analysis.scenario import Scenario, as_written
from escrutinio.documents import country_folders, nearest, read_checked
from escrutinio.model import Problem

if TYPE_CHECKING:
    from pathlib import Path


def load_scenario(path: Path) -> Scenario:
    """Read a scenario; all its mistakes in one message, each with its line.

    Args:
        path: a YAML file, as ``save_scenario`` writes it.

    Raises:
        Problem: the file cannot be read, or has mistakes.

    >>> bolivia = next(each for each in country_folders() if each.name == "bo")
    >>> load_scenario(bolivia / "scenarios" / "2020-right-united.yaml").changes[0].alliance
    ('CC', 'CREEMOS')
    """
    return read_checked(path, Scenario)


def scenario_named(given: str | Path) -> Scenario:
    """A scenario by its id, where it lies with a country's data, or by the path of its file.

    Args:
        given: an id such as ``bo-2020-right-united``, or a path that ends in ``.yaml``.

    Raises:
        Problem: there is no such scenario, or its file cannot be read or has mistakes.

    >>> scenario_named("bo-2020-right-united").election
    'bo-2020'
    """
    from pathlib import Path

    path = Path(given)
    if path.suffix.lower() in {".yaml", ".yml"}:
        return load_scenario(path)
    known = {f"{each.name}-{file.stem}": file for each in country_folders() for file in each.glob("scenarios/*.yaml")}
    if str(given) not in known:
        raise Problem(
            "no scenario is called “{given}”. Did you mean {near}? Give an id, or the path of a .yaml file.",
            given=given,
            near=nearest(str(given), known),
        )
    return load_scenario(known[str(given)])


def save_scenario(scenario: Scenario, path: Path) -> None:
    r"""Write a scenario as a file that ``load_scenario`` reads.

    Args:
        scenario: what is changed of an election.
        path: the file; what stood there is replaced.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from escrutinio.analysis.scenario import Withdrawal
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     change = Withdrawal(withdraw="FPV")
    ...     save_scenario(Scenario(scenario="x", election="bo-2020", changes=(change,)), Path(folder) / "x.yaml")
    ...     (Path(folder) / "x.yaml").read_text(encoding="utf-8")
    'scenario: x\nelection: bo-2020\nchanges:\n- withdraw: FPV\n'
    """
    import io

    from ruamel.yaml import YAML

    text = io.StringIO()
    yaml = YAML()
    yaml.version = (1, 2)
    yaml.dump(as_written(scenario), text)
    path.write_text(text.getvalue().partition("---\n")[2], encoding="utf-8")
