"""Excel workbooks that are the same to the byte whenever they are written, and say that they are invented."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from wholeplace.sample.names import MARK, SENTENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Cell = str | float | int | datetime | None
# No clock and no person: a workbook's own properties would otherwise differ from run to run.
_CREATED = datetime(2022, 1, 1, tzinfo=UTC).replace(tzinfo=None)


@contextmanager
def open_workbook(path: Path) -> Iterator[Any]:
    """A new workbook at `path`, closed at the end, with the mark of the invented sector in its properties."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": path.stem, "keywords": MARK, "comments": f"{MARK}. {SENTENCE}", "created": _CREATED})
    try:
        yield book
    finally:
        book.close()


def write_sheet(book: Any, name: str, rows: Sequence[Sequence[Cell]], *, hidden: bool = False) -> None:
    """Write rows from the top left; None and the empty string leave a cell out."""
    sheet = book.add_worksheet(name)
    if hidden:
        sheet.hide()
    number, text = sheet._write_number, sheet._write_string  # noqa: SLF001  the checked forms are twice as slow
    date_format = None
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                text(i, j, value)
            elif isinstance(value, datetime):
                date_format = date_format or book.add_format({"num_format": "dd/mm/yyyy"})
                sheet.write_datetime(i, j, value, date_format)
            else:
                number(i, j, value)


def front_page(
    book: Any,
    title: str,
    sentences: Sequence[str],
    *,
    name: str = "Front Page",
    heading: str = "General Fund Revenue Account Outturn",
    aside: str = "",
) -> None:
    """A front page as published: title on row 11, sentences in column C on every other row."""
    rows: list[list[Cell]] = [[] for _ in range(9)]
    rows.append([None, None, heading])
    rows.append([None, None, title])
    rows.append([*[None] * 7, aside])
    for sentence in (*sentences, f"{SENTENCE}."):
        rows += [[None, None, sentence], []]
    write_sheet(book, name, rows)
