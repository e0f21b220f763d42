"""The back-test: who is at risk of what and when, what is refused as hindsight, and what it says of the sector."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from wholeplace.core.errors import WholeplaceError
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.backtest import run as running
from wholeplace.finance.backtest.features import LeakageError, Used, at_origin, refuse_future
from wholeplace.finance.backtest.labels import first_events, rounds
from wholeplace.finance.backtest.model import BASELINES, EITHER, SCORE, SECTION_114, SUPPORT, AtRisk, FirstEvent
from wholeplace.finance.backtest.run import labelled, trial
from wholeplace.finance.backtest.words import as_json, shown, tables
from wholeplace.finance.warning import warnings
from wholeplace.places.events import PlaceEvent

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.finance.backtest.model import Backtest

ENDS = date(2026, 2, 23)


def event(kind: str, place: str, day: str = "", period: str = "") -> PlaceEvent:
    return PlaceEvent(kind, place, date.fromisoformat(day) if day else None, period, "", "", place)


def at_risk(place: str, year: int, ended: str = "", score: float = 50.0) -> AtRisk:
    says = dict.fromkeys((SCORE, *BASELINES), score)
    day = date.fromisoformat(ended) if ended else None
    return AtRisk(date(year, 12, 31), place, place, "county", "Midvale", says, ended=day)


# --- Labels ---------------------------------------------------------------------------------------------------------


def test_the_first_event_of_each_kind_counts_and_the_first_of_either() -> None:
    found = first_events(
        [
            event("section-114-3", "a", "2022-11-22"), event("section-114-3", "a", "2020-11-11"),
            event("exceptional-financial-support", "a", period="2020-21"),
        ]
    )  # fmt: skip
    assert {(e.target, e.day.isoformat()) for e in found} == {
        (SECTION_114, "2020-11-11"), (SUPPORT, "2021-02-10"), (EITHER, "2020-11-11"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "kind", ["section-114-hra", "section-114-2", "exceptional-financial-support-hra", "section-114"]
)
def test_housing_account_and_other_events_are_no_labels(kind: str) -> None:
    assert first_events([event(kind, "a", "2021-12-15")]) == ()


def test_support_counts_from_the_day_it_was_announced_not_the_year_it_is_for() -> None:
    (found, _) = first_events([event("exceptional-financial-support", "a", period="2024-25")])
    assert found.day == date(2024, 2, 29)
    (late, _) = first_events([event("exceptional-financial-support", "a", period="2024-25")], late=True)
    assert late.day == date(2025, 3, 31)


def test_support_of_a_year_without_a_round_is_refused() -> None:
    with pytest.raises(WholeplaceError, match=r"Support for 2031-32 .* has no round") as told:
        first_events([event("exceptional-financial-support", "a", period="2031-32")])
    assert "in place of the year in the list of events" in str(told.value)
    assert "add a [[round]]" in str(told.value)


def test_support_that_is_listed_with_its_day_needs_no_round() -> None:
    (found, _) = first_events([event("exceptional-financial-support", "a", "2031-02-20")])
    assert found.day == date(2031, 2, 20)


def test_every_round_says_what_its_day_stands_on() -> None:
    for one in rounds().values():
        assert one["basis"]
        assert one["day"] <= one["late"]


# --- Who is at risk -------------------------------------------------------------------------------------------------

NOTICE = (FirstEvent("a", EITHER, "section-114-3", date(2018, 2, 2)),)


def test_a_council_leaves_the_risk_set_after_its_first_event() -> None:
    rows = [at_risk("a", year) for year in (2015, 2016, 2017, 2018, 2019)]
    found = labelled(rows, NOTICE, ENDS, EITHER, 3)
    assert [(r.origin.year, came) for r, came in found] == [(2015, 1), (2016, 1), (2017, 1)]


def test_the_horizon_ends_at_a_year_s_end() -> None:
    rows = [at_risk("a", 2014)]
    assert [came for _, came in labelled(rows, NOTICE, ENDS, EITHER, 3)] == [0]
    assert [came for _, came in labelled(rows, NOTICE, ENDS, EITHER, 5)] == [1]


def test_an_abolished_council_is_censored_unless_it_came_to_the_event_before() -> None:
    gone = [at_risk("a", 2017, "2018-04-01"), at_risk("b", 2017, "2019-04-01"), at_risk("c", 2014, "2019-04-01")]
    found = {(r.place, r.origin.year): came for r, came in labelled(gone, NOTICE, ENDS, EITHER, 3)}
    assert found == {("a", 2017): 1, ("c", 2014): 0}


def test_an_origin_counts_only_when_its_whole_horizon_has_passed() -> None:
    rows = [at_risk("b", year) for year in (2020, 2021, 2023, 2025)]
    assert [r.origin.year for r, _ in labelled(rows, NOTICE, ENDS, EITHER, 3)] == [2020, 2021]
    assert [r.origin.year for r, _ in labelled(rows, NOTICE, ENDS, EITHER, None)] == [2020, 2021, 2023, 2025]


def test_shuffling_who_came_to_what_leaves_no_skill() -> None:
    chance = np.random.default_rng(4)
    rows = [
        replace(at_risk(f"p{n}", year), says={m: float(chance.random()) for m in (SCORE, *BASELINES)})
        for n in range(120) for year in (2016, 2017)
    ]  # fmt: skip
    aucs = []
    for _ in range(40):
        chosen = chance.choice(120, 20, replace=False)
        firsts = [FirstEvent(f"p{n}", EITHER, "section-114-3", date(2018, 6, 1)) for n in chosen]
        found = trial(rows, firsts, ENDS, EITHER, 3, "all", lambda _: True, 1, 1)
        aucs.append(next(r.auc.value for r in found.results if r.method == SCORE))
    assert np.mean(aucs) == pytest.approx(0.5, abs=0.03)


# --- Hindsight is refused -------------------------------------------------------------------------------------------

ORIGIN = date(2017, 12, 31)


def test_what_was_published_after_the_origin_is_refused() -> None:
    with pytest.raises(LeakageError, match="published on 2018-11-15, after the origin 2017-12-31"):
        refuse_future(ORIGIN, [Used("interest-burden", "2016-17", date(2018, 11, 15))])


def test_a_planted_column_of_a_future_year_is_refused_whatever_date_it_claims() -> None:
    with pytest.raises(LeakageError, match="had not ended at the origin"):
        refuse_future(ORIGIN, [Used("planted", "2017-18", date(2017, 1, 1))])


def test_what_was_known_passes() -> None:
    refuse_future(ORIGIN, [Used("interest-burden", "2016-17", date(2017, 11, 16))])


def test_scores_that_stand_on_a_later_release_are_refused(sector_store: Path) -> None:
    snapshot = Snapshot(Store(sector_store), date(2018, 12, 31))
    assert warnings(snapshot).scores
    snapshot.as_of = date(2016, 12, 31)  # as if a later snapshot were passed off as an earlier one
    with pytest.raises(LeakageError):
        at_origin(snapshot)


def test_without_an_origin_there_is_no_back_test(sector_store: Path) -> None:
    with pytest.raises(WholeplaceError, match="needs an origin"):
        at_origin(Snapshot(Store(sector_store)))


# --- On the invented sector -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(sector_store: Path) -> Backtest:
    return running.run(Store(sector_store), draws=50)


def test_every_target_and_horizon_has_every_method(found: Backtest) -> None:
    assert found.origins
    asked = {(t.target, t.horizon) for t in found.trials if t.group == "single-tier-and-county"}
    assert asked == {(t, h) for t in (EITHER, SECTION_114, SUPPORT) for h in (3, 5, None)}
    for one in found.trials:
        assert {r.method for r in one.results} in (set(), {SCORE, *BASELINES})
        for result in one.results:
            assert result.gain is None or result.method != SCORE
        if one.results:
            assert next(r for r in one.results if r.method == "base rate").auc.value == 0.5


def test_no_council_is_counted_after_its_event_nor_before_it_was_known(found: Backtest) -> None:
    for one in found.events:
        assert one.day <= found.record_ends
    assert all(t.events <= t.councils for t in found.trials)
    assert found.false_alarms[0] <= found.false_alarms[1]


def test_results_are_told_as_tables_and_json(found: Backtest) -> None:
    told = list(tables(found))
    assert all(len(row) == len(header) for _, header, rows, _ in told for row in rows)
    content = json.loads(json.dumps(as_json(found)))
    assert {t["target"] for t in content["trials"]} == {EITHER, SECTION_114, SUPPORT}
    assert content["seed"] == 114
    assert shown(None) == "–"


def test_the_command_prints_them(found: Backtest, run: Any, sector_store: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(running, "run", lambda *_, **__: found)
    code, out, err = run("--store", sector_store, "warning", "backtest")
    assert code == 0
    assert "not real" in err
    assert "CIPFA four" in out
    assert "False alarms" in out
    code, out, _ = run("--store", sector_store, "warning", "backtest", "--json")
    assert json.loads(out)["draws"] == 50


def test_without_events_there_is_nothing_to_hold_scores_against(world: Store) -> None:
    with pytest.raises(WholeplaceError, match="is among what is loaded"):
        running.run(world)
