"""Stable ids for the lines of the capital returns (COR4; COR B, C; CER B, C), worded anew in most years.

Until 2016-17 a column is known by its heading, from 2017-18 by the asset id that stands over it
(`prubrwgrs-end`); both lead to the same id. Positions are at 1 April (`_opening`) and 31 March
(`_closing`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wholeplace.core.ids import slug

if TYPE_CHECKING:
    from collections.abc import Mapping

_ASSET = re.compile(
    r"^(?:[A-Z]{3}\w{0,4}-)?(?P<asset>(?:fin|pru|rec)[a-z0-9]+)-(?P<moment>amt|strt|end|chng)$", re.IGNORECASE
)
_MOMENTS = {"strt": "_opening", "end": "_closing", "chng": "_change", "amt": ""}

ASSETS: Mapping[str, str] = {
    "prucfrstrt": "capital_financing_requirement_opening",
    "prucfrend": "capital_financing_requirement_closing",
    "prucfrchng": "capital_financing_requirement_change",
    "prufinoth": "expenditure_resourced_by_credit",
    "prurpyrevmrp": "minimum_revenue_provision",
    "prurpyrevadd": "additional_contribution_from_revenue",
    "prurpymrr": "contribution_from_major_repairs_reserve",
    "prurpyhra": "contribution_from_housing_revenue_account",
    "prurpyrec": "use_of_receipts_to_repay_credit",
    "prurpyhraadj": "adjustment_across_hra_boundary",
    "prurpy": "total_repayment_of_credit",
    "prubrwgrs": "gross_borrowing",
    "prucrdt": "other_long_term_liabilities",
    "prubrwgrscrdt": "gross_debt",
    "pruinv": "investments",
    "prubrwnet": "net_debt",
    "prubdy": "operational_boundary",
    "prulmt": "authorised_limit",
    "fingrngov": "grants_from_central_government",
    "fingrnothesif": "grants_from_european_funds",
    "fingrnothpri": "contributions_from_developers",
    "fingrnothpris106": "contributions_section_106_affordable_housing",
    "fingrnothpris106oth": "contributions_section_106_other",
    "fingrnothpricil": "community_infrastructure_levy",
    "fingrnothprioth": "contributions_from_developers_other",
    "fingrnothndpb": "grants_from_public_bodies",
    "fingrnothlot": "grants_from_national_lottery",
    "fingrnothgovgla": "grants_from_gla_bodies",
    "fingrnothgovlep": "grants_from_local_enterprise_partnerships",
    "fingrnothgovla": "grants_from_other_local_authorities",
    "fingrn": "total_grants",
    "finrec": "use_of_capital_receipts",
    "finfundhra": "financed_from_housing_revenue_account",
    "finfundmrr": "financed_from_major_repairs_reserve",
    "finfundgfra": "financed_from_general_fund",
    "finfund": "total_financed_from_revenue",
    "finothgla": "loans_from_gla_bodies",
    "finothlep": "loans_from_local_enterprise_partnerships",
    "finothla": "loans_from_other_local_authorities",
    "finothoth": "other_borrowing_and_credit",
    "finothxpfi": "prudential_borrowing_excluding_pfi",
    "finothpfi": "private_finance_initiative",
    "finoth": "prudential_borrowing_including_pfi",
    "fingrandtot": "total_resources",
    "fingrandtotpfi": "total_resources_including_pfi",
    "recusdflx": "receipts_used_for_revenue",
}

# Headings of COR4, tried in order, brackets dropped first. A group `at` is the date that ends a line's id.
_AT = r".* (?P<at>1 april|31 march)"
_HEADINGS = tuple(
    (re.compile(pattern, re.IGNORECASE), key)
    for pattern, key in (
        (rf"^m\d+\s*-\s*local authority companies only{_AT}", "companies_gross_debt"),
        (rf"^capital financing requirement as{_AT}", "capital_financing_requirement"),
        (r"^change in capital financing requirement", "capital_financing_requirement_change"),
        (rf"^gross borrowing as{_AT}", "gross_borrowing"),
        (rf"^other long-term liabilities as{_AT}", "other_long_term_liabilities"),
        (rf"^investments as{_AT}", "investments"),
        (rf"^operational boundary for{_AT}", "operational_boundary"),
        (rf"^authorised limit for{_AT}", "authorised_limit"),
        (r"^capital exp\w* to be resourced by means of credit", "expenditure_resourced_by_credit"),
        (r"^minimum revenue provision", "minimum_revenue_provision"),
        (r"^additional contribution from revenue", "additional_contribution_from_revenue"),
        (r"^contributions? from (major repairs reserve|mrr)", "contribution_from_major_repairs_reserve"),
        (r"^use of receipts", "use_of_receipts_to_repay_credit"),
        (r"^adjustments for land", "adjustment_across_hra_boundary"),
        (r"^expenditure treated as capital expenditure by virtue", "expenditure_by_direction"),
        (r"^payment of lsvt levy", "large_scale_voluntary_transfer_levy"),
        (r"^(of which is )?hra capital expenditure", "hra_capital_expenditure"),
        (r"^total (capital )?expenditure and other transactions", "total_capital_expenditure"),
        (r"^total (capital )?receipts", "total_capital_receipts"),
        (r"^capital grants from central gov", "grants_from_central_government"),
        (r"^capital grants from european", "grants_from_european_funds"),
        (r"^grants (and|&) contributions from private developers", "contributions_from_developers"),
        (r"^grants (and|&) contributions from non-departmental", "grants_from_public_bodies"),
        (r"^grants (and|&) contributions from local enterprise", "grants_from_local_enterprise_partnerships"),
        (r"^capital grants from the national lottery", "grants_from_national_lottery"),
        (r"^capital funding from gla", "grants_from_gla_bodies"),
        (r"^use of capital receipts", "use_of_capital_receipts"),
        (
            r"^capital expenditure financed (from|by) the housing revenue",
            "financed_from_housing_revenue_account",
        ),
        (r"^capital expenditure financed (from|by) the major repairs", "financed_from_major_repairs_reserve"),
        (r"^capital expenditure financed (from|by) the general fund", "financed_from_general_fund"),
        (r"^other borrowing and credit arrangements", "other_borrowing_and_credit"),
        (r"^total resources used to finance capital", "total_resources"),
        (r"^m\d+\s*-\s*section 106 payments for affordable", "contributions_section_106_affordable_housing"),
        (r"^m\d+\s*-\s*other section 106", "contributions_section_106_other"),
        (r"^m\d+\s*-\s*capital expenditure financed by the community", "community_infrastructure_levy"),
    )
)
_MEMORANDUM = re.compile(r"^m\d+\s*-\s*(?P<what>.+)$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def asset_line(cell: str) -> str:
    """The line of an asset id such as `PRU2T1-prubrwgrs-strt`; empty where the cell is none.

    An asset not met before keeps its own id.
    """
    found = _ASSET.match(cell.strip())
    if not found:
        return ""
    asset = found["asset"].lower()
    return ASSETS.get(asset, asset) + _MOMENTS[found["moment"].lower()]


def known_heading(heading: str) -> str:
    """The line of a heading that is known; empty for any other."""
    text = _BRACKETS.sub("", " ".join(heading.split()))
    for pattern, key in _HEADINGS:
        if found := pattern.search(text):
            at = found.groupdict().get("at")
            return key if not at else f"{key}_{'opening' if at.startswith('1') else 'closing'}"
    return ""


def heading_line(heading: str, *, whole: bool = False) -> str:
    """The line of any heading: known, a memorandum item (`memo_…`) or the heading's own words.

    `whole` keeps what stands in brackets, to tell apart headings that differ only there.
    """
    text = " ".join(heading.split())
    if whole:
        return slug(re.sub(r"[()]", " ", text), limit=120)
    text = _BRACKETS.sub("", text)
    if known := known_heading(heading):
        return known
    if memorandum := _MEMORANDUM.match(text):
        return f"memo_{slug(memorandum['what'])}"
    return slug(text)
