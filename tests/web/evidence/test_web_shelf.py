"""Finished pages in a folder: shared by processes, and only ever a saving of time."""

from __future__ import annotations

import os
import time

import pytest

from wholeplace.web.evidence.shelf import OLD_SECONDS, Folder, Shelf

PAGE = ('W/"a"', b"\x1f\x8b compressed bytes\nwith a line end", True, {"Content-Type": "text/html"})


@pytest.fixture
def folder(settings, tmp_path):
    """A folder of finished pages in a home of its own."""
    from dataclasses import replace

    settings.CONFIG = replace(settings.CONFIG, env={**settings.CONFIG.env, "WHOLEPLACE_HOME": str(tmp_path)})
    return Folder()


def files(tmp_path):
    return [p for p in (tmp_path / "pages").rglob("*") if p.is_file()]


def test_what_one_process_has_made_another_hands_out(folder) -> None:
    Shelf(folder=folder).put("host /x/", "state", PAGE)

    assert Shelf(folder=Folder()).get("host /x/", "state") == PAGE


def test_a_page_of_another_state_is_never_handed_out(folder) -> None:
    folder.put("host /x/", "before", PAGE)

    assert folder.get("host /x/", "after") is None
    assert folder.get("host /y/", "before") is None


def test_a_page_that_was_cut_off_or_is_not_ours_is_worked_out_again(folder, tmp_path) -> None:
    folder.put("host /x/", "state", PAGE)
    [path] = files(tmp_path)
    whole = path.read_bytes()
    for damaged in (b"", b"nonsense", whole[:-3], whole.replace(b"host /x/", b"host /z/"), b"[]\n", b"{}\nbody"):
        path.write_bytes(damaged)
        assert folder.get("host /x/", "state") is None, damaged


def test_a_folder_that_can_not_be_written_costs_nothing_but_time(folder, tmp_path) -> None:
    (tmp_path / "pages").write_text("a file where the folder should be")

    folder.put("host /x/", "state", PAGE)

    assert folder.get("host /x/", "state") is None


def test_pages_of_past_states_are_thrown_away_after_a_while(folder, tmp_path) -> None:
    for state in ("first", "second"):
        folder.put("host /x/", state, PAGE)
    for old in (tmp_path / "pages").iterdir():
        os.utime(old, (time.time() - OLD_SECONDS - 60,) * 2)

    folder.put("host /x/", "third", PAGE)

    assert folder.get("host /x/", "third") == PAGE
    assert len(files(tmp_path)) == 1


def test_it_stops_at_a_number_of_pages(folder, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wholeplace.web.evidence.shelf.MOST_FILES", 3)
    for number in range(10):
        folder.put(f"host /{number}/", "state", PAGE)

    assert len(files(tmp_path)) == 3
    again = Folder()
    again.put("host /another/", "state", PAGE)
    assert len(files(tmp_path)) == 3


def test_others_on_the_machine_may_not_look_in(folder, tmp_path) -> None:
    folder.put("host /x/", "state", PAGE)

    assert all(p.stat().st_mode & 0o077 == 0 for p in (tmp_path / "pages").glob("*"))
