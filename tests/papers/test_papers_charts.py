"""Charts show what their figures say: gaps are gaps, ticks are round, and the table holds every number."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from demo import PEERS, PERIODS, figure, overspend, panel, standing, trends
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.evidence.figure import POUNDS, RATIO, YEARS
from wholeplace.papers import style
from wholeplace.papers.charts import Bar, Bars, Trends
from wholeplace.papers.draw import draw
from wholeplace.papers.drawing import STROKE, TEXT, Drawing, Mark, width_of, wrap
from wholeplace.papers.pictures import chart_png
from wholeplace.papers.scales import Scale, domain, tick_words, ticks
from wholeplace.papers.svg import svg_file

FINITE = st.floats(-1e12, 1e12)


def lines(drawing: Drawing, color: str, thickness: float) -> list[Mark]:
    return [
        mark
        for look, marks in drawing.layers(STROKE)
        if (look.color, look.thickness) == (color, thickness)
        for mark in marks
    ]


def labels(drawing: Drawing) -> list[str]:
    return [mark.text for _, marks in drawing.layers(TEXT) for mark in marks]


def test_a_missing_figure_leaves_a_gap_in_the_line() -> None:
    one = replace(trends(), data=Trends("Harrowmere", (panel(2),)))
    runs = sorted((len(mark.points) for mark in lines(draw(one), style.PLACE, 1.8)), reverse=True)
    assert runs == [4, 3, 2]  # after the gap, before it, and the legend's


def test_one_drawing_holds_all_panels() -> None:
    drawn = draw(trends())
    assert drawn.width == style.CHART_WIDTH
    assert "Harrowmere" in labels(drawn)
    assert "Median of 27 counties" in labels(drawn)
    assert labels(drawn).count(PERIODS[0]) == 6


def test_the_last_value_is_written_out() -> None:
    shown = labels(draw(trends()))
    for each in (panel(index) for index in range(6)):
        assert each.values[-1].display in shown


def test_what_to_watch_is_said_in_words_too() -> None:
    assert "11.2% · watch" in labels(draw(overspend()))


def test_bars_below_zero_go_the_other_way() -> None:
    bars = (Bar("Up", figure("a", 0.1, RATIO)), Bar("Down", figure("b", -0.1, RATIO)))
    drawn = draw(replace(overspend(), data=Bars(RATIO, bars)))
    (up_from, up_to), (down_from, down_to) = (mark.points for mark in lines(drawn, style.PLACE, 8))
    assert up_to[0] > up_from[0] == down_from[0] > down_to[0]


@pytest.mark.parametrize("chart", [trends(), overspend(), standing()], ids=["trends", "bars", "strip"])
@pytest.mark.parametrize("width", [style.CHART_WIDTH, style.NARROW_CHART_WIDTH])
def test_everything_is_inside_the_drawing(chart: object, width: float) -> None:
    drawn = draw(chart, width)
    for _, marks in drawn.layers():
        for x, y in (point for mark in marks for point in mark.points):
            assert -3 <= x <= drawn.width + 3
            assert 0 <= y <= drawn.height


def test_a_trend_s_table_has_a_row_for_each_panel_and_period() -> None:
    table = trends().table()
    assert len(table.rows) == 6 * len(PERIODS)
    assert [column.title for column in table.columns][2] == "Harrowmere"
    first = table.rows[0]
    assert first[2].figure == panel(0).values[0]
    assert first[4].value == panel(0).band[0].median
    assert table.sources == trends().sources


def test_a_strip_s_table_names_every_peer() -> None:
    table = standing().table()
    assert [row[0].text for row in table.rows] == ["Harrowmere", "Median", *sorted(PEERS)]


def test_a_bar_s_table_says_why_there_is_no_bar() -> None:
    bars = Bars(RATIO, (Bar("Fire", figure("a", None, RATIO)),))
    table = replace(overspend(), data=bars).table()
    assert "no value" in next(iter(table.letters)).casefold()


def test_pictures_are_the_same_each_time() -> None:
    once = svg_file(overspend())
    assert svg_file(overspend()) == once
    assert chart_png(overspend()) == chart_png(overspend())
    assert style.SANS in once


@given(st.lists(FINITE, min_size=1, max_size=20))
def test_ticks_are_few_and_enclose_the_data(values: list[float]) -> None:
    low, high = domain(values)
    marks = ticks(low, high)
    assert 2 <= len(marks) <= 6
    slack = 1e-6 * max(abs(low), abs(high))
    assert marks[0] <= min(values) + slack
    assert marks[-1] >= max(values) - slack


@given(FINITE, FINITE.filter(lambda x: abs(x) > 1e-6))
def test_a_scale_runs_from_start_to_end(low: float, span: float) -> None:
    high = low + abs(span) + abs(low) * 1e-6
    scale = Scale(low, high, 10, 90)
    assert math.isclose(scale(low), 10)
    assert math.isclose(scale(high), 90)


@pytest.mark.parametrize(
    ("value", "step", "unit", "words"),
    [
        (0.1, 0.1, RATIO, "10%"),
        (0.025, 0.025, RATIO, "2.5%"),
        (20_000_000, 10_000_000, POUNDS, "£20m"),
        (-2_500_000, 2_500_000, POUNDS, "-£2.5m"),
        (0, 10_000_000, POUNDS, "£0"),
        (1_500_000_000, 500_000_000, POUNDS, "£1.5bn"),
        (7.5, 2.5, YEARS, "7.5"),
    ],
)
def test_ticks_are_said_as_short_as_they_can_be(value: float, step: float, unit: str, words: str) -> None:
    assert tick_words(value, step, unit) == words


@given(st.text(max_size=200), st.floats(20, 300))
def test_wrapped_words_fit(text: str, width: float) -> None:
    lines = wrap(text, width, 8)
    assert 1 <= len(lines) <= 2
    assert all(width_of(line, 8) <= max(width, width_of("mmmm", 8)) + 0.01 for line in lines)
