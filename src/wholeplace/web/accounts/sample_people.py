"""Invented people to sign in as in a demonstration: one of each role, at addresses that no post can reach."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from wholeplace.core.errors import SettingsError
from wholeplace.web.accounts import people, places_book, portfolio
from wholeplace.web.accounts.models import OF_A_PLACE, PortfolioPlace, Role, User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.places.model import Place

DOMAIN = "sample.invalid"
PORTFOLIO = 12
NAMES = {
    Role.COUNCILLOR: "Nell Farthing",
    Role.OFFICER: "Idris Vale",
    Role.ADVISER: "Rosa Merriman",
    Role.CLERK: "Tobias Wick",
    Role.DATA_MANAGER: "Hana Osei",
    Role.ADMINISTRATOR: "Greta Lund",
}


@dataclass(frozen=True)
class SamplePerson:
    """Somebody to sign in as."""

    name: str
    email: str
    words: str


@transaction.atomic
def make_sample_people(password: str = "") -> tuple[list[SamplePerson], str]:
    """Make one person of each role, or find those made before, all with one password; returns them and the password.

    Without a password one is made. The officer and the councillor belong to councils of the register loaded, and the
    adviser has a portfolio of twelve; without a register there is neither officer nor councillor.

    Raises:
        SettingsError: strangers may reach this workbench.
    """
    if settings.CONFIG.production:
        raise SettingsError("Sample people are for demonstrations: they are not made in production.")
    password = password or "-".join(secrets.token_hex(3) for _ in range(3))
    councils = _councils()
    made = []
    for role, name in NAMES.items():
        if role in OF_A_PLACE and not councils:
            continue
        place = _place_for(role, councils)
        person = _person(f"{role}@{DOMAIN}", name, password)
        people.give(None, person, str(role), place)
        made.append(SamplePerson(name, person.email, people.in_words(str(role), place)))
        if role is Role.ADVISER:
            _fill_portfolio(person, councils)
    return made, password


def _person(email: str, name: str, password: str) -> User:
    known = User.objects.filter(email=email).first()
    if known is None:
        return User.objects.create_user(email, password, name=name)
    known.set_password(password)
    known.is_active = True
    known.save()
    return known


def _councils() -> list[Place]:
    """Councils that raise council tax themselves, in the order of their ids: those with the most to show."""
    book = places_book.register()
    kinds = ("unitary", "county", "metropolitan", "london-borough")
    found = [place for place in book.alive(book.today) if place.place_class in kinds]
    return found or book.alive(book.today)


def _place_for(role: Role, councils: Sequence[Place]) -> str:
    if role not in OF_A_PLACE:
        return ""
    return councils[len(councils) // (3 if role is Role.OFFICER else 2)].id


def _fill_portfolio(person: User, councils: Sequence[Place]) -> None:
    if PortfolioPlace.objects.filter(user=person).exists():
        return
    step = max(1, len(councils) // PORTFOLIO)
    for place in list(councils)[::step][:PORTFOLIO]:
        portfolio.add(person, place.id)
