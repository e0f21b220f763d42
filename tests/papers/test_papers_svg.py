"""Charts as SVG: sound XML, read aloud as what they are, with nothing that a strict page would refuse."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from demo import overspend, standing, trends
from hypothesis import given
from hypothesis import strategies as st
from many import distribution, every_new_kind, scatter, tile_map

from wholeplace.papers import style
from wholeplace.papers.charts import Chart
from wholeplace.papers.drawing import Drawing
from wholeplace.papers.pictures import chart_png
from wholeplace.papers.svg import drawing_svg, inline_svg, svg_file

SVG = "{http://www.w3.org/2000/svg}"
ALL = (trends(), overspend(), standing(), *every_new_kind())
each_chart = pytest.mark.parametrize("chart", ALL, ids=[chart.kind for chart in ALL])
each_width = pytest.mark.parametrize("width", [style.CHART_WIDTH, style.NARROW_CHART_WIDTH])


def elements(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter())  # noqa: S314 - our own


@each_chart
@each_width
def test_a_chart_is_one_picture_with_a_title_and_a_description(chart: Chart, width: float) -> None:
    root, title, desc, *_ = elements(inline_svg(chart, width, name="reserves"))
    assert root.attrib["role"] == "img"
    assert (title.text, desc.text) == (chart.title, chart.alt)
    assert root.attrib["aria-labelledby"] == title.attrib["id"] == "reserves-t"
    assert root.attrib["aria-describedby"] == desc.attrib["id"] == "reserves-d"
    assert root.attrib["viewBox"].startswith(f"0 0 {width:g} ")


@each_chart
def test_a_strict_page_refuses_nothing_in_it(chart: Chart) -> None:
    for element in elements(inline_svg(chart, name="x", links=lambda key: f"/places/{key}/")):
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "path", "circle", "text", "a"}
        assert not {name for name in element.attrib if name == "style" or name.startswith("on") or "font-f" in name}


@each_chart
def test_ids_begin_with_the_name_that_is_given(chart: Chart) -> None:
    ids = [element.attrib["id"] for element in elements(inline_svg(chart, name="a b/ü")) if "id" in element.attrib]
    assert ids == ["a-b---t", "a-b---d"]


@each_chart
@each_width
def test_the_same_chart_gives_the_same_bytes(chart: Chart, width: float) -> None:
    assert inline_svg(chart, width, name="a") == inline_svg(chart, width, name="a")


@each_chart
def test_numbers_have_two_decimals_at_most_and_are_numbers(chart: Chart) -> None:
    drawn = " ".join(re.findall(r' (?:d|x|y|cx|cy|r)="([^"]+)"', inline_svg(chart, name="a")))
    assert not re.search(r"\.\d{3}|nan|inf|-0(?![.\d])", drawn)


@each_chart
def test_a_file_of_its_own_names_its_type_and_can_become_a_picture(chart: Chart) -> None:
    svg = svg_file(chart)
    assert svg.startswith('<?xml version="1.0" encoding="UTF-8"?>')
    root = elements(svg)[0]
    assert style.SANS in root.attrib["font-family"]
    assert root.attrib["font-family"].endswith("sans-serif")
    png = chart_png(chart, scale=1)
    assert png.startswith(b"\x89PNG")
    assert png != chart_png(Chart(chart.title, standing().data, alt="another"), scale=1) or chart == standing()


def test_words_are_drawn_in_the_papers_own_type() -> None:
    """The picture of words differs from the picture without them: the converter knows the font."""
    with_words, without = Drawing(60, 20), Drawing(60, 20)
    with_words.label((2, 12), "Words")
    import vl_convert

    from wholeplace.papers.svg import drawing_file

    chart_png(standing(), scale=1)  # makes the fonts known
    one, other = (vl_convert.svg_to_png(drawing_file(d, "t", "d")) for d in (with_words, without))
    assert one != other


@pytest.mark.parametrize("chart", [distribution(), scatter(), tile_map()], ids=["distribution", "scatter", "tilemap"])
def test_marks_are_links_named_by_what_they_show(chart: Chart) -> None:
    svg = inline_svg(chart, name="m", links=lambda key: f"/places/{key}/" if key != "P006" else "")
    root, *rest = elements(svg)
    assert root.attrib["role"] == "group"
    links = [element for element in rest if element.tag == f"{SVG}a"]
    shown = {figure.place for figure in chart.figures}
    assert {link.attrib["href"] for link in links} <= {f"/places/{place}/" for place in shown - {"P006"}}
    assert len(links) > 20
    for link in links:
        name = re.search(r"P(\d+)", link.attrib["href"])
        assert name
        assert link.attrib["aria-label"].startswith(f"Fenwick <{int(name[1])}> & Dale: ")
        assert link.attrib["tabindex"] == "-1"
    texts = [element for element in rest if element.tag == f"{SVG}g" and element.find(f"{SVG}text") is not None]
    assert all(element.attrib["aria-hidden"] == "true" for element in texts)


def test_marks_can_be_tab_stops() -> None:
    svg = inline_svg(tile_map(), name="m", links=lambda key: f"/{key}", tab_stops=True)
    assert "<a " in svg
    assert "tabindex" not in svg


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "/a b", '/"x', "mailto:x"])
def test_an_address_that_is_none_is_no_link(address: str) -> None:
    assert "<a " not in inline_svg(tile_map(), name="m", links=lambda _: address)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_words_are_escaped(title: str, word: str) -> None:
    drawing = Drawing(100, 100)
    drawing.label((1, 1), word)
    drawing.dot((5, 5), style.PLACE, 2, key="k", hint=word)
    drawing.shape([[(0, 0), (1, 0), (1, 1)]], style.PLACE, key="k", hint=word)
    svg = drawing_svg(drawing, title, word, name=title, links=lambda _: "/x?a=1&b=2")
    assert all(element.tag.startswith(SVG) for element in elements(svg))


def test_a_shape_of_several_pieces_is_one_mark() -> None:
    drawing = Drawing(10, 10)
    drawing.shape([[(0, 0), (1, 0), (1, 1)], [(5, 5), (6, 5), (6, 6)]], style.PLACE, key="k", hint="Both")
    svg = drawing_svg(drawing, "t", "d", name="n", links=lambda key: f"/{key}")
    assert svg.count("<a ") == 1
    assert 'd="M0 0L1 0L1 1ZM5 5L6 5L6 6Z"' in svg


def test_a_small_chart_is_drawn_at_once() -> None:
    import time

    chart = every_new_kind()[-1]
    inline_svg(chart, style.SPARK_WIDTH, name="a")
    best = min(_seconds(lambda: inline_svg(chart, style.SPARK_WIDTH, name="a"), time.perf_counter) for _ in range(50))
    assert best < 0.001


def _seconds(run, clock) -> float:
    start = clock()
    run()
    return clock() - start
