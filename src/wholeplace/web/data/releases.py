"""The catalogue and the releases as pages ask for them; read once for each state of the store."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404

from wholeplace.core.errors import StoreError
from wholeplace.evidence.catalogue import Catalogue
from wholeplace.evidence.measures import measures
from wholeplace.evidence.revisions import Revision, revisions
from wholeplace.evidence.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.measures import Measure
    from wholeplace.evidence.release import Entry, Release


def the_store() -> Store:
    """The store that the workbench answers from."""
    return Store(settings.CONFIG.store)


def the_catalogue() -> Catalogue:
    """All releases, superseded ones too, as of now."""
    store = the_store()
    return _catalogue(store.folder, store.fingerprint())


@lru_cache(maxsize=2)
def _catalogue(folder: Path, fingerprint: str) -> Catalogue:
    del fingerprint  # only tells one state from another
    return Catalogue.of(Store(folder).entries())


def the_entry(identifier: str) -> Entry:
    """A release by its whole id.

    Raises:
        Http404: there is none.
    """
    found = the_catalogue().by_id.get(identifier)
    if found is None:
        raise Http404
    return found


def opened(entry: Entry) -> Release:
    """The release on disk."""
    return the_store().release(entry)


def all_revisions(before: Entry, after: Entry) -> list[Revision]:
    """Every cell that differs between two vintages, the largest change first.

    Raises:
        Http404: they can't be held against each other.
    """
    try:
        return _revisions(the_store().folder, before, after)
    except StoreError as error:
        raise Http404(str(error)) from None


@lru_cache(maxsize=4)
def _revisions(folder: Path, before: Entry, after: Entry) -> list[Revision]:
    store = Store(folder)
    return revisions(store.release(before), store.release(after))


def measures_using(release: Release) -> list[Measure]:
    """The indicators made from lines that a release holds, by title."""
    held = set(release.manifest["lines"])
    return sorted((m for m in measures().values() if m.lines & held), key=lambda m: m.title.casefold())
