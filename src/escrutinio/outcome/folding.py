"""Names made comparable: without accents, capitals and points."""

from __future__ import annotations

import re
import unicodedata


def fold(name: str) -> str:
    """A name without accents, capitals and points.

    >>> fold(" Potosí"), fold("Sta. Cruz")
    ('potosi', 'sta cruz')
    """
    plain = unicodedata.normalize("NFKD", name)
    letters = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
    return " ".join(re.sub(r"[._-]", " ", letters).split())
