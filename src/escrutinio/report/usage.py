"""What the command line says of itself, in the language asked for: usage, help, and what is wrong with a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from escrutinio.report.words import Words


class Formatter(click.HelpFormatter):
    """Click's pages of help, put into words by ours."""

    def __init__(self, words: Words, **sizes: Any) -> None:  # noqa: ANN401 - click's own
        """Keep the words to speak in."""
        super().__init__(**sizes)
        self.words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How a command is typed."""
        super().write_usage(prog, self.words.capitals(args), prefix or self.words.help("Usage: "))

    def write_heading(self, heading: str) -> None:
        """The title of a list."""
        super().write_heading(self.words.help(heading))

    def write_text(self, text: str) -> None:
        """What a command does, paragraph by paragraph."""
        super().write_text("\n\n".join(self.words.help(" ".join(part.split())) for part in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **sizes: Any) -> None:  # noqa: ANN401 - click's own
        """A list of options or commands, each with what it does."""
        told = [(self.words.capitals(name), self.words.help(about)) for name, about in rows]
        super().write_dl(told, *args, **sizes)


def complaint(error: click.ClickException, words: Words) -> str:
    """What is wrong with a command as it was typed, after how it is typed."""
    context = getattr(error, "ctx", None)
    if context is None:
        return words.finished(error.format_message())
    if type(error).__name__ == "NoArgsIsHelpError":
        return str(context.get_help())
    usage = context.get_usage()
    hint = words("“{command} --help” tells more.", command=context.command_path)
    return f"{usage}\n{hint}\n\n{words.finished(error.format_message())}"
