"""The events that lists tell of, read once for an evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.places.events import open_events

if TYPE_CHECKING:
    from wholeplace.places.events import Events
    from wholeplace.web.evidence.current import Evidence

_last: tuple[tuple[str, str], Events] | None = None


def events_of(evidence: Evidence) -> Events:
    """Every event of the store, matched to places."""
    global _last  # noqa: PLW0603 - one a process, replaced whole
    key = (str(evidence.store.folder), evidence.fingerprint)
    known = _last
    if known is None or known[0] != key:
        known = _last = (key, open_events(evidence.store, evidence.register))
    return known[1]
