"""A profile as the place page shows it: addresses, words of units, and what stands where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from wholeplace.evidence.figure import YES_NO, show_value
from wholeplace.papers.json import blocks_data, cleaned
from wholeplace.papers.said import council_says
from wholeplace.places.model import KNOWN_FROM, show_day
from wholeplace.web.design.environment import url_if_any
from wholeplace.web.places.briefs import NAMES
from wholeplace.web.places.sparks import spark

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from wholeplace.papers.model import Paragraph
    from wholeplace.papers.replies import Reply
    from wholeplace.profile.model import Indicator, Profile
    from wholeplace.web.places.asking import PeersForm
    from wholeplace.web.places.warning import EarlyWarning


def words(
    found: Profile, form: PeersForm, replies: Sequence[Reply] = (), warning: EarlyWarning | None = None
) -> dict[str, Any]:
    """What the template of the place page asks for; `warning` only for a reader who may see it."""
    said = council_says(found.context.snapshot, found.place, replies)
    return {
        "said": said[1:],  # without its heading, which the page has of its own
        "said_of": {(r.measure, r.period) for r in replies if r.place == found.place.id},
        "found": found,
        "place": found.place,
        "form": form,
        "facts": facts(found),
        "warning": warning,
        "contents": contents(found, replied=bool(said), warned=warning is not None),
        "formats": [(NAMES[k], reverse("places:brief", args=(found.place.id, k))) for k in NAMES],
        "peers_words": found.context.peers_name,
        "median": median,
        "middle_half": middle_half,
        "spark": spark,
        "inline": inline,
        "compare_address": compare_address(found),
    }


def inline(paragraph: Paragraph) -> list[dict[str, Any]]:
    """A paragraph's parts as the template runs them together."""
    return list(cleaned(blocks_data([paragraph]))[0]["parts"])


def facts(found: Profile) -> list[dict[str, Any]]:
    """What is known of the place besides its figures, a row each; a row holds text or links."""
    place = found.place
    rows: list[dict[str, Any]] = [{"key": "Class", "value": found.kind[0].upper() + found.kind[1:]}]
    if place.region or place.nation:
        rows.append({"key": "Region", "value": ", ".join(dict.fromkeys(filter(None, (place.region, place.nation))))})
    if found.county:
        rows.append({"key": "County", "links": [found.county]})
    if found.districts:
        rows.append({"key": "Districts", "links": found.districts})
    if found.combined_authority:
        rows.append({"key": "Combined authority", "links": [found.combined_authority]})
    rows.append({"key": "Existed", "value": _existed(found)})
    if place.area_hectares:
        rows.append({"key": "Area", "value": f"{place.area_hectares / 100:,.0f} sq km"})
    former = f" (formerly {', '.join(place.former_gss)})" if place.former_gss else ""
    codes = [f"{place.id} in the register" if found.in_register else place.id]
    codes += [f"GSS {place.gss}{former}"] if place.gss else []
    codes += [f"E-code {place.ecode}"] if place.ecode and place.ecode != place.id else []
    rows.append({"key": "Codes", "value": "; ".join(codes)})
    return [r for r in rows if r.get("value") or r.get("links")]


def _existed(found: Profile) -> str:
    place = found.place
    began = f"Since {show_day(place.start)}" if place.start and place.start >= KNOWN_FROM else ""
    if place.start and place.start > found.context.as_of:
        return f"From {show_day(place.start)}: it does not exist yet"
    if place.end:
        began = f"From {show_day(place.start)} to" if began and place.start else "Until"
        return f"{began} {show_day(place.end)}"
    return began or ("Since before the register begins" if found.in_register else "")


def contents(found: Profile, *, replied: bool = False, warned: bool = False) -> list[tuple[str, str]]:
    """The page's sections: text and the id of each."""
    inside = [("What stands out", "stands-out")] if found.findings or found.indicators else []
    inside += [("Early warning", "early-warning")] if warned else []
    inside += [("What the council says", "says")] if replied else []
    inside += [(area.title, f"area-{area.area}") for area in found.areas if area.groups or area.blocks]
    inside.append(("What is missing", "missing"))
    if found.in_register:
        inside += [("History", "history"), ("Places like it", "alike"), ("The brief", "brief")]
    return [*inside, ("Sources", "sources")]


def compare_address(found: Profile) -> str:
    """The page that compares the place with those like it, by the key figures; nothing where there is no such page."""
    address = url_if_any("compare:compare")
    chosen = [("m", item.figure.measure) for a in found.areas if a.key_figures for item in a.key_figures.items]
    places = [("p", p) for p in (found.place.id, *(one.place.id for one in found.alike))]
    return f"{address}?{urlencode([*chosen, *places])}" if address and found.alike else ""


def median(one: Indicator) -> str:
    """The peers' median as a reader would write it; empty where there are too few, or the answers are yes and no."""
    return "" if one.measure.unit == YES_NO else _shown(one, one.standing.median)


def middle_half(one: Indicator) -> str:
    """Where the middle half of the peers lies; empty where there is no median."""
    if one.measure.unit == YES_NO or one.standing.lower is None:
        return ""
    return f"{_shown(one, one.standing.lower)} to {_shown(one, one.standing.upper)}"


def _shown(one: Indicator, value: Decimal | float | None) -> str:
    return "" if value is None else show_value(value, one.measure.unit, one.measure.decimals)
