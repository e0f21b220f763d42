"""A place's history step by step: what it was made of, what happened to it, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.periods import Period
from wholeplace.places.events import open_events
from wholeplace.places.history import history
from wholeplace.places.model import show_day
from wholeplace.profile.model import Step

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.evidence.snapshot import Snapshot
    from wholeplace.places.events import Events, PlaceEvent
    from wholeplace.places.model import Place
    from wholeplace.places.register import Register

# Kinds of event in words; other kinds are named as their list names them.
WORDS = {
    "section-114": "A section 114 notice was issued; the list does not say of which kind.",
    "section-114-2": "A section 114(2) notice was issued: unlawful spending had been agreed or was about to be.",
    "section-114-3": "A section 114(3) notice was issued: spending was likely to exceed the resources to meet it.",
    "section-114-hra": "A section 114 notice was issued on its Housing Revenue Account.",
    "exceptional-financial-support": "Government agreed exceptional financial support.",
    "exceptional-financial-support-hra": "Government agreed exceptional financial support for its Housing Revenue "
    "Account.",
}
VAGUE = "section-114"  # one list says only this much of a notice; another that knows more stands for both


def steps(snapshot: Snapshot, register: Register, place: Place, events: Events | None = None) -> tuple[Step, ...]:
    """What happened to the place and what it was made of, oldest first."""
    found = [(e.date, Step(show_day(e.date), e.text)) for e in history(register, place)]
    listed = (events or open_events(snapshot.store, register)).of(place.id)
    by_moment: dict[tuple[str, str], list[PlaceEvent]] = {}
    for event in listed:
        family = "section-114" if event.kind.startswith("section-114") and "hra" not in event.kind else event.kind
        by_moment.setdefault((str(event.day or event.period), family), []).append(event)
    found += [(_moment(same[0]), _step(same)) for same in by_moment.values()]
    return tuple(step for _, step in sorted(found, key=lambda each: each[0]))


def _moment(event: PlaceEvent) -> date:
    return event.day or Period.parse(event.period).start


def _step(same: list[PlaceEvent]) -> Step:
    """One event, though several lists may tell of it."""
    best = next((e for e in same if e.kind != VAGUE), same[0])
    words = WORDS.get(best.kind) or f"{best.kind.replace('-', ' ').capitalize()}."
    when = show_day(best.day) if best.day else best.period
    sources = "; ".join(dict.fromkeys(e.source for e in same if e.source))
    return Step(when, words, sources, best.certainty)
