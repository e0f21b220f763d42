"""The audit log's entries: what was done, by whom, when and from where. They are added to; none is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.db import models

if TYPE_CHECKING:
    from datetime import datetime

CHANGES = {
    AbstractLogEntry.Action.CREATE: "added",
    AbstractLogEntry.Action.UPDATE: "changed",
    AbstractLogEntry.Action.DELETE: "deleted",
    AbstractLogEntry.Action.ACCESS: "opened",
}
AGE_ONLY = "The audit log is only added to; `forget_before` takes out what has passed its time."


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries, for administrators to read."""

    def visible_to(self, user: Any) -> AuditQuerySet:
        """All for an administrator, none for others."""
        from wholeplace.web.accounts.roles import Role

        return self if user.is_authenticated and user.has_role(Role.ADMINISTRATOR) else self.none()

    def forget_before(self, moment: datetime) -> int:
        """Delete entries older than a moment, for the retention period; returns how many."""
        return super(AuditQuerySet, self.filter(timestamp__lt=moment).order_by()).delete()[0]

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError(AGE_ONLY)

    def update(self, **changes: Any) -> int:
        """Refused."""
        del changes
        raise TypeError(AGE_ONLY)


class AuditEntry(AbstractLogEntry):
    """An entry that django-auditlog writes when a registered object changes, or that `audit.record` writes."""

    event = models.CharField(max_length=60, db_index=True, editable=False)
    objects = LogEntryManager.from_queryset(AuditQuerySet)()

    class Meta:
        ordering = ["-timestamp", "-pk"]
        verbose_name = "audit entry"
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.event}: {self.object_repr}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry under a name of what was done: the event of ours, or 'person changed'."""
        if self.pk:
            raise TypeError(AGE_ONLY)
        known = dict(getattr(self, "additional_data", None) or {})
        told = known.pop("event", "")
        self.additional_data = known
        kind = self.content_type.name if self.content_type_id else ""
        self.event = told or f"{kind} {CHANGES[self.action]}"
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        del args, kwargs
        raise TypeError(AGE_ONLY)

    @property
    def who(self) -> str:
        """Who did it; their address is kept should their row ever go."""
        if self.actor:
            return str(self.actor)
        return self.actor_email or ("Nobody signed in" if self.remote_addr else "The command line")

    @property
    def details(self) -> dict[str, str]:
        """What else is known: details of the event, then what changed from what to what."""
        found = {str(name): str(value) for name, value in (self.additional_data or {}).items() if value != ""}
        if self.action == self.Action.UPDATE:
            found.update({name: f"{old} → {new}" for name, (old, new) in (self.changes or {}).items()})
        return found
