"""Revenue account budget (RA): what every English authority plans to spend and how it will be paid for.

Source: MHCLG (before: DCLG, DLUHC), 'Revenue Account (RA) budget, individual local authority data', £
thousand. The budget is published about the end of the first quarter of the year it plans for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import publication
from wholeplace.finance.datasets import revenue_workbook as revenue
from wholeplace.finance.datasets.checks import check_against_totals
from wholeplace.finance.datasets.revenue_outturn import RESERVE_LEVELS, ROUNDING, SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.source import SourceFile

_TITLE = re.compile(r"(?<!housing )\brevenue accounts?\s+(?:\(ra\)\s+)?budget", re.IGNORECASE)
_FRONT_YEAR = re.compile(
    r"REVENUE ACCOUNTS?\s+(?:\(RA\)\s+)?BUDGET:?\s+(?:\(RA\):?\s+)?(20\d{2})\s*[-/\u2013]\s*(\d{2})",
    re.IGNORECASE,
)
_MONTHS_AFTER_YEAR_END = -9  # the June after the year has begun


class RevenueBudget(Dataset):
    """RA workbooks with a row an authority, of any year that has the line's name in its header row."""

    key: ClassVar[str] = "revenue-budget-ra"
    title: ClassVar[str] = "Revenue account budget (RA)"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "ra"

    def recognise(self, source: SourceFile) -> bool:
        return revenue.says(source, _TITLE)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        book = source.workbook
        sheets = revenue.data_sheets(book, "net_revenue_expenditure")[:1]
        front = revenue.front_words(book)
        period = revenue.the_period(book, sheets, front, _FRONT_YEAR)
        published, basis, note = publication(
            front, period, _MONTHS_AFTER_YEAR_END, "each June, three months into the year budgeted for"
        )
        reading = self.begin(
            period,
            published,
            basis,
            note,
        )
        revenue.read_sheet(reading, sheets[0], "", set())
        revenue.check_parts_add_up(reading, SERVICES, "total_service_expenditure", ROUNDING, share=0)
        revenue.warn_negative(reading, RESERVE_LEVELS)
        check_against_totals(reading, sheets[0])
        yield reading
