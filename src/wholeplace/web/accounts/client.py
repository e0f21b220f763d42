"""Who asks, as the network sees them: the reader's address, and the name tried at the door."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from ipaddress import IPv4Network, IPv6Network

    from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The reader's address: the connection's, or what a trusted proxy forwards; '' where there is none.

    A header that anybody else sends is not believed, so that nobody can pass for another to escape a lock-out.
    """
    trusted = settings.CONFIG.trusted_proxies
    found = request.META.get("REMOTE_ADDR", "")
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    while hops and _within(found, trusted):
        found = hops.pop()
    return found if _is_address(found) else request.META.get("REMOTE_ADDR", "")


def network(request: HttpRequest) -> str:
    """The reader's address for counting wrong tries: of IPv6 the network, all of which one reader may have."""
    found = address(request)
    if ":" not in found:
        return found
    known = ip_address(found)
    mapped = getattr(known, "ipv4_mapped", None)
    return str(mapped or ip_network((known, 64), strict=False).network_address)


def address_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The email address somebody tries to sign in with, in the form it is kept in."""
    given = credentials or {}
    posted = "" if request is None else request.POST.get("login", "")
    return str(given.get("email") or given.get("username") or posted or "").strip().casefold()[:254]


def _within(text: str, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    return _is_address(text) and any(ip_address(text) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
