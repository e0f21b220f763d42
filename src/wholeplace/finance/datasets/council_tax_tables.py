"""Council tax base and Band D over several years in one CSV table, a column a year.

Source: MHCLG, 'Council tax levels set by local authorities in England', tables of taxbase for tax setting
purposes and of average Band D excluding parish precepts. Columns are named `tstb_1516` (tax base,
dwellings) and `avebandd_expp2324` (Band D, £). They are later revisions than the return's own workbooks,
mended for changes of boundary, and rank below them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.core.periods import Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import months_after
from wholeplace.evidence.reading import ASSUMED, Line, Reading, SetAside
from wholeplace.evidence.sheets import Sheet, cell_name
from wholeplace.evidence.table import AuthorityRows, Columns, authority_rows, read_column
from wholeplace.finance.datasets.council_tax_lines import is_part

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.sheets import Grid
    from wholeplace.evidence.source import SourceFile

_COLUMN = re.compile(r"^(?P<what>tstb|avebandd_expp)_?(?P<start>\d{2})(?P<end>\d{2})$")
_LINES = {
    "tstb": Line("ctr.tax_base", "Council tax base for council tax setting purposes", 0, "none"),
    "avebandd_expp": Line(
        "ctr.band_d_excluding_parishes",
        "Average (Band D 2 Adult equivalent) council tax, excluding local precepts", 1, "none",
    ),
}  # fmt: skip
_NAMES = ("authority", "authority.x")
_CLASSES = ("class", "class.x")


class CouncilTaxTables(Dataset):
    """Tables of tax base and Band D, one reading a year."""

    key: ClassVar[str] = "council-tax-tables"
    title: ClassVar[str] = "Council tax base and Band D"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "ctr"

    def recognise(self, source: SourceFile) -> bool:
        return {"ecode", "onscode"}.issubset(source.header) and any(_COLUMN.match(c) for c in source.header)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        years: dict[Period, list[tuple[int, Line]]] = {}
        for column, name in enumerate(grid.header):
            if found := _COLUMN.match(name):
                years.setdefault(_year(grid, name, found), []).append((column, _LINES[found["what"]]))
        sheet, rows = _rows(grid)
        yield from (self._reading(year, columns, sheet, rows, max(years)) for year, columns in sorted(years.items()))

    def _reading(
        self, year: Period, columns: list[tuple[int, Line]], sheet: Sheet, rows: AuthorityRows, latest: Period
    ) -> Reading:
        reading = self.begin(year, published=months_after(year.end, -12), basis=ASSUMED,
            note=(
                "the file does not say; assumed from the usual timetable (levels are published in "
                f"the March before the year); the file runs to {latest}, so its values may be a later "
                "revision"
            ),
            precedence=5, authorities=list(rows.authorities), set_aside=list(rows.set_aside),
            part=columns[0][1].id.split(".")[1] if len(columns) == 1 else "",
        )  # fmt: skip
        for column, line in columns:
            block = read_column(sheet, rows, column, line.id, reading.set_aside)
            if block is None:
                continue
            reading.blocks.append(block)
            reading.lines[line.id] = line
        return reading


def _year(grid: Grid, name: str, found: re.Match[str]) -> Period:
    start, end = int(found["start"]), int(found["end"])
    if end != (start + 1) % 100:
        raise BadFileError(
            grid.file, "the column's name does not hold a financial year",
            "It should end in two years that follow each other, such as tstb_1516.",
            cell=cell_name(0, grid.header.index(name)), value=name,
        )  # fmt: skip
    return Period.financial(2000 + start)


def _rows(grid: Grid) -> tuple[Sheet, AuthorityRows]:
    """The table as a sheet whose rows stand on the file's own lines, and its authorities."""
    cells: list[list[str]] = [[] for _ in range(max(grid.lines, default=0))]
    for row, line in zip(grid.rows, grid.lines, strict=True):
        cells[line - 1] = row
    cells[0] = grid.header
    sheet = Sheet("", list(cells))
    columns = Columns(
        0, grid.column("ecode"), grid.column("onscode"), _either(grid, _NAMES), _either(grid, _CLASSES),
        grid.header.index("region") if "region" in grid.header else -1,
    )  # fmt: skip
    found = authority_rows(sheet, columns)
    kept = [i for i, a in enumerate(found.authorities) if not is_part(a.name)]
    tidy = AuthorityRows([found.authorities[i] for i in kept], [found.rows[i] for i in kept], found.set_aside)
    known = set(tidy.rows)
    told = {s.cell for s in found.set_aside}
    for index in range(1, len(sheet.rows)):
        cell, name = cell_name(index, columns.ecode), sheet.text(index, columns.name)
        if index not in known and cell not in told and name:
            reason = "a part of an authority" if is_part(name) else "a total of a class, not an authority"
            tidy.set_aside.append(SetAside("row", f"{reason} ({name})", "", cell))
    if not tidy.authorities:
        raise BadFileError(
            grid.file,
            "it has a header but no authority",
            "The file may have been cut short: download it again.",
        )
    return sheet, tidy


def _either(grid: Grid, names: tuple[str, ...]) -> int:
    return next((grid.header.index(n) for n in names if n in grid.header), -1)
