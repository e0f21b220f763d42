"""The outline of a place on a map of hexagons: its tiles joined, as closed rings."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Point = tuple[float, float]
_Corner = tuple[int, int]

_LONG, _SHORT = 0.5, math.sqrt(3) / 6  # corners stand on a lattice of these steps
# A hexagon's corners in steps of the lattice, from one centre, round it; neighbours' centres are 1 apart.
_CORNERS = ((0, -2), (1, -1), (1, 1), (0, 2), (-1, 1), (-1, -1))
HALF_HEIGHT = 2 * _SHORT  # of a hexagon with a corner on top


def outline(centres: Iterable[Point], *, pointy: bool = True) -> list[list[Point]]:
    """The rings around some hexagons, in the units of their centres: sides that two of them share fall away."""
    sides: dict[_Corner, list[_Corner]] = {}
    for corners in (_corners(centre, pointy) for centre in centres):
        for start, end in zip(corners, (*corners[1:], corners[0]), strict=True):
            back = sides.get(end, [])
            if start in back:
                back.remove(start)
            else:
                sides.setdefault(start, []).append(end)
    return [[_point(corner, pointy) for corner in ring] for ring in _rings(sides)]


def _corners(centre: Point, pointy: bool) -> list[_Corner]:
    x, y = centre if pointy else (centre[1], centre[0])
    column, row = round(x / _LONG), round(y / _SHORT)
    return [(column + dx, row + dy) for dx, dy in _CORNERS]


def _point(corner: _Corner, pointy: bool) -> Point:
    x, y = corner[0] * _LONG, corner[1] * _SHORT
    return (x, y) if pointy else (y, x)


def _rings(sides: dict[_Corner, list[_Corner]]) -> Iterable[list[_Corner]]:
    """Sides put one after the other until they close."""
    while any(sides.values()):
        first = next(corner for corner, ends in sides.items() if ends)
        ring, at = [first], sides[first].pop()
        while at != first:
            ring.append(at)
            at = sides[at].pop()
        yield ring
