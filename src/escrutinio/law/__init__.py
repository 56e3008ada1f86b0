"""Electoral law as data: its shape, loading it, and changing it for a what-if."""

from escrutinio.law.amend import amend
from escrutinio.law.load import BodyInForce, LawInForce, available, in_force, load
from escrutinio.law.schema import LawFile

__all__ = ["BodyInForce", "LawFile", "LawInForce", "amend", "available", "in_force", "load"]
