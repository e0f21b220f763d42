"""Which place an address means: by its id, else by any code or name, with suggestions where it means none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.core.errors import AmbiguousPlaceError, UnknownPlaceError
from wholeplace.places.finding import find_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.places.model import Place
    from wholeplace.web.evidence.current import Evidence

LONGEST = 80
SUGGESTED = 8


@dataclass(frozen=True)
class Meaning:
    """The id of the place meant (empty where none is), and the places it may have meant."""

    id: str
    suggestions: Sequence[Place] = ()


def meaning(evidence: Evidence, text: str) -> Meaning:
    """What a piece of an address means: an id as it is, a GSS code, an E-code, or a name with hyphens for spaces.

    Where several places bear a name, the one that exists today is meant.
    """
    if text in evidence.register or text in evidence.snapshot.crosswalk.places:
        return Meaning(text)
    words = text.replace("-", " ").strip()[:LONGEST]
    for query in (text[:LONGEST], words):
        try:
            return Meaning(find_place(evidence.register, evidence.snapshot.crosswalk, query).id)
        except AmbiguousPlaceError:
            alive = [p for p in evidence.register.named(query) if p.alive(evidence.register.today)]
            if len(alive) == 1:
                return Meaning(alive[0].id)
        except UnknownPlaceError:
            continue
    return Meaning("", evidence.register.search(words, SUGGESTED))
