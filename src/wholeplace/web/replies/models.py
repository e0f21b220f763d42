"""A council's replies to its own figures. Nothing is overwritten: every version stays, with who wrote it and when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from wholeplace.papers.replies import LONGEST
from wholeplace.web.accounts.models import Role


class ReplyQuerySet(models.QuerySet):
    """Replies, and who may do what with them."""

    def visible_to(self, user: Any) -> ReplyQuerySet:
        """That a reply stands, was withdrawn or hidden is for everyone to know; its text is another matter."""
        del user
        return self.all()

    def editable_by(self, user: Any) -> ReplyQuerySet:
        """Those of the councils a person is an officer of."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(council__in=user.places_as(Role.OFFICER))

    def standing(self) -> ReplyQuerySet:
        """Those that stand beside their figure: neither withdrawn nor hidden."""
        return self.filter(withdrawn=None, hidden=None)


class Reply(models.Model):
    """One council's reply to one figure, through all its versions. It is withdrawn or hidden, never deleted."""

    measure = models.CharField(max_length=100)
    place = models.CharField(max_length=20)
    period = models.CharField(max_length=20)
    council = models.CharField(max_length=20)
    versions_count = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField(default=timezone.now, db_index=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    hidden = models.DateTimeField(null=True, blank=True)
    hidden_reason = models.CharField(max_length=300, blank=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["measure", "place", "period", "council"], name="one_reply_of_a_council_to_a_figure"
            ),
            models.CheckConstraint(
                condition=Q(hidden=None, hidden_reason="") | Q(hidden__isnull=False) & ~Q(hidden_reason=""),
                name="a_hidden_reply_says_why",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["place"]), models.Index(fields=["council"])]

    def __str__(self) -> str:
        return f"reply of {self.council} to {self.measure} {self.place} {self.period}"

    @property
    def key(self) -> tuple[str, str, str]:
        """Measure, place and period of the figure."""
        return self.measure, self.place, self.period

    @property
    def stands(self) -> bool:
        """Whether readers see its text."""
        return self.withdrawn is None and self.hidden is None


class VersionQuerySet(models.QuerySet):
    """Versions of replies, whose text not everyone may read."""

    def visible_to(self, user: Any) -> VersionQuerySet:
        """The latest version of a reply that stands; all of one's own council's; all for an administrator."""
        latest = Q(reply__withdrawn=None, reply__hidden=None, number=F("reply__versions_count"))
        if not user.is_authenticated:
            return self.filter(latest)
        if Role.ADMINISTRATOR in user.roles:
            return self.all()
        return self.filter(latest | Q(reply__council__in=user.places_as(Role.OFFICER)))


class Version(models.Model):
    """What a reply said from a moment on. Who wrote it is for the audit log; readers see the job title."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONGEST)
    role = models.CharField(max_length=80)
    council_name = models.CharField(max_length=120)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    published = models.DateTimeField(default=timezone.now)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reply", "number"], name="versions_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.reply}"

    @property
    def signed(self) -> str:
        """Who speaks, as readers see it."""
        return f"{self.role}, {self.council_name}"
