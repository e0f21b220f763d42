"""Capital financing: COR4 for 2016-17 and section C of the capital outturn for 2017-18 and 2018-19."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.sample.layouts import period
from wholeplace.sample.names import COUNTRY, SENTENCE
from wholeplace.sample.workbook import Cell, open_workbook, write_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wholeplace.sample.economy import Accounts
    from wholeplace.sample.fixed import Items
    from wholeplace.sample.sector import Body, Sector
    from wholeplace.sample.traits import Traits

CAPITAL_YEARS = range(2016, 2019)
PUBLISHED = {2016: "28 September 2017", 2017: "11 October 2018", 2018: "26 September 2019"}
_REQUIREMENT = {
    "UA": 1450,
    "L": 1900,
    "MD": 1750,
    "SC": 900,
    "SD": 330,
    "P": 45,
    "FRA": 32,
    "NPA": 20,
    "GLA": 1300,
}
# (item, heading); {0} is the start and {1} the end of the year.
_CFR = (
    ("prucfrstrt-amt", "Capital Financing Requirement as at {0}"),
    ("prufinoth-amt", "Expenditure financed by other borrowing & credit arrangements"),
    ("prurpyrevmrp-amt", "Minimum Revenue Provision"),
    ("prurpyrevadd-amt", "Additional contribution from revenue"),
    ("prurpyhra-amt", "Contribution from Housing Revenue Account"),
    ("prurpymrr-amt", "Contribution from Major Repairs Reserve"),
    (
        "prurpyrec-amt",
        "Use of receipts to repay Credit Liabilities (Please include HRA repayment debt if relevant)",
    ),
    ("prurpyhraadj-amt", "Adjustments for land and capital receipts crossing HRA boundary"),
    ("prurpy-amt", "Total contribution from revenue, MRR, or use of receipts to repay credit liabilities"),
    ("prucfrchng-amt", "Change in Capital Financing Requirement"),
    ("prucfrend-amt", "Capital Financing Requirement as at {1}"),
)
_BORROWING = (
    ("prubrwgrs", "gross borrowing", "Gross Borrowing"),
    ("prucrdt", "other long-term liabilities", "Other long-term liabilities"),
    ("prubrwgrscrdt", "gross external debt", "Gross external debt"),
    ("pruinv", "Investments", "Investments"),
    ("prubrwnet", "net external debt", "Net external debt"),
)
_LIMITS = (
    ("prubdy", "Operational boundary for gross external debt", "Operational boundary"),
    ("prulmt", "Authorised limit for gross external debt", "Authorised limit"),
)
_COR4 = (
    ("", "Expenditure treated as capital expenditure by virtue of a section 16(2)(b) direction"),
    ("", "Payment of LSVT levy"),
    (
        "spent",
        "TOTAL CAPITAL EXPENDITURE AND OTHER TRANSACTIONS on an accruals basis and requiring resource cover",
    ),
    ("", "of which is HRA capital expenditure"),
    ("receipts", "TOTAL CAPITAL RECEIPTS (ACCRUALS)"),
    ("grants", "Capital grants from central government departments"),
    ("used", "Use of capital receipts"),
    ("cera", "Capital expenditure financed from the General Fund Revenue Account"),
    ("prufinoth-amt", "Other borrowing and credit arrangements not supported by central government"),
    ("spent", "TOTAL RESOURCES USED TO FINANCE CAPITAL EXPENDITURE"),
    ("prucfrstrt-amt", "Capital Financing Requirement as at 1 April"),
    ("prufinoth-amt", "Capital expenditure to be resourced by means of credit"),
    ("prurpyrevmrp-amt", "Minimum Revenue Provision"),
    ("prurpyrevadd-amt", "Additional contribution from revenue"),
    ("prurpymrr-amt", "Contribution from Major Repairs Reserve"),
    ("prurpyrec-amt", "Use of receipts"),
    ("prurpyhraadj-amt", "Adjustments for land and capital receipts crossing HRA boundary"),
    ("prucfrchng-amt", "Change in Capital Financing Requirement"),
    ("prucfrend-amt", "Capital Financing Requirement as at 31 March (line 30 plus line 36)"),
    ("prubrwgrs-strt", "Gross borrowing as at 1 April"),
    ("prucrdt-strt", "Other long-term liabilities as at 1 April"),
    ("pruinv-strt", "Investments as at 1 April"),
    ("prubrwgrs-end", "Gross borrowing as at 31 March"),
    ("prucrdt-end", "Other long-term liabilities as at 31 March"),
    ("pruinv-end", "Investments as at 31 March"),
    ("prubdy-strt", "Operational boundary for external debt at 1 April"),
    ("prulmt-strt", "Authorised limit for external debt at 1 April"),
    ("prubdy-end", "Operational boundary for external debt at 31 March"),
    ("prulmt-end", "Authorised limit for external debt at 31 March"),
)
_COR4_GROUPS = {
    4: "Expenditure & Other Transactions",
    8: "Receipts",
    9: "Resources Used to Finance Capital Expenditure",
}


def figures(sector: Sector, traits: dict[str, Traits], accounts: Accounts) -> dict[int, dict[str, Items]]:
    """Capital financing of each body by year, in £ thousand; each year starts where the last one ended."""
    found: dict[int, dict[str, Items]] = {}
    for year in CAPITAL_YEARS:
        found[year] = {}
        for body in sector.in_force(year):
            earlier = found.get(year - 1, {}).get(body.ecode)
            found[year][body.ecode] = _one(body, traits[body.ecode], accounts.outturn[year][body.ecode], earlier, year)
    return found


def _one(body: Body, traits: Traits, outturn: Items, earlier: Items | None, year: int) -> Items:
    people = traits.people[year] / 1000
    key = body.kind if body.cls == "O" else body.cls
    appetite = traits.taste["plan"] ** 3
    start = earlier["prucfrend-amt"] if earlier else round(people * _REQUIREMENT[key] * appetite)
    if traits.keeps_homes and not earlier:
        start += round(people * 320)
    spent_on_credit = round(start * 0.035 * traits.taste["hous"] ** 4 * (1 + 0.1 * (year - 2016)))
    items = {
        "prucfrstrt-amt": start,
        "prufinoth-amt": spent_on_credit,
        "prurpyrevmrp-amt": outturn.get("mrp", 0),
    }
    items |= {"prurpyrevadd-amt": start // 900, "prurpyhra-amt": 0, "prurpyrec-amt": 0, "prurpyhraadj-amt": 0}
    items["prurpymrr-amt"] = start // 400 if traits.keeps_homes else 0
    items["prurpy-amt"] = sum(v for k, v in items.items() if k.startswith("prurpy"))
    items["prucfrchng-amt"] = spent_on_credit - items["prurpy-amt"]
    items["prucfrend-amt"] = start + items["prucfrchng-amt"]
    borrowed = min(0.95, max(0.45, 0.75 - 0.06 * traits.caution))
    for end, requirement in (("strt", start), ("end", items["prucfrend-amt"])):
        items[f"prubrwgrs-{end}"] = round(requirement * borrowed)
        items[f"prucrdt-{end}"] = requirement // 12
        items[f"prubrwgrscrdt-{end}"] = items[f"prubrwgrs-{end}"] + items[f"prucrdt-{end}"]
        held = "open" if end == "strt" else "close"
        items[f"pruinv-{end}"] = round((outturn[f"{held}_ear"] + outturn[f"{held}_un"]) * 0.9)
        items[f"prubrwnet-{end}"] = items[f"prubrwgrscrdt-{end}"] - items[f"pruinv-{end}"]
        items[f"prubdy-{end}"] = -(-requirement * 11 // 10_000) * 1000
        items[f"prulmt-{end}"] = -(-requirement * 12 // 10_000) * 1000
    for name, _, _ in _BORROWING:
        items[f"{name}-chng"] = items[f"{name}-end"] - items[f"{name}-strt"]
    items["cera"] = outturn.get("cera", 0)
    items["grants"] = round(people * 60)
    items["used"] = items["receipts"] = round(people * 30)
    items["spent"] = items["cera"] + items["grants"] + items["used"] + spent_on_credit
    return items


def write_section_c(folder: Path, sector: Sector, found: dict[int, dict[str, Items]], year: int) -> Path:
    """Write section C for 2017-18 (one sheet) or 2018-19 (two); returns the path."""
    path = folder / f"COR_C_{period(year)}_prudential.xlsx"
    dates = (f"1 April {year}", f"31 March {year + 1}")
    requirement = [
        (k, h.format(*dates)) for k, h in _CFR if k != ("prurpyhra-amt" if year == 2017 else "prurpyhraadj-amt")
    ]
    debt: list[tuple[str, str]] = []
    groups: dict[int, str] = {0: "Capital Financing Requirement"}
    for name, what, group in _BORROWING:
        groups[len(requirement) + len(debt)] = group
        title = what[0].upper() + what[1:]
        debt += [(f"{name}-strt", f"{title} as at {dates[0]}"), (f"{name}-end", f"{title} as at {dates[1]}")]
        debt.append((f"{name}-chng", f"Change in {what}"))
    for name, what, group in _LIMITS:
        groups[len(requirement) + len(debt)] = group
        debt += [(f"{name}-strt", f"{what} at {dates[0]}"), (f"{name}-end", f"{what} at {dates[1]}")]
    with open_workbook(path) as book:
        what = f"Prudential system information, {COUNTRY}, {period(year)}"
        _front(book, f"Capital Outturn Return, section C (COR C):\n{what}", year)
        bodies = sector.in_force(year)
        about = f"by authority & category, {COUNTRY}, {period(year)}"
        if year == 2017:
            title = f"COR C {period(year)}: Prudential system information {about}"
            write_sheet(book, "Prudential", _sheet(title, "", requirement + debt, groups, bodies, found[year], year))
        else:
            title = f"COR C {period(year)}: Capital Financing Requirement {about}"
            rows = _sheet(title, "PRU1-", requirement, {0: groups[0]}, bodies, found[year], year)
            write_sheet(book, "Capital Financing Requirement", rows)
            title = f"COR C {period(year)}: Borrowing and Lending {about}"
            later = {place - len(requirement): group for place, group in groups.items() if place}
            write_sheet(book, "Borrowing & Lending", _sheet(title, "PRU2T1-", debt, later, bodies, found[year], year))
    return path


def write_cor4(folder: Path, sector: Sector, found: dict[int, dict[str, Items]], year: int = 2016) -> Path:
    """Write COR4's financing and prudential sheet for the year that starts in `year`; returns the path."""
    path = folder / f"COR4_{period(year)}.xlsx"
    bodies = sorted(sector.in_force(year), key=lambda body: body.name_in(year))
    groups: list[Cell] = [_COR4_GROUPS.get(j) for j in range(len(_COR4) + 4)]
    groups[14] = "Prudential System Information"
    rows: list[list[Cell]] = [
        [f"COR4 {period(year)}: Financing & Prudential System Information, {COUNTRY}", *[None] * 6, SENTENCE],
        ["All figures in £000s"],
        groups,
        [],
        [*[None] * 4, *range(14, 14 + len(_COR4))],
        [],
        ["Ecode", "ONS Code", "LA Name", "Class", *(heading for _, heading in _COR4)],
    ]

    def amounts(chosen: Sequence[Body]) -> list[Cell]:
        return [sum(found[year][b.ecode].get(item, 0) for b in chosen) for item, _ in _COR4]

    rows += [[b.ecode, b.gss, b.name_in(year), b.cls, *amounts([b])] for b in bodies]
    rows += [[], [None, None, COUNTRY, None, *amounts(bodies)], [], [None, None, "CLASS BREAKDOWN"]]
    rows += [[None, None, label, code, *amounts([b for b in bodies if b.cls == code])] for code, label in _classes()]
    with open_workbook(path) as book:
        _front(book, f"CAPITAL EXPENDITURE AND RECEIPTS {period(year)} SUMMARY", year)
        write_sheet(book, "Financing & Prudential", rows)
    return path


def _classes() -> list[tuple[str, str]]:
    return [
        ("L", "London boroughs"),
        ("MD", "Metropolitan districts"),
        ("UA", "Unitary authorities"),
        ("SC", "Shire counties"),
        ("SD", "Shire districts"),
        ("O", "Other authorities"),
    ]


def _front(book: object, title: str, year: int) -> None:
    sentence = f"Figures here agree with the {period(year)} final outturn, which was published on {PUBLISHED[year]}."
    write_sheet(book, "Front Page", [[], [None, title], [None, sentence], [None, f"{SENTENCE}."]])


def _sheet(
    title: str,
    prefix: str,
    columns: list[tuple[str, str]],
    groups: dict[int, str],
    bodies: list[Body],
    found: dict[str, Items],
    year: int,
) -> list[list[Cell]]:
    lead: list[Cell] = (
        ["la_lgf_code", "la_ons_code", "la_name", "la_class_code", "la_subclass_code"] if prefix else [None] * 5
    )
    rows: list[list[Cell]] = [
        [*lead, *(prefix + name for name, _ in columns)],
        [title, *[None] * 6, SENTENCE],
        ["All figures in £000s" if year == 2017 else "All figures in £ thousand"],
        [*[None] * 5, *(groups.get(place) for place in range(len(columns)))],
        ["LGF Code", "ONS Code", "LA Name", "Class", "Subclass", *(heading for _, heading in columns)],
    ]
    for body in sorted(bodies, key=lambda b: b.name_in(year)):
        cls = "LB" if body.cls == "L" else body.cls
        kind = body.kind if body.cls == "O" else cls
        rows.append(
            [
                body.ecode,
                body.gss,
                body.name_in(year),
                cls,
                kind,
                *(found[body.ecode][name] for name, _ in columns),
            ]
        )

    def total(label: str, chosen: list[Body], code: str) -> list[Cell]:
        amounts = [sum(found[body.ecode][name] for body in chosen) for name, _ in columns]
        return [None, None, label, code, len(chosen), *amounts]

    rows += [[], total(f"{COUNTRY} (raw)", bodies, ""), []]
    for code, label in _classes():
        rows.append(total(label, [b for b in bodies if b.cls == code], "LB" if code == "L" else code))
    return [*rows, [f"{SENTENCE}."]]
