"""Revenue outturn summaries (RS) for 2010-11 to 2017-18, each year in that year's own published layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wholeplace.sample.layouts import CLASS_NAMES, Column, fill, layout, period
from wholeplace.sample.names import COUNTRY, SENTENCE
from wholeplace.sample.workbook import Cell, front_page, open_workbook, write_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.sample.economy import Accounts
    from wholeplace.sample.fixed import Items
    from wholeplace.sample.sector import Body, Sector

RS_YEARS = range(2010, 2018)
STACKED_FROM = 2015
PUBLISHED = {
    2010: "27 November 2012", 2011: "28 November 2013", 2012: "18 February 2014", 2013: "28 January 2015",
    2014: "19 November 2015", 2015: "17 November 2016", 2016: "16 November 2017", 2017: "15 November 2018",
}  # fmt: skip
PROVISIONAL = "23 August 2018"
# What each of the numbered data sheets of the early years holds.
_SHEETS = {
    1: "Net current expenditure (£ thousand)",
    2: "Capital charges (£ thousand)",
    3: "Net total cost excluding specific grants (£ thousand)",
}
_SERVICES = frozenset(
    ("edu", "trans", "sc", "csc", "asc", "phs", "hous", "cul", "env", "plan", "pol", "frs", "cen", "oth")
)
_BILLING_ONLY = frozenset(("lctspen", "lctswa", "lctstot", "lctsparish", "lctspenno", "lctswano", "lctsno"))
# The first sheet of 2013-14 ends with seven columns on council tax support that the other two lack.
_WITHOUT_SUPPORT = 89
_NOT_ASKED = {2017: frozenset(("ice_interest", "ice_invinc"))}


def unsubmitted(sector: Sector, year: int) -> tuple[str, ...]:
    """E-codes of those whose return did not come in time: imputed in the totals, not shown."""
    if year not in {2016, 2017}:
        return ()
    districts = [b.ecode for b in sector.in_force(year) if b.cls == "SD" and b.end is None]
    return (districts[-1 - (year == 2017)], "X7003") if year == 2016 else (districts[-2],)


def write(folder: Path, sector: Sector, accounts: Accounts, year: int) -> Path:
    """Write the RS workbook of the financial year that starts in `year`; returns its path."""
    path = folder / f"RS_{period(year)}.xlsx"
    figures = {e: fill(layout(f"rs_{period(year)}"), items) for e, items in accounts.outturn[year].items()}
    sentence = (
        f"Figures here agree with the statistical release on the {period(year)} final outturn, "
        f"which was published on {PUBLISHED[year]}."
    )
    _write(path, sector, figures, year, sentence, missing=unsubmitted(sector, year))
    return path


def write_provisional(folder: Path, sector: Sector, accounts: Accounts, year: int = 2017) -> Path:
    """Write the earlier, provisional vintage: slightly different, with a few councils missing."""
    path = folder / f"RS_{period(year)}_provisional.xlsx"
    columns = layout(f"rs_{period(year)}")
    figures: dict[str, Items] = {}
    absent = provisional_absent(sector, year)
    for index, (ecode, items) in enumerate(accounts.outturn[year].items()):
        if ecode not in absent:
            figures[ecode] = fill(columns, _before_revision(items) if index % 7 == 3 else items)
    sentence = (
        f"Figures here agree with the statistical release on the {period(year)} Provisional Outturn, "
        f"which was published on {PROVISIONAL}. They will be replaced by the final outturn."
    )
    _write(path, sector, figures, year, sentence, missing=unsubmitted(sector, year), provisional=True)
    return path


def provisional_absent(sector: Sector, year: int) -> tuple[str, ...]:
    """E-codes of the councils that the provisional vintage leaves out altogether."""
    found = [b.ecode for b in sector.in_force(year) if b.cls in {"SD", "UA"} and b.end is None]
    return (found[1], found[len(found) // 2], found[-5])


def _before_revision(items: Items) -> Items:
    """Accounts as first sent: part of a service not yet booked, so more is left for earmarked reserves."""
    first = dict(items)
    name = "env" if first.get("env") else "pol" if first.get("pol") else "frs"
    change = first.get(name, 0) // 60
    first[name] = first.get(name, 0) - change
    first["apear"] += change
    first["close_ear"] += change
    return first


def _write(
    path: Path,
    sector: Sector,
    figures: dict[str, Items],
    year: int,
    sentence: str,
    *,
    missing: tuple[str, ...],
    provisional: bool = False,
) -> None:
    bodies = [body for body in sector.in_force(year) if body.ecode in figures]
    columns = layout(f"rs_{period(year)}")
    about = f"How the councils of {COUNTRY} paid for the year from April {year} to March {year + 1}."
    with open_workbook(path) as book:
        front_page(
            book,
            f"RS - REVENUE OUTTURN SUMMARY {period(year)}",
            (about, sentence, "All amounts are in £ thousand. Income is shown as a negative amount."),
            name="Front Page" if year >= STACKED_FROM else "Front page",
            aside="PROVISIONAL" if provisional else "",
        )
        early = f"RS{year % 100} " if year < STACKED_FROM else ""
        write_sheet(book, f"{early}LA drop-down", _picker(bodies, year))
        for sheet in sheets_of(year):
            name = f"RS LA Data {period(year)}" + (f" ({sheet})" if year < STACKED_FROM else "")
            shown = columns[:_WITHOUT_SUPPORT] if year == 2013 and sheet > 1 else columns
            rows = _head(shown, year, sheet, provisional=provisional)
            rows += _body(shown, bodies, figures, year, sheet, missing)
            rows += _foot(shown, bodies, figures, year, sheet)
            write_sheet(book, name, rows)


def sheets_of(year: int) -> tuple[int, ...]:
    """The numbers of the data sheets: three to 2013-14, two in 2014-15, then one."""
    return (1, 2, 3) if year < 2014 else (1, 2) if year < STACKED_FROM else (1,)


def _picker(bodies: list[Body], year: int) -> list[list[Cell]]:
    """The publisher's page for choosing one authority, which readers pass over."""
    rows: list[list[Cell]] = [[f"Revenue Outturn Summary (RS): {period(year)} data for {COUNTRY.upper()}"]]
    rows += [[*[None] * 29, body.name_in_returns(year)] for body in bodies]
    return rows


def _head(columns: tuple[Column, ...], year: int, sheet: int, *, provisional: bool) -> list[list[Cell]]:
    """Everything down to the row with E-code in it."""
    groups: list[Cell] = [_group(column.group, year, sheet) for column in columns]
    headings: list[Cell] = [_group(column.heading, year, sheet) for column in columns]
    if year < STACKED_FROM:
        return [
            [f"Revenue Outturn Summary (RS): {period(year)} data", None, None, None, None, None, SENTENCE],
            [],
            [_SHEETS[sheet]],
            [],
            groups,
            headings,
            [],
        ]
    if provisional:
        groups[0] = "PROVISIONAL (1)"
    amounts = [column.item[0] != "@" for column in columns]
    return [
        [f"Revenue Outturn (RO) {period(year)}: Revenue Outturn Summary (RS) data", *[None] * 6, SENTENCE],
        [_SHEETS[1]],
        [j if amount else None for j, amount in enumerate(amounts)],
        [1 if amount else None for amount in amounts],
        groups,
        [column.line or None for column in columns],
        headings,
    ]


def _group(title: str, year: int, sheet: int) -> str:
    """On the second sheet of the early years the reserves columns hold levels at the end of the year."""
    if year < STACKED_FROM and sheet == 2:
        return title.replace(f"1 April {year}", f"31 March {year + 1}")
    return title


def _body(
    columns: tuple[Column, ...],
    bodies: list[Body],
    figures: dict[str, Items],
    year: int,
    sheet: int,
    missing: tuple[str, ...],
) -> list[list[Cell]]:
    rows = []
    for body in bodies:
        shown: list[Cell] = []
        for column in columns:
            if column.item[0] == "@":
                shown.append(_about(column.item, body, year))
            elif body.ecode in missing:
                shown.append("…")
            elif column.item in _NOT_ASKED.get(year, ()):
                shown.append("...")
            elif year == 2013 and sheet == 1 and column.item in _BILLING_ONLY and not body.billing:
                shown.append("n/a")
            else:
                shown.append(_value(column.item, figures[body.ecode], year, sheet))
        rows.append(shown)
    return rows


def _about(item: str, body: Body, year: int) -> Cell:
    if item == "@gss" and year == 2014 and body.kind in {"P", "FRA"}:
        return "n/a"
    return {
        "@ecode": body.ecode,
        "@gss": body.gss,
        "@name": body.name_in_returns(year),
        "@class": body.cls,
        "@region": body.region.short,
        "@blank": None,
    }[item]


def _value(item: str, filled: Items, year: int, sheet: int) -> Cell:
    """One amount; which it is on the second and third sheets follows what those sheets are about."""
    if item.startswith("alt_"):
        return _alternative(item, filled)
    if sheet == 1:
        return _on_first_sheet(item, filled, year)
    if item in _SERVICES or item == "totsx":
        charge = _capital_charge(item, filled)
        return charge if sheet == 2 else filled[item] + charge
    if sheet == 2 and (item.startswith("open_") or item == "hraopen"):
        return filled["close_" + (item[5:] if item.startswith("open_") else "hra")]
    return 0 if year < 2013 and item not in {"confirm", "noniastotal"} else None


def _on_first_sheet(item: str, filled: Items, year: int) -> Cell:
    if item == "confirm":
        return 1 if year >= STACKED_FROM else "Yes"
    return filled["totsx"] if item == "noniastotal" else filled[item]


def _capital_charge(item: str, filled: Items) -> int:
    """A service's part of all capital charges: by what it spends, the rest on the largest."""
    services = [name for name in filled if name in _SERVICES and filled[name] > 0]
    if item == "totsx":
        return sum(_capital_charge(name, filled) for name in services)
    spent = sum(filled[name] for name in services)
    if item not in services or not spent:
        return 0
    return filled["captotal"] * filled[item] // spent


def _alternative(item: str, filled: Items) -> Cell:
    """The last block of 2010-11: services again on another accounting basis, here the same amounts."""
    name = item[4:]
    if name == "total":
        return filled["totsx"]
    if name in {"ndc", "pensint", "appens", "pfi"}:
        return 0
    return filled.get(name, 0)


def _foot(
    columns: tuple[Column, ...], bodies: list[Body], figures: dict[str, Items], year: int, sheet: int
) -> list[list[Cell]]:
    """The country, each class, then source and notes: rows that are no authority's."""

    def total(label: str, chosen: list[Body], code: str) -> list[Cell]:
        row: list[Cell] = []
        for column in columns:
            if column.item == "@name":
                row.append(label)
            elif column.item == "@class":
                row.append(code)
            elif column.item[0] == "@" or column.item in _NOT_ASKED.get(year, ()):
                row.append(None)
            else:
                values = [_value(column.item, figures[body.ecode], year, sheet) for body in chosen]
                numbers = [value for value in values if isinstance(value, int)]
                row.append(sum(numbers) if numbers else None)
        return row

    rows: list[list[Cell]] = [[], [], total(COUNTRY.upper(), bodies, ""), []]
    rows.append([*[None] * next(j for j, c in enumerate(columns) if c.item == "@name"), "CLASS BREAKDOWN"])
    for code, label in CLASS_NAMES.items():
        rows.append(total(label, [body for body in bodies if body.cls == code], code))
    rows += [
        [],
        [f"Source: invented Revenue Outturn returns {period(year)} - RS data"],
        [],
        ["Notes"],
        [f"1. {SENTENCE}. Nothing here was returned by anyone."],
        ["2. Retirement benefits are accounted for as paid, and private finance is off the balance sheet."],
    ]
    return rows
