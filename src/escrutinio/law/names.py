"""Names of methods as a law file writes them, known to the arithmetic that carries them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from escrutinio.documents import Parsed, share
from escrutinio.model import Problem

if TYPE_CHECKING:
    from escrutinio.apportionment import Divisors

_MODIFIED = "modified_sainte_lague"


def divisors_of(written: str | dict[str, str]) -> Divisors:
    """The divisors a law names, with the first divisor where it gives one.

    >>> [str(divisors_of({"modified_sainte_lague": "6/5"}).value(held)) for held in range(3)]
    ['6/5', '3', '5']
    """
    from escrutinio.apportionment import divisors_named, modified_sainte_lague

    if isinstance(written, dict):
        return modified_sainte_lague(written[_MODIFIED])
    return divisors_named(written)


def _divisors(value: object) -> str | dict[str, str]:
    from escrutinio.apportionment import ApportionmentError

    if isinstance(value, dict):
        if list(value) != [_MODIFIED]:
            raise Problem(
                "“{given}” names no divisors. Write a name such as dhondt, or {{modified_sainte_lague: 6/5}}.",
                given=value,
            )
        value = {_MODIFIED: str(share(value[_MODIFIED]))}
    try:
        divisors_of(value if isinstance(value, dict) else str(value))
    except ApportionmentError as error:
        raise Problem(error.template, **error.facts) from error
    return value if isinstance(value, dict) else str(value)


def _quota(value: object) -> str:
    from escrutinio.apportionment import ApportionmentError, quota_named

    try:
        quota_named(str(value))
    except ApportionmentError as error:
        raise Problem(error.template, **error.facts) from error
    return str(value)


_FIRST: dict[str, Any] = {"type": "object", "properties": {_MODIFIED: {"type": "string"}}, "required": [_MODIFIED]}
DivisorName = Annotated[str | dict[str, str], Parsed(_divisors, {"anyOf": [{"type": "string"}, _FIRST]})]
QuotaName = Annotated[str, Parsed(_quota, {"type": "string"})]
