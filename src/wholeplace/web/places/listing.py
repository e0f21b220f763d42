"""All places, filtered by name, class and region, living or ended, in groups a reader can scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from wholeplace.evidence.places import CLASS_WORDS, class_words
from wholeplace.profile.make import the_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.places.model import Place
    from wholeplace.web.evidence.current import Evidence

LIVING, ENDED, BOTH = "living", "ended", "all"
NO_REGION = "No region"


class PlacesForm(forms.Form):
    """Which places to list."""

    filters = True

    name = forms.CharField(label="Name or code", max_length=80, required=False)
    place_class = forms.ChoiceField(label="Class", required=False)
    region = forms.ChoiceField(label="Region", required=False)
    state = forms.ChoiceField(
        label="Living or ended",
        required=False,
        choices=[(LIVING, "Living"), (ENDED, "Ended"), (BOTH, "Living and ended")],
    )

    def __init__(self, given: Any, places: list[Place]) -> None:
        """A form over a page's query, for places there are."""
        super().__init__(given, auto_id="id-%s", use_required_attribute=False)
        classes = [c for c in CLASS_WORDS if any(p.place_class == c for p in places)]
        classes += sorted({p.place_class for p in places} - set(classes))
        regions = sorted({p.region for p in places if p.region})
        self.fields["place_class"].choices = [("", "All classes"), *((c, _many(c)) for c in classes)]
        self.fields["region"].choices = [("", "All regions"), *((r, r) for r in regions)]

    @property
    def asked(self) -> dict[str, str]:
        """What was asked; nothing where it makes no sense."""
        self.is_valid()
        return {k: str(v) for k, v in getattr(self, "cleaned_data", {}).items()}


@dataclass(frozen=True)
class Group:
    """Places of one class, by region where there are many."""

    title: str
    places: tuple[Place, ...]


def _many(place_class: str) -> str:
    words = class_words(place_class)[1]
    return words[0].upper() + words[1:]


def every_place(evidence: Evidence) -> list[Place]:
    """The places of the register, then those that only returns of places know (no country is one)."""
    register = evidence.register
    others = sorted({place for place, _ in evidence.table.records(()) if place not in register})
    return [*register, *(the_place(evidence.snapshot, register, i)[0] for i in others)]


def chosen(evidence: Evidence, places: list[Place], asked: dict[str, str]) -> list[Place]:
    """The places that were asked for."""
    state, today = asked.get("state") or LIVING, evidence.register.today
    found: Iterable[Place] = places
    if name := asked.get("name", "").strip():
        found = _named(evidence, places, name)
    return [
        p
        for p in found
        if (not asked.get("place_class") or p.place_class == asked["place_class"])
        and (not asked.get("region") or p.region == asked["region"])
        and (state == BOTH or p.alive(today) == (state == LIVING))
    ]


def _named(evidence: Evidence, places: list[Place], name: str) -> list[Place]:
    """Places whose names hold the words or are like them, and those that only returns know by their name."""
    found = {p.id: p for p in evidence.register.search(name, len(places))}
    folded = name.casefold()
    return [*found.values(), *(p for p in places if p.id not in found and folded in p.name.casefold())]


def grouped(places: Iterable[Place]) -> list[Group]:
    """Places by class in the order of the sector, each class by name."""
    by_class: dict[str, list[Place]] = {}
    for place in places:
        by_class.setdefault(place.place_class, []).append(place)
    order = list(CLASS_WORDS)
    ranked = sorted(by_class, key=lambda c: (order.index(c) if c in order else len(order), c))
    return [Group(_many(c), tuple(sorted(by_class[c], key=lambda p: (p.name, p.id)))) for c in ranked]
