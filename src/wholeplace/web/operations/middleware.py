"""What happens to every request before and after the pages: its line in the log, who it is from, health, headers."""

from __future__ import annotations

import ipaddress
import logging
import re
import time
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY

from wholeplace.web.operations.health import PROBES
from wholeplace.web.operations.logs import request_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Answer = Callable[[HttpRequest], HttpResponse]

ID_HEADER = "X-Request-ID"
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
PERMISSIONS = ", ".join(
    f"{what}=()"
    for what in (
        "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
        "midi", "payment", "serial", "usb", "browsing-topics",
    )
)  # fmt: skip

logger = logging.getLogger("wholeplace.request")


class ClientAddress:
    """Sets `REMOTE_ADDR` right once, so that nobody else has to think of proxies.

    A trusted proxy's word about the client and about HTTPS is taken; anybody else's headers are thrown away.
    """

    def __init__(self, get_response: Answer) -> None:
        """Django's way of chaining."""
        self.get_response = get_response
        self.trusted = settings.CONFIG.trusted_proxies

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the proxy's address by its client's."""
        chain = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if self._trusts(request.META.get("REMOTE_ADDR", "")):
            # From the nearest back: the first that is no proxy of ours is the client; what lies behind it is hearsay.
            for address in reversed(chain):
                if not _is_address(address):
                    break
                request.META["REMOTE_ADDR"] = address
                if not self._trusts(address):
                    break
        else:
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
            request.META.pop("HTTP_X_REQUEST_ID", None)
        for name in ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED"):
            request.META.pop(name, None)
        return self.get_response(request)

    def _trusts(self, address: str) -> bool:
        if not self.trusted or not _is_address(address):
            return False
        known = ipaddress.ip_address(address)
        known = getattr(known, "ipv4_mapped", None) or known  # as an IPv6 socket tells an IPv4 neighbour
        return any(known in network for network in self.trusted)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


class RequestLog:
    """Writes one line about each request: never its address, its words or its person's name."""

    def __init__(self, get_response: Answer) -> None:
        """Django's way of chaining."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the request an id, pass it on, tell how it went."""
        given = request.headers.get(ID_HEADER, "")
        name = given if GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(name)
        request.id = name
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response[ID_HEADER] = name
            self._tell(request, response.status_code, (time.perf_counter() - start) * 1000)
        finally:
            request_id.reset(token)
        return response

    @staticmethod
    def _tell(request: HttpRequest, status: int, milliseconds: float) -> None:
        route = _route(request)
        quiet = route in PROBES.values() and status < 400
        logger.log(
            logging.DEBUG if quiet else logging.INFO,
            "%s %s %d %.0f ms", request.method, route or "-", status, milliseconds,
            extra={
                "method": request.method,
                "route": route,
                "status": status,
                "milliseconds": round(milliseconds, 1),
                "user": _user_id(request),
            },
        )  # fmt: skip


def _route(request: HttpRequest) -> str:
    """The name of the page that answered, like `places:place`; no part of its address."""
    match = request.resolver_match
    if match is None:
        return PROBES.get(request.path, "static" if request.path.startswith(settings.STATIC_URL) else "")
    return str(match.view_name if match.url_name else match.route)


def _user_id(request: HttpRequest) -> str | None:
    """The number of the person asking, where the page asked who it was; the log alone never asks the database."""
    session = getattr(request, "session", None)
    return session.get(SESSION_KEY) if session is not None and session.accessed else None


class Probes:
    """Answers health probes before anything that could fail or that asks for a host name."""

    def __init__(self, get_response: Answer) -> None:
        """Django's way of chaining."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass on."""
        from wholeplace.web.operations import health

        route = PROBES.get(request.path)
        view = {"operations:live": health.live, "operations:ready": health.ready}.get(route or "")
        response: HttpResponse = view(request) if view else self.get_response(request)
        return response


class Headers:
    """Security headers that Django has no setting for."""

    def __init__(self, get_response: Answer) -> None:
        """Django's way of chaining."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add them to what the page answered."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
