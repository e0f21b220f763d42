"""People, from the command line: the way in for the first administrator, sample people, and tidying after people."""

from __future__ import annotations

import contextlib
import io
from typing import TYPE_CHECKING

from wholeplace.core.errors import SettingsError
from wholeplace.web.operations.start import bring_up_to_date, set_up

if TYPE_CHECKING:
    from datetime import datetime


def invite(email: str, role: str, place: str, name: str) -> tuple[str, datetime]:
    """Invite; a person already invited who has not come in gets a fresh link. Returns the link and when it ends.

    Raises:
        SettingsError: the address or role is none, or a rule forbids it.
    """
    found = set_up()
    bring_up_to_date(wanted=not found.production)
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction

    from wholeplace.web.accounts import people
    from wholeplace.web.accounts.models import Role, User

    try:
        validate_email(email)
    except ValidationError:
        raise SettingsError(f"'{email}' is no email address.") from None
    if role not in Role.values:
        raise SettingsError(f"There is no role '{role}'. The roles are: {', '.join(Role.values)}.")
    try:
        with contextlib.suppress(OSError), transaction.atomic():  # the letter goes last; without it the link works
            known = User.objects.filter(email__iexact=email).first()
            if known:
                people.give(None, known, role, place)
                link = people.send_invitation(None, known)
            else:
                link = people.invite(None, email, name, [(role, place)])
    except people.PeopleError as error:
        raise SettingsError(str(error)) from None
    person = User.objects.get(email__iexact=email)
    return link, person.invitations.open().latest("sent").expires


def sample_people(password: str) -> tuple[list[tuple[str, str]], str]:
    """Make the people of a demonstration; returns their addresses with their roles, and the password of all.

    Raises:
        SettingsError: strangers may reach this workbench.
    """
    found = set_up()
    bring_up_to_date(wanted=not found.production)
    from wholeplace.web.accounts.sample_people import make_sample_people

    made, password = make_sample_people(password)
    return [(person.email, person.words) for person in made], password


def tidy() -> str:
    """Delete what has passed its time; returns what was deleted, in words."""
    set_up()
    bring_up_to_date(wanted=False)
    from django.core.management import call_command

    said = io.StringIO()
    call_command("tidy_accounts", stdout=said)
    return said.getvalue().strip()
