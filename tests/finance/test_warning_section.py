"""What a brief and a place's page say of early warning, and to whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from wholeplace.brief import make_brief
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.warning import warnings
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


def test_where_there_can_be_no_score_the_section_says_why(sector_store: Path) -> None:
    today = Snapshot(Store(sector_store))
    register = Register.open(today.store)
    place = next(p.id for p in register.alive() if p.place_class == "county")
    (area,) = [a for a in profile(today, register, place, restricted=True).areas if a.area == "early-warning"]
    assert not area.blocks
    assert "ask as of a date up to" in str(area.gaps)
