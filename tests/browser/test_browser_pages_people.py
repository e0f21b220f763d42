"""Every page that needs an account, and the pages around signing in: as the public pages are held to."""

from __future__ import annotations

import cases
import pytest
from browsing import DESK, PHONE, look, shape


@pytest.mark.parametrize("case", [*cases.SIGNING_IN, *cases.PEOPLE], ids=str)
def test_a_page_for_people_is_as_it_should_be(case, site, visitor):
    path, session = case.path.format(**site.things), site.things.get(case.session, "")
    person = visitor(DESK, role=case.role, session=session)
    person.go(path, case.status)
    leads_on = "{reset_key}" in case.path  # to an address without the secret
    assert leads_on or person.page.url == site.address + path, "the page asked for, and no other"
    look(person)
    plain = visitor(PHONE, role=case.role, session=session, scripts=False)
    page = plain.go(path, case.status)
    assert not shape(page)
    assert page.get_by_role("heading", level=1).is_visible()


def test_a_form_without_its_mark_is_refused_on_a_page_that_says_what_to_do(visitor):
    person = visitor()
    page = person.go("/account/login/")
    page.evaluate("document.querySelector('[name=csrfmiddlewaretoken]').remove()")
    person.give_password("somebody@example.org", "some words that are no password")
    person.complaints.clear()  # the browser notes the 403
    assert page.get_by_role("heading", level=1).inner_text() == "That form could not be sent"
    look(person)


def test_somebody_who_has_tried_too_often_is_told_to_wait(visitor):
    person = visitor()
    for _ in range(5):
        person.go("/account/login/")
        person.give_password("too-often@example.org", "some words that are no password")
    person.complaints.clear()  # the browser notes the 429
    assert "minutes" in person.main()
    look(person)


@pytest.mark.parametrize(
    ("role", "path", "button"),
    [
        ("", "/account/login/", "Sign in"),
        ("data-manager", "/data/upload/", "Go on"),
        ("officer", "/replies/{measure}/{own}/{period}/", "Preview"),
        ("administrator", "/people/invite/", "Send the invitation"),
        ("administrator", "/people/{subject}/", "Add"),
        ("administrator", "/replies/{reply}/hide/", "Hide"),
        ("adviser", "/portfolio/", "Add"),
        ("adviser", "/watchlist/{looked_after}/", "Write it down"),
        ("adviser", "/account/password/change/", "Change password"),
    ],
)
def test_a_form_with_a_mistake_says_so_well(role, path, button, site, visitor):
    person = visitor(role=role)
    page = person.go(path.format(**site.things))
    person.press(button)
    if "/account/reauthenticate/" in page.url:
        page.locator("#id_password").fill(site.password)
        person.press("Go on")
    person.complaints.clear()  # the browser notes the 4xx
    assert page.title().startswith("Error: ")
    assert page.get_by_role("alert").count() >= 1
    look(person)
