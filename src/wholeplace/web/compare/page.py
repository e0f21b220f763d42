"""What the page of a comparison shows."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from wholeplace.core.errors import PaperError
from wholeplace.core.periods import Period
from wholeplace.papers import comparing
from wholeplace.places.comparing import MOST_GROUPS, MOST_MEASURES, MOST_PLACES
from wholeplace.places.groups import class_words, classes, regions
from wholeplace.web.accounts.models import Role
from wholeplace.web.compare.asking import SCATTER, TABLE, TRENDS

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.evidence.measures import Measure
    from wholeplace.papers.model import Block
    from wholeplace.web.compare.asking import Choice, Reading

VIEW_WORDS = {TABLE: "Table", TRENDS: "Over time", SCATTER: "Two against each other"}
MOST_HIGHLIGHTED = 6


def words(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    """Everything the template asks for."""
    choice, found = reading.choice, reading.found
    blocks, problem = _blocks(reading)
    return {
        "choice": choice,
        "found": found,
        "faults": reading.faults,
        "started": reading.started,
        "title": title(reading),
        "blocks": blocks,
        "problem": problem,
        "views": [(VIEW_WORDS[v], choice.but(view=v).address(), v == choice.view) for v in VIEW_WORDS],
        "chosen": _chosen(reading),
        "hidden": choice.pairs,
        "measures": _measures(reading),
        "classes": [(c, _capital(class_words(c))) for c in classes(found.evidence)],
        "regions": regions(found.evidence),
        "periods": [str(Period.financial(y)) for y in found.evidence.table.years],
        "downloads": [(kind, choice.address(kind)) for kind in ("csv", "xlsx", "svg", "png")],
        "address": request.build_absolute_uri(choice.address()),
        "portfolio": _portfolio(request, choice),
        "full": {"p": len(choice.p) >= MOST_PLACES, "m": len(choice.m) >= MOST_MEASURES,
                 "g": len(choice.g) >= MOST_GROUPS},
        "highlights": _highlights(reading),
        "axes": [m.id for m in axes(reading)] if len(found.measures) > 1 else [],
        "notes": [f"{g.title}: {g.note}." for g in found.groups if g.note],
    }  # fmt: skip


def title(reading: Reading) -> str:
    """Who is compared, in a few words."""
    names = [p.name for p in reading.found.places] + [g.title for g in reading.found.groups]
    if reading.started:
        return "Compare places"
    return f"{', '.join(names[:3])}{f' and {len(names) - 3} more' if len(names) > 3 else ''}"


def axes(reading: Reading) -> tuple[Measure, Measure]:
    """The two measures set against each other: those asked for, else the first two.

    Raises:
        PaperError: there is only one.
    """
    found, choice = reading.found, reading.choice
    known = {m.id: m for m in found.measures}
    if len(known) < 2:
        raise PaperError("Two measures are needed to set them against each other. Add another one.")
    x = known.get(choice.x) or next(m for m in known.values() if m.id != choice.y)
    y = known.get(choice.y) if choice.y != x.id else None
    return x, y or next(m for m in known.values() if m.id != x.id)


def _blocks(reading: Reading) -> tuple[list[Block], str]:
    """What is drawn, and why nothing is where nothing can be."""
    found, choice = reading.found, reading.choice
    try:
        if choice.view == TRENDS:
            return [comparing.trends_chart(found, choice.highlight)], ""
        if choice.view == SCATTER:
            x, y = axes(reading)
            return [comparing.scatter_chart(found, x, y, highlight=choice.highlight)], ""
    except PaperError as error:
        return [], str(error)
    return list(comparing.tables(found)), ""


def _chosen(reading: Reading) -> list[tuple[str, list[tuple[str, str]]]]:
    """What is compared, each with the address of the comparison without it."""
    choice, found = reading.choice, reading.found
    return [
        ("Places", [(p.name, choice.without("p", p.id).address()) for p in found.places]),
        ("Groups", [(g.title, choice.without("g", g.key).address()) for g in found.groups]),
        ("Measures", [(m.short, choice.without("m", m.id).address()) for m in found.measures]),
    ]


def _measures(reading: Reading) -> list[tuple[str, list[Measure]]]:
    """The measures that can be added, by area and group."""
    here = {m.id for m in reading.found.measures}
    rest = [m for m in reading.found.evidence.measures.values() if m.id not in here]

    def where(measure: Measure) -> str:
        return f"{_capital(measure.area)}: {measure.group}" if measure.group else _capital(measure.area)

    ordered = sorted(rest, key=lambda m: (where(m), m.title))
    return [(words, list(group)) for words, group in groupby(ordered, where)]


def _highlights(reading: Reading) -> list[tuple[str, str, bool]]:
    """Places to choose from where a chart can't name them all."""
    places = reading.found.places
    if len(places) <= MOST_HIGHLIGHTED:
        return []
    named = comparing.named_in(reading.found, reading.choice.highlight)
    return [(p.id, p.name, p.id in named) for p in places]


def _portfolio(request: HttpRequest, choice: Choice) -> str:
    """The address with an adviser's portfolio as a group; nothing for others."""
    user = request.user
    if not user.is_authenticated or Role.ADVISER not in user.roles:
        return ""
    ids = ",".join(sorted(user.portfolio.values_list("place", flat=True)))
    key = f"list:My portfolio={ids}"
    return choice.but(g=(*choice.g, key)).address() if ids and key not in choice.g else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
