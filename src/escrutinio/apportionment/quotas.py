"""Quotas: how many votes one full seat costs.

Source: A. Lijphart and R. W. Gibberd, *Thresholds and Payoffs in List Systems* (1977); F. Pukelsheim, *Proportional
Representation* (2017), chapter 5, for the rounded variants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from escrutinio.apportionment.errors import unknown


@dataclass(frozen=True, slots=True)
class Quota:
    """Votes over (seats + ``added``), left exact or rounded.

    Attributes:
        name: the name it is reported by.
        added: what is added to the seats: 0 Hare, 1 Hagenbach-Bischoff and Droop, 2 Imperiali, 3 reinforced Imperiali.
        rounding: exact; down; up; nearest (half up); or next: down and then one more vote (Droop).
    """

    name: str
    added: int
    rounding: Literal["exact", "down", "up", "nearest", "next"] = "exact"

    def smaller(self) -> Quota:
        """Return the quota to use where this one gives out more seats than there are.

        A rounded quota is left exact first, then one less is added to the seats; Hare never gives out too many.

        Example:
            >>> [quota_named(name).smaller().added for name in ("imperiali", "hagenbach_bischoff", "hare_down")]
            [1, 0, 0]
        """
        added = self.added if self.rounding != "exact" else self.added - 1
        return Quota(self.name, added)


_QUOTAS = {
    quota.name: quota
    for quota in (
        Quota("hare", 0),
        Quota("hare_down", 0, "down"),
        Quota("hare_up", 0, "up"),
        Quota("hare_rounded", 0, "nearest"),
        Quota("droop", 1, "next"),
        Quota("hagenbach_bischoff", 1),
        Quota("imperiali", 2),
        Quota("reinforced_imperiali", 3),
    )
}
_ALIASES = {"hamilton": "hare", "hare_niemeyer": "hare", "simple": "hare"}


def quota_named(name: str | Quota) -> Quota:
    """Return the quota of that name (or the value itself).

    Args:
        name: hare (= hamilton, hare_niemeyer, simple), hare_down, hare_up, hare_rounded, droop, hagenbach_bischoff,
            imperiali, reinforced_imperiali, or a `Quota`.

    Raises:
        ApportionmentError: nobody knows the name.

    Example:
        >>> quota_named("droop")
        Quota(name='droop', added=1, rounding='next')
    """
    if isinstance(name, Quota):
        return name
    known = _QUOTAS.get(_ALIASES.get(name, name))
    if known is None:
        raise unknown("quota", name, {*_QUOTAS, *_ALIASES})
    return known
