"""When a count was published, as the file's name or its description tells."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from escrutinio.canvass.reading.format_parts import When

_DIGITS = {"Y": r"\d{4}", "m": r"\d{2}", "d": r"\d{2}", "H": r"\d{2}", "M": r"\d{2}", "S": r"\d{2}"}


def published(when: When, name: str) -> str:
    """The time in ISO 8601, or nothing where neither tells.

    >>> from escrutinio.canvass.reading.format_parts import When
    >>> published(When(pattern="%Y%m%d_%H%M%S", zone="-04:00"), "count_20201018_213655.csv.gz")
    '2020-10-18T21:36:55-04:00'
    """
    for part, time in when.files.items():
        if part.casefold() in name.casefold():
            return time
    if not when.pattern:
        return when.fixed
    wanted = re.sub(r"%([YmdHMS])", lambda sign: _DIGITS[sign[1]], re.escape(when.pattern).replace("\\%", "%"))
    found = re.search(wanted, name)
    try:
        return datetime.strptime(found[0], when.pattern).isoformat() + when.zone if found else when.fixed  # noqa: DTZ007
    except ValueError:
        return when.fixed
