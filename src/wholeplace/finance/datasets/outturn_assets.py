"""What the columns of the long outturn series mean: `<FORM>_<asset>_<measure>`, e.g. `RS_netrevexp_net_exp`.

Only names seen in the real file's header by people who published their reading of it stand in `RS_LINES`; see
`docs/revenue-outturn-time-series.md` for which they are and for what is still missing (the publisher's names
of other earmarked reserves, appropriations and interest). A column that is not named here keeps its own name
after `x_`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

RS_LINES: Mapping[str, str] = {
    "rs_edu_net_exp": "education_services",
    "rs_trans_net_exp": "highways_and_transport_services",
    "rs_csc_net_exp": "children_social_care",
    "rs_asc_net_exp": "adult_social_care",
    "rs_phs_net_exp": "public_health",
    "rs_hous_net_exp": "housing_services",
    "rs_cul_net_exp": "cultural_and_related_services",
    "rs_env_net_exp": "environmental_and_regulatory_services",
    "rs_plan_net_exp": "planning_and_development_services",
    "rs_pol_net_exp": "police_services",
    "rs_frs_net_exp": "fire_and_rescue_services",
    "rs_cen_net_exp": "central_services",
    "rs_oth_net_exp": "other_services",
    "rs_totsx_net_exp": "total_service_expenditure",
    "rs_netcurrtot_net_exp": "net_current_expenditure",
    "rs_revenuetot_net_exp": "revenue_expenditure",
    "rs_netrevexp_net_exp": "net_revenue_expenditure",
    "rs_ctrtot_net_exp": "council_tax_requirement",
    "rs_grantrsg_net_exp": "revenue_support_grant",
    "rs_grantpol_net_exp": "police_grant",
    "rs_grantinaef_net_exp": "specific_and_special_grants_inside_aef",
    "rs_retainnndr_net_exp": "retained_income_from_rate_retention_scheme",
    "rs_colfunct_net_exp": "collection_fund_surplus_deficits_for_council_tax",
    "rs_lctspen_net_exp": "total_council_tax_revenue_foregone_pensioners",
    "rs_lctswa_net_exp": "total_council_tax_revenue_foregone_working_age_people",
    "rs_lctstot_net_exp": "total_amount_of_council_tax_revenue_foregone",
    "rs_hbrent_net_exp": "housing_benefits_rent_allowances_mandatory_payments",
    "rs_parishaggprecept_net_exp": "parish_precepts",
    "rs_levyita_net_exp": "integrated_transport_authority_levy",
    "rs_levywaste_net_exp": "waste_disposal_authority_levy",
    "rs_levyflood_net_exp": "levy_environment_agency_flood_defence",
    "rs_levyother_net_exp": "other_levies",
    "rs_resunall_start_cy": "reserves_unallocated_opening",
    "rs_resunall_end_cy": "reserves_unallocated_closing",
}

# Names made after the manner of those above where no public reading of the file was found; a release that
# uses any of them says so. They are not in the real file if it names these lines otherwise, and then those
# keep their own names.
ASSUMED_LINES: Mapping[str, str] = {
    "rs_grantoutaef_net_exp": "specific_and_special_grants_outside_aef",
    "rs_prinrepay_net_exp": "provision_for_repayment_of_principal",
    "rs_intpay_net_exp": "interest_payable",
    "rs_intinvinc_net_exp": "interest_and_investment_income_external_receipts_and_dividends",
    "rs_appsch_net_exp": "appropriation_schools",
    "rs_appph_net_exp": "appropriation_public_health",
    "rs_appoth_net_exp": "appropriation_earmarked",
    "rs_appunall_net_exp": "appropriation_unallocated",
    "rs_othitem_net_exp": "other_items",
    "rs_ressch_start_cy": "reserves_schools_opening",
    "rs_ressch_end_cy": "reserves_schools_closing",
    "rs_resph_start_cy": "reserves_public_health_opening",
    "rs_resph_end_cy": "reserves_public_health_closing",
    "rs_resoth_start_cy": "reserves_earmarked_opening",
    "rs_resoth_end_cy": "reserves_earmarked_closing",
}

# Short names of services on form RSX, and of what it tells of each.
_RSX_SERVICES: Mapping[str, str] = {
    k.split("_")[1]: v
    for k, v in RS_LINES.items()
    if v.endswith(("_services", "_care", "_health", "_service_expenditure"))
}
_RSX_MEASURES: Mapping[str, str] = {
    "empl": "employees",
    "run_exp": "running_expenses",
    "tot_exp": "total_expenditure",
    "sfc": "sales_fees_charges",
    "oth_inc": "other_income",
    "tot_inc": "total_income",
}
_RSX = re.compile(r"^rsx_([a-z]+)_(.+)$")

# Measures that are money, in £ thousand; any other column is kept as a plain number.
_MONEY = re.compile(r"_(net_exp|net_cur_exp|tot_exp|run_exp|empl|sfc|oth_inc|tot_inc|start_cy|end_cy|tot_grant|mss)$")


def line_of(column: str) -> str:
    """The line's id (without `rs.`) of a column of the series, whatever its case."""
    name = column.strip().lower()
    if known := RS_LINES.get(name) or ASSUMED_LINES.get(name):
        return known
    if (rsx := _RSX.match(name)) and rsx[1] in _RSX_SERVICES and rsx[2] in _RSX_MEASURES:
        return f"{_RSX_SERVICES[rsx[1]]}_{_RSX_MEASURES[rsx[2]]}"
    return f"x_{name}"


def is_assumed(column: str) -> bool:
    """Whether the column's meaning is told from the manner of its name only."""
    return column.strip().lower() in ASSUMED_LINES


def is_money(column: str) -> bool:
    """Whether the column's measure is money in £ thousand."""
    return bool(_MONEY.search(column.strip().lower()))
