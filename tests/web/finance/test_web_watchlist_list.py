"""The watchlist: whom to ring first, filtered and sorted, as of a day it names; and as a file."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from wholeplace.evidence.store import Store
from wholeplace.papers.text import day
from wholeplace.web.accounts.portfolio import add
from wholeplace.web.evidence.standing import warned
from wholeplace.web.finance.watchlist import exporting
from wholeplace.web.finance.watchlist.models import TriageEntry
from wholeplace.web.replies.models import Reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def standing(sector):
    return warned()


@pytest.fixture
def adviser(signed_in, sector):
    return signed_in("adviser")


def html(client, query: str = "", status: int = 200) -> str:
    response = client.get(f"/watchlist/{query}")
    assert response.status_code == status
    return unescape(response.content.decode())


def listed(told: str) -> list[str]:
    """Names in the order of the table, without those that are unrated."""
    return re.findall(r'wp-watch__name" href="[^"]+">([^<]+)<', told.partition('id="unrated"')[0])


def table(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/watchlist/export.csv{query}")
    assert response.status_code == 200
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def contact(person, place, **more):
    told = {"day": date(2026, 1, 5), "how": "rang", "spoken_to": "chief executive", "said": "Nobody was reached.",
            "role": "adviser", "written_by": person}  # fmt: skip
    return TriageEntry.objects.create(place=place, **{**told, **more})


def test_it_stands_by_band_then_highest_score_first(adviser, standing):
    rated = [s for s in standing.found.scores if s.band != "unrated"]
    order = {"first": 0, "next": 1, "none": 2}
    expected = sorted(rated, key=lambda s: (order[s.band], -s.score, s.place.name, s.place.id))
    assert listed(html(adviser)) == [s.place.name for s in expected[:50]]
    assert listed(html(adviser, "?page=2")) == [s.place.name for s in expected[50:100]]


def test_it_says_that_a_flag_is_no_verdict_and_how_it_is_worked_out(adviser):
    told = html(adviser)
    assert "A flag is a reason to ring, never a verdict" in told
    assert 'href="/help/early-warning/"' in told


def test_where_the_data_are_old_it_stands_on_the_day_they_were_complete_and_says_so(adviser, standing):
    assert standing.as_of < timezone.localdate()
    published = {e.published_on for e in Store(standing.snapshot.store.folder).entries()}
    assert standing.as_of in published
    told = html(adviser)
    assert f"As published by {day(standing.as_of)}" in told
    assert "too old for scores of today" in told


def test_another_day_can_be_asked_for(adviser):
    asked = warned(date(2018, 12, 31))
    told = html(adviser, "?as_of=2018-12-31")
    assert "As published by 31 December 2018. You asked for that day" in told
    assert listed(told)[0] == next(s.place.name for s in asked.found.scores if s.band == "first")
    assert f"/watchlist/{asked.found.scores[0].place.id}/?as_of=2018-12-31" in told


@pytest.mark.parametrize("given", ["yesterday", "2018-02-31", "1850-01-01", "2199-01-01", "%00", "9" * 400])
def test_a_day_that_is_none_or_to_come_is_refused_in_words(adviser, given):
    told = html(adviser, f"?as_of={given}", 422)
    assert "There is a problem" in told
    assert "The day must be" in told
    assert adviser.get(f"/watchlist/export.csv?as_of={given}").status_code == 422


def test_a_day_before_anything_was_published_says_why_there_is_no_score(adviser):
    told = html(adviser, "?as_of=2009-01-01")
    assert "Classes without a score" in told
    assert "No score for counties as of 2009-01-01" in told


def test_those_of_which_too_little_is_known_stand_apart_with_what_is_missing(adviser, standing):
    unrated = [s for s in standing.found.scores if s.band == "unrated"]
    assert unrated
    above, _, below = html(adviser).partition('id="unrated"')
    for score in unrated:
        assert f">{score.place.name}<" not in above
        assert f">{score.place.name}<" in below
        assert all(c.counted.measure.short in below for c in score.missing)


def test_a_row_tells_score_band_rank_confidence_reasons_and_since_when(adviser, standing):
    score = next(s for s in standing.found.scores if s.band == "first" and len(s.reasons) > 1)
    told = html(adviser, f"?place_class={score.place.place_class}")
    row = told[told.index(f">{score.place.name}<") :].partition("</tr>")[0]
    assert f"{score.score:.1f}" in row
    assert "Ring first" in row
    assert f"{score.rank} of {score.of}" in row
    assert f"Confidence {score.confidence}" in row
    for one in score.reasons[:3]:
        assert f'/figures/{one.counted.measure.id}/{score.place.id}/{one.period}/">{one.figure.display}<' in row
        assert one.since in row


@pytest.mark.parametrize("place_class", ["county", "district"])
def test_it_can_be_of_one_class(adviser, standing, place_class):
    rows = table(adviser, f"?place_class={place_class}")
    assert len(rows) == sum(1 for s in standing.found.scores if s.place.place_class == place_class)
    assert {r["class"] for r in rows} == {place_class}


def test_it_can_be_of_one_region_and_band(adviser, standing):
    region = next(s.place.region for s in standing.found.scores if s.place.region)
    assert {r["region"] for r in table(adviser, f"?region={region}")} == {region}
    assert {r["band"] for r in table(adviser, "?band=next")} == {"next"}
    assert {r["band"] for r in table(adviser, "?band=flagged")} == {"first", "next"}


def test_what_makes_no_sense_as_a_filter_is_refused_in_words(adviser):
    assert "There is a problem" in html(adviser, "?place_class=castle", 422)


def test_it_can_be_of_ones_own_portfolio(adviser, standing):
    own = [standing.found.scores[i].place for i in (5, 50, 200)]
    for place in own:
        add(adviser.person, place.id)
    assert {r["place"] for r in table(adviser, "?whose=mine")} == {p.id for p in own}


def test_an_administrator_has_no_portfolio_to_choose(signed_in, sector):
    assert 'name="whose"' not in html(signed_in("administrator"))


def test_nothing_that_fits_leads_back_to_all(adviser):
    assert "No council is like that" in html(adviser, "?whose=mine")


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("place", lambda r: r["name"].casefold()),
        ("score", lambda r: -float(r["score"])),
        ("rank", lambda r: int(r["rank"])),
    ],
)
def test_it_sorts_both_ways(adviser, sort, value):
    up, down = (list(map(value, table(adviser, f"?sort={sign}{sort}"))) for sign in ("", "-"))
    assert up == sorted(up)
    assert down == sorted(down, reverse=True)
    told = html(adviser, f"?sort={sort}&band=first")
    assert 'aria-sort="ascending"' in told
    assert f"?band=first&sort=-{sort}#list" in told


def test_it_sorts_by_the_day_to_look_again_those_without_last(adviser, standing):
    places = [s.place.id for s in standing.found.scores[:3]]
    days = [date(2027, 5, 1), None, date(2026, 3, 1)]
    for place, review in zip(places, days, strict=True):
        add(adviser.person, place)
        contact(adviser.person, place, review=review)
    assert [r["review"] for r in table(adviser, "?sort=review")][:3] == ["2026-03-01", "2027-05-01", ""]
    assert [r["review"] for r in table(adviser, "?sort=-review")][:3] == ["2027-05-01", "2026-03-01", ""]


def test_a_review_is_overdue_the_day_after(adviser, standing):
    today = timezone.localdate()
    due, late = (standing.found.scores[i].place for i in (3, 4))
    for place, review in ((due, today), (late, today - timedelta(days=1))):
        add(adviser.person, place.id)
        contact(adviser.person, place.id, review=review)
    told = html(adviser, "?whose=mine")
    assert told.count("Overdue:") == 1
    assert "1 review is overdue" in told
    assert {r["place"] for r in table(adviser, "?overdue=on")} == {late.id}


def test_the_latest_contact_decides_and_a_corrected_one_does_not_count(adviser, standing):
    place = standing.found.scores[3].place.id
    add(adviser.person, place)
    contact(adviser.person, place, day=date(2026, 3, 1), review=date(2199, 1, 1))
    wrong = contact(adviser.person, place, day=date(2026, 1, 1), review=date(2026, 1, 9))
    contact(adviser.person, place, day=date(2026, 1, 1), review=date(2026, 2, 9), corrects=wrong)
    assert not table(adviser, "?overdue=on")
    assert next(r for r in table(adviser, "?whose=mine") if r["place"] == place)["review"] == "2199-01-01"


def test_a_councils_comment_is_marked(adviser, standing):
    score = standing.found.scores[3]
    one = score.reasons[0]
    place = score.place.id
    Reply.objects.create(
        measure=one.counted.measure.id, place=place, period=one.period, council=place, versions_count=1
    )
    told = html(adviser)
    assert f'/watchlist/{place}/#says">1 comment of the council<' in told
    assert next(r for r in table(adviser) if r["place"] == place)["comments_of_the_council"] == "1"


@pytest.mark.parametrize("kind", exporting.TYPES)
def test_it_can_be_taken_along_with_the_filters_applied(adviser, standing, kind):
    response = adviser.get(f"/watchlist/export.{kind}?place_class=county&band=flagged")
    assert response.status_code == 200
    assert response["Content-Type"] == exporting.TYPES[kind]
    assert f"watchlist-{standing.as_of}.{kind}" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    if kind in {"html", "json", "csv"}:
        told = unescape(response.content.decode())
        inside = [s.place.name for s in standing.found.scores if s.place.place_class == "county"]
        flagged = {s.place.name for s in standing.found.scores if s.band in {"first", "next"}}
        assert {name for name in inside if name in told} == flagged & set(inside)


def test_the_paper_names_its_day_its_releases_and_that_all_is_invented(adviser, standing):
    told = json.loads(adviser.get("/watchlist/export.json").content)
    assert told["as_of"] == standing.as_of.isoformat()
    assert told["invented"]
    assert {s["release"] for s in told["sources"]} == set(standing.found.releases)


def test_there_is_no_file_of_another_kind(adviser):
    assert adviser.get("/watchlist/export.exe").status_code == 404


def test_nobody_keeps_the_list_on_the_way(adviser):
    assert adviser.get("/watchlist/")["Cache-Control"] == "private, no-store"


def test_with_nothing_loaded_it_says_so(signed_in, use_store, tmp_path):
    use_store(tmp_path)
    adviser = signed_in("adviser")
    assert "Nothing is loaded yet" in html(adviser)
    assert adviser.get("/watchlist/export.csv").status_code == 404
    assert adviser.get("/watchlist/ZAB/").status_code == 404


def test_the_menu_and_the_adviser_s_home_lead_to_it(adviser, signed_in, client):
    assert 'href="/watchlist/">Watchlist' in unescape(adviser.get("/").content.decode())
    assert 'href="/watchlist/">Whom to ring first' in unescape(adviser.get("/").content.decode())
    add(adviser.person, "ZAB")
    assert 'href="/watchlist/?whose=mine"' in unescape(adviser.get("/").content.decode())
    for other in (client, signed_in("officer", "ZAB"), signed_in("clerk"), signed_in("councillor", "ZAB")):
        assert "/watchlist/" not in other.get("/").content.decode()
