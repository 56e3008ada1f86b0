"""Files from the disk: what kind they are by their first bytes, unpacked within limits, text as UTF-8."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Literal, cast

from escrutinio.model import Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 1 << 22
UNPACKED = 64 << 30
"""More bytes than this are not unpacked."""
RATIO, RATIO_FROM = 300, 64 << 20
"""A file that unpacks to more than so many times its size, once past so many bytes, was not made by counting votes."""

DEPTH = 2
"""A file is unpacked so often."""

Kind = Literal["text", "book", "parquet", "json"]


@dataclass(frozen=True)
class Opened:
    """A file on the disk: as it was given, and where it lies unpacked."""

    path: Path
    local: Path
    kind: Kind
    source: Source
    scratch: Path

    @property
    def name(self) -> str:
        """The file's name, as messages show it."""
        return self.path.name


@dataclass(frozen=True)
class Survey:
    """What a text is made of, from one look at its bytes."""

    encoding: str
    lines: int
    ended: bool
    nul: int = 0
    odd_ends: bool = False
    damaged: int = 0


def opened(path: Path, scratch: Path) -> Opened:
    """Look at a file, and unpack it where it is packed.

    Raises:
        Problem: the file is not there, is empty, is damaged, or unpacks to more than the limits.
    """
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
    except OSError as error:
        raise Problem(
            "{file} cannot be read ({why}). Check the name and the permissions.", file=path, why=error.strerror
        ) from error
    if not size:
        raise Problem("{file} is empty: it has no bytes at all. Ask for the file again.", file=path.name)
    given = Opened(path, path, "text", Source(path.name, file=str(path), sha256=sha256), scratch)
    return _told_apart(given, depth=0)


def _told_apart(file: Opened, *, depth: int) -> Opened:
    with file.local.open("rb") as opened_file:
        first = opened_file.read(4096)
    if depth > DEPTH:
        raise Problem("{file} is packed more than twice over. Unpack it and read what is inside.", file=file.name)
    if first.startswith(b"\x1f\x8b"):
        return _told_apart(_ungzipped(file, depth), depth=depth + 1)
    if first.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _unzipped(file, depth)
    if first.startswith(b"PAR1"):
        return replace(file, kind="parquet")
    if first.startswith(b"\xd0\xcf\x11\xe0"):
        return replace(file, kind="book")
    if not first.strip(b" \t\r\n\xef\xbb\xbf\x00"):
        _refuse_blank(file)
    return replace(file, kind="json" if first.lstrip(b" \t\r\n\xef\xbb\xbf")[:1] in (b"{", b"[") else "text")


def _refuse_blank(file: Opened) -> None:
    with file.local.open("rb") as opened_file:
        while chunk := opened_file.read(CHUNK):
            if chunk.strip(b" \t\r\n\xef\xbb\xbf\x00"):
                return
    raise Problem("{file} is empty: it holds only blanks. Ask for the file again.", file=file.name)


def _ungzipped(file: Opened, depth: int) -> Opened:
    local = file.scratch / f"unpacked{depth}"
    with gzip.open(file.local) as packed:
        _unpack(cast("IO[bytes]", packed), local, file)
    return replace(file, local=local)


def _unzipped(file: Opened, depth: int) -> Opened:
    """A workbook as it is; of another archive, the one file with data."""
    with _archive(file) as archive:
        names = archive.namelist()
        if "[Content_Types].xml" in names or "content.xml" in names:
            return replace(file, kind="book")
        inside = [each for each in archive.infolist() if _holds_data(each.filename)]
        if len(inside) != 1:
            raise Problem(
                "{file} holds {count} files with data ({names}), where one is expected. Unpack it and read "
                "each by itself.",
                file=file.name,
                count=len(inside),
                names=", ".join(each.filename for each in inside[:8]) or "–",
            )
        local = file.scratch / f"unzipped{depth}"
        with _member(archive, inside[0], file) as packed:
            _unpack(packed, local, file)
    return _told_apart(replace(file, local=local), depth=depth + 1)


def _holds_data(name: str) -> bool:
    quiet = (".md", ".pdf", ".html", "/", ".ds_store", "readme.txt", "leeme.txt", "license.txt")
    return not name.startswith("__MACOSX") and not name.casefold().endswith(quiet)


def _archive(file: Opened) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file.local)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(file, error) from error


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: Opened) -> IO[bytes]:
    try:
        return archive.open(member)
    except RuntimeError as error:  # what zipfile raises where a password is needed
        raise Problem("{file} is locked with a password. Unpack it and read what is inside.", file=file.name) from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(file, error) from error


def _unpack(packed: IO[bytes], local: Path, file: Opened) -> None:
    with local.open("wb") as out:
        for chunk in unpacked(packed, file):
            out.write(chunk)
    if not local.stat().st_size:
        raise Problem("{file} is empty: nothing is packed in it. Ask for the file again.", file=file.name)


def unpacked(packed: IO[bytes], file: Opened, *, already: int = 0) -> Iterator[bytes]:
    """The bytes of a packed stream, in pieces, within the limits; damage is told."""
    size, most = already, max(RATIO_FROM, RATIO * file.path.stat().st_size)
    while True:
        try:
            chunk = packed.read(CHUNK)
        except (
            EOFError,
            OSError,
            zlib.error,
            zipfile.BadZipFile,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise _damaged(file, error) from error
        if not chunk:
            return
        size += len(chunk)
        if size > min(UNPACKED, most):
            raise Problem(
                "{file} unpacks to more than {megabytes} MB, {ratio} times its own size: it looks like a trap, not a "
                "count. Unpack it by hand if you trust it.",
                file=file.name,
                megabytes=min(UNPACKED, most) >> 20,
                ratio=RATIO,
            )
        yield chunk


def _damaged(file: Opened, error: Exception) -> Problem:
    return Problem(
        "{file} is damaged or cut off ({why}). Ask for the file again, or compare its size with the original's.",
        file=file.name,
        why=str(error) or type(error).__name__,
    )


def as_utf8(file: Opened, encoding: str = "") -> tuple[Opened, Survey]:
    """The text as UTF-8 on the disk, and what it is made of.

    Args:
        file: a text.
        encoding: what its description says; without it, or where it does not fit, the bytes tell.
    """
    told = encoding or _marked(file)
    if told and codecs.lookup(told).name != "utf-8":
        return _recoded(file, codecs.lookup(told).name)
    seen, broken, multi = _surveyed(file.local)
    if not broken:
        return file, seen
    if multi > broken and _first_line_is_utf8(file):  # a text in UTF-8 with some damage, not one in another encoding
        recoded, seen = _recoded(file, "utf-8")
        return recoded, replace(seen, damaged=broken)
    return _recoded(file, _single_byte(file))


def _first_line_is_utf8(file: Opened) -> bool:
    with file.local.open("rb") as opened_file:
        try:
            opened_file.readline(CHUNK).decode()
        except UnicodeDecodeError:
            return False
    return True


def _marked(file: Opened) -> str:
    """UTF-16 and UTF-32, by their byte order mark or their many NULs."""
    with file.local.open("rb") as opened_file:
        first = opened_file.read(4096)
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if first.startswith(mark):
            return encoding
    even, odd = first[0::2].count(0), first[1::2].count(0)
    enough = len(first) // 8
    return "utf-16-le" if odd > enough > even else "utf-16-be" if even > enough > odd else ""


def _single_byte(file: Opened) -> str:
    """Windows' Western encoding, unless bytes occur that it has not."""
    with file.local.open("rb") as opened_file:
        while chunk := opened_file.read(CHUNK):
            if any(byte in chunk for byte in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")):
                return "iso8859-1"
    return "cp1252"


def _surveyed(local: Path, encoding: str = "utf-8") -> tuple[Survey, int, int]:
    """The survey of a UTF-8 text, how many of its bytes are not UTF-8, and how many signs have several bytes."""
    lines = nul = returns = pairs = broken = multi = 0
    last, left = b"", b""
    with local.open("rb") as opened_file:
        while chunk := opened_file.read(CHUNK):
            lines += chunk.count(b"\n")
            nul += chunk.count(0) if 0 in chunk else 0
            if last == b"\r" or b"\r" in chunk:
                returns += chunk.count(b"\r")
                pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
            last = chunk[-1:]
            if not chunk.isascii() or left:
                wrong, signs, left = _not_utf8(left + chunk)
                broken, multi = broken + wrong, multi + signs
    ended = last in (b"\n", b"\r")
    odd = returns not in (0, pairs) or (returns > 0 and pairs != lines)
    return Survey(encoding, lines + (not ended), ended, nul, odd), broken + len(left), multi


def _not_utf8(chunk: bytes) -> tuple[int, int, bytes]:
    """How many bytes are not UTF-8, how many signs take several bytes, and the start of a sign that the chunk cut."""
    strict = codecs.getincrementaldecoder("utf-8")()
    with suppress(UnicodeDecodeError):  # most texts are whole, and then there is nothing to count
        strict.decode(chunk)
        return 0, 0, strict.getstate()[0]
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(chunk)
    left = decoder.getstate()[0]
    wrong = text.count("\ufffd") - chunk.count("\ufffd".encode())
    several = sum(sign > "\x7f" and sign != "\ufffd" for sign in text[: 1 << 16]) if wrong else 0
    return wrong, several, left


def _recoded(file: Opened, encoding: str) -> tuple[Opened, Survey]:
    local = file.scratch / "recoded"
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    damaged = 0
    with file.local.open("rb") as source, local.open("wb") as out:
        while chunk := source.read(CHUNK):
            text = decoder.decode(chunk)
            damaged += text.count("\ufffd")
            out.write(text.encode())
        out.write(decoder.decode(b"", final=True).encode())
    seen, _, _ = _surveyed(local, encoding)
    return replace(file, local=local), replace(seen, damaged=0 if encoding == "utf-8" else damaged)
