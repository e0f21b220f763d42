"""The HTML page: landmarks, headers, pictures with words, nothing from elsewhere, nothing run."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

from demo import demo, standing, trends

from wholeplace.papers.html import render_html
from wholeplace.papers.model import Cell, Column, Paragraph, Source, Strong, Table
from wholeplace.papers.text import INVENTED
from wholeplace.papers.walk import figures_of, tables_of

VOID = {"meta", "br", "img", "input", "link", "hr"}


class Page(HTMLParser):
    """The elements of a page with their attributes, its words, and whether its tags match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@cache
def made() -> Page:
    return Page(render_html(demo()))


def test_its_tags_match_and_its_ids_are_unique() -> None:
    assert made().open == []
    ids = Counter(attributes["id"] for _, attributes in made().elements if "id" in attributes)
    assert [name for name, times in ids.items() if times > 1] == []


def test_it_has_landmarks_a_language_and_a_way_past_the_header() -> None:
    page = made()
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("main")) == len(page.all("header")) == len(page.all("footer")) == 1
    assert page.all("a")[0]["href"] == f"#{page.all('main')[0]['id']}"


def test_headings_descend_one_level_at_a_time() -> None:
    levels = [int(tag[1]) for tag, _ in made().elements if tag in {"h1", "h2", "h3", "h4"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_header_cell_says_what_it_heads() -> None:
    page, tables = made(), tables_of(demo())
    scopes = Counter(attributes["scope"] for attributes in page.all("th"))
    assert scopes["col"] == sum(len(table.columns) for table in tables)
    assert scopes["row"] == sum(len(table.rows) for table in tables)
    assert len(page.all("caption")) == len(tables)


def test_wide_tables_scroll_in_a_region_that_keyboards_reach() -> None:
    regions = [attributes for attributes in made().all("div") if attributes.get("role") == "region"]
    names = {attributes["id"] for attributes in made().all("caption")}
    assert {region["aria-labelledby"] for region in regions} == names
    assert all(region["tabindex"] == "0" for region in regions)


def test_every_picture_has_a_title_and_a_description() -> None:
    page = made()
    pictures = page.all("svg")
    assert len(pictures) == 6  # three charts, each for a wide and for a narrow screen
    known = {attributes.get("id") for _, attributes in page.elements}
    for picture in pictures:
        assert picture["role"] == "img"
        assert set(str(picture["aria-labelledby"]).split()) <= known
    assert trends().alt in page.words
    assert standing().alt in page.words


def test_figures_keep_their_identity() -> None:
    shown = {
        (span["data-measure"], span["data-place"], span["data-period"], span["data-status"])
        for span in made().all("span")
        if "data-measure" in span
    }
    assert shown == {(each.measure, each.place, each.period, each.status) for each in figures_of(demo())}


def test_it_needs_nothing_from_elsewhere() -> None:
    page = made()
    assert page.all("script") == page.all("link") == page.all("img") == []
    assert all(str(attributes["href"]).startswith("#") for attributes in page.all("a"))
    assert "url(http" not in render_html(demo())


def test_the_warning_is_there_only_for_what_is_invented() -> None:
    assert made().words.count(INVENTED) == 3  # at the top, at the foot, and on every page when printed
    assert INVENTED not in render_html(replace(demo(), invented=False))


def test_words_are_never_markup() -> None:
    nasty = "<script>alert('x')</script>\"&lt; {{ 7*7 }} </style><!--"
    table = Table(nasty, (Column(nasty),), ((Cell(nasty, note=nasty),),), (Source(nasty, url="javascript:x()"),))
    chart = replace(trends(), title=nasty, alt=nasty)
    blocks = (Paragraph((nasty, Strong(nasty))), table, chart)
    page = Page(render_html(replace(demo(), title=nasty, subtitle=nasty, reference=nasty, blocks=blocks)))
    assert page.open == []
    assert page.all("script") == []
    assert page.words.count("<script>alert('x')</script>") >= 10
    assert "javascript:" not in str(page.elements)
