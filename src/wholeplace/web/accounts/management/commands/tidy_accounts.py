"""Delete what has passed its time: audit entries, ended sessions, wrong tries. Run it once a day."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.utils import timezone

from wholeplace.web.accounts.audit import forget_old
from wholeplace.web.accounts.options import options as settled


class Command(BaseCommand):
    """Tidies."""

    help = "Delete audit entries older than WHOLEPLACE_AUDIT_DAYS, sessions that have ended, and old wrong tries."

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete and say how many."""
        del args, options
        entries = forget_old(settled().audit_days)
        sessions = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
        alive = Session.objects.values("session_key")
        UserSession.objects.exclude(session_key__in=alive).delete()
        before = timezone.now() - settings.AXES_COOLOFF_TIME
        tries = AccessAttempt.objects.filter(attempt_time__lt=before).delete()[0]
        self.stdout.write(f"Deleted {entries} audit entries, {sessions} sessions and {tries} wrong tries.")
