"""Word and Excel files reopen with the right words, numbers, headers and alternatives to pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from functools import cache

import docx
import openpyxl
import pytest
from demo import PLACE, annex_table, demo, figure, indicator_table, trends
from docx.oxml.ns import qn

from wholeplace.evidence.figure import PEOPLE, PER_HEAD, POUNDS, RATIO, SCORE, YEARS, YES_NO
from wholeplace.papers.excel import number_format, render_xlsx
from wholeplace.papers.model import Cell, Column, Paragraph, Table
from wholeplace.papers.text import INVENTED
from wholeplace.papers.walk import figures_of, tables_of
from wholeplace.papers.word import render_docx


@cache
def word_file() -> bytes:
    return render_docx(demo())


def word() -> docx.document.Document:
    return docx.Document(io.BytesIO(word_file()))


@cache
def workbook() -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_xlsx(demo())))


def test_word_has_real_headings_in_the_language_of_the_paper() -> None:
    opened = word()
    headings = [each.text for each in opened.paragraphs if each.style.name == "Heading 1"]
    assert headings[0] == "What stands out"
    assert headings[-1] == "Sources"
    assert opened.paragraphs[0].style.name == "Title"
    languages = {each.get(qn("w:val")) for each in opened.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_word_tables_repeat_their_header_and_keep_rows_whole() -> None:
    tables = word().tables
    assert len(tables) == 1 + len(tables_of(demo()))  # the key figures are a table too
    for table in tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr is None or row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:])


def test_word_finds_the_properties_of_tables_in_the_order_it_insists_on() -> None:
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook", "tblCaption", "tblDescription"]
    for table in word().tables:
        found = [child.tag.split("}")[1] for child in table._tbl.tblPr]
        assert found == [name for name in order if name in found]


def test_word_shows_the_figures_of_a_table() -> None:
    shown, table = word().tables[1], indicator_table()
    assert [cell.text for cell in shown.rows[0].cells] == [column.title for column in table.columns]
    assert shown.rows[1].cells[2].text == table.rows[0][2].figure.display
    assert shown.rows[9].cells[2].text.endswith("a")


def test_word_pictures_have_alternative_text() -> None:
    pictures = [shape._inline.docPr for shape in word().inline_shapes]
    assert len(pictures) == 3
    assert pictures[0].get("descr") == trends().alt
    assert all(picture.get("descr") for picture in pictures)


def test_word_warns_of_what_is_invented_on_every_page() -> None:
    assert word().sections[0].header.paragraphs[0].text == INVENTED
    real = docx.Document(io.BytesIO(render_docx(replace(demo(), invented=False))))
    assert real.sections[0].header.paragraphs[0].text == ""


def test_word_is_dated_as_the_paper_is() -> None:
    core = word().core_properties
    assert core.title == PLACE
    assert core.created.replace(tzinfo=None) == core.modified.replace(tzinfo=None) == datetime(2018, 1, 31)  # noqa: DTZ001 - as Word stores it


def test_excel_lists_its_sheets_and_links_to_them() -> None:
    book = workbook()
    assert len(book.sheetnames) == len(tables_of(demo())) + 3
    contents = book["Contents"]
    listed = [contents.cell(row, 1) for row in range(6, 6 + len(book.sheetnames) - 1)]
    assert [cell.value for cell in listed] == book.sheetnames[1:]
    assert listed[0].hyperlink.location == f"'{book.sheetnames[1]}'!A1"


def test_excel_holds_numbers_not_words() -> None:
    sheet = workbook().worksheets[1]
    table = indicator_table()
    for row, cells in enumerate(table.rows, start=5):
        for column, cell in enumerate(cells, start=1):
            found = sheet.cell(row, column)
            exact = cell.figure.value if cell.figure else cell.value
            if exact is None:
                assert found.data_type == "s"
            else:
                assert found.value == pytest.approx(float(exact), rel=1e-15)  # Excel keeps 16 digits
                assert found.number_format == number_format(cell.figure.unit if cell.figure else cell.unit)


def test_excel_says_why_a_cell_is_empty() -> None:
    sheet = workbook().worksheets[1]
    assert sheet.cell(13, 3).value == "\N{EN DASH} [a]"
    below = [sheet.cell(row, 1).value for row in range(14, 22)]
    assert "[a] The budget was reset in July 2016, so planned use of reserves can't be compared." in below


def test_excel_freezes_header_and_first_column() -> None:
    assert workbook().worksheets[1].freeze_panes == "B5"


def test_excel_lists_every_figure_with_its_releases() -> None:
    sheet = workbook()["Figures"]
    figures = figures_of(demo())
    assert sheet.max_row == 4 + len(figures)
    first = [sheet.cell(5, column).value for column in (1, 3, 6, 9, 10)]
    assert first == [figures[0].measure, "HAR", "2016-17", "ok", figures[0].releases[0]]


def test_excel_warns_on_every_sheet() -> None:
    for sheet in workbook().worksheets:
        assert INVENTED in sheet["A2"].value
        assert "Invented" in sheet.oddFooter.left.text


def test_formats_suit_their_units() -> None:
    assert number_format(RATIO, 1) == number_format(YES_NO, 1) == "#,##0.0%"
    assert number_format(POUNDS) == number_format(PER_HEAD) == "£#,##0;-£#,##0"
    assert number_format(YEARS, 1) == '#,##0.0" years"'
    assert number_format(PEOPLE) == "#,##0"
    assert number_format(SCORE, 2) == "#,##0.00"


def test_no_text_becomes_a_formula() -> None:
    nasty = ("=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")')
    rows = tuple((Cell(text), Cell(text)) for text in nasty)
    table = Table("=evil()", (Column("=a"), Column("@b")), rows)
    document = replace(demo(), title="=t", subtitle="+s", blocks=(table, Paragraph(("x",))))
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(document)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "@")))


def test_two_tables_of_one_name_have_two_sheets() -> None:
    table = annex_table("A title that is far too long for the name of a sheet: [really]", 1, 2)
    document = replace(demo(), blocks=(table, table))
    names = openpyxl.load_workbook(io.BytesIO(render_xlsx(document))).sheetnames
    assert len(set(names)) == 5
    assert all(len(name) <= 31 for name in names)


def test_a_yes_is_a_word() -> None:
    yes = replace(figure("drew-down", None, YES_NO), value=True, status="ok")
    table = Table("T", (Column("A"),), ((Cell.of(yes),),), demo().sources)
    book = openpyxl.load_workbook(io.BytesIO(render_xlsx(replace(demo(), blocks=(table,)))))
    assert book.worksheets[1]["A5"].value == "yes"
