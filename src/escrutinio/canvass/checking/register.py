"""Checks against the register of polling stations: which are missing, which are unknown, whose voters differ."""

# ruff: noqa: S608 - SQL is made of our own words and of names quoted by sheets.quoted and sheets.literal

from __future__ import annotations

from typing import TYPE_CHECKING

from escrutinio.canvass.checking.table import absent

if TYPE_CHECKING:
    from collections.abc import Callable

    from escrutinio.canvass.checking.seen import Sheets
    from escrutinio.canvass.checking.table import Asked


def not_in_register(asked: Asked) -> str:
    """C301: a sheet of a station that the register does not hold; where it holds none, C304 says so once."""
    sheets, register = asked.sheets, asked.register
    if register is None or not sheets.stated("station"):
        return ""
    facts = '"file_row", "station", "#cast" AS "cast"'
    return f'SELECT {facts} FROM {absent(sheets, register)} AS s_row WHERE "#absent" < {sheets.filled["station"]}'


def without_sheet(asked: Asked) -> str:
    """C302: a station of the register that has no sheet; where none has, C304 says so once."""
    sheets, register = asked.sheets, asked.register
    if register is None or not sheets.stated("station"):
        return ""
    facts = 'CAST(NULL AS BIGINT) AS "file_row", "station", "registered", "file_row" AS "register_row"'
    return f'SELECT {facts} FROM {absent(register, sheets)} AS r_row WHERE "#absent" < {register.filled["station"]}'


def other_registered(asked: Asked) -> str:
    """C303: the sheet has another number of voters than the register."""
    sheets, register = asked.sheets, asked.register
    if register is None or not sheets.stated("station", "registered") or not register.stated("registered"):
        return ""
    facts = (
        's_row."registered", r_row."registered" AS "register", s_row."registered" - r_row."registered" AS "difference"'
    )
    return (
        f'SELECT s_row."file_row", s_row."station", {facts} FROM {sheets.source} AS s_row '
        f'JOIN {register.source} AS r_row ON s_row."station" = r_row."station" '
        'WHERE s_row."registered" <> r_row."registered"'
    )


def other_numbers(asked: Asked) -> str:
    """C304: no station of the file is in the register, so they are numbered differently."""
    return "" if asked.register is None else no_station_in_common(asked.sheets, asked.register, "register_station")


def no_station_in_common(these: Sheets, those: Sheets, name: str) -> str:
    """An example of each, where two tables that both name stations have none in common."""
    if not these.stated("station") or not those.stated("station"):
        return ""
    strange = f'SELECT MIN("station") AS "station", COUNT(*) AS "rows" FROM {absent(these, those)} AS s_row'
    facts = f's_row."station", r_row."station" AS "{name}"'
    return (
        f'SELECT CAST(NULL AS BIGINT) AS "file_row", {facts} FROM ({strange}) AS s_row '
        f'CROSS JOIN (SELECT MIN("station") AS "station" FROM {those.source} AS w_row) AS r_row '
        f'WHERE s_row."rows" = {these.filled["station"]}'
    )


CHECKS: dict[str, Callable[[Asked], str]] = {
    "C301": not_in_register,
    "C302": without_sheet,
    "C303": other_registered,
    "C304": other_numbers,
}
