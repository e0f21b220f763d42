"""Stable ids for the lines of the council tax requirement return, whose numbering moves from year to year.

Billing authorities fill in CTR1 and major precepting authorities CTR2; the published sheet puts both under
one set of columns. A major precepting authority has no parishes of its own: its requirement and its Band D
are kept on the lines that leave parishes out, which is what every tier has in every year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wholeplace.core.ids import slug

MONEY = "money"
RATE = "rate"
SHARE = "share"
COUNT = "count"
BASE = "base"


@dataclass(frozen=True)
class CouncilTaxLine:
    """A line's id without prefix and what it is: money, a rate in pounds, a share, a count or a tax base."""

    key: str
    kind: str

    @property
    def pounds_per_unit(self) -> int:
        """1 for pounds, 0 for other numbers."""
        return 1 if self.kind in {MONEY, RATE} else 0

    @property
    def combine(self) -> str:
        """Only amounts and counts add up: tax bases of tiers overlap, and a Band D is a rate."""
        return "sum" if self.kind in {MONEY, COUNT} else "none"


_AREA = {
    "county or gla": "area_county_or_gla_band_d",
    "police": "area_police_band_d",
    "fire": "area_fire_band_d",
    "combined authority": "area_combined_authority_band_d",
}
_PARTS = {"number": ("number", COUNT), "tax base": ("tax_base", BASE), "ctb": ("tax_base", BASE)}

# Tried in order: the first that matches the heading without its number and year.
_HEADINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), CouncilTaxLine(key, kind))
    for pattern, key, kind in (
        (r"^council tax requirement.*excluding local precepts", "requirement_excluding_parishes", MONEY),
        (r"^council tax requirement.*local precepts", "requirement_including_parishes", MONEY),
        (r"^council tax requirement including special expenses", "requirement_excluding_parishes", MONEY),
        (r"^parish precepts", "parish_precepts", MONEY),
        (r"levies and special levies", "levies", MONEY),
        (r"^aggregate of special expenses", "special_expenses", MONEY),
        (r"^tax base \(after", "tax_base_after_reduction_scheme", BASE),
        (r"^tax base \(before", "tax_base_before_reduction_scheme", BASE),
        (r"^estimated collection rate", "collection_rate", SHARE),
        (r"^tax base adjustment", "tax_base_adjustment", BASE),
        (r"^council tax base for freeze grant", "tax_base_for_freeze_grant", BASE),
        (r"^council tax base for", "tax_base", BASE),
        (r"^average .*for area of the billing authority", "band_d_area", RATE),
        (r"^average .*of major precepting authority", "band_d_excluding_parishes", RATE),
        (r"^average \(band d.*exclud\w+ local precepts", "band_d_excluding_parishes", RATE),
        (r"^average \(band d.*local precepts\)", "band_d_including_parishes", RATE),
        (r"^total adult social care precept", "adult_social_care_precept", MONEY),
        (r"^adult social care precept as a percentage", "adult_social_care_share", SHARE),
        (r"^adult social care precept .*element", "adult_social_care_band_d", RATE),
    )
)
_GROUPS = (
    (re.compile(r"^all parishes", re.IGNORECASE), "parishes"),
    (re.compile(r"^charter trustees", re.IGNORECASE), "charter_trustees"),
    (re.compile(r"^precepting parishes", re.IGNORECASE), "precepting_parishes"),
)
_NUMBER = re.compile(r"^'?\s*(?P<number>\d+[a-z]?)\s*\.\s*(?P<rest>.+)$", re.IGNORECASE | re.DOTALL)
_PART = re.compile(
    r"of which\b|whole of gla|london boroughs less|.*combined authority - (police|general)", re.IGNORECASE
)
_WORDS_ONLY = re.compile(r"referendum|how do you wish", re.IGNORECASE)


def split_number(heading: str) -> tuple[str, str]:
    """Number and wording of a heading: `3a. Levies` -> (`3a`, `Levies`)."""
    text = " ".join(heading.split())
    found = _NUMBER.match(text)
    return (found["number"].lower(), found["rest"]) if found else ("", text)


def line_of(wording: str, under: str) -> CouncilTaxLine | None:
    """The line that a heading (and the word under it) stands for; None for questions answered in words.

    `under` is what stands below the heading where it is not a year, such as `Police` or `Number`.
    """
    if _WORDS_ONLY.search(wording):
        return None
    if under.casefold() in _AREA and re.search("major precepting", wording, re.IGNORECASE):
        return CouncilTaxLine(_AREA[under.casefold()], RATE)
    for pattern, group in _GROUPS:
        if pattern.search(wording):
            part, kind = _PARTS.get(under.casefold(), (slug(under), COUNT))
            return CouncilTaxLine(f"{group}_{part}", kind)
    for pattern, line in _HEADINGS:
        if pattern.search(wording):
            return line
    key = slug(f"{wording} {under}")
    return CouncilTaxLine(key, BASE) if key else None


def is_part(name: str) -> bool:
    """Whether a row is a part of an authority that stands whole elsewhere, such as the GLA's police part."""
    return bool(_PART.match(name.strip()))
