"""Sentences that others finish in English, and how they are found again so that they can be translated.

Click, pydantic, the YAML reader and the operating system fill in their own templates before we see them, and
`apportionment`, which knows nothing of ours, names what it speaks of in English. The catalogue holds these too.
"""

from __future__ import annotations

import re
from functools import cache

FOREIGN = (
    # Which of two elections
    "earlier",
    "later",
    # Click, usage and help
    "Usage: ",
    "Options",
    "Commands",
    "Positional arguments",
    "Show this message and exit.",
    "Show the version and exit.",
    "{help}  [default: ({default})]",
    # Click, complaints
    "No such command {name}. {hint}",
    "No such command {name}.",
    "No such option {name}. {hint}",
    "No such option {name}.",
    "No such option: {name} {hint}",
    "No such option: {name}",
    "Did you mean {name}?",
    "(Did you mean one of: {names}?)",
    "(Possible options: {names})",
    "Missing argument '{capitals}'.",
    "Missing command.",
    "Got unexpected extra argument ({name})",
    "Got unexpected extra arguments ({names})",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Invalid value for {name}: {why}",
    "{given} is not one of {names}.",
    # the operating system
    "No such file or directory",
    "Permission denied",
    "Is a directory",
    "Not a directory",
    # pydantic
    "Input should be a valid date or datetime, {why}",
    "input is too short",
    "invalid character in year",
    "invalid character in month",
    "month value is outside expected range of 1-12",
    "day value is outside expected range",
    "Datetimes provided to dates should have zero time - e.g. be exact dates",
    "Input should be a valid string",
    "Input should be a valid dictionary",
    "Input should be a valid tuple",
    "Input should be a valid list",
    "Input should be a valid boolean, unable to interpret input",
    # YAML
    "mapping values are not allowed here",
    "expected <block end>, but found {found}",
    "expected ',' or ']', but got {found}",
    "expected ',' or '}}', but got {found}",
    "could not find expected ':'",
    "found character {found} that cannot start any token",
    "found unknown escape character {found}",
    "found unexpected end of stream",
    "found undefined alias {found}",
    "found duplicate key {found} with value {value} (original value: {first})",
    "found a tab character where an indentation space is expected",
    # apportionment
    " Did you mean {name}?",
    "boundary",
    "divisors",
    "first divisor",
    "maximum",
    "minimum",
    "part",
    "quota",
    "ranks",
    "step of the divisors",
    "total",
    "whole",
    "lots",
    "seats",
    "votes",
    # What is there twice in an election
    "the list",
    "the constituency of the tier “{name}”",
    "the tally of “{name}”",
    # What a share is taken of, in the words of a law file
    "votes_cast",
    "registered",
)


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each foreign template with the pattern of the sentences that are made from it.

    >>> [template for template, pattern in patterns() if pattern.fullmatch("No such command 'elct'.")]
    ['No such command {name}.']
    """
    return tuple((template, re.compile(_pattern(template), re.DOTALL)) for template in FOREIGN)


def _pattern(template: str) -> str:
    """The template with its places open; a brace written twice is a brace."""
    parts = re.split(r"\{(\w+)\}", template)
    fixed = [re.escape(part.replace("{{", "{").replace("}}", "}")) for part in parts[::2]]
    places = [f"(?P<{name}>.+?)" for name in parts[1::2]]
    return "".join(part for pair in zip(fixed, [*places, ""], strict=True) for part in pair)
