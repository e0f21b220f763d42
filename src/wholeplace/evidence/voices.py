"""Which release speaks for which place in which year, through which authority of its file.

Where several datasets publish one return for a place, one of them speaks for the place whole. Counties speak through
their districts in publications by district; a place that replaced others speaks through them for the years before.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.core.periods import Period
from wholeplace.evidence.places import COUNTY, Crosswalk, middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from wholeplace.evidence.release import Release


@dataclass(frozen=True)
class Voice:
    """One release speaking for one place in one year, through one authority of the file.

    `combined` marks the past of a place that did not exist then (its predecessors' sum, or figures later published
    on its boundaries). `need` is how many authorities together make the place there.
    """

    release: str
    authority: str
    place: str
    year: int
    combined: bool
    need: int
    rank: int = 0


def speaking(found: list[tuple[Release, str]]) -> list[tuple[Release, str]]:
    """Of several datasets that publish one return for a place, the one that speaks (with all parts of its own)."""
    best = max((r.entry.precedence, r.entry.published, r.entry.sequence) for r, _ in found)
    dataset = next(
        r.entry.dataset for r, _ in found if (r.entry.precedence, r.entry.published, r.entry.sequence) == best
    )
    return [(r, a) for r, a in found if r.entry.dataset == dataset]


def voices_of(walk: Crosswalk, direct: Mapping[tuple[str, str, int], list[tuple[Release, str]]]) -> Iterable[Voice]:
    by_year: dict[tuple[str, int], dict[str, list[tuple[Release, str]]]] = defaultdict(dict)
    for (namespace, place, year), found in direct.items():
        by_year[namespace, year][place] = found
    for (_, year), by_place in by_year.items():
        sample = next(iter(by_place.values()))[0][0]
        day = middle(sample.period or Period.financial(year))
        for place, found in by_place.items():
            alive = walk.places[place].alive(day)
            for release, authority in found:
                yield Voice(release.id, authority, place, year, not alive, 1, release.entry.precedence)
        yield from _made_of_others(walk, by_place, year, day, lower_tier=sample.entry.lower_tier)


def _made_of_others(
    walk: Crosswalk,
    by_place: Mapping[str, list[tuple[Release, str]]],
    year: int,
    day: date,
    *,
    lower_tier: bool,
) -> Iterable[Voice]:
    """Counties from their districts (in publications by district), and later places from what they absorbed."""
    for place in walk.places.values():
        if place.id in by_place:
            continue
        if lower_tier and place.place_class == COUNTY and place.alive(day):
            yield from _sum_of(
                by_place, [walk.districts(place.id, day), walk.heirs(place.id, day)], place.id, year, combined=False
            )
        elif place.start and place.start > day.isoformat():
            yield from _sum_of(by_place, [walk.absorbed(place.id)], place.id, year, combined=True)
        elif place.end and place.end <= day.isoformat() and place.place_class == COUNTY:
            yield from _sum_of(by_place, [walk.heirs_of_ended(place)], place.id, year, combined=True)


def _sum_of(
    by_place: Mapping[str, list[tuple[Release, str]]],
    choices: Sequence[Sequence[Any]],
    place: str,
    year: int,
    *,
    combined: bool,
) -> Iterable[Voice]:
    """Voices for a place made of others, from the first choice whose parts all speak; silent when none is whole."""
    for parts in choices:
        speaking = [by_place[p.id] for p in parts if p.id in by_place]
        if parts and len(speaking) == len(parts):
            count = len(parts)
            for found in speaking:
                for release, authority in found:
                    yield Voice(release.id, authority, place, year, combined, count, release.entry.precedence)
            return
