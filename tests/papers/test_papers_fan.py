"""A fan: a central line over bands of draws, with its numbers behind it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from wholeplace.core.errors import PaperError
from wholeplace.evidence.figure import POUNDS
from wholeplace.papers import style
from wholeplace.papers.charts import Chart, Fan, FanMark, FanYear
from wholeplace.papers.draw import draw
from wholeplace.papers.drawing import DOT, SHAPE, STROKE, TEXT
from wholeplace.papers.svg import inline_svg

PERIODS = [f"20{y}-{y + 1}" for y in range(20, 31)]
STEPS = (-30, -20, -10, 2, 14, 26, 38)
YEARS = tuple(
    FanYear(period, Decimal(5 + n), tuple(Decimal(5 + n) + Decimal(n * step) / 10 for step in STEPS))
    for n, period in enumerate(PERIODS)
)


def chart(**more) -> Chart:
    return Chart("The gap", Fan("Central case", POUNDS, YEARS, **more), "It widens.")


@pytest.mark.parametrize("width", [style.CHART_WIDTH, style.NARROW_CHART_WIDTH])
def test_three_bands_lie_inside_one_another_and_darken_inwards(width):
    bands = [mark.points for look, marks in draw(chart(), width).layers(SHAPE) for mark in marks]
    colours = [look.color for look, _ in draw(chart(), width).layers(SHAPE)]

    assert colours == list(style.FAN)
    heights = [max(y for _, y in points) - min(y for _, y in points) for points in bands]
    assert heights == sorted(heights, reverse=True)
    lightness = [style.contrast(colour, style.PAPER) for colour in colours]
    assert lightness == sorted(lightness)


def test_the_central_line_is_solid_and_the_median_dashed():
    strokes = {(look.color, look.dashed): marks for look, marks in draw(chart()).layers(STROKE)}
    assert (style.PLACE, False) in strokes
    assert (style.MEDIAN, True) in strokes


def test_its_last_value_stands_at_its_end():
    words = [mark.text for _, marks in draw(chart()).layers(TEXT) for mark in marks]
    assert "£15" in words
    assert PERIODS[0] in words
    assert PERIODS[-1] in words
    assert any(look.color == style.PLACE for look, _ in draw(chart()).layers(DOT))


@pytest.mark.parametrize("width", [style.CHART_WIDTH, style.NARROW_CHART_WIDTH])
def test_everything_stays_inside_the_drawing(width):
    drawing = draw(chart(mark=FanMark("Reserves above the floor", Decimal(20))), width)
    for _, marks in drawing.layers():
        for mark in marks:
            assert all(-1 <= x <= width + 1 and -1 <= y <= drawing.height + 1 for x, y in mark.points)


def test_a_mark_is_drawn_and_named_with_its_value():
    drawing = draw(chart(mark=FanMark("Reserves", Decimal(20))))
    words = [mark.text for _, marks in drawing.layers(TEXT) for mark in marks]
    assert "Reserves, £20" in words
    assert (style.WATCH, True) in {(look.color, look.dashed) for look, _ in drawing.layers(STROKE)}


def test_the_table_behind_it_has_a_row_a_year_and_says_what_stays_below():
    table = chart().table()
    assert [c.title for c in table.columns] == [
        "Period", "Central case", "5% below", "10% below", "25% below", "Median", "75% below", "90% below", "95% below",
    ]  # fmt: skip
    assert [row[0].text for row in table.rows] == PERIODS
    assert table.rows[-1][1].value == Decimal(15)


def test_it_is_one_picture_with_words_for_those_who_can_t_see_it():
    svg = inline_svg(chart(), style.CHART_WIDTH, name="fan")
    assert 'role="img"' in svg
    assert "It widens." in svg


def test_one_year_is_no_fan():
    with pytest.raises(PaperError, match="nothing to draw"):
        Chart("The gap", replace(chart().data, years=YEARS[:1]), "It is.")
