"""Electoral law as data: its shape, loading it, and changing it for a what-if."""

from escrutinio.law.amend import amend
from escrutinio.law.checks import Checked, check
from escrutinio.law.load import BodyInForce, LawInForce, available, in_force, load
from escrutinio.law.schema import LawFile

__all__ = ["BodyInForce", "Checked", "LawFile", "LawInForce", "amend", "available", "check", "in_force", "load"]
