"""Small multiples of several places: a panel an indicator, a lettered line a place, the group's band beneath."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing, width_of, wrap
from wholeplace.papers.scales import Scale, domain, number, tick_words, ticks
from wholeplace.papers.text import clean
from wholeplace.papers.timeaxis import time_axes
from wholeplace.papers.trends import WIDE, draw_peers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.papers.drawing import Point
    from wholeplace.papers.kinds_lines import Line, Lines

GAP, ROW_GAP, PLOT, TITLE_LINE, BELOW, LEFT, END = 22.0, 13.0, 92.0, 9.6, 11.0, 26.0, 11.0
_LETTER, _TICK = 7.2, 6.6
_APART = 7.0  # letters at the ends of lines keep this far from one another
# Colour and whether it is dashed: no two alike, and each line also has its letter.
LOOKS = (
    (style.PLACE, False),
    (style.WATCH, False),
    (style.SECTOR, False),
    (style.INK, True),
    (style.GOOD, True),
    (style.WATCH, True),
)  # fmt: skip


def draw_lines(data: Lines, width: float) -> Drawing:
    """All panels in one drawing, two to a row or one on a narrow one, under one legend."""
    across = min(2 if width >= WIDE else 1, len(data.panels))
    panel_width = (width - GAP * (across - 1)) / across
    titles = [wrap(clean(panel.title), panel_width, style.CHART_TEXT * 1.03, 2) for panel in data.panels]
    legend = list(_legend(data))
    spots = list(_spots([words for _, words in legend], width))
    top = 12.0 * (max((row for _, row in spots), default=-1) + 1) + 6
    rows = [range(start, min(start + across, len(titles))) for start in range(0, len(titles), across)]
    heads = [TITLE_LINE * max(len(titles[index]) for index in row) + 5 for row in rows]
    height = top + sum(head + PLOT + BELOW for head in heads) + ROW_GAP * (len(rows) - 1)
    drawing = Drawing(width, math.ceil(height))
    for (key, words), (x, line) in zip(legend, spots, strict=True):
        _legend_item(drawing, data, key, words, (x, 6.0 + 12 * line))
    axes = time_axes([panel.drawn for panel in data.panels])
    y = top
    for row, head in zip(rows, heads, strict=True):
        for column, index in enumerate(row):
            left = column * (panel_width + GAP)
            for line_number, words in enumerate(titles[index]):
                drawing.label((left, y + 8 + TITLE_LINE * line_number), words, bold=True)
            _draw_panel(drawing, data, index, axes[index], (left, left + panel_width - END, y + head))
        y += head + PLOT + BELOW + ROW_GAP
    return drawing


def letter(place: int) -> str:
    """The letter of the first, second … place pointed out."""
    return chr(ord("A") + place)


def _legend(data: Lines) -> Iterator[tuple[str, str]]:
    labels = {line.key: line.label for panel in data.panels for line in panel.lines}
    for place, key in enumerate(data.named):
        yield key, f"{letter(place)} {clean(labels[key])}"
    if len(labels) > len(data.named):
        yield " others", "Other places"
    if data.peers and any(panel.band for panel in data.panels):
        yield " median", f"Median of {clean(data.peers)}"
        yield " band", "Middle half of them"


def _spots(words: Sequence[str], width: float) -> Iterator[tuple[float, int]]:
    x, row = 0.0, 0
    for text in words:
        advance = 19 + width_of(text, style.CHART_SMALL + 0.6) + 12
        if x and x + advance > width + 12:
            x, row = 0.0, row + 1
        yield x, row
        x += advance


def _legend_item(drawing: Drawing, data: Lines, key: str, words: str, at: Point) -> None:
    x, y = at
    color, bold = style.MUTED, False
    if key == " band":
        drawing.box(x, x + 14, y, 8, style.PEERS)
    elif key == " median":
        drawing.line([(x, y), (x + 14, y)], style.MEDIAN, 1.1, dashed=True)
    elif key == " others":
        drawing.line([(x, y), (x + 14, y)], style.PEER_DOT, 0.8)
    else:
        color, dashed = LOOKS[data.named.index(key)]
        bold = True
        drawing.line([(x, y), (x + 14, y)], color, 1.8, dashed=dashed)
    drawing.label((x + 19, y + 2.6), words, color=color, size=style.CHART_SMALL + 0.4, bold=bold)


def _draw_panel(
    drawing: Drawing, data: Lines, index: int, periods: Sequence[str], frame: tuple[float, float, float]
) -> None:
    left, right, top = frame
    panel = data.panels[index]
    bands = {band.period: tuple(map(number, (band.lower, band.median, band.upper))) for band in panel.band}
    peers = [bands.get(period, (None, None, None)) for period in periods]
    own = [(line, _values(line, periods)) for line in panel.lines]
    seen = [v for _, values in own for v in values if v is not None] + [
        v for peer in peers for v in peer if v is not None
    ]
    marks = ticks(*domain(seen), 3)
    words = [tick_words(mark, marks[1] - marks[0], panel.unit) for mark in marks]
    left += max(LEFT, *(width_of(each, _TICK) * 1.12 + 6 for each in words))
    y = Scale(marks[0], marks[-1], top + PLOT, top + 2)
    x = Scale(0, max(1, len(periods) - 1), left + 3, right)
    for mark, each in zip(marks, words, strict=True):
        color = style.MEDIAN if mark == 0 and marks[0] < 0 else style.HAIRLINE
        drawing.rule((left, y(mark)), (right + 2, y(mark)), color, 0.5)
        drawing.label((left - 4, y(mark) + 2.3), each, color=style.MUTED, size=_TICK, align="right")
    draw_peers(drawing, peers, x, y)
    named = [(line, values) for line, values in own if line.key in data.named]
    for line, values in own:
        if line.key not in data.named:
            _draw_line(drawing, values, (x, y), (style.PEER_DOT, False), 0.8)
    for line, values in reversed(named):
        _draw_line(drawing, values, (x, y), LOOKS[data.named.index(line.key)], 1.8)
    _letters(drawing, data, named, (x, y))
    if periods:
        drawing.label((x(0) - 3, top + PLOT + BELOW - 1.5), clean(periods[0]), color=style.MUTED, size=_TICK)
    if len(periods) > 1:
        end = (x(len(periods) - 1) + 3, top + PLOT + BELOW - 1.5)
        drawing.label(end, clean(periods[-1]), color=style.MUTED, size=_TICK, align="right")


def _values(line: Line, periods: Sequence[str]) -> list[float | None]:
    own = {figure.period: number(figure.value) for figure in line.figures}
    return [own.get(period) for period in periods]


def _draw_line(
    drawing: Drawing, values: Sequence[float | None], scales: tuple[Scale, Scale], look: tuple[str, bool], thick: float
) -> None:
    x, y = scales
    color, dashed = look
    run: list[Point] = []
    for index, value in enumerate([*values, None]):
        if value is not None:
            run.append((x(index), y(value)))
            continue
        if len(run) > 1:
            drawing.line(run, color, thick, dashed=dashed)
        elif run:
            drawing.dot(run[0], color, 1.0 + thick / 2)
        run = []


def _letters(
    drawing: Drawing, data: Lines, named: Sequence[tuple[Line, Sequence[float | None]]], scales: tuple[Scale, Scale]
) -> None:
    """Each line's letter where it ends, moved apart where lines end together."""
    x, y = scales
    ends = []
    for line, values in named:
        last = max((i for i, v in enumerate(values) if v is not None), default=None)
        if last is not None:
            ends.append([y(values[last] or 0.0), x(last), data.named.index(line.key)])
    ends.sort()
    for before, after in pairwise(ends):
        after[0] = max(after[0], before[0] + _APART)
    for after, before in pairwise(reversed(ends)):  # and back up where they would leave the plot
        after[0] = min(after[0], max(y.start, y.end))
        before[0] = min(before[0], after[0] - _APART)
    for at_y, at_x, place in ends:
        color, _ = LOOKS[int(place)]
        drawing.label((at_x + 4, at_y + 2.5), letter(int(place)), color=color, size=_LETTER, bold=True, halo=True)
