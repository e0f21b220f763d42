"""The profile of a place: its indicators beside the peers chosen, in words, whatever areas there are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from wholeplace.brief import make_brief
from wholeplace.core.errors import UnknownPlaceError
from wholeplace.core.periods import Period
from wholeplace.evidence.comparison import Comparison, compare
from wholeplace.evidence.figure import NOT_PUBLISHED, OK, Figure
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.papers.model import KeyFigures, Paragraph
from wholeplace.papers.section import Section, StandsOut
from wholeplace.places.peers import peers
from wholeplace.places.register import Register
from wholeplace.profile.headlines import headlines
from wholeplace.profile.indicators import latest, position_words, rank_words, same_words
from wholeplace.profile.make import profile
from wholeplace.profile.model import PeerChoice

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.profile.model import Profile


@pytest.fixture(scope="module")
def sector(sector_store: Path) -> Snapshot:
    return Snapshot(Store(sector_store))


@pytest.fixture(scope="module")
def register(sector: Snapshot) -> Register:
    return Register.open(sector.store)


def of_class(register: Register, place_class: str) -> str:
    return next(p.id for p in register.alive() if p.place_class == place_class and p.region)


@pytest.fixture(scope="module")
def district(sector: Snapshot, register: Register) -> Profile:
    return profile(sector, register, of_class(register, "district"))


def test_each_indicator_stands_beside_its_peers_in_the_same_period(sector, district):
    table = compute(sector, list(measures().values()))
    assert len(district.indicators) > 30
    for one in district.indicators:
        year = Period.parse(one.figure.period).year
        assert one.standing == compare(table, one.measure, district.place.id, year, district.context.peers)


def test_the_medians_of_the_trend_are_those_of_the_comparison(sector, district):
    table = compute(sector, list(measures().values()))
    for one in district.indicators:
        for period, median in one.medians.items():
            standing = compare(table, one.measure, district.place.id, Period.parse(period).year, district.context.peers)
            assert float(median) == pytest.approx(float(standing.median or 0), rel=1e-9, abs=0.01)


def test_indicators_come_in_groups_in_one_order(district):
    titles = [g.title for area in district.areas for g in area.groups]
    assert titles.index("Reserves") < titles.index("Spending") < titles.index("Debt")
    assert all(i.measure.group == g.id for area in district.areas for g in area.groups for i in g.indicators)


def test_what_does_not_apply_to_a_class_is_left_out(district):
    assert not {i.measure.id for i in district.indicators} & {"social-care-ratio", "overspend-adult-social-care"}


def test_it_says_what_the_brief_says(sector, register, district):
    brief = make_brief(sector, district.place.id, register)
    tiles = next(b for b in brief.blocks if isinstance(b, KeyFigures))
    assert [area.key_figures for area in district.areas if area.key_figures] == [tiles]
    sentences = {p.parts for f in district.findings for p in [f.marked]}
    told = {item.parts for b in brief.blocks if hasattr(b, "items") for item in b.items if hasattr(item, "parts")}
    assert sentences <= told


def test_other_peers_change_medians_ranks_and_sentences(sector, register):
    place = of_class(register, "unitary")
    whole = profile(sector, register, place)
    like = profile(sector, register, place, PeerChoice("like", 6))
    near = profile(sector, register, place, PeerChoice("region"))
    assert len(like.context.peers) == 7
    assert like.context.peers_name.startswith("7 ")
    assert {n.place for n in peers(sector, place, 6).neighbours} | {place} == set(like.context.peers)
    assert {register[p].region for p in near.context.peers} == {register[place].region}
    medians = [{i.measure.id: i.standing.median for i in p.indicators} for p in (whole, like, near)]
    assert medians[0] != medians[1]
    assert medians[0] != medians[2]
    assert max(i.standing.n for i in like.indicators) == 7


def test_own_weights_change_who_is_alike(sector, register):
    place = of_class(register, "unitary")
    usual = profile(sector, register, place, PeerChoice("like", 5))
    own = profile(sector, register, place, PeerChoice("like", 5, {"population": 100.0}))
    assert [a.place.id for a in usual.alike] != [a.place.id for a in own.alike]
    assert all(own.alike[0].distance <= a.distance for a in own.alike)


def test_neighbours_say_what_is_near_and_what_is_far(sector, register):
    found = profile(sector, register, of_class(register, "london-borough"))
    first = found.alike[0]
    assert len(found.alike) == 15
    assert first.near
    assert all(abs(t.difference) <= 1 for t in first.near)
    assert not {t.title for t in first.near} & {t.title for t in first.far}


def test_an_ended_council_is_told_in_its_own_time(sector, register):
    ended = next(p for p in register if p.end and p.place_class == "county")
    found = profile(sector, register, ended.id)
    assert found.ended == ended.end
    assert {p.id for p in found.successors} == set(ended.successors)
    assert {p.id for p in found.districts} == set(ended.members)
    assert found.alike
    for one in found.indicators:
        assert Period.parse(one.figure.period).start <= ended.end
        assert all(Period.parse(f.period).start <= ended.end for f in one.series)
    assert any("section 114" in step.text for step in found.history)
    assert found.history[-1].text.startswith("Abolished")


def test_a_council_formed_later_marks_the_break_in_its_series(sector, register):
    formed = next(p for p in register.alive() if p.predecessors and p.place_class == "district")
    found = profile(sector, register, formed.id)
    assert any(one.breaks for one in found.indicators)
    assert {p.id for p in found.predecessors} == set(formed.predecessors)


def test_a_place_that_only_returns_know_has_a_smaller_profile(sector, register):
    known = next(p for p in sector.crosswalk.places.values() if p.place_class == "fire" and p.id not in register)
    found = profile(sector, register, known.id)
    assert not found.in_register
    assert found.alike == found.history == ()
    assert all(sector.crosswalk.places[p].place_class == "fire" for p in found.context.peers)


def test_a_place_that_nobody_knows_is_refused(sector, register):
    with pytest.raises(UnknownPlaceError):
        profile(sector, register, "nobody")


def test_sections_come_from_the_registry(sector, register, monkeypatch):
    def weather(context):
        words = Paragraph((f"It rains in {context.name}.",))
        found = StandsOut(words, "W1", "Rain: above 0", "population", "watch")
        return Section("The weather", "weather", findings=(found,), blocks=(words,), gaps=(words,))

    from wholeplace.areas import sections as known

    monkeypatch.setattr("wholeplace.profile.make.sections", lambda **asked: (*known(**asked), weather))
    found = profile(sector, register, of_class(register, "county"))
    areas = [a.area for a in found.areas]
    assert areas[:3] == ["finance", "funding-gap", "weather"]
    assert found.findings[-1].rule == "W1"
    assert found.gaps[-1].parts[0].startswith("It rains") or any("It rains" in str(g.parts[0]) for g in found.gaps)


def test_headlines_are_the_key_figures_with_the_year_before(sector, register):
    place = of_class(register, "county")
    found, whole = headlines(sector, register, place), profile(sector, register, place)
    keys = [k for a in whole.areas if a.key_figures for k in a.key_figures.items]
    assert [one.key for one in found.figures] == keys
    assert found.findings == whole.findings
    for one in found.figures:
        if one.before:
            assert Period.parse(one.before.period).year == Period.parse(one.figure.period).year - 1


def test_a_profile_takes_less_than_a_page_may(sector, register):
    ids = [p.id for p in register.alive() if p.place_class == "district"][:8]
    profile(sector, register, ids[0])
    took = []
    for place in ids[1:]:
        begun = time.process_time()
        profile(sector, register, place)
        took.append(time.process_time() - begun)
    assert sorted(took)[len(took) // 2] < 0.5, took  # some 0.1 s on an idle machine


@pytest.mark.parametrize(
    ("n", "rank", "level", "words"),
    [
        (27, 1, 1, "Lowest of 27"),
        (27, 2, 1, "Second lowest of 27"),
        (27, 27, 1, "Highest of 27"),
        (27, 26, 1, "Second highest of 27"),
        (27, 1, 3, "Joint lowest of 27, with 2 others"),
        (27, 25, 3, "Joint highest of 27, with 2 others"),
        (27, 24, 2, "Joint third highest of 27, with 1 other"),
        (9, 1, 9, "The same as all 9"),
        (9, None, 1, ""),
        (1, 1, 1, ""),
    ],
)
def test_a_rank_is_told_in_words_with_its_ties(n, rank, level, words):
    assert rank_words(Comparison(n, 1.0, 2.0, 3.0, rank, level)) == words


def test_yes_and_no_are_counted_and_not_ranked():
    assert same_words(Comparison(11, 0.0, 0.0, 1.0, 7, 5)) == "The same as 4 of the 10 others"


def figure(value: float | None, period: str = "2016-17", status: str = OK) -> Figure:
    return Figure("m", "P", "P", "county", period, value, "ratio", status)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.1, "in the lowest quarter"),
        (0.2, "in the middle half"),
        (0.3, "in the middle half"),
        (0.4, "in the middle half"),
        (0.5, "in the highest quarter"),
        (None, ""),
    ],
)
def test_a_position_is_told_by_quarters(value, words):
    assert position_words(figure(value), Comparison(20, 0.2, 0.3, 0.4, 3, 1)) == words


def test_few_peers_give_no_position():
    assert position_words(figure(0.1), Comparison(4, None, None, None, 1, 1)) == ""


def test_a_year_not_yet_published_does_not_hide_the_one_before():
    before, after = figure(0.1), figure(None, "2017-18", NOT_PUBLISHED)
    assert latest([before, after]) is before
    assert latest([after]) is after
    assert latest([]) is None


def test_a_year_left_blank_is_told_and_not_passed_over():
    blank = figure(None, "2017-18", "not-submitted")
    assert latest([figure(0.1), blank]) is blank
