"""Publishing, withdrawing and hiding replies: each whole or not at all, and each in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from wholeplace.web.accounts.audit import record
from wholeplace.web.replies.models import Reply, Version

if TYPE_CHECKING:
    from django.http import HttpRequest


class ChangedMeanwhileError(Exception):
    """A colleague has published another version since this one was begun; nothing was published."""


@transaction.atomic
def publish(
    request: HttpRequest, key: tuple[str, str, str], council: tuple[str, str], text: str, role: str,
    begun_from: int | None = None,
) -> Reply:  # fmt: skip
    """Publish a reply or a new version of it. `key` is measure, place and period; `council` its id and name.

    One that was withdrawn stands again; one that is hidden stays so until an administrator shows it. The same words
    sent twice are published once. `begun_from` is the number of the version that the writer had before them.

    Raises:
        ChangedMeanwhileError: that is not the latest version any more.
    """
    measure, place, period = key
    reply, _ = Reply.objects.select_for_update().get_or_create(
        measure=measure, place=place, period=period, council=council[0]
    )
    latest = reply.versions.last()
    if latest and not reply.withdrawn and (latest.text, latest.role) == (text, role):
        return reply
    if begun_from not in {None, reply.versions_count}:
        raise ChangedMeanwhileError
    reply.versions_count += 1
    reply.withdrawn = None
    Version.objects.create(
        reply=reply, number=reply.versions_count, text=text, role=role, council_name=council[1],
        written_by=request.user,
    )  # fmt: skip
    _save(reply)
    record(request, "reply published", reply, version=reply.versions_count, **_about(reply))
    return reply


@transaction.atomic
def withdraw(request: HttpRequest, reply: Reply) -> None:
    """Take a reply back; that it stood remains to be seen."""
    reply = _alone(reply)
    if reply.withdrawn:
        return
    reply.withdrawn = timezone.now()
    _save(reply)
    record(request, "reply withdrawn", reply, **_about(reply))


@transaction.atomic
def hide(request: HttpRequest, reply: Reply, reason: str) -> None:
    """Hide a reply that breaks the rules; readers see the reason."""
    reply = _alone(reply)
    reply.hidden, reply.hidden_reason = timezone.now(), reason
    _save(reply)
    record(request, "reply hidden", reply, reason=reason, **_about(reply))


@transaction.atomic
def show(request: HttpRequest, reply: Reply) -> None:
    """Show a hidden reply again."""
    reply = _alone(reply)
    reply.hidden, reply.hidden_reason = None, ""
    _save(reply)
    record(request, "reply shown again", reply, **_about(reply))


def _alone(reply: Reply) -> Reply:
    """The reply as it is now, and nobody else's to change until the transaction ends.

    What a page read a while ago must not be written back: it would show again what was hidden meanwhile.
    """
    return Reply.objects.select_for_update().get(pk=reply.pk)


def _save(reply: Reply) -> None:
    reply.changed = timezone.now()
    reply.save()


def _about(reply: Reply) -> dict[str, Any]:
    return {"measure": reply.measure, "place": reply.place, "period": reply.period, "council": reply.council}
