"""A published file as it lies on disk: what kind it really is, and its cells.

The kind is told from the bytes, never from the name: a web page saved as `.xls`, a workbook cut short and a
workbook behind a password are each recognised for what they are and said so.
"""

from __future__ import annotations

import csv
import io
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import BadFileError
from wholeplace.core.files import sha256
from wholeplace.evidence.kind import (
    CSV,
    EMPTY,
    HTML,
    JSON,
    LARGEST,
    LOCKED,
    OTHER,
    PEEK,
    TRUNCATED,
    WORKBOOK,
    WORKBOOK_NAMES,
    kind_of,
    refuse_vast,
)  # fmt: skip
from wholeplace.evidence.sheets import Grid, Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class SourceFile:
    """A file offered for loading. Bytes are read once; `sha256` is their fingerprint."""

    def __init__(self, path: Path, data: bytes | None = None, name: str = "") -> None:
        """Wrap `path`; `data` stands in for its bytes where they are at hand, `name` is what its publisher calls it."""
        self.path = path
        self.name = name or path.name
        self._data = data

    @property
    def ending(self) -> str:
        """What its name ends in, like `.xlsx`, in small letters."""
        return PurePath(self.name).suffix.lower()

    @cached_property
    def data(self) -> bytes:
        """All bytes.

        Raises:
            BadFileError: the file can't be read or is larger than 1 GB.
        """
        if self._data is not None:
            return self._data
        try:
            if self.path.stat().st_size > LARGEST:
                raise BadFileError(self.name, "it is larger than 1 GB", "Split it or load an extract.")
            return self.path.read_bytes()
        except OSError as error:
            raise BadFileError(
                self.name, f"it can't be read ({error.strerror})", "Check the path and your permission."
            ) from None

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the bytes."""
        return sha256(self.data)

    @cached_property
    def kind(self) -> str:
        """What the bytes are: workbook, csv, json, html, other, empty, locked or truncated."""
        return kind_of(self.data)

    @cached_property
    def workbook(self) -> Workbook:
        """The file as a workbook.

        Raises:
            BadFileError: it is none, or is damaged or locked.
        """
        self.refuse_damaged()
        refuse_vast(self.name, self.data)
        from python_calamine import CalamineWorkbook

        try:
            return Workbook(self.name, CalamineWorkbook.from_filelike(io.BytesIO(self.data)))
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt | SystemExit):
                raise
            if "assword" in str(error) or "ncrypt" in str(error):
                raise self._locked() from None
            raise BadFileError(
                self.name,
                f"it is not a spreadsheet that can be opened ({error})",
                "It may have been cut short: download it again.",
            ) from None

    @cached_property
    def grid(self) -> Grid:
        """The file as CSV: UTF-8 (with or without a mark) or Windows-1252.

        Raises:
            BadFileError: it is empty, or a row has more cells than the header (a comma too many shifts every number
                after it by a column).
        """
        self.refuse_damaged()
        reader = csv.reader(io.StringIO(_text(self.data), newline=""))
        rows: list[list[str]] = []
        lines: list[int] = []
        header: list[str] = []
        try:
            for row in reader:
                if not header:
                    header = [c.strip().lstrip("\ufeff") for c in row]
                elif any(row):
                    rows.append(row)
                    lines.append(reader.line_num)
        except csv.Error as error:
            raise BadFileError(
                self.name,
                f"row {reader.line_num} is not CSV ({error})",
                "Open it, mend that row, save it as CSV UTF-8 and load it again.",
            ) from None
        self._refuse_shifted(header, rows, lines)
        return Grid(self.name, header, rows, lines)

    def _refuse_shifted(self, header: list[str], rows: list[list[str]], lines: list[int]) -> None:
        """Refuse rows longer than the header, unless every row ends in the same number of blank cells more."""
        longer = [i for i, row in enumerate(rows) if len(row) > len(header)]
        blank = all(not any(c.strip() for c in rows[i][len(header) :]) for i in longer)
        if not longer or (blank and len(longer) == len(rows) and len({len(row) for row in rows}) == 1):
            return
        worst = next((i for i in longer if any(c.strip() for c in rows[i][len(header) :])), longer[0])
        raise BadFileError(
            self.name,
            f"the row has {len(rows[worst])} cells under a header of {len(header)}",
            "A comma inside a name or number is not in quotes, or cells were added: mend the row and load again.",
            cell=f"line {lines[worst]}",
            value=next((c.strip()[:80] for c in rows[worst][len(header) :] if c.strip()), ""),
        )

    @cached_property
    def header(self) -> tuple[str, ...]:
        """First row of a CSV, without reading the rest; empty for any other kind."""
        if self.kind != CSV:
            return ()
        # A header of thousands of columns is longer than a peek: read on to the end of the line the peek ends in.
        end = self.data.find(b"\n", PEEK)
        try:
            first = next(csv.reader(io.StringIO(_text(self.data[: end if end >= 0 else None]), newline="")), [])
        except csv.Error:  # one endless cell: text of some other kind
            return ()
        return tuple(c.strip().lstrip("\ufeff") for c in first)

    @cached_property
    def json(self) -> Any:
        """The file as JSON.

        Raises:
            BadFileError: it is not JSON.
        """
        self.refuse_damaged()
        import orjson

        try:
            return orjson.loads(self.data)
        except orjson.JSONDecodeError as error:
            raise BadFileError(
                self.name, f"it is not valid JSON ({error})", "It may have been cut short: download it again."
            ) from None

    def refuse_damaged(self) -> None:
        """Raise BadFileError for a file whose bytes can't be what its name says."""
        if self.kind == EMPTY:
            raise BadFileError(self.name, "it is empty (0 bytes)", "Download it again.")
        if self.kind == LOCKED:
            raise self._locked()
        if self.kind == TRUNCATED:
            raise BadFileError(
                self.name, "it is a spreadsheet that has been cut short or damaged", "Download it again."
            )
        if self.kind == HTML and self.ending in {*WORKBOOK_NAMES, ".csv"}:
            raise BadFileError(
                self.name,
                "it is a web page saved under a spreadsheet's name",
                "Open the publisher's page and download the attachment itself.",
            )
        if self.kind in {OTHER, JSON} and self.ending in WORKBOOK_NAMES:
            raise BadFileError(
                self.name,
                "it has a spreadsheet's name but is none inside",
                "Open it in what made it, save it as an Excel workbook (.xlsx), and load that.",
                value=self.data[:12].decode("latin-1"),
            )
        if self.kind == OTHER and self.ending == ".csv" and self.data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            raise BadFileError(self.name, "it is written in UTF-16", "Save it as CSV UTF-8 and load it again.")

    def _locked(self) -> BadFileError:
        return BadFileError(
            self.name,
            "it is protected by a password",
            "Open it with the password, save a copy without, and load the copy.",
        )


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def header_has(source: SourceFile, columns: Sequence[str]) -> bool:
    """Whether a CSV's header has all these columns, in any order."""
    return bool(source.header) and set(columns).issubset(source.header)


__all__ = [
    "CSV",
    "HTML",
    "JSON",
    "OTHER",
    "WORKBOOK",
    "Grid",
    "SourceFile",
    "Workbook",
    "header_has",
]
