"""The register of stations on the command line, for the commands that hold a count against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import ExitStack
    from typing import Any

    from escrutinio.canvass import Count

register_format = click.option(
    "--register-format",
    metavar="ID|FILE",
    help="How the register is described; found by its headers otherwise.",
)


def register_of(stack: ExitStack, options: Mapping[str, Any]) -> Count | None:
    """The register that is asked for, opened until the stack is closed."""
    from escrutinio.canvass.reading.registers import open_register
    from escrutinio.model import Problem

    if options["register"] is None:
        if options["register_format"] is not None:
            raise Problem("--register-format describes a register. Give it with --register FILE.")
        return None
    how = {"format": options["register_format"], "like": options["file_format"]}
    return stack.enter_context(open_register(options["register"], **how))
