"""A deployment seen from outside: headers, cookies, proxies, health, and a log that holds nothing about a person."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from deployment import FORWARDED, ORIGIN, safe, served

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from deployment import Server

pytestmark = pytest.mark.own_database

PAGES = ["/", "/places/", "/measures/", "/compare/", "/data/", "/search/", "/help/", "/account/login/", "/api/",
         "/api/v1/measures", "/people/", "/nothing-here"]  # fmt: skip
FORM_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers_that_keep_readers_safe(production: Server, path: str) -> None:
    told = production.get(path, FORWARDED).headers

    assert told["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["X-Frame-Options"] == "DENY"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    anyone = path.startswith("/api/v1/")  # public data, for other people's pages too
    assert told["Cross-Origin-Resource-Policy"] == ("cross-origin" if anyone else "same-origin")
    assert "camera=()" in told["Permissions-Policy"]
    policy = told["Content-Security-Policy"]
    assert "upgrade-insecure-requests" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert re.fullmatch(r"[0-9a-f]{32}", told["X-Request-ID"])


def test_pages_are_compressed(production: Server) -> None:
    assert production.get("/account/login/", FORWARDED).headers["Content-Encoding"] == "gzip"


def test_styles_have_their_hash_in_their_name_and_may_be_kept_for_a_year(production: Server) -> None:
    page = production.get("/account/login/", FORWARDED).text
    style = re.search(r'href="(/static/[^"]+\.css)"', page)

    assert style
    assert re.search(r"\.[0-9a-f]{12}\.css$", style[1])
    told = production.get(style[1], FORWARDED)
    assert told.status_code == 200
    assert "max-age=315360000" in told.headers["Cache-Control"]
    assert told.headers["Content-Encoding"] == "gzip"


def test_cookies_are_for_https_and_this_host_alone(production: Server) -> None:
    told = production.get("/account/login/", FORWARDED).headers.get_list("set-cookie")

    assert told
    for cookie in told:
        assert cookie.startswith("__Host-wholeplace")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert "SameSite=Lax" in cookie


def test_a_reader_without_https_is_sent_to_it(production: Server) -> None:
    plain = {**FORWARDED, "X-Forwarded-Proto": "http"}
    told = production.get("/places/", plain)

    assert (told.status_code, told.headers["Location"]) == (301, f"{ORIGIN}/places/")


def test_a_name_that_is_not_ours_is_refused(production: Server) -> None:
    assert production.get("/account/login/", {**FORWARDED, "Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_answers_probes_by_any_name_and_without_https(production: Server, path: str) -> None:
    told = production.get(path, {"Host": "10.0.0.7:8000"})

    assert told.status_code == 200
    assert told.json()["status"] == "ok"
    assert set(told.json()["parts"].values()) == {"ok"}
    assert told.headers["Cache-Control"] == "no-store"


def test_readiness_is_quick(production: Server) -> None:
    production.get("/health/ready")
    start = time.perf_counter()
    for _ in range(10):
        production.get("/health/ready")

    assert (time.perf_counter() - start) / 10 < 0.25


def test_the_log_holds_what_an_operator_needs_and_nothing_about_a_person(production: Server) -> None:
    email, name, words, address = "jo.bloggs@council.example", "Ermintrude", "zzquerywords", "198.51.100.23"
    headers = {**FORWARDED, "X-Forwarded-For": address, "Referer": f"{ORIGIN}/account/login/"}
    with httpx.Client(base_url=production.address, headers=headers, timeout=30) as browser:
        for _ in range(7):
            page = browser.get("/account/login/")
            token = FORM_TOKEN.search(page.text)
            cookies = "; ".join(c.split(";")[0] for c in page.headers.get_list("set-cookie"))
            browser.post(
                "/account/login/", headers={"Cookie": cookies},
                data={"csrfmiddlewaretoken": token[1] if token else "", "login": email, "password": "hunter2hunter2"},
            )  # fmt: skip
        browser.post("/account/login/", data={"login": email, "password": "hunter2hunter2"})  # without a token
        browser.get("/search/", params={"q": f"{words} {email} {name}"})
        browser.get(f"/places/{name}/")
        browser.get(f"/no/{email}/{name}")
        browser.get("/places/", headers={"Host": f"{name}.example"})
        shown = browser.get("/search/", params={"q": words}, headers={"X-Request-ID": "a-proxys-own-id-42"})
    assert shown.headers["X-Request-ID"] == "a-proxys-own-id-42"

    log = production.log()
    for private in (email, name, name.lower(), words, address, "203.0.113.77", "127.0.0.1", "hunter2"):
        assert private not in log, private
    lines = [json.loads(line) for line in log.splitlines()]
    requests = [line for line in lines if line["logger"] == "wholeplace.request"]
    assert {"time", "level", "request_id", "method", "route", "status", "milliseconds"} <= set(requests[-1])
    assert requests[-1]["request_id"] == "a-proxys-own-id-42"
    assert {r.get("route") for r in requests} >= {"account_login", "search:search", "places:place"}
    assert any(r["method"] == "POST" and r.get("route") == "account_login" for r in requests)
    assert "operations:ready" not in {r.get("route") for r in requests}, "probes come every few seconds"


def test_too_many_wrong_passwords_lock_out_one_address_behind_the_proxy_and_not_the_next(production: Server) -> None:
    def tries(address: str, count: int) -> int:
        status = 0
        for _ in range(count):
            headers = {**FORWARDED, "X-Forwarded-For": f"192.0.2.1, {address}", "Referer": f"{ORIGIN}/account/login/"}
            page = production.get("/account/login/", headers)
            token = FORM_TOKEN.search(page.text)
            cookies = "; ".join(c.split(";")[0] for c in page.headers.get_list("set-cookie"))
            status = httpx.post(
                f"{production.address}/account/login/", headers={**headers, "Cookie": cookies}, timeout=30,
                data={
                    "csrfmiddlewaretoken": token[1] if token else "", "login": "who@council.example", "password": "no",
                },
            ).status_code  # fmt: skip
        return status

    assert tries("198.51.100.1", 6) in {403, 429}
    assert tries("198.51.100.2", 1) == 200


def test_djangos_own_checks_for_a_deployment_find_nothing(
    wholeplace: Callable[..., Any], tmp_path: Path, sector_store: Path
) -> None:
    env = safe(tmp_path / "home", sector_store)
    wholeplace(env, "migrate")
    wholeplace(env, "people", "invite", "boss@sample.invalid")
    ran = wholeplace(env, "check", "--offline", "--whole")

    assert "security    Django's own checks find nothing" in ran.out
    assert "PROBLEM" not in ran.out.replace("PROBLEM  styles", ""), ran.out


def test_check_says_what_to_do_about_each_problem(
    wholeplace: Callable[..., Any], tmp_path: Path, own_store: Path
) -> None:
    env = safe(tmp_path / "home", own_store)
    next((own_store / "releases").iterdir()).joinpath("manifest.json").unlink()
    ran = wholeplace(env, "check")

    assert ran.code == 1
    assert "wholeplace migrate" in ran.out
    assert "localhost:1 does not let us in" in ran.out
    assert "WHOLEPLACE_MAIL_URL" in ran.out
    assert re.search(r"PROBLEM +store", ran.out)
    assert "Traceback" not in ran.err


def test_it_stops_gracefully_and_its_worker_with_it(tmp_path: Path, sector_store: Path) -> None:
    env = safe(tmp_path / "home", sector_store)
    with served(tmp_path, env, "--migrate", "--workers", 1, "--with-worker") as server:
        time.sleep(2)
        start = time.monotonic()
        code = server.stop()

        assert code == 0
        assert time.monotonic() - start < 15
        assert "Traceback" not in server.log()
        with pytest.raises(httpx.ConnectError):
            server.get("/health/live")
    assert "asked to stop by SIGTERM" in server.log()


def test_a_worker_does_not_outlive_a_server_that_was_killed(tmp_path: Path, sector_store: Path) -> None:
    import signal

    env = safe(tmp_path / "home", sector_store)
    with served(tmp_path, env, "--migrate", "--workers", 1, "--with-worker") as server:
        time.sleep(3)
        children = _children(server.process.pid)
        server.stop(signal.SIGKILL)
        workers = [pid for pid, words in children.items() if "--beside" in words]
        assert workers
        end = time.monotonic() + 10
        while time.monotonic() < end and any(_lives(pid) for pid in workers):
            time.sleep(0.1)
        left = [pid for pid in workers if _lives(pid)]
    for pid in children:
        if _lives(pid):  # the web process that its master, killed, could not stop
            import os

            os.kill(pid, signal.SIGKILL)
    assert left == []


def _children(parent: int) -> dict[int, str]:
    """Processes that a process started, with their command lines."""
    from pathlib import Path

    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(status[1]) == parent:
            found[int(folder.name)] = words
    return found


def _lives(pid: int) -> bool:
    from pathlib import Path

    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_it_is_not_ready_when_its_database_is_gone(tmp_path: Path, sector_store: Path, another_database: str) -> None:
    import psycopg

    env = {**safe(tmp_path / "home", sector_store), "DATABASE_URL": another_database}
    with served(tmp_path, env, "--migrate", "--workers", 1) as server:
        assert server.get("/health/ready").status_code == 200
        base, _, name = another_database.rpartition("/")
        with psycopg.connect(f"{base}/postgres", autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        told = server.get("/health/ready")

        assert told.status_code == 503
        assert told.json()["parts"]["database"] == "not ok"
        assert told.json()["parts"]["store"] == "ok"
        assert "postgres" not in told.text
        assert server.get("/health/live").status_code == 200


def test_it_is_not_ready_when_its_store_is_damaged(production: Server, tmp_path: Path, own_store: Path) -> None:
    with served(tmp_path / "run", safe(tmp_path / "home", own_store), "--migrate", "--workers", 1) as server:
        assert server.get("/health/ready").status_code == 200
        (own_store / "catalogue.json").write_text("{")
        told = server.get("/health/ready")

    assert told.status_code == 503
    assert told.json()["parts"] == {"database": "ok", "migrations": "ok", "store": "not ok"}
