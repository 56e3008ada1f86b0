"""YAML documents in: read, checked with the line of every mistake, and found again when they have not changed."""

from __future__ import annotations

import functools
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from escrutinio.documents import cache
from escrutinio.model import Problem, Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pydantic import TypeAdapter, ValidationError

    Shape = TypeVar("Shape")
    Wrong = Callable[[Shape], Iterable[tuple[Sequence[int | str], Problem]]]

# Checking a document needs none of the plugins that other packages offer pydantic, and looking for them takes time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

PACKAGED = Path(__file__).parent.parent / "countries"


def country_folders() -> tuple[Path, ...]:
    """Every country folder: the user's own first (``ESCRUTINIO_COUNTRIES``), then the packaged ones.

    >>> [folder.name for folder in country_folders()][-1] != ""
    True
    """
    own = [Path(part) for part in os.environ.get("ESCRUTINIO_COUNTRIES", "").split(os.pathsep) if part]
    roots = [root for root in (*own, PACKAGED) if root.is_dir()]
    return tuple(folder for root in roots for folder in sorted(root.iterdir()) if folder.is_dir())


def nearest(word: str, words: Iterable[str]) -> str:
    """A clause for the end of a message: the nearest known word, those it is short for, or all of them where few.

    >>> nearest("senat", ["senate", "deputies"])
    'senate'
    >>> nearest("PP", ["Partido Popular", "Partido Socialista", "Los Verdes"])
    'Partido Popular'
    """
    from difflib import get_close_matches

    known = sorted({str(each) for each in words})
    short_for = [each for each in known if _initials(each) == word.casefold()]
    if short_for and len(word) > 1:
        return ", ".join(short_for[:3])
    folded = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else ", ".join(known[:12])


def _initials(name: str) -> str:
    """What a name of several words is called for short; little words do not count."""
    return "".join(word[0] for word in re.findall(r"\w{4,}", name)).casefold()


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, or one message saying why it cannot be read.

    >>> read_text(PACKAGED / "bo" / "laws" / "bo.yaml").splitlines()[3]
    'law: bo'
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(
            "{file} is not UTF-8 text (byte {byte}). Save it as UTF-8 and try again.", file=path, byte=error.start
        ) from error
    except OSError as error:
        raise Problem(
            "{file} cannot be read ({why}). Check the name and the permissions.", file=path, why=error.strerror
        ) from error


def read_checked(path: Path, shape: type[Shape], wrong: Wrong[Shape] | None = None) -> Shape:
    """A YAML document checked against its shape; all mistakes in one message, each with its line.

    Args:
        path: a YAML 1.2 file.
        shape: a frozen dataclass marked with the words of ``shapes``.
        wrong: what else is wrong with a document of the right shape, with the place of each mistake.

    Returns:
        The document. One that was checked before is taken from the cache, without checking it again.

    Raises:
        Problem: the file cannot be read, is not YAML, or has mistakes.

    >>> from escrutinio.law import LawFile
    >>> read_checked(PACKAGED / "bo" / "laws" / "bo.yaml", LawFile).country
    'bo'
    """
    text = read_text(path)
    kept = cache.place(text, shape)
    known = cache.load(kept)
    if isinstance(known, shape):
        return known
    document = check(parse(text, path), shape, path)
    mistakes = Problems(place_of(path, loc, what) for loc, what in (wrong(document) if wrong else ()))
    if mistakes:
        raise Problem("{mistakes}", mistakes=mistakes)
    cache.keep(kept, document)
    return document


def check(document: object, shape: type[Shape], path: Path | None = None) -> Shape:
    """Plain values as a document of that shape; all mistakes in one message.

    >>> from escrutinio.law.dated import Citation
    >>> check({"text": "constitution", "article": "166"}, Citation)
    Citation(text='constitution', article='166')
    """
    from pydantic import ValidationError

    try:
        checker: TypeAdapter[Shape] = _adapter(shape)  # type: ignore[arg-type]  # mypy: a type may have no hash
        return checker.validate_python(document)
    except ValidationError as error:
        raise Problem("{mistakes}", mistakes=_mistakes(error, path)) from error


@functools.cache
def _adapter(shape: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - mypy does not know that every type has a hash
    """Pydantic's checker of a shape, which takes longer to make than most documents to check."""
    from pydantic import TypeAdapter

    return TypeAdapter(shape)


def as_plain(document: object) -> Any:  # noqa: ANN401 - a document as its author would have written it
    """A document as plain values, in the words of its file.

    >>> from escrutinio.law.dated import Citation
    >>> as_plain(Citation(text="constitution"))
    {'text': 'constitution', 'article': ''}
    """
    shape: Any = type(document)
    return _adapter(shape).dump_python(document, mode="json", by_alias=True, exclude_none=True)


def json_schema(shape: type) -> dict[str, Any]:
    """The JSON Schema of a shape, for editors.

    >>> from escrutinio.law.dated import Citation
    >>> json_schema(Citation)["required"]
    ['text']
    """
    from pydantic import TypeAdapter

    schema = TypeAdapter(shape).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def parse(text: str, path: Path) -> Any:  # noqa: ANN401 - a document is whatever its author wrote, until it is checked
    """A YAML 1.2 text as plain values; dates stay text."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return json.loads(json.dumps(_yaml("safe").load(text), default=str))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, why = (mark.line + 1 if mark else 1), error.problem or error.context
    except YAMLError as error:
        line, why = 1, str(error).splitlines()[0]
    except (TypeError, ValueError, RecursionError):
        line, why = 1, "it holds a key that is no word, or a part of itself"
    raise Problem(
        "{file}:{line}: this is not valid YAML: {why}. Check the indentation and quotes around there.",
        file=path,
        line=line,
        why=why,
    )


def place_of(path: Path | None, loc: Sequence[int | str], what: Problem) -> Problem:
    """The problem with its place before it: file and line, where there is a file, and the keys inside the document.

    >>> str(place_of(None, ("bodies", "senate"), Problem("is missing. Add it.")))
    'bodies.senate: is missing. Add it.'
    """
    place = ".".join(str(part) for part in loc) or (path.name if path else "")
    if path is None:
        return Problem("{place}: {what}", place=place, what=what) if place else what
    return Problem("{file}:{line}: {place}: {what}", file=path, line=_line(path, loc), place=place, what=what)


def _yaml(kind: str) -> Any:  # noqa: ANN401 - ruamel.yaml is untyped here
    from ruamel.yaml import YAML

    yaml = YAML(typ=kind, pure=True)
    yaml.version = (1, 2)
    base = yaml.Constructor
    yaml.Constructor = type("Constructor", (base,), {})  # of our own, so that no other user of ruamel.yaml is touched
    yaml.Constructor.add_constructor(
        "tag:yaml.org,2002:timestamp", base.construct_yaml_str
    )  # a thirteenth month is told
    return yaml


def _line(path: Path, loc: Sequence[int | str]) -> int:
    """The line of the value that ``loc`` leads to; tags of unions, which are not in the file, are skipped."""
    node = _yaml("rt").load(read_text(path))
    line = 1
    for key in loc:
        try:
            place = node.lc.item(key) if isinstance(key, int) else node.lc.key(key)
            node, line = node[key], place[0] + 1
        except (AttributeError, KeyError, IndexError, TypeError):
            continue
    return line


def _mistakes(error: ValidationError, path: Path | None) -> Problems:
    """Each mistake once: the file and line, the place in the document, what is wrong and what to do."""
    told = [place_of(path, each["loc"], _what(each)) for each in error.errors(include_url=False)]
    return Problems({str(each): each for each in told}.values())


def _what(mistake: Any) -> Problem:  # noqa: ANN401 - pydantic's own mapping
    kind, context, value = mistake["type"], mistake.get("ctx", {}), mistake.get("input")
    if kind in {"missing", "missing_argument", "missing_keyword_only_argument"}:
        return Problem("is missing. Add it.")
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        return Problem("is not a word of this file. Check the spelling, or take it out.")
    if kind in {"union_tag_invalid", "literal_error"}:
        expected = str(context.get("expected_tags") or context.get("expected")).replace("'", "")
        words = [word.strip() for part in expected.split(",") for word in part.split(" or ")]
        given = str(context.get("tag", value))
        return Problem(
            "“{given}” is not known here. Write one of: {words}. Did you mean {near}?",
            given=given,
            words=", ".join(words),
            near=nearest(given, words),
        )
    if kind == "shape":
        return Problem("none of the keys {words} stands here. Write one of them.", words=mistake["msg"])
    if isinstance(context.get("error"), Problem):
        told: Problem = context["error"]
        return told
    return Problem("“{given}” does not fit: {why}.", given=value, why=mistake["msg"])
