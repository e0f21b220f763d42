"""Whose figures a council may comment on: its own, and those of councils that passed whole to it; nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.places.model import COUNTY
from wholeplace.web.accounts.models import Role

if TYPE_CHECKING:
    from wholeplace.places.register import Register


def speaks_for(register: Register, council: str) -> frozenset[str]:
    """Ids of the places on whose figures a council may comment."""
    found = {council}
    todo = [council] if council in register else []
    while todo:
        now = todo.pop()
        for before in register[now].predecessors:
            if before not in found and _passed_whole(register, before, now):
                found.add(before)
                todo.append(before)
    return frozenset(found)


def _passed_whole(register: Register, before: str, now: str) -> bool:
    """Whether all that a council was went to one other: a county is divided where a district of it went elsewhere."""
    if before not in register or register[before].successors != (now,):
        return False
    place = register[before]
    if place.place_class != COUNTY:
        return True
    return all(register[d].successors in {(), (now,)} for d in place.members if d in register)


def council_for(register: Register, user: Any, place: str) -> str:
    """The council that a person may speak as on a place's figures; nothing where there is none."""
    if not user.is_authenticated:
        return ""
    own = user.places_as(Role.OFFICER)
    if place in own:
        return place
    return next((council for council in sorted(own) if place in speaks_for(register, council)), "")
