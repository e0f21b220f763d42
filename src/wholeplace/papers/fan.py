"""A fan: the central case as a solid line with its last value, over bands that darken towards the middle of draws."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wholeplace.evidence.figure import show_value
from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing, width_of
from wholeplace.papers.kinds_fan import MIDDLE
from wholeplace.papers.scales import Scale, domain, number, tick_words, ticks
from wholeplace.papers.text import clean
from wholeplace.papers.trends import WIDE, draw_own

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.papers.drawing import Align
    from wholeplace.papers.kinds_fan import Fan

PLOT, NARROW_PLOT, BELOW, LEGEND_LINE, _TICK = 150.0, 120.0, 13.0, 12.0, 6.8
BANDS = (("Middle 9 in 10 of the draws", 0, -1), ("8 in 10", 1, -2), ("5 in 10", 2, -3))
_CLOSE = 26.0  # units that a period's words need


def draw_fan(data: Fan, width: float) -> Drawing:
    """The fan under its legend."""
    wide = width >= WIDE
    legend = list(_spots(_legend(data), width))
    top = LEGEND_LINE * (legend[-1][3] + 1) + 8
    plot = PLOT if wide else NARROW_PLOT
    drawing = Drawing(width, math.ceil(top + plot + BELOW))
    for kind, told, at, row in legend:
        _legend_item(drawing, kind, told, at, 6.0 + LEGEND_LINE * row)
    values = [number(year.central) for year in data.years]
    bounds = [number(value) or 0.0 for year in data.years for value in year.values]
    level = number(data.mark.value) if data.mark else None
    seen = [*bounds, *(v for v in values if v is not None), *([] if level is None else [level])]
    marks = ticks(*domain(seen, from_zero=True), 4)
    words = [tick_words(mark, marks[1] - marks[0], data.unit) for mark in marks]
    left = max(width_of(each, _TICK) for each in words) * 1.12 + 8
    last = show_value(data.years[-1].central, data.unit, data.decimals)
    right = width - (max(12.0, width_of(last, style.CHART_TEXT) * 1.12 + 9) if wide else 6.0)
    y = Scale(marks[0], marks[-1], top + plot, top + 2)
    x = Scale(0, max(1, len(data.years) - 1), left + 2, right)
    for mark, each in zip(marks, words, strict=True):
        nought = mark == 0 and marks[0] < 0
        drawing.rule((left, y(mark)), (right + 3, y(mark)), style.MEDIAN if nought else style.HAIRLINE, 0.5)
        drawing.label((left - 5, y(mark) + 2.4), each, color=style.MUTED, size=_TICK, align="right")
    _draw_bands(drawing, data, x, y)
    if level is not None:
        drawing.rule((left, y(level)), (right + 3, y(level)), style.WATCH, 1.1, over=True, dashed=True)
    draw_own(drawing, values, x, y)
    if values and values[-1] is not None:
        across, down = x(len(values) - 1), y(values[-1])
        end = (across + 6, down + 2.8) if wide else (across + 4, down - 6)
        drawing.label(end, last, color=style.PLACE, bold=True, align="left" if wide else "right", halo=True)
    _draw_periods(drawing, [year.period for year in data.years], x, top + plot + BELOW - 2)
    return drawing


def _draw_bands(drawing: Drawing, data: Fan, x: Scale, y: Scale) -> None:
    years = [[number(value) or 0.0 for value in year.values] for year in data.years]
    for (_, low, high), color in zip(BANDS, style.FAN, strict=True):
        drawing.area([(x(i), y(values[high]), y(values[low])) for i, values in enumerate(years)], color)
    drawing.line([(x(i), y(values[MIDDLE])) for i, values in enumerate(years)], style.MEDIAN, 1.1, dashed=True)


def _draw_periods(drawing: Drawing, periods: Sequence[str], x: Scale, y: float) -> None:
    """The first and last period, and as many between as there is room for."""
    count = len(periods)
    step = max(1, math.ceil(_CLOSE * 1.25 / max(1e-9, x(1) - x(0))))
    for index, period in enumerate(periods):
        ends = index in {0, count - 1}
        if not ends and (index % step or count - 1 - index < step):
            continue
        side: Align = "left" if index == 0 else "right" if index == count - 1 else "middle"
        shift = -3 if index == 0 else 3 if index == count - 1 else 0
        drawing.label((x(index) + shift, y), clean(period), color=style.MUTED, size=_TICK, align=side)


def _legend(data: Fan) -> Iterator[tuple[str, str]]:
    yield "central", clean(data.label)
    yield "median", "Median of the draws"
    for place, (words, _, _) in enumerate(BANDS):
        yield f"band {place}", words
    if data.mark:
        yield "mark", f"{clean(data.mark.label)}, {show_value(data.mark.value, data.unit, data.decimals)}"


def _spots(items: Iterator[tuple[str, str]], width: float) -> Iterator[tuple[str, str, float, int]]:
    x, row = 0.0, 0
    for kind, words in items:
        advance = 19 + width_of(words, style.CHART_SMALL + 0.6) + 12
        if x and x + advance > width + 12:
            x, row = 0.0, row + 1
        yield kind, words, x, row
        x += advance


def _legend_item(drawing: Drawing, kind: str, words: str, x: float, y: float) -> None:
    if kind == "central":
        drawing.line([(x, y), (x + 14, y)], style.PLACE, 1.8)
        drawing.dot((x + 14, y), style.PLACE, 2.2)
    elif kind == "median":
        drawing.line([(x, y), (x + 14, y)], style.MEDIAN, 1.1, dashed=True)
    elif kind == "mark":
        drawing.rule((x, y), (x + 14, y), style.WATCH, 1.1, over=True, dashed=True)
    else:
        drawing.box(x, x + 14, y, 8, style.FAN[int(kind.partition(" ")[2])])
    bold = kind == "central"
    color = style.PLACE if bold else style.MUTED
    drawing.label((x + 19, y + 2.6), words, color=color, size=style.CHART_SMALL + 0.4, bold=bold)
