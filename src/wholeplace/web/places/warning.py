"""The early-warning score on a place's page, for those who may see it and for nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wholeplace.finance.warning import why_not
from wholeplace.finance.warning_section import said
from wholeplace.web.accounts.warned import sees_score
from wholeplace.web.design.environment import url_if_any
from wholeplace.web.evidence.standing import warned

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.papers.model import Paragraph
    from wholeplace.profile.model import Profile


@dataclass(frozen=True)
class EarlyWarning:
    """What the page says of the score: a paragraph, as of a day, and the address of the whole of it."""

    paragraph: Paragraph | None
    why_not: str
    as_of: date
    address: str


def early_warning(user: Any, found: Profile) -> EarlyWarning | None:
    """The score of a place as of the day that scores stand on; None for those who may not see it, or without any."""
    if not sees_score(user, found.place.id):
        return None
    standing = warned()
    ref = standing.snapshot.crosswalk.places.get(found.place.id)
    if ref is None or standing.found.method.of(ref.place_class) is None:
        return None
    score = standing.of(ref.id)
    return EarlyWarning(
        said(score) if score else None,
        "" if score else why_not(standing.found, ref),
        standing.as_of,
        url_if_any("watchlist:council", ref.id),
    )
