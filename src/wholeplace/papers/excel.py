"""A paper as a workbook: contents, one sheet a table (those behind charts too), all figures, sources.

Numbers are numbers with a format that suits their unit, so that a reader can go on calculating; text is never
run as a formula.
"""

from __future__ import annotations

import io
import math
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from wholeplace.evidence.figure import PEOPLE, PER_HEAD, POUNDS, RANK, RATIO, YEARS, YES_NO
from wholeplace.papers import style
from wholeplace.papers.checks import require_sound
from wholeplace.papers.tables import sheet_names, workbook_options, write_text
from wholeplace.papers.text import INVENTED, clean, day
from wholeplace.papers.walk import figures_of, tables_of

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.model import Cell, Document, Source, Table

FIGURE_COLUMNS = (
    ("Measure", 30), ("Title", 38), ("Place", 10), ("Name", 30), ("Class", 14), ("Period", 10),
    ("Value", 16), ("Unit", 10), ("Status", 16), ("Releases", 40), ("Note", 60),
)  # fmt: skip


def render_xlsx(document: Document) -> bytes:
    """The paper's tables and figures as .xlsx. Raises PaperError where `check` finds something."""
    require_sound(document)
    import xlsxwriter

    out = io.BytesIO()
    tables = tables_of(document)
    numbered = [f"{number} {table.title}" for number, table in enumerate(tables, start=1)]
    names = sheet_names(["Contents", *numbered, "Figures", "Sources"])
    with xlsxwriter.Workbook(out, workbook_options()) as book:
        book.set_properties(
            {
                "title": clean(document.title),
                "subject": clean(document.subtitle),
                "author": clean(document.author),
                "comments": INVENTED if document.invented else "",
                "created": datetime.combine(document.as_of, time()),
            }
        )
        writer = _Writer(book, document)
        writer.contents(names, tables)
        for name, table in zip(names[1:-2], tables, strict=True):
            writer.table(name, table)
        writer.figures(names[-2], figures_of(document))
        writer.sources(names[-1], document)
    return out.getvalue()


def number_format(unit: str, decimals: int = 1) -> str:
    """Excel's number format for a unit of `evidence.figure`."""
    places = f".{'0' * decimals}" if decimals else ""
    if unit in {RATIO, YES_NO}:
        return f"#,##0{places}%"
    if unit in {POUNDS, PER_HEAD}:
        return "£#,##0;-£#,##0"
    if unit == YEARS:
        return f'#,##0{places}" years"'
    return "#,##0" if unit in {PEOPLE, RANK} else f"#,##0{places}"


class _Writer:
    """Writes the sheets of one workbook in the paper's look."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book = book
        self.document = document
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def _format(self, **look: Any) -> Any:
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            base = {"font_name": style.WORD_SANS, "font_size": 11, "font_color": style.INK, "valign": "top"}
            self._formats[key] = self.book.add_format(base | look)
        return self._formats[key]

    def _text(self, sheet: Any, at: tuple[int, int], text: str, **look: Any) -> None:
        write_text(sheet, at, text, self._format(**look), self._format(quote_prefix=True, **look))

    def _sheet(self, name: str, title: str) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        about = clean(f"{self.document.title}, as of {day(self.document.as_of)}").replace("&", "&&")[:180]
        warned = f" {INVENTED}" if self.document.invented else ""
        sheet.set_footer(f"&L{about}{'. Invented.' if warned else ''}&Rpage &P of &N")
        self._text(sheet, (0, 0), title, bold=True, font_size=14)
        self._text(sheet, (1, 0), f"As of {day(self.document.as_of)}.{warned}", font_color=style.MUTED)
        return sheet

    def _header(self, sheet: Any, row: int, titles: list[tuple[str, str]]) -> None:
        for column, (title, align) in enumerate(titles):
            self._text(
                sheet, (row, column), title,
                bold=True, text_wrap=True, align=align, bottom=1, font_color=style.MUTED, valign="bottom",
            )  # fmt: skip

    def contents(self, names: list[str], tables: tuple[Table, ...]) -> None:
        """The first sheet: what is where, with links."""
        sheet = self._sheet(names[0], self.document.title)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 80)
        self._text(sheet, (2, 0), self.document.subtitle, font_color=style.MUTED)
        self._header(sheet, 4, [("Sheet", "left"), ("What it holds", "left")])
        held = [*(table.title for table in tables), "Every figure of the paper", "Where they come from"]
        link = self._format(font_color=style.PLACE, underline=1)
        for row, (name, what) in enumerate(zip(names[1:], held, strict=True), start=5):
            quoted = name.replace("'", "''")
            sheet.write_url(row, 0, f"internal:'{quoted}'!A1", link, name)
            self._text(sheet, (row, 1), what, text_wrap=True)
        sheet.freeze_panes(5, 0)

    def table(self, name: str, table: Table) -> None:
        """One table: its header frozen, footnotes and sources beneath."""
        sheet = self._sheet(name, table.title)
        for index in range(len(table.columns)):
            longest = max((len(row[index].text) for row in table.rows), default=0)
            sheet.set_column(index, index, max(12, min(50, longest + 3)))
        self._header(sheet, 3, [(column.title, column.align) for column in table.columns])
        sheet.freeze_panes(4, 1 if table.header_column else 0)
        sheet.repeat_rows(3)
        row_number = 4
        for row in table.rows:
            for index, cell in enumerate(row):
                self._cell(sheet, (row_number, index), table, cell)
            row_number += 1
        notes = [f"[{letter}] {note}" for note, letter in table.letters.items()] + list(table.notes)
        notes += [f"Source: {_note(source)}" for source in table.sources]
        for offset, note in enumerate(notes, start=1):
            self._text(sheet, (row_number + offset, 0), note, font_color=style.MUTED)

    def _cell(self, sheet: Any, at: tuple[int, int], table: Table, cell: Cell) -> None:
        align = table.columns[at[1]].align
        look: dict[str, Any] = {"align": align, "bottom": 4, "bottom_color": style.HAIRLINE}
        if cell.emphasis:
            look |= {"bold": True, "font_color": style.PLACE}
        letter = f" [{table.letters[cell.note]}]" if cell.note else ""
        value = _number(cell)
        if value is None:
            self._text(sheet, at, cell.text + letter, text_wrap=align == "left", **look)
            return
        unit, decimals = (cell.figure.unit, cell.figure.decimals) if cell.figure else (cell.unit, cell.decimals)
        shown = ";".join(part + (f'"{letter}"' if letter else "") for part in number_format(unit, decimals).split(";"))
        sheet.write_number(*at, value, self._format(num_format=shown, **look))

    def figures(self, name: str, figures: tuple[Figure, ...]) -> None:
        """Every figure with what it was made from."""
        sheet = self._sheet(name, "Every figure of the paper")
        for column, (_, width) in enumerate(FIGURE_COLUMNS):
            sheet.set_column(column, column, width)
        self._header(sheet, 3, [(title, "right" if title == "Value" else "left") for title, _ in FIGURE_COLUMNS])
        sheet.freeze_panes(4, 0)
        for row, each in enumerate(figures, start=4):
            words = (each.measure, each.title, each.place, each.place_name, each.place_class, each.period)
            ends = (each.unit, each.status, "; ".join(each.releases), each.note)
            for column, text in enumerate(words):
                self._text(sheet, (row, column), text)
            value = _figure_number(each)
            if value is None:
                self._text(sheet, (row, 6), each.display, align="right")
            else:
                shown = number_format(each.unit, each.decimals)
                sheet.write_number(row, 6, value, self._format(num_format=shown))
            for column, text in enumerate(ends, start=7):
                self._text(sheet, (row, column), text)

    def sources(self, name: str, document: Document) -> None:
        """The sources, and the releases from which the paper can be made again."""
        sheet = self._sheet(name, "Sources")
        for column, width in enumerate((90, 40, 60)):
            sheet.set_column(column, column, width)
        self._header(sheet, 3, [("Source", "left"), ("Release", "left"), ("Address", "left")])
        sheet.freeze_panes(4, 0)
        for row, source in enumerate(document.sources, start=4):
            for column, text in enumerate((source.text, source.release, source.url)):
                self._text(sheet, (row, column), text, text_wrap=True)
        below = 5 + len(document.sources)
        for row, release in enumerate(document.generated_from, start=below):
            self._text(sheet, (row, 0), f"Made from release {release}", font_color=style.MUTED)


def _number(cell: Cell) -> float | None:
    if cell.figure is not None:
        return _figure_number(cell.figure)
    return _finite(cell.value)


def _figure_number(figure: Figure) -> float | None:
    return None if isinstance(figure.value, bool) else _finite(figure.value)


def _finite(value: Any) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None


def _note(source: Source) -> str:
    return f"{source.text} ({source.release})" if source.release else source.text
