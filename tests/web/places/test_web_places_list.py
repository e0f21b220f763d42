"""The list of places: everyone in it, filtered as asked; and the field that finds one."""

from __future__ import annotations

import re

import pytest

from wholeplace.web.evidence.current import current

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evidence(sector):
    return current()


def listed(client, query: str = "") -> list[str]:
    html = client.get(f"/places/{query}").content.decode()
    return re.findall(r'href="/places/([^/"]+)/"', html[html.index("<main") :])


def test_living_places_are_listed_unless_others_are_asked_for(client, evidence):
    alive = {p.id for p in evidence.register.alive()}
    found = listed(client)
    assert alive <= set(found)
    assert not {p.id for p in evidence.register if p.end} & set(found)
    assert len(found) == len(set(found))


def test_ended_places_can_be_asked_for(client, evidence):
    assert set(listed(client, "?state=ended")) == {p.id for p in evidence.register if p.end}


def test_places_are_filtered_by_class_and_region(client, evidence):
    some = next(p for p in evidence.register.alive() if p.place_class == "district")
    found = listed(client, f"?place_class=district&region={some.region.replace(' ', '+')}")
    assert some.id in found
    assert {(evidence.register[i].place_class, evidence.register[i].region) for i in found} == {
        ("district", some.region)
    }


def test_places_are_found_by_name_in_the_list(client, evidence):
    some = next(p for p in evidence.register.alive() if p.place_class == "unitary")
    assert some.id in listed(client, f"?name={some.name[:6]}")
    assert "No place is like that" in client.get("/places/?name=zzzzqqqq").content.decode()


def test_places_that_only_returns_know_are_listed_by_their_class(client, evidence):
    found = listed(client, "?place_class=fire")
    assert found
    assert not [i for i in found if i in evidence.register]


def test_a_filter_that_makes_no_sense_is_passed_over(client, evidence):
    response = client.get("/places/?place_class=castle&region=Atlantis&state=maybe")
    assert response.status_code == 200


def test_an_exact_name_leads_straight_to_the_place(client, evidence):
    some = next(p for p in evidence.register.alive() if p.place_class == "county")
    for asked in (some.name, some.official_name, some.gss, some.ecode, some.id):
        assert client.get("/places/find/", {"q": asked})["Location"] == f"/places/{some.id}/"


def test_other_words_lead_to_the_search(client, evidence):
    response = client.get("/places/find/", {"q": "nothing of the kind"})
    assert response.status_code == 302
    assert "nothing+of+the+kind" in response["Location"]
    assert client.get("/places/find/").status_code == 302
