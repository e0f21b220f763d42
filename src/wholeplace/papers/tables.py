"""Figures for other people's programs: CSV and Excel that no spreadsheet will run as formulas.

A text that starts with = + - @ tab or carriage return is taken as a formula by spreadsheets. In CSV it gets
an apostrophe in front, unless it is a number (`-4.1%`, `-£1.2m`); in Excel it is stored and marked as text.
"""

from __future__ import annotations

import csv
import io
import math
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from wholeplace.papers.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# The full-width signs are read as formulas by some spreadsheets in East Asian settings.
STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_NUMBER = re.compile(r"[-+]?£?\d[\d,]*(\.\d+)?([eE][-+]?\d+)?( ?(%|bn|m|k|years))?")
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - Excel's dates have no zone
WIDEST_COLUMN = 60
LONGEST_NAME = 31
LONGEST_TEXT = 32_767


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might run this text."""
    return text.lstrip(" ").startswith(STARTS) and not _NUMBER.fullmatch(text.strip())


def neutral(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet might run it."""
    return f"'{text}" if is_formula_like(text) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 CSV with CRLF line ends (RFC 4180). None is empty, numbers plain, lists joined by `; `."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_csv_cell(title) for title in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return repr(value)
    return neutral(clean(_words(value)))


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(_words(each) for each in value)
    return str(value)


def xlsx_bytes(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """A workbook with one sheet a name: its header (bold, frozen) and rows; same input, same bytes.

    Numbers are stored as numbers, booleans as booleans, everything else as text.
    """
    import xlsxwriter

    out = io.BytesIO()
    names = sheet_names(list(sheets))
    with xlsxwriter.Workbook(out, workbook_options()) as book:
        book.set_properties({"created": CREATED})
        bold = book.add_format({"bold": True, "bottom": 1})
        plain, quoted = book.add_format(), book.add_format({"quote_prefix": True})
        for name, (header, rows) in zip(names, sheets.values(), strict=True):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            widths = [len(title) for title in header]
            for column, title in enumerate(header):
                sheet.write_string(0, column, clean(title), bold)
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row):
                    _write(sheet, (number, column), value, plain, quoted)
                    widths[column] = max(widths[column], min(WIDEST_COLUMN, len(_words(value))))
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width + 2)
    return out.getvalue()


def workbook_options() -> dict[str, Any]:
    """XlsxWriter's options under which no text turns into anything but text."""
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }


def _write(sheet: Any, at: tuple[int, int], value: Any, plain: Any, quoted: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(*at, value, plain)
    elif isinstance(value, int | float | Decimal) and math.isfinite(value):
        sheet.write_number(*at, float(value), plain)
    else:
        write_text(sheet, at, _words(value), plain, quoted)


def write_text(sheet: Any, at: tuple[int, int], text: str, plain: Any, quoted: Any) -> None:
    """Write a text as text, in the `quoted` format where a spreadsheet might run it when edited."""
    shown = clean(text)[:LONGEST_TEXT]
    sheet.write_string(*at, shown, quoted if is_formula_like(shown) else plain)


def sheet_names(titles: Sequence[str]) -> list[str]:
    """Names that Excel takes for sheets: short, without the marks it keeps for itself, no two alike."""
    names: list[str] = []
    taken = {"history"}  # Excel keeps this name for itself
    for title in titles:
        base = re.sub(r"[\[\]:*?/\\]", " ", clean(title)).strip(" '") or "Sheet"
        name, number = _cut(base, ""), 1
        while name.casefold() in taken:
            number += 1
            name = _cut(base, f" {number}")
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(base: str, end: str) -> str:
    """The name within Excel's limit, which counts in UTF-16 units."""
    kept = base
    while len((kept + end).encode("utf-16-le")) // 2 > LONGEST_NAME:
        kept = kept[:-1]
    return kept.rstrip(" '") + end
