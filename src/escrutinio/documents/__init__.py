"""YAML documents in, checked against their shape: laws and elections are both written in it."""

from escrutinio.documents.read import (
    as_plain,
    check,
    country_folders,
    json_schema,
    nearest,
    place_of,
    read_checked,
    read_text,
)
from escrutinio.documents.shapes import (
    STRICT,
    Called,
    Count,
    Id,
    OneOf,
    Parsed,
    Positive,
    Share,
    Texts,
    share,
    some,
)

__all__ = [
    "STRICT",
    "Called",
    "Count",
    "Id",
    "OneOf",
    "Parsed",
    "Positive",
    "Share",
    "Texts",
    "as_plain",
    "check",
    "country_folders",
    "json_schema",
    "nearest",
    "place_of",
    "read_checked",
    "read_text",
    "share",
    "some",
]
