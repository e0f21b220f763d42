"""A drawing in plain units (points on paper), of a handful of marks, that `svg` writes out.

All panels of a chart share one drawing with positions worked out beforehand: nothing is left to a layout engine that
could differ between versions. Marks that look alike share a layer; layers are painted in a fixed order, so that data
stand over the grid and words over everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from wholeplace.papers import style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Point = tuple[float, float]
Align = Literal["left", "right", "middle"]
LETTER = 0.46  # an average letter of Source Sans is about half as wide as the type is high
SHAPE, STROKE, DOT, DIAMOND, TEXT = "shape", "stroke", "dot", "diamond", "text"
_AREAS, _RULES, _LINES, _DOTS, _OVER, _WORDS = range(6)  # painted in this order


def width_of(text: str, size: float) -> float:
    """About how wide some words are, in the units of `size`."""
    return len(text) * size * LETTER


def wrap(text: str, width: float, size: float, most: int = 2) -> list[str]:
    """Words in at most `most` lines of about `width`; an ellipsis ends the last where words are left over."""
    letters = max(4, int(width / (size * LETTER)))
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    lines, rest = lines[:most], lines[most:]
    if rest:
        lines[-1] = f"{lines[-1]} …"
    return [line if len(line) <= letters else f"{line[: letters - 1]}…" for line in lines]


@dataclass(frozen=True)
class Look:
    """What marks of one layer have in common; `edge` is the colour of a rim."""

    kind: str
    color: str
    thickness: float = 0
    dashed: bool = False
    opacity: float = 1
    edge: str = ""
    bold: bool = False
    align: Align = "left"


class Mark(NamedTuple):
    """One mark: where it is, its `size` (a dot's radius, a word's height), what it says.

    `key` is what the caller may link it by (a place's id), `hint` is what is said of it where a pointer rests on it.
    `more` are further pieces of a shape.
    """

    points: tuple[Point, ...]
    size: float = 0
    text: str = ""
    key: str = ""
    hint: str = ""
    more: tuple[tuple[Point, ...], ...] = ()

    @property
    def rings(self) -> tuple[tuple[Point, ...], ...]:
        """The pieces of a shape."""
        return (self.points, *self.more)


class Drawing:
    """Shapes, rules, lines, dots and words; x grows to the right and y downwards from the top left."""

    def __init__(self, width: float, height: float) -> None:
        """An empty drawing of that size in units."""
        self.width = width
        self.height = height
        self._layers: dict[tuple[int, Look], list[Mark]] = {}

    def _add(self, order: int, look: Look, mark: Mark) -> None:
        self._layers.setdefault((order, look), []).append(mark)

    def layers(self, kind: str = "") -> Iterator[tuple[Look, list[Mark]]]:
        """Layers in the order in which they are painted, of one kind or all."""
        for (_, look), marks in sorted(self._layers.items(), key=lambda item: item[0][0]):
            if not kind or look.kind == kind:
                yield look, marks

    def area(self, points: Sequence[tuple[float, float, float]], color: str) -> None:
        """A band through (x, upper y, lower y)."""
        upper = [(x, top) for x, top, _ in points]
        lower = [(x, bottom) for x, _, bottom in reversed(points)]
        self._add(_AREAS, Look(SHAPE, color), Mark((*upper, *lower)))

    def shape(
        self, rings: Sequence[Sequence[Point]], color: str, *,
        edge: str = "", thickness: float = 0, over: bool = False, key: str = "", hint: str = "",
    ) -> None:  # fmt: skip
        """A shape of one or more closed pieces, beneath all data or over them; without a colour, only its rim."""
        look = Look(SHAPE, color, thickness=thickness, edge=edge)
        first, *more = (tuple(ring) for ring in rings)
        self._add(_OVER if over else _AREAS, look, Mark(first, key=key, hint=hint, more=tuple(more)))

    def box(self, left: float, right: float, middle: float, thickness: float, color: str) -> None:
        """A horizontal bar."""
        self._add(_AREAS, Look(STROKE, color, thickness), Mark(((left, middle), (right, middle))))

    def rule(self, start: Point, end: Point, color: str, thickness: float = 0.5, *,
             over: bool = False, dashed: bool = False) -> None:  # fmt: skip
        """A straight line, beneath all data or over them."""
        self._add(_OVER if over else _RULES, Look(STROKE, color, thickness, dashed), Mark((start, end)))

    def line(self, points: Sequence[Point], color: str, thickness: float, *, dashed: bool = False) -> None:
        """A line through points."""
        self._add(_LINES, Look(STROKE, color, thickness, dashed), Mark(tuple(points)))

    def dot(
        self, at: Point, color: str, radius: float, *,
        opacity: float = 1, diamond: bool = False, edged: bool = False, hollow: bool = False, over: bool = False,
        key: str = "", hint: str = "",
    ) -> None:  # fmt: skip
        """A filled dot or `diamond`; `edged` sets it off from what is beneath by a white rim, `hollow` is a rim."""
        edge, thickness = (style.MEDIAN, 0.8) if hollow else (style.PAPER, 0.7) if edged else ("", 0)
        fill = style.PAPER if hollow else color
        look = Look(DIAMOND if diamond else DOT, fill, thickness, opacity=opacity, edge=edge)
        self._add(_OVER if over else _DOTS, look, Mark((at,), radius, key=key, hint=hint))

    def label(
        self, at: Point, text: str, *,
        color: str = style.INK, size: float = style.CHART_TEXT, bold: bool = False, align: Align = "left",
        halo: bool = False,
    ) -> None:  # fmt: skip
        """Words on their baseline; `halo` keeps them readable over marks."""
        if text:
            look = Look(TEXT, color, bold=bold, align=align, edge=style.PAPER if halo else "")
            self._add(_WORDS, look, Mark((at,), size, text))
