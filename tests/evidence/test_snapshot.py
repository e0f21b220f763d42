"""The evidence as it stood: which release speaks for whom on a date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

import layouts
from layouts import HARROWMERE, OLDBRIDGE, write
from wholeplace.core.periods import Period
from wholeplace.evidence.figure import OK
from wholeplace.evidence.figures import compute
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import the_measure
from wholeplace.evidence.places import Crosswalk
from wholeplace.evidence.reading import FACTS, STATED, Authority, Block, Line, Reading
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.source import SourceFile
from wholeplace.evidence.store import Store

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure

NRE = "rs.net_revenue_expenditure"


def figure(snapshot: Snapshot, place: str, year: int = 2016, measure: str = "net-revenue-expenditure") -> Figure | None:
    definition = the_measure(measure)
    return compute(snapshot, [definition]).figure(definition, place, year)


def value(snapshot: Snapshot, place: str, year: int = 2016, measure: str = "net-revenue-expenditure") -> object:
    found = figure(snapshot, place, year, measure)
    return None if found is None else found.value


# ---- vintages


def test_before_the_first_publication_there_is_no_figure(world: Store) -> None:
    assert figure(Snapshot(world, date(2018, 8, 22)), "HRW", 2017) is None


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2018, 8, 23), 15_300_000),
        (date(2018, 11, 14), 15_300_000),
        (date(2018, 11, 15), 15_600_000),
        (None, 15_600_000),
    ],
)
def test_the_vintage_of_the_day_speaks(world: Store, day: date | None, amount: int) -> None:
    assert value(Snapshot(world, day), "HRW", 2017) == amount


def test_the_register_is_known_whatever_the_date(world: Store) -> None:
    early = Snapshot(world, date(2012, 12, 1))
    assert early.crosswalk.places["HRW"].name == "Harrowmere"
    assert {r.entry.dataset for r in early.releases.values()} == {"council-register", "revenue-outturn-rs"}


def test_a_snapshot_does_not_change_under_its_reader(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn())])
    snapshot = Snapshot(store)
    load(store, [write(tmp_path, "b.xlsx", layouts.outturn(2015))])
    assert [r.entry.period for r in snapshot.releases.values()] == ["2016-17"]


# ---- places


def test_authorities_that_no_register_knows_are_places_of_their_own(now: Snapshot) -> None:
    police = now.crosswalk.places["X6101"]
    assert (police.place_class, police.name) == ("police", "Eastmoor Police and Crime Commissioner")
    found = figure(now, "X6101")
    assert found is not None
    assert (found.value, found.status, found.note) == (None, "not-applicable", "applies to councils only")


@pytest.mark.parametrize(
    ("place", "kind"), [("HRW", "unitary"), ("FRN", "county"), ("ASV", "district"), ("CAL", "london-borough")]
)
def test_authorities_are_the_places_of_the_register(now: Snapshot, place: str, kind: str) -> None:
    assert now.crosswalk.places[place].place_class == kind


def test_without_a_register_the_published_codes_and_classes_stand(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn())])
    snapshot = Snapshot(store)
    kinds = {p.id: p.place_class for p in snapshot.crosswalk.places.values()}
    assert kinds == {"X0101": "unitary", "X0121": "county", "X0131": "district", "X0132": "district",
                     "X5031": "london-borough", "X6101": "police"}  # fmt: skip


def test_a_county_is_the_sum_of_its_districts_only_where_all_of_them_speak(tmp_path: Path) -> None:
    both = {layouts.ASHBY.gss: ("Ashby Vale", 100), layouts.BROOK.gss: ("Brookham", 50)}
    one = {layouts.ASHBY.gss: ("Ashby Vale", 110)}
    store = Store(tmp_path / "store")
    load(store, [write(tmp_path, "r.csv", layouts.world_register()),
                 write(tmp_path, "p.csv", layouts.population({2015: both, 2016: one}))])  # fmt: skip
    snapshot = Snapshot(store)
    assert value(snapshot, "FRN", 2015, "population") == 150
    assert figure(snapshot, "FRN", 2016, "population") is None


# ---- precedence and parts


def hand_made(
    dataset: str,
    numbers: dict[str, dict[str, float]],
    *,
    precedence: int = 10,
    part: str = "",
    published: date = date(2017, 11, 30),
) -> Reading:
    """A reading of RS 2016-17 with these numbers, by line and by authority's E-code."""
    codes = sorted({c for by_code in numbers.values() for c in by_code})
    reading = Reading(
        dataset, "rs", FACTS, Period.financial(2016), dataset, "Somebody", "OGL", published, STATED, "", part,
        precedence=precedence, authorities=[Authority(c, f"Place {c}", c, published_class="UA") for c in codes],
    )  # fmt: skip
    for column, (line, by_code) in enumerate(numbers.items()):
        reading.lines[line] = Line(line, line, 1000)
        reading.blocks.append(
            Block(line, "s", column, list(range(len(by_code))), list(by_code), np.array(list(by_code.values()), float),
                  np.full(len(by_code), OK, dtype=object))
        )  # fmt: skip
    return reading


def published(tmp_path: Path, *readings: Reading) -> Snapshot:
    store = Store(tmp_path / "store")
    for number, reading in enumerate(readings):
        store.publish([reading], SourceFile(Path(f"{number}.csv"), f"{number}".encode()), 1)
    assert store.verify() == []
    return Snapshot(store)


def test_the_official_publication_speaks_before_a_later_extract(tmp_path: Path) -> None:
    official = hand_made("official", {NRE: {"X1": 10}}, precedence=10)
    extract = hand_made("extract", {NRE: {"X1": 11, "X2": 12}}, precedence=5, published=date(2020, 1, 1))
    snapshot = published(tmp_path, official, extract)
    assert (value(snapshot, "X1"), value(snapshot, "X2")) == (10_000, 12_000)


def test_one_dataset_speaks_for_a_place_whole_and_is_not_filled_up_from_another(tmp_path: Path) -> None:
    official = hand_made("official", {NRE: {"X1": 10}}, precedence=10)
    extract = hand_made("extract", {NRE: {"X1": 11}, "rs.interest_payable": {"X1": 3}}, precedence=5)
    snapshot = published(tmp_path, official, extract)
    assert value(snapshot, "X1", 2016, "interest-burden") is None


def test_of_equally_official_publications_the_later_speaks(tmp_path: Path) -> None:
    snapshot = published(
        tmp_path,
        hand_made("later", {NRE: {"X1": 2}}, published=date(2018, 1, 1)),
        hand_made("earlier", {NRE: {"X1": 1}}),
    )
    assert value(snapshot, "X1") == 2_000


def test_parts_of_one_publication_speak_together(tmp_path: Path) -> None:
    one = hand_made("official", {NRE: {"X1": 10}}, part="a")
    other = hand_made("official", {"rs.interest_payable": {"X1": 2}}, part="b")
    assert value(published(tmp_path, one, other), "X1", 2016, "interest-burden") == pytest.approx(0.2)


def test_a_line_that_two_parts_give_is_counted_once(tmp_path: Path) -> None:
    one = hand_made("official", {NRE: {"X1": 10}}, part="a", precedence=10)
    other = hand_made("official", {NRE: {"X1": 12}}, part="b", precedence=9)
    assert value(published(tmp_path, one, other), "X1") == 10_000


def test_a_later_release_of_a_part_replaces_that_part_only(tmp_path: Path) -> None:
    one = hand_made("official", {NRE: {"X1": 10}}, part="a")
    other = hand_made("official", {NRE: {"X2": 20}}, part="b")
    later = hand_made("official", {NRE: {"X1": 15}}, part="a", published=date(2018, 5, 1))
    snapshot = published(tmp_path, one, other, later)
    assert (value(snapshot, "X1"), value(snapshot, "X2")) == (15_000, 20_000)


# ---- a merger and a division


def test_a_merged_council_has_the_sum_of_those_it_replaced_with_the_break_told(now: Snapshot) -> None:
    measure = the_measure("net-revenue-expenditure")
    series = {f.period: f for f in compute(now, [measure]).series(measure, "NWB")}
    assert sorted(series) == ["2010-11", "2013-14", "2014-15", "2015-16", "2016-17", "2017-18"]
    assert series["2016-17"].value == Decimal(1000 * (7500 + 10500))
    assert "the sum of Eastbridge, Oldbridge, which it replaced (break in the series)" in series["2016-17"].note
    assert series["2017-18"].note == ""


def test_ratios_of_a_merged_past_are_worked_out_again_on_the_sums(now: Snapshot) -> None:
    measure = the_measure("reserves-years-left")
    table = compute(now, [measure])
    assert table.figure(measure, "OLB", 2016).value == pytest.approx(2500 / 200)
    assert table.figure(measure, "EAB", 2016).status == "not-depleting"
    together = table.figure(measure, "NWB", 2016, combined=True)
    assert (together.status, together.value) == ("not-depleting", None)  # -200 and +270 are a growth of 70


def test_a_divided_council_has_no_heir_to_its_figures(now: Snapshot) -> None:
    measure = the_measure("net-revenue-expenditure")
    table = compute(now, [measure])
    for place in ("NSP", "SSP"):
        assert [f.period for f in table.series(measure, place)] == ["2017-18"]
    assert [f.period for f in table.series(measure, "SPL")][-1] == "2016-17"


def test_figures_published_for_a_council_after_its_end_say_so(now: Snapshot) -> None:
    population = the_measure("population")
    found = [f for f in compute(now, [population]).series(population, "SPL") if f.period >= "2017"]
    assert {f.note for f in found} == {"published under the name and area of a council that ended on 2017-04-01"}


def test_a_return_that_names_a_council_otherwise_is_still_that_council(tmp_path: Path) -> None:
    renamed = layouts.Council("", HARROWMERE.name, "UA", HARROWMERE.gss, items=HARROWMERE.items)
    other = layouts.Council("", "Oldbridge Council", "UA", "X06999999", items=OLDBRIDGE.items)
    store = Store(tmp_path / "store")
    load(
        store,
        [
            write(tmp_path, "r.csv", layouts.world_register()),
            write(tmp_path, "a.xlsx", layouts.outturn(councils=[renamed, other])),
        ],
    )
    snapshot = Snapshot(store)
    assert (value(snapshot, "HRW"), value(snapshot, "OLB")) == (15_000_000, 7_500_000)


def test_an_authority_that_no_register_knows_is_one_place_under_both_of_its_codes() -> None:
    walk = Crosswalk.of([])
    blank = {"name": "Fire Authority", "ecode": "", "gss": "", "register_code": "", "key": "k", "region": "",
             "published_class": ""}  # fmt: skip
    files = [
        {**blank, "gss": "X31000001"},
        {**blank, "ecode": "X6101"},
        {**blank, "gss": "X31000001", "ecode": "X6101"},
    ]
    for authority in files:
        walk.pair(authority)
    assert {walk.resolve(authority, None) for authority in files} == {"X6101"}
    for code in ("X31000001", "x6101"):
        found = walk.coded(code)
        assert found is not None
        assert found.id == "X6101"
    assert walk.coded("X9999") is None


def test_a_region_in_short_is_named_as_the_places_of_the_register_in_it_are() -> None:
    known = {"id": "HRW", "name": "Harrowmere", "official_name": "Harrowmere Council", "alternative_names": "",
             "place_class": "unitary", "gss": "X06000001", "former_gss": "", "ecode": "X0101",
             "region": "Western Strand", "county": "", "start": "", "end": "", "successors": ""}  # fmt: skip
    walk = Crosswalk.of([known])
    blank = {"gss": "", "register_code": "", "key": "k", "published_class": "", "region": "WS"}
    walk.resolve({**blank, "name": "Strand Police Authority", "ecode": "X6001"}, None)
    walk.resolve({**blank, "name": "Fens Police Authority", "ecode": "X6002", "region": "EF"}, None)
    walk.resolve({**blank, "name": "Harrowmere UA", "ecode": "X0101"}, None)
    walk.name_regions()
    assert {p.id: p.region for p in walk.places.values()} == {
        "HRW": "Western Strand",
        "X6001": "Western Strand",
        "X6002": "EF",
    }
