"""Writing the audit log.

    record(request, "file uploaded", upload, name=upload.name)     something was done
    register_for_audit(Reply)                                      every change of a model's objects

Never give it a password, a token or a code. People are named by their address; other personal data stay out.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from auditlog.context import auditlog_value
from auditlog.registry import auditlog
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.http import HttpRequest

NEVER = ("password", "last_login", "token_hash")


def register_for_audit(model: type[Model], leave_out: Iterable[str] = ()) -> None:
    """Log every addition, change and deletion of a model's objects; passwords and hashes are never logged."""
    if not auditlog.contains(model):
        auditlog.register(model, exclude_fields=[*NEVER, *leave_out])


def record(request: HttpRequest | None, action: str, about: Any = None, *, actor: Any = None, **details: Any) -> None:
    """Add an entry: an action in words ('sign-in'), the object it was about, and details as short texts.

    The actor is whoever is signed in to the request, or `actor` where nobody is yet or a command did it. `about`
    is a saved object of the database; without one the entry is about the actor.
    """
    from wholeplace.web.accounts.models import AuditEntry, User

    if actor is None and request is not None and getattr(request, "user", None) is not None:
        actor = request.user if request.user.is_authenticated else None
    subject = about if about is not None else actor
    more: dict[str, Any] = {"object_pk": "", "object_repr": ""} if subject is None else {}
    AuditEntry.objects.log_create(
        subject if subject is not None else User(),
        force_log=True,
        action=AuditEntry.Action.ACCESS,
        actor=actor,
        actor_email=actor.email if actor else None,
        remote_addr=_address(request),
        additional_data={"event": action, **{name: str(value) for name, value in details.items()}},
        **more,
    )


def _address(request: HttpRequest | None) -> str | None:
    if request is not None:
        from wholeplace.web.accounts.client import address

        return address(request) or None
    known = auditlog_value.get(None) or {}
    return known.get("remote_addr")


def forget_old(days: int) -> int:
    """Delete entries that have passed the retention period; returns how many."""
    from wholeplace.web.accounts.models import AuditEntry

    return AuditEntry.objects.get_queryset().forget_before(timezone.now() - timedelta(days=days))
