"""Where places stand on one indicator: a dot a place, a row a group, over the group's middle half and median."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.evidence.figure import show_value
from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing, width_of, wrap
from wholeplace.papers.fences import Axis, axis
from wholeplace.papers.rows import LINE_HEIGHT, row_name
from wholeplace.papers.scales import number, tick_words
from wholeplace.papers.text import clean
from wholeplace.papers.trends import WIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.evidence.figure import Figure
    from wholeplace.papers.drawing import Align
    from wholeplace.papers.kinds_spread import Distribution, Group

_RADIUS, _PITCH = 1.9, 4.2
_LOWEST, _HIGHEST = 22.0, 74.0  # of a row
_LABELS, _MEDIANS = 0.24, 62.0  # the names' share of a wide drawing; the room for medians in words
_AXIS = 15.0


def draw_distribution(data: Distribution, width: float) -> Drawing:
    """Rows over one axis; names beside the rows, or above them where the drawing is narrow."""
    wide = width >= WIDE
    start, end = (width * _LABELS, width - _MEDIANS) if wide else (6.0, width - 6)
    figures = [figure for figure in data.figures if number(figure.value) is not None]
    values = [float(figure.value or 0) for figure in figures]
    own = data.pointed_out
    kept = [float(own.value)] if own is not None and number(own.value) is not None and own.value is not None else []
    across = axis(values, start + 4, end - 4, 4 if wide else 3, kept)
    groups = [group for group in data.groups if any(number(f.value) is not None for f in group.figures)]
    swarms = [list(_swarm(group, across, data.place)) for group in groups]
    names = [wrap(_name(group), start - 10 if wide else width, style.CHART_TEXT, 3) for group in groups]
    heights = [_height(swarm, len(lines) if wide else 0) for swarm, lines in zip(swarms, names, strict=True)]
    heads = 0.0 if wide else LINE_HEIGHT + 6
    legend = _legend_items(data)
    beside = 36.0 if wide else 0.0  # the head of the column of medians
    top = 6 + 12.0 * (max(row for _, _, row in _placed(legend, width - beside)) + 1)
    note = _note(values, across)
    drawing = Drawing(width, top + sum(heights) + heads * len(groups) + _AXIS + (11 if note else 0))
    _legend(drawing, legend, width - beside)
    if wide and any(group.quartiles for group in groups):
        drawing.label((width, 8.6), "median", color=style.MUTED, size=style.CHART_SMALL, align="right")
    _grid(drawing, across, figures[0], (top, top + sum(heights) + heads * len(groups)))
    y = top
    for group, swarm, lines, height in zip(groups, swarms, names, heights, strict=True):
        if wide:
            row_name(drawing, lines, y + height / 2)
        else:
            drawing.label((0, y + LINE_HEIGHT), lines[0])
        middle = y + heads + height / 2
        _row(drawing, group, across, middle, height)
        _dots(drawing, swarm, across, middle, height, data.place)
        y += heads + height
    if note:
        drawing.label((0, drawing.height - 3), note, color=style.MUTED, size=style.CHART_SMALL)
    return drawing


def _name(group: Group) -> str:
    return f"{clean(group.label)} ({sum(number(f.value) is not None for f in group.figures)})"


def _swarm(group: Group, across: Axis, place: str) -> Iterator[tuple[Figure, float, int]]:
    """Each figure with its position and lane: 0 in the middle, then above and below in turn, so that no dots meet."""
    known = sorted(((across(value), f) for f in group.figures if (value := number(f.value)) is not None), key=_order)
    own = next((at for at, figure in known if place and figure.place == place), None)
    ends: list[float] = []
    for at, figure in known:
        if own is not None and figure.place == place:
            yield figure, at, 0
            continue
        lane = 0
        while lane < len(ends) and (ends[lane] + _PITCH > at or _meets(lane, at, own)):
            lane += 1
        while _meets(lane, at, own):
            lane += 1
        ends += [-_PITCH] * (lane + 1 - len(ends))
        ends[lane] = at
        yield figure, at, lane


def _order(item: tuple[float, Figure]) -> tuple[float, str]:
    return item[0], item[1].place


def _meets(lane: int, at: float, own: float | None) -> bool:
    """Whether a dot in the middle lane would stand on the place that is pointed out."""
    return lane <= 2 and own is not None and abs(at - own) < _PITCH * (0.7 if lane else 1.25)


def _height(swarm: Sequence[tuple[Figure, float, int]], lines: int) -> float:
    lanes = max(lane for _, _, lane in swarm) + 1
    return min(_HIGHEST, max(_LOWEST, lanes * _PITCH + 10, LINE_HEIGHT * lines + 6))


def _row(drawing: Drawing, group: Group, across: Axis, middle: float, height: float) -> None:
    if group.quartiles is None:
        return
    lower, median, upper = group.quartiles
    half = height / 2 - 3
    drawing.area([(across(at), middle - half, middle + half) for at in (lower, upper)], style.PEERS)
    at = across(median)
    drawing.rule((at, middle - half - 1), (at, middle + half + 1), style.INK, 1.1, dashed=True, over=True)
    if drawing.width >= WIDE:
        first = group.figures[0]
        words = clean(show_value(median, first.unit, first.decimals))
        drawing.label((drawing.width, middle + 2.8), words, color=style.MUTED, align="right")


def _dots(
    drawing: Drawing, swarm: Sequence[tuple[Figure, float, int]], across: Axis, middle: float, height: float, place: str
) -> None:
    lanes = max(lane for _, _, lane in swarm) + 1
    pitch = min(_PITCH, (height - 10) / lanes)
    for figure, at, lane in swarm:
        offset = (lane + 1) // 2 * pitch * (1 if lane % 2 else -1)
        hint = f"{figure.place_name}: {figure.display}"
        if place and figure.place == place:
            drawing.dot(
                (at, middle), style.PLACE, 4.4, diamond=True, edged=True, over=True, key=figure.place, hint=hint
            )
            continue
        hollow = across.beyond(float(figure.value or 0))
        drawing.dot((at, middle + offset), style.PEER_DOT, _RADIUS, hollow=hollow, key=figure.place, hint=hint)


def _grid(drawing: Drawing, across: Axis, figure: Figure, between: tuple[float, float]) -> None:
    top, bottom = between
    for index, mark in enumerate(across.marks):
        at = across(mark)
        drawing.rule((at, top), (at, bottom), style.HAIRLINE, 0.5)
        ends: dict[int, Align] = {0: "left", len(across.marks) - 1: "right"}
        align = ends.get(index, "middle") if drawing.width < WIDE else "middle"
        words = tick_words(mark, across.step, figure.unit)
        drawing.label((at, bottom + 10), words, color=style.MUTED, size=6.6, align=align)


def _note(values: Sequence[float], across: Axis) -> str:
    """What is said of places off the axis; nothing where there are none."""
    beyond = sum(across.beyond(value) for value in values)
    if not beyond:
        return ""
    return (
        f"{beyond} are far from all others: hollow, at the edge."
        if beyond > 1
        else "One is far from all others: hollow."
    )


def _legend_items(data: Distribution) -> list[tuple[str, str]]:
    items = []
    own = data.pointed_out
    if own is not None:
        items.append(("place", clean(f"{own.place_name} {own.display}")))
    items.append(("dot", "One place"))
    if any(group.quartiles for group in data.groups):
        items += [("band", "Middle half"), ("median", "Median")]
    return items


def _placed(items: Sequence[tuple[str, str]], width: float) -> Iterator[tuple[str, float, int]]:
    """The words of each item, where it begins and its row."""
    x, row = 0.0, 0
    for kind, words in items:
        wider = 1.3 if kind == "place" else 1.12  # bold
        advance = 17 + width_of(words, style.CHART_SMALL) * wider + 8
        if x and x + advance > width + 8:
            x, row = 0.0, row + 1
        yield words, x, row
        x += advance


def _legend(drawing: Drawing, items: Sequence[tuple[str, str]], width: float) -> None:
    for (kind, _), (words, x, row) in zip(items, _placed(items, width), strict=True):
        y = 6.0 + 12 * row
        if kind == "place":
            drawing.dot((x + 7, y), style.PLACE, 4.0, diamond=True)
        elif kind == "dot":
            drawing.dot((x + 7, y), style.PEER_DOT, _RADIUS + 0.4)
        elif kind == "band":
            drawing.box(x, x + 13, y, 8, style.PEERS)
        else:
            drawing.rule((x + 7, y - 5), (x + 7, y + 5), style.INK, 1.1, dashed=True)
        own = kind == "place"
        color = style.PLACE if own else style.MUTED
        drawing.label((x + 17, y + 2.6), words, color=color, size=style.CHART_SMALL + 0.4, bold=own)
