"""Council tax requirement workbooks for 2015-16 to 2021-22: the data sheet, two years side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wholeplace.sample.layouts import period
from wholeplace.sample.names import COUNTRY, SENTENCE
from wholeplace.sample.sector import SPLIT
from wholeplace.sample.tax import CARE_PRECEPT, Bill, precepts
from wholeplace.sample.workbook import Cell, open_workbook, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.sample.economy import Accounts
    from wholeplace.sample.sector import Body, Sector

CTR_YEARS = range(2015, 2022)
_RATE = {"UA": 98.2, "L": 97.1, "MD": 96.9, "SD": 98.4}
_CODES = {"SC": "SC", "P": "PCC", "FRA": "CFA", "GLA": "GLA"}
_FOOT = (
    ("ILB", "Inner Boroughs"),
    ("OLB", "Outer Boroughs"),
    ("MD", "Metropolitan Districts"),
    ("UA", "Unitary Authorities"),
    ("SD", "Shire Districts"),
    ("", ""),
    ("SC", "Shire Counties"),
    ("CFA", "Combined Fire Authorities"),
    ("PCC", "Police authorities"),
)


@dataclass(frozen=True)
class Line:
    """A line of the return: `pair` where it stands for the year before and this year."""

    key: str
    heading: str
    pair: bool = True
    below: str = ""


_REQUIREMENT = "Council Tax Requirement for billing authority"
_AVERAGE = "Average (Band D 2 Adult equivalent) council tax"


def lines(year: int) -> list[Line]:
    """The lines of the data sheet in a year, in order; `{this}` and `{last}` in headings are years."""
    return [*_requirement_lines(year), *_base_lines(year), *_average_lines(year), *_area_lines(year)]


def _requirement_lines(year: int) -> list[Line]:
    care = "" if year < 2016 else " and Adult Social Care Precept"
    special = "1a.Aggregate of special expenses (if any) charged by the authority in part of its area"
    return [
        Line("requirement", f"1. {_REQUIREMENT} including special expenses, local precepts{care}."),
        *([Line("special", special)] if year == 2021 else []),
        Line("parish", "2. Parish precepts"),
        Line("own", f"3. {_REQUIREMENT} (including special expenses, but excluding local precepts)"),
        Line("levies", "3a. Levies and special levies"),
    ]


def _base_lines(year: int) -> list[Line]:
    """In 2015-16 the base before council tax support is there too, so later lines have higher numbers."""
    first = 6 if year == 2015 else 5
    class_o = "(contributions in lieu of Class O exempt dwellings)"
    before = [Line("base_before", "5. Tax base (before council tax reduction scheme)")]
    return [
        Line("gross_base", "4. Tax base (after council tax reduction scheme)"),
        *(before if year == 2015 else []),
        Line("rate", f"{first}. Estimated collection rate (%)"),
        Line("adjustment", f"{first + 1}. Tax base adjustment {class_o}"),
        Line("base", f"{first + 2}. Council tax base for council tax setting purposes"),
        *([Line("freeze_base", "9. Council tax base for Freeze Grant")] if year == 2015 else []),
    ]


def _average_lines(year: int) -> list[Line]:
    if year == 2015:
        return [
            Line("band_d_all", f"10. {_AVERAGE} (including local precepts)"),
            Line("band_d", f"11. {_AVERAGE} (excluding local precepts)"),
        ]
    care = "Adult Social Care precept"
    share = f"11b. {care} as a percentage of the {{last}} {_AVERAGE}, excluding local precepts"
    return [
        Line("band_d_all", f"8. {_AVERAGE} (including {care} and local precepts)"),
        Line("band_d", f"9. {_AVERAGE} (including {care} and excluding local precepts)"),
        Line("care_total", f"10. Total {care}", pair=False),
        Line("care", f"11a. {care} element of the {{this}} {_AVERAGE} (£)", pair=False),
        Line("care_rate", share, pair=False),
    ]


def _area_lines(year: int) -> list[Line]:
    first = 14 if year >= 2019 else 12
    major = "Average council tax of major precepting authorities in the billing authority's area"
    whole = "Average (Band D 2 adult equivalent) council tax for area of the billing authority"
    others = "Are one or more precepting authorities in your area holding a referendum?"
    combined = [Line("combined", "", pair=False, below="Combined Authority")]
    return [
        Line(
            "referendum",
            f"{first}. Is the council tax your authority set subject to a referendum?",
            pair=False,
        ),
        Line("others", f"{first + 1}. {others}", pair=False),
        Line("county", f"{first + 2}. {major}", pair=False, below="County or GLA"),
        Line("police", "", pair=False, below="Police"),
        Line("fire", "", pair=False, below="Fire"),
        *(combined if year >= 2018 else []),
        Line("area", f"{first + 3}. {whole} including both local and major precepts.", pair=False),
    ]


def write(folder: Path, sector: Sector, accounts: Accounts, year: int) -> Path:
    """Write the workbook of the financial year that starts in `year`; returns its path."""
    path = folder / f"CTR_{period(year)}.xlsx"
    shown = lines(year)
    bodies = sector.in_force(year)
    values = {body.ecode: _values(sector, accounts, body, year) for body in bodies}
    billing = [body for body in bodies if body.billing]
    precepting = [body for body in sector.precepting(year) if body.kind != "GLA"]
    capital = [body for body in bodies if body.kind == "GLA"]
    rows = _head(shown, year)
    rows.append(_total(shown, ("Eng", COUNTRY), billing + precepting + capital, billing, values))
    rows.append([])
    rows += [_row(shown, body, sector, year, values[body.ecode]) for body in _by_name(billing, year)]
    rows += [[], [], [], [], ["Precepting authorities"], []]
    rows += [_row(shown, body, sector, year, values[body.ecode]) for body in _by_name(precepting, year)]
    rows += [_row(shown, body, sector, year, values[body.ecode]) for body in capital]
    rows.append([])
    for code, label in _FOOT:
        chosen = [body for body in bodies if code and class_code(sector, body) == code]
        rows.append(_total(shown, (code, label), chosen, [b for b in chosen if b.billing], values) if code else [])
    with open_workbook(path) as book:
        about = [
            ["COUNCIL TAX REQUIREMENT RETURN (CTR1)"],
            [period(year)],
            ["For completion by billing authorities"],
        ]
        write_sheet(book, "Billing Authorities", [[], *about, [SENTENCE]])
        write_sheet(book, "Data", rows)
    return path


def class_code(sector: Sector, body: Body) -> str:
    """The return's own class: boroughs are inner (the first four in ten) or outer, others by kind."""
    if body.cls == "L":
        boroughs = [b.ecode for b in sector if b.cls == "L"]
        return "ILB" if boroughs.index(body.ecode) < 0.4 * len(boroughs) else "OLB"
    return _CODES.get(body.kind if body.cls == "O" else body.cls, body.cls)


def _by_name(bodies: list[Body], year: int) -> list[Body]:
    return sorted(bodies, key=lambda body: body.name_in(year))


def _head(shown: list[Line], year: int) -> list[list[Cell]]:
    headings: list[Cell] = ["Ecode", "Authority", "Class", None]
    below: list[Cell] = [None] * 4
    for line in shown:
        heading = line.heading.format(this=period(year), last=period(year - 1))
        headings += [heading, None] if line.pair else [heading]
        below += [period(year - 1), period(year)] if line.pair else [line.below]
    if year == 2021:
        headings.append("ONS Code")
    numbers: list[Cell] = [float(n) for n in range(1, len(headings) + 1)]
    return [["Billing authorities", *[None] * 4, SENTENCE], [], numbers, headings, below]


def _values(sector: Sector, accounts: Accounts, body: Body, year: int) -> dict[str, tuple[Cell, Cell]]:
    """Each line's values in the year before and this year."""
    own = _one_year(body, accounts.bills[year][body.ecode], year)
    earlier = _last_year(sector, accounts, body, year)
    before = _one_year(body, earlier, year - 1) if earlier else dict.fromkeys(own, "-")
    found = {key: (before[key], value) for key, value in own.items()}
    if body.billing:
        major = precepts(sector.precepting(year), body, accounts.bills[year])
        found |= {key: (None, amount) for key, amount in major.items()}
        with_all = float(str(own["band_d_all"])) + sum(major.values())
        found["area"] = (None, round(with_all, 2))
        found["combined"] = (None, 0.0)
        found["others"] = (None, "No")
    return found


def _last_year(sector: Sector, accounts: Accounts, body: Body, year: int) -> Bill | None:
    """Last year's bill: its own, that of the districts it was merged from, or none for halves of a county."""
    bills = accounts.bills[year - 1]
    if body.ecode in bills:
        return bills[body.ecode]
    old = sector.predecessors.get(body.ecode, ())
    if not old or body.start == SPLIT:
        return None
    parts = [bills[ecode] for ecode in old]
    base, parish = sum(b.base for b in parts), sum(b.parish for b in parts)
    requirement = sum(b.requirement for b in parts)
    return Bill(base, round((requirement - parish) / base, 2), parish, requirement, 0.0)


def _one_year(body: Body, bill: Bill, year: int) -> dict[str, Cell]:
    rate = _RATE.get(body.cls, 100.0)
    gross = round(bill.base / rate * 100, 2)
    cares = body.cls in {"UA", "L", "MD", "SC"}
    before_support = round(gross * 1.12, 2)
    values: dict[str, Cell] = {
        "requirement": bill.requirement,
        "special": 0.0,
        "parish": bill.parish,
        "own": round(bill.requirement - bill.parish, 2),
        "levies": 0.0,
        "gross_base": gross,
        "base_before": before_support,
        "rate": rate / 100 if year >= 2020 else rate,
        "adjustment": 0.0,
        "base": bill.base,
        "freeze_base": round(before_support * rate / 100, 2),
        "band_d_all": round(bill.band_d_with_parishes, 2),
        "band_d": bill.band_d,
        "care_total": round(bill.care * bill.base, 2),
        "care": bill.care,
        "care_rate": CARE_PRECEPT.get(year, 0.0) if cares else 0.0,
        "referendum": "No",
    }
    if not body.billing:
        for key in ("special", "parish", "gross_base", "base_before", "rate", "adjustment", "freeze_base"):
            values[key] = "-"
    return values


def _row(shown: list[Line], body: Body, sector: Sector, year: int, values: dict[str, tuple[Cell, Cell]]) -> list[Cell]:
    row: list[Cell] = [body.ecode, body.name_in(year), class_code(sector, body), None]
    for line in shown:
        before, now = values.get(line.key, ("-", "-"))
        row += [before, now] if line.pair else [now]
    if year == 2021:
        row.append(body.gss)
    return row


def _total(
    shown: list[Line],
    label: tuple[str, str],
    chosen: list[Body],
    billing: list[Body],
    values: dict[str, dict[str, tuple[Cell, Cell]]],
) -> list[Cell]:
    """Sums of pounds and of bases, and averages recomputed from them."""

    def summed(key: str, side: int, bodies: list[Body]) -> float:
        amounts = [values[body.ecode].get(key, ("-", "-"))[side] for body in bodies]
        return round(sum(amount for amount in amounts if isinstance(amount, (int, float))), 2)

    row: list[Cell] = [label[0], label[1], None, None]
    for line in shown:
        cells: list[Cell] = []
        for side in (0, 1):
            bases = summed("base", side, billing or chosen)
            if line.key in {"requirement", "parish", "own", "levies", "special"}:
                cells.append(summed(line.key, side, chosen))
            elif line.key in {"gross_base", "base_before", "freeze_base", "adjustment", "base"}:
                cells.append(summed(line.key, side, billing or chosen))
            elif line.key == "care_total":
                cells.append(summed(line.key, side, chosen))
            elif line.key in {"band_d_all", "band_d"} and bases:
                pounds = "requirement" if line.key == "band_d_all" else "own"
                cells.append(round(summed(pounds, side, chosen) / bases, 2))
            else:
                cells.append("-")
        row += cells if line.pair else [cells[1]]
    return row
