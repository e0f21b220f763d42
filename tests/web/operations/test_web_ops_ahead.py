"""Pages that most readers ask for are worked out before they ask."""

from __future__ import annotations

import threading

import pytest

from wholeplace.core.errors import SettingsError
from wholeplace.web.config import Config
from wholeplace.web.evidence.caching import state_of_evidence
from wholeplace.web.operations import ahead


@pytest.fixture
def few(sector, db, monkeypatch: pytest.MonkeyPatch):
    """Only a few of the pages."""
    chosen = [a for a in ahead.addresses() if a in {"/", "/measures/", "/measures/total-reserves/", "/places/ZMT/"}]
    monkeypatch.setattr(ahead, "addresses", lambda: iter(chosen))
    return chosen


def test_every_council_of_today_and_every_measure_is_among_them(sector, db) -> None:
    found = list(ahead.addresses())

    assert len(found) == len(set(found)) > 300
    assert "/measures/total-reserves/" in found
    assert not any("ZAA" in a for a in found), "an ended council is read too seldom"


def test_a_reader_finds_the_page_finished_under_any_host_name(few, client, monkeypatch, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    assert ahead.work_out(state_of_evidence(), threading.Event()) == len(few) == 4

    def never(*_, **__):
        raise AssertionError("the page was worked out again")

    monkeypatch.setattr("wholeplace.web.places.views.profile", never)
    bodies = {client.get("/places/ZMT/", headers={"Host": host}).content for host in ("one.example", "two.example")}

    assert len(bodies) == 1
    assert b"one.example" not in bodies.pop()


def test_it_begins_again_when_the_evidence_changes_meanwhile(few) -> None:
    assert ahead.work_out("a state that is past", threading.Event()) == 0


def test_it_stops_when_asked(few) -> None:
    stop = threading.Event()
    stop.set()

    ahead.keep_ready(stop)  # returns


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [({}, False), ({"WHOLEPLACE_MODE": "production"}, True), ({"WHOLEPLACE_PAGES_AHEAD": "on"}, True),
     ({"WHOLEPLACE_MODE": "production", "WHOLEPLACE_PAGES_AHEAD": "off"}, False)],
)  # fmt: skip
def test_it_is_for_deployments(environment: dict[str, str], wanted: bool) -> None:
    assert Config(environment).pages_ahead is wanted


def test_another_word_is_refused() -> None:
    with pytest.raises(SettingsError, match="WHOLEPLACE_PAGES_AHEAD"):
        _ = Config({"WHOLEPLACE_PAGES_AHEAD": "perhaps"}).pages_ahead
