"""A scenario: what is changed of an election, written down so that others can run it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - pydantic reads it when a scenario is checked
from typing import TYPE_CHECKING, Annotated, Any, Literal

from escrutinio.documents import (
    STRICT,
    Called,
    Count,
    OneOf,
    Share,
    Texts,
    as_plain,
    check,
    country_folders,
    nearest,
    read_checked,
    some,
)
from escrutinio.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction
    from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Alliance:
    """Lists that stand as one: each brings ``keeping`` of its votes; ``losing_to`` says where the others go.

    The alliance counts as so many parties as its lists did, where a law asks more of several parties together.
    """

    __pydantic_config__ = STRICT

    alliance: tuple[str, ...]
    name: str
    keeping: dict[str, Share] = field(default_factory=dict)
    losing_to: dict[str, Share] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an alliance of fewer than two."""
        if len(set(self.alliance)) < 2:  # noqa: PLR2004 - one list alone stands as it is
            raise Problem(TWO)
        for share in self.keeping.values():
            _whole([share])
        _whole(self.losing_to.values())


@dataclass(frozen=True, kw_only=True)
class Split:
    """A list that stands as several, each with a share of its votes; what is left over stays at home."""

    __pydantic_config__ = STRICT

    split: str
    into: dict[str, Share]
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a split into nothing, or into more than there is."""
        some(self.into)
        _whole(self.into.values())


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """A list that does not stand; shares of its votes go to others, the rest stays at home."""

    __pydantic_config__ = STRICT

    withdraw: str
    to: dict[str, Share] = field(default_factory=dict)
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to hand on more than there is."""
        _whole(self.to.values())


@dataclass(frozen=True, kw_only=True)
class Swing:
    """From one list to another: so many points of the valid votes in every area, or a share of the list's own votes.

    Where a list has fewer votes than it would lose, it loses those it has.
    """

    __pydantic_config__ = STRICT

    swing: Share
    losing: str
    gaining: str
    how: Literal["uniform", "proportional"] = "uniform"
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse to swing more than there is."""
        _whole([self.swing])


@dataclass(frozen=True, kw_only=True)
class Move:
    """Votes of one list that go to another, come (nothing given up) or stay away (nothing gained).

    So many on each ballot on which the list is voted for, unless ``ballots`` names some. From several areas they come
    in proportion to the list's votes there.
    """

    __pydantic_config__ = STRICT

    move: Count
    losing: str | None = None
    gaining: str | None = None
    areas: tuple[str, ...] = ()
    ballots: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse votes that neither come from nor go to anyone."""
        if self.losing is None and self.gaining is None:
            raise Problem("votes come from a list, go to one, or both. Name losing:, gaining:, or both.")


@dataclass(frozen=True, kw_only=True)
class Abroad:
    """Whether the votes abroad are counted: nowhere, or also where the law leaves them out."""

    __pydantic_config__ = STRICT

    abroad: Literal["counted", "not_counted"]


@dataclass(frozen=True, kw_only=True)
class OtherLaw:
    """Another law, the law of another day, or some of its values replaced.

    However many steps change the law, they make one: the last law, on the last day, with every value that was set.
    ``body`` says which body of another law is set against the one that is asked about, where their names do not.
    """

    __pydantic_config__ = STRICT

    law: str = ""
    day: date | None = None
    set: dict[str, Any] = field(default_factory=dict)
    body: str = ""


KEYS = ("alliance", "split", "withdraw", "swing", "move", "abroad", "law", "day", "set")


def _change_shape(value: Any) -> str | None:  # noqa: ANN401 - anything an author may write
    keys = value if isinstance(value, dict) else getattr(value, "__dict__", ())
    found = next((key for key in KEYS if key in keys), None)
    return "law" if found in {"day", "set"} else found


Change = Annotated[
    Annotated[Alliance, Called("alliance")]
    | Annotated[Split, Called("split")]
    | Annotated[Withdrawal, Called("withdraw")]
    | Annotated[Swing, Called("swing")]
    | Annotated[Move, Called("move")]
    | Annotated[Abroad, Called("abroad")]
    | Annotated[OtherLaw, Called("law")],
    OneOf(_change_shape, ", ".join(KEYS)),
]


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """An election and what is changed of it, one change after another."""

    __pydantic_config__ = STRICT

    scenario: str
    election: str
    name: Texts | None = None
    changes: tuple[Change, ...]
    note: Texts | None = None

    def __post_init__(self) -> None:
        """Refuse a scenario in which nothing changes."""
        some(self.changes)


def load_scenario(path: Path) -> Scenario:
    """Read a scenario; all its mistakes in one message, each with its line.

    Args:
        path: a YAML file, as ``save_scenario`` writes it.

    Raises:
        Problem: the file cannot be read, or has mistakes.

    >>> bolivia = next(each for each in country_folders() if each.name == "bo")
    >>> load_scenario(bolivia / "scenarios" / "2020-right-united.yaml").changes[0].alliance
    ('CC', 'CREEMOS')
    """
    return read_checked(path, Scenario)


def scenario_named(given: str | Path) -> Scenario:
    """A scenario by its id, where it lies with a country's data, or by the path of its file.

    Args:
        given: an id such as ``bo-2020-right-united``, or a path that ends in ``.yaml``.

    Raises:
        Problem: there is no such scenario, or its file cannot be read or has mistakes.

    >>> scenario_named("bo-2020-right-united").election
    'bo-2020'
    """
    from pathlib import Path

    path = Path(given)
    if path.suffix.lower() in {".yaml", ".yml"}:
        return load_scenario(path)
    known = {f"{each.name}-{file.stem}": file for each in country_folders() for file in each.glob("scenarios/*.yaml")}
    if str(given) not in known:
        raise Problem(
            "no scenario is called “{given}”. Did you mean {near}? Give an id, or the path of a .yaml file.",
            given=given,
            near=nearest(str(given), known),
        )
    return load_scenario(known[str(given)])


def scenario_of(document: Mapping[str, Any]) -> Scenario:
    """A scenario of plain values, as its file would hold them.

    >>> left = {"withdraw": "FPV", "to": {"CC": "1/2"}}
    >>> scenario_of({"scenario": "x", "election": "bo-2020", "changes": [left]}).changes[0].to["CC"]
    Fraction(1, 2)
    """
    return check(dict(document), Scenario)


def save_scenario(scenario: Scenario, path: Path) -> None:
    r"""Write a scenario as a file that ``load_scenario`` reads.

    Args:
        scenario: what is changed of an election.
        path: the file; what stood there is replaced.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     change = Withdrawal(withdraw="FPV")
    ...     save_scenario(Scenario(scenario="x", election="bo-2020", changes=(change,)), Path(folder) / "x.yaml")
    ...     (Path(folder) / "x.yaml").read_text(encoding="utf-8")
    'scenario: x\nelection: bo-2020\nchanges:\n- withdraw: FPV\n'
    """
    import io

    from ruamel.yaml import YAML

    text = io.StringIO()
    yaml = YAML()
    yaml.version = (1, 2)
    yaml.dump(as_written(scenario), text)
    path.write_text(text.getvalue().partition("---\n")[2], encoding="utf-8")


def as_written(scenario: Scenario) -> dict[str, Any]:
    """A scenario as plain values, without what is empty in it or in its changes.

    >>> as_written(Scenario(scenario="x", election="bo-2020", changes=(Withdrawal(withdraw="FPV"),)))["changes"]
    [{'withdraw': 'FPV'}]
    """
    document = as_plain(scenario)
    return _some(document | {"changes": [_some(each) for each in document["changes"]]})


def _some(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value not in ({}, [], "", None)}


TWO = "an alliance takes two lists at least. Name them."


def _whole(shares: Iterable[Fraction]) -> None:
    if sum(shares) > 1:
        raise Problem("the shares add up to more than the whole. Lower them.")
