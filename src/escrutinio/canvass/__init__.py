"""Official counts in, checked tallies out."""

from escrutinio.canvass.catalogue import election, elections

__all__ = ["election", "elections"]
