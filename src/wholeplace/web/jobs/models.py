"""A job: long work that somebody asked for, how far it has come, and what became of it.

The queue itself is django-tasks'; it knows neither percentages nor cancelling nor what to do when a worker dies.
This row does. A running job belongs to whoever knows its `token`: every write names the token, so that a worker
that was thought dead and is not can do no harm.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from wholeplace.web.accounts.models import Role
from wholeplace.web.jobs.kinds import Kind, kind_of, kinds_of_roles, kinds_with_roles

if TYPE_CHECKING:
    from datetime import datetime


class State:
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


STATES = {
    State.QUEUED: "Waiting",
    State.RUNNING: "Running",
    State.DONE: "Done",
    State.FAILED: "Failed",
    State.CANCELLED: "Cancelled",
    State.INTERRUPTED: "Interrupted",
}
OPEN = frozenset({State.QUEUED, State.RUNNING})
RESUMABLE = frozenset({State.INTERRUPTED, State.FAILED, State.CANCELLED})


def oldest_beat() -> datetime:
    """A running job whose heart beat last before this has lost its worker."""
    return timezone.now() - timedelta(seconds=settings.JOB_HEARTBEAT_SECONDS)


class JobQuerySet(models.QuerySet["Job"]):
    """Who sees and steers which jobs, and which have lost their worker."""

    def visible_to(self, user: Any) -> JobQuerySet:
        """One's own; those of the kinds one looks after; all for an administrator."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if Role.ADMINISTRATOR in user.roles:
            return self
        return self.filter(models.Q(created_by=user) | models.Q(kind__in=kinds_of_roles(user.roles)))

    def editable_by(self, user: Any) -> JobQuerySet:
        """Those of the kinds one looks after, and one's own of kinds that nobody does."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        own = models.Q(created_by=user) & ~models.Q(kind__in=kinds_with_roles())
        return self.filter(own | models.Q(kind__in=kinds_of_roles(user.roles)))

    def without_worker(self) -> JobQuerySet:
        """Marked as running, but nobody has been heard of for too long."""
        return self.filter(state=State.RUNNING, heartbeat__lt=oldest_beat())

    def in_state(self, state: str) -> JobQuerySet:
        """In a state as it is shown: a running job without a worker is interrupted."""
        lost = models.Q(state=State.RUNNING, heartbeat__lt=oldest_beat())
        if state == State.INTERRUPTED:
            return self.filter(models.Q(state=State.INTERRUPTED) | lost)
        return self.filter(state=state).exclude(lost) if state == State.RUNNING else self.filter(state=state)


class Job(models.Model):
    """Long work that somebody asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=list(STATES.items()), default=State.QUEUED, db_index=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    created = models.DateTimeField(default=timezone.now)
    started = models.DateTimeField(null=True, blank=True)
    finished = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    arguments = models.JSONField(default=dict)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    worker = models.CharField(max_length=80, blank=True)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    task = models.UUIDField(null=True, blank=True, editable=False)
    files_removed = models.DateTimeField(null=True, blank=True)
    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created"]
        indexes = [models.Index(fields=["-created"]), models.Index(fields=["kind", "-created"])]

    def __str__(self) -> str:
        return self.title

    @property
    def known_kind(self) -> Kind | None:
        """What kind of work it is."""
        return kind_of(self.kind)

    @property
    def lost_its_worker(self) -> bool:
        """Whether it says it runs and nobody has been heard of for too long."""
        return self.state == State.RUNNING and self.heartbeat is not None and self.heartbeat < oldest_beat()

    @property
    def state_now(self) -> str:
        """Its state as it is shown: the row of a killed worker still says that it runs."""
        return State.INTERRUPTED if self.lost_its_worker else str(self.state)

    @property
    def state_shown(self) -> str:
        """Its state in words."""
        return STATES[self.state_now]

    @property
    def percent(self) -> int:
        """How far it has come, 0 to 100."""
        if self.state == State.DONE:
            return 100
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def can_cancel(self) -> bool:
        """Whether there is anything to stop."""
        return self.state_now in {*OPEN, State.INTERRUPTED} and not (self.cancel_requested and self.state_now in OPEN)

    @property
    def can_resume(self) -> bool:
        """Whether it may be taken up again: it has stopped, and what it works on is still here."""
        return self.state_now in RESUMABLE and self.files_removed is None and self.known_kind is not None

    @property
    def folder(self) -> Path:
        """Its files: what it works on and what it makes. Served by nobody but its own pages."""
        return Path(settings.MEDIA_ROOT) / "jobs" / str(self.id)

    def note(self, what: str, by: Any = None) -> None:
        """Add a line to its history."""
        self.history.create(what=what, by=by)


class Event(models.Model):
    """A line of a job's history."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.what
