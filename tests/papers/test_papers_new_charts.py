"""Distributions, scatters, tile maps and sparks: every value is shown, inside the drawing, and stands in the table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from many import PERIODS, SOURCE, distribution, every_new_kind, figure_of, figures, scatter, spark, tile_map, tiles

from wholeplace.core.errors import PaperError
from wholeplace.evidence.figure import POUNDS, RATIO, YES_NO
from wholeplace.papers import style
from wholeplace.papers.charts import Chart, Distribution, Group, Pair, Scatter, Tile, TileMap
from wholeplace.papers.draw import draw
from wholeplace.papers.drawing import DIAMOND, DOT, SHAPE, STROKE, TEXT, Drawing, Mark, width_of
from wholeplace.papers.fences import axis
from wholeplace.papers.hexagons import outline
from wholeplace.papers.kinds_map import round_limits
from wholeplace.papers.model import Document, Heading
from wholeplace.papers.render import FORMATS, render

WIDTHS = (style.CHART_WIDTH, style.NARROW_CHART_WIDTH)
VALUES = st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=1, max_size=60)


def marks(drawing: Drawing, kind: str = "") -> list[Mark]:
    return [mark for _, found in drawing.layers(kind) for mark in found]


def outside(drawing: Drawing, slack: float = 0.5) -> list[Mark]:
    points = ((mark, point) for mark in marks(drawing) for ring in mark.rings for point in ring)
    return [
        mark
        for mark, (x, y) in points
        if not (-slack <= x <= drawing.width + slack and -slack <= y <= drawing.height + slack)
    ]


def words(drawing: Drawing) -> list[str]:
    return [mark.text for mark in marks(drawing, TEXT)]


@pytest.mark.parametrize("chart", every_new_kind(), ids=lambda chart: chart.kind)
@pytest.mark.parametrize("width", WIDTHS)
def test_everything_is_inside_the_drawing(chart: Chart, width: float) -> None:
    drawing = draw(chart, width)
    assert outside(drawing) == []
    for look, found in drawing.layers(TEXT):
        for mark in found:
            wide, x = width_of(mark.text, mark.size), mark.points[0][0]
            left = {"left": x, "right": x - wide, "middle": x - wide / 2}[look.align]
            assert left >= -1, mark.text
            assert left + wide <= width + 4, mark.text


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_takes_the_new_kinds(format_: str) -> None:
    blocks = (Heading(1, "Charts"), *every_new_kind(), replace(tile_map(), title="Again", data_in="here"))
    paper = Document(
        title="A sector", subtitle="", place="A sector", as_of=date(2018, 1, 31), blocks=blocks, invented=True
    )
    assert render(paper, format_) == render(paper, format_)


@pytest.mark.parametrize(
    "data",
    [Distribution(()), Distribution((Group("None", (figure_of(1, None),)),)), Scatter((), "x", "y"), TileMap(())],
)
def test_a_chart_without_anything_to_draw_is_refused(data: object) -> None:
    with pytest.raises(PaperError, match="nothing to draw"):
        Chart("Empty", data, alt="Nothing.")


# Distributions


def test_every_place_has_a_dot_and_the_one_pointed_out_a_diamond() -> None:
    drawing = draw(distribution())
    with_value = [figure for figure in distribution().figures if figure.value is not None]
    dots = [mark for mark in marks(drawing, DOT) if mark.key]
    own = [mark for mark in marks(drawing, DIAMOND) if mark.key]
    assert sorted(mark.key for mark in dots + own) == sorted(figure.place for figure in with_value)
    assert {mark.key for mark in own} == {"P005"}


@pytest.mark.parametrize("width", WIDTHS)
def test_dots_of_a_row_stand_clear_of_each_other(width: float) -> None:
    group = Group("Counties", figures(40))
    drawing = draw(Chart("d", Distribution((group,)), alt="a"), width)
    spots = [mark.points[0] for mark in marks(drawing, DOT) if mark.key]
    for number, (x, y) in enumerate(spots):
        for other_x, other_y in spots[:number]:
            assert (x - other_x) ** 2 + (y - other_y) ** 2 > 3.7**2


def test_a_place_far_from_all_others_stands_hollow_at_the_edge_and_is_counted() -> None:
    far = figure_of(500, 40.0)
    chart = Chart("d", Distribution((Group("Counties", (*figures(40), far)),)), alt="a")
    drawing = draw(chart)
    (layer,) = [found for look, found in drawing.layers(DOT) if look.edge == style.MEDIAN]
    assert [mark.key for mark in layer] == [far.place]
    assert "One is far from all others: hollow." in words(drawing)


def test_a_place_pointed_out_is_never_off_the_axis() -> None:
    far = figure_of(500, 40.0)
    chart = Chart("d", Distribution((Group("Counties", (*figures(40), far)),), far.place), alt="a")
    assert not [look for look, _ in draw(chart).layers(DOT) if look.edge]


def test_quartiles_stand_in_the_table_before_the_places_from_high_to_low() -> None:
    rows = distribution().table().rows
    assert [row[0].text for row in rows[:3]] == ["Lower quartile", "Median", "Upper quartile"]
    values = [row[2].figure.value for row in rows[3:30]]
    known = [value for value in values if value is not None]
    assert values == [*sorted(known, reverse=True), *[None] * (27 - len(known))]
    assert len(rows) == 3 + 27 + 3 + 120


def test_too_few_places_have_dots_and_no_quartiles() -> None:
    chart = Chart("d", Distribution((Group("Few", figures(4)),)), alt="a")
    assert "Median" not in words(draw(chart))
    assert chart.table().rows[0][2].text == "–"


@settings(max_examples=60)
@given(VALUES, st.sampled_from(WIDTHS))
def test_any_values_can_be_spread(values: list[float | None], width: float) -> None:
    found = tuple(figure_of(number, value) for number, value in enumerate(values))
    data = Distribution((Group("Some", found),), "P000")
    if data.drawable:
        drawing = draw(Chart("d", data, alt="a"), width)
        assert outside(drawing) == []
        assert sum(bool(mark.key) for mark in marks(drawing)) == sum(value is not None for value in values)


# Scatters


def test_places_pointed_out_are_named_apart() -> None:
    drawing = draw(scatter())
    named = {text for text in words(drawing) if text.startswith("Fenwick")}
    assert named == {f"Fenwick <{number}> & Dale" for number in (5, 6, 7)}


def test_medians_are_dashed_rules_and_stand_in_the_table() -> None:
    dashed = [mark for look, found in draw(scatter()).layers(STROKE) if look.dashed for mark in found]
    assert len(dashed) == 2
    first = scatter().table().rows[0]
    assert first[0].text == "Median of those with both"
    assert (first[1].value, first[2].value) == scatter().data.medians


def test_a_place_without_one_of_the_two_has_no_dot_and_a_row() -> None:
    lone = Pair(figure_of(900, 0.1), figure_of(900, None))
    chart = Chart("s", Scatter((*scatter().data.pairs, lone), "x", "y"), alt="a")
    assert "P900" not in {mark.key for mark in marks(draw(chart))}
    assert lone.y in chart.table().figures


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), min_size=1, max_size=40), st.sampled_from(WIDTHS)
)
def test_any_pairs_can_be_scattered(values: list[tuple[float, float]], width: float) -> None:
    pairs = tuple(Pair(figure_of(n, x), figure_of(n, y)) for n, (x, y) in enumerate(values))
    drawing = draw(Chart("s", Scatter(pairs, "x", "y", ("P000", "P001")), alt="a"), width)
    dots = [mark for mark in marks(drawing) if mark.key]
    assert len(dots) == len(pairs)
    assert not [mark for mark in outside(drawing) if mark.key]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=50))
def test_an_axis_holds_every_value_between_its_ends(values: list[float]) -> None:
    along = axis(values, 10, 90, 4)
    assert all(10 - 1e-6 <= along(value) <= 90 + 1e-6 for value in values)


# Tile maps


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=200), st.sampled_from([RATIO, POUNDS]))
def test_classes_are_exhaustive_and_none_is_empty(values: list[float], unit: str) -> None:
    found = tuple(Tile(figure_of(number, value, unit), ((number, 0.0),)) for number, value in enumerate(values))
    data = TileMap(found)
    counts = [data.counts[number] for number in range(len(data.limits) + 1)]
    assert sum(counts) == len(values)
    assert min(counts) > 0
    assert len(data.class_words) == len(data.colours) == len(counts) == len(set(data.class_words))


def test_classes_of_many_different_values_are_about_as_large() -> None:
    values = [((number * 37) % 100) / 400 for number in range(100)]
    limits = round_limits(values, RATIO, 1)
    assert len(limits) == 4
    edges = [-1.0, *limits, 99.0]
    sizes = [sum(low <= value < high for value in values) for low, high in pairwise(edges)]
    assert max(sizes) - min(sizes) <= 4


def test_limits_that_are_given_are_kept_and_told_in_words() -> None:
    data = TileMap(tiles(), breaks=(0.1, 0.05))
    assert data.limits == (0.05, 0.1)
    assert data.class_words == ("below 5.0%", "5.0% to 10.0%", "10.0% and above")
    assert (data.class_of(figure_of(1, 0.05)), data.class_of(figure_of(1, 0.0499))) == (1, 0)


def test_yes_and_no_are_two_classes() -> None:
    found = tuple(Tile(figure_of(number, bool(number % 3), YES_NO), ((number, 0.0),)) for number in range(9))
    data = TileMap(found)
    assert data.class_words == ("no", "yes")
    assert (data.counts[0], data.counts[1]) == (3, 6)


def test_steps_of_the_ramp_differ_in_lightness_and_hold_beside_each_other() -> None:
    for light, dark in pairwise(style.RAMP):
        assert style.contrast(style.PAPER, light) < style.contrast(style.PAPER, dark)
        assert style.contrast(light, dark) > 1.7
    assert style.contrast(style.RAMP[0], style.RAMP[-1]) > 7
    assert style.contrast(style.RAMP[0], style.RAMP[2]) > 3


def test_a_tile_without_a_value_is_struck_through_and_said_in_the_legend() -> None:
    drawing = draw(tile_map())
    missing = [figure for figure in tile_map().figures if figure.value is None]
    empty = [mark for look, found in drawing.layers(SHAPE) if look.color == style.PAPER for mark in found if mark.key]
    assert [mark.hint for mark in empty] == [f"{figure.place_name}: no value" for figure in missing]
    assert "no value" in words(drawing)
    assert "Without a tile, in the table: 1" in words(drawing)


def test_the_legend_says_which_way_is_better() -> None:
    said = {
        polarity: [
            text for text in words(draw(Chart("m", TileMap(tiles(), polarity=polarity), alt="a"))) if "Dark" in text
        ]
        for polarity in ("high", "low", "none")
    }
    assert said["high"] == ["Darker is higher; higher is better."]
    assert said["low"] == ["Darker is higher; lower is better."]
    assert said["none"] == ["Darker is higher; neither is better."]


def test_a_maps_table_names_every_place_with_its_class() -> None:
    table = tile_map().table()
    assert len(table.rows) == 41
    by_name = {row[0].text: row[2].text for row in table.rows}
    assert by_name["Fenwick <0> & Dale"] == "no value"
    assert set(by_name.values()) == {*tile_map().data.class_words, "no value"}


def test_hexagons_side_by_side_share_one_outline() -> None:
    (one,) = outline([(0, 0)])
    (two,) = outline([(0, 0), (1, 0)])
    (three,) = outline([(0, 0), (1, 0), (0.5, 0.8660254)])
    assert (len(one), len(two), len(three)) == (6, 10, 12)
    apart = outline([(0, 0), (3, 0)])
    assert [len(ring) for ring in apart] == [6, 6]
    ring_of_six = [(1, 0), (-1, 0), (0.5, 0.8660254), (-0.5, 0.8660254), (0.5, -0.8660254), (-0.5, -0.8660254)]
    assert sorted(len(ring) for ring in outline(ring_of_six)) == [6, 18]


@given(st.sets(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=40), st.booleans())
def test_an_outline_encloses_the_hexagons_and_nothing_else(spots: set[tuple[int, int]], pointy: bool) -> None:
    centres = [(q + (r % 2) / 2, r * 0.8660254) for q, r in spots]
    centres = centres if pointy else [(y, x) for x, y in centres]
    rings = outline(centres, pointy=pointy)
    area = abs(sum(_area(ring) for ring in rings))
    assert abs(area - len(spots) * 0.8660254) < 1e-3


def _area(ring: list[tuple[float, float]]) -> float:
    return sum(x * b - a * y for (x, y), (a, b) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


# Sparks


def test_a_spark_has_the_place_s_line_with_its_gap_and_the_dashed_median() -> None:
    drawing = draw(spark(), style.SPARK_WIDTH)
    own = [mark for look, found in drawing.layers(STROKE) if look.color == style.PLACE for mark in found]
    assert [len(mark.points) for mark in own] == [2, 4]
    assert [look.dashed for look, _ in drawing.layers(STROKE) if look.color == style.MEDIAN] == [True]
    assert words(drawing) == []
    assert drawing.height < 24


def test_a_spark_s_table_has_a_row_a_period() -> None:
    assert [row[1].text for row in spark().table().rows] == list(PERIODS)
    assert spark().table().sources == () or SOURCE in spark().table().sources
