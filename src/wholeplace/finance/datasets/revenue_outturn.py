"""Revenue Outturn summary (RS): what every English authority spent and how it was paid for, one workbook a year.

Source: MHCLG (before: DCLG, DLUHC), 'Revenue outturn summary (RS) data by local authority', £ thousand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import publication
from wholeplace.finance.datasets import revenue_workbook as revenue
from wholeplace.finance.datasets.checks import check_against_totals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.source import SourceFile

_TITLE = re.compile(r"revenue outturn summary \(rs\)|rs - revenue outturn summary", re.IGNORECASE)
_FRONT_YEAR = re.compile(r"RS - REVENUE OUTTURN SUMMARY\s+(20\d{2})\s*[-/–]\s*(\d{2})", re.IGNORECASE)

SERVICES = (
    "education_services", "highways_and_transport_services", "children_social_care", "adult_social_care",
    "public_health", "housing_services", "cultural_and_related_services", "environmental_and_regulatory_services",
    "planning_and_development_services", "police_services", "fire_and_rescue_services", "central_services",
    "other_services",
)  # fmt: skip
RESERVE_LEVELS = tuple(
    f"reserves_{kind}_{moment}" for kind in ("earmarked", "unallocated") for moment in ("opening", "closing")
)


# Without these the workbook has lost a sheet or a column; without the others it is worth a warning.
NEEDED = ("net_revenue_expenditure", "reserves_earmarked_closing", "reserves_unallocated_closing")
EXPECTED = (
    *RESERVE_LEVELS, "net_revenue_expenditure", "total_service_expenditure", "interest_payable",
    "council_tax_requirement", "appropriation_earmarked", "appropriation_unallocated",
)  # fmt: skip
# Each of 13 parts and the total is rounded to £ thousand. In all workbooks of 2010-11 to 2017-18 none is further off.
ROUNDING = 10


class RevenueOutturnSummary(Dataset):
    """RS workbooks 2010-11 to 2017-18, any vintage."""

    key: ClassVar[str] = "revenue-outturn-rs"
    title: ClassVar[str] = "Revenue outturn summary (RS)"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "rs"

    def recognise(self, source: SourceFile) -> bool:
        return revenue.says(source, _TITLE)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        book = source.workbook
        sheets = revenue.data_sheets(book, "net_revenue_expenditure")
        front = revenue.front_words(book)
        period = revenue.the_period(book, sheets, front, _FRONT_YEAR)
        published, basis, note = publication(front, period, 8, "final outturn each November")
        reading = self.begin(period, published, basis, note,
            vintage="provisional" if "provisional" in front.casefold() else "final",
        )  # fmt: skip
        taken: set[str] = set()
        for number, data in enumerate(sheets):
            revenue.read_sheet(reading, data, _basis_prefix(number, data.basis), taken)
        revenue.check_lines_are_there(reading, sheets, NEEDED, EXPECTED)
        revenue.check_parts_add_up(reading, _parts(reading), "total_service_expenditure", ROUNDING, share=0)
        revenue.warn_negative(reading, RESERVE_LEVELS)
        check_against_totals(reading, sheets[0])
        yield reading


def _parts(reading: Reading) -> tuple[str, ...]:
    """The services that make the total: in 2010-11 all social care was one line."""
    if f"{reading.namespace}.social_care" not in reading.lines:
        return SERVICES
    divided = ("children_social_care", "adult_social_care", "public_health")
    return ("social_care", *(s for s in SERVICES if s not in divided))


def _basis_prefix(number: int, basis: str) -> str:
    """Other sheets than that of net current expenditure repeat the lines on another basis, which goes before the id.

    A sheet that names its basis keeps it where it stands first too, as it does when the main sheet was deleted.
    """
    if number == 0 and revenue.MAIN_BASIS in basis:
        return ""
    if "reserves" in basis:
        return "reserves_sheet_"
    if "capital" in basis:
        return "capital_items_"
    if "total cost" in basis:
        return "net_total_cost_"
    return f"sheet_{number + 1}_" if number else ""
