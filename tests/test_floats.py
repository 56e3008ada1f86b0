"""No seat is decided by a float: in the rooms that decide there is none, but for marked lines.

A line that needs one says why, ``# float: reason``: fractions divided exactly, a number for a chart. One
file may be marked as a whole, the one that proposes a start for integers to prove.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest
import source

if TYPE_CHECKING:
    from collections.abc import Iterator

EXACT = ("apportionment", "outcome")
PROPOSES = "escrutinio.apportionment._start"
INEXACT = frozenset(
    {"float", "float16", "float32", "float64", "double", "longdouble", "half", "single", "floating"}
    | {"divide", "true_divide", "mean", "average", "linspace", "sqrt", "log", "log2", "log10", "exp"}
)


def decides_by_float(module: source.Module) -> Iterator[str]:
    """Float literals, float types, true division and float functions where seats are decided."""
    if module.room not in EXACT:
        return
    whole = module.file_marked("float")
    if whole and module.name != PROPOSES:
        yield f"{module.where(1)}: mark the line that needs a float, not the file; only _start.py proposes by floats."
    for node, what in _inexact(module.tree):
        if not whole and not _marked(module, node):
            yield f"{module.where(node.lineno)}: {what}; seats are decided by integers. Where it is: # float: reason"


def _inexact(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            yield node, f"the float {node.value}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in INEXACT:
            yield node, f"the type “{node.value}”"
        elif isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div):
            yield node, "a true division"
        elif isinstance(node, ast.Name) and node.id in {"float", "complex"}:
            yield node, f"the type {node.id}"
        elif isinstance(node, ast.Attribute) and node.attr in INEXACT:
            yield node, f"the attribute {node.attr}"


def _marked(module: source.Module, node: ast.expr | ast.stmt) -> bool:
    """Whether the line, the statement around it, or the signature it stands in is marked."""
    around = (each for each in ast.walk(module.tree) if isinstance(each, ast.stmt))
    near = (each for each in around if not hasattr(each, "body") or _in_signature(node, each))
    return module.marked("float", node) or any(
        module.marked("float", each) for each in near if any(node is below for below in ast.walk(each))
    )


def _in_signature(node: ast.expr | ast.stmt, function: ast.stmt) -> bool:
    return isinstance(function, source.FUNCTION) and node.lineno < function.body[0].lineno


def test_no_seat_is_decided_by_a_float() -> None:
    """Integers and fractions only, but for marked lines."""
    found = [each for module in source.modules() for each in decides_by_float(module)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 0.5", "the float 0.5"),
        ("x = a / b", "a true division"),
        ("a /= b", "a true division"),
        ("x = float(3)", "the type float"),
        ("x = votes.astype('float64')", "float64"),
        ("x = np.true_divide(a, b)", "true_divide"),
        ("x = votes.mean()", "mean"),
        ("def f(x: float): ...", "the type float"),
        ("# float: all of it\nx = 1", "not the file"),
        ("def f():  # float: the whole function\n    return a / b", "a true division"),
    ],
)
@pytest.mark.parametrize("room", EXACT)
def test_a_float_is_found(room: str, text: str, words: str) -> None:
    """In the rooms that decide seats; a mark on a function's first line is for that line only."""
    assert any(words in found for found in decides_by_float(source.parse(f"escrutinio.{room}.x", text)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("escrutinio.outcome.x", "x = a // b"),
        ("escrutinio.outcome.x", "x = a / b  # float: exact, both are Fractions"),
        ("escrutinio.outcome.x", "x = f(\n    a / b,\n)  # float: exact, both are Fractions"),
        ("escrutinio.outcome.x", "def f(\n    x: float,\n):  # float: for a chart only\n    return x"),
        ("escrutinio.report.x", "x = 100 * a / b"),
        (PROPOSES, "# float: proposes a start that integers then prove\nx = 0.5"),
    ],
)
def test_what_is_exact_or_marked_passes(name: str, text: str) -> None:
    """Whole division, marked lines, other rooms, and the file that proposes."""
    assert list(decides_by_float(source.parse(name, text))) == []
