"""What every page knows. Rooms add to it when Django is ready.

`context.provide(lambda request: {"invented": current().invented})`
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.web.design.navigation import account_links, sections

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

providers: list[Callable[[HttpRequest], Mapping[str, Any]]] = []


def provide(provider: Callable[[HttpRequest], Mapping[str, Any]]) -> None:
    """Add what a function says of a request to what every page knows; the same function is added once."""
    if provider not in providers:
        providers.append(provider)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The person asking, the navigation for them, and what rooms provide (such as `invented`)."""
    user = getattr(request, "user", None)
    room = request.resolver_match.namespace if request.resolver_match else ""
    known: dict[str, Any] = {
        "user": user,
        "invented": False,
        "sections": sections(room),
        "account_links": account_links(user, request.path),
    }
    for provider in providers:
        known |= provider(request)
    return known
