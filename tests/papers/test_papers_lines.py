"""Several places over time: lettered lines that can be told apart, over a group's band, with every number behind."""

from __future__ import annotations

import re

import pytest

from wholeplace.core.errors import PaperError
from wholeplace.evidence.figure import NOT_SUBMITTED, OK, RATIO, Figure
from wholeplace.papers import style
from wholeplace.papers.charts import Band, Chart, Line, Lines, LinesPanel
from wholeplace.papers.lines import LOOKS
from wholeplace.papers.svg import inline_svg

PERIODS = ("2014-15", "2015-16", "2016-17")


def figures(place: str, *values: float | None) -> tuple[Figure, ...]:
    return tuple(
        Figure("reserves", place, place, "county", period, value, RATIO, OK if value is not None else NOT_SUBMITTED)
        for period, value in zip(PERIODS, values, strict=True)
    )


def chart(*lines: Line, band: bool = True, title: str = "Reserves") -> Chart:
    bands = tuple(Band(p, 0.1, 0.2, 0.3) for p in PERIODS) if band else ()
    return Chart("Over time", Lines((LinesPanel(title, RATIO, lines, bands),), "counties" if band else ""), "Lines.")


def named(count: int) -> list[Line]:
    return [Line(f"P{n}", f"Place {n}", figures(f"P{n}", 0.1, 0.2, 0.3), named=True) for n in range(count)]


def words(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_each_place_pointed_out_has_a_letter_in_the_legend_and_at_its_line() -> None:
    told = words(inline_svg(chart(*named(3)), name="a"))
    assert sorted(w for w in told if "Place" in w) == ["A Place 0", "B Place 1", "C Place 2"]
    assert sorted(w for w in told if w in {"A", "B", "C"}) == ["A", "B", "C"]


def test_no_two_lines_look_alike_even_without_colour_where_hues_are_near() -> None:
    assert len(set(LOOKS)) == len(LOOKS) == 6
    assert all(style.contrast(colour, style.PAPER) >= 4.5 for colour, _ in LOOKS)


def test_more_than_six_are_drawn_but_not_named() -> None:
    told = words(inline_svg(chart(*named(8)), name="a"))
    assert "F Place 5" in told
    assert "G Place 6" not in told
    assert "Other places" in told


@pytest.mark.parametrize("width", [style.CHART_WIDTH, style.NARROW_CHART_WIDTH])
def test_everything_stays_within_the_drawing(width: float) -> None:
    svg = inline_svg(
        chart(*named(6), title="A long title of an indicator that needs more than one line"), width, name="a"
    )
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert box
    for y in re.findall(r'<text[^>]* y="([\d.-]+)"', svg):
        assert 0 <= float(y) <= float(box[2])


def test_a_gap_in_a_line_stays_a_gap_and_says_why_in_the_table() -> None:
    line = Line("P", "Place", figures("P", 0.1, None, 0.3), named=True)
    table = chart(line).table()
    assert [row[2].text for row in table.rows] == ["10.0%", "–", "30.0%"]
    assert inline_svg(chart(line), name="a")


def test_the_table_has_a_column_a_place_and_the_group_s_quartiles() -> None:
    table = chart(*named(2)).table()
    assert [c.title for c in table.columns] == [
        "Indicator", "Period", "Place 0", "Place 1", "Lower quartile", "Median", "Upper quartile",
    ]  # fmt: skip
    assert [c.title for c in chart(*named(1), band=False).table().columns] == ["Indicator", "Period", "Place 0"]


def test_a_chart_without_any_period_is_refused() -> None:
    with pytest.raises(PaperError):
        chart(band=False)
