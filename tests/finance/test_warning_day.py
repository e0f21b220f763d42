"""The day early warning stands on when all that is loaded has become too old for a score today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.warning import warnings
from wholeplace.finance.warning_day import standing_day
from wholeplace.finance.warning_method import method


@pytest.fixture(scope="module")
def store(sector_store):
    return Store(sector_store)


@pytest.fixture(scope="module")
def today(store):
    return Snapshot(store)


def test_a_day_that_has_scores_is_its_own(store):
    day = date(2020, 6, 30)
    assert standing_day(Snapshot(store, day)) == day


def test_too_old_for_today_it_is_the_day_on_which_the_newest_data_were_complete(store, today):
    assert not warnings(today).scores
    day = standing_day(today)
    assert day.isoformat() in {e.published for e in store.entries()}
    found, before = (warnings(Snapshot(store, d)) for d in (day, day - timedelta(days=1)))
    assert not found.unscored
    newest = {c.period for s in found.scores for c in s.contributions}
    assert max(newest) > max(c.period for s in before.scores for c in s.contributions)


def test_no_later_publication_of_what_counts_is_left_out(store, today):
    found = warnings(Snapshot(store, standing_day(today)))
    used = {store.release(e).entry.dataset for e in store.entries() if e.id in set(found.releases)}
    newer = [e for e in store.entries() if e.dataset in used and e.published_on > found.as_of]
    assert newer == []


def test_releases_that_came_when_their_figures_were_too_old_do_not_set_the_day(today):
    strict = replace(method(), oldest=0)
    day = standing_day(today, strict)
    assert (day.month, day.day) == (12, 31)
    assert day < standing_day(today)


def test_where_nothing_can_be_scored_it_is_the_day_asked(now, store):
    before_everything = date(2009, 1, 1)
    assert standing_day(Snapshot(store, before_everything)) == before_everything
    nothing_rated = replace(method(), rated_from=1.1)
    assert standing_day(now, nothing_rated) == datetime.now(UTC).date()
