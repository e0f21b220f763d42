"""Two indicators against each other: a dot a place, medians as dashed rules, some places named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.papers import style
from wholeplace.papers.drawing import Drawing, width_of, wrap
from wholeplace.papers.fences import Axis, axis
from wholeplace.papers.scales import tick_words
from wholeplace.papers.text import clean
from wholeplace.papers.trends import WIDE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wholeplace.papers.drawing import Align, Point
    from wholeplace.papers.kinds_spread import Pair, Scatter

_TICK, _TITLE_LINE = 6.6, 9.6
_TALL_WIDE, _TALL_NARROW = 0.56, 0.86  # the plot's height as a share of the drawing's width
_LETTERS = style.CHART_TEXT * 1.14  # bold words are wider


def draw_scatter(data: Scatter, width: float) -> Drawing:
    """The y indicator's title above the plot, the x indicator's below it."""
    wide = width >= WIDE
    points = {pair: pair.at for pair in data.pairs}
    known = [at for at in points.values() if at]
    own = [at for pair, at in points.items() if at and pair.x.place in data.places]
    above = wrap(f"↑ {clean(data.y_title)}", width, _LETTERS, 2)
    below = wrap(f"{clean(data.x_title)} →", width, _LETTERS, 2)
    top = _TITLE_LINE * len(above) + 8
    bottom = top + width * (_TALL_WIDE if wide else _TALL_NARROW)
    up = axis([y for _, y in known], bottom - 5, top + 5, 4, [y for _, y in own])
    unit_x, unit_y = data.pairs[0].x.unit, data.pairs[0].y.unit
    left = max(width_of(tick_words(mark, up.step, unit_y), _TICK) for mark in up.marks) * 1.25 + 6
    across = axis([x for x, _ in known], left + 5, width - 8, 5 if wide else 3, [x for x, _ in own])
    note = _note(known, across, up)
    drawing = Drawing(width, bottom + 13 + _TITLE_LINE * len(below) + (11 if note else 0) + 2)
    _titles(drawing, above, below, bottom)
    _grid(drawing, (across, unit_x), (up, unit_y), (left, top, width, bottom))
    if data.medians:
        x, y = data.medians
        _medians(drawing, across(x), up(y), (left, top, width, bottom))
    for pair, at in points.items():
        if at and pair.x.place not in data.places:
            hollow = across.beyond(at[0]) or up.beyond(at[1])
            place = (across(at[0]), up(at[1]))
            drawing.dot(place, style.PEER_DOT, 2.3, opacity=0.8, hollow=hollow, key=pair.x.place, hint=_hint(pair))
    _own(drawing, data, across, up, (left, top, width, bottom))
    if note:
        drawing.label((0, drawing.height - 3), note, color=style.MUTED, size=style.CHART_SMALL)
    return drawing


def _hint(pair: Pair) -> str:
    return f"{pair.x.place_name}: {pair.x.display}, {pair.y.display}"


def _titles(drawing: Drawing, above: Sequence[str], below: Sequence[str], bottom: float) -> None:
    for index, line in enumerate(above):
        drawing.label((0, 8 + _TITLE_LINE * index), line, bold=True)
    for index, line in enumerate(below):
        drawing.label((drawing.width, bottom + 20 + _TITLE_LINE * index), line, bold=True, align="right")


def _grid(
    drawing: Drawing, across: tuple[Axis, str], up: tuple[Axis, str], frame: tuple[float, float, float, float]
) -> None:
    left, top, right, bottom = frame
    x, x_unit = across
    y, y_unit = up
    for mark in y.marks:
        drawing.rule((left, y(mark)), (right, y(mark)), style.HAIRLINE, 0.5)
        words = tick_words(mark, y.step, y_unit)
        drawing.label((left - 4, y(mark) + 2.3), words, color=style.MUTED, size=_TICK, align="right")
    for index, mark in enumerate(x.marks):
        drawing.rule((x(mark), top), (x(mark), bottom), style.HAIRLINE, 0.5)
        align: Align = "right" if index == len(x.marks) - 1 else "middle"
        at = right if align == "right" else x(mark)
        words = tick_words(mark, x.step, x_unit)
        drawing.label((at, bottom + 9), words, color=style.MUTED, size=_TICK, align=align)


def _medians(drawing: Drawing, x: float, y: float, frame: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = frame
    drawing.rule((x, top), (x, bottom), style.MEDIAN, 1.0, dashed=True)
    drawing.rule((left, y), (right, y), style.MEDIAN, 1.0, dashed=True)
    drawing.label((right, y - 2.5), "median", color=style.MUTED, size=_TICK, align="right", halo=True)
    drawing.label((x + 3, top + 6), "median", color=style.MUTED, size=_TICK, halo=True)


@dataclass(frozen=True)
class _Box:
    """Where words or a dot stand."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, frame: tuple[float, float, float, float]) -> bool:
        left, top, right, bottom = frame
        return left <= self.left and self.right <= right and top <= self.top and self.bottom <= bottom


def _own(drawing: Drawing, data: Scatter, across: Axis, up: Axis, frame: tuple[float, float, float, float]) -> None:
    """The places pointed out, each named beside its dot where its name meets no other."""
    pairs = [(pair, pair.at) for pair in data.pairs if pair.at and pair.x.place in data.places]
    spots = [(pair, (across(at[0]), up(at[1]))) for pair, at in pairs]
    taken = [_Box(x - 5, y - 5, x + 5, y + 5) for _, (x, y) in spots]
    for pair, (x, y) in spots:
        drawing.dot((x, y), style.PLACE, 4.2, diamond=True, edged=True, over=True, key=pair.x.place, hint=_hint(pair))
        name = clean(pair.x.place_name)
        tried = list(_positions(name, (x, y), frame))
        free = (each for each in tried if each[2].inside(frame) and not any(each[2].meets(box) for box in taken))
        at, align, box = next(free, tried[0])
        if abs(at[1] - y) > 14:
            drawing.rule((x, y), (x, at[1] + 2 if at[1] < y else at[1] - 7), style.PLACE, 0.6, over=True)
        drawing.label(at, name, color=style.PLACE, bold=True, align=align, halo=True)
        taken.append(box)


def _positions(name: str, at: Point, frame: tuple[float, float, float, float]) -> Iterator[tuple[Point, Align, _Box]]:
    """To the right of a dot, to its left, above, below, then further off; first where there is more room."""
    x, y = at
    wide = width_of(name, _LETTERS)
    right: tuple[Point, Align, _Box] = ((x + 7, y + 2.8), "left", _Box(x + 6, y - 4, x + 8 + wide, y + 5))
    left: tuple[Point, Align, _Box] = ((x - 7, y + 2.8), "right", _Box(x - 8 - wide, y - 4, x - 6, y + 5))
    yield from (right, left) if frame[2] - x > x - frame[0] else (left, right)
    for rise in (-8, 13, -18, 23, -28, 33):
        for align, start in (("middle", x - wide / 2), ("left", x - 4), ("right", x + 4 - wide)):
            anchor = {"middle": x, "left": x - 4, "right": x + 4}[align]
            yield (anchor, y + rise), align, _Box(start, y + rise - 7, start + wide, y + rise + 2)  # type: ignore[misc]


def _note(known: Sequence[Point], across: Axis, up: Axis) -> str:
    """What is said of places off an axis; nothing where there are none."""
    beyond = sum(across.beyond(x) or up.beyond(y) for x, y in known)
    if not beyond:
        return ""
    return (
        f"{beyond} are far from all others: hollow, at the edge."
        if beyond > 1
        else "One is far from all others: hollow."
    )
