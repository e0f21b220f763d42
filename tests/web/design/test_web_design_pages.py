"""The frame of every page, the page on design, and the pages for errors."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from wholeplace.papers import style
from wholeplace.web.accounts.models import Role
from wholeplace.web.design import context, errors, examples, navigation

INLINE = re.compile(r"\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.IGNORECASE)


@pytest.fixture
def page(client, sector):
    """Opens a page and gives its words."""

    def open_(address, status=200):
        response = client.get(address)
        assert response.status_code == status
        return response.content.decode()

    return open_


@pytest.mark.django_db
def test_the_design_page_shows_every_colour_with_a_contrast_that_suffices(page):
    told = page("/design/")
    assert "FAILS" not in told
    for colour in examples.colours():
        assert colour.value in told


def test_every_colour_that_carries_words_stands_out():
    assert [c.token for c in examples.colours() if c.need and c.ratio < c.need] == []
    assert style.contrast("#ffffff", style.DEEP) > 4.5
    assert style.contrast("#ffffff", style.WATCH) > 4.5
    assert round(style.contrast("#000000", "#ffffff")) == 21


def test_every_colour_token_is_shown_on_the_design_page():
    tokens = {name for name, value in style.tokens().items() if isinstance(value, str) and value.startswith("#")}
    assert tokens - {"paper"} == {name for name, _, _ in examples.COLOURS}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/design/", "/help/", "/nothing-here/"])
def test_pages_hold_no_style_and_no_script_of_their_own(page, address):
    assert not INLINE.search(page(address, 404 if "nothing" in address else 200))


@pytest.mark.django_db
def test_the_frame_has_landmarks_a_skip_link_and_the_section_one_is_in(page):
    told = page("/help/")
    assert '<html lang="en-GB"' in told
    assert '<a href="#main" class="govuk-skip-link"' in told
    assert '<main class="govuk-main-wrapper" id="main"' in told
    assert re.search(r'aria-current="true">Help</a>', told)
    assert told.count('aria-current="true"') == 1
    assert "<title>Help – Wholeplace</title>" in told


@pytest.mark.django_db
def test_an_invented_sector_is_said_to_be_one_on_every_page(page):
    assert "Invented sector." in page("/help/")
    assert "Invented sector." in page("/nothing-here/", 404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("adviser", "Your portfolio", "People"),
        ("officer", "Your comments", "Jobs"),
        ("data-manager", "Upload data", "Audit log"),
        ("administrator", "Audit log", "Your portfolio"),
    ],
)
def test_the_menu_offers_what_a_role_can_do_and_nothing_else(person, role, shown, hidden):
    texts = {link.text for link in navigation.account_links(person(role, "ZAA" if role == "officer" else ""), "/")}
    assert shown in texts
    assert hidden not in texts
    assert "Sign out" in texts


def test_the_menu_speaks_of_roles_that_there_are():
    assert set().union(*(roles for _, _, roles in navigation.ACCOUNT)) <= set(Role.values)


def test_every_entry_of_the_navigation_leads_somewhere():
    for _, name in navigation.SECTIONS:
        assert reverse(name)
    for _, name, _ in navigation.ACCOUNT:
        assert reverse(name)


@pytest.mark.django_db
def test_an_address_with_nothing_there_says_what_to_do(page):
    assert "Page not found" in page("/nothing-here/", 404)


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words(sector):
    told = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})
    assert told.status_code == 403
    assert "That form could not be sent" in told.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("view", "status"), [(errors.bad_request, 400), (errors.permission_denied, 403)])
def test_errors_are_pages_in_the_house_style(view, status, sector, rf):
    from django.contrib.auth.models import AnonymousUser

    request = rf.get("/x/")
    request.user, request.resolver_match = AnonymousUser(), None
    response = view(request, ValueError("secret"))
    assert response.status_code == status
    told = response.content.decode()
    assert "wp-header" in told
    assert "secret" not in told


def test_our_own_mistake_is_told_without_database_or_evidence(monkeypatch):
    def broken(request):
        raise AssertionError("asked")

    monkeypatch.setattr(context, "providers", [broken])
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Sorry, something went wrong" in response.content.decode()
    assert "wp-header" in response.content.decode()


def test_our_own_mistake_is_told_even_if_templates_are_broken(monkeypatch):
    monkeypatch.setattr(errors, "render_to_string", lambda *a, **k: 1 / 0)
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"something went wrong" in response.content
