"""An adviser's portfolio."""

from __future__ import annotations

import pytest

from wholeplace.web.accounts import portfolio

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_register")]


def test_places_keep_the_order_they_were_added_in(person):
    adviser = person("adviser")
    assert portfolio.add(adviser, "ZAB")
    assert portfolio.add(adviser, "ZAA")
    assert not portfolio.add(adviser, "ZAB")
    assert portfolio.places_of(adviser) == ["ZAB", "ZAA"]
    assert portfolio.remove(adviser, "ZAB")
    assert not portfolio.remove(adviser, "ZAB")
    assert portfolio.places_of(adviser) == ["ZAA"]


def test_a_portfolio_holds_so_many_places_and_no_more(person, monkeypatch):
    monkeypatch.setattr(portfolio, "MOST", 2)
    adviser = person("adviser")
    portfolio.add(adviser, "ZAA")
    portfolio.add(adviser, "ZAB")
    with pytest.raises(portfolio.PortfolioError, match="2 places at most"):
        portfolio.add(adviser, "ZAC")


def test_a_portfolio_is_seen_by_its_adviser_and_administrators_and_changed_by_them(person):
    from django.contrib.auth.models import AnonymousUser

    from wholeplace.web.accounts.models import PortfolioPlace

    adviser, other, admin, clerk = (person(role) for role in ("adviser", "adviser", "administrator", "clerk"))
    portfolio.add(adviser, "ZAA")
    portfolio.add(clerk, "ZAB")  # from when they were an adviser
    places = PortfolioPlace.objects
    assert [places.visible_to(u).count() for u in (adviser, other, admin, clerk, AnonymousUser())] == [1, 0, 2, 1, 0]
    assert [places.editable_by(u).count() for u in (adviser, other, admin, clerk, AnonymousUser())] == [1, 0, 2, 0, 0]


def test_an_administrator_adds_a_place_by_name_or_code_and_takes_it_out(signed_in, person):
    adviser = person("adviser")
    admin = signed_in("administrator")
    admin.post(f"/people/{adviser.pk}/portfolio/", {"place": "oakham vale"})
    admin.post(f"/people/{adviser.pk}/portfolio/", {"place": "zaa"})
    assert portfolio.places_of(adviser) == ["ZAB", "ZAA"]
    assert "Oakham Vale" in admin.get(f"/people/{adviser.pk}/").content.decode()
    admin.post(f"/people/{adviser.pk}/portfolio/", {"remove": "ZAB"})
    assert portfolio.places_of(adviser) == ["ZAA"]


def test_a_place_that_is_none_is_refused_with_what_may_be_meant(signed_in, person):
    adviser = person("adviser")
    answer = signed_in("administrator").post(f"/people/{adviser.pk}/portfolio/", {"place": "Okham Val"})
    assert answer.status_code == 400
    assert "Do you mean Oakham Vale?" in answer.content.decode()
    assert portfolio.places_of(adviser) == []
