"""Where things are: a tile for each council on a map of hexagons, and coordinates that go with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.sample.names import REGIONS, SENTENCE
from wholeplace.sample.sector import LAST_YEAR

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.sample.sector import Body, Sector

_TILE = 10_000  # metres from one tile to the next


@dataclass(frozen=True)
class Place:
    """A tile (q rightwards, r upwards, odd rows half a tile to the right) and where its centre is."""

    q: int
    r: int

    @property
    def x(self) -> float:
        """Easting in metres."""
        return float(100_000 + self.q * _TILE + (self.r % 2) * _TILE / 2)

    @property
    def y(self) -> float:
        """Northing in metres."""
        return round(100_000 + self.r * _TILE * 0.866, 1)

    @property
    def lat(self) -> float:
        """Latitude in degrees, somewhere in the Atlantic."""
        return round(49.9 + self.y / 111_320, 6)

    @property
    def long(self) -> float:
        """Longitude in degrees."""
        return round(-24.0 + self.x / 71_000, 6)


def lay_out(sector: Sector) -> dict[str, Place]:
    """A tile for each council with people of its own, by E-code.

    Each region grows from its heart, a county's districts side by side. A council that is replaced keeps
    its tile for as long as it lasts; an heir takes the tile of the first it replaces.
    """
    scale = max(1.0, (len(sector.bodies) / 351) ** 0.5)
    taken: set[tuple[int, int]] = set()
    found: dict[str, Place] = {}
    for region in REGIONS:
        heart = (round(region.q * scale), round(region.r * scale * 0.6))
        here = [b for b in sector if b.billing and b.region == region and b.start is None]
        for body in sorted(here, key=lambda b: (b.county, b.ecode)):
            start = _middle(sector, body, found) or heart
            spot = _nearest_free(start, taken)
            taken.add(spot)
            found[body.ecode] = Place(*spot)
    for body in sector:
        old = sector.predecessors.get(body.ecode)
        if old:
            found[body.ecode] = next(found[ecode] for ecode in old if ecode in found)
    for body in sector:
        if body.cls == "SC":
            inside = [found[b.ecode] for b in sector if b.county == body.code and b.ecode in found]
            found[body.ecode] = inside[len(inside) // 2]
    return found


def _middle(sector: Sector, body: Body, found: dict[str, Place]) -> tuple[int, int] | None:
    """Where a county's districts already stand, so that the next is put beside them."""
    inside = [found[b.ecode] for b in sector if body.county and b.county == body.county and b.ecode in found]
    return (inside[0].q, inside[0].r) if inside else None


def _nearest_free(start: tuple[int, int], taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The free tile with the least distance from `start`, the lowest and leftmost of equals."""
    for reach in range(1, 200):
        spots = [
            (q, r)
            for q in range(start[0] - reach, start[0] + reach + 1)
            for r in range(start[1] - reach, start[1] + reach + 1)
            if (q, r) not in taken and _apart(start, (q, r)) <= reach
        ]
        if spots:
            return min(spots, key=lambda spot: (_apart(start, spot), spot[1], spot[0]))
    raise ValueError("The map is full; this cannot happen with the sizes that are allowed.")


def _apart(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Distance in tiles between centres of odd-row offset hexagons."""
    dx = (one[0] + (one[1] % 2) / 2) - (other[0] + (other[1] % 2) / 2)
    dy = (one[1] - other[1]) * 0.866
    return float((dx * dx + dy * dy) ** 0.5)


def write(folder: Path, sector: Sector, places: dict[str, Place]) -> Path:
    """Write the tile map of the councils that send out bills on 1 April 2021; returns its path."""
    hexes = {}
    for body in sector.in_force(LAST_YEAR):
        if body.billing:
            place = places[body.ecode]
            hexes[body.gss] = {
                "n": body.name,
                "q": place.q,
                "r": place.r,
                "region": body.region.gss,
                "colour": body.region.colour,
            }
    path = folder / "council_tiles_2021.hexjson"
    text = json.dumps({"layout": "odd-r", "note": SENTENCE, "hexes": hexes}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path
