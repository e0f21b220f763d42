"""Budgets (RA) for 2010-11 to 2017-18, each in the layout of the 2016-17 publication."""

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

RA_YEARS = range(2010, 2018)
EDUCATION_SHARES = {
    "edu_early": 0.08,
    "edu_primary": 0.45,
    "edu_secondary": 0.22,
    "edu_special": 0.09,
    "edu_post16": 0.02,
}
_FIRST_AMOUNT = 4


def write(folder: Path, sector: Sector, accounts: Accounts, year: int) -> Path:
    """Write the RA workbook of the financial year that starts in `year`; returns its path."""
    path = folder / f"RA_{period(year)}_budget.xlsx"
    columns = layout("ra")
    bodies = [body for body in sector.in_force(year) if body.ecode in accounts.budget[year]]
    figures = {e: fill(columns, items) for e, items in accounts.budget[year].items()}
    for filled in figures.values():
        filled |= {"confirm": 1, "noniastotal": filled["totsx"], **_schools(filled["edu"])}
    about = f"What the councils of {COUNTRY} meant to spend from 1 April {year} to 31 March {year + 1}."
    published = (
        f"Figures here agree with the statistical release on the {period(year)} Budget, "
        f"which was published on 30 June {year}."
    )
    with open_workbook(path) as book:
        front_page(book, f"REVENUE ACCOUNT BUDGET {period(year)}", (about, published), heading="")
        picker = [[f"Revenue Account Budget {period(year)} for {COUNTRY.upper()}"]]
        write_sheet(book, "LA drop-down", picker)
        rows = _head(columns, year) + _rows(columns, bodies, figures, year)
        write_sheet(book, f"RA LA Data {period(year)}", rows)
    return path


def _schools(education: int) -> dict[str, int]:
    """Education split as the budget shows it, in £ thousand; what rounding leaves goes to other education."""
    parts = {item: round(education * share) for item, share in EDUCATION_SHARES.items()}
    return {**parts, "edu_other": education - sum(parts.values())}


def _head(columns: tuple[Column, ...], year: int) -> list[list[Cell]]:
    groups = [c.group.format(y0=year, y1=year + 1) for c in columns]
    amounts = range(_FIRST_AMOUNT, len(columns))
    gap: list[Cell] = [None] * _FIRST_AMOUNT
    return [
        [f"Revenue Account Budget (RA): {period(year)} data", *[None] * 6, SENTENCE],
        ["Net current expenditure (£ thousand)"],
        [*gap, *amounts],
        [*gap, *(1 for _ in amounts)],
        [*groups],
        [c.line or None for c in columns],
        [c.heading for c in columns],
    ]


def _rows(columns: tuple[Column, ...], bodies: list[Body], figures: dict[str, Items], year: int) -> list[list[Cell]]:
    items = [column.item for column in columns[_FIRST_AMOUNT:]]
    rows: list[list[Cell]] = [
        [
            body.ecode,
            body.name_in_returns(year),
            None,
            body.cls,
            *(figures[body.ecode][item] for item in items),
        ]
        for body in bodies
    ]

    def total(label: str, chosen: list[Body], code: str | None) -> list[Cell]:
        return [None, label, None, code, *(sum(figures[b.ecode][item] for b in chosen) for item in items)]

    rows += [[], [], total(COUNTRY.upper(), bodies, None), [], [None, "CLASS BREAKDOWN"]]
    rows += [total(label, [b for b in bodies if b.cls == code], code) for code, label in CLASS_NAMES.items()]
    source = f"Source: invented Revenue Account Budget returns {period(year)}"
    return [*rows, [], [source], [], ["Notes"], [f"1. {SENTENCE}. Nothing here was returned by anyone."]]
