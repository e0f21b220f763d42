"""The watchlist as a paper."""

from __future__ import annotations

import json
from datetime import date

import pytest

from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.warning import warnings
from wholeplace.finance.warning_paper import TriageNote, short_reason, shown_score, watchlist_paper
from wholeplace.papers.checks import check
from wholeplace.papers.model import Heading, Table
from wholeplace.papers.render import FORMATS, render

DAY = date(2018, 12, 31)
NOTE = TriageNote(
    DAY, "rang", "the section 151 officer", "They expect the draw to stop.", "Read the report.", date(2019, 2, 1),
    "adviser",
)  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(sector_store):
    return Snapshot(Store(sector_store), DAY)


@pytest.fixture(scope="module")
def found(snapshot):
    return warnings(snapshot)


def tables(document):
    return [b for b in document.blocks if isinstance(b, Table)]


def words(document):
    return json.loads(render(document, "json"))


def test_councils_stand_by_band_highest_score_first(snapshot, found):
    paper = watchlist_paper(snapshot, found, found.scores)
    first = tables(paper)[0]
    expected = [s.place.name for s in found.scores if s.band == "first"]
    assert [row[0].text for row in first.rows] == expected
    assert [b.text for b in paper.blocks if isinstance(b, Heading)][:2] == ["Ring first", "Ring next"]


def test_it_says_as_of_when_from_what_and_that_a_flag_is_no_verdict(snapshot, found):
    paper = watchlist_paper(snapshot, found, found.scores)
    assert paper.as_of == DAY
    assert paper.invented
    assert set(paper.generated_from) == set(found.releases)
    assert {s.release for s in paper.sources} == set(found.releases)
    assert "never a verdict" in json.dumps(words(paper))
    assert not check(paper)


def test_only_the_scores_given_are_in_it(snapshot, found):
    counties = [s for s in found.scores if s.place.place_class == "county"]
    told = json.dumps(words(watchlist_paper(snapshot, found, counties)))
    others = [s.place.name for s in found.scores if s.place.place_class == "district"]
    assert all(f'"{s.place.name}"' in told for s in counties)
    assert not [name for name in others if f'"{name}"' in told]
    assert "Shire districts: what counts" not in told


def test_what_was_said_stands_under_the_councils_name_and_only_where_given(snapshot, found):
    one = found.scores[3].place
    paper = watchlist_paper(snapshot, found, found.scores, {one.id: [NOTE]})
    row = next(t for t in tables(paper) if "triage log" in t.title).rows[0]
    assert [cell.text for cell in row] == [
        one.name, "31 December 2018: rang the section 151 officer (adviser)", "They expect the draw to stop.",
        "Read the report.", "1 February 2019",
    ]  # fmt: skip
    assert "What was said" not in json.dumps(words(watchlist_paper(snapshot, found, found.scores)))


def test_notes_on_councils_that_are_not_listed_are_left_out(snapshot, found):
    one, other = found.scores[0], found.scores[1]
    told = json.dumps(words(watchlist_paper(snapshot, found, [one], {other.place.id: [NOTE]})))
    assert "They expect" not in told


def test_councils_too_little_is_known_of_stand_apart_with_what_is_missing(snapshot, found):
    unrated = [s for s in found.scores if s.band == "unrated"]
    assert unrated
    last = next(t for t in tables(watchlist_paper(snapshot, found, found.scores)) if t.columns[3].title == "Missing")
    assert [row[0].text for row in last.rows] == [s.place.name for s in unrated]
    assert all(row[3].text for row in last.rows)


def test_a_reason_is_told_with_its_value_the_median_and_since_when(found):
    told = [(c, short_reason(c)) for s in found.scores for c in s.reasons]
    long = [(c, text) for c, text in told if not c.missing and c.years > 1]
    assert long
    for one, text in long:
        assert one.figure.display in text
        assert text.endswith(f"since {one.since}")
        assert "median" in text
    assert all(text.endswith("missing") for one, text in told if one.missing)


def test_a_score_that_stands_for_missing_values_is_told_as_a_range(found):
    for score in found.scores:
        assert (" to " in shown_score(score)) == bool(score.missing)


def test_without_scores_it_says_why(snapshot, found):
    today = warnings(Snapshot(snapshot.store))
    told = json.dumps(words(watchlist_paper(Snapshot(snapshot.store), today, today.scores)))
    assert "Classes without a score" in told
    assert "ask as of a date up to" in told


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_can_be_made(snapshot, found, kind):
    notes = {found.scores[0].place.id: [NOTE]}
    assert len(render(watchlist_paper(snapshot, found, found.scores[:40], notes), kind)) > 2000
