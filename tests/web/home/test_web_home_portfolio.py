"""An adviser's portfolio: their own places, first on the first page; changed by them alone."""

from __future__ import annotations

import csv
import io
from html import unescape

import pytest

from wholeplace.profile.headlines import headlines
from wholeplace.web.accounts.portfolio import places_of
from wholeplace.web.evidence.current import current

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evidence(sector):
    return current()


@pytest.fixture
def adviser(signed_in):
    return signed_in("adviser")


@pytest.fixture
def place(evidence):
    return next(p for p in evidence.register.alive() if p.place_class == "county")


def test_a_place_is_added_by_its_name_and_stands_first_on_the_first_page(adviser, evidence, place):
    response = adviser.post("/portfolio/", {"place": place.official_name}, follow=True)
    assert f"{place.name} is now in your portfolio." in response.content.decode()
    html = adviser.get("/").content.decode()
    found = headlines(evidence.snapshot, evidence.register, place.id)
    part = html[: html.index("The sector on a map")]
    assert "Your portfolio" in part
    for one in found.figures:
        assert one.figure.display in part
    if found.findings:
        assert f"{len(found.findings)} thing" in part


def test_adding_it_again_changes_nothing(adviser, place):
    adviser.post("/portfolio/", {"place": place.id})
    response = adviser.post("/portfolio/", {"place": place.id}, follow=True)
    assert "already" in response.content.decode()
    assert places_of(adviser.person) == [place.id]


def test_a_place_is_taken_out_again(adviser, place):
    adviser.post("/portfolio/", {"place": place.id})
    response = adviser.post("/portfolio/", {"remove": place.id}, follow=True)
    assert "no longer in your portfolio" in response.content.decode()
    assert places_of(adviser.person) == []


@pytest.mark.parametrize(("asked", "told"), [("", "Write the name"), ("zzzqqq", "No place is called"), (" ", "Write")])
def test_a_name_that_means_no_place_is_told(adviser, asked, told):
    response = adviser.post("/portfolio/", {"place": asked})
    assert response.status_code == 422
    assert told in response.content.decode()
    assert places_of(adviser.person) == []


def test_where_several_places_are_meant_one_is_chosen(adviser, evidence):
    ended = next(p for p in evidence.register if p.place_class == "county" and p.end)
    response = adviser.post("/portfolio/", {"place": ended.name[:-3]})
    assert response.status_code == 422
    assert f'name="chosen" value="{ended.id}"' in response.content.decode()
    adviser.post("/portfolio/", {"place": ended.name[:-3], "chosen": ended.id})
    assert places_of(adviser.person) == [ended.id]


def test_each_adviser_has_their_own(signed_in, place):
    one, other = signed_in("adviser"), signed_in("adviser")
    one.post("/portfolio/", {"place": place.id})
    assert places_of(other.person) == []
    assert "Nothing stands out" not in other.get("/portfolio/").content.decode()


def test_nobody_else_has_one(client, signed_in):
    assert client.get("/portfolio/").status_code == 302
    for role, about in (("officer", "ZAA"), ("clerk", ""), ("data-manager", ""), ("administrator", "")):
        assert signed_in(role, about).get("/portfolio/").status_code == 403
        assert signed_in(role, about).get("/portfolio/portfolio.csv").status_code == 403


def test_it_can_be_taken_along_as_a_table(adviser, evidence, place):
    adviser.post("/portfolio/", {"place": place.id})
    response = adviser.get("/portfolio/portfolio.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    found = headlines(evidence.snapshot, evidence.register, place.id)
    assert [(r["place"], r["indicator"], r["period"], r["shown"]) for r in rows] == [
        (place.id, f.figure.measure, f.figure.period, f.figure.display) for f in found.figures
    ]
    assert response["Cache-Control"] == "private, no-store"


def test_a_place_the_register_forgot_is_named_and_can_be_taken_out(adviser):
    from wholeplace.web.accounts.models import PortfolioPlace

    PortfolioPlace.objects.create(user=adviser.person, place="GONE")
    assert "No longer in the register" in adviser.get("/portfolio/").content.decode()
    adviser.post("/portfolio/", {"remove": "GONE"})
    assert places_of(adviser.person) == []


def test_the_first_page_of_someone_signed_in_is_kept_by_no_cache(adviser):
    assert adviser.get("/")["Cache-Control"] == "private, no-store"


def test_several_places_are_added_at_once_and_what_is_unclear_stays_to_be_put_right(adviser, evidence):
    first, second = [p for p in evidence.register.alive() if p.place_class == "county"][:2]
    response = adviser.post("/portfolio/", {"several": f"{first.id}\n\n nowhere at all \n{second.official_name}\r\n"})
    html = response.content.decode()
    assert response.status_code == 422
    assert places_of(adviser.person) == [first.id, second.id]
    assert "2 places added to your portfolio." in html
    assert 'spellcheck="false" aria-describedby="several-error">nowhere at all</textarea>' in html


def test_a_portfolio_can_be_compared_side_by_side(adviser, evidence):
    chosen = [p for p in evidence.register.alive() if p.place_class == "county"][:3]
    html = adviser.post("/portfolio/", {"several": "\n".join(p.id for p in chosen)}, follow=True).content.decode()
    address = unescape(html.split('">Compare them side by side')[0].rsplit('href="', 1)[1])
    compared = adviser.get(address).content.decode()
    assert all(f">{p.name}<" in compared for p in chosen)
