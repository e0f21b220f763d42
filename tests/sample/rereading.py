"""Read what was written, with the published layouts and the item keys alone."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineWorkbook

from wholeplace.sample.layouts import TOTALS, layout

if TYPE_CHECKING:
    from pathlib import Path

Rows = list[list[Any]]


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@cache
def sheet_rows(path: Path, sheet: str) -> Rows:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def header_row(rows: Rows) -> int:
    return next(i for i, row in enumerate(rows) if str(row[0]) == "E-code")


@cache
def authorities(path: Path, sheet: str, layout_name: str) -> dict[str, dict[str, Any]]:
    """What each authority's row holds, by E-code and item; text such as an ellipsis stays text."""
    items = [column.item for column in layout(layout_name)]
    rows = sheet_rows(path, sheet)
    found = {}
    for row in rows[header_row(rows) + 1 :]:
        code = str(row[0])
        if len(code) == 5 and code[0] == "X" and code[1:].isdigit():
            found[code] = dict(zip(items, row, strict=False))
    return found


def broken_totals(row: dict[str, Any]) -> list[str]:
    """Which totals are not the sum of the lines above them, down to the council tax requirement."""
    broken, running = [], 0
    for item, value in row.items():
        if item in TOTALS:
            if running != value:
                broken.append(f"{item}: {running} is not {value}")
            if item == "ctr":
                break
        elif item[0] != "@" and isinstance(value, (int, float)):
            # The budget shows education by kind of school above its total, which is what is added.
            running += 0 if item.startswith("edu_") else value
    return broken
