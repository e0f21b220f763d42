"""Capital returns: how capital spending was paid for, capital financing requirement, debt and investments.

Source: MHCLG (before: DCLG, DLUHC), 'Local authority capital expenditure, receipts and financing'. Outturn:
COR4 (2010-11 to 2016-17, one workbook a year), then COR B (financing) and COR C (prudential system);
forecast: CER B and C. £ thousand. Capital expenditure by service (the other sheet of COR4) is not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import publication
from wholeplace.finance.datasets import capital_workbook as capital
from wholeplace.finance.datasets import revenue_workbook as revenue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wholeplace.evidence.reading import Reading
    from wholeplace.evidence.source import SourceFile

_OUTTURN = re.compile(
    r"(?:capital expenditure and receipts|capital outturn return, section [bc].{0,160}?)"
    r"\s*(?P<start>20\d{2})\s*[-/\u2013]\s*(?P<end>\d{2})",
    re.IGNORECASE | re.DOTALL,
)
_ESTIMATES = re.compile(
    r"capital estimates return, section [bc].{0,160}?(?P<start>20\d{2})\s*[-/\u2013]\s*(?P<end>\d{2})",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r"capital (?:outturn|estimates) return, section (?P<letter>[bc])", re.IGNORECASE)
_PARTS = {"b": "financing", "c": "prudential", "": ""}


class CapitalOutturn(Dataset):
    """COR4 workbooks 2010-11 to 2016-17; COR B and COR C from 2017-18."""

    key: ClassVar[str] = "capital-outturn"
    title: ClassVar[str] = "Capital outturn: financing and prudential information (COR)"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government"
    namespace: ClassVar[str] = "cor"
    front: ClassVar[re.Pattern[str]] = _OUTTURN
    usual_months: ClassVar[int] = 7
    usual: ClassVar[str] = "final outturn each autumn, by the end of October"

    def recognise(self, source: SourceFile) -> bool:
        return revenue.says(source, self.front)

    def read(self, source: SourceFile) -> Iterable[Reading]:
        book = source.workbook
        sheets = capital.capital_sheets(book)
        period = capital.the_period(book, self.front, sheets)
        words = revenue.front_words(book)
        published, basis, note = publication(words, period, self.usual_months, self.usual)
        section = _SECTION.search(words)
        reading = self.begin(period, published, basis, note, part=_PARTS[section["letter"].lower() if section else ""],
        )  # fmt: skip
        for data in sheets:
            capital.read_sheet(reading, book, data)
        capital.check_identities(reading)
        yield reading


class CapitalEstimates(CapitalOutturn):
    """CER B and CER C: what authorities forecast for the year, under the outturn's line names."""

    key: ClassVar[str] = "capital-estimates"
    title: ClassVar[str] = "Capital estimates: financing and prudential information (CER)"
    namespace: ClassVar[str] = "cer"
    front: ClassVar[re.Pattern[str]] = _ESTIMATES
    usual_months: ClassVar[int] = -9
    usual: ClassVar[str] = "forecasts each June of the year itself"
