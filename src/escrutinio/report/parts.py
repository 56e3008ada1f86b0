"""The pieces reports are put together from: tables, lines, sources. None loses a figure, however narrow the page."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, ConsoleOptions, JustifyMethod, RenderableType

    from escrutinio.model import Source
    from escrutinio.report.words import Words

BASIS = {
    "text": "stated in the text",
    "regulation": "stated in a regulation",
    "practice": "known from practice",
    "inferred": "inferred from official results",
}

STATUS = {
    "official": "official result",
    "annulled": "annulled election",
    "preliminary": "preliminary count",
    "hypothetical": "hypothetical",
}

NARROWEST, GAP, TEXT = 30, 3, 14
"""The narrowest page, the blanks between two columns, and how narrow a column of text may become."""

TOGETHER = "\u00a0"
"""A blank that holds words on one line; it is printed as a plain one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence wrapped between words: no address and no figure is broken, and no line ends in blanks."""

    text: str
    indent: int = 0
    style: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """One line after the other; those after the first stand under its words."""
        del console
        hang = 2 if self.text.startswith("· ") else 0
        for row in textwrap.wrap(
            self.text,
            max(options.max_width, NARROWEST),
            initial_indent=" " * self.indent,
            subsequent_indent=" " * (self.indent + hang),
            break_long_words=False,
            break_on_hyphens=False,
        ):
            yield Text(row.replace(TOGETHER, " "), style=self.style, no_wrap=True, overflow="ignore")


@dataclass(frozen=True, slots=True)
class Grid:
    """A plain table; where it is wider than the page its figures go on in a second one below, headings and all."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int
    total: bool
    indent: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """One table, or as many as its figures need."""
        del console
        room = max(options.max_width, NARROWEST) - self.indent
        everything = list(range(len(self.heads)))
        tight = sum(self._widest(each) + GAP for each in everything) - GAP > room
        for number, columns in enumerate(self._shares(room) if tight else [everything]):
            if number:
                yield ""
            table = self._table(columns, self._widths(columns, room) if tight else {})
            yield Padding(table, (0, 0, 0, self.indent), expand=False)

    def _shares(self, room: int) -> Iterator[list[int]]:
        """The columns of each table: those of text stand in every one, the figures are shared out."""
        text = list(range(self.left))
        taken = sum(self._narrowest(each) + GAP for each in text)
        share: list[int] = []
        for each in range(self.left, len(self.heads)):
            if share and taken + sum(self._narrowest(one) + GAP for one in [*share, each]) - GAP > room:
                yield [*text, *share]
                share = []
            share.append(each)
        yield [*text, *share]

    def _widths(self, columns: list[int], room: int) -> dict[int, int]:
        """How wide each column of figures is: as its headings like it, while there is room for the others."""
        widths = {each: self._narrowest(each) for each in columns}
        spare = room - sum(width + GAP for width in widths.values()) + GAP
        for each in columns[self.left :]:
            wider = max(0, min(spare, self._widest(each) - widths[each]))
            widths[each] += wider
            spare -= wider
        return {each: widths[each] for each in columns[self.left :]}

    def _table(self, columns: list[int], widths: dict[int, int]) -> Table:
        grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
        for each in columns:
            side: JustifyMethod = "left" if each < self.left else "right"
            grid.add_column(self.heads[each], justify=side, width=widths.get(each), overflow="fold")
        for number, row in enumerate(self.rows):
            last = self.total and number == len(self.rows) - 1
            if last:
                grid.add_section()
            grid.add_row(*(row[each] for each in columns), style="bold" if last else None)
        return grid

    def _cells(self, column: int) -> list[str]:
        return [row[column] for row in self.rows]

    def _widest(self, column: int) -> int:
        """How wide a column is with nothing wrapped."""
        return max(map(len, [self.heads[column], *self._cells(column)]))

    def _narrowest(self, column: int) -> int:
        """How narrow a column may become: text wraps, a figure never does."""
        if column < self.left:
            return min(self._widest(column), TEXT)
        return max(map(len, [*self.heads[column].split(), *self._cells(column), ""]))


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1, total: bool = False, indent: int = 0
) -> RenderableType:
    """A plain table; the first ``left`` columns are text, the others figures; ``total`` sets the last row apart."""
    return Grid(tuple(heads), tuple(tuple(row) for row in rows), left, total, indent)


def heading(text: str) -> RenderableType:
    """A body's or a stage's title."""
    return Line(text, style="bold underline")


def line(text: str, *, indent: int = 0, style: str = "") -> RenderableType:
    """A sentence, wrapped to the width at hand."""
    return Line(text, indent, style)


def more_rows(rows: int, most: int, words: Words) -> Iterator[RenderableType]:
    """A line for the rows of a table that are not shown, where there are some."""
    if rows > most:
        yield line(words("… and {number} more rows; --json or -o FILE gives them all.", number=rows - most))


def cite(words: Words, source: Source, basis: str = "") -> str:
    """A source in one line: title, article, and how well the rule is known where it is not from the text.

    An article that is not told by a number has its own word or sign for it.
    """
    article = source.article or ""
    if article[:1].isdigit():
        article = words("art. {article}", article=article)
    known = words(BASIS[basis]) if basis and basis != "text" else ""
    return ", ".join(part for part in (source.title, article, known) if part)


def document(source: Source) -> str:
    """A source with who published it, when and where."""
    return ". ".join(part for part in (source.publisher, source.title, source.date, source.url) if part)
