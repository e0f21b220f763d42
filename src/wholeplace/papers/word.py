"""A paper as a Word document that can be edited: real headings, lists, tables and captions.

Header rows repeat on every page, charts are pictures with alternative text, and dates are the document's own,
so that the same document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from wholeplace.papers import style
from wholeplace.papers.checks import require_sound
from wholeplace.papers.model import (
    Annex,
    Bullets,
    Callout,
    Chart,
    Columns,
    FigureText,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    Strong,
    Table,
)
from wholeplace.papers.pictures import chart_png
from wholeplace.papers.text import INVENTED, clean, day
from wholeplace.papers.walk import closing_blocks, with_annexed_data
from wholeplace.papers.wordstyle import add_page_numbers, colour, describe, open_template, rule_above
from wholeplace.papers.wordtables import add_table, add_tiles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.papers.model import Block, Document, Source


def render_docx(document: Document) -> bytes:
    """The paper as .docx. Raises PaperError where `check` finds something."""
    require_sound(document)
    word = open_template(document.language)
    _properties(word, document)
    _page(word, document)
    word.add_paragraph(clean(document.title), style="Title")
    if document.subtitle:
        word.add_paragraph(clean(document.subtitle), style="Subtitle")
    about = [f"As of {day(document.as_of)}", document.reference]
    word.add_paragraph(clean(" · ".join(filter(None, about))), style="Small")
    if document.invented:
        word.add_paragraph(INVENTED, style="Warning")
    _Writer(word).blocks((*with_annexed_data(document), *closing_blocks(document)))
    out = io.BytesIO()
    word.save(out)
    return steady_zip(out.getvalue())


def steady_zip(data: bytes) -> bytes:
    """The same archive with all its entries dated alike, so that its bytes depend on its content alone."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            entry = zipfile.ZipInfo(name)  # dated 1980, the earliest that a zip can say
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, before.read(name))
    return out.getvalue()


def _properties(word: Any, document: Document) -> None:
    core, when = word.core_properties, datetime.combine(document.as_of, time())
    core.title, core.subject = clean(document.title)[:255], clean(document.subtitle)[:255]
    core.author = core.last_modified_by = clean(document.author)[:255]
    core.created = core.modified = core.last_printed = when
    core.language, core.revision = document.language, 1
    core.comments = INVENTED if document.invented else ""
    core.keywords = clean("; ".join(document.generated_from))[:255]


def _page(word: Any, document: Document) -> None:
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(19), Mm(20)
    if document.invented:
        section.header.paragraphs[0].style = word.styles["Warning"]
        section.header.paragraphs[0].add_run(INVENTED)
    footer = section.footer.paragraphs[0]
    footer.style = word.styles["Small"]
    rule_above(footer, style.HAIRLINE)
    footer.add_run(clean(f"{document.title} · as of {day(document.as_of)} · page "))
    add_page_numbers(footer)


class _Writer:
    """Adds blocks to a Word document, one under another."""

    def __init__(self, word: Any) -> None:
        self.word = word

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:  # noqa: C901 - one case a kind of block
        match block:
            case Heading(level, text):
                self.word.add_heading(clean(text), level)
            case Annex(title):
                self.word.add_heading(clean(title), 1).paragraph_format.page_break_before = True
            case Paragraph():
                self.words(self.word.add_paragraph(style="Small" if block.muted else "Normal"), block)
            case Bullets(items):
                for item in items:
                    self.words(self.word.add_paragraph(style="List Bullet"), item)
            case Callout(title, body, tone):
                heading = self.word.add_paragraph(style="Callout")
                run = heading.add_run(clean(title))
                run.bold, run.font.color.rgb = True, colour(style.TONES[tone])
                self.blocks(body)
            case Columns(left, right):
                self.blocks((*left, *right))
            case PageBreak():
                self.word.add_page_break()
            case KeyFigures():
                add_tiles(self.word, block)
                self.sources(block.sources)
            case Table():
                self.table(block)
            case Chart():
                self.chart(block)

    def words(self, paragraph: Any, block: Paragraph) -> None:
        for part in block.parts:
            if isinstance(part, Strong):
                paragraph.add_run(clean(part.text)).bold = True
            else:
                paragraph.add_run(clean(part.shown if isinstance(part, FigureText) else part))

    def sources(self, sources: tuple[Source, ...]) -> None:
        if sources:
            word = "Sources" if len(sources) > 1 else "Source"
            text = "; ".join(source.text for source in sources)
            self.word.add_paragraph(clean(f"{word}: {text}."), style="Small")

    def table(self, table: Table) -> None:
        self.word.add_paragraph(clean(table.title), style="Caption")
        add_table(self.word, table)
        for note, letter in table.letters.items():
            paragraph = self.word.add_paragraph(style="Small")
            paragraph.add_run(letter).font.superscript = True
            paragraph.add_run(clean(f" {note}"))
        for note in table.notes:
            self.word.add_paragraph(clean(note), style="Small")
        self.sources(table.sources)

    def chart(self, chart: Chart) -> None:
        from docx.shared import Mm

        self.word.add_paragraph(clean(chart.title), style="Caption")
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = bool(chart.sources)
        picture = paragraph.add_run().add_picture(io.BytesIO(chart_png(chart)), width=Mm(170))
        describe(picture, clean(chart.title), clean(chart.alt))
        if chart.note:
            self.word.add_paragraph(clean(chart.note), style="Small")
        self.sources(chart.sources)
        if chart.data_in == "here":
            self.table(chart.table())
