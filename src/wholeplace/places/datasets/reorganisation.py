"""The reorganisation list: which authority's code gave way to which, by what order and on what day.

Source: Office for National Statistics, code history database (changes), as a workbook whose sheet of
changes has the columns GEOGCD (new code), GEOGCD_P (code before it), SI_ID, SI_TITLE, OPER_DATE and YEAR. A
row without a new code, or with the filler 'County Abolished', says that an authority ended and its area
went to authorities listed elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.reading import ASSUMED, LINKS, ROW, WARNING, Check, Reading, SetAside
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.source import WORKBOOK

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wholeplace.evidence.sheets import Sheet, Workbook
    from wholeplace.evidence.source import SourceFile

_KEYS = ("GEOGCD", "GEOGCD_P")
_NEEDED = (*_KEYS, "GEOGNM", "GEOGNM_P", "SI_ID", "SI_TITLE", "OPER_DATE", "YEAR")
_GSS = re.compile(r"^[A-Z]\d{8}$")
_FILLER = re.compile(r"^(abolished|[A-Z]\d{2}999999)$", re.IGNORECASE)
_WITHIN = 30


class ReorganisationList(Dataset):
    """Predecessor and successor codes with their dates. Reference data: it is about no period."""

    key: ClassVar[str] = "reorganisation"
    title: ClassVar[str] = "Code history: changes of authorities"
    publisher: ClassVar[str] = "Office for National Statistics"
    namespace: ClassVar[str] = "reorganisation"
    table: ClassVar[str] = LINKS

    def recognise(self, source: SourceFile) -> bool:
        if source.kind != WORKBOOK:
            return False
        try:
            book = source.workbook
            return any(_header_row(book.sheet(n), _KEYS) is not None for n in _likely(book))
        except BadFileError:
            return False

    def read(self, source: SourceFile) -> Iterable[Reading]:
        book = source.workbook
        sheet, header = _sheet_of_changes(book)
        where = {name: index for index, text in enumerate(sheet.rows[header]) if (name := str(text).strip())}
        reading = self.begin(
            None,
            published=None,
            basis=ASSUMED,
            note="the file does not say; assumed to be the latest day a change in it took effect",
        )
        seen: dict[tuple[str, ...], int] = {}
        for row in range(header + 1, len(sheet.rows)):
            if any(sheet.text(row, c) for c in where.values()):
                _keep(reading, sheet, row, where, seen)
        days = [date.fromisoformat(r["date"]) for r in reading.records]
        reading.published = max(days) if days else None
        reading.notes += _other_sheets(book, sheet)
        reading.checks.append(_dates_agree_with_orders(reading))
        yield reading


def _likely(book: Workbook) -> list[str]:
    """Sheets worth opening: the first, and those whose name speaks of changes."""
    return [n for i, n in enumerate(book.sheet_names) if i == 0 or "change" in n.casefold()]


def _header_row(sheet: Sheet, needed: tuple[str, ...]) -> int | None:
    for index, row in enumerate(sheet.rows[:_WITHIN]):
        if set(needed) <= {str(c).strip() for c in row}:
            return index
    return None


def _sheet_of_changes(book: Workbook) -> tuple[Sheet, int]:
    for name in _likely(book):
        sheet = book.sheet(name)
        header = _header_row(sheet, _NEEDED)
        if header is not None:
            return sheet, header
    partial = next(n for n in _likely(book) if _header_row(book.sheet(n), _KEYS) is not None)
    sheet = book.sheet(partial)
    header = _header_row(sheet, _KEYS) or 0
    missing = [c for c in _NEEDED if c not in {str(x).strip() for x in sheet.rows[header]}]
    raise BadFileError(
        book.file,
        f"its header row has no column {', '.join(missing)}",
        "Restore the header row as published.",
        sheet=partial,
        cell=f"row {header + 1}",
    )


def _keep(reading: Reading, sheet: Sheet, row: int, where: Mapping[str, int], seen: dict[tuple[str, ...], int]) -> None:
    """Add the row to the records, or set it aside with the cell that is wrong."""

    def text(name: str) -> str:
        return sheet.text(row, where[name])

    def refuse(column: str, reason: str, remedy: str) -> None:
        cell = cell_name(row, where[column])
        reading.set_aside.append(SetAside(ROW, reason, sheet.name, cell, text(column), remedy))

    before, after = text("GEOGCD_P").upper(), text("GEOGCD").upper()
    after = "" if _FILLER.match(after) else after
    if not _GSS.match(before):
        return refuse("GEOGCD_P", "this is not a GSS code", "Correct the code as published and load again.")
    if after and not _GSS.match(after):
        return refuse("GEOGCD", "this is not a GSS code", "Correct the code as published and load again.")
    day = _day(sheet.rows[row][where["OPER_DATE"]])
    if day is None:
        return refuse("OPER_DATE", "this is not a date", "Write the day the change took effect, e.g. 2021-04-01.")
    link = (before, after, day.isoformat())
    if link in seen:
        return refuse(
            "GEOGCD_P",
            f"the same change stands at row {seen[link] + 1}",
            "Nothing to do: it is counted once.",
        )
    seen[link] = row
    if text("YEAR")[:4] != str(day.year):
        reading.set_aside.append(
            SetAside(
                WARNING,
                f"the change is dated {day.isoformat()}, and its year column says otherwise",
                sheet.name,
                cell_name(row, where["YEAR"]),
                text("YEAR"),
                "Check the date; it is used as it stands.",
            )
        )
    reading.records.append(
        {
            "predecessor_gss": before,
            "predecessor_name": text("GEOGNM_P"),
            "successor_gss": after,
            "successor_name": text("GEOGNM") if after else "",
            "date": day.isoformat(),
            "order": _order(text("SI_TITLE"), text("SI_ID")),
            "row": row,
            "sheet": sheet.name,
        }
    )
    return None


def _order(title: str, number: str) -> str:
    return f"{title} ({number})" if title and number else title or number


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None


def _other_sheets(book: Workbook, used: Sheet) -> list[str]:
    others = [n for n in book.sheet_names if n != used.name]
    return [f"Sheet '{used.name}' is read; not used: {', '.join(others)}."] if others else []


def _dates_agree_with_orders(reading: Reading) -> Check:
    """One order takes effect on one day: another day in the same order is a slip worth seeing.

    Names and amendments that share a wording across years have no order number and are left out.
    """
    by_order: dict[str, Counter[str]] = {}
    for record in reading.records:
        if re.search(r"\(\d+/\d{4}\)$", record["order"]) and "Name" not in record["order"]:
            by_order.setdefault(record["order"], Counter())[record["date"]] += 1
    odd = {order: days for order, days in by_order.items() if len(days) > 1}
    for order, days in odd.items():
        usual = days.most_common(1)[0][0]
        for record in reading.records:
            if record["order"] == order and record["date"] != usual:
                reading.set_aside.append(
                    SetAside(
                        WARNING,
                        f"{order} takes effect on {usual} elsewhere and here on {record['date']}",
                        record["sheet"],
                        f"row {record['row'] + 1}",
                        record["date"],
                        "Check the date.",
                    )
                )
    return Check("one-day-an-order", passed=not odd, detail=f"{len(by_order)} orders, {len(odd)} with several days")
