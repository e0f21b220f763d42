"""Where places stand on a map of tiles: the published layout that shows most of them, or one arranged by region.

    laid = layout(snapshot, register, {"county", "unitary"}, date(2016, 10, 1))
    laid.centres["DRA"]            the centres of its tiles; x grows to the right, y downwards, neighbours are 1 apart
    laid.missing                   ids of places that no tile was found for

Codes decide which tile is whose: a place's own GSS code, now or formerly. A place that the layout doesn't know stands
on the tiles of those it was formed from, a county on its districts', an ended place on its heirs' where they took
nobody else's ground. A tile is never given to two places.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from wholeplace.evidence.places import classes_of
from wholeplace.evidence.reading import TILES
from wholeplace.places.model import COUNTY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from wholeplace.evidence.release import Release
    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.places.model import Place
    from wholeplace.places.register import Register

Spot = tuple[int, int]  # column and row, as HexJSON has them: rows count upwards
Point = tuple[float, float]

STEP = math.sqrt(3) / 2  # from one row of hexagons to the next
_FEWEST = 0.5  # a layout that shows a smaller share of the places than this is of some other sector
_ELSEWHERE = "No region"


@dataclass(frozen=True)
class TileLayout:
    """Tiles by place id; `pointy` hexagons have a corner on top.

    `release` and `source` are empty where the layout is arranged by region; `labels` are then the regions' names and
    where they begin.
    """

    centres: Mapping[str, tuple[Point, ...]]
    missing: tuple[str, ...] = ()
    pointy: bool = True
    release: str = ""
    source: str = ""
    labels: tuple[tuple[str, Point], ...] = ()

    @property
    def arranged(self) -> bool:
        """Whether places stand by region and name, because no published layout shows them."""
        return not self.release


def layout(snapshot: Snapshot, register: Register, classes: Iterable[str], day: date) -> TileLayout:
    """The places of some classes (or groups of classes) alive on a day, on the layout that shows most of them.

    Of layouts that show as many, one that has tiles for more of them under their own codes is taken, then the later.
    """
    wanted = frozenset().union(*(classes_of(name) for name in classes))
    places = sorted((p for p in register.alive(day) if p.place_class in wanted), key=lambda p: (p.name, p.id))
    published = [r for r in snapshot.releases.values() if r.entry.table == TILES]
    fitted = [_Fit(release, register, places, day) for release in published]
    best = max(fitted, key=lambda fit: fit.worth, default=None)
    if best is None or len(best.spots) < _FEWEST * len(places) or not best.spots:
        return arranged(places)
    shape = best.shape
    return TileLayout(
        {place: tuple(_centre(shape, spot) for spot in spots) for place, spots in best.spots.items()},
        tuple(p.id for p in places if p.id not in best.spots),
        shape.endswith("r"),
        best.release.id,
        best.release.entry.note(),
    )


class _Fit:
    """One layout held against some places."""

    def __init__(self, release: Release, register: Register, places: Sequence[Place], day: date) -> None:
        self.release = release
        self._register = register
        self._day = day
        rows = release.records()
        self.shape = str(rows[0]["layout"]) if rows else "odd-r"
        self._by_code: dict[str, Spot] = {row["gss"]: (row["q"], row["r"]) for row in rows}
        self._places = places

    @cached_property
    def spots(self) -> dict[str, tuple[Spot, ...]]:
        """The tiles of each place that has any, those known by their own code first served."""
        found: dict[str, tuple[Spot, ...]] = {}
        for place in self._places:
            if spot := self._own(place):
                found[place.id] = (spot,)
        taken = {spot for spots in found.values() for spot in spots}
        for place in self._places:
            if place.id in found:
                continue
            free = tuple(spot for spot in dict.fromkeys(self._derived(place)) if spot not in taken)
            if free:
                found[place.id] = free
                taken.update(free)
        return found

    @property
    def worth(self) -> tuple[int, int, str, int]:
        """How well it shows the places: the greatest is the best."""
        own = sum(self._own(place) is not None for place in self._places)
        return len(self.spots), own, self.release.entry.period, self.release.entry.sequence

    def _own(self, place: Place) -> Spot | None:
        return next((self._by_code[code] for code in (place.gss, *place.former_gss) if code in self._by_code), None)

    def _derived(self, place: Place) -> tuple[Spot, ...]:
        """Its own tile, else those of what stood on its ground, of a county's districts, or of its heirs."""
        if own := self._own(place):
            return (own,)
        before = [self._register[i] for i in place.predecessors]
        whole = [p for p in before if p.place_class == COUNTY and p.successors == (place.id,)]
        inside = self._register.districts(place, self._day) if place.place_class == COUNTY else ()
        for parts in ([p for p in before if p.place_class != COUNTY], whole, inside):
            spots = tuple(spot for part in parts for spot in self._derived(part))
            if spots:
                return spots
        return self._heirs(place)

    def _heirs(self, place: Place) -> tuple[Spot, ...]:
        """Tiles of those it passed to, where they took nobody else's ground: a county and what it was divided into."""
        heirs = [self._register[i] for i in place.successors]
        its_ground = {place.id, place.county, *place.members}
        if any(not its_ground.issuperset(heir.predecessors) for heir in heirs):
            return ()
        return tuple(spot for heir in heirs if (spot := self._own(heir)))


def _centre(shape: str, spot: Spot) -> Point:
    """The centre of a tile. The first word of a shape says which rows (or columns) are pushed half a tile on."""
    q, r = spot
    pushed = 0.5 if (r if shape.endswith("r") else q) % 2 == (shape.startswith("odd")) else 0.0
    return (q + pushed, -r * STEP) if shape.endswith("r") else (q * STEP, -(r + pushed))


def arranged(places: Sequence[Place]) -> TileLayout:
    """Places in blocks, one a region, both by name; for sectors without a published layout."""
    regions: dict[str, list[Place]] = {}
    for place in sorted(places, key=lambda p: (p.name, p.id)):
        regions.setdefault(place.region or _ELSEWHERE, []).append(place)
    across = {name: _side(len(found)) for name, found in regions.items()}
    widest = max(*across.values(), _side(2 * len(places)), 1) if across else 1
    centres: dict[str, tuple[Point, ...]] = {}
    labels: list[tuple[str, Point]] = []
    x = y = tallest = 0
    for name in sorted(regions):
        if x and x + across[name] > widest:
            x, y, tallest = 0, y + tallest + 2, 0
        labels.append((name, (x - 0.5, y * STEP - 0.85)))
        for index, place in enumerate(regions[name]):
            row, column = divmod(index, across[name])
            centres[place.id] = (_centre("odd-r", (x + column, -(y + row))),)
        tallest = max(tallest, math.ceil(len(regions[name]) / across[name]))
        x += across[name] + 2
    return TileLayout(centres, labels=tuple(labels))


def _side(count: int) -> int:
    return math.ceil(math.sqrt(count * 1.2))
