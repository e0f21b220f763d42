"""Letters that the workbench sends to people, and the links in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpRequest


def link(request: HttpRequest | None, name: str, *args: Any, **kwargs: Any) -> str:
    """The whole address of a page."""
    return whole(request, reverse(name, args=args or None, kwargs=kwargs or None))


def whole(request: HttpRequest | None, path: str = "/") -> str:
    """A path's whole address: on the first configured origin, or on the host that was asked.

    A host that a stranger writes into a request never gets into a letter where an origin is configured.
    """
    if settings.CONFIG.origins:
        return f"{settings.CONFIG.origins[0]}{path}"
    return request.build_absolute_uri(path) if request is not None else f"http://localhost:8000{path}"


def send(template: str, to: str, **context: Any) -> None:
    """Send a plain letter from a template whose first line is its subject."""
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    send_mail(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject.strip()}", f"{body.strip()}\n", None, [to])
