"""Who may see a council's early-warning score: advisers and administrators every one, officers their own council's.

It is never public by default: a score is a reason to ring a council, and reads like a verdict to everybody else.
"""

from __future__ import annotations

from typing import Any

from wholeplace.web.accounts.roles import Role


def sees_every_score(user: Any) -> bool:
    """Whether a person may read the whole watchlist."""
    return bool(user.is_authenticated and user.has_role(Role.ADVISER, Role.ADMINISTRATOR))


def sees_score(user: Any, place: str) -> bool:
    """Whether a person may see the score of one place, by its id."""
    if sees_every_score(user):
        return True
    return bool(user.is_authenticated and user.is_active and place in user.places_as(Role.OFFICER))
