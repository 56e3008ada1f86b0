"""All wording, in every language: English stands where it is used, the others in a catalogue beside this file.

A sentence is a template with ``{named}`` places. The catalogue maps the English template to its translation,
so no sentence exists twice in one language, and a test finds every template that has no translation.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from escrutinio.model import Problem, Problems
from escrutinio.report.foreign import patterns

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "es")
_WORDED = frozenset({"why", "what", "kind", "hint"})
"""The places that others fill with words of English; in every other stand names, figures, and what a user typed."""

_SIGNS = {"en": (",", "."), "es": (".", ",")}


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences and numbers in one language.

    >>> Words("es").number(3393978), Words("en").number(3393978)
    ('3.393.978', '3,393,978')
    >>> Words("es").percent(Fraction(551, 1000))
    '55,10 %'
    """

    lang: str
    catalogue: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __call__(self, template: str, **facts: object) -> str:
        """The template in this language, with its places filled; whole numbers are grouped."""
        said = {key: self.number(fact) if isinstance(fact, int) else fact for key, fact in facts.items()}
        return self._translated(template).format(**said)

    def problem(self, problem: Exception) -> str:
        """What went wrong, in this language; facts that are problems themselves are translated too."""
        template, facts = getattr(problem, "template", None), getattr(problem, "facts", {})
        if template is None:
            return str(problem)
        return self._translated(template).format(**{key: self._fact(key, fact) for key, fact in facts.items()})

    def finished(self, sentence: str) -> str:
        """A sentence that another program finished in English; what nobody has translated stays as it is.

        >>> words("es").finished("No such command 'elct'.")
        "No existe el comando 'elct'."
        """
        for template, pattern in patterns() if self.catalogue else ():
            found = pattern.fullmatch(sentence)
            if found:
                return self._translated(template).format(
                    **{key: self._part(key, found[key]) for key in found.groupdict()}
                )
        return sentence

    def help(self, text: str) -> str:
        """A help text of ours, or one of click's own."""
        return self.catalogue.get(text) or self.finished(text)

    def capitals(self, text: str) -> str:
        """A text whose WORDS in capitals are names of arguments: these in this language, the rest as it is.

        >>> words("es").capitals("[OPTIONS] ELECTION")
        '[OPCIONES] ELECCIÓN'
        """
        return re.sub(r"[A-Z]{2,}", lambda found: self._translated(found[0]), text)

    def of(self, names: Mapping[str, str]) -> str:
        """A text that the data give in several languages."""
        return names.get(self.lang) or next(iter(names.values()), "")

    def number(self, number: int) -> str:
        """A whole number with its thousands grouped."""
        return f"{number:,}".replace(",", _SIGNS[self.lang][0])

    def decimal(self, number: Fraction, places: int) -> str:
        """A number rounded half up to some places, for reading only."""
        scaled = int(abs(number) * 10**places + Fraction(1, 2))
        whole, rest = divmod(scaled, 10**places)
        sign = "-" if number < 0 and scaled else ""
        return f"{sign}{self.number(whole)}{_SIGNS[self.lang][1]}{rest:0{places}d}" if places else f"{sign}{whole}"

    def written(self, decimal: str) -> str:
        """A decimal written with a point, in the signs of this language."""
        whole, _, rest = decimal.partition(".")
        return f"{self.number(int(whole))}{_SIGNS[self.lang][1]}{rest}" if rest else self.number(int(whole))

    def percent(self, share: Fraction, places: int = 2) -> str:
        """A share as a percentage."""
        return f"{self.decimal(share * 100, places)} %"

    def _translated(self, template: str) -> str:
        return self.catalogue.get(template, template)

    def _fact(self, key: str, fact: object) -> object:
        if isinstance(fact, Problems):
            return "\n".join(self.problem(each) for each in fact)
        if isinstance(fact, str) and key in _WORDED:
            return self.finished(fact)
        return self.problem(fact) if isinstance(fact, Problem) else fact

    def _part(self, key: str, part: str) -> str:
        """A place of a sentence another program finished: names of arguments, what a user typed, or more words."""
        if key == "capitals":
            return self.capitals(part)
        return self.help(part) if key in _WORDED or key in {"help", "default"} else part


@cache
def words(lang: str) -> Words:
    """The words of a language: ``es`` or ``en``.

    >>> words("es")("seats")
    'escaños'
    """
    if lang not in LANGUAGES:
        raise Problem("no language “{lang}” is spoken here. Known: {known}.", lang=lang, known=", ".join(LANGUAGES))
    path = Path(__file__).with_name(f"{lang}.toml")
    return Words(lang, tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})
