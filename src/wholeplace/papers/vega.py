"""Drawing the three kinds of chart (`papers.charts`) as Vega-Lite specifications, in the look of `style`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.evidence.figure import show_value
from wholeplace.papers import style
from wholeplace.papers.charts import Bars, Strip, Trends
from wholeplace.papers.drawing import Drawing, width_of, wrap
from wholeplace.papers.scales import Scale, domain, number
from wholeplace.papers.text import clean
from wholeplace.papers.trends import WIDE, draw_trends

if TYPE_CHECKING:
    from wholeplace.papers.charts import Bar, Chart, Standing

LABELS = 0.36  # the share of the width that the names of rows may take
BAR_ROW, STRIP_ROW, LINE_HEIGHT, FOOT = 17.0, 20.0, 9.5, 4.0


def spec(chart: Chart, width: float = style.CHART_WIDTH) -> dict[str, Any]:
    """The chart as one Vega-Lite view `width` units wide (a unit is a point on paper)."""
    if isinstance(chart.data, Trends):
        return draw_trends(chart.data, width).spec()
    if isinstance(chart.data, Bars):
        return draw_bars(chart.data, width).spec()
    return draw_strip(chart.data, width).spec()


def draw_bars(data: Bars, width: float) -> Drawing:
    """A bar a row, its value at its end, the peers' median as a tick."""
    size = style.CHART_TEXT
    labels = width * LABELS
    names = [wrap(clean(bar.label), labels - 8, size, 3) for bar in data.bars]
    ends = [_end_words(bar, data.watch) for bar in data.bars]
    room = max(width_of(end, size) for end in ends) + 8
    values = [number(bar.figure.value) for bar in data.bars] + [number(bar.median) for bar in data.bars]
    low, high = domain([value for value in values if value is not None], from_zero=True)
    left = labels + (room if low < 0 else 0)
    scale = Scale(low, high, left, max(left + 20, width - room))
    with_median = any(number(bar.median) is not None for bar in data.bars)
    top = 18.0 if with_median else 2.0
    heights = [max(BAR_ROW, LINE_HEIGHT * len(lines) + 5) for lines in names]
    drawing = Drawing(width, top + sum(heights) + FOOT)
    if with_median:
        drawing.rule((1, 4), (1, 12), style.INK, 1.4)
        drawing.label((7, 11), clean(f"Median of {data.peers or 'peers'}"), color=style.MUTED, size=style.CHART_SMALL)
    y = top
    for bar, lines, end, height in zip(data.bars, names, ends, heights, strict=True):
        middle = y + height / 2
        _row_name(drawing, lines, middle)
        _bar(drawing, bar, end, scale, middle)
        y += height
    drawing.rule((scale(0), top), (scale(0), y), style.MEDIAN, 0.7, over=True)
    return drawing


def _end_words(bar: Bar, watch: str) -> str:
    words = clean(bar.figure.display)
    return f"{words}  {watch}" if bar.tone == "watch" else words


def _bar(drawing: Drawing, bar: Bar, end: str, scale: Scale, middle: float) -> None:
    value, median = number(bar.figure.value), number(bar.median)
    color = style.WATCH if bar.tone == "watch" else style.PLACE
    at = scale(value or 0.0)
    if value is not None:
        drawing.box(scale(0), at, middle, 8, color)
    if median is not None:
        drawing.rule((scale(median), middle - 6), (scale(median), middle + 6), style.INK, 1.4, over=True)
    left = value is not None and value < 0
    beyond = [at] if median is None or (median < 0) != left else [at, scale(median)]
    edge = min(beyond) - 4 if left else max(beyond) + 4
    drawing.label((edge, middle + 2.8), end, color=color, bold=True, align="right" if left else "left")


def _row_name(drawing: Drawing, lines: list[str], middle: float) -> None:
    first = middle + 2.8 - LINE_HEIGHT * (len(lines) - 1) / 2
    for index, line in enumerate(lines):
        drawing.label((0, first + LINE_HEIGHT * index), line)


def draw_strip(data: Strip, width: float) -> Drawing:
    """A row of peers' dots an indicator, each on its own scale, with the place's value and the median."""
    size = style.CHART_TEXT
    labels, beside = width * LABELS, 92.0 if width >= WIDE else 50.0
    names = [wrap(clean(standing.label), labels - 8, size, 3) for standing in data.standings]
    heights = [max(STRIP_ROW, LINE_HEIGHT * len(lines) + 6) for lines in names]
    top = 20.0
    drawing = Drawing(width, top + sum(heights) + FOOT)
    _strip_legend(drawing, data)
    if drawing.width >= WIDE:
        drawing.label((width, 10.5), "median", color=style.MUTED, size=style.CHART_SMALL, align="right")
    y = top
    for standing, lines, height in zip(data.standings, names, heights, strict=True):
        middle = y + height / 2
        _row_name(drawing, lines, middle)
        _standing(drawing, standing, (labels + 4, width - beside - 8), middle)
        y += height
    return drawing


def _strip_legend(drawing: Drawing, data: Strip) -> None:
    size, color = style.CHART_SMALL, style.MUTED
    place, peers = clean(data.place), clean(data.peers or "peers")
    x = 4.0
    drawing.dot((x, 8), style.PLACE, 3.8, shape="diamond")
    drawing.label((x + 7, 10.5), place, color=style.PLACE, size=size, bold=True)
    x += 7 + width_of(place, size) * 1.1 + 12
    drawing.dot((x, 8), style.PEER_DOT, 2.3)
    drawing.label((x + 6, 10.5), peers, color=color, size=size)
    x += 6 + width_of(peers, size) + 12
    drawing.rule((x, 4), (x, 12), style.INK, 1.4)
    drawing.label((x + 5, 10.5), "median", color=color, size=size)


def _standing(drawing: Drawing, standing: Standing, between: tuple[float, float], middle: float) -> None:
    start, end = between
    own, median = number(standing.figure.value), number(standing.median)
    dots = [value for value in (number(peer.value) for peer in standing.peers) if value is not None]
    low, high = domain([*dots, *(value for value in (own, median) if value is not None)])
    scale = Scale(low, high, start + 4, end - 4)
    drawing.rule((start, middle), (end, middle), style.HAIRLINE, 0.6)
    for value in sorted(dots):
        drawing.dot((scale(value), middle), style.PEER_DOT, 2.2, opacity=0.7)
    if median is not None:
        drawing.rule((scale(median), middle - 6), (scale(median), middle + 6), style.INK, 1.4, over=True)
    if own is not None:
        drawing.dot((scale(own), middle), style.PLACE, 4.2, shape="diamond", edged=True)
    drawing.label((end + 8, middle + 2.8), clean(standing.figure.display), color=style.PLACE, bold=True)
    if median is not None and drawing.width >= WIDE:
        figure = standing.figure
        words = clean(show_value(standing.median, figure.unit, figure.decimals))
        drawing.label((drawing.width, middle + 2.8), words, color=style.MUTED, align="right")
