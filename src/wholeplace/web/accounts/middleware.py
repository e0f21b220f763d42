"""Least privilege, a second step for everyone, sessions that end: asked of every request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from auditlog.middleware import AuditlogMiddleware
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render

from wholeplace.web.accounts.client import address
from wholeplace.web.accounts.libraries import CLOSED, LIBRARIES, WITHOUT_SECOND_STEP
from wholeplace.web.accounts.options import options
from wholeplace.web.accounts.people import has_second_step

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from wholeplace.web.accounts.access import Access

BEGUN = "session_begun"
SEEN = "session_seen"
SEEN_EVERY = 5 * 60  # seconds between two writes of "still here"
PRIVATE = ("/account/", "/people/")


class SessionLimits:
    """Ends a session that has lasted too long, and keeps one alive that is used. A reader without one costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's way of chaining."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the session, answer, and tell nobody in between to keep the pages of people signed in."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._look(request)
        response = self.get_response(request)
        if request.path.startswith(PRIVATE):
            response.headers["Cache-Control"] = "no-store, private"
            # Never further than here: addresses of invitations and password resets hold secrets. 'no-referrer'
            # would take the Origin away that Django's protection of forms asks for.
            response.headers["Referrer-Policy"] = "same-origin"
        elif _signed_in(request):
            response.headers.setdefault("Cache-Control", "no-cache, private")
        return response

    @staticmethod
    def _look(request: HttpRequest) -> None:
        now = int(time.time())
        begun = request.session.setdefault(BEGUN, now)
        if now - begun > options().longest_hours * 60 * 60:
            logout(request)
        elif now - request.session.get(SEEN, 0) > SEEN_EVERY:
            request.session[SEEN] = now  # a changed session is saved, and lasts its idle time from now


class AccessMiddleware:
    """Asks every view who may open it, and everyone signed in for their second step."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Django's way of chaining."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the work is done when the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse, or let through."""
        del args, kwargs
        name = request.resolver_match.view_name if request.resolver_match else ""
        access = access_of(view, name)
        if access is CLOSED:
            raise Http404
        if access is None or not access.permits(request.user):
            return self._refuse(request, known=access is not None)
        if name not in WITHOUT_SECOND_STEP and options().require_mfa and _signed_in(request):
            return None if has_second_step(request.user) else redirect("mfa_index")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say plainly that an identity provider did not answer; the library leaves this one case to itself."""
        from requests import RequestException

        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == "openid_connect_login" and isinstance(error, RequestException | KeyError | ValueError):
            return render(request, "socialaccount/authentication_error.html", status=502)
        return None

    @staticmethod
    def _refuse(request: HttpRequest, *, known: bool) -> HttpResponse:
        if known and not request.user.is_authenticated and request.method in {"GET", "HEAD"}:
            response: HttpResponse = redirect_to_login(request.get_full_path())
            return response
        raise PermissionDenied


class ActorMiddleware(AuditlogMiddleware):
    """Tells the audit log who asks and from where; only for requests that can change something."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say it while the request lasts."""
        if request.method in {"GET", "HEAD", "OPTIONS"} and not _signed_in(request):
            response: HttpResponse = self.get_response(request)
            return response
        answer: HttpResponse = super().__call__(request)
        return answer

    @staticmethod
    def _get_remote_addr(request: HttpRequest) -> str | None:
        return address(request) or None


def _signed_in(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated


def access_of(view: Any, name: str = "") -> Access | None:
    """What a view says of who may open it; None where it does not say."""
    told: Access | None = getattr(view, "access", None)
    if told is None and view.__module__.partition(".")[0] == "allauth":
        return LIBRARIES.get(name, CLOSED)
    return told
