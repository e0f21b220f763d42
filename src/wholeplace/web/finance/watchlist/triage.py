"""Reading the triage log and adding to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from wholeplace.finance.warning_paper import TriageNote
from wholeplace.web.accounts.audit import record
from wholeplace.web.finance.watchlist.models import How, TriageEntry
from wholeplace.web.finance.watchlist.rights import writes_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.http import HttpRequest

FIELDS = ("day", "how", "spoken_to", "said", "next_step", "review")


class CorrectedMeanwhileError(Exception):
    """Somebody else has corrected the entry already; nothing was written."""


def latest_of(user: Any) -> dict[str, TriageEntry]:
    """The latest contact with each council, by place id, as far as a person may read them."""
    found: dict[str, TriageEntry] = {}
    for entry in TriageEntry.objects.visible_to(user).standing():
        found.setdefault(entry.place, entry)
    return found


def log_of(user: Any, place: str) -> list[TriageEntry]:
    """The whole log of a council, newest entry first, corrected ones too, as far as a person may read it."""
    entries = TriageEntry.objects.visible_to(user).filter(place=place)
    return list(entries.select_related("corrects", "correction").order_by("-pk"))


def notes_for(user: Any, places: Iterable[str]) -> dict[str, list[TriageNote]]:
    """The entries that stand on some councils, as papers tell them, by place id, the latest contact first."""
    wanted = set(places)
    found: dict[str, list[TriageNote]] = {}
    for entry in TriageEntry.objects.visible_to(user).standing():
        if entry.place in wanted:
            found.setdefault(entry.place, []).append(_note(entry))
    return found


def _note(entry: TriageEntry) -> TriageNote:
    how = How(entry.how).label.lower()
    return TriageNote(
        entry.day, how, entry.spoken_to, entry.said, entry.next_step, entry.review, entry.role_words.lower()
    )


def entry_to_correct(user: Any, place: str, number: Any) -> TriageEntry | None:
    """The entry with a number, if it is one of this council's that the person may read and that still stands."""
    if not str(number).isascii() or not str(number).isdigit() or len(str(number)) > 9:
        return None
    found: TriageEntry | None = log_entries(user, place).filter(pk=int(number)).first()
    return found


def log_entries(user: Any, place: str) -> Any:
    """The entries on a council that stand, as far as a person may read them."""
    return TriageEntry.objects.visible_to(user).standing().filter(place=place)


def initial_of(entry: TriageEntry | None) -> dict[str, Any]:
    """What a form begins with to correct an entry."""
    return {} if entry is None else {**{name: getattr(entry, name) for name in FIELDS}, "corrects": entry.pk}


def write(request: HttpRequest, place: str, given: Mapping[str, Any], corrects: TriageEntry | None) -> TriageEntry:
    """Add an entry; the same words of the same person sent twice are added once.

    Raises:
        CorrectedMeanwhileError: the entry to correct has been corrected.
    """
    told = {name: given[name] for name in FIELDS}
    same: TriageEntry | None = TriageEntry.objects.visible_to(request.user).filter(
        place=place, written_by=request.user, corrects=corrects, correction=None, **told
    ).first()  # fmt: skip
    if same:
        return same
    try:
        with transaction.atomic():
            entry: TriageEntry = TriageEntry.objects.create(
                place=place, corrects=corrects, written_by=request.user, role=writes_as(request.user), **told
            )
            about = {"corrects": str(corrects)} if corrects else {}
            record(request, "triage entry written", entry, place=place, **about)
    except IntegrityError as error:
        raise CorrectedMeanwhileError from error
    return entry
