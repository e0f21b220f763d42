"""The PDF can be read aloud (PDF/UA-1), kept (PDF/A-3a) and taken apart again."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from functools import cache

import page
import pikepdf
import pypdfium2
import pytest
from demo import PLACE, demo, trends

from wholeplace.papers.json import render_json
from wholeplace.papers.model import Cell, Column, Document, Paragraph, Source, Table
from wholeplace.papers.pdf import render_pdf
from wholeplace.papers.text import INVENTED
from wholeplace.papers.walk import tables_of


@cache
def made() -> bytes:
    return render_pdf(demo())


def words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [each.get_textpage().get_text_bounded() for each in document]


def elements(node: object) -> list[pikepdf.Dictionary]:
    """All structure elements beneath a node, in reading order."""
    if isinstance(node, pikepdf.Array):
        return [found for child in node for found in elements(child)]
    if not isinstance(node, pikepdf.Dictionary) or "/S" not in node:
        return []
    return [node, *(elements(node.K) if "/K" in node else [])]


@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_it_conforms(profile: str) -> None:
    report = page.validate_pdf_bytes(made(), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_its_tags_say_what_is_what() -> None:
    with pikepdf.open(io.BytesIO(made())) as pdf:
        tags = elements(pdf.Root.StructTreeRoot.K)
        count = Counter(str(tag.S) for tag in tags)
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == PLACE
        alts = [str(tag.Alt) for tag in tags if tag.S == "/Figure"]
    document = demo()
    printed = len(tables_of(document))
    assert count["/Title"] == 1
    assert count["/Table"] == count["/THead"] == printed
    assert count["/TH"] == sum(len(table.columns) for table in tables_of(document))
    assert count["/H1"] == 5
    assert alts[0] == trends().alt
    assert len(alts) == 3


def test_it_carries_its_own_figures() -> None:
    with pikepdf.open(io.BytesIO(made())) as pdf:
        assert list(pdf.attachments) == ["figures.json"]
        assert pdf.attachments["figures.json"].get_file().read_bytes() == render_json(demo())


def test_every_page_says_that_it_is_invented_and_which_page_it_is() -> None:
    pages = words(made())
    for number, text in enumerate(pages, start=1):
        assert INVENTED in text
        assert f"page {number} of {len(pages)}" in text
        assert f"{PLACE} · as of 31 January 2018" in text


def test_a_paper_on_real_places_does_not_say_so() -> None:
    assert INVENTED not in "".join(words(render_pdf(replace(demo(), invented=False))))


def test_words_are_never_markup() -> None:
    name = "#eval[x] *bold* _it_ $x^2$ `raw` @ref <label> = Heading // no /* no */ \\ ~"
    text = words(render_pdf(replace(demo(), place=name, blocks=(Paragraph((name,)),))))
    assert "#eval[x] *bold* _it_ $x^2$ `raw` @ref <label> = Heading // no /* no */ \\ ~" in text[0]


def test_letters_that_its_fonts_lack_are_named_and_kept_in_the_figures() -> None:
    document = replace(demo(), blocks=(Paragraph(("Fine \N{SLIGHTLY SMILING FACE} 漢字",)),))
    pdf = render_pdf(document)
    assert "Fine [slightly smiling face] ??" in words(pdf)[0]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "漢字" in opened.attachments["figures.json"].get_file().read_bytes().decode()


def test_a_long_table_repeats_its_header() -> None:
    rows = tuple((Cell(f"Council {number}"), Cell(str(number))) for number in range(120))
    table = Table("Long", (Column("Name of the council"), Column("Rank", "right")), rows)
    pages = words(render_pdf(replace(demo(), blocks=(table,))))
    with_rows = [text for text in pages if "Council " in text]
    assert len(with_rows) > 1
    assert all("Name of the council" in text for text in with_rows)


def test_a_source_can_be_followed_only_where_that_is_safe() -> None:
    table = Table("T", (Column("A"),), ((Cell("1"),),))
    addresses = ("https://example.org/rs", "javascript:alert(1)")
    sources = tuple(Source("Outturn", url=url) for url in addresses)
    pdf = render_pdf(replace(demo(), sources=(), blocks=(replace(table, sources=sources),)))
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        links = [str(note.A.URI) for each in opened.pages for note in each.get("/Annots", [])]
    assert links == ["https://example.org/rs"]


def test_a_paper_of_one_sentence_is_a_paper() -> None:
    document = Document("Title", "", demo().as_of, (Paragraph(("Words.",)),))
    assert page.is_pdf_compliant_bytes(render_pdf(document), profile="ua1")
