"""`wholeplace fetch` as a person meets it: a list, files, and a load that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typer
from fetching_server import Publisher, as_json, cut_short, ok, status
from typer.testing import CliRunner

from wholeplace.cli.fetch import fetch
from wholeplace.evidence.fetching import Catalogue, OfflineError, PartlyFetchedError
from wholeplace.evidence.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

BY_HAND = "Download it in a browser and run: wholeplace load FILE"
PACKAGE = "/register/data/uk_la_future/latest"
REGISTER = (
    b"local-authority-code,official-name,nice-name,gss-code,start-date,end-date,replaced-by,nation,region,"
    b"local-authority-type,local-authority-type-name,county-la,combined-authority,alt-names,former-gss-codes,notes,"
    b"current-authority,BS-6879,ecode,even-older-register-and-code,gov-uk-slug,area,pop-2020,x,y,lat,long,powers,"
    b"lower-or-unitary,mapit-area-code,ofcom,old-ons-la-code,old-register-and-code,open-council-data-id,os-file,os,"
    b"snac,wdtk-id\n"
    b"XAA,Anyborough Council,Anyborough,X06000001,1998-04-01,,,England,North West,UA,Unitary authority,,,"
    b"Any Borough,,,True,XAA,X0001,,anyborough,100.0,150000.0,1,1,53.1,-2.1,unitary,True,,,,,,,,,\n"
)


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Publisher() as server:
        monkeypatch.setenv("WHOLEPLACE_GOVUK_URL", server.url)
        monkeypatch.setenv("WHOLEPLACE_REGISTER_URL", f"{server.url}/register")
        resource = {"path": "uk_local_authorities_future.csv", "title": "UK local authorities"}
        server.on(f"{PACKAGE}/datapackage.json", as_json({"version": "1.7.3", "resources": [resource]}))
        server.on(
            f"{PACKAGE}/uk_local_authorities_future.csv",
            ok(REGISTER, modified="Thu, 10 Jul 2025 12:00:00 GMT", content_type="text/csv"),
        )
        yield server


def run(*arguments: str) -> Result:
    app = typer.Typer()
    app.command("fetch")(fetch)
    return CliRunner().invoke(app, list(arguments))


def test_the_list_shows_what_can_be_had_from_whom_and_where() -> None:
    result = run("--list")
    assert result.exit_code == 0
    for publication in Catalogue.standard():
        assert f"{publication.key}\n  {publication.title}\n  {publication.publisher}; " in result.output
        assert publication.where in result.output
    assert "found by: GOV.UK content API, collection" in result.output
    assert "found by: data package" in result.output
    assert "https://pages.mysociety.org/uk_local_authority_names_and_codes/data/uk_la_future" in result.output


def test_the_list_may_be_of_one() -> None:
    assert run("--list", "gdp-deflators").output.startswith("gdp-deflators\n")


def test_what_came_is_loaded_with_its_date(publisher: Publisher, tmp_path: Path) -> None:
    store = tmp_path / "store"
    result = run("councils-register", "--store", str(store))
    assert result.exit_code == 0, result.output
    assert "published by 2025-07-10" in result.output
    file = store / "downloads" / "councils-register" / "uk_local_authorities_future.csv"
    assert file.read_bytes() == REGISTER
    [entry] = Store(store).entries()
    assert (str(entry.published), entry.rows) == ("2025-07-10", 1)
    again = run("councils-register", "--store", str(store))
    assert "uk_local_authorities_future.csv: unchanged, published by 2025-07-10" in again.output
    assert Store(store).entries() == [entry]


def test_files_may_be_kept_elsewhere_and_not_loaded(publisher: Publisher, tmp_path: Path) -> None:
    store, into = tmp_path / "store", tmp_path / "files"
    result = run("councils-register", "--store", str(store), "--into", str(into), "--no-load")
    assert result.exit_code == 0
    assert (into / "councils-register" / "uk_local_authorities_future.csv").read_bytes() == REGISTER
    assert not store.exists()


def test_what_came_is_loaded_though_something_else_did_not(publisher: Publisher, tmp_path: Path) -> None:
    store = tmp_path / "store"
    result = run("councils-register", "indices-of-deprivation", "--store", str(store))
    assert isinstance(result.exception, PartlyFetchedError)
    assert len(Store(store).entries()) == 1
    assert str(result.exception).endswith(BY_HAND)


def test_a_failed_fetch_leaves_the_store_as_it_was(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store"
    run("councils-register", "--store", str(store))
    before = (store / "catalogue.json").read_bytes()
    monkeypatch.setattr("wholeplace.evidence.fetching.retry.pause", lambda *_: 0.0)
    for misbehaviour in (status(404), status(500), cut_short(REGISTER, 20), ok(b"<html>Sign in")):
        publisher.on(f"{PACKAGE}/uk_local_authorities_future.csv", misbehaviour)
        result = run("councils-register", "--store", str(store))
        assert result.exit_code == 1
        assert str(result.exception).endswith(BY_HAND)
        assert (store / "catalogue.json").read_bytes() == before


def test_offline_it_says_so_and_how_to_load_a_file_instead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Publisher() as server:
        pass
    monkeypatch.setenv("WHOLEPLACE_REGISTER_URL", server.url)
    monkeypatch.setattr("wholeplace.evidence.fetching.retry.pause", lambda *_: 0.0)
    result = run("councils-register", "--store", str(tmp_path / "store"))
    assert isinstance(result.exception, OfflineError)
    assert "There is no connection to 127.0.0.1" in str(result.exception)
    assert str(result.exception).endswith(BY_HAND)
