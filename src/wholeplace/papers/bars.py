"""Horizontal bars from zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing, width_of, wrap
from wholeplace.papers.rows import FOOT, LABELS, LINE_HEIGHT, row_name
from wholeplace.papers.scales import Scale, domain, number
from wholeplace.papers.text import clean

if TYPE_CHECKING:
    from wholeplace.papers.kinds import Bar, Bars

ROW = 17.0


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
    heights = [max(ROW, LINE_HEIGHT * len(lines) + 5) for lines in names]
    drawing = Drawing(width, top + sum(heights) + FOOT)
    if with_median:
        drawing.rule((1, 4), (1, 12), style.INK, 1.4)
        drawing.label((7, 11), clean(f"Median of {data.peers or 'peers'}"), color=style.MUTED, size=style.CHART_SMALL)
    y = top
    for bar, lines, end, height in zip(data.bars, names, ends, heights, strict=True):
        middle = y + height / 2
        row_name(drawing, lines, middle)
        _bar(drawing, bar, end, scale, middle)
        y += height
    drawing.rule((scale(0), top), (scale(0), y), style.MEDIAN, 0.7, over=True)
    return drawing


def _end_words(bar: Bar, watch: str) -> str:
    words = clean(bar.figure.display)
    return f"{words} · {watch}" if bar.tone == "watch" else words


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
