"""What an administrator can do to an account, besides roles: in words, whom it suits, what it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.web.accounts import people

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from wholeplace.web.accounts.models import User


@dataclass(frozen=True)
class Action:
    """A thing to do: its name in the address, its words, what it leads to, whom it suits."""

    slug: str
    text: str
    consequence: str
    suits: Callable[[User], bool]
    do: Callable[[HttpRequest, User], object]
    warning: bool = False


def _invited(person: User) -> bool:
    return person.state == "invited"


def _active(person: User) -> bool:
    return person.state == "active"


ACTIONS = {
    action.slug: action
    for action in (
        Action(
            "send-invitation",
            "Send the invitation again",
            "A new link is sent and works for seven days. Earlier links stop working.",
            _invited,
            people.send_invitation,
        ),
        Action(
            "withdraw-invitation",
            "Withdraw the invitation",
            "The link stops working, and the person can't sign in.",
            _invited,
            people.withdraw_invitation,
            warning=True,
        ),
        Action(
            "reset-second-step",
            "Reset the second step",
            "Their authenticator app and recovery codes stop working and they are signed out everywhere. Be sure that "
            "it is they who asked. When they next sign in they set up another app.",
            lambda person: _active(person) and people.has_second_step(person),
            people.reset_second_step,
            warning=True,
        ),
        Action(
            "unlock",
            "End a lock-out",
            "Wrong tries to sign in are forgotten, so that they need not wait.",
            lambda person: _active(person) and people.wrong_tries(person) > 0,
            people.unlock,
        ),
        Action(
            "deactivate",
            "Deactivate the account",
            "They are signed out everywhere at once and can't sign in. Nothing is deleted.",
            _active,
            people.deactivate,
            warning=True,
        ),
        Action(
            "reactivate",
            "Reactivate the account",
            "They can sign in again, with the roles shown on their page.",
            lambda person: person.state == "deactivated",
            people.reactivate,
        ),
    )
}


def offered(person: User) -> list[Action]:
    """What suits a person as they are."""
    return [action for action in ACTIONS.values() if action.suits(person)]
