"""The values of a law in words: shares, levels, divisors, quotas, kinds of seat, stages by name."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from escrutinio.law import LawFile
    from escrutinio.report.words import Words

WHERE = {
    "constituency": "In each constituency",
    "region": "In each region",
    "country": "In the whole country",
}
AREAS = {"constituency": "constituencies", "region": "regions"}
DIVISORS = {
    "dhondt": "D'Hondt (divisors 1, 2, 3 …)",
    "sainte_lague": "Sainte-Laguë (divisors 1, 3, 5 …)",
    "imperiali": "Imperiali (divisors 1, 3/2, 2 …)",
    "danish": "the Danish method (divisors 1, 4, 7 …)",
    "macau": "the divisors 1, 2, 4, 8 …",
    "adams": "Adams (divisors 0, 1, 2 …)",
    "dean": "Dean (divisors 0, 4/3, 12/5 …)",
    "hill": "Hill (divisors 0, √2, √6, √12 …)",
}
_SAME_DIVISORS = {
    "jefferson": "dhondt",
    "hagenbach_bischoff": "dhondt",
    "greatest_divisors": "dhondt",
    "webster": "sainte_lague",
    "major_fractions": "sainte_lague",
    "smallest_divisors": "adams",
    "harmonic_mean": "dean",
    "huntington_hill": "hill",
    "equal_proportions": "hill",
}
_SAME_QUOTA = {"hamilton": "hare", "hare_niemeyer": "hare", "simple": "hare"}
QUOTAS = {
    "hare": "the Hare quota (votes over seats)",
    "hare_down": "the Hare quota (votes over seats, rounded down)",
    "hare_up": "the Hare quota (votes over seats, rounded up)",
    "hare_rounded": "the Hare quota (votes over seats, rounded, a half up)",
    "hare_half_down": "the Hare quota (votes over seats, rounded, a half down)",
    "droop": "the Droop quota (votes over seats plus one, rounded down, plus one)",
    "hagenbach_bischoff": "the Hagenbach-Bischoff quota (votes over seats plus one)",
    "hagenbach_bischoff_down": "the Hagenbach-Bischoff quota (votes over seats plus one, rounded down)",
    "hagenbach_bischoff_rounded": "the Hagenbach-Bischoff quota (votes over seats plus one, rounded)",
    "imperiali": "the Imperiali quota (votes over seats plus two)",
    "imperiali_down": "the Imperiali quota (votes over seats plus two, rounded down)",
    "imperiali_rounded": "the Imperiali quota (votes over seats plus two, rounded)",
    "reinforced_imperiali": "the reinforced Imperiali quota (votes over seats plus three)",
}
MEASURES = {
    "population": "population",
    "registered": "registered voters",
    "valid_votes": "valid votes",
    "votes_cast": "votes cast",
}
LEAST_PLACES, MOST_PLACES = 0, 2


@dataclass(frozen=True, slots=True)
class Told:
    """A body of a law, and the language it is told in; ``stages`` are those at hand, in their order."""

    law: LawFile
    body: str
    stages: tuple[Any, ...]
    words: Words
    day: date | None = None
    """Of several versions of a stage the one in force on this day is meant; the last where None."""

    def kinds(self, kinds: Iterable[str]) -> str:
        """Kinds of seat by their names; a claim by the name of the stage that makes it."""
        return ", ".join(self._kind(each) for each in kinds)

    def _kind(self, kind: str) -> str:
        names = self.law.bodies[self.body].kinds
        if kind in names:
            return self.words.of(names[kind])
        claims = [each.id for each in self.stages if getattr(each, "entitles", None) == kind]
        return f"“{self.stage(claims[0])}”" if claims else kind

    def stage(self, name: str) -> str:
        """A stage by its own name."""
        found = [each for each in self.stages if each.id == name]
        live = [each for each in found if self.day is not None and each.in_force(self.day)]
        return self.words.of((live or found)[-1].name) if found else name


def share(value: Fraction, words: Words) -> str:
    """A share for reading: a percentage where it has one of two places, with the fraction of the file behind it.

    >>> from escrutinio.report.words import words
    >>> share(Fraction(1, 20), words("es")), share(Fraction(1, 3), words("en")), share(Fraction(1, 150), words("en"))
    ('5 % (1/20)', '1/3', '1/150')
    """
    for places in range(LEAST_PLACES, MOST_PLACES + 1):
        if (value * 100 * 10**places).denominator == 1:
            return f"{words.percent(value, places)} ({value})" if value < 1 else words.percent(value, places)
    return str(value)


def divisors(written: str | dict[str, str], words: Words) -> str:
    """A method of divisors by its name, with its first divisors.

    >>> from escrutinio.report.words import words
    >>> divisors({"modified_sainte_lague": "6/5"}, words("es"))
    'Sainte-Laguë modificado (divisores 1,2, 3, 5 …)'
    """
    name = next(iter(written)) if isinstance(written, dict) else written
    if name == "modified_sainte_lague":
        first = Fraction(written[name]) if isinstance(written, dict) else Fraction(7, 5)
        exact = (first * 10).denominator == 1
        return words(
            "modified Sainte-Laguë (divisors {first}, 3, 5 …)", first=words.decimal(first, 1) if exact else str(first)
        )
    return words(DIVISORS[_SAME_DIVISORS.get(name, name)])


def quota(name: str, words: Words) -> str:
    """A quota by its name, and how it is formed."""
    return words(QUOTAS[_SAME_QUOTA.get(name, name)])


def method(stage: Any, words: Words) -> str:  # noqa: ANN401 - whatever has divisors or a quota
    """Divisors, or a quota with largest remainders."""
    if stage.divisors is not None:
        return divisors(stage.divisors, words)
    return words("{quota} and largest remainders", quota=quota(stage.quota, words))
