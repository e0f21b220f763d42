"""What became of councils: the first event of each kind, by the day it was announced.

Housing-account (HRA) events, section 114(2) reports and police are left out, and so are registers that do not say which
kind of notice was issued. Names are matched exactly; a successor never inherits an event.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from wholeplace.core.errors import WholeplaceError
from wholeplace.finance.backtest.model import EITHER, SECTION_114, SUPPORT, FirstEvent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from wholeplace.places.events import PlaceEvent

KINDS = {"section-114-3": SECTION_114, "exceptional-financial-support": SUPPORT}
_HERE = "wholeplace.finance.backtest"


@cache
def rounds() -> dict[str, dict[str, Any]]:
    """The rounds of support by financial year."""
    text = resources.files(_HERE).joinpath("announcements.toml").read_text("utf-8")
    return {item["year"]: item for item in tomllib.loads(text)["round"]}


def announced(event: PlaceEvent, *, late: bool = False) -> tuple[date, str]:
    """The day an event was announced and what that stands on; `late` takes the last day it can have been.

    Raises:
        WholeplaceError: support for a year of which no round is known.
    """
    if event.day:
        return event.day, event.certainty
    found = rounds().get(event.period)
    if found is None:
        raise WholeplaceError(
            f"Support for {event.period} ({event.named}): announcements.toml has no round for that year, so that the "
            "day it was announced is not known. Give that day (YYYY-MM-DD) in place of the year in the list of events "
            f"and load it again, or add a [[round]] for the year to {resources.files(_HERE) / 'announcements.toml'}."
        )
    return found["late" if late else "day"], found["basis"]


def first_events(events: Iterable[PlaceEvent], *, late: bool = False) -> tuple[FirstEvent, ...]:
    """The first event of each target for each place, oldest first."""
    found: dict[tuple[str, str], FirstEvent] = {}
    for event in events:
        target = KINDS.get(event.kind)
        if target is None:
            continue
        day, basis = announced(event, late=late)
        for one in (target, EITHER):
            known = found.get((one, event.place))
            if known is None or day < known.day:
                found[one, event.place] = FirstEvent(event.place, one, event.kind, day, basis)
    return tuple(sorted(found.values(), key=lambda e: (e.day, e.target, e.place)))
