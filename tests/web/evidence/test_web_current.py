"""One opened evidence a process, followed when a load switches the store."""

from __future__ import annotations

from datetime import date

from wholeplace.evidence.loading import load
from wholeplace.evidence.store import Store
from wholeplace.web.evidence.current import KEPT_DATES, current


def test_requests_between_two_loads_share_one_evidence(sector) -> None:
    assert current() is current()
    assert current().invented


def test_a_load_is_followed_without_a_restart(tmp_path, use_store, sector_files) -> None:
    use_store(tmp_path)
    before = current()
    assert before.empty

    load(Store(tmp_path), [sector_files / "councils_register.csv"])

    assert current() is not before
    assert len(current().register) > 300


def test_an_empty_store_has_an_empty_register(tmp_path, use_store) -> None:
    use_store(tmp_path / "nothing here")

    assert list(current().register) == []


def test_dates_between_which_nothing_was_published_share_one_evidence(sector) -> None:
    first, second = current(date(2018, 1, 30)), current(date(2018, 1, 31))

    assert first is second
    assert current(date(2017, 1, 31)) is not first


def test_only_a_few_dates_are_kept_open(sector) -> None:
    first = current(date(2018, 1, 31))
    for year in range(2014, 2014 + KEPT_DATES):
        current(date(year, 1, 31))

    assert current(date(2018, 1, 31)) is not first


def test_every_page_says_whether_it_is_invented(sector, client, db) -> None:
    assert b"Invented sector." in client.get("/help/").content


def test_a_trial_of_published_files_says_so(tmp_path, use_store, world_files, client, db, monkeypatch) -> None:
    from wholeplace.evidence import loading

    monkeypatch.setattr(loading, "_looks_invented", lambda *_: False)  # the files are ours, taken for published ones
    load(Store(tmp_path), [world_files])
    use_store(tmp_path)

    page = client.get("/help/").content

    assert b"Published figures, on trial on this machine." in page
    assert b"Invented sector." not in page


def test_an_invented_sector_beside_published_figures_is_warned_of(
    tmp_path, use_store, world_files, client, db, monkeypatch
):
    from wholeplace.evidence import loading

    names = iter([True])
    monkeypatch.setattr(loading, "_looks_invented", lambda *_: next(names, False))
    load(Store(tmp_path), [world_files])
    use_store(tmp_path)

    assert b"Some of this is invented." in client.get("/help/").content
