"""Who may open a page. Every view says so with `allow`; one that does not say is open to nobody.

    @allow(PUBLIC)
    @allow(SIGNED_IN)
    @allow(Role.DATA_MANAGER, Role.ADMINISTRATOR)

This decides about pages. What of a page's contents a person sees is decided by querysets (`Model.objects.visible_to`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from wholeplace.web.accounts.models import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

PUBLIC = "public"
SIGNED_IN = "signed in"
View = TypeVar("View", bound="Callable[..., Any]")


@dataclass(frozen=True)
class Access:
    """Who may open a view: everyone, everyone signed in, or people with one of some roles."""

    who: frozenset[str]

    def permits(self, user: Any) -> bool:
        """Whether a user (or an anonymous one) may open it."""
        if PUBLIC in self.who:
            return True
        if not user.is_authenticated or not user.is_active:
            return False
        return SIGNED_IN in self.who or bool(self.who & user.roles)


def allow(*who: str) -> Callable[[View], View]:
    """Say who may open a view: `PUBLIC`, `SIGNED_IN` or roles."""
    unknown = set(who) - {PUBLIC, SIGNED_IN, *Role.values}
    if unknown or not who:
        raise ValueError(f"allow() takes PUBLIC, SIGNED_IN or roles, not {sorted(unknown)}")

    def mark(view: View) -> View:
        view.access = Access(frozenset(who))  # type: ignore[attr-defined]
        return view

    return mark


def may(request: HttpRequest, *who: str) -> bool:
    """Whether the person asking is one of these; for showing or leaving out a link."""
    return Access(frozenset(who)).permits(request.user)
