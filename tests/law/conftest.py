"""A small law file as a lawyer would write it, for the tests of this room to spoil."""

import pytest

LAW = """\
law: small
country: small
name: {es: Ley, en: Act}
texts:
  act: {title: Act of 2000}
bodies:
  house:
    name: {es: Cámara, en: House}
    kinds:
      seat: {es: escaños, en: seats}
    distribution:
      - from: 2000-01-01
        source: {text: act, article: "1"}
        basis: text
        members: 7
        areas: {North: {seat: 4}, South: {seat: 3}}
    stages:
      - id: threshold
        does: threshold
        name: {es: Umbral, en: Threshold}
        from: 2000-01-01
        source: {text: act, article: "2"}
        basis: text
        votes: president
        admits: {share: 3/100, of: valid_votes, over: country, boundary: at_least}
      - id: seats
        does: highest_averages
        name: {es: Escaños, en: Seats}
        from: 2000-01-01
        source: {text: act, article: "3"}
        basis: text
        votes: president
        per: region
        seats: [seat]
        divisors: dhondt
        among: threshold
        gives: seat
        ties: lots
"""


@pytest.fixture
def spoiled(tmp_path):
    """Write the law with some words replaced, and give its path."""

    def write(*changes, text=LAW):
        for before, after in changes:
            assert before in text, before
            text = text.replace(before, after, 1)
        path = tmp_path / "small.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
