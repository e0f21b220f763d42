"""What a brief and a place's page say of early warning, and to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from wholeplace.brief import make_brief
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.warning import warnings
from wholeplace.finance.warning_section import standing_scores
from wholeplace.papers.json import render_json
from wholeplace.places.register import Register
from wholeplace.profile.make import profile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def before(sector_store: Path) -> Snapshot:
    return Snapshot(Store(sector_store), date(2018, 1, 31))


def words(snapshot: Snapshot, place: str, *, restricted: bool) -> str:
    return render_json(make_brief(snapshot, place, restricted=restricted)).decode()


def test_a_brief_says_nothing_of_scores_unless_it_is_asked_to(before: Snapshot) -> None:
    assert "arly-warning score" not in words(before, "Drayvenwadeshire", restricted=False)
    told = words(before, "Drayvenwadeshire", restricted=True)
    assert "early-warning score is" in told
    assert "How the early-warning score comes about" in told


def test_a_council_that_is_not_flagged_has_the_table_but_no_sentence(before: Snapshot) -> None:
    calm = next(s for s in reversed(warnings(before).scores) if s.band == "none" and s.place.place_class == "county")
    told = words(before, calm.place.id, restricted=True)
    assert "early-warning score is" not in told
    assert "How the early-warning score comes about" in told


def test_a_place_s_profile_has_the_section_only_for_those_who_may_see_it(before: Snapshot) -> None:
    register = Register.open(before.store, before.as_of)
    place = register.find("Drayvenwadeshire").id
    assert "early-warning" not in {a.area for a in profile(before, register, place).areas}
    (area,) = [a for a in profile(before, register, place, restricted=True).areas if a.area == "early-warning"]
    assert area.blocks


def test_where_the_data_are_too_old_for_today_it_is_the_day_they_were_new(sector_store: Path) -> None:
    today = Snapshot(Store(sector_store))
    then, found = standing_scores(today)
    assert found.scores
    assert then.as_of is not None
    assert then.as_of < datetime.now(UTC).date()
    flagged = next(s for s in found.scores if s.band == "first")
    told = words(today, flagged.place.id, restricted=True)
    assert f"early-warning score was {flagged.score:.0f} of 100 by" in told


def test_where_there_can_be_no_score_the_section_says_why(sector_store: Path) -> None:
    early = Snapshot(Store(sector_store), date(2012, 1, 1))
    register = Register.open(early.store, early.as_of)
    place = next(p.id for p in register.alive() if p.place_class == "county")
    (area,) = [a for a in profile(early, register, place, restricted=True).areas if a.area == "early-warning"]
    assert not area.blocks
    assert "No score for counties as of 2012-01-01" in str(area.gaps)
