"""One council of the watchlist: the sum a reader can work out again, and who may see it."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from wholeplace.web.evidence.current import current
from wholeplace.web.evidence.standing import warned
from wholeplace.web.places import briefs
from wholeplace.web.replies.models import Reply, Version

pytestmark = pytest.mark.django_db
ROLES = [
    ("", ""), ("councillor", "ZAB"), ("officer", "ZAB"), ("officer", "ZAC"), ("clerk", ""), ("data-manager", ""),
    ("adviser", ""), ("administrator", ""),
]  # fmt: skip
IN_A_BRIEF = "How the early-warning score comes about"
SEE = {("officer", "ZAB"), ("adviser", ""), ("administrator", "")}


@pytest.fixture(autouse=True)
def standing(sector):
    return warned()


def html(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.status_code
    return unescape(response.content.decode())


def cells(told: str) -> list[list[str]]:
    """The rows of the sum as text."""
    body = told[told.index('id="contributions"') :].partition("</table>")[0].partition("<tbody")[2]
    rows = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", c).split()) for c in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


@pytest.mark.parametrize("number", [0, 1, 40, 200])
def test_a_reader_can_work_the_score_out_again_on_paper(signed_in, standing, number):
    score = standing.found.scores[number]
    *rows, total = cells(html(signed_in("adviser"), f"/watchlist/{score.place.id}/"))
    assert len(rows) == len(score.contributions)
    added = 0.0
    for row in rows:
        better, level, others = re.fullmatch(r"(\d+)(?: and (\d+) level)? of (\d+)", row[6]).groups()
        missing = row[2].startswith("missing")
        points = 100.0 if missing else 100 * (int(better) + int(level or 0) / 2) / int(others)
        assert points == pytest.approx(float(row[7]), abs=0.006)
        assert points * float(row[8]) == pytest.approx(float(row[9]), abs=0.012)
        added += float(row[9])
    assert added == pytest.approx(float(total[9]), abs=0.006 * len(rows))
    assert float(total[9]) == pytest.approx(score.score, abs=0.005)


def test_every_value_leads_to_its_figure_beside_median_and_quartiles(signed_in, standing):
    score = next(s for s in standing.found.scores if not s.missing)
    told = html(signed_in("adviser"), f"/watchlist/{score.place.id}/")
    for one, row in zip(score.contributions, cells(told), strict=False):
        assert f'href="/figures/{one.counted.measure.id}/{score.place.id}/{one.period}/"' in told
        assert row[2].startswith(one.figure.display)
        assert all(re.search(r"\d", shown) for shown in row[3:6])
        assert row[10].startswith(one.since)


def test_what_is_missing_is_said_with_why(signed_in, standing):
    score = next(s for s in standing.found.scores if s.missing)
    told = html(signed_in("adviser"), f"/watchlist/{score.place.id}/")
    assert "What is missing" in told
    assert all(c.counted.measure.title in told and c.note in told for c in score.missing)
    assert "stands for values that are missing" in told


def test_the_trend_has_its_numbers_in_a_table(signed_in, standing):
    score = next(s for s in standing.found.scores if len(s.trend) > 2)
    told = html(signed_in("adviser"), f"/watchlist/{score.place.id}/")
    behind = told[told.index("The numbers behind this chart") :]
    assert all(period in behind for period, _ in score.trend)


def test_events_and_reorganisation_are_told_whatever_the_day(signed_in, standing):
    evidence = current()
    from wholeplace.places.events import open_events

    events = open_events(evidence.store, evidence.register)
    place = next(e.place for e in events.matched if standing.of(e.place) and e.kind.startswith("section-114"))
    assert "section 114" in html(signed_in("adviser"), f"/watchlist/{place}/?as_of=2016-12-31")


def test_a_place_without_a_score_says_why(signed_in, standing):
    places = standing.snapshot.crosswalk.places.values()
    ended = next(p for p in places if p.end and p.end < standing.as_of.isoformat())
    assert "did not exist on" in html(signed_in("adviser"), f"/watchlist/{ended.id}/")
    fire = next(p for p in places if p.place_class == "fire")
    assert "worked out for councils only" in html(signed_in("adviser"), f"/watchlist/{fire.id}/")


def test_a_place_that_is_none_is_not_there(signed_in):
    assert signed_in("adviser").get("/watchlist/NOWHERE/").status_code == 404
    assert signed_in("officer", "ZAB").get("/watchlist/NOWHERE/").status_code == 403


def test_a_day_that_is_none_is_said_to_be_so(signed_in):
    assert "The day must be a real date" in html(signed_in("adviser"), "/watchlist/ZAB/?as_of=soon", 422)


def test_the_council_s_own_words_stand_there(signed_in, standing):
    one = standing.of("ZAB").contributions[0]
    reply = Reply.objects.create(
        measure=one.counted.measure.id, place="ZAB", period=one.period, council="ZAB", versions_count=1
    )
    Version.objects.create(reply=reply, number=1, text="A one-off sale.", role="Finance director", council_name="Own")
    told = html(signed_in("adviser"), "/watchlist/ZAB/")
    assert "A one-off sale." in told
    assert "the council has commented on it" in told


def test_an_officer_sees_the_own_council_s_sum_and_how_to_contest_it_but_no_log(signed_in, standing):
    told = html(signed_in("officer", "ZAB"), "/watchlist/ZAB/")
    one = standing.of("ZAB").contributions[0]
    assert cells(told)
    assert f'href="/replies/{one.counted.measure.id}/ZAB/{one.period}/"' in told
    assert "Triage log" not in told
    assert "<form method" not in told
    assert 'href="/watchlist/"' not in told
    assert "Comment on:" not in html(signed_in("adviser"), "/watchlist/ZAB/")


@pytest.mark.parametrize(("role", "place"), ROLES)
def test_a_score_is_shown_to_those_who_may_see_it_and_to_nobody_else(signed_in, role, place):
    client = signed_in(role, place)
    sees = (role, place) in SEE
    assert client.get("/watchlist/ZAB/").status_code == (200 if sees else 403)
    assert ("How the score comes about" in html(client, "/places/ZAB/")) == sees
    assert (IN_A_BRIEF in client.get("/places/ZAB/brief.json").content.decode()) == sees


def test_the_shared_page_never_holds_a_score_whoever_asked_before(client, signed_in):
    adviser = signed_in("adviser")
    html(adviser, "/places/ZAB/")
    public = client.get("/places/ZAB/")
    assert "public" in public["Cache-Control"]
    assert "Early warning" not in public.content.decode()
    own = adviser.get("/places/ZAB/")
    assert own["Cache-Control"] == "private, no-store"
    assert "Early warning" in own.content.decode()


def test_the_shared_brief_never_holds_a_score_whoever_asked_before(client, signed_in):
    adviser = signed_in("adviser")
    own = adviser.get("/places/ZAB/brief.json")
    public = client.get("/places/ZAB/brief.json")
    again = adviser.get("/places/ZAB/brief.json", headers={"If-None-Match": public["ETag"]})
    assert own["Cache-Control"] == "private, no-store"
    assert own["ETag"] != public["ETag"]
    assert again.status_code == 200
    assert "public" in public["Cache-Control"]
    assert IN_A_BRIEF not in public.content.decode()
    assert IN_A_BRIEF in own.content.decode()
    assert client.get("/places/ZAB/brief.json").content == public.content


def test_briefs_with_and_without_a_score_lie_apart_on_disk(sector):
    evidence, state = current(), briefs.stamp()
    told = [briefs.brief_of(evidence, "ZAB", "json", state, restricted=r) for r in (True, False, True, False)]
    assert told[0] == told[2] != told[1] == told[3]


def test_a_deactivated_person_sees_nothing(person, sector):
    from wholeplace.web.accounts.warned import sees_score

    adviser = person("adviser")
    officer = person("officer", "ZAB")
    assert sees_score(adviser, "ZAB")
    for one in (adviser, officer):
        one.is_active = False
        assert not sees_score(one, "ZAB")


def test_the_api_and_the_search_know_of_no_score(client):
    assert "early-warning" not in client.get("/api/v1/places/ZAB").content.decode()
    assert "early-warning" not in client.get("/api/v1/measures").content.decode()


def test_of_a_day_asked_for_the_council_s_page_and_its_log_keep_the_day(signed_in):
    asked = warned(date(2018, 12, 31))
    told = html(signed_in("administrator"), "/watchlist/ZAB/?as_of=2018-12-31")
    assert f"Score {asked.of('ZAB').score:.1f}" in told
    assert 'action="/watchlist/ZAB/?as_of=2018-12-31"' in told
