"""Every sentence a user can read exists in Spanish, with the same places, and no translation is left over.

Sentences are found by reading our own Python as a syntax tree: whatever is given to ``words(…)``, ``Problem(…)`` or
``ApportionmentError(…)`` is followed to its text; what cannot be followed is an error, so that nothing is missed.
What the command line says of itself, and what others finish in English, is asked of ``cli`` and ``report/foreign``.
"""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, get_args

import click
import pytest
import source

from escrutinio.cli import main
from escrutinio.model import CountBasis
from escrutinio.report.foreign import FOREIGN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SPEAKERS = {"words": 0, "spoken": 0, "Problem": 0, "ApportionmentError": 0, "_refuse": 3}
"""What says a sentence to a user, and which of its arguments the sentence is."""

PASSED_ON = {"error.template", "self.obj or 'en'"}
"""A sentence handed on from where it is found, and a language, which is none; a function's parameters are both."""

KNOWN = {"each.basis": get_args(CountBasis)}
"""Words that come from the data, and what they can be."""

SAME = {
    "error",
    "URL",
    "{said}",
    "total",
    "divisor",
    "DD",
    "MM",
    "{place}: {what}",
    "{mistakes}",
    "{file}:{line}: {place}: {what}",
    "art. {article}",
}
"""What Spanish and English write alike."""

ROOMS = sorted(
    {each.relative_to(source.PACKAGE).parts[0].removesuffix(".py") for each in source.PACKAGE.rglob("*.py")}
    - {"__init__"}
)


# Following an expression to its texts


def texts(node: ast.expr | None, inside: ast.AST, module: source.Module) -> Iterator[str | None]:
    """Every text that an expression can stand for; None where that cannot be told."""
    if isinstance(node, ast.Constant):
        yield node.value if isinstance(node.value, str) else None
    elif isinstance(node, ast.IfExp):
        yield from (text for each in (node.body, node.orelse) for text in texts(each, inside, module))
    elif isinstance(node, (ast.Tuple, ast.Dict)):
        parts = node.elts if isinstance(node, ast.Tuple) else node.values
        yield from (text for each in parts for text in texts(each, inside, module))
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        yield from bound(node.value.id, module.tree, module)
    elif isinstance(node, ast.Name):
        yield from bound(node.id, inside, module)
    else:
        yield None


def bound(name: str, inside: ast.AST, module: source.Module) -> Iterator[str | None]:
    """Every text that a name stands for: assigned or looped over here, in its module, or where it is imported from."""
    values = list(assigned(name, inside)) or list(assigned(name, module.tree))
    if values:
        yield from (text for value in values for text in texts(value, inside, module))
        return
    homes = {target.rpartition(".")[0] for _, target in source.imports(module) if target.endswith(f".{name}")}
    origins = [each for each in source.modules() if each.name in homes]
    yield from (text for origin in origins for text in bound(name, origin.tree, origin))
    if not origins:
        yield None


def assigned(name: str, inside: ast.AST) -> Iterator[ast.expr | None]:
    """Every value that is given to a name: by ``=``, or by a loop over values written out."""
    for node in ast.walk(inside):
        if isinstance(node, ast.Assign) and any(getattr(each, "id", "") == name for each in node.targets):
            yield node.value
        elif isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == name:
            yield from [node.value] if node.value else []
        elif isinstance(node, (ast.For, ast.comprehension)):
            yield from _looped(name, node.target, node.iter)


def _looped(name: str, target: ast.expr, values: ast.expr) -> Iterator[ast.expr | None]:
    if getattr(target, "id", "") == name:
        yield values
    elif isinstance(target, ast.Tuple) and isinstance(values, ast.Tuple):
        places = [place for place, each in enumerate(target.elts) if getattr(each, "id", "") == name]
        yield from (row.elts[places[0]] for row in values.elts if places and isinstance(row, ast.Tuple))
    elif isinstance(target, ast.Tuple) and _items(values) and getattr(target.elts[-1], "id", "") == name:
        yield ast.Subscript(values.func.value, ast.Constant(0))  # type: ignore[attr-defined] # a table's values


def _items(values: ast.expr) -> bool:
    """Whether a loop goes over the keys and values of a table."""
    return isinstance(values, ast.Call) and isinstance(values.func, ast.Attribute) and values.func.attr == "items"


# All that is said


def said(module: source.Module) -> Iterator[tuple[str, str | None]]:
    """Where something is said, and what; None where it cannot be followed."""
    for node in ast.walk(module.tree):
        if isinstance(node, source.FUNCTION):
            yield from _said_in(node, module)


def _said_in(function: source.Function, module: source.Module) -> Iterator[tuple[str, str | None]]:
    given = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    for call in ast.walk(function):
        if not isinstance(call, ast.Call):
            continue
        speaker = call.func.func if isinstance(call.func, ast.Call) else call.func
        place = SPEAKERS.get(getattr(speaker, "id", ""))
        if place is None or len(call.args) <= place or ast.unparse(call.args[place]) in PASSED_ON | given:
            continue
        found = KNOWN.get(ast.unparse(call.args[place])) or texts(call.args[place], function, module)
        yield from ((module.where(call.lineno), text) for text in found)


def command_line(command: click.Command) -> Iterator[str]:
    """What a command says of itself: help, options, and the names of its arguments in capitals."""
    for paragraph in (command.help or "").split("\n\n"):
        yield " ".join(paragraph.split())
    yield command.short_help or ""
    context = click.Context(command)
    for each in command.get_params(context):
        yield getattr(each, "help", None) or ""
        default = getattr(each, "show_default", None)
        yield default if isinstance(default, str) else ""
        yield from [] if getattr(each, "is_flag", False) else re.findall("[A-Z]{2,}", each.make_metavar(context))
    for sub in getattr(command, "commands", {}).values():
        yield from command_line(sub)


def elsewhere() -> set[str]:
    """Templates that no expression of ours says."""
    return {*FOREIGN, *filter(None, command_line(main)), "OPTIONS", "COMMAND", "ARGS"}


def everything() -> set[str]:
    """Every template that has to be in the catalogue."""
    return elsewhere() | {text for module in source.modules() for _, text in said(module) if text}


@cache
def spanish() -> Mapping[str, str]:
    """The catalogue."""
    return tomllib.loads((source.PACKAGE / "report" / "es.toml").read_text(encoding="utf-8"))


# The checks


def untranslated(templates: Iterable[str], catalogue: Mapping[str, str]) -> list[str]:
    """Templates without a translation."""
    return sorted(each for each in templates if not catalogue.get(each, "").strip())


def left_over(templates: Iterable[str], catalogue: Mapping[str, str]) -> list[str]:
    """Translations of what nobody says."""
    return sorted(set(catalogue) - set(templates))


def other_places(catalogue: Mapping[str, str]) -> list[str]:
    """Translations whose places are not those of the template."""
    return [english for english, said in catalogue.items() if places(english) != places(said)]


def places(template: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def not_different(catalogue: Mapping[str, str], same: Iterable[str]) -> list[str]:
    """Translations that only repeat the English, and words said to be alike that are not."""
    alike = {english for english, said in catalogue.items() if english == said}
    return sorted(alike ^ set(same))


# On our own words


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_of_a_room_is_translated(room) -> None:
    """What a room says to a user is written out where this test can read it, and stands in the catalogue."""
    found = [each for module in source.modules() if module.room == room for each in said(module)]
    assert [where for where, text in found if text is None] == []
    assert untranslated({text for _, text in found if text}, spanish()) == []


def test_everything_else_is_translated() -> None:
    """What the command line says of itself, and what others finish in English."""
    assert untranslated(elsewhere(), spanish()) == []


def test_no_translation_is_left_over() -> None:
    """What nobody says any more goes out of the catalogue."""
    assert left_over(everything(), spanish()) == []


def test_translations_keep_the_places() -> None:
    """The same facts stand in both languages."""
    assert other_places(spanish()) == []


def test_translations_are_translations() -> None:
    """Only what both languages write alike stands in English."""
    assert not_different(spanish(), SAME) == []


def test_translations_quote_as_spanish_does() -> None:
    """Names are quoted «so» in Spanish, and no English word for them slips in."""
    assert [said for said in spanish().values() if "“" in said or "Known" in said or "Did you" in said] == []


# On bad samples


def test_all_ways_to_say_something_are_followed() -> None:
    """Directly, by either branch, by name, from a loop, from a table."""
    module = source.parse(
        "escrutinio.a",
        """
TABLE = {"x": "from a table"}
TYPED: dict[str, str] = {"x": "from a typed table"}
ITEMS = {"x": "from the items"}
def f(words, lang, x):
    words("direct")
    words("one" if x else "other")
    template = "by name"
    words(template + "")
    text = "by a name"
    words(text)
    for key, each in (("k", "looped"), ("l", "over")):
        words(each)
    [words(head) for head in ("head",)]
    words(TABLE[x])
    words(TYPED[x])
    for key, item in ITEMS.items():
        words(item)
    words(lang)("called")
    raise Problem("raised", x=x)
""",
    )
    found = [text for _, text in said(module)]
    assert set(found) - {None} == {
        "direct", "one", "other", "by a name", "looped", "over", "head", "from a table", "called", "raised",
        "from a typed table", "from the items",
    }  # fmt: skip
    assert found.count(None) == 1


def test_what_cannot_be_followed_is_found() -> None:
    """A sentence put together when the program runs has no translation, and is told."""
    module = source.parse("escrutinio.a", 'def f(words, x):\n    words(f"{x} votes")\n    words(x.y)')
    assert [text for _, text in said(module)] == [None, None]


def test_a_missing_and_an_old_translation_are_found() -> None:
    """Both ways, and an empty translation is none."""
    assert untranslated(["a", "b", "c"], {"a": "x", "b": " "}) == ["b", "c"]
    assert left_over(["a"], {"a": "x", "old": "viejo"}) == ["old"]


def test_other_places_are_found() -> None:
    """A place lost, or renamed, or doubled in one language only by mistake."""
    assert other_places({"{a} of {b}": "{a} de {b}", "{a!r}": "{a}", "{a}": "{b}"}) == ["{a}"]


def test_a_repeated_english_sentence_is_found() -> None:
    """And so is a word that is said to be alike but is not."""
    assert not_different({"seats": "seats", "total": "total", "id": "código"}, {"total", "id"}) == ["id", "seats"]
