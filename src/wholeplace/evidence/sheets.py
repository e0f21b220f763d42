"""Sheets, workbooks and CSV grids as they lie in a file: rows of cells counted from 0, and the names of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wholeplace.core.errors import BadFileError

Row = list[Any]


def column_letters(index: int) -> str:
    """Spreadsheet letters of a column counted from 0: 0 -> A, 26 -> AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Name of the cell at `row`, `column`, both counted from 0: (0, 0) -> A1."""
    return f"{column_letters(column)}{row + 1}"


@dataclass
class Sheet:
    """One sheet of a workbook: rows of cells, counted from 0 as in the file, nothing skipped."""

    name: str
    rows: list[Row]

    def text(self, row: int, column: int) -> str:
        """The cell as stripped text, empty outside the sheet."""
        if row < 0 or column < 0 or row >= len(self.rows) or column >= len(self.rows[row]):
            return ""
        value = self.rows[row][column]
        return "" if value is None else str(value).strip()

    def words(self, first_rows: int = 12) -> str:
        """All text of the first rows, for telling what the sheet is."""
        return " ".join(str(c) for row in self.rows[:first_rows] for c in row if isinstance(c, str) and c.strip())


@dataclass
class Workbook:
    """A spreadsheet whose sheets are read when asked for."""

    file: str
    _book: Any
    _sheets: dict[str, Sheet] = field(default_factory=dict)

    @property
    def sheet_names(self) -> list[str]:
        """Names in the order of the file."""
        return list(self._book.sheet_names)

    def sheet(self, name: str) -> Sheet:
        """The sheet called `name`.

        Raises:
            BadFileError: there is no such sheet, or it can't be read.
        """
        if name not in self._sheets:
            if name not in self._book.sheet_names:
                raise BadFileError(
                    self.file,
                    f"there is no sheet '{name}'; it has {', '.join(self.sheet_names)}",
                    "Check that the whole workbook was downloaded and no sheet was renamed.",
                )
            try:
                rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt | SystemExit):
                    raise
                raise BadFileError(
                    self.file, f"the sheet can't be read ({error})", "Download the file again.", sheet=name
                ) from None
            self._sheets[name] = Sheet(name, rows)
        return self._sheets[name]


@dataclass
class Grid:
    """A CSV file: its header row, and the rows under it with the line each began on (from 1)."""

    file: str
    header: list[str]
    rows: list[list[str]]
    lines: list[int]

    def column(self, name: str) -> int:
        """Position of a column.

        Raises:
            BadFileError: there is no such column.
        """
        try:
            return self.header.index(name)
        except ValueError:
            raise BadFileError(
                self.file,
                f"there is no column '{name}'; it has {', '.join(self.header[:20])}",
                "Check that this is the file as published.",
            ) from None
