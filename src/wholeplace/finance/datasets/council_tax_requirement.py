"""Council tax requirement (CTR1 to CTR4): what each authority asks of tax payers, its tax base and Band D.

Source: MHCLG (before: DCLG, DLUHC), 'Council tax levels set by local authorities in England', live workbook
of the return, one a year from 2015-16. Requirements and precepts are in £, Band D in £ and pence, tax bases
in Band D equivalent dwellings. Each heading has two columns, the year before and the year itself: only the
year itself is read, because the year before is restated there and stands as first published in its own
workbook.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from wholeplace.core.errors import BadFileError, PeriodError
from wholeplace.core.ids import fold
from wholeplace.core.periods import FINANCIAL_YEAR, Period
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import publication
from wholeplace.evidence.reading import ROW, Line, Reading, SetAside
from wholeplace.evidence.sheets import Sheet, cell_name
from wholeplace.evidence.table import AuthorityRows, Columns, authority_rows, find_columns, read_column
from wholeplace.finance.datasets import revenue_workbook as revenue
from wholeplace.finance.datasets.council_tax_checks import (
    check_england,
    check_parishes,
    refuse_contradicted,
    to_fractions,
)
from wholeplace.finance.datasets.council_tax_lines import SHARE, is_part, line_of, split_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wholeplace.evidence.sheets import Workbook
    from wholeplace.evidence.source import SourceFile

_TITLE = re.compile(r"council tax requirement return \(ctr", re.IGNORECASE)
_REVISED = re.compile(r"\(R\)")
_FOOTNOTE_MARK = re.compile(r"\s*\((?:R|[a-z])\)\s*$")
_GSS = re.compile(r"^[A-Z]\d{8}$")
_PRECEPTING = "precepting authorities"


@dataclass(frozen=True)
class Part:
    """Billing or precepting authorities: their rows of the sheet and the row of their headings."""

    name: str
    sheet: Sheet
    columns: Columns
    headings: int


class CouncilTaxRequirement(Dataset):
    """CTR workbooks, 2015-16 on."""

    key: ClassVar[str] = "council-tax-requirement"
    title: ClassVar[str] = "Council tax requirement (CTR)"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "ctr"

    def recognise(self, source: SourceFile) -> bool:
        return revenue.says(source, _TITLE)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        book = source.workbook
        sheet, columns = _data_sheet(book)
        labels, period = _year_labels(book, sheet, columns)
        _check_forms_agree(book, period, sheet)
        front = revenue.front_words(book)
        published, basis, note = publication(
            front, period, -12, "council tax levels are published in the March before the year"
        )
        if any(_REVISED.search(str(c)) for row in sheet.rows for c in row[:4] if isinstance(c, str)):
            note += "; figures marked (R) in it were revised after first publication"
        reading = self.begin(period, published, basis, note,
        )  # fmt: skip
        reading.notes.append(f"Only the columns of {period} were read; those of {period.shift(-1)} are restated here.")
        for part in _parts(sheet, columns, book.file):
            _read_part(reading, book, part, labels, period)
        check_parishes(reading)
        check_england(reading, sheet, columns)
        yield reading


def _data_sheet(book: Workbook) -> tuple[Sheet, Columns]:
    named = [n for n in book.sheet_names if fold(n) == "data"]
    for name in [*named, *(n for n in book.sheet_names if n not in named)]:
        sheet = book.sheet(name)
        try:
            columns = find_columns(sheet, book.file)
        except BadFileError:
            continue
        wordings = " ".join(str(c) for c in sheet.rows[columns.header]).casefold()
        if "council tax requirement" in wordings and "council tax base for" in wordings:
            # The GSS code, where there is one, stands after the figures: it is looked up row by row.
            return sheet, replace(columns, gss=-1)
    raise BadFileError(
        book.file,
        "no sheet has a table of authorities with their council tax requirement and tax base; sheets: "
        + ", ".join(book.sheet_names),
        "Check that the sheet 'Data' and its header row (Ecode, Authority, Class) were not deleted.",
    )


def _year_labels(book: Workbook, sheet: Sheet, columns: Columns) -> tuple[list[str], Period]:
    """What stands under each heading (years, or words such as Police), and the workbook's own year.

    Raises:
        BadFileError: there are no years under the headings, or not one pair of years throughout.
    """
    row = columns.header + 1
    width = max((len(r) for r in sheet.rows), default=0)
    labels = [sheet.text(row, c) for c in range(width)]
    years = {c: year for c, text in enumerate(labels) if (year := _financial_year(text))}
    if not years:
        raise BadFileError(
            book.file, "the row under the headings names no financial years",
            "It should hold the year before and the year itself under each heading: 2015-16, 2016-17.",
            sheet=sheet.name, cell=cell_name(row, columns.last + 2),
        )  # fmt: skip
    own = max(years.values(), key=lambda y: y.year)
    for column, year in years.items():
        wanted = {own} if years.get(column - 1) == own.shift(-1) else {own.shift(-1), own}
        if year not in wanted or (year == own and years.get(column - 1) != own.shift(-1)):
            raise BadFileError(
                book.file, f"a column of another year than {own.shift(-1)} and {own}",
                "Check which year's data this is; columns of other years may have been mixed in.",
                sheet=sheet.name, cell=cell_name(row, column), value=labels[column],
            )  # fmt: skip
    return labels, own


def _financial_year(text: str) -> Period | None:
    try:
        period = Period.parse(text)
    except PeriodError:
        return None
    return period if period.kind == FINANCIAL_YEAR else None


def _check_forms_agree(book: Workbook, period: Period, data: Sheet) -> None:
    """Hold the forms' titles to the data's year; headings further down the forms are wrong in some files."""
    for name in book.sheet_names[:3]:
        form = book.sheet(name)
        titles = [(r, c) for r in range(2, 8) for c in (0, 1) if _financial_year(form.text(r, c))]
        for row, column in titles[:1]:
            if _financial_year(form.text(row, column)) != period:
                raise BadFileError(
                    book.file, f"the form is of another year than sheet '{data.name}', which is of {period}",
                    "Check which year's data this is; sheets of two years may have been mixed.",
                    sheet=name, cell=cell_name(row, column), value=form.text(row, column),
                )  # fmt: skip


def _parts(sheet: Sheet, columns: Columns, file: str) -> Iterator[Part]:
    first = columns.header + 1
    below = range(first, len(sheet.rows))
    split = next((r for r in below if _says_precepting(sheet, r, columns)), -1)
    if split < 0:  # the title was lost: the second table may still have headings of its own
        split = next((r for r in below if _is_header(sheet, r, columns)), -1)
    if split < 0:
        raise BadFileError(
            file,
            "no row says where the table of precepting authorities begins, whose columns mean other things",
            "Put back the row 'Precepting authorities' as published, or download the workbook again.",
            sheet=sheet.name,
            cell=cell_name(columns.header, columns.ecode),
        )
    yield Part("Billing authorities", Sheet(sheet.name, sheet.rows[:split]), columns, columns.header)
    own = next((r for r in range(split, min(split + 6, len(sheet.rows))) if _is_header(sheet, r, columns)), -1)
    headings = columns.header if own < 0 else own
    yield Part("Precepting authorities", sheet, replace(columns, header=max(split, own)), headings)


def _says_precepting(sheet: Sheet, row: int, columns: Columns) -> bool:
    """Whether the second table's title stands in the row, in the first column or wherever the table was moved to."""
    return any(fold(sheet.text(row, c)) == _PRECEPTING for c in range(columns.last + 1))


def _is_header(sheet: Sheet, row: int, columns: Columns) -> bool:
    return fold(sheet.text(row, columns.ecode)) == fold(sheet.text(columns.header, columns.ecode))


def _read_part(reading: Reading, book: Workbook, part: Part, labels: list[str], period: Period) -> None:
    rows = _named(part.sheet, part.columns)
    if not rows.authorities:
        raise BadFileError(
            book.file, f"there are headings but no {part.name.lower()}",
            "The file may have been cut short: download it again.",
            sheet=part.sheet.name, cell=cell_name(part.columns.header, 0),
        )  # fmt: skip
    reading.authorities += rows.authorities
    reading.set_aside += rows.set_aside
    for column, number, wording, under in _headings(part.sheet, part, labels, period):
        line = line_of(wording, under)
        if line is None:
            continue
        block = read_column(part.sheet, rows, column, f"{reading.namespace}.{line.key}", reading.set_aside)
        if block is None:
            continue
        if line.kind == SHARE:
            to_fractions(reading, block, wording)
        refuse_contradicted(reading, block, line, part.sheet, part.columns)
        reading.blocks.append(block)
        reading.lines.setdefault(
            block.line,
            Line(
                block.line,
                f"{wording} {under}".strip(),
                line.pounds_per_unit,
                line.combine,
                number,
                part.name,
            ),
        )


def _named(sheet: Sheet, columns: Columns) -> AuthorityRows:
    """Authorities without footnote marks and with the GSS code that ends the row in later years.

    Parts of an authority (the police part of a combined authority) are set aside.
    """
    rows = authority_rows(sheet, columns)
    told = [s for s in rows.set_aside if not _shows_part(s.reason)]
    tidy = AuthorityRows([], [], told)
    for authority, row in zip(rows.authorities, rows.rows, strict=True):
        if not is_part(authority.name):
            gss = next((t for c in reversed(sheet.rows[row]) if _GSS.match(t := str(c).strip())), "")
            name = _FOOTNOTE_MARK.sub("", authority.name).strip()
            tidy.authorities.append(replace(authority, name=name, gss=gss))
            tidy.rows.append(row)
    tidy.set_aside += [
        SetAside(
            ROW, f"a part of an authority ({name}), which stands whole on a row of its own",
            sheet.name, cell_name(row, 0),
        )
        for row in range(columns.header + 1, len(sheet.rows))
        if is_part(name := sheet.text(row, columns.name))
    ]  # fmt: skip
    return tidy


def _shows_part(reason: str) -> bool:
    return "subtotal (" in reason and is_part(reason.partition("subtotal (")[2])


def _headings(sheet: Sheet, part: Part, labels: list[str], period: Period) -> Iterator[tuple[int, str, str, str]]:
    """Column, line number, wording and what stands under it, for every column of the workbook's own year."""
    row, group = part.headings, ""
    for column in range(part.columns.last + 1, len(labels)):
        heading, label = sheet.text(row, column), labels[column]
        if fold(heading) == "local authority":
            return  # what follows describes the predecessors of merged authorities
        group = heading or group
        year = _financial_year(label)
        if year and year != period:
            continue
        if year:
            heading, label = heading or sheet.text(row, column - 1), ""
        elif label:
            heading = group
        if heading and not _GSS.match(heading) and "code" not in fold(heading).split():
            number, wording = split_number(heading)
            yield column, number, wording, label
