"""Downloading from a publisher that misbehaves: resumed, checked, never half there, never from elsewhere."""

from __future__ import annotations

import ssl
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import trustme
from fetching_server import PAGE, Publisher, cut_short, ok, redirect, slow, status, workbook

from wholeplace.core.errors import FetchError
from wholeplace.evidence.fetching import (
    Catalogue,
    Fetched,
    FetchSettings,
    OfflineError,
    PartlyFetchedError,
    fetch,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

BY_HAND = "Download it in a browser and run: wholeplace load FILE"
NAME = "RS_2016-17_data_by_LA.xlsx"

CATALOGUE = f"""
[[publication]]
key = "invented-returns"
title = "Invented returns"
publisher = "Ministry of Invention"
licence = "OGL"
found-by = "govuk"
pages = ["{PAGE}"]
attachment = '(?<![A-Za-z])RS(?![A-Za-z])'
formats = ["xlsx", "xls", "ods", "csv"]
"""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher() as server:
        yield server


def run(server: Publisher, into: Path, **settings: Any) -> list[Fetched]:
    waits: list[float] = settings.pop("waits", [])
    quick = {
        "govuk_url": server.url,
        "register_url": f"{server.url}/register",
        "connect_timeout": 2.0,
        "read_timeout": 2.0,
        "tries": 3,
        "sleep": waits.append,
        "jitter": lambda: 1.0,
    }
    known = Catalogue.read(CATALOGUE, "invented.toml")
    return fetch([], into, settings=FetchSettings(**(quick | settings)), catalogue=known)


def refusal(server: Publisher, into: Path, **settings: Any) -> str:
    """The message of a fetch that fails; whatever happens it ends with the way by hand and leaves no file."""
    with pytest.raises(FetchError) as caught:
        run(server, into, **settings)
    message = str(caught.value)
    assert message.endswith(BY_HAND)
    assert whole_files(into) == []
    return message


def whole_files(into: Path) -> list[str]:
    return sorted(p.name for p in into.glob("*/*") if p.parent.name != ".fetch" and p.suffix != ".part")


def halves(into: Path) -> list[Path]:
    return sorted(into.glob("*/*.part"))


# --- the ordinary case


def test_a_file_comes_whole_with_its_fingerprint_and_the_day_it_was_published(
    publisher: Publisher, tmp_path: Path
) -> None:
    body = workbook()
    url = publisher.holds(NAME, ok(body, etag='"1"'), title="Revenue outturn summary (RS)", file_size=len(body))
    [got] = run(publisher, tmp_path)
    assert got.path == tmp_path / "invented-returns" / NAME
    assert got.path.read_bytes() == body
    assert (got.url, got.title) == (url, "Revenue outturn summary (RS)")
    assert got.published == date(2018, 1, 11)
    assert (got.sha256, got.bytes, got.unchanged) == (sha256(body).hexdigest(), len(body), False)
    assert halves(tmp_path) == []


@pytest.mark.parametrize(
    "validator", [{"etag": '"1"'}, {"etag": 'W/"1"'}, {"modified": "Thu, 11 Jan 2018 09:30:00 GMT"}]
)
def test_a_second_fetch_of_an_unchanged_file_transfers_nothing(
    publisher: Publisher, tmp_path: Path, validator: dict[str, str]
) -> None:
    publisher.holds(NAME, ok(workbook(), **validator))
    [first] = run(publisher, tmp_path)
    [second] = run(publisher, tmp_path)
    asked, asked_again = publisher.requests(NAME)
    assert not {"if-none-match", "if-modified-since"} & set(asked)
    assert {"if-none-match", "if-modified-since"} & set(asked_again)
    assert second.unchanged
    assert (second.path, second.sha256, second.published) == (first.path, first.sha256, first.published)
    assert whole_files(tmp_path) == [NAME]


def test_the_same_bytes_from_a_server_that_knows_no_conditions_are_unchanged_too(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.holds(NAME, ok(workbook()))
    run(publisher, tmp_path)
    [second] = run(publisher, tmp_path)
    assert second.unchanged
    assert whole_files(tmp_path) == [NAME]
    assert halves(tmp_path) == []


def test_a_later_vintage_under_the_same_address_stands_beside_the_earlier(publisher: Publisher, tmp_path: Path) -> None:
    provisional, final = workbook(3000), workbook(3500)
    publisher.holds(NAME, ok(provisional, etag='"1"'))
    run(publisher, tmp_path)
    url = publisher.on(f"/media/1/{NAME}", ok(final, etag='"2"'))
    publisher.page([{"title": NAME, "url": url}], public_updated_at="2018-11-15T09:30:00Z")
    [second] = run(publisher, tmp_path)
    assert not second.unchanged
    assert second.published == date(2018, 11, 15)
    assert second.path.name == "RS_2016-17_data_by_LA 2018-11-15.xlsx"
    assert second.path.read_bytes() == final
    assert (tmp_path / "invented-returns" / NAME).read_bytes() == provisional


def test_two_files_of_one_name_do_not_overwrite_each_other(publisher: Publisher, tmp_path: Path) -> None:
    bodies = [workbook(3000), workbook(3500), workbook(3600)]
    urls = [publisher.on(f"/media/{n}/{NAME}", ok(body)) for n, body in enumerate(bodies)]
    publisher.page([{"title": "RS", "url": url} for url in urls])
    got = run(publisher, tmp_path)
    assert [item.path.read_bytes() for item in got] == bodies
    assert len(set(whole_files(tmp_path))) == 3


@pytest.mark.parametrize("same_length", [False, True])
def test_a_file_changed_by_hand_since_is_fetched_again_and_the_changed_one_left(
    publisher: Publisher, tmp_path: Path, same_length: bool
) -> None:
    body = workbook()
    publisher.holds(NAME, ok(body, etag='"1"'))
    [first] = run(publisher, tmp_path)
    edited = body[:-1] + b"?" if same_length else b"edited by hand"
    first.path.write_bytes(edited)
    [second] = run(publisher, tmp_path)
    assert not second.unchanged
    assert second.path.read_bytes() == body
    assert first.path.read_bytes() == edited


def test_a_damaged_note_only_means_that_the_file_comes_again(publisher: Publisher, tmp_path: Path) -> None:
    body = workbook()
    publisher.holds(NAME, ok(body, etag='"1"'))
    run(publisher, tmp_path)
    for number, damage in enumerate([b"", b"[]", b"{}", b"7", b'{"url": 1, "path": "../../x"}']):
        for note in (tmp_path / ".fetch").glob("*.json"):
            note.write_bytes(damage)
        [again] = run(publisher, tmp_path)
        assert not again.unchanged, number
        assert again.path.read_bytes() == body


# --- failing and trying again


def test_a_slow_answer_is_asked_again_after_a_pause(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, slow(2.5), ok(workbook()))
    waits: list[float] = []
    [got] = run(publisher, tmp_path, read_timeout=1.0, waits=waits)
    assert got.path.read_bytes() == workbook()
    assert waits == [0.5]


def test_pauses_double_and_the_last_failure_is_told(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, status(500))
    waits: list[float] = []
    message = refusal(publisher, tmp_path, tries=4, waits=waits)
    assert waits == [0.5, 1.0, 2.0]
    assert "kept failing in 4 tries: it answered 500" in message
    assert f"{publisher.url}/media/1/{NAME}" in message


def test_half_of_each_pause_is_chance(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, status(502))
    waits: list[float] = []
    refusal(publisher, tmp_path, waits=waits, jitter=lambda: 0.0)
    assert waits == [0.25, 0.5]


def test_a_failing_server_that_recovers_is_no_failure(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, status(500), status(503), ok(workbook()))
    assert len(run(publisher, tmp_path)) == 1


@pytest.mark.parametrize("code", [429, 503])
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(publisher: Publisher, tmp_path: Path, code: int) -> None:
    publisher.holds(NAME, status(code, Retry_After="7"), ok(workbook()))
    waits: list[float] = []
    run(publisher, tmp_path, waits=waits)
    assert waits == [7.0]


def test_retry_after_may_be_a_date(publisher: Publisher, tmp_path: Path) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    publisher.holds(NAME, status(429, Retry_After=soon), ok(workbook()))
    waits: list[float] = []
    run(publisher, tmp_path, waits=waits)
    assert 20 < waits[0] <= 30


def test_a_wait_longer_than_is_reasonable_is_told_instead_of_waited(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, status(429, Retry_After="86400"))
    assert "asks to wait 86400 seconds" in refusal(publisher, tmp_path)


@pytest.mark.parametrize("code", [404, 410])
def test_a_file_that_is_gone_is_not_asked_for_twice(publisher: Publisher, tmp_path: Path, code: int) -> None:
    publisher.holds(NAME, status(code))
    message = refusal(publisher, tmp_path)
    assert f"There is nothing at this address any more (it answered {code})" in message
    assert len(publisher.requests(NAME)) == 1


def test_a_refusal_is_told(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, status(403))
    assert "it answered 403" in refusal(publisher, tmp_path)


def test_one_file_that_fails_does_not_keep_the_others_from_coming(publisher: Publisher, tmp_path: Path) -> None:
    good = publisher.on("/media/1/RS_a.xlsx", ok(workbook()))
    bad = publisher.on("/media/1/RS_b.xlsx", status(404))
    publisher.page([{"title": "RS", "url": bad}, {"title": "RS", "url": good}])
    with pytest.raises(PartlyFetchedError) as caught:
        run(publisher, tmp_path)
    assert [item.path.name for item in caught.value.fetched] == ["RS_a.xlsx"]
    assert [bad in str(failure) for failure in caught.value.failures] == [True]
    assert str(caught.value).startswith("1 file came; 1 could not be had:")


# --- broken off and resumed


def test_a_download_that_breaks_off_goes_on_where_it_stopped(publisher: Publisher, tmp_path: Path) -> None:
    body = workbook(200_000)
    publisher.holds(NAME, cut_short(body, 150_000, etag='"1"'), ok(body, etag='"1"'))
    [got] = run(publisher, tmp_path)
    assert got.path.read_bytes() == body
    first, second = publisher.requests(NAME)
    assert "range" not in first
    assert second["range"].startswith("bytes=")
    assert 0 < int(second["range"][6:-1]) <= 150_000
    assert second["if-range"] == '"1"'


def test_a_half_file_is_resumed_by_the_next_fetch(publisher: Publisher, tmp_path: Path) -> None:
    body = workbook(200_000)
    publisher.holds(NAME, cut_short(body, 150_000, etag='"1"'))
    message = refusal(publisher, tmp_path, tries=1)
    assert "try again later and it goes on from there" in message
    [half] = halves(tmp_path)
    size = half.stat().st_size
    assert half.read_bytes() == body[:size]
    assert size > 0
    publisher.on(f"/media/1/{NAME}", ok(body, etag='"1"'))
    [got] = run(publisher, tmp_path)
    assert got.path.read_bytes() == body
    assert publisher.requests(NAME)[-1]["range"] == f"bytes={size}-"
    assert halves(tmp_path) == []


def test_a_file_that_changed_meanwhile_is_not_stitched_together_from_two(publisher: Publisher, tmp_path: Path) -> None:
    old, new = workbook(200_000), workbook(210_000)
    publisher.holds(NAME, cut_short(old, 150_000, etag='"old"'), ok(new, etag='"new"'))
    [got] = run(publisher, tmp_path)
    assert got.path.read_bytes() == new


def test_a_server_that_ignores_ranges_is_read_from_the_start(publisher: Publisher, tmp_path: Path) -> None:
    body = workbook(200_000)
    publisher.holds(NAME, cut_short(body, 150_000, etag='"1"'), ok(body, etag='"1"', ranges=False))
    [got] = run(publisher, tmp_path)
    assert got.path.read_bytes() == body


def test_a_server_that_goes_on_from_another_place_is_not_believed(publisher: Publisher, tmp_path: Path) -> None:
    body = workbook(200_000)

    def elsewhere(h: Any) -> None:
        h.reply(206, {"Content-Range": f"bytes 5-{len(body) - 1}/{len(body)}", "ETag": '"1"'}, body[5:])

    publisher.holds(NAME, cut_short(body, 150_000, etag='"1"'), elsewhere, ok(body, etag='"1"'))
    [got] = run(publisher, tmp_path)
    assert got.path.read_bytes() == body


def test_a_server_that_sends_less_of_the_rest_than_there_is_is_asked_for_more(
    publisher: Publisher, tmp_path: Path
) -> None:
    body = workbook(200_000)

    def a_slice(h: Any) -> None:
        start = int(h.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        end = min(start + 20_000, len(body))
        h.reply(206, {"Content-Range": f"bytes {start}-{end - 1}/{len(body)}", "ETag": '"1"'}, body[start:end])

    publisher.holds(NAME, cut_short(body, 150_000, etag='"1"'), a_slice)
    [got] = run(publisher, tmp_path, tries=12)
    assert got.path.read_bytes() == body


def test_without_anything_to_tell_vintages_apart_a_half_is_thrown_away(publisher: Publisher, tmp_path: Path) -> None:
    body = workbook(200_000)
    publisher.holds(NAME, cut_short(body, 150_000), ok(body))
    [got] = run(publisher, tmp_path)
    assert got.path.read_bytes() == body
    assert "range" not in publisher.requests(NAME)[-1]


@pytest.mark.parametrize("kept", [0, 1, 99_999, 200_000])
def test_a_fetch_killed_at_any_moment_is_finished_by_the_next(publisher: Publisher, tmp_path: Path, kept: int) -> None:
    """A kill leaves a half of some length, perhaps of no bytes, perhaps of all of them, and no file."""
    body = workbook(200_000)

    class KilledError(BaseException):
        pass

    def killed(done: int, total: int, message: str) -> None:
        if done:
            raise KilledError

    publisher.holds(NAME, ok(body, etag='"1"'))
    settings = FetchSettings(govuk_url=publisher.url, register_url=publisher.url, tries=1)
    known = Catalogue.read(CATALOGUE, "invented.toml")
    with pytest.raises(KilledError):
        fetch([], tmp_path, settings=settings, catalogue=known, progress=killed)
    [half] = halves(tmp_path)
    assert whole_files(tmp_path) == []
    half.write_bytes(body[: min(kept, len(body))] if kept < 200_000 else body)
    [got] = run(publisher, tmp_path)
    assert got.path.read_bytes() == body
    assert halves(tmp_path) == []


def test_a_process_killed_in_the_middle_leaves_a_half_that_the_next_fetch_finishes(
    publisher: Publisher, tmp_path: Path
) -> None:
    body = workbook(200_000)

    def stalls(h: Any) -> None:
        h.reply(200, {"ETag": '"1"'}, body[:140_000], length=len(body))
        time.sleep(20)

    publisher.holds(NAME, stalls)
    (tmp_path / "catalogue.toml").write_text(CATALOGUE)
    program = (
        "import sys, pathlib; from wholeplace.evidence.fetching import *;"
        "a, b, c = sys.argv[1:];"
        "known = Catalogue.read(pathlib.Path(a).read_text(), a);"
        "fetch([], pathlib.Path(b), settings=FetchSettings(c, c), catalogue=known)"
    )
    into = tmp_path / "into"
    arguments = [str(tmp_path / "catalogue.toml"), str(into), publisher.url]
    with subprocess.Popen([sys.executable, "-c", program, *arguments]) as child:
        deadline = time.monotonic() + 30
        while not any(half.stat().st_size for half in halves(into)) and time.monotonic() < deadline:
            time.sleep(0.02)
        child.kill()
    assert whole_files(into) == []
    [half] = halves(into)
    size = half.stat().st_size
    assert 0 < size <= 140_000
    publisher.on(f"/media/1/{NAME}", ok(body, etag='"1"'))
    [got] = run(publisher, into)
    assert got.path.read_bytes() == body
    assert publisher.requests(NAME)[-1]["range"] == f"bytes={size}-"


# --- what came is not what it should be


def test_a_web_page_in_place_of_a_workbook_is_named(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, ok(b"<!DOCTYPE html><p>Please log in", content_type="text/html; charset=utf-8"))
    message = refusal(publisher, tmp_path)
    assert "A web page (HTML) came where a data file was expected" in message
    assert publisher.url in message
    assert halves(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        (NAME, b"\xef\xbb\xbf \n<HTML><body>moved", "A web page (HTML) came"),
        ("RS_2011.xls", b"  <html><table>", "A web page (HTML) came"),
        ("RS.csv", b"<!doctype html>", "A web page (HTML) came"),
        (NAME, b"year,council\n2016,Anytown\n", "something else came: b'year,council"),
        (NAME, workbook()[:-200], "its end is missing"),
        ("RS.csv", workbook(), "something else came: b'PK"),
        ("RS.csv", b"a,b\n\0\0", "something else came"),
        (NAME, b"", "an empty file"),
        (NAME, b" \n ", "an empty file"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(
    publisher: Publisher, tmp_path: Path, name: str, body: bytes, words: str
) -> None:
    publisher.holds(name, ok(body, etag='"1"'))
    assert words in refusal(publisher, tmp_path)
    assert halves(tmp_path) == []


def test_a_length_other_than_the_page_says_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    body = workbook()
    publisher.holds(NAME, ok(body, etag='"1"'), file_size=len(body) + 1)
    message = refusal(publisher, tmp_path)
    assert f"{len(body):,} bytes came where the publisher's page says {len(body) + 1:,}" in message


def test_a_refused_vintage_leaves_the_earlier_one_standing(publisher: Publisher, tmp_path: Path) -> None:
    body = workbook()
    publisher.holds(NAME, ok(body, etag='"1"'))
    run(publisher, tmp_path)
    publisher.on(f"/media/1/{NAME}", ok(b"<html>moved", etag='"2"'))
    with pytest.raises(FetchError, match="A web page"):
        run(publisher, tmp_path)
    assert (tmp_path / "invented-returns" / NAME).read_bytes() == body
    publisher.on(f"/media/1/{NAME}", ok(body, etag='"1"'))
    assert run(publisher, tmp_path)[0].unchanged


def test_a_file_above_the_limit_is_refused_by_what_the_page_says_before_it_is_asked_for(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.holds(NAME, ok(workbook()), file_size=900_000)
    assert "above the limit of 500,000 for one file" in refusal(publisher, tmp_path, max_bytes=500_000)
    assert publisher.requests(NAME) == []


def test_a_file_above_the_limit_is_refused_by_what_the_server_says(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, ok(workbook(5000)))
    assert "above the limit of 1,000 for one file" in refusal(publisher, tmp_path, max_bytes=1000)


def test_a_file_above_the_limit_that_does_not_say_its_length_is_stopped_on_the_way(
    publisher: Publisher, tmp_path: Path
) -> None:
    def endless(h: Any) -> None:
        h.send_response(200)
        h.send_header("Connection", "close")
        h.end_headers()
        h.close_connection = True
        for _ in range(100_000):
            h.wfile.write(b"x" * 65_536)

    publisher.holds(NAME, endless)
    assert "above the limit of 1,000,000 for one file" in refusal(publisher, tmp_path, max_bytes=1_000_000)
    assert halves(tmp_path) == []


# --- names


@pytest.mark.parametrize(
    "name",
    ["../../RS_outside.xlsx", "..\\..\\RS_outside.xlsx", "/etc/RS_outside.xlsx", "%2e%2e%2fRS_outside.xlsx"],
)
def test_a_name_that_climbs_out_of_the_folder_stays_inside(publisher: Publisher, tmp_path: Path, name: str) -> None:
    into = tmp_path / "deep" / "down"
    url = publisher.on("/media/1/x", ok(workbook()))
    publisher.page([{"title": "RS", "url": url, "filename": name}])
    [got] = run(publisher, into)
    assert got.path == into / "invented-returns" / "RS_outside.xlsx"
    assert [p for p in tmp_path.rglob("*.xlsx") if not p.is_relative_to(into)] == []


# --- where we do not go


def test_a_redirect_on_the_same_host_is_followed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.on("/elsewhere/x", ok(workbook(), etag='"1"'))
    publisher.holds(NAME, redirect("/elsewhere/x"))
    [got] = run(publisher, tmp_path)
    assert got.path.name == NAME


def test_a_redirect_to_another_host_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    with Publisher() as other:
        target = other.on("/x.xlsx", ok(workbook()))
        publisher.holds(NAME, redirect(target))
        message = refusal(publisher, tmp_path)
        assert other.asked == []
    assert f"We do not download from {other.url}" in message
    assert f"where {publisher.url}/media/1/{NAME} sent us" in message


@pytest.mark.parametrize(
    "address",
    [
        "http://www.gov.uk/x.xlsx",
        "https://www.gov.uk.example/x.xlsx",
        "https://www.gov.uk:444/x.xlsx",
        "https://user@www.gov.uk/x.xlsx",
        "ftp://www.gov.uk/x.xlsx",
        "file:///etc/RS.xlsx",
        "https://127.0.0.1/x.xlsx",
    ],
)
def test_an_attachment_elsewhere_or_without_tls_is_refused(publisher: Publisher, tmp_path: Path, address: str) -> None:
    publisher.page([{"title": "RS", "url": address, "filename": NAME}])
    assert "it is not one of the publishers' own addresses" in refusal(publisher, tmp_path)


def test_going_round_in_circles_ends(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds(NAME, redirect(f"/media/1/{NAME}"))
    assert "sent us on more than 5 times" in refusal(publisher, tmp_path)


# --- TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def pem(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def test_a_private_authority_is_trusted_when_named(authority: trustme.CA, pem: Path, tmp_path: Path) -> None:
    with Publisher(authority.issue_cert("127.0.0.1")) as server:
        server.holds(NAME, ok(workbook(), etag='"1"'))
        [got] = run(server, tmp_path / "store", ca_file=pem)
        assert got.url.startswith("https://127.0.0.1:")
        assert run(server, tmp_path / "store", ca_file=pem)[0].unchanged


def test_a_certificate_of_an_unknown_authority_is_refused_at_once(authority: trustme.CA, tmp_path: Path) -> None:
    waits: list[float] = []
    with Publisher(authority.issue_cert("127.0.0.1")) as server:
        server.holds(NAME, ok(workbook()))
        message = refusal(server, tmp_path / "store", waits=waits)
        assert server.asked == []
    assert waits == []
    assert "could not prove that it is 127.0.0.1" in message
    assert "WHOLEPLACE_CA_FILE" in message


def test_a_certificate_for_another_name_is_refused(authority: trustme.CA, pem: Path, tmp_path: Path) -> None:
    with Publisher(authority.issue_cert("www.example.org")) as server:
        server.holds(NAME, ok(workbook()))
        assert "could not prove that it is 127.0.0.1" in refusal(server, tmp_path / "store", ca_file=pem)


def test_a_redirect_from_https_to_http_is_refused(authority: trustme.CA, pem: Path, tmp_path: Path) -> None:
    with Publisher() as plain, Publisher(authority.issue_cert("127.0.0.1")) as server:
        server.holds(NAME, redirect(plain.on("/x.xlsx", ok(workbook()))))
        message = refusal(server, tmp_path / "store", ca_file=pem)
        assert plain.asked == []
    assert "We do not download from http://127.0.0.1" in message


def test_an_unreadable_file_of_certificates_is_named(publisher: Publisher, tmp_path: Path) -> None:
    wrong = tmp_path / "not.pem"
    wrong.write_text("no certificate")
    assert f"The certificates in {wrong} can't be read" in refusal(publisher, tmp_path / "store", ca_file=wrong)


def test_old_tls_is_not_spoken(authority: trustme.CA, pem: Path) -> None:
    from wholeplace.evidence.fetching.client import _trust

    context = _trust(FetchSettings(ca_file=pem))
    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


# --- offline


def test_nothing_listening_is_told_as_no_connection(tmp_path: Path) -> None:
    with Publisher() as server:
        pass
    with pytest.raises(OfflineError) as caught:
        run(server, tmp_path)
    host = server.url.removeprefix("http://")
    assert str(caught.value).startswith(f"There is no connection to {host}")
    assert "nothing was changed" in str(caught.value)
    assert str(caught.value).endswith(BY_HAND)


def test_a_name_that_does_not_resolve_is_told_as_no_connection(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def no_names(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    publisher.page([{"title": "RS", "url": "https://assets.publishing.service.gov.uk/RS.xlsx"}])
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *a, **k: real(host, *a, **k) if host == "127.0.0.1" else no_names(),
    )
    with pytest.raises(OfflineError, match=r"no connection to assets\.publishing\.service\.gov\.uk"):
        run(publisher, tmp_path)


def test_a_host_out_of_reach_is_asked_once_not_for_every_file(tmp_path: Path) -> None:
    with Publisher() as server:
        pass
    waits: list[float] = []
    known = Catalogue.read(CATALOGUE.replace(f'["{PAGE}"]', '["a", "b", "c"]'), "invented.toml")
    settings = FetchSettings(govuk_url=server.url, register_url=server.url, tries=3, sleep=waits.append)
    with pytest.raises(OfflineError):
        fetch([], tmp_path, settings=settings, catalogue=known)
    assert len(waits) == 2


# --- the folder


def test_a_folder_that_can_not_be_written_is_named(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FetchError, match=r"The folder .*file/store can't be written") as caught:
        run(publisher, tmp_path / "file" / "store")
    assert str(caught.value).endswith(BY_HAND)


def test_two_fetches_into_one_folder_do_not_mix(publisher: Publisher, tmp_path: Path) -> None:
    from wholeplace.evidence.fetching.shelf import Shelf

    publisher.holds(NAME, ok(workbook()))
    with Shelf(tmp_path).locked(), pytest.raises(FetchError, match="Another fetch is at work"):
        run(publisher, tmp_path)
    assert len(run(publisher, tmp_path)) == 1


def test_progress_only_goes_forward_and_ends_full(publisher: Publisher, tmp_path: Path) -> None:
    urls = [publisher.on(f"/media/{n}/RS_{n}.xlsx", ok(workbook(300_000))) for n in range(2)]
    publisher.page([{"title": "RS", "url": url} for url in urls])
    seen: list[tuple[int, int, str]] = []
    settings = FetchSettings(govuk_url=publisher.url, register_url=publisher.url)
    known = Catalogue.read(CATALOGUE, "invented.toml")
    fetch([], tmp_path, settings=settings, catalogue=known, progress=lambda *step: seen.append(step))
    steps = [(done, total) for done, total, message in seen if not message.startswith("Looking")]
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1] == (2000, 2000)
    assert any(0 < done < 1000 for done, _ in steps)
