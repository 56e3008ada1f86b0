"""The rooms of the house, in the order of the count, and proof that each keeps to its own.

The code is read as a syntax tree and never run. Every check is a small function that gives what it
found as sentences; each is tried on a bad sample first, so that it is known to be able to fail.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import pytest
import source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FILES = frozenset({"csv", "duckdb", "fileinput", "glob", "io", "os", "pathlib", "shutil", "sqlite3", "tempfile"})
TERMINAL = frozenset({"click", "rich"})


@dataclass(frozen=True, slots=True)
class Room:
    """A room, and what may not be imported there: of ours, though it stands above (``but`` for this), and of others."""

    name: str
    ours: frozenset[str] = frozenset()
    but: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()


ABOVE_APPORTIONMENT = frozenset({"model", "documents"})

ROOMS = (
    Room("model", theirs=FILES),
    Room("columns", theirs=FILES),
    Room("documents"),  # YAML in: laws and elections are both written in it
    Room("apportionment", ours=ABOVE_APPORTIONMENT, theirs=FILES),
    Room("law"),
    Room("canvass", ours=frozenset({"law"})),  # a count is checked before anyone knows whom it helps
    Room(
        "outcome",
        ours=frozenset({"documents", "canvass.store"}),
        but=frozenset({"documents.nearest"}),
        theirs=FILES,
    ),
    Room("analysis", theirs=TERMINAL),
    Room("projection", theirs=TERMINAL),
    Room("integrity", theirs=TERMINAL),
    Room("claims"),
    Room("report", ours=frozenset({"apportionment"})),
    Room("web", ours=frozenset({"apportionment"})),
    Room("cli"),
    Room("__main__"),
)
ORDER = {room.name: place for place, room in enumerate(ROOMS)}
FACADE = "the root package"  # escrutinio/__init__.py: may import every room, and only cli.py may import it
DATA = "countries"


# Who imports whom


def target_room(target: str) -> str:
    """The room an import leads to, the facade, or nothing where it is not ours."""
    root, _, rest = target.partition(".")
    if root != "escrutinio":
        return ""
    first = rest.split(".")[0]
    return first if first in ORDER or first == DATA else FACADE


def unknown_rooms(module: source.Module) -> Iterator[str]:
    """Files that stand in no room of the table."""
    if module.room and module.room not in ORDER:
        yield f"{module.where(1)}: the room “{module.room}” is not in the table of rooms."


def imports_from_below(module: source.Module) -> Iterator[str]:
    """A room imports only rooms above it; the facade may import all, and only cli.py imports the facade."""
    for node, target in source.imports(module):
        room = target_room(target)
        if not room or not module.room or room == module.room or module.marked("house", node):
            continue
        if room == FACADE and module.room not in {"cli", "__main__"}:
            yield f"{module.where(node.lineno)}: {target} is taken from the facade; import the room that has it."
        elif room == DATA:
            yield f"{module.where(node.lineno)}: countries/ is data and is read, not imported."
        elif ORDER.get(room, -1) > ORDER.get(module.room, len(ORDER)):
            yield f"{module.where(node.lineno)}: {module.room} imports {room}, which stands below it."


def imports_forbidden(module: source.Module) -> Iterator[str]:
    """Imports that a room's own line in the table rules out."""
    room = next((each for each in ROOMS if each.name == module.room), Room(""))
    for node, target in source.imports(module):
        inside = [f"{target}.".startswith(f"escrutinio.{each}.") for each in room.ours]
        banned = (any(inside) and target.removeprefix("escrutinio.") not in room.but) or target.split(".")[
            0
        ] in room.theirs
        if banned and not module.marked("house", node):
            yield f"{module.where(node.lineno)}: {module.room} may not import {target}."


def imports_private(module: source.Module) -> Iterator[str]:
    """What begins with an underscore is its room's own affair."""
    for node, target in source.imports(module):
        private = [part for part in target.split(".")[1:] if part.startswith("_") and part != "__main__"]
        if private and target_room(target) not in {"", module.room} and not module.marked("house", node):
            yield f"{module.where(node.lineno)}: {target} is private to its room."


def cycles(modules: tuple[source.Module, ...]) -> Iterator[str]:
    """Import cycles, between any files of ours; imports inside functions and for types count too."""
    names = {module.name for module in modules}
    graph = {module.name: set(_modules_named(module, names)) - {module.name} for module in modules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        yield f"import cycle: {' <- '.join(error.args[1])}"


def _modules_named(module: source.Module, names: set[str]) -> Iterator[str]:
    """The modules of ours that a module's imports lead to; the facade, which runs first anyway, is left out."""
    for node, target in source.imports(module):
        found = target if target in names else target.rpartition(".")[0]
        if found in names and found != "escrutinio" and module.room and not module.marked("house", node):
            yield found


# What a room may never do


def calls(module: source.Module, words: frozenset[str], why: str) -> Iterator[str]:
    """Calls of functions or methods by these names."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and source.called(node) in words and not module.marked("house", node):
            yield f"{module.where(node.lineno)}: {source.called(node)}(…) in {module.room}: {why}."


def opens_files(module: source.Module) -> Iterator[str]:
    """Files opened in rooms that get values handed to them."""
    words = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "fromfile", "loadtxt", "genfromtxt"}
    if module.room in {"model", "apportionment", "outcome"}:
        yield from calls(module, frozenset(words), "this room opens no file")


def prints(module: source.Module) -> Iterator[str]:
    """Words sent to the terminal by rooms that answer with values."""
    if module.room not in {"report", "cli", "__main__"}:  # report draws tables into text
        yield from calls(module, frozenset({"print", "echo", "secho"}), "answers are values; cli.py prints them")
        for node in ast.walk(module.tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in {"stdout", "stderr"}
                and not module.marked("house", node)
            ):
                yield f"{module.where(node.lineno)}: sys.{node.attr} in {module.room}: cli.py prints."


def says_fraud(module: source.Module) -> Iterator[str]:
    """The word that integrity never says, in any language, not even in a comment."""
    for number, line in enumerate(module.text.splitlines(), 1):
        if module.room == "integrity" and re.search(r"fraud", line, re.IGNORECASE):
            yield f"{module.where(number)}: integrity says what was measured, its null and its limits, not that word."


def python_files(folder: Path) -> Iterator[str]:
    """Python where only data may be."""
    yield from (f"{path.relative_to(folder)}: countries/ is data only." for path in sorted(folder.rglob("*.py*")))


# The checks on our own code

EACH_MODULE: tuple[Callable[[source.Module], Iterator[str]], ...] = (
    unknown_rooms,
    imports_from_below,
    imports_forbidden,
    imports_private,
    opens_files,
    prints,
    says_fraud,
)

BAD = (
    (unknown_rooms, "escrutinio.attic.box", "x = 1", "is not in the table"),
    (imports_from_below, "escrutinio.law.load", "from escrutinio.outcome import elect", "law imports outcome"),
    (imports_from_below, "escrutinio.law.load", "def f():\n    import escrutinio.report.text", "law imports report"),
    (imports_from_below, "escrutinio.law.load", "from ..outcome import elect", "law imports outcome"),
    (
        imports_from_below,
        "escrutinio.model",
        "import importlib\nimportlib.import_module('escrutinio.law')",
        "imports law",
    ),
    (imports_from_below, "escrutinio.report.text", "from escrutinio import elect", "from the facade"),
    (imports_from_below, "escrutinio.report.text", "import escrutinio", "from the facade"),
    (imports_from_below, "escrutinio.report.text", "import escrutinio.countries.bo", "is data"),
    (imports_forbidden, "escrutinio.apportionment.quotas", "from escrutinio.model import List", "may not import"),
    (imports_forbidden, "escrutinio.canvass.reading.files", "from escrutinio.law import load", "may not import"),
    (imports_forbidden, "escrutinio.outcome.stages", "import csv", "may not import csv"),
    (imports_forbidden, "escrutinio.outcome.stages", "from pathlib import Path", "may not import pathlib"),
    (imports_forbidden, "escrutinio.outcome.stages", "from escrutinio.canvass import store", "canvass.store"),
    (imports_forbidden, "escrutinio.outcome.stages", "from escrutinio.documents import read_yaml", "read_yaml"),
    (imports_forbidden, "escrutinio.report.text", "from escrutinio import apportionment", "may not import"),
    (imports_forbidden, "escrutinio.integrity.digits", "import rich.console", "may not import rich"),
    (imports_private, "escrutinio.law.load", "from escrutinio.apportionment._start import x", "private to its room"),
    (imports_private, "escrutinio.law.load", "from escrutinio.apportionment.quotas import _x", "private to its room"),
    (opens_files, "escrutinio.outcome.stages", "open('votes.csv')", "opens no file"),
    (opens_files, "escrutinio.outcome.stages", "def f(path):\n    return path.read_text()", "opens no file"),
    (prints, "escrutinio.analysis.margins", "print(1)", "cli.py prints"),
    (prints, "escrutinio.projection.partial", "import sys\nsys.stdout.write('x')", "cli.py prints"),
    (says_fraud, "escrutinio.integrity.digits", "x = 'no Fraude'", "not that word"),
)

GOOD = (
    (imports_from_below, "escrutinio.outcome.stages", "from escrutinio.law import load\nfrom escrutinio import model"),
    (imports_from_below, "escrutinio", "from escrutinio.outcome import elect"),
    (imports_from_below, "escrutinio.cli", "import escrutinio"),
    (imports_from_below, "escrutinio.law.load", "from escrutinio.outcome import elect  # house: for the test"),
    (imports_forbidden, "escrutinio.outcome.stages", "from escrutinio.documents import nearest"),
    (imports_private, "escrutinio.apportionment.quotas", "from escrutinio.apportionment._start import x"),
    (says_fraud, "escrutinio.claims.verdict", "x = 'fraude'"),
    (prints, "escrutinio.cli", "print(1)"),
)


@pytest.mark.parametrize("check", EACH_MODULE)
def test_every_room_keeps_to_its_own(check: Callable[[source.Module], Iterator[str]]) -> None:
    """No file of ours does what its room may not do."""
    found = [each for module in source.modules() for each in check(module)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("check", "name", "text", "words"), BAD)
def test_the_check_finds_a_bad_sample(
    check: Callable[[source.Module], Iterator[str]], name: str, text: str, words: str
) -> None:
    """Each check can fail, and says what is wrong."""
    assert any(words in found for found in check(source.parse(name, text)))


@pytest.mark.parametrize(("check", "name", "text"), GOOD)
def test_the_check_lets_a_good_sample_pass(
    check: Callable[[source.Module], Iterator[str]], name: str, text: str
) -> None:
    """Each check lets pass what the house allows."""
    assert list(check(source.parse(name, text, package=name == "escrutinio"))) == []


def test_there_is_no_import_cycle() -> None:
    """Files of ours can be read in one order, each after what it imports."""
    found = list(cycles(source.modules()))
    assert not found, "\n".join(found)


def test_the_check_finds_a_cycle() -> None:
    """Also where one of the two imports stands inside a function."""
    first = source.parse("escrutinio.law.a", "from escrutinio.law.b import x")
    second = source.parse("escrutinio.law.b", "def f():\n    from escrutinio.law import a")
    assert "import cycle" in next(cycles((first, second)))


def test_countries_hold_no_python(tmp_path: Path) -> None:
    """A country is a folder of data; the check finds a script put among it."""
    assert list(python_files(source.PACKAGE / DATA)) == []
    (tmp_path / "shortcut.py").touch()
    assert list(python_files(tmp_path)) == ["shortcut.py: countries/ is data only."]


@pytest.mark.shared
def test_the_table_is_the_design_s(shared: Path) -> None:
    """Every room of the design's table is in ours, in its order."""
    text = (shared / "design.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\w+)(?:\.py|/)` \|", text, re.MULTILINE)
    assert [name for name in named if name != DATA] == [name for name in ORDER if name in named]
    assert len(named) == 13
