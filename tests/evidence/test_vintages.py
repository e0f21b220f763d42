"""What a figure was on each day something it stands on was published, without working out everything else."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from wholeplace.evidence.alone import figure_alone
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures, the_measure
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.vintages import vintages

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure
    from wholeplace.evidence.store import Store

ALL = sorted(measures())


def test_a_provisional_figure_stands_until_the_final_one_is_out(now: Snapshot) -> None:
    found = vintages(now, the_measure("net-revenue-expenditure"), "HRW", 2017)
    assert [(v.published, v.figure.value, v.provisional, v.changed) for v in found] == [
        (date(2018, 8, 23), Decimal(15_300_000), True, True),
        (date(2018, 11, 15), Decimal(15_600_000), False, True),
    ]
    assert [len(v.releases) for v in found] == [1, 1]
    assert found[0].releases[0].id != found[1].releases[0].id


def test_a_figure_that_was_confirmed_is_told_as_unchanged(now: Snapshot) -> None:
    found = vintages(now, the_measure("earmarked-reserves-ratio"), "HRW", 2017)
    assert [v.changed for v in found] == [True, False]


def test_what_it_compares_with_counts_too(now: Snapshot) -> None:
    found = vintages(now, the_measure("reserves-change-3y"), "HRW", 2017)
    assert [v.published for v in found] == [date(2018, 8, 23), date(2018, 11, 15)]
    assert all(len(v.releases) == 2 for v in found)


def test_in_real_terms_each_new_price_base_is_a_vintage(now: Snapshot) -> None:
    found = vintages(now, the_measure("service-spend-real"), "HRW", 2016)
    bases = [v.figure.price_base for v in found if v.figure.price_base]
    assert bases == sorted(bases)
    assert found[-1].figure.price_base == "2017-18"


def test_a_snapshot_of_the_past_knows_no_later_vintage(world: Store) -> None:
    then = Snapshot(world, date(2018, 9, 1))
    found = vintages(then, the_measure("net-revenue-expenditure"), "HRW", 2017)
    assert [v.published for v in found] == [date(2018, 8, 23)]


def test_what_was_never_published_has_no_vintages(now: Snapshot) -> None:
    assert vintages(now, the_measure("net-revenue-expenditure"), "HRW", 1999) == []


def sample(snapshot: Snapshot, identifier: str, count: int) -> list[Figure]:
    measure = the_measure(identifier)
    table = compute(snapshot, list(measures().values()))
    figures = [f for p in snapshot.crosswalk.places for f in table.series(measure, p)]
    figures += [f for f in table.figures(measure) if f.status == "estimated"]
    return random.Random(identifier).sample(figures, min(count, len(figures)))


@pytest.mark.parametrize("identifier", ALL)
def test_a_figure_worked_out_alone_is_the_one_of_the_table(now: Snapshot, identifier: str) -> None:
    for figure in sample(now, identifier, 25):
        assert figure_alone(now, the_measure(identifier), figure.place, int(figure.period[:4])) == figure


def test_every_vintage_is_what_a_snapshot_of_its_day_says(world: Store, now: Snapshot) -> None:
    known = {}
    for identifier in ALL:
        for figure in sample(now, identifier, 3):
            year = int(figure.period[:4])
            known[identifier, figure.place, year] = found = vintages(now, the_measure(identifier), figure.place, year)
            assert found[-1].figure == figure
    for day in sorted({v.published for found in known.values() for v in found}):
        then = Snapshot(world, day)
        table = compute(then, list(measures().values()))
        for (identifier, place, year), found in known.items():
            measure = the_measure(identifier)
            expected = None
            if place in then.crosswalk.places:
                expected = table.figure(measure, place, year) or table.figure(measure, place, year, combined=True)
            told = [v.figure for v in found if v.published <= day]
            assert (told[-1] if told else None) == expected, (identifier, place, year, day)
