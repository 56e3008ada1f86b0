"""Our own Python, read as text and never run: what the tests of the house rules look at.

Run as a script, ``python tools/source.py``, it lists every exception to a house rule with the reason beside it.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "escrutinio"
Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
MARK = re.compile(r"#\s*(house|float):\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Module:
    """One file of ours: its dotted name, its text, its syntax tree, and its marks by line: (kind, reason)."""

    name: str
    text: str
    tree: ast.Module
    marks: dict[int, tuple[str, str]] = field(default_factory=dict)
    package: bool = False

    @property
    def room(self) -> str:
        """The room it stands in: ``law`` for ``escrutinio.law.load``, empty for the facade.

        >>> parse("escrutinio.law.load", "").room
        'law'
        """
        return self.name.partition(".")[2].partition(".")[0]

    def where(self, line: int) -> str:
        """Where a line is, as an editor opens it.

        >>> parse("escrutinio.law.load", "").where(3)
        'escrutinio/law/load.py:3'
        """
        path = self.name.replace(".", "/") + ("/__init__.py" if self.package else ".py")
        return f"{path}:{line}"

    def header(self) -> int:
        """The last line above the first statement that is not the docstring: a mark up to there is for the file."""
        body = self.tree.body[1:] if ast.get_docstring(self.tree, clean=False) is not None else self.tree.body
        return body[0].lineno - 1 if body else len(self.text.splitlines())

    def file_marked(self, kind: str) -> bool:
        """Whether the whole file is marked, by a comment of its own above the first statement.

        >>> parse("escrutinio.a", "# house: one long table" + chr(10) + "x = 1").file_marked("house")
        True
        """
        return any(mark[0] == kind and line <= self.header() for line, mark in self.marks.items())

    def marked(self, kind: str, node: ast.AST) -> bool:
        """Whether a mark stands on a line of this statement, or of a function's or class's signature."""
        first, last = _span(node)
        return any(mark[0] == kind and first <= line <= last for line, mark in self.marks.items())


def _span(node: Any) -> tuple[int, int]:  # noqa: ANN401 - every node has lines, the base class only does not say so
    if isinstance(node, (*FUNCTION, ast.ClassDef)):
        decorators = [each.lineno for each in node.decorator_list]
        return min([node.lineno, *decorators]), max(node.lineno, node.body[0].lineno - 1)
    return node.lineno, node.end_lineno or node.lineno


def parse(name: str, text: str, *, package: bool = False) -> Module:
    """A module from its text; the tests of the checks give bad samples this way.

    >>> parse("escrutinio.a", "x = 1  # house: because").marks
    {1: ('house', 'because')}
    """
    comments = (
        (token.start[0], MARK.search(token.string))
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    )
    marks = {line: (found[1], found[2].strip()) for line, found in comments if found}
    return Module(name, text, ast.parse(text), marks, package)


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file under src, in the order of their names."""
    return tuple(_read(path) for path in sorted(PACKAGE.rglob("*.py")))


def _read(path: Path) -> Module:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    package = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if package else parts)
    return parse(name, path.read_text(encoding="utf-8"), package=package)


def imports(module: Module) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    """Every import with its full dotted target, also inside functions, relative, and by ``import_module``.

    ``from a import b`` is told as ``a.b``: whether b is a module or a name in a, the caller sees.

    >>> [target for _, target in imports(parse("escrutinio.law.load", "from . import schema; import csv"))]
    ['escrutinio.law.schema', 'csv']
    """
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{_origin(module, node)}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and called(node) in {"import_module", "__import__"}:
            names = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
            yield from ((node, str(name)) for name in names)


def _origin(module: Module, node: ast.ImportFrom) -> str:
    """The package that ``from … import`` starts at, with leading dots worked out."""
    if not node.level:
        return node.module or ""
    parts = module.name.split(".")
    up = node.level - module.package
    return ".".join([*parts[: len(parts) - up], *([node.module] if node.module else [])])


def called(node: ast.Call) -> str:
    """The last word of what is called: ``open`` for ``open(…)`` and ``path.open(…)``.

    >>> called(ast.parse("path.open()", mode="eval").body)
    'open'
    """
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, also nested ones."""
    return (node for node in ast.walk(module.tree) if isinstance(node, FUNCTION))


def length(function: Function) -> int:
    """Lines of a function without its docstring and decorators.

    >>> tree = ast.parse("def f():" + chr(10) + "    'what it does'" + chr(10) + "    return 1")
    >>> length(tree.body[0])
    2
    """
    docstring = function.body[0] if ast.get_docstring(function, clean=False) is not None else None
    told = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


def docstrings(module: Module) -> set[ast.AST]:
    """The constants that are docstrings, of modules, classes and functions, and those under attributes."""
    bodies = (node.body for node in ast.walk(module.tree) if isinstance(node, (ast.Module, ast.ClassDef, *FUNCTION)))
    lines = (statement for body in bodies for statement in body if isinstance(statement, ast.Expr))
    return {statement.value for statement in lines if isinstance(statement.value, ast.Constant)}


def _main() -> None:
    for module in modules():
        for line, (kind, reason) in sorted(module.marks.items()):
            print(f"{module.where(line)}: {kind}: {reason or '(no reason)'}")


if __name__ == "__main__":
    _main()
