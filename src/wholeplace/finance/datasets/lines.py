"""Stable ids for the lines of the revenue returns, which are worded and numbered differently every year.

An id comes from the line's heading with bracketed remarks dropped; `SAME_AS` lists the headings that mean the same
line in other years. Line numbers are kept as a remark only: the budget (RA) and the outturn (RS) use the same number
for different things.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from wholeplace.core.ids import fold, slug

if TYPE_CHECKING:
    from collections.abc import Mapping

# What a heading's own slug is -> the id used for it in every year.
SAME_AS: Mapping[str, str] = {
    "children_social_care": "children_social_care",
    "total_children_social_care": "children_social_care",
    "total_childrens_social_care": "children_social_care",
    "total_adult_social_care": "adult_social_care",
    "total_public_health": "public_health",
    "total_education_services": "education_services",
    "total_highways_and_transport_services": "highways_and_transport_services",
    "total_housing_services": "housing_services",
    "total_cultural_and_related_services": "cultural_and_related_services",
    "total_environmental_and_regulatory_services": "environmental_and_regulatory_services",
    "total_planning_and_development_services": "planning_and_development_services",
    "total_police_services": "police_services",
    "total_fire_and_rescue_services": "fire_and_rescue_services",
    "total_central_services": "central_services",
    "total_other_services": "other_services",
    "interest_external_payments": "interest_payable",
    "interest_payable_and_similar_charges": "interest_payable",
    "interest_interest_payable_and_similar_charges": "interest_payable",
    "the_budget_requirement": "budget_requirement",
}

_APPROPRIATION = re.compile(r"appropriations?_to_?from_(?P<what>.+)")
_LEVEL = re.compile(r"^(?:estimated_)?(?P<what>.+?)_(?:financial_)?reserves_level")
_OF_LINES = re.compile(r"\(?\s*total\s+of\s+lines.*$", re.IGNORECASE)
_DATES = re.compile(r"1 april|31 march", re.IGNORECASE)
_RESERVE_NAMES = {
    "schools": "schools",
    "public_health": "public_health",
    "other_earmarked": "earmarked",
    "unallocated": "unallocated",
}


@lru_cache(maxsize=8_192)
def line_key(heading: str, section: str = "") -> str:
    """The id of a line, without its return's prefix.

    Reserve levels are told apart by the date that stands in the heading or over the group of columns:
    `reserves_earmarked_opening` (1 April) and `reserves_earmarked_closing` (31 March).
    """
    key = slug(_OF_LINES.sub("", heading.replace("(+)", " ").replace("(-)", " ").replace("/", " ")))
    if level := _LEVEL.match(key):
        return f"reserves_{_RESERVE_NAMES.get(level['what'], level['what'])}_{_moment(heading, section)}"
    if appropriation := _APPROPRIATION.match(key):
        what = appropriation["what"].removesuffix("_financial_reserves").removesuffix("_reserves")
        if what in _RESERVE_NAMES:
            return f"appropriation_{_RESERVE_NAMES[what]}"
        return f"appropriation_{appropriation['what']}"
    return SAME_AS.get(key, key)


def _moment(heading: str, section: str) -> str:
    found = _DATES.findall(heading) or _DATES.findall(section)
    if not found:
        return "undated"
    return "opening" if fold(found[-1]) == "1 april" else "closing"
