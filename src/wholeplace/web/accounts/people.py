"""What is done about people: inviting, giving and ending roles, letting in and keeping out. Everything is logged.

Functions take the request of the administrator who asks (for the log), or None from a command, and raise
`PeopleError` with words for the page where a rule forbids something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from axes.utils import reset as forget_wrong_tries
from django.db import transaction
from django.utils import timezone

from wholeplace.web.accounts.audit import record
from wholeplace.web.accounts.letters import link, send, whole
from wholeplace.web.accounts.models import OF_A_PLACE, Grant, Invitation, Role, User
from wholeplace.web.accounts.places_book import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

Right = tuple[str, str]


class PeopleError(Exception):
    """A rule that forbids something, told to the administrator."""


@transaction.atomic
def invite(request: HttpRequest | None, email: str, name: str, rights: Iterable[Right]) -> str:
    """Make a person with roles who can't sign in yet and send them a link; returns the link (for commands only)."""
    if User.objects.filter(email__iexact=email).exists():
        raise PeopleError("Somebody with this email address is already here.")
    person = User.objects.create_user(email, name=name)
    for role, place in rights:
        give(request, person, role, place)
    return send_invitation(request, person)


@transaction.atomic
def send_invitation(request: HttpRequest | None, person: User) -> str:
    """Send a new link; earlier ones stop working."""
    if person.joined:
        raise PeopleError(f"{person} has already taken up an invitation.")
    if not person.is_active:
        raise PeopleError(f"{person}'s invitation was withdrawn. Reactivate the person first.")
    person.invitations.open().update(withdrawn=timezone.now())
    made, token = Invitation.make(person, _by(request))
    address = link(request, "accounts:invitation", token)
    record(request, "invitation sent", person, expires=f"{made.expires:%Y-%m-%d}")
    roles = [in_words(g.role, g.place) for g in person.grants.now()]
    letter = {"person": person, "address": address, "invitation": made, "roles": roles, "by": _by(request)}
    transaction.on_commit(lambda: send("account/email/invitation.txt", person.email, **letter))
    return address


@transaction.atomic
def withdraw_invitation(request: HttpRequest, person: User) -> None:
    """Make the link useless and keep the person out; the row stays for the log."""
    if person.joined:
        raise PeopleError(f"{person} has already taken up the invitation. Deactivate the person instead.")
    person.invitations.open().update(withdrawn=timezone.now())
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(request, "invitation withdrawn", person)


@transaction.atomic
def join(request: HttpRequest, invitation: Invitation, name: str, password: str) -> User | None:
    """Take an invitation up, once: None where somebody was quicker."""
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted=timezone.now()):
        return None
    person = invitation.user
    person.name, person.joined = name, timezone.now()
    person.set_password(password)
    person.save()
    person.keep_address(verified=True)
    record(request, "invitation taken up", person, actor=person)
    return person


@transaction.atomic
def join_by_provider(request: HttpRequest, person: User, login: Any) -> bool:
    """Take the open invitation up by signing in with an identity provider; False where there is none."""
    if not person.invitations.open().update(accepted=timezone.now()):
        return False
    person.joined = timezone.now()
    person.name = person.name or str((login.account.extra_data.get("userinfo") or {}).get("name", ""))[:120]
    person.save(update_fields=["joined", "name"])
    person.keep_address(verified=True)
    record(request, "invitation taken up", person, actor=person, way="identity provider")
    return True


@transaction.atomic
def give(request: HttpRequest | None, person: User, role: str, place: str = "") -> Grant:
    """Give a role; the one they have already where they have it."""
    if (role in OF_A_PLACE) != bool(place):
        raise PeopleError(f"The role of {Role(role).label.lower()} {'needs' if not place else 'has no'} place.")
    by = _by(request)
    grant, _ = Grant.objects.get_or_create(user=person, role=role, place=place, ended=None, defaults={"given_by": by})
    person.forget_rights()
    return grant


@transaction.atomic
def end(request: HttpRequest | None, grant: Grant) -> None:
    """End a role; the row stays, with who ended it and when."""
    if grant.ended:
        return
    if grant.role == Role.ADMINISTRATOR:
        _keep_an_administrator(grant.user)
    grant.ended, grant.ended_by = timezone.now(), _by(request)
    grant.save(update_fields=["ended", "ended_by"])
    grant.user.forget_rights()


@transaction.atomic
def deactivate(request: HttpRequest, person: User) -> None:
    """Keep a person out from this moment on, and end every session of theirs."""
    if person.has_role(Role.ADMINISTRATOR):
        _keep_an_administrator(person)
    person.invitations.open().update(withdrawn=timezone.now())
    person.is_active = False
    person.save(update_fields=["is_active"])
    record(request, "person deactivated", person)
    end_sessions(person)


@transaction.atomic
def reactivate(request: HttpRequest, person: User) -> None:
    """Let a person in again, with the roles that were not ended."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(request, "person reactivated", person)


@transaction.atomic
def change_details(request: HttpRequest, person: User, name: str, email: str) -> None:
    """Change a name or address. A new address gets a letter, and so does the old one; sessions end."""
    email = User.objects.normalize_email(email).casefold()
    if User.objects.filter(email__iexact=email).exclude(pk=person.pk).exists():
        raise PeopleError("Somebody else has this email address.")
    old, person.name, person.email = person.email, name, email
    person.save(update_fields=["name", "email"])
    if email == old:
        return
    person.keep_address(verified=bool(person.joined))
    person.socialaccount_set.all().delete()
    record(request, "email address changed", person, before=old, after=email)
    end_sessions(person)
    if person.joined:
        for address in (old, email):
            send("account/email/address_changed.txt", address, person=person, old=old, home=whole(request))
    else:
        send_invitation(request, person)


@transaction.atomic
def reset_second_step(request: HttpRequest, person: User) -> None:
    """Forget a person's authenticator app and codes (a lost telephone); they set up another when they sign in."""
    Authenticator.objects.filter(user=person).delete()
    record(request, "second step reset", person)
    end_sessions(person)
    send("account/email/second_step_reset.txt", person.email, person=person, home=whole(request))


def unlock(request: HttpRequest, person: User) -> None:
    """Forget a person's wrong tries, so that they need not wait."""
    forget_wrong_tries(username=person.email)
    record(request, "lock-out ended", person)


def wrong_tries(person: User) -> int:
    """How often somebody has lately tried this person's account in vain."""
    return sum(AccessAttempt.objects.filter(username=person.email).values_list("failures_since_start", flat=True))


def end_sessions(person: User) -> int:
    """Sign a person out everywhere; returns of how many sessions."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


def has_second_step(person: User) -> bool:
    """Whether a person has set up an authenticator app."""
    return Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def in_words(role: str, place: str = "") -> str:
    """A role as people say it: 'Council officer, Drayvenwadeshire'."""
    return f"{Role(role).label}, {name_of(place)}" if place else str(Role(role).label)


def _keep_an_administrator(person: User) -> None:
    # Locked, so that two administrators can't end each other's role at the same moment; then asked again, because
    # whoever waited for the lock was told who they were before it.
    able = User.objects.with_role(Role.ADMINISTRATOR).filter(joined__isnull=False)
    _ = list(able.order_by("pk").select_for_update().values_list("pk", flat=True))
    if not able.exclude(pk=person.pk).exists():
        raise PeopleError("There must be an administrator. Make somebody else one first.")


def _by(request: HttpRequest | None) -> User | None:
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
