"""The register of places, for choosing and naming them. Where it comes from is a setting: accounts know no evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

from wholeplace.core.errors import AmbiguousPlaceError, UnknownPlaceError

if TYPE_CHECKING:
    from wholeplace.places.model import Place
    from wholeplace.places.register import Register


def register() -> Register:
    """The places as everybody sees them now."""
    found: Register = import_string(settings.EVIDENCE)().register
    return found


def name_of(place: str) -> str:
    """A place's name; its id where the register does not hold it (any more)."""
    book = register()
    return book[place].name if place in book else place


def find(text: str) -> tuple[Place | None, list[Place]]:
    """The place meant by an id or a name, and the places to choose from where several or none are meant."""
    text = text.strip()
    book = register()
    if text.upper() in book:
        return book[text.upper()], []
    try:
        return book.find(text), []
    except (AmbiguousPlaceError, UnknownPlaceError):
        return None, book.search(text, 8)


def existing() -> list[tuple[str, str]]:
    """Id and name of the places that exist today, by name."""
    book = register()
    return sorted(((p.id, p.name) for p in book.alive(book.today)), key=lambda pair: pair[1])
