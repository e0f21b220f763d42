"""The triage log: who was rung, what they said, what comes next. Entries are added to; none is ever changed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from wholeplace.web.accounts.models import PortfolioPlace, Role

LONGEST_SAID = 2000
LONGEST_STEP = 300
LONGEST_ROLE = 80
ADDED_ONLY = "The triage log is only added to; a correction is an entry of its own."


class How(models.TextChoices):
    """How somebody got in touch."""

    RANG = "rang", "Rang"
    MET = "met", "Met"
    WROTE = "wrote", "Wrote to"


class TriageQuerySet(models.QuerySet["TriageEntry"]):
    """Entries, as far as somebody may read them."""

    def visible_to(self, user: Any) -> TriageQuerySet:
        """Those on councils of an adviser's own portfolio; all for an administrator; none for others."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_role(Role.ADMINISTRATOR):
            return self
        if user.has_role(Role.ADVISER):
            return self.filter(place__in=PortfolioPlace.objects.filter(user=user).values("place"))
        return self.none()

    def standing(self) -> TriageQuerySet:
        """Those that no later entry corrects, the latest contact first."""
        return self.filter(correction=None).order_by("-day", "-pk")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError(ADDED_ONLY)

    def update(self, **changes: Any) -> int:
        """Refused."""
        del changes
        raise TypeError(ADDED_ONLY)


class TriageEntry(models.Model):
    """One contact with a council. `spoken_to` and `role` are roles; names stand nowhere but in the audit log.

    `review` is the day to look again, if there is one; `corrects` the entry that this one puts right.
    """

    place = models.CharField(max_length=20, db_index=True)
    day = models.DateField()
    how = models.CharField(max_length=5, choices=How.choices)
    spoken_to = models.CharField(max_length=LONGEST_ROLE)
    said = models.TextField(max_length=LONGEST_SAID)
    next_step = models.CharField(max_length=LONGEST_STEP, blank=True)
    review = models.DateField(null=True, blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction")
    role = models.CharField(max_length=20)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written = models.DateTimeField(default=timezone.now)

    objects = TriageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        verbose_name = "triage entry"
        verbose_name_plural = "triage entries"

    def __str__(self) -> str:
        return f"triage entry {self.pk} on {self.place}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; one that is there already stays as it is."""
        if self.pk:
            raise TypeError(ADDED_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        del args, kwargs
        raise TypeError(ADDED_ONLY)

    @property
    def overdue(self) -> bool:
        """Whether the day to look again has passed."""
        return self.review is not None and self.review < timezone.localdate()

    @property
    def corrected_by(self) -> TriageEntry | None:
        """The entry that puts this one right, if there is one."""
        found: TriageEntry | None = getattr(self, "correction", None)
        return found

    @property
    def role_words(self) -> str:
        """The writer's role as readers see it."""
        return str(Role(self.role).label) if self.role in Role.values else self.role
