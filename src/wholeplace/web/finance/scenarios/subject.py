"""Whom a scenario is about: a council by its id, or a group as comparisons name it; and the accounts it starts from."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from django.http import Http404

from wholeplace.core.errors import RequestError
from wholeplace.finance.scenarios.baseline import baseline, years_of
from wholeplace.places.groups import read_group, the_place

if TYPE_CHECKING:
    from wholeplace.finance.scenarios.baseline import Baseline
    from wholeplace.web.evidence.current import Evidence

SECTOR = "class:councils"
_KEPT = 40  # accounts of places and groups; those of the whole sector take some 2 MB
_known: OrderedDict[tuple[str, str, int | None], Baseline] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Subject:
    """A council or a group. `place` is a council's id, empty for a group."""

    key: str
    name: str
    members: frozenset[str]
    place: str = ""
    kind: str = ""


def the_subject(evidence: Evidence, key: str) -> Subject:
    """Whom an address means.

    Raises:
        RequestError: nobody; the message offers others.
        Http404: the words are no name at all.
    """
    if not key.isprintable() or not key.strip():
        raise Http404
    if ":" in key:
        group = read_group(evidence, key, "of")
        if not group.members:
            raise RequestError("of", f"{group.title}: there is no such place in what is loaded.")
        return Subject(group.key, group.title, group.members)
    ref = the_place(evidence, key, "of")
    return Subject(ref.id, ref.name, frozenset({ref.id}), ref.id, ref.place_class)


def accounts(evidence: Evidence, subject: Subject, year: int | None) -> Baseline:
    """The accounts of a year, or of the latest that is complete; kept, since pages ask for them again and again.

    Raises:
        ScenarioError: there are none in what is loaded.
    """
    wanted = (f"{evidence.store.folder}|{evidence.fingerprint}", subject.key, year)
    with _lock:
        if wanted in _known:
            _known.move_to_end(wanted)
            return _known[wanted]
    found = baseline(evidence.snapshot, subject.key, subject.name, subject.members, year)
    with _lock:
        _known[wanted] = found
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return found


def base_years(evidence: Evidence, subject: Subject) -> list[int]:
    """The years that can be started from, the latest first: for a group, those that most of it is complete for."""
    complete = years_of(evidence.snapshot, subject.members)
    most = max(complete.values(), default=0)
    return [year for year, count in sorted(complete.items(), reverse=True) if 2 * count > most]
