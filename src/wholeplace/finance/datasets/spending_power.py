"""Spending power: what government reckons each council can spend from grants, business rates and council tax.

Two files, both of the final settlements by way of others, £ million:

- components of core spending power, 2015-16 to 2020-21, a row an authority and year, named by the year it
  begins in;
- spending power 2011-12 to 2020-21, a row an authority and a column a year. A column is named by the year it
  *ends* in: councils that were merged on 1 April 2019 have a value under 2019 and none under 2020, and its
  2017 column agrees with core spending power of 2016-17. From that column on it is core spending power;
  before, it is revenue spending power, which counts other grants. The two are different lines here and must
  be chain-linked, never compared directly.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.core.periods import Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import publication
from wholeplace.evidence.reading import FACTS, ROW, WARNING, Authority, Check, Line, Reading, SetAside
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import header_has
from wholeplace.finance.datasets.columns import block_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wholeplace.evidence.sheets import Grid
    from wholeplace.evidence.source import SourceFile

_MILLIONS = 1_000_000
_GSS = re.compile(r"^[A-Z]\d{8}$")
_YEAR = re.compile(r"^20\d\d$")
_MONTHS_AFTER_YEAR_END = -13  # the February before the year begins
_TIMETABLE = "final settlement each February before the year"
_LATER = "the file holds several years and its values may be later revisions"
_FIRST_CORE_YEAR = 2016  # 2016-17: the step in the second file

COMPONENTS = {
    "sfa": ("settlement_funding_assessment", "Settlement funding assessment"),
    "under_index": (
        "under_indexing_compensation",
        "Compensation for under-indexing the business rates multiplier",
    ),
    "ct_total": ("council_tax", "Council tax requirement excluding parish precepts"),
    "nhb": ("new_homes_bonus", "New Homes Bonus"),
    "nhb_return": ("new_homes_bonus_returned", "New Homes Bonus: returned funding"),
    "rsdg": ("rural_services_delivery_grant", "Rural Services Delivery Grant"),
}
TOTAL = ("total_spend", "core_spending_power", "Core spending power")


class CoreSpendingPower(Dataset):
    """Components of core spending power; one reading a year."""

    key: ClassVar[str] = "core-spending-power"
    title: ClassVar[str] = "Core spending power by component"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "csp"

    def recognise(self, source: SourceFile) -> bool:
        return header_has(source, ("ons_code", "authority", "year", *COMPONENTS, TOTAL[0]))

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        by_year, unplaced = _rows_by_year(grid, grid.column("year"))
        if not by_year:
            raise BadFileError(
                source.name,
                "no row names a year",
                "The column 'year' should hold the year each row begins in.",
                cell=cell_name(0, grid.column("year")),
            )
        for year in sorted(by_year):
            yield self._year(grid, year, by_year[year], unplaced if year == min(by_year) else [])

    def _year(self, grid: Grid, year: int, rows: list[int], unplaced: list[SetAside]) -> Reading:
        reading = _reading(self, Period.financial(year))
        reading.set_aside += unplaced
        reading.notes.append(
            "The total is the sum of the six components here; later streams for social care are left out."
        )
        live = [r for r in rows if not _all_zero(grid, r, [*COMPONENTS, TOTAL[0]])]
        reading.set_aside += [
            _row_aside(grid, r, "all components are 0: the authority had no settlement that year")
            for r in rows
            if r not in set(live)
        ]
        kept = _authorities(reading, grid, live, name="authority", published_class="", region="region")
        for column, (ident, label) in {**COMPONENTS, TOTAL[0]: TOTAL[1:]}.items():
            _add_column(reading, grid, kept, column, f"csp.{ident}", label)
        _check_components(reading)
        return reading


class SpendingPower(Dataset):
    """Spending power, a column a year; one reading a year."""

    key: ClassVar[str] = "spending-power"
    title: ClassVar[str] = "Spending power by authority"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government, by way of Newcastle University"
    namespace: ClassVar[str] = "sp"

    def recognise(self, source: SourceFile) -> bool:
        if not header_has(source, ("ons_code", "ons_name", "class", "region")):
            return False
        rest = source.header[4:]
        return len(rest) >= 2 and all(_YEAR.match(c) for c in rest)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        grid = source.grid
        for column in (c for c in grid.header if _YEAR.match(c)):
            reading = _reading(self, Period.financial(int(column) - 1))
            kept = _authorities(
                reading,
                grid,
                list(range(len(grid.rows))),
                name="ons_name",
                published_class="class",
                region="region",
            )
            core = int(column) - 1 >= _FIRST_CORE_YEAR
            line, label = (
                ("sp.core_spending_power", "Core spending power")
                if core
                else ("sp.revenue_spending_power", "Revenue spending power (definition to 2015-16)")
            )
            _add_column(reading, grid, kept, column, line, f"{label}, column {column}")
            reading.notes.append(
                f"The column {column} is the year that ends in {column}. The definition changed with "
                "2016-17: years before and after can only be compared by chain-linking."
            )
            yield reading


def _reading(dataset: Dataset, period: Period) -> Reading:
    published, basis, note = publication("", period, _MONTHS_AFTER_YEAR_END, _TIMETABLE)
    return Reading(
        dataset.key,
        dataset.namespace,
        FACTS,
        period,
        dataset.title,
        dataset.publisher,
        dataset.licence,
        published,
        basis,
        f"{note}; {_LATER}",
    )


def _rows_by_year(grid: Grid, column: int) -> tuple[dict[int, list[int]], list[SetAside]]:
    by_year: dict[int, list[int]] = {}
    unplaced: list[SetAside] = []
    for index, row in enumerate(grid.rows):
        text = row[column].strip() if column < len(row) else ""
        if _YEAR.match(text):
            by_year.setdefault(int(text), []).append(index)
        else:
            unplaced.append(
                SetAside(
                    ROW,
                    "the row does not name a year",
                    "",
                    cell_name(grid.lines[index] - 1, column),
                    text,
                    "Write the year it begins in (2016 for 2016-17) and load again.",
                )
            )
    return by_year, unplaced


def _cell(grid: Grid, index: int, column: int) -> str:
    row = grid.rows[index]
    return row[column].strip() if 0 <= column < len(row) else ""


def _all_zero(grid: Grid, index: int, columns: Iterable[str]) -> bool:
    return all(_is_zero(_cell(grid, index, grid.column(c))) for c in columns)


def _is_zero(text: str) -> bool:
    try:
        return float(text) == 0
    except ValueError:
        return False


def _row_aside(grid: Grid, index: int, reason: str, remedy: str = "") -> SetAside:
    code = grid.column("ons_code")
    value = " ".join(grid.rows[index][code : code + 2])
    return SetAside(ROW, reason, "", cell_name(grid.lines[index] - 1, code), value, remedy)


def _authorities(
    reading: Reading, grid: Grid, rows: list[int], *, name: str, published_class: str, region: str
) -> list[int]:
    """Add the rows' authorities to `reading`; rows that share a code are set aside, all of them."""
    code_at, name_at = grid.column("ons_code"), grid.column(name)
    keys: dict[str, list[int]] = {}
    for index in rows:
        code = _cell(grid, index, code_at).upper()
        key = code if _GSS.match(code) else _cell(grid, index, name_at)
        if key:
            keys.setdefault(key, []).append(index)
        else:
            reading.set_aside.append(_row_aside(grid, index, "the row names no authority"))
    kept: list[int] = []
    for key, same in keys.items():
        if len(same) > 1 and len({tuple(grid.rows[i]) for i in same}) > 1:
            reading.set_aside += [
                _row_aside(
                    grid,
                    i,
                    f"{key} stands on {len(same)} rows of the year with other values; none is used",
                    "Ask the publisher which is right, delete the others and load again.",
                )
                for i in same
            ]
            continue
        reading.set_aside += [
            _row_aside(grid, i, f"{key} stands already with the same values; it is counted once") for i in same[1:]
        ]
        kept.append(same[0])
        reading.authorities.append(
            Authority(
                key,
                _cell(grid, same[0], name_at),
                gss=key if _GSS.match(key) else "",
                published_class=_cell(grid, same[0], grid.column(published_class)) if published_class else "",
                region=_cell(grid, same[0], grid.column(region)),
            )
        )
    return kept


def _add_column(reading: Reading, grid: Grid, kept: list[int], column: str, line: str, label: str) -> None:
    at = grid.column(column)
    rows = [grid.lines[i] - 1 for i in kept]
    values = [_cell(grid, i, at) for i in kept]
    reading.blocks.append(block_of(line, at, rows, reading.authorities, values, reading.set_aside))
    reading.lines[line] = Line(line, label, _MILLIONS, "sum", "", reading.title)


def _check_components(reading: Reading) -> None:
    """Warn of totals that differ from their components by more than £0.01m."""
    import numpy as np

    blocks = {b.line: b for b in reading.blocks}
    whole = blocks[f"csp.{TOTAL[1]}"]
    added = np.sum([blocks[f"csp.{ident}"].numbers for ident, _ in COMPONENTS.values()], axis=0)
    differing = np.nonzero(np.abs(added - whole.numbers) > 0.01)[0]
    reading.set_aside += list(
        _component_warnings(reading, whole.rows, whole.column, differing.tolist(), added.tolist())
    )
    reading.checks.append(
        Check(
            "components-add-up",
            passed=not len(differing),
            detail=f"{len(added) - len(differing)} totals agree with their parts, {len(differing)} do not",
        )
    )


def _component_warnings(
    reading: Reading, rows: list[int], column: int, positions: list[int], added: list[float]
) -> Iterator[SetAside]:
    for position in positions:
        yield SetAside(
            WARNING,
            f"the components of {reading.authorities[position].name} add up to {added[position]:,.2f}; "
            "the total differs",
            "",
            cell_name(rows[position], column),
            "",
            "The total is used as published; compare with the settlement.",
        )
