"""Charts about many invented places, for the tests of the kinds that show a whole sector."""

from __future__ import annotations

import random

from wholeplace.evidence.figure import NOT_SUBMITTED, OK, RATIO, YEARS, Figure
from wholeplace.papers.charts import (
    Chart,
    Distribution,
    Group,
    Pair,
    Panel,
    Scatter,
    Spark,
    Tile,
    TileMap,
)
from wholeplace.papers.kinds import Band
from wholeplace.papers.model import Source

SOURCE = Source("Invented revenue outturn RS 2016-17, sheet 'RS LA Data 2016-17'")
PERIODS = tuple(f"20{year:02}-{year + 1}" for year in range(10, 17))


def figure_of(number: int, value: float | None, unit: str = RATIO, measure: str = "reserves") -> Figure:
    status = OK if value is not None else NOT_SUBMITTED
    return Figure(measure, f"P{number:03}", f"Fenwick <{number}> & Dale", "county", "2016-17", value, unit, status)


def figures(count: int = 40, unit: str = RATIO, measure: str = "reserves", seed: int = 7) -> tuple[Figure, ...]:
    chance = random.Random(seed)
    values = [chance.gauss(0.12, 0.04) if number % 11 else None for number in range(count)]
    return tuple(figure_of(number, value, unit, measure) for number, value in enumerate(values))


def distribution(place: str = "P005") -> Chart:
    groups = (Group("Counties", figures(27)), Group("Shire districts of the east", figures(120, seed=8)))
    return Chart("Reserves by class", Distribution(groups, place), alt="Counties hold less.", sources=(SOURCE,))


def scatter(places: tuple[str, ...] = ("P005", "P006", "P007")) -> Chart:
    pairs = tuple(map(Pair, figures(60), figures(60, YEARS, "years", seed=9)))
    data = Scatter(pairs, "Unallocated reserves as a share of net revenue expenditure", "Years left", places)
    return Chart("Reserves and years left", data, alt="More reserves, more years.", sources=(SOURCE,))


def tiles(count: int = 40) -> tuple[Tile, ...]:
    return tuple(
        Tile(figure, ((number % 8 + (number // 8 % 2) / 2, number // 8 * 0.8660254),))
        for number, figure in enumerate(figures(count))
    )


def tile_map(place: str = "P005") -> Chart:
    data = TileMap(tiles(), place, polarity="high", beside=(figure_of(99, 0.2),))
    return Chart("Reserves across the land", data, alt="High in the north.", sources=(SOURCE,))


def spark() -> Chart:
    own = tuple(
        Figure("reserves", "P005", "Fenwick", "county", period, None if index == 2 else 0.1 + index / 50, RATIO, OK)
        for index, period in enumerate(PERIODS)
    )
    band = tuple(Band(period, 0.1, 0.12, 0.14) for period in PERIODS)
    return Chart("Reserves", Spark("Fenwick", Panel("Reserves", RATIO, own, band)), alt="Rising.", sources=(SOURCE,))


def every_new_kind() -> tuple[Chart, ...]:
    return (distribution(), scatter(), tile_map(), spark())
