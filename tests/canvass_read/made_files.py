"""Small files made in the test, and a description that fits them."""

from __future__ import annotations

import gzip
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from escrutinio.canvass.reading.files import read

if TYPE_CHECKING:
    from pathlib import Path

    from escrutinio.canvass.sheets import Reading

DESCRIBED = """
formats:
  - id: made
    name: {es: Hecho a mano, en: Made by hand}
    contest: {fixed: president}
    station: [mesa]
    areas: {country: país, department: departamento, precinct: recinto}
    abroad: {column: país, home: Bolivia}
    counts: {registered: inscritos, valid: válidos, blank: blancos, "null": nulos}
    lists: [A, B-C]
"""
HEADERS = ("mesa", "país", "departamento", "recinto", "inscritos", "A", "B-C", "válidos", "blancos", "nulos")
ROWS = (
    ("1", "Bolivia", "Potosí", "Escuela Uno", "200", "90", "60", "150", "10", "5"),
    ("2", "Bolivia", "Potosí", "Escuela Uno", "210", "100", "50", "150", "7", "3"),
    ("3", "Bolivia", "La Paz", "Colegio Dos", "190", "20", "80", "100", "2", "1"),
    ("4", "Chile", "Santiago", "Consulado", "80", "30", "10", "40", "0", "4"),
)
TOTALS = {"registered": 680, "A": 240, "B-C": 200, "valid": 440, "blank": 19, "null": 13}
"""Added up by hand from ROWS."""


@dataclass(frozen=True)
class Made:
    """A folder in which files are written and read with a description."""

    folder: Path

    def file(self, content: str | bytes, name: str = "count.csv") -> Path:
        """A file with this content."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def description(self, text: str = DESCRIBED) -> Path:
        """A file with a description."""
        path = self.folder / "made.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    def read(
        self, content: str | bytes, name: str = "count.csv", described: str = DESCRIBED, **options: Any
    ) -> Reading:
        """A file with this content, read with a description."""
        return read(self.file(content, name), format=self.description(described), **options)


def lines(*, headers: tuple[str, ...] = HEADERS, rows: tuple[tuple[str, ...], ...] = ROWS, separator: str = ",") -> str:
    """The rows as separated text."""
    return "".join(f"{separator.join(row)}\n" for row in (headers, *rows))


def totals(reading: Reading, contest: str = "president") -> dict[str, int]:
    """The sums of a contest's columns that hold anything."""
    names = ("registered", *reading.lists[contest], "valid", "blank", "null", "cast")
    sums = ", ".join(f'CAST(sum("{name}") AS BIGINT)' for name in names)
    row = reading.engine.rows(f'SELECT {sums} FROM "{reading.tables[contest]}"')[0]  # noqa: S608 - our own names
    return {name: value for name, value in zip(names, row, strict=True) if value is not None}


def codes(reading: Reading) -> list[str]:
    """The codes found, in order."""
    return [finding.code for finding in reading.findings]


def workbook(sheets: dict[str, list[tuple[Any, ...]]]) -> bytes:
    """A workbook with these cells: numbers as numbers, ``=1+1`` as a formula, ``#REF!`` as an error."""
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        names = list(sheets)
        types = "".join(
            f'<Override PartName="/xl/worksheets/sheet{place}.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.worksheet+xml"/>'
            for place in range(1, len(names) + 1)
        )
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
            'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.'
            f'openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{types}</Types>',
        )
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relation}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        listed = "".join(f'<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(names, 1))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>{listed}</sheets></workbook>'
        )
        related = "".join(
            f'<Relationship Id="r{at}" Type="{relation}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at in range(1, len(names) + 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">{related}</Relationships>')
        for at, rows in enumerate(sheets.values(), 1):
            body = "".join(
                f'<row r="{n}">{"".join(_cell(c, n, k) for k, c in enumerate(row))}</row>'
                for n, row in enumerate(rows, 1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{at}.xml", f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
            )
    return out.getvalue()


def _cell(cell: Any, row: int, column: int) -> str:
    from xml.sax.saxutils import escape

    place = f"{chr(65 + column // 26 - 1) if column > 25 else ''}{chr(65 + column % 26)}{row}"
    if isinstance(cell, (int, float)):
        return f'<c r="{place}"><v>{cell}</v></c>'
    if str(cell).startswith("="):
        value, _, formula = str(cell)[1:].partition("=")
        return f'<c r="{place}"><f>{formula or "1+1"}</f>' + (f"<v>{value}</v></c>" if value else "</c>")
    if str(cell).startswith("#"):
        return f'<c r="{place}" t="e"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>' if cell != "" else ""


def numbered(rows: tuple[tuple[str, ...], ...] = ROWS) -> list[tuple[Any, ...]]:
    """The headers and rows with numbers as numbers."""
    return [HEADERS, *(tuple(int(cell) if cell.isdecimal() else cell for cell in row) for row in rows)]


def zipped(content: bytes, name: str = "count.csv") -> bytes:
    """An archive with one file."""
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    """The same, packed."""
    return gzip.compress(content, mtime=0)


def as_json() -> bytes:
    """The rows as a list of records."""
    return json.dumps([dict(zip(HEADERS, row, strict=True)) for row in numbered()[1:]], ensure_ascii=False).encode()


def as_parquet(folder: Path) -> bytes:
    """The rows as Parquet with numbers as numbers."""
    import duckdb

    source, target = folder / "rows.csv", folder / "rows.parquet"
    source.write_text(lines(), encoding="utf-8")
    duckdb.connect().execute(f"COPY (FROM read_csv('{source}', header=true)) TO '{target}' (FORMAT parquet)")
    return target.read_bytes()
