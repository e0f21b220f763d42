"""Early-warning scores: one recomputed by hand, what changes nothing, what is missing, and what is refused."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from wholeplace.core.errors import MeasureError, UnknownPlaceError, WholeplaceError
from wholeplace.evidence.figure import Figure
from wholeplace.evidence.places import PlaceRef
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.warning import Warnings, _work_out, explain, warnings
from wholeplace.finance.warning_method import method, read_method
from wholeplace.finance.warning_words import as_json, plain, reason, standing

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.measures import Measure

DAY = date(2018, 12, 31)
MEASURES = ("total-reserves-ratio", "reserves-change-3y", "net-debt-to-spending", "interest-burden",
            "social-care-ratio", "council-tax-share")  # fmt: skip
Values = dict[tuple[str, str, int], float]


class Table:
    """A table of figures of our own making: values by measure, place and year, and of no other kind."""

    def __init__(self, values: Values, places: list[PlaceRef], scale: float = 1.0) -> None:
        self.known = {key: value * scale for key, value in values.items()}
        walk = SimpleNamespace(places={p.id: p for p in places})
        self.snapshot = SimpleNamespace(crosswalk=walk, as_of=DAY)
        self.years = sorted({year for _, _, year in values})

    def value(self, measure: Measure, place: str, year: int) -> float | None:
        return self.known.get((measure.id, place, year))

    def combined_value(self, measure: Measure, place: str, year: int) -> float | None:
        return None

    def figure(self, measure: Measure, place: str, year: int, *, combined: bool = False) -> Figure | None:
        value = self.value(measure, place, year)
        if combined or value is None:
            return None
        return Figure(measure.id, place, place, "county", f"{year}-{year % 100 + 1}", value, "ratio", "ok")


def county(identifier: str, place_class: str = "county") -> PlaceRef:
    return PlaceRef(identifier, identifier.title(), place_class)


COUNTIES = [county(f"c{n:02}") for n in range(20)]


@pytest.fixture
def made_up() -> Values:
    chance = random.Random(7)
    return {(m, p.id, y): chance.random() for m in MEASURES for p in COUNTIES for y in (2015, 2016, 2017)}


def scores(values: Values, places: list[PlaceRef] = COUNTIES, scale: float = 1.0) -> Warnings:
    return _work_out(Table(values, places, scale), method(), DAY)  # type: ignore[arg-type]


def told(found: Warnings) -> dict[str, tuple[float, int, str]]:
    return {s.place.id: (round(s.score, 6), s.rank, s.band) for s in found.scores}


def test_one_council_s_score_worked_out_by_hand(made_up: Values) -> None:
    found = scores(made_up).of("c03")
    assert found is not None
    total = 0.0
    for measure, weight, low_is_worse in (
        ("total-reserves-ratio", 2, True), ("reserves-change-3y", 2, True), ("net-debt-to-spending", 1, False),
        ("interest-burden", 1, False), ("social-care-ratio", 2, False), ("council-tax-share", 2, True),
    ):  # fmt: skip
        own = made_up[measure, "c03", 2017]
        others = [made_up[measure, p.id, 2017] for p in COUNTIES if p.id != "c03"]
        better = sum(v > own if low_is_worse else v < own for v in others)
        total += weight / 10 * 100 * better / 19
    assert found.score == pytest.approx(total, abs=1e-5)
    assert sum(c.adds for c in found.contributions) == pytest.approx(found.score, abs=1e-5)
    assert sum(c.weight for c in found.contributions) == pytest.approx(1)
    assert (found.lowest, found.confidence, found.known) == (found.score, "high", pytest.approx(1))


def test_rank_counts_from_the_highest_score_and_bands_follow_it(made_up: Values) -> None:
    found = scores(made_up).scores
    assert [s.rank for s in found] == [1 + sum(o.score > s.score for o in found) for s in found]
    assert found[-1].rank >= 19
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert [s.band for s in found][:5] == ["first", "first", "next", "next", "none"]


def test_units_change_nothing(made_up: Values) -> None:
    assert told(scores(made_up, scale=100.0)) == told(scores(made_up))


def test_the_order_of_rows_changes_nothing(made_up: Values) -> None:
    shuffled = list(made_up.items())
    random.Random(1).shuffle(shuffled)
    assert told(scores(dict(shuffled), COUNTIES[::-1])) == told(scores(made_up))


def test_a_council_of_another_class_changes_nothing(made_up: Values) -> None:
    stranger = {(m, "x", y): 9.9 for m in MEASURES for y in (2015, 2016, 2017)}
    found = told(scores({**made_up, **stranger}, [*COUNTIES, county("x", "unitary")]))
    assert {p: t for p, t in found.items() if p != "x"} == told(scores(made_up))


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("place", ["c00", "c05", "c11", "c19"])
def test_missing_data_lowers_confidence_and_never_improves_a_rank(made_up: Values, measure: str, place: str) -> None:
    before = scores(made_up).of(place)
    after = scores({k: v for k, v in made_up.items() if k != (measure, place, 2017)}).of(place)
    assert before
    assert after
    assert after.rank <= before.rank
    assert after.score >= before.score
    assert (before.confidence, after.confidence) == ("high", "medium")
    assert after.known < before.known
    assert after.lowest < after.score
    assert [c.counted.measure.id for c in after.missing] == [measure]


def test_with_little_known_there_is_no_band_but_still_a_rank(made_up: Values) -> None:
    kept = {k: v for k, v in made_up.items() if k[1] != "c04" or k[0] in MEASURES[:2]}
    found = scores(kept).of("c04")
    assert found is not None
    assert (found.band, found.confidence, found.rank) == ("unrated", "low", 1)


def test_since_when_counts_the_years_in_a_row_in_the_worst_fifth(made_up: Values) -> None:
    worst = {("interest-burden", "c07", y): 5.0 for y in (2016, 2017)} | {("interest-burden", "c07", 2015): -1.0}
    found = scores({**made_up, **worst}).of("c07")
    assert found is not None
    one = next(c for c in found.contributions if c.counted.measure.id == "interest-burden")
    assert (one.points, one.since, one.years) == (100.0, "2016-17", 2)


def test_an_indicator_that_too_few_of_the_class_have_is_taken_a_year_earlier_or_left_out(made_up: Values) -> None:
    few = {p.id for p in COUNTIES[:8]}
    kept = {k: v for k, v in made_up.items() if not (k[0] == "interest-burden" and k[2] == 2017 and k[1] in few)}
    found = scores(kept).of("c10")
    assert found is not None
    assert {c.period for c in found.contributions if c.counted.measure.id == "interest-burden"} == {"2016-17"}
    without = scores({k: v for k, v in made_up.items() if k[0] != "interest-burden"}).of("c10")
    assert without is not None
    assert sum(c.weight for c in without.contributions) == pytest.approx(1)


def test_figures_too_old_are_refused_with_the_date_up_to_which_they_serve(made_up: Values) -> None:
    table = Table(made_up, COUNTIES)
    found = _work_out(table, method(), date(2026, 1, 1))  # type: ignore[arg-type]
    assert found.scores == ()
    assert "ask as of a date up to 2021-12-31" in found.unscored["county"]


def test_a_day_by_which_nothing_had_been_published_is_refused_with_what_to_do(made_up: Values) -> None:
    found = _work_out(Table({}, COUNTIES), method(), date(2010, 1, 1))  # type: ignore[arg-type]
    assert found.unscored["county"].endswith("Load such returns, or ask as of a day by which they had been published.")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('measure = "interest-burden"', 'measure = "no-such"'), "no such measure is installed"),
        (('worse = "high"', 'worse = "hi"'), "Write high or low"),
        (("weight = 1", "weight = 0"), "Write a number above 0"),
        (('classes = ["district"]', 'classes = ["county"]'), "county is scored twice"),
        (("oldest = 4", "older = 4"), "oldest is missing"),
    ],
)
def test_a_method_that_is_wrong_is_refused_by_key(change: tuple[str, str], says: str) -> None:
    from importlib import resources

    text = resources.files("wholeplace.finance").joinpath("warning_method.toml").read_text("utf-8")
    with pytest.raises(MeasureError, match=says):
        read_method(text.replace(*change), "mine.toml")


# --- On the invented sector -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sector_2018(sector_store: Path) -> Snapshot:
    return Snapshot(Store(sector_store), date(2018, 1, 31))


def test_the_county_that_is_to_issue_a_notice_stands_highest_just_before(sector_2018: Snapshot) -> None:
    found = [s for s in warnings(sector_2018).scores if s.place.place_class == "county"]
    assert (found[0].place.name, found[0].band) == ("Drayvenwadeshire", "first")
    assert standing(found[0]) == f"highest of {len(found)} counties"
    assert "do better" in plain(reason(found[0].reasons[0], "county"))


def test_every_score_of_a_store_is_the_sum_of_what_its_indicators_add(sector_2018: Snapshot) -> None:
    found = warnings(sector_2018)
    assert len(found.scores) > 300
    for score in found.scores:
        assert score.score == pytest.approx(sum(c.adds for c in score.contributions), abs=1e-5)
        assert 0 <= score.lowest <= score.score <= 100
    assert found is warnings(sector_2018), "worked out once"


def test_districts_are_held_against_indicators_of_their_own(sector_2018: Snapshot) -> None:
    score = next(s for s in warnings(sector_2018).scores if s.place.place_class == "district")
    used = {c.counted.measure.id for c in score.contributions}
    meant = method().of("district")
    assert meant is not None
    assert used <= {c.measure.id for c in meant.indicators}
    assert "social-care-ratio" not in used


def test_only_what_had_been_published_counts(sector_store: Path) -> None:
    early = Snapshot(Store(sector_store), date(2016, 12, 31))
    published = [early.releases[r].entry.published_on for r in warnings(early).releases]
    assert published
    assert max(published) <= date(2016, 12, 31)


def test_a_place_without_a_score_is_told_why(sector_2018: Snapshot) -> None:
    with pytest.raises(UnknownPlaceError):
        explain(sector_2018, "nowhere")
    police = next(p.id for p in sector_2018.crosswalk.places.values() if p.place_class in {"police", "fire"})
    with pytest.raises(WholeplaceError, match="worked out for councils only"):
        explain(sector_2018, police)


def test_json_has_what_a_reader_needs_to_work_it_out_again(sector_2018: Snapshot) -> None:
    score = warnings(sector_2018).scores[0]
    content: dict[str, Any] = as_json(score)
    assert content["score"] == pytest.approx(sum(c["points"] * c["weight"] for c in content["contributions"]), abs=0.01)
    for one in content["contributions"]:
        if one["value"] is not None:
            assert one["points"] == pytest.approx(100 * (one["better"] + one["level"] / 2) / one["others"], abs=1e-3)
            assert one["releases"]


def test_a_method_of_one_s_own_gives_other_scores(sector_2018: Snapshot) -> None:
    one = method().scores[0]
    reserves = replace(method(), scores=(replace(one, indicators=(replace(one.indicators[0], weight=1.0),)),))
    found = warnings(sector_2018, reserves)
    assert {len(s.contributions) for s in found.scores} == {1}


# --- The command ----------------------------------------------------------------------------------------------------


def test_the_list_names_place_rank_band_and_reasons(run: Any, sector_store: Path) -> None:
    code, out, err = run("--store", sector_store, "warning", "list", "--as-of", "2018-01-31", "--class", "county")
    assert code == 0
    assert "not real" in err
    first = next(line for line in out.splitlines() if "1 of" in line)
    assert "Drayvenwadeshire" in first
    assert "ring first" in first
    assert "never a verdict" in out


def test_the_list_as_json_and_one_council_explained(run: Any, sector_store: Path) -> None:
    import json

    arguments = ("--store", sector_store, "warning", "list", "--as-of", "2018-01-31", "--flagged", "--json")
    _, out, _ = run(*arguments)
    found = json.loads(out)
    assert {s["band"] for s in found["scores"]} == {"first", "next"}
    code, out, _ = run("--store", sector_store, "warning", "explain", "Drayvenwadeshire", "--as-of", "2018-01-31")
    assert code == 0
    assert "Sum: " in out
    assert "Others that do better" in out


def test_a_class_without_a_score_and_figures_too_old_are_refused_in_words(run: Any, sector_store: Path) -> None:
    code, _, err = run("--store", sector_store, "warning", "list", "--class", "police")
    assert code == 1
    assert "No score is worked out for 'police'" in err
    code, _, err = run("--store", sector_store, "warning", "list")
    assert code == 1
    assert "ask as of a date up to" in err
