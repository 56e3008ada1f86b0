"""The pieces reports are put together from: tables, lines, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from escrutinio.model import Source
    from escrutinio.report.words import Words

BASIS = {
    "text": "stated in the text",
    "regulation": "stated in a regulation",
    "practice": "known from practice",
    "inferred": "inferred from official results",
}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1, total: bool = False) -> Table:
    """A plain table; the first ``left`` columns are text, the others figures; ``total`` sets the last row apart."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        grid.add_column(head, justify="left" if place < left else "right", overflow="fold")
    body = list(rows)
    for number, row in enumerate(body):
        last = total and number == len(body) - 1
        if last:
            grid.add_section()
        grid.add_row(*row, style="bold" if last else None)
    return grid


def heading(text: str) -> RenderableType:
    """A body's or a stage's title."""
    return Text(text, style="bold underline")


def line(text: str, *, indent: int = 0, style: str = "") -> RenderableType:
    """A sentence, wrapped to the width at hand."""
    return Padding(Text(text, style=style), (0, 0, 0, indent), expand=False)


def cite(words: Words, source: Source, basis: str = "") -> str:
    """A source in one line: title, article, and how well the rule is known where it is not from the text."""
    article = words("art. {article}", article=source.article) if source.article else ""
    known = words(BASIS[basis]) if basis and basis != "text" else ""
    return ", ".join(part for part in (source.title, article, known) if part)


def document(source: Source) -> str:
    """A source with who published it, when and where."""
    return ". ".join(part for part in (source.publisher, source.title, source.date, source.url) if part)
