"""The first page: find a place, the sector on a map with its table, what is new, and one's own places."""

from __future__ import annotations

import gzip
import re
from html import unescape

import pytest

from wholeplace.evidence.news import latest_changes
from wholeplace.web.evidence.current import current
from wholeplace.web.home.sector_map import sector_map

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(sector):
    return current()


def table_of(html: str) -> list[str]:
    part = html[html.index('id="sector-table"') :]
    return re.findall(r'<th scope="row"[^>]*><a href="/places/([^/]+)/"', part)


def test_one_field_finds_a_place_without_a_script(client, evidence):
    html = client.get("/").content.decode()
    assert re.search(r'<form[^>]+action="/places/find/" method="get"', html)
    assert 'for="find-place"' in html


def test_every_tile_leads_to_a_place_and_says_its_name_and_figure(client, evidence):
    html = client.get("/").content.decode()
    found = sector_map(evidence, {})
    assert found is not None
    tiles = re.findall(r'<a href="/places/([^/"]+)/" aria-label="([^"]+)"', html)
    known = {f.place: f for f in found.rows}
    assert {place for place, _ in tiles} == set(known)
    for place, label in tiles:
        assert known[place].place_name in unescape(label)
        assert known[place].value is None or known[place].display in unescape(label)


def test_the_table_behind_it_has_every_council_of_the_tier(client, evidence):
    for tier, classes in (
        ("upper", {"county", "unitary", "metropolitan", "london-borough"}),
        ("lower", {"district", "unitary", "metropolitan", "london-borough"}),
    ):
        places = table_of(client.get(f"/?tier={tier}").content.decode())
        assert {evidence.register[p].place_class for p in places} == classes
        assert len(places) == len(set(places))


def test_the_table_is_sorted_as_asked_with_gaps_last(client, evidence):
    found = [sector_map(evidence, {"sort": s}) for s in ("value", "-value", "name", "-name")]
    values = [[float(f.value) for f in m.rows if f.value is not None] for m in found[:2] if m]
    assert values[0] == sorted(values[0])
    assert values[1] == sorted(values[1], reverse=True)
    names = [[f.place_name for f in m.rows] for m in found[2:] if m]
    assert names[0] == sorted(names[0])
    assert names[1] == sorted(names[1], reverse=True)
    assert 'aria-sort="descending"' in client.get("/?sort=-value").content.decode()


def test_another_indicator_and_year_can_be_chosen(client, evidence):
    html = client.get("/?measure=interest-burden&period=2015-16").content.decode()
    assert "Interest" in html
    assert ", 2015-16:" in html


def test_a_choice_that_makes_no_sense_shows_the_usual_map(client, evidence):
    usual, odd = (
        sector_map(evidence, {}),
        sector_map(evidence, {"measure": "x", "tier": "y", "period": "z", "sort": "q"}),
    )
    assert usual
    assert odd
    assert (usual.measure, usual.period, usual.tier, usual.rows) == (odd.measure, odd.period, odd.tier, odd.rows)
    assert client.get("/?measure=x&tier=y&period=z&sort=q").status_code == 200


def test_an_indicator_of_some_classes_shows_those(client, evidence):
    found = sector_map(evidence, {"measure": "social-care-ratio", "tier": "lower"})
    assert found
    assert "district" not in {f.place_class for f in found.rows}


def test_it_says_what_the_latest_publication_changed(client, evidence):
    news = latest_changes(evidence.snapshot, evidence.table, evidence.measures)
    html = unescape(client.get("/").content.decode())
    assert news
    assert news.issue.title in html
    for change in news.changes:
        assert change.after.place_name in html
        assert change.after.display in html


def test_where_nothing_is_loaded_it_says_how_to_load(client, use_store, tmp_path):
    use_store(tmp_path / "empty")
    response = client.get("/")
    assert response.status_code == 200
    assert "wholeplace load FOLDER" in response.content.decode()
    assert client.get("/places/").status_code == 200
    assert client.get("/places/anything/").status_code == 404


def test_a_data_manager_is_led_to_the_upload_where_nothing_is_loaded(signed_in, use_store, tmp_path):
    use_store(tmp_path / "empty")
    assert "/data/upload/" in signed_in("data-manager").get("/").content.decode()


def test_it_is_light_and_shared_between_readers(client, evidence):
    response = client.get("/")
    assert len(gzip.compress(response.content)) < 60_000
    assert response["ETag"]
    assert client.get("/", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_an_officer_is_led_to_their_council(signed_in, evidence):
    place = next(p for p in evidence.register.alive() if p.place_class == "unitary")
    html = signed_in("officer", place.id).get("/").content.decode()
    assert f'<a href="/places/{place.id}/">Your council' in html


def test_it_counts_the_releases_that_the_data_page_counts(client, evidence):
    count = len(evidence.snapshot.store.entries())
    assert f"from {count} published releases" in client.get("/").content.decode()
    assert f"{count} releases of" in client.get("/data/").content.decode()


def test_a_publication_of_several_releases_is_told_as_several(client, evidence):
    news = latest_changes(evidence.snapshot, evidence.table, evidence.measures)
    assert news
    html = client.get("/").content.decode()
    several = len(news.issue.entries) > 1
    assert (f"{len(news.issue.entries)} releases of {news.issue.title}" in unescape(html)) == several


def test_search_engines_are_asked_to_leave_endless_addresses_alone(client, db) -> None:
    told = client.get("/robots.txt")

    assert told["Content-Type"].startswith("text/plain")
    assert "Disallow: /compare/" in told.content.decode().splitlines()
    assert "Disallow: /places/" not in told.content.decode()
