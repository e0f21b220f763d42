"""The columns of each year's published return, in order, from the tables beside this module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

TOTALS = ("totsx", "netcurr", "subtotal", "revexp", "nre", "budgetreq", "ctr")
CLASS_NAMES = {
    "L": "LONDON BOROUGHS",
    "MD": "METROPOLITAN DISTRICTS",
    "UA": "UNITARY AUTHORITIES",
    "SC": "SHIRE COUNTIES",
    "SD": "SHIRE DISTRICTS",
    "O": "OTHER AUTHORITIES",
}


# Where a year's layout has no line of its own for an item, the line that then holds it.
_WIDER = {"colfund": "othitems", "abg": "grantin", "ctben": "grantout"}


@dataclass(frozen=True)
class Column:
    """One column: its line number (0 where the layout has none), item key, group title and heading.

    An item that starts with @ is about the authority (code, name, class), the rest are amounts.
    """

    line: int
    item: str
    group: str
    heading: str


@cache
def layout(name: str) -> tuple[Column, ...]:
    """The layout of that name, e.g. `rs_2016-17` or `ra`."""
    text = files("wholeplace.sample").joinpath("layouts", f"{name}.tsv").read_text(encoding="utf-8")
    columns = []
    for row in text.splitlines():
        line, item, group, heading = row.split("\t")
        columns.append(Column(int(line or 0), item, group, heading))
    return tuple(columns)


def fill(columns: tuple[Column, ...], items: dict[str, int]) -> dict[str, int]:
    """The amounts of a layout's columns, with its totals as running sums down to the council tax requirement.

    The order of the published columns is the order of addition, in every year.
    """
    shown = {column.item for column in columns}
    for item, wider in _WIDER.items():
        if item not in shown:
            items = items | {wider: items.get(wider, 0) + items.get(item, 0)}
    filled = {name: amount for name, amount in items.items() if name.startswith("close_")}
    running = 0
    adding = True
    for column in columns:
        item = column.item
        if item in TOTALS and adding:
            filled[item] = running
            adding = item != "ctr"
        elif item[0] != "@":
            amount = _amount(item, items)
            filled[item] = amount
            running += amount if adding else 0
    filled["captotal"] = sum(filled.get(name, 0) for name in ("dep", "impair", "reval", "capgrant", "recs"))
    return filled


def _amount(item: str, items: dict[str, int]) -> int:
    if item == "sc":
        return items.get("csc", 0) + items.get("asc", 0)
    return items.get(item, 0)


def period(year: int) -> str:
    """The financial year that starts in `year`: 2016 gives 2016-17."""
    return f"{year}-{(year + 1) % 100:02d}"
