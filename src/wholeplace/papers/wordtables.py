"""Tables in Word: hairlines, a header row that repeats, figures to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.papers import style
from wholeplace.papers.text import clean
from wholeplace.papers.wordstyle import colour, element

if TYPE_CHECKING:
    from wholeplace.papers.model import KeyFigure, KeyFigures, Table

TEXT_WIDTH = 170.0  # millimetres between the margins
TWIPS = 56.6929  # in a millimetre


def add_table(word: Any, table: Table) -> None:
    """The table itself; its caption and notes are the caller's."""
    made = _empty(word, len(table.rows) + 1, _widths(table), first_column=table.header_column)
    _describe(made, table.title, table.summary)
    rows = made.rows
    for column, cell in zip(table.columns, rows[0].cells, strict=True):
        _fill(cell, column.title, size=8, ink=style.MUTED, bold=True, right=column.align == "right")
    _header(rows[0])
    for row, data in zip(list(rows)[1:], table.rows, strict=True):
        for column, cell, content in zip(table.columns, row.cells, data, strict=True):
            run = _fill(
                cell,
                content.text,
                ink=style.PLACE if content.emphasis else style.INK,
                bold=content.emphasis,
                right=column.align == "right",
            )
            if content.note:
                run.add_run(table.letters[content.note]).font.superscript = True
        _whole(row)


def add_tiles(word: Any, tiles: KeyFigures) -> None:
    """Key figures as a table of one row under their labels, in order for a reader who can't see it."""
    count = len(tiles.items)
    made = _empty(word, 3, [TEXT_WIDTH / count] * count, first_column=False)
    _describe(made, "Key figures", "Each column is a key figure: its label, the figure, what to hold it against.")
    labels, figures, contexts = (row.cells for row in made.rows)
    for item, label, figure, context in zip(tiles.items, labels, figures, contexts, strict=True):
        ink = style.TONES[item.tone]
        _fill(label, item.label, size=9, ink=style.INK, bold=True)
        _fill(figure, item.figure.display, size=19, ink=ink, bold=True, font=style.WORD_SERIF)
        _fill(context, _context(item), size=8, ink=style.MUTED)
    _header(made.rows[0])


def _context(item: KeyFigure) -> str:
    word = style.TONE_WORDS[item.tone]
    return f"{word}: {item.context}" if word else item.context


def _widths(table: Table) -> list[float]:
    shares = [column.width or (2.0 if index == 0 else 1.0) for index, column in enumerate(table.columns)]
    return [TEXT_WIDTH * share / sum(shares) for share in shares]


def _empty(word: Any, rows: int, widths: list[float], *, first_column: bool) -> Any:
    made = word.add_table(rows=rows, cols=len(widths))
    made.autofit = False
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no table borders of its own
    borders = element("w:tblBorders")
    ink = style.HAIRLINE.lstrip("#")
    for side in ("bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=ink))
    # Word refuses a file whose properties are out of their order.
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    _look(properties, first_column=first_column)
    for column, width in zip(made._tbl.tblGrid.findall(_name("w:gridCol")), widths, strict=True):  # noqa: SLF001
        column.set(_name("w:w"), str(round(width * TWIPS)))
    for row in made.rows:
        for cell, width in zip(row._tr.tc_lst, widths, strict=True):  # noqa: SLF001
            cell.width = round(width * 36000)
    return made


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(tag))


def _look(properties: Any, *, first_column: bool) -> None:
    for before in properties.findall(_name("w:tblLook")):
        properties.remove(before)
    first = "1" if first_column else "0"
    properties.append(
        element("w:tblLook", val="04A0" if first_column else "0420", firstRow="1", firstColumn=first, noVBand="1")
    )


def _describe(made: Any, title: str, summary: str) -> None:
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no alt text of its own
    properties.append(element("w:tblCaption", val=clean(title)))
    if summary:
        properties.append(element("w:tblDescription", val=clean(summary)))


def _header(row: Any) -> None:
    _whole(row)
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001 - python-docx has no such property


def _whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001 - python-docx has no such property


def _fill(
    cell: Any,
    text: str,
    *,
    size: float = 9,
    ink: str = style.INK,
    bold: bool = False,
    right: bool = False,
    font: str = "",
) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(clean(text))
    run.bold, run.font.size, run.font.color.rgb = bold, Pt(size), colour(ink)
    if font:
        run.font.name = font
    return paragraph
