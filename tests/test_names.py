"""No country, place, party or candidate is named in code: proper names live in countries/ alone.

The names are read from the data itself, so a new country is guarded from its first day. Looked at are
text constants and identifiers; docstrings and their examples may name whom they like.
"""

from __future__ import annotations

import ast
import csv
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import source
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNTRIES = source.PACKAGE / "countries"
PLACES, PEOPLE = "places", "people"
COLUMNS = {
    PLACES: {"constituency", "region", "area", "department", "province", "municipality", "precinct", "country"},
    PEOPLE: {"list", "lists", "party", "alliance", "candidate", "leader", "vice"},
}
STANDS = ("id", "name", "leader", "vice", "aliases", "members")
WORD = re.compile(r"\w+")
SHORT = 3  # a name of so few letters is not sought in identifiers, where as, sol and pan are words
ORDINARY = {"big", "election", "elections", "national", "suma", "united"}  # a name somewhere, and a word everywhere
Name = tuple[str, str]


# The names


@cache
def proper_names() -> frozenset[Name]:
    """Every proper name in the data of every country, with its kind."""
    return frozenset(name for path in sorted(COUNTRIES.rglob("*")) for name in names_in(path))


@cache
def names_in(path: Path) -> frozenset[Name]:
    """The proper names in one file of a country's data: those with a capital and at least two letters."""
    found = {".csv": _in_table, ".yaml": _in_document, ".yml": _in_document}.get(path.suffix, lambda _: ())(path)
    return frozenset(
        (kind, name.strip())
        for kind, name in found
        if isinstance(name, str) and sum(letter.isalpha() for letter in name) > 1 and name != name.lower()
        if name.strip().lower() not in ORDINARY
    )


def _in_table(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for kind, columns in COLUMNS.items():
                yield from ((kind, value) for column, value in row.items() if (column or "").lower() in columns)


def _in_document(path: Path) -> Iterator[tuple[str, Any]]:
    document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    yield from _whose_law(document)
    yield from _in_node(document)


def _whose_law(document: Any) -> Iterator[Name]:
    """The country: capitalised words after the first in a law's name, “Electoral law of …”."""
    if isinstance(document, dict) and "bodies" in document:
        words = (word for name in document["name"].values() for word in name.split()[1:])
        yield from ((PLACES, word) for word in words if word[0].isupper() and len(word) > SHORT)


def _in_node(node: Any) -> Iterator[tuple[str, Any]]:
    """Keys under ``areas``; what constituencies and lists are called; on every level."""
    for key, value in node.items() if isinstance(node, dict) else ():
        each = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        if key in {"areas", "constituencies"}:
            yield from (
                (PLACES, name) for name in (value if isinstance(value, dict) else _parts(each, "name", "region"))
            )
        if key == "lists":
            yield from (
                (PEOPLE, name) for name in [*(value if isinstance(value, dict) else ()), *_parts(each, *STANDS)]
            )
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from _in_node(child)


def _parts(entries: list[Any], *parts: str) -> Iterator[Any]:
    """The values of these parts of each entry, lists opened; an entry that is a word is that word."""
    for entry in entries:
        for value in map(entry.get, parts) if isinstance(entry, dict) else [entry]:
            yield from value if isinstance(value, list) else [value]


# The check


def names_named(module: source.Module, names: frozenset[Name]) -> Iterator[str]:
    """Text constants and identifiers in which a proper name stands."""
    words = _words(names)
    told = source.docstrings(module)
    for node in ast.walk(module.tree):
        text = node.value if isinstance(node, ast.Constant) and node not in told else ""
        named = _in_text(text, names) if isinstance(text, str) else ""
        named = named or next((part for part in _identifier(node) if part in words), "")
        if named and not module.marked("house", node):
            yield f"{module.where(getattr(node, 'lineno', 1))}: “{named}” is a proper name; it belongs in countries/."


def _in_text(text: str, names: frozenset[Name]) -> str:
    """The first proper name in a text; sought are only those whose first word stands in it."""
    plain, by_word = _plain(text), _by_first_word(names)
    near = frozenset(name for word in WORD.findall(plain.casefold()) for name in by_word.get(word, ()))
    found = _pattern(near).search(plain) if near else None
    return found[0] if found else ""


@cache
def _by_first_word(names: frozenset[Name]) -> dict[str, list[Name]]:
    """The names by their first word, without case or accents."""
    by_word: dict[str, list[Name]] = {}
    for kind, name in names:
        by_word.setdefault(WORD.findall(_plain(name).casefold())[0], []).append((kind, name))
    return by_word


@cache
def _plain(text: str) -> str:
    """Without accents: Potosí and POTOSI are one name."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


@cache
def _pattern(names: frozenset[Name]) -> re.Pattern[str]:
    """Any of the names: several words anywhere; a place of one word, as a word; a list of one word, alone or quoted."""
    anywhere, alone = [r"(?!)"], [r"(?!)"]
    for kind, name in sorted((kind, _plain(name)) for kind, name in names):
        written = rf"{re.escape(name)}|{re.escape(name.upper())}"
        if not re.fullmatch(r"\w+", name):
            anywhere.append(f"(?i:{re.escape(name)})")
        elif kind == PLACES:
            anywhere.append(written)
        else:
            alone.append(written)
    one = "|".join(alone)
    return re.compile(rf"(?<!\w)(?:{'|'.join(anywhere)})(?!\w)|^(?:{one})$|(?<=')(?:{one})(?=')")


@cache
def _words(names: frozenset[Name]) -> frozenset[str]:
    """The names of one word, as they would stand in an identifier."""
    return frozenset(_plain(name).lower() for _, name in names if name.isalpha() and len(name) > SHORT)


def _identifier(node: ast.AST) -> list[str]:
    """The words of an identifier: variables, attributes, functions, classes, arguments."""
    for kind, part in ((ast.Name, "id"), (ast.Attribute, "attr"), (ast.arg, "arg"), (ast.keyword, "arg")):
        if isinstance(node, kind):
            return _split(getattr(node, part) or "")
    return _split(node.name) if isinstance(node, (*source.FUNCTION, ast.ClassDef)) else []


def _split(identifier: str) -> list[str]:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", identifier).lower().split("_")


# On our own code, and on bad samples


def test_no_proper_name_stands_in_code() -> None:
    """No file of ours names a country, a place, a list or a person."""
    found = [each for module in source.modules() for each in names_named(module, proper_names())]
    assert not found, "\n".join(found)


def test_every_country_s_names_are_known() -> None:
    """The check is not empty: each country's data gives its places, and its elections give who stood."""
    for country in (folder for folder in COUNTRIES.iterdir() if folder.is_dir() and any(folder.rglob("*.yaml"))):
        names = {name for path in country.rglob("*") for name in names_in(path)}
        expected = {PLACES, PEOPLE} if any(country.glob("elections/*/*.yaml")) else {PLACES}
        assert {kind for kind, _ in names} >= expected, f"{country.name}: only {sorted(names)} were read"


NAMES = frozenset(
    {(PLACES, "Freedonia"), (PLACES, "Santa Clara"), (PLACES, "Río Hondo"), (PEOPLE, "AS"), (PEOPLE, "Marxistas")}
)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("x = 'the law of Freedonia'", "Freedonia"),
        ("x = 'FREEDONIA'", "FREEDONIA"),
        ("x = 'santa clara'", "santa clara"),
        ("x = 'Rio Hondo'", "Rio Hondo"),
        ("if party == 'AS': pass", "AS"),
        ("x = \"where party = 'AS'\"", "AS"),
        ("x = f'{y} of Freedonia'", "Freedonia"),
        ("def freedonia_rules(): pass", "freedonia"),
        ("class FreedoniaLaw: pass", "freedonia"),
        ("elect(marxistas=3)", "marxistas"),
    ],
)
def test_a_proper_name_in_code_is_found(text: str, named: str) -> None:
    """In a text of any case, with or without accents, and inside an identifier."""
    assert f"“{named}” is a proper name" in "".join(names_named(source.parse("escrutinio.a", text), NAMES))


@pytest.mark.parametrize(
    "text",
    [
        "'''The law of Freedonia.'''",
        "def f():\n    '''\n    >>> elect('AS')\n    '''",
        "x: int = 3\n'''As in Freedonia.'''",
        "x = 'select 1 AS one, ASK'",
        "x = 'Freedonian'  # house: a word about a language",
    ],
)
def test_docstrings_and_other_words_pass(text: str) -> None:
    """Examples in docstrings may name whom they like; a name inside another word is not a name."""
    assert list(names_named(source.parse("escrutinio.a", text), NAMES)) == []


def test_names_are_read_from_csv_and_yaml(tmp_path: Path) -> None:
    """From columns, from areas, lists and constituencies, and from a law's name."""
    table = tmp_path / "votes.csv"
    table.write_text("department,party,votes\nRío Hondo,AS,12\n", encoding="utf-8")
    law = tmp_path / "law.yaml"
    law.write_text(
        "name: {en: Electoral law of Freedonia}\nbodies: {}\ndistribution: [{areas: {Santa Clara: {senator: 3}}}]\n"
        "lists: [{id: MX, name: Marxistas, aliases: [Duck Soup]}, Firefly]\nconstituencies: {Sylvania: {}}\n",
        encoding="utf-8",
    )
    assert names_in(table) == {(PLACES, "Río Hondo"), (PEOPLE, "AS")}
    assert {name for kind, name in names_in(law) if kind == PLACES} == {"Freedonia", "Santa Clara", "Sylvania"}
    assert {name for kind, name in names_in(law) if kind == PEOPLE} == {"MX", "Marxistas", "Duck Soup", "Firefly"}
