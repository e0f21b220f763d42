"""Uploading published files in a browser: what the command line says, and nothing half done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

import layouts
from bad_files import GOOD, UNKNOWN, UNREADABLE, spoilt
from layouts import write
from wholeplace.evidence import kind
from wholeplace.evidence.loading import load
from wholeplace.evidence.store import Store
from wholeplace.web.data.loads import publishers_name
from wholeplace.web.jobs.models import Job, State

if TYPE_CHECKING:
    from pathlib import Path

UPLOAD = "/data/upload/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def store(tmp_path: Path, use_store) -> Store:
    """A store with one good release of 2016-17, which the workbench answers from."""
    made = Store(tmp_path / "store")
    load(made, [write(tmp_path, "before.xlsx", GOOD)])
    use_store(made.folder)
    return made


@pytest.fixture
def manager(signed_in) -> Any:
    return signed_in("data-manager")


def catalogue(store: Store) -> bytes:
    return (store.folder / "catalogue.json").read_bytes()


def send(client: Any, *files: tuple[str, bytes], **more: str) -> Any:
    uploads = [SimpleUploadedFile(name, data, XLSX) for name, data in files]
    return client.post(UPLOAD, {"files": uploads, "action": "load", **more})


def page_of(client: Any, response: Any) -> str:
    """The job's page after the worker has been, as words on one line."""
    assert response.status_code == 302, response.content.decode()
    return plain(client.get(response["Location"]).content.decode())


def plain(html: str) -> str:
    import re
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def words(text: str) -> str:
    return " ".join(text.split())


# ---- a good file


def test_a_file_is_loaded_and_its_job_shows_what_the_command_line_would(store, manager, do_all, files) -> None:
    response = send(manager, ("RS 2015-16.xlsx", layouts.xlsx(layouts.outturn(2015))))
    assert Job.objects.get().state == State.QUEUED
    do_all()
    told = page_of(manager, response)
    entry = store.entries()[-1]
    for expected in ("RS 2015-16.xlsx", "Loaded", "revenue-outturn-rs", "2015-16", entry.id, "1 release made"):
        assert expected in told
    assert entry.file == "RS 2015-16.xlsx", "the release keeps the publisher's name"
    assert store.verify() == []
    assert [p for p in files.rglob("*") if p.is_file()] == [], "what is released is not kept beside the store"
    assert f"/data/releases/{entry.id}/" in manager.get(response["Location"]).content.decode()


def test_the_pages_answer_from_the_new_release_without_a_restart(store, manager, client, do_all) -> None:
    assert "2015-16" not in plain(client.get("/data/").content.decode())
    send(manager, ("RS.xlsx", layouts.xlsx(layouts.outturn(2015))))
    do_all()
    assert "2015-16" in plain(client.get("/data/").content.decode())


def test_several_files_at_once_a_bad_one_keeping_none_out(store, manager, do_all) -> None:
    good = layouts.xlsx(layouts.outturn(2015)), layouts.xlsx(layouts.budget())
    response = send(manager, ("a.xlsx", good[0]), ("empty.xlsx", b""), ("b.xlsx", good[1]), ("c.txt", b"hello"))
    do_all()
    told = page_of(manager, response)
    assert "2 releases made. 1 file could not be read; nothing of it was loaded. 1 file not recognised" in told
    assert len(store.entries()) == 3


def test_the_same_bytes_again_change_nothing_and_say_so(store, manager, do_all) -> None:
    before = catalogue(store)
    response = send(manager, ("before again.xlsx", GOOD))
    do_all()
    told = page_of(manager, response)
    assert "Unchanged" in told
    assert "Nothing changed: all of it is loaded already" in told
    assert catalogue(store) == before


def test_a_date_and_a_dataset_may_be_given(store, manager, do_all) -> None:
    undated = layouts.xlsx(layouts.outturn(2015, published=""))
    send(manager, ("RS.xlsx", undated), day="15", month="1", year="2018", dataset="revenue-outturn-rs")
    do_all()
    entry = store.entries()[-1]
    assert (entry.published, entry.published_basis) == ("2018-01-15", "given")


def test_what_is_set_aside_is_shown_with_its_cell(store, manager, do_all) -> None:
    def slip(sheets: layouts.Sheets) -> None:
        sheets[layouts.data_sheet(sheets)][7][6] = "see note"

    response = send(manager, ("slip.xlsx", spoilt(slip)))
    do_all()
    told = page_of(manager, response)
    assert "G8: text where a number belongs, for Harrowmere UA (found 'see note')" in told


def test_a_load_killed_while_it_tidies_up_is_finished_all_the_same(store, manager, do_all) -> None:
    from datetime import timedelta

    from django.utils import timezone

    response = send(manager, ("RS.xlsx", layouts.xlsx(layouts.outturn(2015))))
    do_all()  # everything is loaded and removed; then, as if its end had never been written:
    Job.objects.update(state=State.RUNNING, heartbeat=timezone.now() - timedelta(hours=1))
    do_all()
    told = page_of(manager, response)
    assert Job.objects.get().state == State.DONE
    assert "1 release made" in told


# ---- checking first


def test_checking_changes_nothing_and_the_same_files_are_loaded_by_one_button(store, manager, do_all) -> None:
    before = catalogue(store)
    response = send(manager, ("RS.xlsx", layouts.xlsx(layouts.outturn(2015))), action="check")
    do_all()
    told = page_of(manager, response)
    assert "Checked only; nothing was changed. 1 release would be made." in told
    assert catalogue(store) == before

    job = Job.objects.get()
    again = manager.post(f"/data/upload/{job.id}/load")
    do_all()
    assert "1 release made" in page_of(manager, again)
    assert len(store.entries()) == 2


# ---- bad files: the same words as the library's, and nothing changed


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_file_that_cannot_be_read_gets_the_same_words_and_changes_nothing(
    case: str, store, manager, do_all, tmp_path
) -> None:
    name, data, told = UNREADABLE[case]
    (expected,) = load(store, [write(tmp_path / "bad", name, data)]).outcomes
    before = catalogue(store)

    response = send(manager, (name, data))
    do_all()

    page = page_of(manager, response)
    assert words(expected.problem) in page
    assert told in page
    assert "Traceback" not in page
    assert catalogue(store) == before
    assert store.verify() == []


@pytest.mark.parametrize(("name", "data"), UNKNOWN)
def test_what_is_not_known_is_listed_and_left(name: str, data: bytes, store, manager, do_all) -> None:
    before = catalogue(store)
    response = send(manager, (name, data))
    do_all()
    page = page_of(manager, response)
    assert "Not recognised" in page
    assert publishers_name(name) in page
    assert catalogue(store) == before


def test_a_workbook_that_would_not_fit_in_memory_is_refused(store, manager, do_all, monkeypatch) -> None:
    monkeypatch.setattr(kind, "LARGEST", 1_000)  # so that a small workbook is a bomb
    response = send(manager, ("bomb.xlsx", layouts.xlsx(layouts.outturn(2015))))
    do_all()
    assert "it would unpack to more than 4 GB" in page_of(manager, response)
    assert len(store.entries()) == 1


# ---- names and sizes


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("..", ".."), ("C:\\Users\\me\\RS.xlsx", "RS.xlsx"),
        ("a\x00b\n.xlsx", "ab .xlsx"), ("", "file"), ("x" * 400 + ".xlsx", "x" * 145 + ".xlsx"),
        ("Hârrowmère £m.xls", "Hârrowmère £m.xls"),
    ],
)  # fmt: skip
def test_a_name_is_kept_for_people_and_never_used_as_a_path(given: str, kept: str) -> None:
    assert publishers_name(given) == kept


def test_files_lie_under_numbers_in_the_job_s_own_folder(store, manager, files) -> None:
    send(manager, ("../../evil.xlsx", b"x"), ("/etc/passwd", b"y"))
    job = Job.objects.get()
    kept = sorted(p.relative_to(files) for p in files.rglob("*") if p.is_file())
    assert [str(p) for p in kept] == [f"jobs/{job.id}/upload/0000", f"jobs/{job.id}/upload/0001"]


def test_more_than_may_be_uploaded_is_refused_in_words_and_kept_nowhere(store, manager, settings, files) -> None:
    settings.UPLOAD_BYTES = 100_000
    response = send(manager, ("big.xlsx", b"x" * 150_000))
    assert response.status_code == 422
    assert "must be smaller than 0.1 MB together; upload fewer at a time" in plain(response.content.decode())
    assert not files.exists()
    assert not Job.objects.exists()


def test_many_small_files_count_together(store, manager, settings) -> None:
    settings.UPLOAD_BYTES = 100_000
    response = send(manager, *[(f"{n}.csv", b"x" * 40_000) for n in range(3)])
    assert response.status_code == 422
    assert not Job.objects.exists()


def test_more_files_than_are_taken_at_once_are_refused_in_words(store, manager) -> None:
    response = send(manager, *[(f"{n}.csv", b"a,b") for n in range(101)])
    assert response.status_code == 422
    assert "Choose at most 100 files at a time" in plain(response.content.decode())
    assert not Job.objects.exists()


def test_a_flood_beyond_all_bounds_is_cut_off(store, manager, settings, files) -> None:
    settings.UPLOAD_BYTES = 50_000
    response = send(manager, *[(f"{n}.csv", b"x" * 100_000) for n in range(10)])
    assert response.status_code == 422
    assert not files.exists()


def test_files_of_people_who_may_upload_none_are_not_kept_for_a_moment(store, signed_in, monkeypatch) -> None:
    from django.core.files import uploadhandler

    kept: list[str] = []
    original = uploadhandler.MemoryFileUploadHandler.file_complete
    monkeypatch.setattr(
        uploadhandler.MemoryFileUploadHandler,
        "file_complete",
        lambda handler, size: kept.append(handler.file_name) or original(handler, size),
    )
    assert send(signed_in("administrator"), ("RS.xlsx", GOOD)).status_code == 403
    assert kept == []
    send(signed_in("data-manager"), ("RS.xlsx", GOOD))
    assert kept == ["RS.xlsx"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"day": "31", "month": "2", "year": "2018"}, "must be a real date"),
        ({"day": "x", "month": "2", "year": "2018"}, "must be a real date"),
        ({"day": "1", "month": "2"}, "must be a real date"),
        ({"day": "1", "month": "2", "year": "2999"}, "must be in the past"),
        ({"dataset": "nothing"}, "Choose a dataset from the list"),
        ({"action": "delete"}, "Choose one of the two"),
        ({"files": ""}, "Choose at least one file"),
    ],
)
def test_what_is_wrong_with_the_form_is_told_at_its_field(fields: dict[str, str], told: str, store, manager) -> None:
    upload = {"files": [SimpleUploadedFile("a.csv", b"a,b")], "action": "load"}
    response = manager.post(UPLOAD, upload | fields)
    assert response.status_code == 422
    assert told in plain(response.content.decode())
    assert not Job.objects.exists()


# ---- who


@pytest.mark.parametrize("role", ["", "councillor", "officer", "adviser", "clerk", "administrator"])
def test_nobody_but_a_data_manager_uploads(role: str, store, signed_in) -> None:
    client = signed_in(role, "ZAA" if role in {"councillor", "officer"} else "")
    assert client.get(UPLOAD).status_code == 403
    assert send(client, ("RS.xlsx", GOOD)).status_code == 403
    assert "Upload files" not in client.get("/data/").content.decode()
    assert not Job.objects.exists()


def test_the_public_is_asked_to_sign_in_and_may_send_nothing(store, client) -> None:
    assert client.get(UPLOAD)["Location"].startswith("/account/login/")
    assert send(client, ("RS.xlsx", GOOD)).status_code == 403


def test_an_administrator_sees_a_load_and_does_not_steer_it(store, manager, signed_in, do_all) -> None:
    send(manager, ("RS.xlsx", layouts.xlsx(layouts.outturn(2015))), action="check")
    job = Job.objects.get()
    administrator = signed_in("administrator")
    assert administrator.get(f"/jobs/{job.id}/").status_code == 200
    assert administrator.post(f"/jobs/{job.id}/cancel").status_code == 404
    do_all()
    assert "Load it now" not in administrator.get(f"/jobs/{job.id}/").content.decode()
    assert administrator.post(f"/data/upload/{job.id}/load").status_code == 403


def test_a_file_that_could_be_several_things_says_where_on_the_page_to_choose(
    store, manager, do_all, monkeypatch
) -> None:
    from wholeplace.evidence import loading

    known = loading.datasets()
    monkeypatch.setattr(loading, "recognise", lambda _source: [known["revenue-outturn-rs"], known["revenue-budget-ra"]])
    sent = send(manager, ("outturn.csv", b"a,b\n1,2\n"))
    do_all()
    page = plain(page_of(manager, sent))
    assert "Revenue outturn summary (RS) (revenue-outturn-rs)" in page
    assert "choose one of them under “What they are”" in page
    assert "--as" not in page
