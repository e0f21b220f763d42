"""The one place that words mean: in the register, or (police, fire, parks) only in returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.core.errors import UnknownPlaceError
from wholeplace.core.ids import fold

if TYPE_CHECKING:
    from wholeplace.evidence.places import Crosswalk, PlaceRef
    from wholeplace.places.register import Register


def find_place(register: Register, known: Crosswalk, query: str) -> PlaceRef:
    """The place that an id, another code or an exact name means.

    Raises:
        UnknownPlaceError, AmbiguousPlaceError: the words do not say which; the error lists candidates.
    """
    if query in known.places and query not in register:
        return known.places[query]
    try:
        return known.places[register.find(query).id]
    except UnknownPlaceError:
        if coded := known.coded(query):
            return coded
        named = [p for p in known.places.values() if fold(p.name) == fold(query)]
        if len(named) == 1:
            return named[0]
        raise
