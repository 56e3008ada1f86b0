"""Quotas: how many votes one full seat costs.

Source: A. Lijphart and R. W. Gibberd, *Thresholds and Payoffs in List Systems* (1977); F. Pukelsheim, *Proportional
Representation* (2017), chapter 5, for the rounded variants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from escrutinio.apportionment.errors import unknown

if TYPE_CHECKING:
    from escrutinio.apportionment._arrays import Ints


@dataclass(frozen=True, slots=True)
class Quota:
    """Votes over (seats + ``added``), left exact or rounded.

    Attributes:
        name: the name it is reported by.
        added: what is added to the seats: 0 Hare, 1 Hagenbach-Bischoff and Droop, 2 Imperiali, 3 reinforced Imperiali.
        rounding: exact; down; up; nearest (half up); half_down (nearest, half down); or next: down and then one more
            vote (Droop).
    """

    name: str
    added: int
    rounding: Literal["exact", "down", "up", "nearest", "half_down", "next"] = "exact"

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
        Quota("hare_half_down", 0, "half_down"),
        Quota("droop", 1, "next"),
        Quota("hagenbach_bischoff", 1),
        Quota("hagenbach_bischoff_down", 1, "down"),
        Quota("hagenbach_bischoff_rounded", 1, "nearest"),
        Quota("imperiali", 2),
        Quota("imperiali_down", 2, "down"),
        Quota("imperiali_rounded", 2, "nearest"),
        Quota("reinforced_imperiali", 3),
    )
}
_ALIASES = {"hamilton": "hare", "hare_niemeyer": "hare", "simple": "hare"}


def quota_named(name: str | Quota) -> Quota:
    """Return the quota of that name (or the value itself).

    Args:
        name: hare (= hamilton, hare_niemeyer, simple), hare_down, hare_up, hare_rounded, hare_half_down, droop,
            hagenbach_bischoff, imperiali (each of the two also ``_down`` and ``_rounded``), reinforced_imperiali, or a
            `Quota`.

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


def price(total: Ints, seats: Ints, quota: Quota) -> tuple[Ints, Ints]:
    """Return what one full seat costs, as numerator over denominator; a quota that rounds to 0 is left exact.

    Args:
        total: the votes the quota is formed of, any shape.
        seats: the seats they fill, of the same shape.
        quota: how.

    Example:
        >>> [int(part) for part in price(np.array(1000), np.array(7), quota_named("droop"))]
        [126, 1]
    """
    numerator, denominator = total, (seats + quota.added).astype(total.dtype)
    if quota.rounding != "exact":
        by = np.maximum(denominator, 1)
        raised = {"down": 0, "next": 0, "up": by - 1, "nearest": by // 2, "half_down": (by - 1) // 2}[quota.rounding]
        rounded = (total + raised) // by + (quota.rounding == "next")
        numerator, denominator = np.where(rounded > 0, rounded, total), np.where(rounded > 0, 1, denominator)
    return np.maximum(numerator, 1), denominator
