"""Figures a page at a time: the same as all at once, in one steady order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wholeplace.evidence.figures import compute
from wholeplace.evidence.listing import Wanted, listing
from wholeplace.evidence.measures import measures

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.figures import FigureTable
    from wholeplace.evidence.snapshot import Snapshot

ALL = 1_000_000
MEASURES = list(measures().values())


@pytest.fixture(scope="module")
def table(now: Snapshot) -> FigureTable:
    return compute(now, MEASURES)


def order(figure: Figure) -> tuple[str, str]:
    return figure.place, figure.period


@pytest.mark.parametrize("measure", sorted(measures()))
def test_a_listing_holds_what_the_table_tells_by_place_and_period(table: FigureTable, measure: str) -> None:
    definition = measures()[measure]
    found = listing(table).pick(Wanted([definition]), 0, ALL)
    assert found == sorted(table.figures(definition), key=order)


def test_pages_put_together_are_the_whole(table: FigureTable) -> None:
    whole = listing(table).pick(Wanted(MEASURES), 0, ALL)
    pages = [listing(table).pick(Wanted(MEASURES), start, 500) for start in range(0, len(whole) + 500, 500)]
    assert [f for page in pages for f in page] == whole


def test_a_place_asked_for_by_name_also_tells_the_years_before_it_was_formed(table: FigureTable) -> None:
    definition = measures()["net-revenue-expenditure"]
    by_name = listing(table).pick(Wanted([definition], places=frozenset({"NWB"})), 0, ALL)
    in_class = listing(table).pick(Wanted([definition], classes=frozenset({"unitary"})), 0, ALL)
    assert {f.period for f in by_name} > {f.period for f in in_class if f.place == "NWB"}


def test_filters_leave_only_what_was_asked_for(table: FigureTable) -> None:
    wanted = Wanted(MEASURES, classes=frozenset({"county"}), first=2015, last=2016, statuses=frozenset({"ok"}))
    found = listing(table).pick(wanted, 0, ALL)
    assert found
    assert {(f.place_class, f.status) for f in found} == {("county", "ok")}
    assert {f.period[:4] for f in found} <= {"2015", "2016"}
