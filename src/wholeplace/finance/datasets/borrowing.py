"""Borrowing and investments outstanding, by local authority and kind of lender or investment.

Source: MHCLG (before: DCLG), 'Borrowing and investment by UK local authorities', live tables: one workbook
holds a pair of sheets (borrowing, investments) for each of several years and quarters, £ thousand, the
whole United Kingdom. A position at 31 March is read as the financial year's, any other as its quarter's.
The same year stands in several workbooks: each workbook's own publication date makes its vintage. The
publisher gives no total for an authority.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.errors import BadFileError
from wholeplace.core.ids import fold, slug
from wholeplace.core.periods import QUARTER, Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import months_after, stated_date
from wholeplace.evidence.reading import ASSUMED, STATED, WARNING, Check, Line, Reading, SetAside
from wholeplace.evidence.sheets import cell_name
from wholeplace.evidence.table import AuthorityRows, Columns, authority_rows, read_column
from wholeplace.finance.datasets import revenue_workbook as revenue
from wholeplace.finance.datasets.checks import HeldTotals

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wholeplace.evidence.reading import Authority
    from wholeplace.evidence.sheets import Sheet, Workbook
    from wholeplace.evidence.source import SourceFile

_TITLE = re.compile(
    r"borrowing amounts as at .{0,60} by local authority"
    r"|outstanding borrowing by local authority and category",
    re.IGNORECASE,
)
_AS_AT = re.compile(r"as at (?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>\w+) (?P<year>20\d{2})", re.IGNORECASE)
_SHEET_YEAR = re.compile(r"\b(?P<start>\d{2})-(?P<end>\d{2})\b")
_THOUSANDS = re.compile(r"£\s*['\u2019]?\s*(000|thousand)", re.IGNORECASE)
_CODE = re.compile(r"^[A-Z]\d{4}$")
_GSS = re.compile(r"^[A-Z]\d{8}$")
_BROUGHT_FORWARD = re.compile(r"\s*\(I\)\s*$", re.IGNORECASE)
_QUARTERS = {"june": 1, "september": 2, "december": 3, "march": 4}
BORROWING, INVESTMENTS = "borrowing", "investments"
_FEWEST_LINES = 5
_COUNTRIES = {"ENG", "SCO", "WAL", "NI", ""}

_INVESTMENTS = {
    "deposits: banks", "deposits: building societies", "treasury bills", "certificates of deposit: banks",
    "certificates of deposit: building societies", "british government (gilt-edge) securities",
    "other financial intermediaries", "public corporations", "debt management account deposit facility",
    "money market funds", "externally managed funds", "other investments", "loans local government",
}  # fmt: skip


@dataclass(frozen=True)
class Position:
    """A sheet: one part (borrowing or investments) at one date; `code` is the column of codes, before the names."""

    sheet: Sheet
    header: int
    first: int
    code: int
    part: str
    period: Period


class BorrowingAndInvestment(Dataset):
    """Live tables of borrowing and investment; one reading a date and part."""

    key: ClassVar[str] = "borrowing-investment"
    title: ClassVar[str] = "Borrowing and investment by local authorities"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "borrowing"

    def recognise(self, source: SourceFile) -> bool:
        return revenue.says(source, _TITLE)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        book = source.workbook
        positions = _positions(book)
        published, basis, note = _publication(book, positions)
        for position in positions:
            reading = self.begin(position.period, published, basis, note, part=position.part,
            )  # fmt: skip
            _read_position(reading, position)
            yield reading


def line_key(heading: str) -> str:
    """The line of a heading without prefix: `pwlb`, `long_term_banks_in_uk`, `investments_treasury_bills`."""
    text = re.sub(r"\s*\([a-z]\)\s*$", "", " ".join(heading.split()))
    plain = text.casefold()
    if found := re.match(r"loans (?P<term>short|longer)[ -]term - (?P<who>.+)$", plain):
        who = slug(found["who"])
        return who if who == "pwlb" else f"{'short' if found['term'] == 'short' else 'long'}_term_{who}"
    if found := re.match(r"(?P<term>short|longer)[ -]term loans (?P<who>local authorities)$", plain):
        return f"{'short' if found['term'] == 'short' else 'long'}_term_{slug(found['who'])}"
    if plain.startswith("securities - "):
        return slug(plain)
    return f"investments_{slug(text)}" if plain in _INVESTMENTS else ""


def _positions(book: Workbook) -> list[Position]:
    found: dict[tuple[str, str], Position] = {}
    for name in book.sheet_names:
        position = _position(book, book.sheet(name))
        if position is None:
            continue
        key = (str(position.period), position.part)
        if key in found:
            raise BadFileError(
                book.file,
                f"the {position.part} of {position.period} stand in sheet '{found[key].sheet.name}' already",
                "Keep the sheet that is right, remove the other and load again.",
                sheet=name,
            )
        found[key] = position
    if not found:
        raise BadFileError(
            book.file,
            f"no sheet has a table of borrowing or investments; sheets: {', '.join(book.sheet_names)}",
            "Check that the sheets 'LA Borrowing …' were not deleted and that their headings are there.",
        )
    return list(found.values())


def _position(book: Workbook, sheet: Sheet) -> Position | None:
    """The sheet as a position, None where it is another table.

    Raises:
        BadFileError: it holds borrowing or investments but not its date or unit, or two different dates.
    """
    for header in range(min(8, len(sheet.rows))):
        keys = {line_key(c) for c in sheet.rows[header] if isinstance(c, str)} - {""}
        if len(keys) < _FEWEST_LINES:
            continue
        coded = ((r, c) for r in range(header, len(sheet.rows)) for c in range(3) if _CODE.match(sheet.text(r, c)))
        first, code = next(coded, (-1, -1))
        if first < 0:
            return None
        part = INVESTMENTS if any(k.startswith(INVESTMENTS) for k in keys) else BORROWING
        return Position(sheet, header, first, code, part, _period(book, sheet, header))
    return None


def _period(book: Workbook, sheet: Sheet, header: int) -> Period:
    above = [(r, c) for r in range(header + 1) for c in range(3) if sheet.text(r, c)]
    dated = [(r, c, at) for r, c in above if (at := _AS_AT.search(sheet.text(r, c)))]
    quarter = _QUARTERS.get(dated[0][2]["month"].casefold()) if dated else None
    if quarter is None:
        raise BadFileError(
            book.file,
            "the sheet does not say at which quarter's end its amounts stood",
            "Its first rows should read like '… as at 31 March 2018'.",
            sheet=sheet.name,
            cell="A1",
            value=sheet.text(0, 0)[:80],
        )
    row, column, at = dated[0]
    start = int(at["year"]) - (1 if quarter == 4 else 0)
    named = _SHEET_YEAR.search(sheet.name)
    if named and int(named["start"]) != start % 100:
        raise BadFileError(
            book.file,
            f"the sheet's name and title speak of different years ({named[0]}, {Period.financial(start)})",
            "Check which is right; sheets of two years may have been mixed.",
            sheet=sheet.name,
            cell=cell_name(row, column),
            value=at[0],
        )
    if not any(_THOUSANDS.search(sheet.text(r, c)) for r, c in above):
        raise BadFileError(
            book.file,
            "the sheet does not say that it is in £ thousand, as this publication is",
            "Load the workbook as published.",
            sheet=sheet.name,
            cell="A1",
        )
    return Period.financial(start) if quarter == 4 else Period(start, quarter, QUARTER)


def _publication(book: Workbook, positions: list[Position]) -> tuple[date, str, str]:
    latest = max(p.period.end for p in positions)
    words = " ".join(book.sheet(name).words(40) for name in book.sheet_names[:2])
    stated, note = stated_date(words)
    if stated and stated > latest:
        return stated, STATED, note
    return months_after(latest, 2), ASSUMED, (
        f"the file does not say; its latest position is of {latest.isoformat()}, and such tables follow "
        "about two months later. Earlier positions in it may be later revisions"
    )  # fmt: skip


def _read_position(reading: Reading, position: Position) -> None:
    sheet, header = position.sheet, position.header
    # Class, country and GSS code stand after the figures in most sheets: they are looked up apart, so that
    # two rows of one authority are compared over all their figures.
    rows = authority_rows(sheet, Columns(header, position.code, -1, position.code + 1, -1, -1))
    reading.set_aside += rows.set_aside
    reading.authorities = _described(reading, position, rows)
    reading.notes += _footnotes(position, rows)
    for column in range(position.code + 2, len(sheet.rows[header])):
        heading = " ".join(sheet.text(header, column).split())
        key = line_key(heading)
        if not key:
            continue
        line = f"{reading.namespace}.{key}"
        block = read_column(sheet, rows, column, line, reading.set_aside)
        if block is None:
            continue
        reading.blocks.append(block)
        reading.lines[line] = Line(line, heading, revenue.THOUSANDS, "sum", "", position.part)
    _check_total(reading, position)


def _described(reading: Reading, position: Position, rows: AuthorityRows) -> list[Authority]:
    sheet = position.sheet
    headings = {
        fold(sheet.text(r, c)): c for r in (position.header, position.first - 1) for c in range(len(sheet.rows[r]))
    }
    region = headings.get("region code", -1)
    # Some sheets have the headings of class and country the wrong way round.
    kinds = [headings.get("class of authority", -1), headings.get("country", -1)]
    described = []
    for authority, row in zip(rows.authorities, rows.rows, strict=True):
        gss = next((t for c in reversed(sheet.rows[row]) if _GSS.match(t := str(c).strip())), "")
        if _BROUGHT_FORWARD.search(authority.name):
            reading.set_aside.append(
                SetAside(
                    WARNING,
                    f"{authority.name} sent no return; the publisher repeats its last one, used as published",
                    sheet.name,
                    cell_name(row, position.code + 1),
                    remedy="Do not read a change since the quarter before into it.",
                )
            )
        described.append(
            replace(
                authority,
                name=_BROUGHT_FORWARD.sub("", authority.name).strip(),
                gss=gss,
                published_class=next((t for c in kinds if (t := sheet.text(row, c)) not in _COUNTRIES), ""),
                region=sheet.text(row, region),
            )
        )
    return described


def _footnotes(position: Position, rows: AuthorityRows) -> list[str]:
    """What the publisher says under the table, which tells whose figures are of another date."""
    below = range(max(rows.rows, default=position.first) + 1, len(position.sheet.rows))
    notes = (" ".join(position.sheet.text(r, c) for c in (position.code, position.code + 1)).strip() for r in below)
    return [n for n in notes if n and not _CODE.match(n.split()[0])]


def _check_total(reading: Reading, position: Position) -> None:
    """Hold each line's sum against the row for the United Kingdom."""
    import numpy as np

    sheet = position.sheet
    names = {"uk", "united kingdom"}
    between = range(position.header, position.first)
    whole = next((r for r in between if fold(sheet.text(r, position.code + 1)) in names), -1)
    if whole < 0:
        reading.checks.append(Check("uk-total", passed=False, detail="the sheet has no row for the United Kingdom"))
        return
    remedy = "Figures use the authorities' own cells."
    held = HeldTotals(reading, whole="total for the United Kingdom", name="uk-total", remedy=remedy)
    for block in reading.blocks:
        published = sheet.rows[whole][block.column]
        held.hold(block, float(np.nansum(block.numbers)), published, sheet.name, cell_name(whole, block.column))
    held.finish()
