"""What the bytes of a file are, told from the bytes alone: its name may say anything."""

from __future__ import annotations

import io
import re
import zipfile

from wholeplace.core.errors import BadFileError

WORKBOOK = "workbook"
CSV = "csv"
JSON = "json"
HTML = "html"
OTHER = "other"
EMPTY = "empty"
LOCKED = "locked"
TRUNCATED = "truncated"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 1_000_000_000
PEEK = 65_536
WORKBOOK_NAMES = frozenset({".xls", ".xlsx", ".xlsm", ".xlsb", ".ods"})
_MOST_CELLS = 30_000_000
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+[0-9]+:([A-Z]{1,3})([0-9]{1,7})"')
_COMMENT = re.compile(rb"^<!--.*?-->\s*", re.DOTALL)


def kind_of(data: bytes) -> str:
    """What the bytes are: workbook, csv, json, html, other, empty, locked or truncated."""
    if not data.strip():
        return EMPTY
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return LOCKED
        others = ("WordDocument", "PowerPoint Document", "__substg1.0_")
        return OTHER if any(word.encode("utf-16-le") in data for word in others) else WORKBOOK
    start = _COMMENT.sub(b"", data[:PEEK].lstrip(b"\xef\xbb\xbf \t\r\n"))[:2048].lower()
    if start.startswith(b"<?xml") and b"<html" in start:
        return HTML
    if start.startswith((b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<body", b"<script")):
        return HTML
    if start.startswith((b"{", b"[")):
        return JSON
    if b"\x00" in data[:PEEK] or start.startswith((b"par1", b"%pdf", b"<?xml")):
        return OTHER
    return CSV if b"," in data[:PEEK] else OTHER


def _cells_up_to(letters: str, rows: int) -> int:
    """How many cells a sheet has from A1 to a column's letters and a row."""
    columns = 0
    for letter in letters:
        columns = columns * 26 + ord(letter) - 64
    return columns * rows


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return TRUNCATED
    known = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
    return WORKBOOK if known.intersection(n.lower() for n in names) else OTHER


def refuse_vast(file: str, data: bytes) -> None:
    """Refuse a workbook that would not fit in memory: a stray cell in the far corner, or a zip bomb.

    Raises:
        BadFileError: it would unpack to more than 4 GB or a sheet says that it has more than 30 million cells.
    """
    if not data.startswith(b"PK"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(i.file_size for i in archive.infolist()) > 4 * LARGEST:
            raise BadFileError(file, "it would unpack to more than 4 GB", "Save only its data sheets and load that.")
        for name in archive.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            with archive.open(name) as part:
                found = _DIMENSION.search(part.read(4_096))
            if found and _cells_up_to(found[1].decode(), int(found[2])) > _MOST_CELLS:
                raise BadFileError(
                    file,
                    "a sheet reaches far beyond its table",
                    "Delete the stray cell in the far corner and all empty rows and columns before it; load again.",
                    sheet=name.rpartition("/")[2],
                    cell=f"{found[1].decode()}{int(found[2])}",
                )
