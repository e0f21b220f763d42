"""Who keeps the triage log of which council."""

from __future__ import annotations

from typing import Any

from wholeplace.web.accounts.models import PortfolioPlace, Role


def kept_places(user: Any) -> frozenset[str] | None:
    """Ids of the councils whose log a person keeps and reads; None for an administrator, who keeps every one."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    if user.has_role(Role.ADMINISTRATOR):
        return None
    return own_places(user) if user.has_role(Role.ADVISER) else frozenset()


def keeps_log(user: Any, place: str) -> bool:
    """Whether a person may add to the log of a council."""
    places = kept_places(user)
    return places is None or place in places


def own_places(user: Any) -> frozenset[str]:
    """Ids of the places in a person's portfolio."""
    return frozenset(PortfolioPlace.objects.filter(user=user).values_list("place", flat=True))


def writes_as(user: Any) -> str:
    """The role that an entry is signed with."""
    return str(Role.ADVISER if user.has_role(Role.ADVISER) else Role.ADMINISTRATOR)
