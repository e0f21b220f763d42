"""A CSV of thousands of columns read as columns at once, with the place of every cell kept."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import BadFileError
from wholeplace.evidence.sheets import cell_name

if TYPE_CHECKING:
    from wholeplace.evidence.source import SourceFile


@dataclass
class LongTable:
    """The CSV as columns. `lines` are the sheet rows, from 0, of its rows."""

    file: str
    arrow: Any
    positions: dict[str, int]
    lines: list[int]

    @staticmethod
    def load(source: SourceFile, text_columns: frozenset[str]) -> LongTable:
        """Read all of it at once; numbers come out as numbers, columns with any words in them as text.

        `text_columns` are text whatever is in them, such as codes.

        Raises:
            BadFileError: a row is cut short or broken over lines, or a column stands twice.
        """
        import pyarrow as pa
        from pyarrow import csv

        header = list(source.header)
        doubled = next((c for c in header if header.count(c) > 1), "") if len(set(header)) < len(header) else ""
        if doubled:
            raise BadFileError(
                source.name,
                "a column stands twice",
                "Delete one of them and load again.",
                cell=cell_name(0, header.index(doubled)),
                value=doubled,
            )
        data = _as_utf8(source.data)
        try:
            arrow = csv.read_csv(
                io.BytesIO(data),
                read_options=csv.ReadOptions(block_size=len(data) + 1, column_names=header, skip_rows=1),
                convert_options=csv.ConvertOptions(
                    column_types={c: pa.string() for c in text_columns if c in header},
                    null_values=[""],
                    strings_can_be_null=True,
                ),
            )
        except pa.ArrowInvalid as error:
            raise BadFileError(
                source.name,
                f"a row does not fit the header ({str(error).splitlines()[0][:160]})",
                "The file may have been cut short or saved by another program: download it again.",
            ) from None
        lines = [i for i, text in enumerate(data.split(b"\n")) if text.strip()][1:]
        if len(lines) != arrow.num_rows:
            raise BadFileError(
                source.name,
                "a row is broken over several lines",
                "Download it again; do not edit it in between.",
            )
        return LongTable(source.name, arrow, {c: i for i, c in enumerate(header)}, lines)

    def texts(self, column: str) -> list[str]:
        """A column as stripped text; empty text throughout where there is no such column."""
        if column not in self.positions:
            return [""] * self.arrow.num_rows
        return [str(v).strip() if v is not None else "" for v in self.arrow.column(self.positions[column]).to_pylist()]

    def cell(self, row: int, column: str) -> str:
        """Spreadsheet name of a cell."""
        return cell_name(self.lines[row], self.positions[column])


def _as_utf8(data: bytes) -> bytes:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return text.rstrip().encode() + b"\n"
