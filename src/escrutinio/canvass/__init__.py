"""Official counts in, checked tallies out. The room is opened part by part: asking for a name reads its file."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.catalogue import election, elections

if TYPE_CHECKING:
    from escrutinio.canvass.checking.checks import check, check_contests_of, explain_code, falls, message, summary
    from escrutinio.canvass.checking.policies import Policy, counted_where, set_aside
    from escrutinio.canvass.count import Count, open_count
    from escrutinio.canvass.counting.comparisons import compare
    from escrutinio.canvass.counting.tallies import tally
    from escrutinio.canvass.engine import connect
    from escrutinio.canvass.fetching.files import fetch, public_files
    from escrutinio.canvass.making.synthetic import anomaly, synth
    from escrutinio.canvass.reading.describing import describe
    from escrutinio.canvass.reading.files import read
    from escrutinio.canvass.storing.election import election_from_store
    from escrutinio.canvass.storing.histories import history
    from escrutinio.canvass.storing.publishing import publish, published
    from escrutinio.canvass.storing.store import add, as_of, known, open_store, snapshots

__all__ = [
    "Count",
    "Policy",
    "add",
    "anomaly",
    "as_of",
    "check",
    "check_contests_of",
    "compare",
    "connect",
    "counted_where",
    "describe",
    "election",
    "election_from_store",
    "elections",
    "explain_code",
    "falls",
    "fetch",
    "history",
    "known",
    "message",
    "open_count",
    "open_store",
    "public_files",
    "publish",
    "published",
    "read",
    "set_aside",
    "snapshots",
    "summary",
    "synth",
    "tally",
]

_FILES = {
    "checking.checks": ("check", "check_contests_of", "explain_code", "falls", "message", "summary"),
    "checking.policies": ("Policy", "counted_where", "set_aside"),
    "count": ("Count", "open_count"),
    "counting.comparisons": ("compare",),
    "counting.tallies": ("tally",),
    "engine": ("connect",),
    "fetching.files": ("fetch", "public_files"),
    "making.synthetic": ("anomaly", "synth"),
    "reading.describing": ("describe",),
    "reading.files": ("read",),
    "storing.election": ("election_from_store",),
    "storing.histories": ("history",),
    "storing.publishing": ("publish", "published"),
    "storing.store": ("add", "as_of", "known", "open_store", "snapshots"),
}
_HOMES = {name: file for file, names in _FILES.items() for name in names}
"""The file of each name that is not read before somebody asks for it."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the file has
    """A name of the room, from the file it is in."""
    if name not in _HOMES:
        raise AttributeError(f"escrutinio.canvass has no “{name}”")
    return getattr(import_module(f"escrutinio.canvass.{_HOMES[name]}"), name)
