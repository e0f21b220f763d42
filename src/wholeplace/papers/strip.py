"""Where a place stands: a row of dots an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.evidence.figure import show_value
from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing, width_of, wrap
from wholeplace.papers.rows import FOOT, LABELS, LINE_HEIGHT, row_name
from wholeplace.papers.scales import Scale, domain, number
from wholeplace.papers.text import clean
from wholeplace.papers.trends import WIDE

if TYPE_CHECKING:
    from wholeplace.papers.kinds import Standing, Strip

ROW = 20.0


def draw_strip(data: Strip, width: float) -> Drawing:
    """A row of peers' dots an indicator, each on its own scale, with the place's value and the median."""
    size = style.CHART_TEXT
    labels, beside = width * LABELS, 92.0 if width >= WIDE else 50.0
    names = [wrap(clean(standing.label), labels - 8, size, 3) for standing in data.standings]
    heights = [max(ROW, LINE_HEIGHT * len(lines) + 6) for lines in names]
    top = 20.0
    drawing = Drawing(width, top + sum(heights) + FOOT)
    _strip_legend(drawing, data)
    if drawing.width >= WIDE:
        drawing.label((width, 10.5), "median", color=style.MUTED, size=style.CHART_SMALL, align="right")
    y = top
    for standing, lines, height in zip(data.standings, names, heights, strict=True):
        middle = y + height / 2
        row_name(drawing, lines, middle)
        _standing(drawing, standing, (labels + 4, width - beside - 8), middle)
        y += height
    return drawing


def _strip_legend(drawing: Drawing, data: Strip) -> None:
    size, color = style.CHART_SMALL, style.MUTED
    place, peers = clean(data.place), clean(data.peers or "peers")
    x = 4.0
    drawing.dot((x, 8), style.PLACE, 3.8, diamond=True)
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
        drawing.dot((scale(own), middle), style.PLACE, 4.2, diamond=True, edged=True)
    drawing.label((end + 8, middle + 2.8), clean(standing.figure.display), color=style.PLACE, bold=True)
    if median is not None and drawing.width >= WIDE:
        figure = standing.figure
        words = clean(show_value(standing.median, figure.unit, figure.decimals))
        drawing.label((drawing.width, middle + 2.8), words, color=style.MUTED, align="right")
