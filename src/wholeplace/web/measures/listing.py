"""All indicators, by area and group, filtered by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.core.ids import fold
from wholeplace.evidence.measures import group_title, in_groups
from wholeplace.profile.make import PLAIN_AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.measures import Measure


@dataclass(frozen=True)
class Group:
    """Indicators that are listed together."""

    title: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Area:
    """An area of the sector's work and its groups of indicators."""

    id: str
    title: str
    groups: tuple[Group, ...]


def area_title(area: str) -> str:
    """An area in words."""
    return PLAIN_AREAS.get(area) or area.replace("-", " ").capitalize()


def with_words(measures: Iterable[Measure], words: str) -> list[Measure]:
    """Indicators in which every word is found: in their title, purpose, group, source or id."""
    wanted = fold(words).split()
    return [m for m in measures if all(word in _text(m) for word in wanted)]


def _text(measure: Measure) -> str:
    return fold(f"{measure.title} {measure.short} {measure.why} {measure.group} {measure.source} {measure.id}")


def by_area(measures: Iterable[Measure]) -> list[Area]:
    """Indicators by area, in the groups and the order in which a place's page has them."""
    areas: dict[str, list[Measure]] = {}
    for measure in measures:
        areas.setdefault(measure.area, []).append(measure)
    return [
        Area(area, area_title(area), tuple(Group(group_title(g), tuple(m)) for g, m in in_groups(chosen).items()))
        for area, chosen in areas.items()
    ]
