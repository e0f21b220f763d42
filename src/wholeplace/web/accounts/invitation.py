"""Invitations: the only way in. Of the link only a hash is kept, so that a copy of the database opens no door."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils import timezone

LIFE = timedelta(days=7)
SALT = "wholeplace.invitation"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations sent."""

    def visible_to(self, user: Any) -> InvitationQuerySet:
        """All for an administrator, none for others."""
        from wholeplace.web.accounts.roles import Role

        return self if user.is_authenticated and user.has_role(Role.ADMINISTRATOR) else self.none()

    def open(self) -> InvitationQuerySet:
        """Those that can be taken up now."""
        return self.filter(accepted=None, withdrawn=None, expires__gt=timezone.now(), user__is_active=True)

    def by_token(self, token: str) -> Invitation | None:
        """The open invitation of a link; None where the link was changed, used, withdrawn or is too old."""
        try:
            bare = signing.Signer(salt=SALT).unsign(token)
        except signing.BadSignature:
            return None
        return self.open().select_related("user").filter(token_hash=hashed(bare)).first()


class Invitation(models.Model):
    """A link sent to a person who may then set a name and a password. It works once, for seven days."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)
    withdrawn = models.DateTimeField(null=True, blank=True)
    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent", "-pk"]

    def __str__(self) -> str:
        return f"Invitation of {self.user}"

    @property
    def state(self) -> str:
        """`accepted`, `withdrawn`, `expired` or `open`."""
        if self.accepted:
            return "accepted"
        if self.withdrawn:
            return "withdrawn"
        return "open" if self.expires > timezone.now() else "expired"

    @classmethod
    def make(cls, user: Any, by: Any) -> tuple[Invitation, str]:
        """A new invitation and the token for its link, which is never to be had again."""
        bare = secrets.token_urlsafe(32)
        sent = timezone.now()
        made = cls.objects.create(user=user, sent_by=by, sent=sent, expires=sent + LIFE, token_hash=hashed(bare))
        return made, signing.Signer(salt=SALT).sign(bare)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
