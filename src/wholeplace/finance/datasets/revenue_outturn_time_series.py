"""Revenue outturn, the long multi-year CSV from 2017-18 on: a row an authority and year, some 2,600 columns.

Source: MHCLG, 'Local authority revenue expenditure and financing: revenue outturn multi-year data set', £
thousand. One reading a year. Totals of classes and of England are set aside (and checked against); a council
whose return was not submitted stays, with that status and no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.core.ids import fold
from wholeplace.core.periods import Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import publication
from wholeplace.evidence.figure import NOT_SUBMITTED, OK
from wholeplace.evidence.reading import ROW, Authority, Block, Check, Line, Reading, SetAside
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import header_has
from wholeplace.evidence.table import is_total
from wholeplace.finance.datasets.checks import HeldTotals
from wholeplace.finance.datasets.columns import block_of
from wholeplace.finance.datasets.long_table import LongTable
from wholeplace.finance.datasets.outturn_assets import is_assumed, is_money, line_of
from wholeplace.finance.datasets.revenue_outturn import RESERVE_LEVELS, SERVICES
from wholeplace.finance.datasets.revenue_workbook import THOUSANDS, check_parts_add_up, warn_negative

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.source import SourceFile

_KEYS = ("year_ending", "ONS_code", "LA_name", "status")
_ABOUT = frozenset({*_KEYS, "LA_LGF_code", "LA_class", "LA_subclass"})
_YEAR_ENDING = re.compile(r"^(20\d\d)03$")
_GSS = re.compile(r"^[A-Z]\d{8}$")
_ECODE = re.compile(r"^[A-Z]\d{4}$")
_COUNTRY = re.compile(r"^[A-Z]92000001$")
# Below the year's own workbook (10): its date is stated, and this file's values may be revised since.
_PRECEDENCE = 8
_SUBMITTED, _NOT, _TOTAL = "submitted", "not submitted", "total"


class RevenueOutturnTimeSeries(Dataset):
    """The multi-year outturn CSV, any version; columns are told by their names and may come, go and move."""

    key: ClassVar[str] = "revenue-outturn-time-series"
    title: ClassVar[str] = "Revenue outturn (multi-year data set)"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "rs"

    def recognise(self, source: SourceFile) -> bool:
        return header_has(source, _KEYS) and any(c.startswith("RS_") for c in source.header)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        table = LongTable.load(source, _ABOUT)
        years, unplaced = _years(table)
        for position, ending in enumerate(sorted(years)):
            yield self._year(table, ending, years[ending], unplaced if position == 0 else [])

    def _year(self, table: LongTable, ending: int, rows: list[int], unplaced: list[SetAside]) -> Reading:
        period = Period.financial(ending - 1)
        published, basis, note = publication("", period, 8, "final outturn each November")
        reading = self.begin(
            period,
            published,
            basis,
            f"{note}; the file holds several years and its values may be later revisions",
            precedence=_PRECEDENCE,
            set_aside=list(unplaced),
        )
        kept = _authorities(table, rows, reading)
        if not kept:
            return reading
        _add_columns(table, kept, reading)
        check_parts_add_up(reading, SERVICES, "total_service_expenditure", allowed=500)
        warn_negative(reading, RESERVE_LEVELS)
        _check_england(table, rows, reading)
        return reading


def _years(table: LongTable) -> tuple[dict[int, list[int]], list[SetAside]]:
    """Rows by the year they end in, and rows that name none.

    Raises:
        BadFileError: no row names a financial year.
    """
    years: dict[int, list[int]] = {}
    unplaced: list[SetAside] = []
    for row, text in enumerate(table.texts("year_ending")):
        found = _YEAR_ENDING.match(text.removesuffix(".0"))
        if found:
            years.setdefault(int(found[1]), []).append(row)
        else:
            unplaced.append(
                SetAside(
                    ROW,
                    "the row does not say which March its year ends in",
                    "",
                    table.cell(row, "year_ending"),
                    text,
                    "It should read like 201803 for 2017-18; correct it and load again.",
                )
            )
    if not years:
        raise BadFileError(
            table.file,
            "no row names a financial year",
            "year_ending should read like 201803 for 2017-18.",
            cell=cell_name(1, table.positions["year_ending"]),
            value=unplaced[0].value if unplaced else "",
        )
    return years, unplaced


@dataclass
class _Kept:
    """Rows of one year that are authorities, and which of them were submitted."""

    rows: list[int]
    submitted: Any


def _authorities(table: LongTable, rows: list[int], reading: Reading) -> _Kept | None:
    import numpy as np

    columns = {c: table.texts(c) for c in sorted(_ABOUT)}
    kept: list[int] = []
    first: dict[str, int] = {}
    for row in rows:
        status, gss = fold(columns["status"][row]), columns["ONS_code"][row].upper()
        ecode = columns["LA_LGF_code"][row].upper()
        key = ecode if _ECODE.match(ecode) else gss
        reason = _why_not(status, gss, is_total(key, columns["LA_name"][row]))
        if reason:
            reading.set_aside.append(
                SetAside(
                    ROW,
                    f"{reason} ({columns['LA_name'][row] or 'no name'})",
                    "",
                    table.cell(row, "ONS_code"),
                    gss,
                )
            )
        elif key in first:
            _duplicate(table, row, first[key], key, reading)
            if not _same(table, row, first[key]) and first[key] in kept:
                kept.remove(first[key])
        else:
            first[key] = row
            kept.append(row)
    reading.authorities = [_authority({c: columns[c][r] for c in _ABOUT}) for r in kept]
    submitted = np.array([fold(columns["status"][r]) == _SUBMITTED for r in kept], dtype=bool)
    absent = [reading.authorities[i].name for i in np.nonzero(~submitted)[0]]
    if absent:
        reading.notes.append(f"Returns not submitted: {', '.join(absent)}.")
    return _Kept(kept, submitted) if kept else None


def _authority(cells: dict[str, str]) -> Authority:
    gss, ecode = cells["ONS_code"].upper(), cells["LA_LGF_code"].upper()
    ecode = ecode if _ECODE.match(ecode) else ""
    return Authority(ecode or gss, cells["LA_name"], ecode, gss, published_class=cells["LA_class"])


def _why_not(status: str, gss: str, total: bool) -> str:
    if status == _TOTAL or not _GSS.match(gss) or total:
        return "a total or subtotal, not an authority"
    if status not in {_SUBMITTED, _NOT}:
        return f"its status is neither submitted nor not submitted but '{status}'"
    return ""


def _same(table: LongTable, row: int, other: int) -> bool:
    return bool(table.arrow.slice(row, 1).to_pylist() == table.arrow.slice(other, 1).to_pylist())


def _duplicate(table: LongTable, row: int, other: int, key: str, reading: Reading) -> None:
    where = f"row {table.lines[other] + 1}"
    reason, remedy = (
        (f"the same authority stands at {where} with the same numbers", "Nothing to do: it is counted once.")
        if _same(table, row, other)
        else (
            f"the same authority stands at {where} with other numbers; neither row is used",
            "Ask the publisher which is right, delete the other row and load again.",
        )
    )
    reading.set_aside.append(SetAside(ROW, reason, "", table.cell(row, "ONS_code"), key, remedy))


def _add_columns(table: LongTable, kept: _Kept, reading: Reading) -> None:
    """A block for every column that has a value that year; columns of words are noted and left."""
    import numpy as np
    import pyarrow as pa

    keys = [a.key for a in reading.authorities]
    rows = [table.lines[r] for r in kept.rows]
    year = table.arrow.take(pa.array(kept.rows))
    usual = np.where(kept.submitted, OK, NOT_SUBMITTED).astype(object)
    wordy: list[str] = []
    unexpected = np.zeros(len(keys), dtype=bool)
    for name, position in table.positions.items():
        if name in _ABOUT:
            continue
        column = year.column(position)
        if column.null_count == len(column):
            continue
        line = f"{reading.namespace}.{line_of(name)}"
        if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
            numbers = column.cast(pa.float64()).to_numpy().copy()
            blank = ~np.isfinite(numbers)
            statuses = usual if not (blank & kept.submitted).any() else np.where(blank, NOT_SUBMITTED, usual)
            block = Block(line, "", position, rows, keys, numbers, statuses.copy())
        else:
            values = column.to_pylist()
            if not any(c.isdigit() for v in values if v for c in str(v)):
                wordy.append(name)
                continue
            block = block_of(line, position, rows, reading.authorities, values, reading.set_aside)
            block.mark(~kept.submitted, NOT_SUBMITTED)
        unexpected |= np.isfinite(block.numbers) & ~kept.submitted
        block.numbers[~kept.submitted] = np.nan
        reading.blocks.append(block)
        reading.lines[line] = Line(line, name, THOUSANDS if is_money(name) else 0, "sum", "", name.split("_", 1)[0])
    if guessed := [n for n in table.positions if is_assumed(n)]:
        reading.notes.append(f"Meaning told from the manner of the name only, not confirmed: {', '.join(guessed)}.")
    if wordy:
        reading.notes.append(f"Columns of words, not of numbers, are left: {', '.join(wordy[:20])}.")
    for row in np.nonzero(unexpected)[0].tolist():
        reading.set_aside.append(
            SetAside(
                ROW,
                "numbers on a row that says its return was not submitted; they are not used",
                "",
                table.cell(kept.rows[row], "status"),
                reading.authorities[row].name,
                "Ask the publisher whether they are estimates.",
            )
        )


def _check_england(table: LongTable, rows: list[int], reading: Reading) -> None:
    """Hold each known line's sum against the England row; a difference becomes a warning."""
    import numpy as np

    names = table.texts("LA_name")
    codes = table.texts("ONS_code")
    england = next((r for r in rows if fold(names[r]) == "england" or _COUNTRY.match(codes[r])), -1)
    if england < 0:
        reading.checks.append(Check("national-totals", passed=False, detail="the year has no England row to check"))
        return
    held = HeldTotals(reading, whole="England total")
    for block in reading.blocks:
        if not block.line.split(".", 1)[1].startswith("x_"):
            published = table.arrow.column(block.column)[england].as_py()
            cell = cell_name(table.lines[england], block.column)
            held.hold(block, float(np.nansum(block.numbers)), published, "", cell)
    held.finish()
