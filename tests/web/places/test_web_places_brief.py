"""The brief for download: the command's own bytes, kept on disk, and no more made at once than the machine bears."""

from __future__ import annotations

import threading

import pytest

from wholeplace.brief import make_brief
from wholeplace.papers.render import render
from wholeplace.web.evidence.current import current
from wholeplace.web.places import briefs, views

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evidence(sector, tmp_path, monkeypatch):
    monkeypatch.setattr(briefs, "_folder", lambda: tmp_path / "papers")
    return current()


@pytest.fixture
def place(evidence) -> str:
    return next(p.id for p in evidence.register.alive() if p.place_class == "county")


@pytest.mark.parametrize("kind", sorted(briefs.TYPES))
def test_it_has_the_bytes_that_the_command_writes(client, evidence, place, kind):
    response = client.get(f"/places/{place}/brief.{kind}")
    assert response.status_code == 200
    assert response["Content-Type"] == briefs.TYPES[kind]
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response.content == render(make_brief(evidence.snapshot, place), kind)


def test_it_is_made_once_and_then_taken_from_the_shelf(client, place, monkeypatch):
    first = client.get(f"/places/{place}/brief.json").content
    monkeypatch.setattr(briefs, "make_brief", lambda *a: pytest.fail("made again"))
    assert client.get(f"/places/{place}/brief.json").content == first


def test_a_reader_who_has_it_is_told_it_is_the_same(client, place):
    etag = client.get(f"/places/{place}/brief.json")["ETag"]
    assert client.get(f"/places/{place}/brief.json", headers={"If-None-Match": etag}).status_code == 304


def test_a_reply_makes_it_anew(client, place, monkeypatch):
    from datetime import date

    from wholeplace.papers.replies import Reply

    before = client.get(f"/places/{place}/brief.json")
    said = Reply("total-reserves-ratio", place, "2016-17", "We sold the hall.", "Finance", date(2020, 1, 2), place)
    monkeypatch.setattr(briefs, "published_for", lambda _: (said,))
    monkeypatch.setattr(briefs, "state_of_evidence", lambda: "another state")
    after = client.get(f"/places/{place}/brief.json")
    assert after["ETag"] != before["ETag"]
    assert b"We sold the hall." in after.content


def test_papers_of_another_state_do_not_pile_up(client, place, tmp_path, monkeypatch):
    client.get(f"/places/{place}/brief.json")
    monkeypatch.setattr(briefs, "state_of_evidence", lambda: "another state")
    client.get(f"/places/{place}/brief.json")
    assert len(list((tmp_path / "papers").iterdir())) == 1


def test_the_oldest_papers_go_when_there_is_no_more_room(client, evidence, tmp_path, monkeypatch):
    monkeypatch.setattr(briefs, "ROOM", 1)
    for found in evidence.register.alive()[:3]:
        client.get(f"/places/{found.id}/brief.json")
    assert len(list((tmp_path / "papers").rglob("*.json"))) == 1


def test_when_too_many_are_being_made_it_asks_to_come_back(client, place, monkeypatch):
    taken = threading.BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr(briefs, "_turns", taken)
    monkeypatch.setattr(briefs, "PATIENCE", 0.01)
    response = client.get(f"/places/{place}/brief.pdf")
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert f'href="/places/{place}/brief.pdf"' in response.content.decode()


def test_a_turn_is_given_back_when_a_paper_can_not_be_made(client, place, monkeypatch):
    turns = threading.BoundedSemaphore(1)
    monkeypatch.setattr(briefs, "_turns", turns)

    def broken(*_):
        raise RuntimeError("broken")

    monkeypatch.setattr(briefs, "render", broken)
    with pytest.raises(RuntimeError):
        client.get(f"/places/{place}/brief.json")
    assert turns.acquire(timeout=0)


def test_another_ending_is_not_found_and_another_code_leads_on(client, evidence, place):
    assert client.get(f"/places/{place}/brief.exe").status_code == 404
    moved = client.get(f"/places/{evidence.register[place].gss}/brief.pdf")
    assert moved["Location"] == f"/places/{place}/brief.pdf"
    assert client.post(f"/places/{place}/brief.json").status_code == 405


def test_a_brief_made_while_a_load_comes_in_is_never_kept_as_one_of_what_came(client, sector, monkeypatch):
    asked = []
    stamp, current = views.briefs.stamp, views.current
    monkeypatch.setattr(views.briefs, "stamp", lambda: asked.append("state") or stamp())
    monkeypatch.setattr(views, "current", lambda: asked.append("evidence") or current())

    assert client.get("/places/ZAA/brief.json").status_code == 200
    assert asked.index("state") < asked.index("evidence")


def test_a_long_address_is_not_written_back_whole(client, sector):
    told = client.get(f"/places/{'z' * 50_000}/")
    assert told.status_code == 404
    assert len(told.content) < 10_000
