"""The places that an adviser looks after. The home page shows them; the adviser and administrators change them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from wholeplace.web.accounts.models import PortfolioPlace

if TYPE_CHECKING:
    from wholeplace.web.accounts.models import User

MOST = 200


class PortfolioError(Exception):
    """Why a place can't be added, told to the person."""


def places_of(person: User) -> list[str]:
    """Ids of the places in a person's portfolio, in the order they were added."""
    return list(PortfolioPlace.objects.filter(user=person).values_list("place", flat=True))


@transaction.atomic
def add(person: User, place: str) -> bool:
    """Add a place; False where it is there already. Whether the place exists is the caller's to know.

    Raises:
        PortfolioError: the portfolio is full.
    """
    if PortfolioPlace.objects.filter(user=person, place=place).exists():
        return False
    if PortfolioPlace.objects.filter(user=person).count() >= MOST:
        raise PortfolioError(f"A portfolio holds {MOST} places at most. Remove one first.")
    PortfolioPlace.objects.create(user=person, place=place)
    return True


@transaction.atomic
def remove(person: User, place: str) -> bool:
    """Take a place out; False where it was not there."""
    found = PortfolioPlace.objects.filter(user=person, place=place).first()
    if found:
        found.delete()
    return bool(found)
