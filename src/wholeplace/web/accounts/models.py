"""People and what they may do. A right is a role, for one place where the role is about a place, given by someone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone

from wholeplace.web.accounts.audit_entry import AuditEntry
from wholeplace.web.accounts.invitation import Invitation
from wholeplace.web.accounts.roles import OF_A_PLACE, Role

__all__ = ["OF_A_PLACE", "AuditEntry", "Grant", "Invitation", "PortfolioPlace", "Role", "User"]


class UserQuerySet(models.QuerySet["User"]):
    """People, as far as somebody may see them."""

    def visible_to(self, user: Any) -> UserQuerySet:
        """Everyone for an administrator; oneself for others; nobody for the public."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(pk=user.pk)

    def editable_by(self, user: Any) -> UserQuerySet:
        """Everyone for an administrator, nobody for others: names and addresses are the administrator's to change."""
        return self if user.is_authenticated and user.has_role(Role.ADMINISTRATOR) else self.none()

    def with_role(self, role: str) -> UserQuerySet:
        """Active people who have a role now."""
        return self.filter(is_active=True, pk__in=Grant.objects.now().filter(role=role).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes people."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """A person who signs in with an address; without a password they cannot until they set one."""
        if password:
            more.setdefault("joined", timezone.now())
        user: User = self.model(email=self.normalize_email(email).casefold(), **more)
        user.set_password(password)
        user.save(using=self._db)
        user.keep_address(verified=bool(user.joined))
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Addresses are the same whatever their capitals."""
        found: User = self.get(email__iexact=username)
        return found


class User(AbstractBaseUser):
    """A person with an account. One who was invited has `joined` None until they take the invitation up."""

    email = models.EmailField("email address", unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField("made", default=timezone.now)
    joined = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name", "email"]
        verbose_name = "person"
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def rights(self) -> frozenset[tuple[str, str]]:
        """Role and place id ('' where the role is about no place); asked for once a request."""
        if not hasattr(self, "_rights"):
            self._rights = frozenset(self.grants.filter(ended=None).values_list("role", "place"))
        return self._rights

    def forget_rights(self) -> None:
        """Ask the database again; for whoever has just given or ended a role."""
        self.__dict__.pop("_rights", None)

    @property
    def roles(self) -> frozenset[str]:
        """The roles this person has."""
        return frozenset(role for role, _ in self.rights)

    def has_role(self, *roles: str) -> bool:
        """Whether the person is active and has one of these roles."""
        return self.is_active and bool(self.roles & set(roles))

    def places_as(self, role: str) -> frozenset[str]:
        """Ids of the places this person has a role for."""
        return frozenset(place for known, place in self.rights if known == role and place)

    @property
    def state(self) -> str:
        """`invited`, `active` or `deactivated`."""
        if not self.is_active:
            return "deactivated"
        return "active" if self.joined else "invited"

    def keep_address(self, *, verified: bool) -> None:
        """Make allauth's list of addresses say what we say: one address, the one signed in with."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()
        EmailAddress.objects.update_or_create(
            user=self, email=self.email, defaults={"verified": verified, "primary": True}
        )


class OwnQuerySet(models.QuerySet[Any]):
    """What belongs to a person: theirs and the administrators'."""

    def visible_to(self, user: Any) -> OwnQuerySet:
        """A person's own; all for an administrator."""
        if not user.is_authenticated:
            return self.none()
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(user=user)


class GrantQuerySet(OwnQuerySet):
    """Roles given and ended."""

    def now(self) -> GrantQuerySet:
        """Those that have not ended."""
        return self.filter(ended=None)

    def editable_by(self, user: Any) -> GrantQuerySet:
        """All for an administrator, none for others."""
        return self if user.is_authenticated and user.has_role(Role.ADMINISTRATOR) else self.none()


class Grant(models.Model):
    """A role that a person has or had. It is ended, never deleted, so that the past can be read."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    place = models.CharField(max_length=20, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    given = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended = models.DateTimeField(null=True, blank=True)
    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-given", "-pk"]
        verbose_name = "role"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "place"], condition=Q(ended=None), name="one_living_grant_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(OF_A_PLACE)) & ~Q(place="") | ~Q(role__in=sorted(OF_A_PLACE)) & Q(place=""),
                name="a_place_where_the_role_is_about_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}{f' of {self.place}' if self.place else ''}"

    def get_additional_data(self) -> dict[str, str]:
        """What the audit log says of a change: whose role, and whether it was given or ended."""
        event = "role ended" if self.ended else "role given"
        return {"event": event, "person": self.user.email, "role": self.role, "place": self.place}


class PortfolioQuerySet(OwnQuerySet):
    """Places in portfolios."""

    def editable_by(self, user: Any) -> PortfolioQuerySet:
        """An adviser's own; all for an administrator."""
        if not user.is_authenticated or not user.has_role(Role.ADVISER, Role.ADMINISTRATOR):
            return self.none()
        return self.visible_to(user)


class PortfolioPlace(models.Model):
    """A place that an adviser looks after."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="portfolio")
    place = models.CharField(max_length=20)
    added = models.DateTimeField(default=timezone.now)
    objects = PortfolioQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "portfolio place"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "place"], name="a_place_once_in_a_portfolio")
        ]

    def __str__(self) -> str:
        return self.place

    def get_additional_data(self) -> dict[str, str]:
        """What the audit log says of a change: whose portfolio."""
        return {"person": self.user.email, "place": self.place}
