"""Imports one file into a store again and again, each time in a child that the test may kill.

Run as a script: at a line on standard input a child is forked that adds the Parquet file to the store, and its number
goes to standard output; at the next line the script waits for it and tells how it ended.
"""

# ruff: noqa: T201 - what is printed is what the test reads

import os
import sys
from pathlib import Path

import duckdb  # noqa: F401 - loaded before the first fork, so that a child starts with the import itself

from escrutinio.canvass.engine import Embedded
from escrutinio.canvass.sheets import Reading, lists_of, literal
from escrutinio.canvass.storing.store import add, open_store
from escrutinio.model import Source


def bring(store: Path, parquet: str) -> None:
    """Read the file as a table and add it to the store."""
    engine = Embedded()
    engine.rows(f"CREATE TABLE read AS FROM read_parquet({literal(parquet)})")
    source = Source("count", file=parquet, sha256="a" * 64)
    lists = {"president": lists_of(engine.columns("read"))}
    with open_store(store) as opened:
        add(opened, Reading(source, "made", engine, {"president": "read"}, lists, time="2020-10-18T20:00:00Z"))


if __name__ == "__main__":
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            bring(Path(sys.argv[1]), sys.argv[2])
            os._exit(0)
        print(child, flush=True)
        sys.stdin.readline()  # until then the child's number is nobody else's, so that it may be killed
        print(os.waitpid(child, 0)[1], flush=True)
