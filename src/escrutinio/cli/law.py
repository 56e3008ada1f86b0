"""Laws on the command line: list them, look at one, draw it, check files, begin one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from escrutinio.cli.base import USAGE, Commands, answer, as_json, day, lang

if TYPE_CHECKING:
    from datetime import date


@click.group(cls=Commands, invoke_without_command=True)
@click.pass_context
def law(context: click.Context) -> None:
    """Look at laws, and check law files; alone it lists those at hand."""
    if context.invoked_subcommand is None:
        context.invoke(law_list)


@law.command("list", short_help="The laws at hand.")
@lang
@as_json
def law_list(lang: str, *, as_json: bool) -> None:
    """List the laws at hand: their ids, names and bodies, and since when they are known."""
    from escrutinio import law as laws
    from escrutinio.report import words
    from escrutinio.report.lists import laws_json, laws_text

    found = [laws.load(each) for each in laws.available()]
    answer(laws_text(found, words(lang)), laws_json(found) if as_json else None)


@law.command("show", short_help="A law, stage by stage.")
@click.argument("law")
@click.option("--day", metavar="YYYY-MM-DD", callback=day, help="Only the rules in force on that day.")
@lang
@as_json
def law_show(law: str, day: date | None, lang: str, *, as_json: bool) -> None:
    """Show a LAW: its stages in order, their values, dates and sources."""
    from escrutinio import law as laws
    from escrutinio.report import words
    from escrutinio.report.as_json import law_json
    from escrutinio.report.law_text import law_text

    found = laws.load(law)
    rules = laws.in_force(found, day) if day else None
    answer(law_text(found, rules, words(lang)), law_json(found, rules) if as_json else None)


@law.command("graph", short_help="A picture of its stages.")
@click.argument("law")
@click.option("--day", metavar="YYYY-MM-DD", callback=day, help="The rules in force on that day; today's otherwise.")
@click.option(
    "-o", "--output", metavar="FILE", help="Draw into a file, by its ending: .svg, .mmd (Mermaid) or .dot (Graphviz)."
)
@lang
def law_graph(law: str, day: date | None, output: str | None, lang: str) -> None:
    """Draw the stages of a LAW and what each builds on; without a file, as Mermaid text."""
    from datetime import date
    from pathlib import Path

    from escrutinio import law as laws
    from escrutinio.report import law_diagrams, words
    from escrutinio.report.law_graph import law_graph as graph_of
    from escrutinio.report.tables import replacing

    rules = laws.in_force(laws.load(law), day or date.today())  # noqa: DTZ011 - the day where the reader is
    graph = graph_of(rules, words(lang))
    if output is None:
        click.echo(law_diagrams.mermaid(graph, words(lang)), nl=False)
        return
    drawn = law_diagrams.drawn(graph, Path(output), words(lang))
    with replacing(Path(output)) as part:
        part.write_text(drawn, encoding="utf-8")


@law.command("check", short_help="Whether law files are in order.")
@click.argument("laws", nargs=-1)
@lang
@as_json
def law_check(laws: tuple[str, ...], lang: str, *, as_json: bool) -> None:
    """Check LAWS, by id or file; all that are at hand where none is named.

    Errors, which keep a law from electing, leave with exit status 2; warnings are told, and leave with 0.
    """
    from escrutinio import law as shelf
    from escrutinio.report import words
    from escrutinio.report.law_checks import checks_json, errors_text, warnings_text

    found = [shelf.check(each) for each in laws or shelf.available()]
    if as_json:
        answer((), checks_json(found, words(lang)))
    else:
        click.echo(warnings_text(found, words(lang)), nl=False)
        click.echo(errors_text(found, words(lang)), nl=False, err=True)
    if any(each.errors for each in found):
        raise SystemExit(USAGE)


@law.command("new", short_help="A commented start.")
@click.argument("country")
@click.option(
    "-o",
    "--output",
    metavar="FILE|FOLDER",
    help="Write there: the law to a .yaml file, or the country's whole folder to one of another name.",
)
@lang
def law_new(country: str, output: str | None, lang: str) -> None:
    """Begin the law of a COUNTRY: a small complete law with comments that teach every choice.

    It passes `law check` as it is. With a folder, an example of an election is written beside it.
    """
    from pathlib import Path

    from escrutinio.report import law_new as start
    from escrutinio.report import words

    if output is None:
        click.echo(start.law_of(country, lang), nl=False)
        return
    written = start.write(country, Path(output), lang)
    click.echo("\n".join(start.next_steps(country, written, words(lang))))
