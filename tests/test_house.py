"""The sizes of the house, its docstrings and its marks; each check is tried on a bad sample too.

An exception is marked in the code, ``# house: reason``: on the line of an import, on the line of a
``def`` or ``class``, or above a file's first statement for the file. ``python tools/source.py`` lists all.
"""

from __future__ import annotations

import ast
from statistics import median
from typing import TYPE_CHECKING

import pytest
import source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 60
MEDIAN_FUNCTION = 8
NINE_IN_TEN_FUNCTIONS = 25
LEVELS_OF_FOLDERS = 2


# Sizes


def long_files(module: source.Module) -> Iterator[str]:
    """Files that no longer fit in a reader's head."""
    lines = len(module.text.splitlines())
    if lines > LINES_OF_A_FILE and not module.file_marked("house"):
        yield f"{module.where(1)}: {lines} lines, more than {LINES_OF_A_FILE}."


def long_functions(module: source.Module) -> Iterator[str]:
    """Functions over the limit, without their docstrings."""
    for function in source.functions(module):
        if source.length(function) > LINES_OF_A_FUNCTION and not module.marked("house", function):
            yield (
                f"{module.where(function.lineno)}: {function.name} has {source.length(function)} lines, "
                f"more than {LINES_OF_A_FUNCTION}."
            )


def long_on_the_whole(lengths: list[int]) -> Iterator[str]:
    """The median function, and what share of functions is short."""
    short = sum(each <= NINE_IN_TEN_FUNCTIONS for each in lengths)
    if median(lengths) > MEDIAN_FUNCTION:
        yield f"the median function has {median(lengths):g} lines, more than {MEDIAN_FUNCTION}."
    if 10 * short < 9 * len(lengths):
        yield f"{short} of {len(lengths)} functions have up to {NINE_IN_TEN_FUNCTIONS} lines, fewer than nine in ten."


def deep_folders(names: Iterable[str]) -> Iterator[str]:
    """Packages nested too deep, by their modules' dotted names."""
    yield from (f"{name} lies deeper than {LEVELS_OF_FOLDERS} folders." for name in names if name.count(".") > 3)


# Docstrings


def undocumented(module: source.Module) -> Iterator[str]:
    """Public functions and classes of any file without a word of explanation."""
    for node in module.tree.body:
        if not isinstance(node, (*source.FUNCTION, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node) and not module.marked("house", node):
            yield f"{module.where(node.lineno)}: {node.name} has no docstring."


def closed_rooms(modules: Iterable[source.Module]) -> Iterator[str]:
    """Rooms that do not say in ``__all__`` what they give away."""
    for module in modules:
        if module.package and module.name.count(".") == 1 and exported(module) is None:
            yield f"{module.where(1)}: this room has no __all__."


def without_example(modules: tuple[source.Module, ...]) -> Iterator[str]:
    """Functions that a room gives away without an example that runs."""
    for room in modules:
        for name in exported(room) or ():
            home, node = definition(room, name, modules)
            if not isinstance(node, source.FUNCTION) or home.marked("house", node):
                continue
            if ">>>" not in (ast.get_docstring(node) or ""):
                yield f"{home.where(node.lineno)}: {name} is public and has no example (>>>)."


def exported(module: source.Module) -> list[str] | None:
    """The names in a module's ``__all__``; None where it has none."""
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and [getattr(each, "id", "") for each in node.targets] == ["__all__"]:
            return [str(name) for name in ast.literal_eval(node.value)]
    return None


def definition(
    module: source.Module, name: str, modules: tuple[source.Module, ...]
) -> tuple[source.Module, ast.stmt | None]:
    """Where a name is defined, followed through ``from … import``; None where it is not a function or class of ours."""
    for node in module.tree.body:
        if isinstance(node, (*source.FUNCTION, ast.ClassDef)) and node.name == name:
            return module, node
    for _, target in source.imports(module):
        origin, _, last = target.rpartition(".")
        home = next((each for each in modules if each.name == origin), None)
        if last == name and home is not None and home is not module:
            return definition(home, name, modules)
    return module, None


def unreasoned_marks(module: source.Module) -> Iterator[str]:
    """Exceptions marked without saying why."""
    for line, (kind, reason) in module.marks.items():
        if len(reason.split()) < 2:
            yield f"{module.where(line)}: “# {kind}:” needs its reason, in words."


# On our own code


@pytest.mark.parametrize("check", [long_files, long_functions, undocumented, unreasoned_marks])
def test_every_file_keeps_the_house_rules(check: Callable[[source.Module], Iterator[str]]) -> None:
    """No file too long, no function too long, nothing public unexplained, no exception without its reason."""
    found = [each for module in source.modules() for each in check(module)]
    assert not found, "\n".join(found)


def test_functions_are_short_on_the_whole() -> None:
    """The median function and nine in ten are short."""
    lengths = [source.length(each) for module in source.modules() for each in source.functions(module)]
    assert list(long_on_the_whole(lengths)) == []


def test_folders_are_shallow() -> None:
    """At most two levels of folders."""
    assert list(deep_folders(module.name for module in source.modules())) == []


def test_rooms_say_what_they_give_away() -> None:
    """Each room that is a folder has an ``__all__``."""
    found = list(closed_rooms(source.modules()))
    assert not found, "\n".join(found)


def test_what_a_room_gives_away_has_an_example() -> None:
    """Each function in a room's ``__all__`` has an example that runs."""
    found = list(without_example(source.modules()))
    assert not found, "\n".join(found)


# On bad samples


def test_a_long_file_is_found_and_its_mark_respected() -> None:
    """One line too many; with the mark it passes."""
    text = "x = 1\n" * (LINES_OF_A_FILE + 1)
    assert "301 lines" in next(long_files(source.parse("escrutinio.a", text)))
    assert list(long_files(source.parse("escrutinio.a", "# house: a table is one piece\n" + text))) == []


def test_a_long_function_is_found_and_its_mark_respected() -> None:
    """One line too many, docstring not counted; with the mark it passes."""
    body = "    '''One.\n\n    Two.\n    '''\n" + "    x = 1\n" * LINES_OF_A_FUNCTION
    assert "f has 61 lines" in next(long_functions(source.parse("escrutinio.a", f"def f():\n{body}")))
    marked = f"def f():  # house: the law's own order\n{body}"
    assert list(long_functions(source.parse("escrutinio.a", marked))) == []


def test_functions_long_on_the_whole_are_found() -> None:
    """Both figures can fail."""
    assert len(list(long_on_the_whole([9] * 10))) == 1
    assert len(list(long_on_the_whole([1] * 8 + [40] * 2))) == 1
    assert list(long_on_the_whole([8] * 9 + [60])) == []


def test_a_deep_folder_is_found() -> None:
    """Three folders are one too many."""
    assert list(deep_folders(["escrutinio.a.b.c.d"])) != []
    assert list(deep_folders(["escrutinio.a.b.c"])) == []


def test_a_missing_docstring_is_found() -> None:
    """Public functions and classes need one; private ones do not."""
    assert "f has no docstring" in next(undocumented(source.parse("escrutinio.a", "def f(): ...")))
    assert list(undocumented(source.parse("escrutinio.a", "def _f(): ..."))) == []


def test_a_missing_example_is_found_where_the_function_is_defined() -> None:
    """Also through the room's imports; a class needs none, and a mark is respected."""
    room = source.parse("escrutinio.a", "from escrutinio.a.b import C, f, g\n__all__ = ['C', 'f', 'g']", package=True)
    home = source.parse(
        "escrutinio.a.b",
        "class C:\n    'c'\ndef f():\n    'no example'\ndef g():  # house: needs a network\n    'no example'",
    )
    assert list(without_example((room, home))) == ["escrutinio/a/b.py:3: f is public and has no example (>>>)."]


def test_a_room_without_all_is_found() -> None:
    """A room must say what it gives away."""
    assert list(closed_rooms([source.parse("escrutinio.a", "x = 1", package=True)])) != []
    assert list(closed_rooms([source.parse("escrutinio.a", "__all__ = []", package=True)])) == []


def test_a_mark_without_a_reason_is_found() -> None:
    """A mark alone, or one word, is no reason."""
    assert list(unreasoned_marks(source.parse("escrutinio.a", "x = 1  # house:"))) != []
    assert list(unreasoned_marks(source.parse("escrutinio.a", "x = 1  # float: exact"))) != []
    assert list(unreasoned_marks(source.parse("escrutinio.a", "x = 1  # float: both are Fractions"))) == []
