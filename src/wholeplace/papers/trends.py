"""Small multiples: a panel an indicator, the place's line over its peers' band."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing, Point, width_of, wrap
from wholeplace.papers.scales import Scale, domain, number, tick_words, ticks
from wholeplace.papers.text import clean
from wholeplace.papers.timeaxis import time_axes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.papers.kinds import Panel, Trends

GAP, ROW_GAP, PLOT, TITLE_LINE, BELOW, LEFT = 20.0, 11.0, 54.0, 9.6, 11.0, 24.0
WIDE = 400.0


def draw_trends(data: Trends, width: float) -> Drawing:
    """All panels in one drawing: three to a row, two on a narrow one, one where there is only one."""
    across = min(3 if width >= WIDE else 2, len(data.panels))
    panel_width = (width - GAP * (across - 1)) / across
    lines = 2 if width >= WIDE else 3
    titles = [wrap(clean(panel.title), panel_width, style.CHART_TEXT * 1.03, lines) for panel in data.panels]
    legend = _legend_items(data)
    legend_height = 15.0 * _legend_rows(legend, width)
    rows = [range(start, min(start + across, len(titles))) for start in range(0, len(titles), across)]
    # On a narrow drawing the last value stands under the title, to leave the width to the line.
    narrow = width < WIDE
    heads = [TITLE_LINE * (max(len(titles[index]) for index in row) + narrow) + 5 for row in rows]
    height = legend_height + sum(head + PLOT + BELOW for head in heads) + ROW_GAP * (len(rows) - 1)
    drawing = Drawing(width, math.ceil(height))
    _draw_legend(drawing, legend)
    room = 4.0 if narrow else max(_end_room(panel) for panel in data.panels)
    axes = time_axes([panel.drawn for panel in data.panels])
    y = legend_height
    for row, head in zip(rows, heads, strict=True):
        for place_in_row, index in enumerate(row):
            left = place_in_row * (panel_width + GAP)
            for line_number, line in enumerate(titles[index]):
                drawing.label((left, y + 8 + TITLE_LINE * line_number), line, bold=True)
            panel = data.panels[index]
            if narrow:
                at = (left, y + 8 + TITLE_LINE * len(titles[index]))
                drawing.label(at, _last_value(panel)[1], color=style.PLACE, bold=True)
            frame = (left, left + panel_width - room, y + head)
            _draw_panel(drawing, panel, axes[index], frame, at_end=not narrow)
        y += head + PLOT + BELOW + ROW_GAP
    return drawing


def _legend_items(data: Trends) -> list[tuple[str, str]]:
    items = [("place", clean(data.place))]
    if any(panel.band for panel in data.panels):
        peers = clean(data.peers or "peers")
        items += [("median", f"Median of {peers}"), ("band", f"Middle half of {peers}")]
    if any(panel.breaks for panel in data.panels):
        items.append(("break", "Boundaries changed"))
    return items


def _legend_advance(words: str) -> float:
    return 19 + width_of(words, style.CHART_SMALL) + 12


def _legend_positions(items: Sequence[tuple[str, str]], width: float) -> Iterator[tuple[float, int]]:
    x, row = 0.0, 0
    for _, words in items:
        advance = _legend_advance(words)
        if x and x + advance > width + 14:
            x, row = 0.0, row + 1
        yield x, row
        x += advance


def _legend_rows(items: Sequence[tuple[str, str]], width: float) -> int:
    return max(row for _, row in _legend_positions(items, width)) + 1


def _draw_legend(drawing: Drawing, items: Sequence[tuple[str, str]]) -> None:
    for (kind, words), (x, row) in zip(items, _legend_positions(items, drawing.width), strict=True):
        y = 6.0 + 12 * row
        if kind == "place":
            drawing.line([(x, y), (x + 14, y)], style.PLACE, 1.8)
            drawing.dot((x + 14, y), style.PLACE, 2.2)
        elif kind == "median":
            drawing.line([(x, y), (x + 14, y)], style.MEDIAN, 1.1, dashed=True)
        elif kind == "band":
            drawing.box(x, x + 14, y, 8, style.PEERS)
        else:
            drawing.rule((x + 7, y - 5), (x + 7, y + 5), style.WATCH, 0.8)
        color = style.PLACE if kind == "place" else style.MUTED
        drawing.label((x + 19, y + 2.6), words, color=color, size=style.CHART_SMALL + 0.4, bold=kind == "place")


def _last_value(panel: Panel) -> tuple[str, str]:
    """The period of the place's last value, and the value in words; empty where it has none."""
    own = {figure.period: figure for figure in panel.values if number(figure.value) is not None}
    last = max(own, default="")
    return last, clean(own[last].display) if last else ""


def _end_room(panel: Panel) -> float:
    return max(12.0, width_of(_last_value(panel)[1], style.CHART_TEXT) * 1.1 + 7)


def _draw_panel(
    drawing: Drawing, panel: Panel, periods: Sequence[str], frame: tuple[float, float, float], *, at_end: bool
) -> None:
    left, right, top = frame
    own = {figure.period: figure for figure in panel.values}
    values = [number(own[period].value) if period in own else None for period in periods]
    bands = {band.period: tuple(map(number, (band.lower, band.median, band.upper))) for band in panel.band}
    peers = [bands.get(period, (None, None, None)) for period in periods]
    seen = [value for value in (*values, *(value for peer in peers for value in peer)) if value is not None]
    marks = ticks(*domain(seen))
    y = Scale(marks[0], marks[-1], top + PLOT, top + 2)
    x = Scale(0, max(1, len(periods) - 1), left + LEFT + 3, right)
    step = marks[1] - marks[0]
    for mark in marks:
        color = style.MEDIAN if mark == 0 and marks[0] < 0 else style.HAIRLINE
        drawing.rule((left + LEFT, y(mark)), (right + 4, y(mark)), color, 0.5)
        words = tick_words(mark, step, panel.unit)
        drawing.label((left + LEFT - 4, y(mark) + 2.3), words, color=style.MUTED, size=6.6, align="right")
    draw_peers(drawing, peers, x, y)
    _draw_breaks(drawing, [periods.index(p) for p in panel.breaks if p in periods], x, (top, top + PLOT))
    draw_own(drawing, values, x, y)
    last, words = _last_value(panel)
    if last and at_end:
        at = (x(periods.index(last)) + 5, y(number(own[last].value) or 0.0) + 2.8)
        drawing.label(at, words, color=style.PLACE, bold=True)
    _draw_periods(drawing, periods, x, top + PLOT + BELOW - 1.5)


def draw_peers(drawing: Drawing, peers: Sequence[tuple[float | None, ...]], x: Scale, y: Scale) -> None:
    """The band between peers' quartiles and the dashed line of their median, each with its gaps."""
    for run in _runs([None not in (peer[0], peer[2]) for peer in peers]):
        points = [(x(index), y(peers[index][2] or 0.0), y(peers[index][0] or 0.0)) for index in run]
        if len(points) == 1:
            at, upper, lower = points[0]
            points = [(at - 2, upper, lower), (at + 2, upper, lower)]
        drawing.area(points, style.PEERS)
    for run in _runs([peer[1] is not None for peer in peers]):
        points_of_median = [(x(index), y(peers[index][1] or 0.0)) for index in run]
        if len(run) == 1:
            at, level = points_of_median[0]
            points_of_median = [(at - 2, level), (at + 2, level)]
        drawing.line(points_of_median, style.MEDIAN, 1.1, dashed=True)


def draw_own(drawing: Drawing, values: Sequence[float | None], x: Scale, y: Scale, thickness: float = 1.8) -> None:
    """The place's line with its gaps; its last value is a larger dot."""
    for run in _runs([value is not None for value in values]):
        points: list[Point] = [(x(index), y(values[index] or 0.0)) for index in run]
        if len(points) > 1:
            drawing.line(points, style.PLACE, thickness)
        last_of_all = all(value is None for value in values[run[-1] + 1 :])
        for at in points[:-1]:
            drawing.dot(at, style.PLACE, 1.4)
        drawing.dot(points[-1], style.PLACE, 2.7 if last_of_all else 1.4, edged=last_of_all)


def _draw_breaks(drawing: Drawing, breaks: Sequence[int], x: Scale, between: tuple[float, float]) -> None:
    for index in breaks:
        at = x(index - 0.5)
        drawing.rule((at, between[0]), (at, between[1]), style.WATCH, 0.8)


def _draw_periods(drawing: Drawing, periods: Sequence[str], x: Scale, y: float) -> None:
    if not periods:
        return
    size, color = 6.6, style.MUTED
    drawing.label((x(0) - 3, y), clean(periods[0]), color=color, size=size)
    if len(periods) > 1:
        drawing.label((x(len(periods) - 1) + 3, y), clean(periods[-1]), color=color, size=size, align="right")


def _runs(present: Sequence[bool]) -> list[list[int]]:
    """The indexes of each unbroken run of what is there."""
    runs: list[list[int]] = []
    for index, here in enumerate(present):
        if here and index and present[index - 1]:
            runs[-1].append(index)
        elif here:
            runs.append([index])
    return runs
