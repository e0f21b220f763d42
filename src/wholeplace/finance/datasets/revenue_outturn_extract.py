"""Extracts of the revenue outturn for one council each, in two JSON layouts, £ thousand.

- `by_year` -> `revenue_summary`: service expenditure, key financials, reserves, financing (2021-22 on);
- `by_year` -> `summary`, `housing`, …: headline lines of the long time series (2017-18 on).

They were made by others from the published return, so the publisher's own return wins wherever both are
loaded. In the first layout 'NET CURRENT EXPENDITURE' and, after 2021-22, 'REVENUE EXPENDITURE' hold 0 or a
few pounds for nearly every council although services cost hundreds of millions: where they are under a
quarter of total service expenditure they are set aside. The second layout's `type` calls unitaries and the
county shire districts; it is not used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from wholeplace.core.errors import BadFileError, PeriodError
from wholeplace.core.ids import slug
from wholeplace.core.periods import FINANCIAL_YEAR, Period
from wholeplace.evidence.cells import read_cell
from wholeplace.evidence.dataset import Dataset
from wholeplace.evidence.dates import publication
from wholeplace.evidence.figure import NOT_SUBMITTED, OK, SET_ASIDE
from wholeplace.evidence.reading import CELL, WARNING, Authority, Block, Check, Line, Reading, SetAside
from wholeplace.evidence.source import JSON
from wholeplace.finance.datasets.lines import line_key
from wholeplace.finance.datasets.revenue_outturn import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wholeplace.evidence.source import SourceFile

_GSS = re.compile(r"^[A-Z]\d{8}$")
_SAYS = b"MHCLG Revenue Outturn"
_PEEK = 4096
_THOUSANDS = 1_000

# Labels of the second layout whose meaning is beyond doubt. The six services agree with the first layout
# council by council, within rounding; the rest are columns of form RS in the long time series.
TREND_LINES = {
    ("summary", "Housing (GF & HRA)"): "housing_services",
    ("summary", "Cultural Services"): "cultural_and_related_services",
    ("summary", "Environmental Services"): "environmental_and_regulatory_services",
    ("summary", "Planning & Development"): "planning_and_development_services",
    ("summary", "Central Services"): "central_services",
    ("summary", "Other Services"): "other_services",
    ("summary", "Total Net Current Expenditure"): "net_current_expenditure",
    ("summary", "HB: Rent Allowances"): "housing_benefits_rent_allowances_mandatory_payments",
    ("summary", "Parish Precepts"): "parish_precepts",
    ("summary", "Levy: Waste Disposal"): "waste_disposal_authority_levy",
    ("summary", "Levy: Flood Defence"): "levy_environment_agency_flood_defence",
}
# Sections of the first layout whose labels are the return's own.
_AS_IN_RETURN = ("service_expenditure", "key_financials", "reserves", "council_tax_support", "financing")
_UNRELIABLE = ("net_current_expenditure", "revenue_expenditure")
_RSX_MEASURES = (
    "sales_fees_charges",
    "other_income",
    "total_income",
    "total_expenditure",
    "employees",
    "running_expenses",
)

Item = tuple[str, str, str, object]  # line key, label, JSON path, value


class RevenueOutturnExtract(Dataset):
    """One council's extract of the outturn, in either layout; one reading a year."""

    key: ClassVar[str] = "revenue-outturn-extract"
    title: ClassVar[str] = "Revenue outturn, extract for one council"
    publisher: ClassVar[str] = "Ministry of Housing, Communities and Local Government, extracted by others"
    namespace: ClassVar[str] = "rs"

    def recognise(self, source: SourceFile) -> bool:
        start = source.data[:_PEEK] if source.kind == JSON else b""
        return _SAYS in start and b'"ons_code"' in start

    def read(self, source: SourceFile) -> Iterable[Reading]:
        content = source.json
        by_year = content.get("by_year") if isinstance(content, dict) else None
        if not isinstance(by_year, dict) or not by_year:
            raise BadFileError(source.name, "it has no years under 'by_year'", "Check that it is the whole file.")
        authority = _authority(content, source.name)
        for label in sorted(by_year):
            yield self._year(source, authority, label, by_year[label])

    def _year(self, source: SourceFile, authority: Authority, label: str, year: Any) -> Reading:
        period = _period(source.name, label)
        if not isinstance(year, dict):
            raise BadFileError(
                source.name, "a year that is not an object", "Download it again.", cell=f"by_year/{label}"
            )
        if (told := str(year.get("financial_year", label))) != label:
            raise BadFileError(
                source.name,
                f"the year under by_year/{label} says it is another",
                "Check which year's data this is.",
                cell=f"by_year/{label}/financial_year",
                value=told,
            )
        full = "revenue_summary" in year
        published, basis, note = publication("", period, 8, "final outturn each November")
        reading = self.begin(
            period,
            published,
            basis,
            f"{note}; an extract, whose values may be later revisions",
            part=authority.gss if full else f"{authority.gss}-trends",
            precedence=5 if full else 4,
            authorities=[authority],
        )
        if full:
            reading.notes.append(f"Certified by the council: {'yes' if year.get('certified') else 'no'}.")
        for item in _full_items(label, year) if full else _trend_items(label, year):
            _add(reading, authority, *item)
        if str(year.get("status", "submitted")).casefold().replace("-", " ") == "not submitted":
            _all_not_submitted(reading, authority, label)
        _set_aside_contradicted(reading)
        _check_total(reading)
        return reading


def _authority(content: dict[str, Any], file: str) -> Authority:
    gss = str(content.get("ons_code", "")).strip().upper()
    if not _GSS.match(gss):
        raise BadFileError(
            file,
            "it does not name its council by an ONS code",
            "Put the code (a letter and eight digits) back.",
            cell="ons_code",
            value=gss,
        )
    name = str(content.get("council_name") or content.get("council") or gss)
    return Authority(gss, name, gss=gss, published_class=str(content.get("council_class") or ""))


def _period(file: str, label: str) -> Period:
    try:
        period = Period.parse(label)
    except PeriodError:
        period = None
    if period is None or period.kind != FINANCIAL_YEAR:
        raise BadFileError(
            file,
            "a key of by_year that is not a financial year",
            "It should read like 2021-22.",
            cell="by_year",
            value=label,
        )
    return period


def _full_items(label: str, year: dict[str, Any]) -> Iterator[Item]:
    summary = year["revenue_summary"]
    for section, lines in summary.items() if isinstance(summary, dict) else ():
        for heading, cell in lines.items() if isinstance(lines, dict) else ():
            key = line_key(heading) if section in _AS_IN_RETURN else f"x_{section}_{slug(heading)}"
            value = cell.get("value_thousands") if isinstance(cell, dict) else cell
            yield key, heading, f"by_year/{label}/revenue_summary/{section}/{heading}", value
    yield from _rsx_items(label, year)


def _rsx_items(label: str, year: dict[str, Any]) -> Iterator[Item]:
    """Income and expenditure by service from form RSX, e.g. sales, fees and charges."""
    services = ((year.get("detailed_services") or {}).get("RSX") or {}).get("services") or {}
    for heading, cells in services.items():
        for measure in _RSX_MEASURES:
            if isinstance(cells, dict) and isinstance(cells.get(measure), dict):
                path = f"by_year/{label}/detailed_services/RSX/services/{heading}/{measure}"
                yield (
                    f"{line_key(heading)}_{measure}",
                    f"{heading}: {measure.replace('_', ' ')}",
                    path,
                    cells[measure].get("value_thousands"),
                )


def _trend_items(label: str, year: dict[str, Any]) -> Iterator[Item]:
    for section, lines in year.items():
        for heading, value in lines.items() if isinstance(lines, dict) else ():
            key = TREND_LINES.get((section, heading)) or f"x_trend_{section}_{slug(heading)}"
            yield key, heading, f"by_year/{label}/{section}/{heading}", value


def _add(reading: Reading, authority: Authority, key: str, label: str, path: str, value: object) -> None:
    line = f"{reading.namespace}.{key}"
    if line in reading.lines:
        reading.set_aside.append(
            SetAside(
                WARNING,
                f"a second value for '{reading.lines[line].label}'; the first is used",
                path,
                "",
                str(value),
            )
        )
        return
    number, status = read_cell(value)
    if status == SET_ASIDE:
        reading.set_aside.append(
            SetAside(
                CELL,
                f"text where a number belongs, for {authority.name}",
                path,
                "",
                str(value)[:80],
                "Correct the value as published and load again; until then it has no figure.",
            )
        )
    reading.lines[line] = Line(line, label, _THOUSANDS, "sum", "", path.split("/")[2])
    reading.blocks.append(_one(line, path, authority, number, status))


def _one(line: str, path: str, authority: Authority, number: float | None, status: str) -> Block:
    import numpy as np

    numbers = np.array([np.nan if number is None else number])
    return Block(line, path, 0, [0], [authority.key], numbers, np.array([status], dtype=object))


def _all_not_submitted(reading: Reading, authority: Authority, label: str) -> None:
    """Give a council without a return its headline lines, marked so, that it may not vanish."""
    for key in dict.fromkeys([*TREND_LINES.values(), "net_revenue_expenditure", "total_service_expenditure"]):
        line = f"{reading.namespace}.{key}"
        if line not in reading.lines:
            reading.lines[line] = Line(line, key.replace("_", " "), _THOUSANDS)
            reading.blocks.append(_one(line, f"by_year/{label}/status", authority, None, NOT_SUBMITTED))
    reading.notes.append("The council's return was not submitted.")


def _value(reading: Reading, key: str) -> Block | None:
    return next((b for b in reading.blocks if b.line == f"{reading.namespace}.{key}" and b.statuses[0] == OK), None)


def _set_aside_contradicted(reading: Reading) -> None:
    """Set aside the two totals that the first layout gets wrong, and its debt costs of 0."""
    import numpy as np

    whole = _value(reading, "total_service_expenditure")
    doubtful = [b for k in _UNRELIABLE if (b := _value(reading, k))] if whole else []
    doubtful = [b for b in doubtful if whole is not None and abs(b.numbers[0]) < abs(whole.numbers[0]) / 4]
    doubtful += [
        b for b in reading.blocks if b.line.startswith("rs.x_debt_costs_") and b.statuses[0] == OK and b.numbers[0] == 0
    ]
    for block in doubtful:
        against = (
            "the extract has 0 for want of data"
            if "debt_costs" in block.line
            else ("it can't be a quarter of total service expenditure or less")
        )
        reading.set_aside.append(
            SetAside(
                CELL,
                f"'{reading.lines[block.line].label}' is not used: {against}",
                block.sheet,
                "",
                f"{block.numbers[0]:,.1f}",
                "Load the published return, which has it.",
            )
        )
        block.numbers[0] = np.nan
        block.mark(0, SET_ASIDE)


def _check_total(reading: Reading) -> None:
    """The services should add up to total service expenditure within £1 thousand a service."""
    whole = _value(reading, "total_service_expenditure")
    parts = [b for s in SERVICES if (b := _value(reading, s))]
    if whole is None or len(parts) < len(SERVICES):
        return
    added = sum(float(b.numbers[0]) for b in parts)
    agrees = abs(added - float(whole.numbers[0])) <= len(SERVICES)
    reading.checks.append(
        Check("services-add-up", passed=agrees, detail=f"{added:,.1f} against {whole.numbers[0]:,.1f}")
    )
    if not agrees:
        reading.set_aside.append(
            SetAside(
                WARNING,
                f"the services add up to {added:,.1f}; the total differs",
                whole.sheet,
                "",
                f"{whole.numbers[0]:,.1f}",
                "Compare with the published return.",
            )
        )
