"""Write the reference of the command line, docs/cli.md, from the commands themselves.

``python tools/cli_reference.py docs/cli.md`` writes it; with ``--check`` it exits 1 where the page is out of date.
"""

from __future__ import annotations

import difflib
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """\
<!-- Written by make cli-reference from the commands. Do not edit. -->

# Command line

Data go to standard output, everything else to standard error. Exit codes: 0 clean, 1 something was
found, 2 wrong usage or a file that cannot be read, 3 an error of ours.
"""


def render(main: click.Command, name: str = "escrutinio") -> str:
    """The whole page, as MyST Markdown; ``--help``, which every command has, is left out.

    >>> render(click.Command("hello", help="Say hello."), "hello").splitlines()[-5:]
    ['Say hello.', '', '```text', 'hello [OPTIONS]', '```']
    """
    return HEAD + "".join(f"\n{part}\n" for part in _command(main, name, None, 2))


def _command(command: click.Command, name: str, parent: click.Context | None, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=name.rsplit(maxsplit=1)[-1], parent=parent)
    yield f"{'#' * level} {name}"
    if command.help:
        yield _prose(command.help)
    yield f"```text\n{name} {' '.join(command.collect_usage_pieces(context))}".rstrip() + "\n```"
    lines = [_parameter(each, context) for each in command.get_params(context) if "--help" not in each.opts]
    if any(lines):
        yield "\n".join(line for line in lines if line)
    if isinstance(command, click.Group):
        for sub in command.list_commands(context):
            found = command.get_command(context, sub)
            if found is not None and not found.hidden:
                yield from _command(found, f"{name} {sub}", context, min(level + 1, 6))


def _parameter(parameter: click.Parameter, context: click.Context) -> str:
    """One line of a list: the option as help shows it, what it does, its default."""
    if isinstance(parameter, click.Argument):
        name = parameter.make_metavar(context).strip("[].")
        return f"- `{name}`: {'needed' if parameter.required else 'optional'}"
    record = parameter.get_help_record(context)
    return f"- `{record[0]}`: {' '.join(record[1].split())}" if record else ""


def _prose(text: str) -> str:
    """A help text; paragraphs that click must not wrap (after a line with only a backspace mark) become code blocks."""
    parts = inspect.cleandoc(text).partition("\f")[0].strip().split("\n\n")
    return "\n\n".join(f"```text\n{part[2:]}\n```" if part.startswith("\b\n") else part for part in parts)


def _main(arguments: list[str]) -> int:
    from escrutinio.cli import main

    page, text = Path(arguments[-1]), render(main)
    if "--check" not in arguments:
        page.write_text(text, encoding="utf-8")
        return 0
    old = page.read_text(encoding="utf-8") if page.exists() else ""
    difference = list(difflib.unified_diff(old.splitlines(), text.splitlines(), str(page), "the commands", lineterm=""))
    if difference:
        print("\n".join(difference), f"\n{page} is out of date. Write it anew: make cli-reference", file=sys.stderr)
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
