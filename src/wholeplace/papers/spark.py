"""A trend as small as a word: the place's line over its peers' median, with its last value as a dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing
from wholeplace.papers.scales import Scale, number
from wholeplace.papers.timeaxis import time_axis
from wholeplace.papers.trends import draw_own, draw_peers

if TYPE_CHECKING:
    from wholeplace.papers.kinds import Spark

_SHARE, _LOWEST, _HIGHEST, _EDGE = 0.24, 16.0, 40.0, 4.0


def draw_spark(data: Spark, width: float) -> Drawing:
    """No axis and no words: the table that it stands in has them."""
    height = min(_HIGHEST, max(_LOWEST, width * _SHARE))
    drawing = Drawing(width, height)
    periods = time_axis(data.panel.periods)
    own = {figure.period: number(figure.value) for figure in data.panel.values}
    medians = {band.period: number(band.median) for band in data.panel.band}
    seen = [value for values in (own, medians) for value in values.values() if value is not None]
    if not seen:
        return drawing
    low, high = min(seen), max(seen)
    room = (high - low) * 0.02 or abs(high) * 0.1 or 1.0
    y = Scale(low - room, high + room, height - _EDGE, _EDGE)
    x = Scale(0, max(1, len(periods) - 1), _EDGE, width - _EDGE)
    draw_peers(drawing, [(None, medians.get(period), None) for period in periods], x, y)
    draw_own(drawing, [own.get(period) for period in periods], x, y, thickness=1.4)
    if low < 0 < high:
        drawing.rule((0, y(0)), (width, y(0)), style.HAIRLINE, 0.5)
    return drawing
