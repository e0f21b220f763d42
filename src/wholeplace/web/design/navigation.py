"""What stands in the header: the sections everyone sees, and what a signed-in person can do besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Link:
    """A link in the navigation, and whether the page shown stands under it."""

    text: str
    address: str
    current: bool = False


SECTIONS = (
    ("Places", "places:index"),
    ("Measures", "measures:index"),
    ("Compare", "compare:compare"),
    ("Data", "data:index"),
    ("Help", "help:index"),
)
# Text, name of the page, and the roles it is for; no roles: everyone signed in.
ACCOUNT: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("Your portfolio", "home:portfolio", frozenset({"adviser"})),
    ("Watchlist", "watchlist:index", frozenset({"adviser", "administrator"})),
    ("Your comments", "replies:mine", frozenset({"officer"})),
    ("Upload data", "data:upload", frozenset({"data-manager"})),
    ("Jobs", "jobs:index", frozenset({"data-manager", "administrator"})),
    ("People", "accounts:index", frozenset({"administrator"})),
    ("Audit log", "accounts:audit", frozenset({"administrator"})),
    ("Your account", "accounts:me", frozenset()),
    ("Sign out", "account_logout", frozenset()),
)


def sections(room: str) -> list[Link]:
    """The five sections; the one whose room (`measures`, also for a figure's page) is shown is current."""
    known = [(text, _address(name), name.partition(":")[0]) for text, name in SECTIONS]
    return [Link(text, address, section == room) for text, address, section in known if address]


def account_links(user: Any, path: str) -> list[Link]:
    """What a signed-in person finds under their name; nothing for the public."""
    if user is None or not user.is_authenticated:
        return []
    known = [(text, _address(name)) for text, name, roles in ACCOUNT if not roles or roles & user.roles]
    # The page may stand under several (people, people/audit): the closest is current.
    under = max((address for _, address in known if address and path.startswith(address)), key=len, default="")
    return [Link(text, address, address == under) for text, address in known if address]


def _address(name: str) -> str:
    """Where a page is; nothing where this installation lacks the room."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
