"""Files on the command line: fetch the public ones, make some up, publish a store's snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from escrutinio.cli.base import Command, answer, as_json, lang
from escrutinio.cli.output import whole, working

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command(cls=Command, short_help="The public files of an election, downloaded.")
@click.argument("election")
@click.option(
    "--into",
    metavar="FOLDER",
    default=".",
    show_default="this folder",
    help="Where the files go; made where it is not.",
)
@click.option("--only", metavar="NAME", multiple=True, help="Only the file of this name.")
@click.option("--overwrite", is_flag=True, help="Replace a file that is there and is not the listed one.")
@lang
@as_json
def fetch(election: str, lang: str, *, as_json: bool, into: str, only: Sequence[str], overwrite: bool) -> None:
    """Download the public files that the catalogue lists for an ELECTION.

    Each is checked by its SHA-256 and has its name only when it is whole. What is there already is not downloaded
    again, another file of its name is left alone, and what was cut off is gone on with.
    """
    from escrutinio import canvass
    from escrutinio.report import words
    from escrutinio.report.canvass_files import fetch_json, fetch_text

    with working(election) as moved:
        found = canvass.fetch(election, Path(into), only=only, overwrite=overwrite, progress=moved)
    answer(fetch_text(found, words(lang)), fetch_json(found) if as_json else None)


@click.command(cls=Command, short_help="Made-up tally sheets with real totals.")
@click.argument("election")
@click.option(
    "--stations", metavar="N", callback=whole(1), default="1000", help="How many polling stations; 1000 otherwise."
)
@click.option(
    "--seed", metavar="N", callback=whole(0), default="1", help="The same seed, the same sheets; 1 otherwise."
)
@click.option(
    "--anomaly",
    "anomalies",
    multiple=True,
    metavar="KIND[:STATIONS][:LIST>LIST][@AREA]",
    help="What is to be wrong on purpose, such as stuffed:5@North.",
)
@click.option("--contest", default="", metavar="CONTEST", help="Which ballot; the first with counts otherwise.")
@click.option(
    "--factor", metavar="N", callback=whole(0), default="0", help="Every total times this; 0: as many stations ask for."
)
@click.option(
    "--snapshots", metavar="N", callback=whole(1), default="1", help="How many cumulative files; one otherwise."
)
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV in place of Parquet.")
@click.option(
    "-o", "--output", metavar="FOLDER", default="synthetic", help="Where the files go; the folder synthetic otherwise."
)
@lang
@as_json
def synth(election: str, lang: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's own
    """Make up tally sheets for an ELECTION whose areas add up to the real totals.

    For exercises and tests: what is wrong on purpose is written beside the files, in truth.csv.
    """
    from escrutinio import canvass
    from escrutinio.report import words
    from escrutinio.report.canvass_files import synth_json, synth_text

    ordered = [canvass.anomaly(each) for each in options["anomalies"]]
    asked = {name: options[name] for name in ("stations", "seed", "contest", "factor", "snapshots")}
    kind: Literal["csv", "parquet"] = "csv" if options["as_csv"] else "parquet"
    with working(election) as moved:
        made = canvass.synth(
            election,
            Path(options["output"]),
            anomalies=ordered,
            format=kind,
            progress=lambda done, total: moved(election, done, total),
            **asked,
        )
    answer(synth_text(made, words(lang)), synth_json(made) if as_json else None)


@click.command(cls=Command, short_help="A store's snapshots, for everybody to read.")
@click.argument("store")
@click.argument("folder")
@lang
@as_json
def publish(store: str, folder: str, lang: str, *, as_json: bool) -> None:
    """Write every snapshot of a STORE to a FOLDER that others may read while the store is being written.

    Each is a Parquet file that never changes, and index.json names them; what is there already is left alone.
    """
    import escrutinio
    from escrutinio.report import words
    from escrutinio.report.canvass_files import publish_json, publish_text

    with working(store), escrutinio.open_store(store, read_only=True) as opened:
        done = escrutinio.publish(opened, folder)
    answer(publish_text(done, folder, words(lang)), publish_json(done, folder) if as_json else None)
