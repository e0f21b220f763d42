"""Files that are not what they should be, for whichever door they come through: the command line or a browser."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import layouts
from layouts import changed, data_sheet, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = xlsx(layouts.outturn())
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TITLE = "Revenue Outturn Summary (RS): 2016-17 data"
PAGE = b"<html><body><h1>Page not found</h1>, sorry</body></html>"


def rows_of(sheets: layouts.Sheets) -> layouts.Rows:
    return sheets[data_sheet(sheets)]


def without(data: bytes, part: str) -> bytes:
    """A zip with one part taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    return out.getvalue()


def spoilt(change: Callable[[layouts.Sheets], object]) -> bytes:
    sheets = changed(layouts.outturn())
    change(sheets)
    return xlsx(sheets)


def far_corner() -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("RS LA Data 2016-17")
        sheet.write(0, 0, "Revenue Outturn Summary (RS): 2016-17 data")
        sheet.write(1_048_575, 16_383, "x")
    return out.getvalue()


# Recognised for what they are, and refused: name, bytes, and words of the error.
UNREADABLE: dict[str, tuple[str, bytes, str]] = {
    "empty": ("RS.xlsx", b"", "it is empty"),
    "only white space": ("RS.xlsx", b" \r\n ", "it is empty"),
    "cut in the middle": ("RS.xlsx", GOOD[: len(GOOD) // 2], "cut short"),
    "cut at the very end": ("RS.xlsx", GOOD[:-10], "cut short"),
    "a part of the workbook lost": ("RS.xlsx", without(GOOD, "xl/worksheets/sheet1.xml"), "Download the file again"),
    "behind a password": ("RS.xlsx", layouts.locked_workbook(), "protected by a password"),
    "a web page": ("RS.xls", PAGE, "a web page saved under a spreadsheet's name"),
    "a web page with a byte-order mark": ("RS.xls", b"\xef\xbb\xbf\r\n <!DOCTYPE html>" + PAGE, "a web page"),
    "a web page after a comment": ("RS.xls", b"<!-- saved from url -->\n" + PAGE, "a web page"),
    "a web page called CSV": ("register.csv", PAGE, "a web page"),
    "a PDF": ("RS.xls", b"%PDF-1.7\n, of a letter", "is none inside"),
    "JSON": ("RS.xlsx", b'{"error": "not found"}', "is none inside"),
    "a Word document": ("RS.xlsx", without(without(GOOD, "xl/workbook.xml"), "none"), "is none inside"),
    "UTF-16": ("register.csv", "local-authority-code,official-name".encode("utf-16"), "UTF-16"),
    "the first bytes of an old workbook": ("RS.xls", OLD + b"\0" * 2000, "download it again"),
    "a cell in the far corner": ("RS.xlsx", far_corner(), "XFD1048576"),
    "no sheet of data": ("RS.xlsx", spoilt(lambda s: s.update({data_sheet(s): [[TITLE]]})), "no sheet has a table"),
    "no header row": ("RS.xlsx", spoilt(lambda s: s[data_sheet(s)].pop(6)), "E-code"),
    "a header and no authority": ("RS.xlsx", spoilt(lambda s: rows_of(s).__delitem__(slice(7, None))), "no authority"),
    "two years": ("RS.xlsx", spoilt(lambda s: rows_of(s)[0].__setitem__(0, "RS 2015-16")), "different years"),
}  # fmt: skip

# What no reader knows: listed and left alone.
UNKNOWN: list[tuple[str, bytes]] = [
    ("notes.txt", b"Dear all, see below"), ("page.html", PAGE), ("letter.pdf", b"%PDF-1.7 x, y"),
    ("a.csv", b"a,b\n1,2\n"),
    ("endless.csv", b'"a, ' + b"x" * 300_000), ("ragged.csv", b"a,b\n1,2,3\n"), ("no header.csv", b"1,2,3\n"),
    ("book.xlsx", xlsx({"Sheet1": [["hello", 1]]})), ("list.json", b"[1, 2, 3]"), ("deep.json", b"[" * 5000),
    ("pic.png", b"\x89PNG\r\n\x1a\n\0\0,\0"), ("old letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
     + "WordDocument".encode("utf-16-le") + b"\0" * 600),
]  # fmt: skip
