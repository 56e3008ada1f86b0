"""The one exception of this room: an English sentence with named places, and the facts that fill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ApportionmentError(ValueError):
    """Bad input to seat arithmetic: what is wrong, where, and what to do.

    Args:
        template: English sentence with ``{named}`` places, so that a report can say it in another language.
        **facts: the values of the named places.

    Example:
        >>> error = ApportionmentError("{count} votes for list {list}: votes cannot be negative.", count=-3, list=1)
        >>> str(error), error.facts
        ('-3 votes for list 1: votes cannot be negative.', {'count': -3, 'list': 1})
    """

    def __init__(self, template: str, **facts: object) -> None:
        """Keep the sentence and its facts apart."""
        super().__init__(template, facts)
        self.template = template
        self.facts = facts

    def __str__(self) -> str:
        """Return the sentence with the facts in place."""
        return self.template.format(**self.facts)


def unknown(kind: str, name: object, known: Iterable[str]) -> ApportionmentError:
    """Return the error for a name nobody knows, with the nearest known name.

    Example:
        >>> str(unknown("divisors", "dhont", ["dhondt", "adams"]))
        "'dhont' names no divisors. Did you mean 'dhondt'? Known: adams, dhondt."
    """
    from difflib import get_close_matches

    names = sorted(known)
    near = get_close_matches(str(name).lower(), names, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return ApportionmentError(
        "{name!r} names no {kind}.{hint} Known: {known}.", name=name, kind=kind, hint=hint, known=", ".join(names)
    )
