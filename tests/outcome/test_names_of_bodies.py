"""Bodies as people type them: by id, by name, by the aliases that the law file gives."""

import dataclasses
from datetime import date

import pytest

import escrutinio as es
from escrutinio.law import BodyInForce
from escrutinio.model import Problem
from escrutinio.outcome import body_named


@pytest.fixture(scope="module")
def bodies() -> dict[str, BodyInForce]:
    """The bodies of Bolivia's law on the day of 2020."""
    return dict(es.law.in_force(es.law.load("bo"), date(2020, 10, 18)).bodies)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("senado", "senate"),
        (" SENADO ", "senate"),
        ("senadores", "senate"),
        ("diputados", "deputies"),
        ("Diputadas", "deputies"),
        ("presidente", "president"),
        ("presidenta", "president"),
        ("supraestatal", "supranational"),
    ],
)
def test_short_names_are_known(bodies: dict[str, BodyInForce], typed: str, meant: str) -> None:
    """An alias means its body, whatever capitals and blanks are typed."""
    assert body_named(bodies, typed) == meant


def test_an_alias_of_two_bodies_means_neither(bodies: dict[str, BodyInForce]) -> None:
    """A short name that two bodies have is refused, not guessed."""
    both = {
        name: dataclasses.replace(body, body=dataclasses.replace(body.body, aliases=("cámara",)))
        for name, body in bodies.items()
        if name in {"senate", "deputies"}
    }
    with pytest.raises(Problem, match="no body in force on that day is called “cámara”"):
        body_named(both, "cámara")


def test_an_id_comes_before_an_alias(bodies: dict[str, BodyInForce]) -> None:
    """A body's own id means it, even where another body has that word as an alias."""
    senate = dataclasses.replace(
        bodies["senate"], body=dataclasses.replace(bodies["senate"].body, aliases=("deputies",))
    )
    assert body_named({**bodies, "senate": senate}, "deputies") == "deputies"


def test_elect_takes_the_alias() -> None:
    """``es.elect`` takes a short name and answers for that body alone."""
    assert list(es.elect("bo-2020", bodies=["senado"]).bodies) == ["senate"]


@pytest.mark.parametrize("typed", ["senad", "senator"])
def test_a_name_that_is_near_is_asked_for(bodies: dict[str, BodyInForce], typed: str) -> None:
    """What is no alias is refused, with the nearest body."""
    with pytest.raises(Problem, match=f"no body in force on that day is called “{typed}”. Did you mean senate?"):
        body_named(bodies, typed)
