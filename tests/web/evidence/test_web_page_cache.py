"""Public pages are worked out once for each state of the evidence."""

from __future__ import annotations

import gzip
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from wholeplace.web.evidence import caching
from wholeplace.web.evidence import current as current_module
from wholeplace.web.evidence.caching import Shelf, evidence_page, shelf

ANYONE = SimpleNamespace(is_authenticated=False)
SOMEONE = SimpleNamespace(is_authenticated=True)


@pytest.fixture(autouse=True)
def nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages here depend on the evidence alone, so no database is asked."""
    monkeypatch.setattr(caching, "_also", [])


@pytest.fixture
def page(sector):
    """A page that counts how often it is worked out."""
    shelf.clear()
    made = []

    @evidence_page
    def view(request):
        made.append(request.get_full_path())
        return HttpResponse(f"<p>{'words ' * 200}{len(made)}</p>")

    def ask(address="/x/", user=ANYONE, method="get", **headers):
        request = getattr(RequestFactory(), method)(address, headers=headers)
        request.user = user
        return view(request)

    ask.made = made
    return ask


def test_a_page_is_worked_out_once_an_address(page) -> None:
    assert page().content == page().content
    assert page("/x/?measure=a").content != page("/x/").content
    assert page.made == ["/x/", "/x/?measure=a"]


def test_a_second_visit_costs_nothing(page) -> None:
    first = page()

    again = page(**{"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]


def test_it_travels_compressed_to_those_who_take_it(page) -> None:
    plain, small = page(), page(**{"Accept-Encoding": "gzip, br"})

    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 3
    assert "Accept-Encoding" in small["Vary"]
    assert "Cookie" in small["Vary"]


def test_a_head_has_no_body_but_says_how_long_it_would_be(page) -> None:
    answer = page(method="head")

    assert answer.content == b""
    assert int(answer["Content-Length"]) == len(page().content)


def test_nothing_else_is_taken(page) -> None:
    assert page(method="post").status_code == 405


def test_the_page_of_someone_signed_in_is_theirs_alone(page) -> None:
    page()
    own = page(user=SOMEONE)

    assert len(page.made) == 2
    assert own["Cache-Control"] == "private, no-store"
    assert "ETag" not in own
    assert page().content != own.content


def test_whatever_a_page_stands_on_makes_it_anew(page, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = ["one"]
    monkeypatch.setattr(caching, "_also", [lambda: stamps[0]])
    first = page()
    stamps[0] = "two"

    second = page(**{"If-None-Match": first["ETag"]})

    assert second.status_code == 200
    assert len(page.made) == 2


def test_a_page_is_named_by_the_evidence_it_was_made_from_not_by_a_store_that_is_still_being_opened(
    page, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wholeplace.evidence.store import Store

    before = page()["ETag"]
    monkeypatch.setattr(Store, "fingerprint", lambda _: "switched by a load a moment ago")
    opening = current_module._lock
    with opening:  # another thread is opening it
        assert page()["ETag"] == before


def test_a_page_that_says_today_is_made_anew_every_day(page, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    first = page()["ETag"]
    monkeypatch.setattr(caching, "localdate", lambda: date(2031, 1, 1))

    assert page()["ETag"] != first
    assert len(page.made) == 2


@pytest.mark.parametrize("status", [302, 404, 500, 503])
def test_only_a_page_that_came_out_well_is_kept(sector, status: int) -> None:
    shelf.clear()
    made = []

    @evidence_page
    def view(request):
        made.append(1)
        return HttpResponse("no", status=status)

    for _ in range(2):
        request = RequestFactory().get("/missing/")
        request.user = ANYONE
        assert view(request).status_code == status

    assert len(made) == 2


def test_of_readers_who_ask_at_once_one_works_the_page_out(page, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor
    from time import sleep

    slow = caching._finished
    monkeypatch.setattr(caching, "_finished", lambda *a: (sleep(0.2), slow(*a))[1])
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: page().content, range(8)))

    assert len(set(answers)) == 1
    assert len(page.made) == 1
    assert caching._making == {}


def test_a_message_for_one_reader_is_never_shared(sector) -> None:
    from django.contrib.messages import get_messages
    from django.contrib.messages.storage.cookie import CookieStorage

    shelf.clear()

    @evidence_page
    def view(request):
        return HttpResponse(" ".join(m.message for m in get_messages(request)) or "nothing")

    request = RequestFactory().get("/greeting/")
    request.user = ANYONE
    request._messages = CookieStorage(request)
    request._messages.add(20, "for you alone")

    assert view(request).content == b"for you alone"

    other = RequestFactory().get("/greeting/")
    other.user = ANYONE
    assert view(other).content == b"nothing"


def test_the_shelf_never_holds_more_than_its_room() -> None:
    small = Shelf(room=1000)
    for number in range(50):
        small.put(str(number), "state", ("", b"x" * 100, False, {}))

    assert small.get("49", "state")
    assert small.get("39", "state") is None
    assert small._used <= 1000
    assert len(small._pages) == 10


def test_the_shelf_forgets_pages_of_another_state() -> None:
    one = Shelf()
    one.put("a", "before", ("", b"x", False, {}))
    one.put("b", "after", ("", b"x", False, {}))

    assert one.get("a", "after") is None
    assert one.get("a", "before") is None
    assert one._used == 1
