"""A file of board papers, told from its bytes: text, PDF, Word or Modern.gov's XML, and refused with reason if none."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from wholeplace.boards.reading.plain import decode, read_text
from wholeplace.core.errors import BadFileError
from wholeplace.core.files import sha256
from wholeplace.core.progress import Progress, silent

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.boards.model import Paper

TEXT, PDF, WORD, XML = "text", "pdf", "word", "xml"
LARGEST = 300_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_UNPACKED = 1_000_000_000


def read_paper(path: Path, progress: Progress = silent) -> Paper:
    """Read one file of board papers.

    Raises:
        BadFileError: it can't be read, is empty, damaged, locked, holds macros, or is of a kind that is not read.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadFileError(path.name, "it is larger than 300 MB", "Take it apart by items and read the parts.")
        data = path.read_bytes()
    except OSError as error:
        raise BadFileError(
            path.name, f"it can't be read ({error.strerror})", "Check the path and your permission."
        ) from None
    return read_bytes(path.name, data, progress)


def read_bytes(name: str, data: bytes, progress: Progress = silent) -> Paper:
    """Read the bytes of a file called `name`.

    Raises:
        BadFileError: as `read_paper`.
    """
    from wholeplace.boards.reading.assemble import assemble

    kind = kind_of(name, data)
    fingerprint = sha256(data)
    if kind == XML:
        from wholeplace.boards.reading.modern_gov import read_xml

        return read_xml(name, data, fingerprint)
    if kind == PDF:
        from wholeplace.boards.reading.pdf import read_pdf

        flow = read_pdf(name, data, progress)
    elif kind == WORD:
        from wholeplace.boards.reading.word import read_word

        flow = read_word(name, data)
    else:
        flow = read_text(decode(data))
    return assemble(flow, name, fingerprint)


def kind_of(name: str, data: bytes) -> str:
    """What the bytes are: text, pdf, word or xml.

    Raises:
        BadFileError: none of these, or one that must not or can't be read.
    """
    if not data.strip(b"\x00 \t\r\n\f\xef\xbb\xbf"):
        raise BadFileError(name, "it is empty", "Fetch it again.")
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(name, data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise BadFileError(
                name, "it is protected by a password", "Open it with the password, save a copy without, and read that."
            )
        raise BadFileError(
            name,
            "it is of the old Word kind (.doc) or another old Office kind",
            "Open it in Word and save it as .docx or PDF.",
        )
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if (
        start.startswith(b"<")
        and b"<html" not in start
        and b"<!doctype html" not in start
        and (start.startswith(b"<?xml") or data.rstrip().endswith(b">"))
    ):
        return XML
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        raise BadFileError(name, "it is a web page", "Fetch the papers it links to, as PDF or Word, and read those.")
    if start.startswith(b"{\\rtf"):
        raise BadFileError(name, "it is rich text (.rtf)", "Open it in Word and save it as .docx.")
    utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    if not utf16 and (b"\x00" in data[:65_536] or _mostly_odd(data[:4096])):
        raise BadFileError(name, "it is neither text, PDF nor Word", "Ask whoever sent it for the PDF or Word file.")
    return TEXT


def _mostly_odd(data: bytes) -> bool:
    odd = sum(b < 32 and b not in b"\t\n\r\f\x0b\x1b" for b in data)
    return odd > len(data) // 20


def _zip_kind(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(i.file_size for i in archive.infolist())
            types = (
                archive.read("[Content_Types].xml")
                if "[Content_Types].xml" in names and unpacked < _MOST_UNPACKED
                else b""
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        raise BadFileError(name, "it is a Word file that is damaged or cut short", "Fetch it again.") from None
    if unpacked >= _MOST_UNPACKED:
        raise BadFileError(name, "it would unpack to more than 1 GB", "Save it again without its pictures.")
    if b"macroEnabled" in types or any(n.lower().endswith("vbaproject.bin") for n in names):
        raise BadFileError(
            name,
            "it is a Word file with macros, and those are not opened",
            "Open it in Word and save it as a document without macros (.docx).",
        )
    if "word/document.xml" in names:
        return WORD
    raise BadFileError(
        name, "it is a zip archive or another kind of Office file", "Unpack it and read the papers in it one by one."
    )
