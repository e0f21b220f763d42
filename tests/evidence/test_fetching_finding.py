"""Finding a publication's current files: the catalogue, GOV.UK's content API, the register's data package."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from fetching_server import PAGE, Publisher, as_json, ok, status, workbook
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.core.errors import FetchError
from wholeplace.evidence.fetching import Catalogue, Fetched, FetchSettings, PartlyFetchedError, fetch
from wholeplace.evidence.fetching.names import safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BY_HAND = "Download it in a browser and run: wholeplace load FILE"
COLLECTION = "government/collections/invented-finance"
STANDARD = Catalogue.standard()
KEYS = {publication.key: publication for publication in STANDARD}


def entry(**more: Any) -> Catalogue:
    """A catalogue of one publication, its page PAGE unless told otherwise."""
    lines = {
        "key": '"invented"',
        "title": '"Invented returns"',
        "publisher": '"Ministry of Invention"',
        "licence": '"OGL"',
        "found-by": '"govuk"',
        "attachment": "'RS'",
        "formats": '["xlsx", "csv"]',
        "pages": f'["{PAGE}"]',
    } | {name.replace("_", "-"): value for name, value in more.items()}
    body = "\n".join(f"{name} = {value}" for name, value in lines.items() if value)
    return Catalogue.read(f"[[publication]]\n{body}\n", "invented.toml")


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with Publisher() as server:
        yield server


def run(server: Publisher, into: Path, catalogue: Catalogue) -> list[Fetched]:
    settings = FetchSettings(govuk_url=server.url, register_url=f"{server.url}/register", tries=2, sleep=lambda _: None)
    return fetch([], into, settings=settings, catalogue=catalogue)


def refusal(server: Publisher, into: Path, catalogue: Catalogue) -> str:
    with pytest.raises(FetchError) as caught:
        run(server, into, catalogue)
    assert str(caught.value).endswith(BY_HAND)
    return str(caught.value)


# --- a page of GOV.UK


def test_files_are_chosen_by_title_or_by_name_and_never_by_a_wrong_format(publisher: Publisher, tmp_path: Path) -> None:
    def held(name: str) -> str:
        return publisher.on(f"/media/{name}", ok(workbook()))

    publisher.page(
        [
            {"title": "Technical notes on RS", "url": held("RS_notes.pdf")},
            {"title": "Revenue outturn summary (RS)", "url": held("2016372.xlsx")},
            {"title": "Outturn", "url": held("RS_2016-17.xlsx")},
            {"title": "Service expenditure", "url": held("other.xlsx")},
            {"title": "RS as a page", "url": "/government/statistics/rs", "attachment_type": "html"},
        ]
    )
    assert sorted(f.path.name for f in run(publisher, tmp_path, entry())) == [
        "2016372.xlsx",
        "RS_2016-17.xlsx",
    ]


def test_files_to_leave_out_are_left_out(publisher: Publisher, tmp_path: Path) -> None:
    urls = [publisher.on(f"/media/{name}", ok(workbook())) for name in ("RS_lower.xlsx", "RS_upper.xlsx")]
    publisher.page([{"title": "File", "url": url} for url in urls])
    got = run(publisher, tmp_path, entry(leave_out="'upper'"))
    assert [item.path.name for item in got] == ["RS_lower.xlsx"]


def test_a_page_that_only_has_html_is_read_by_its_links(publisher: Publisher, tmp_path: Path) -> None:
    publisher.on("/government/uploads/RS%202010-11.xlsx", ok(workbook()))
    html = (
        '<section><a aria-hidden="true" href="/government/uploads/RS%202010-11.xlsx"><img alt=""></a>'
        '<h2><a href="/government/uploads/RS%202010-11.xlsx">Outturn <b>2010-11</b></a></h2></section>'
    )
    body = {"details": {"documents": [html]}, "first_published_at": "2012-11-27T09:30:00Z"}
    publisher.on(f"/api/content/{PAGE}", as_json(body))
    [got] = run(publisher, tmp_path, entry())
    assert (got.path.name, got.title, got.published) == (
        "RS 2010-11.xlsx",
        "Outturn 2010-11",
        date(2012, 11, 27),
    )


def test_a_page_without_details_has_changed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.on(f"/api/content/{PAGE}", as_json({"title": "Invented returns"}))
    message = refusal(publisher, tmp_path, entry())
    assert "The publisher's page has changed: it has no details" in message
    assert f"{publisher.url}/api/content/{PAGE}" in message


@pytest.mark.parametrize("body", [[], 7, None, "text", {"details": []}, {"details": None}])
def test_json_of_another_shape_has_changed(publisher: Publisher, tmp_path: Path, body: Any) -> None:
    publisher.on(f"/api/content/{PAGE}", as_json(body))
    assert "The publisher's page has changed" in refusal(publisher, tmp_path, entry())


@pytest.mark.parametrize(
    "attachments",
    [None, {}, "text", [7], [None], [{}], [{"url": 7}], [{"title": "RS"}], [{"url": "/x.xlsx"}]],
)
def test_attachments_of_another_shape_have_changed(publisher: Publisher, tmp_path: Path, attachments: Any) -> None:
    publisher.on(f"/api/content/{PAGE}", as_json({"details": {"attachments": attachments}}))
    assert "The publisher's page has changed: none of its" in refusal(publisher, tmp_path, entry())


def test_an_attachment_that_is_no_longer_there_is_told_with_what_is(publisher: Publisher, tmp_path: Path) -> None:
    publisher.page([{"title": "Outturn", "url": f"/media/RO{n}.xlsx"} for n in range(1, 9)])
    message = refusal(publisher, tmp_path, entry())
    assert "none of its 8 files is 'Invented returns'" in message
    assert "(it has: RO1.xlsx; RO2.xlsx; RO3.xlsx; RO4.xlsx; RO5.xlsx; RO6.xlsx; ...)" in message


def test_a_page_that_is_html_has_changed(publisher: Publisher, tmp_path: Path) -> None:
    publisher.on(f"/api/content/{PAGE}", ok(b"<!DOCTYPE html><title>Sign in", content_type="text/html"))
    message = refusal(publisher, tmp_path, entry())
    assert "JSON was expected and this came: '<!DOCTYPE html>" in message


def test_a_page_that_fails_once_is_asked_again(publisher: Publisher, tmp_path: Path) -> None:
    url = publisher.on("/media/RS.xlsx", ok(workbook()))
    body = {"details": {"attachments": [{"title": "RS", "url": url}]}}
    publisher.on(f"/api/content/{PAGE}", status(503), as_json(body))
    assert run(publisher, tmp_path, entry())[0].published is None


def test_a_page_gone_is_one_failure_and_the_other_pages_are_read(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds("RS.xlsx", ok(workbook()))
    with pytest.raises(PartlyFetchedError) as caught:
        run(publisher, tmp_path, entry(pages=f'["government/gone", "{PAGE}"]'))
    assert [item.path.name for item in caught.value.fetched] == ["RS.xlsx"]
    assert "government/gone" in str(caught.value.failures[0])


# --- a collection


def collection(publisher: Publisher, *years: int) -> None:
    documents = []
    for year in years:
        path = f"government/statistics/invented-{year}-individual-data"
        url = publisher.on(f"/media/RS_{year}.xlsx", ok(workbook(1000 + year)))
        publisher.page([{"title": "RS", "url": url}], path)
        documents.append({"base_path": f"/{path}", "public_updated_at": f"{year + 2}-06-01T09:30:00+01:00"})
    documents.append({"base_path": "/government/statistics/invented-2016-first-release", "title": "Tables"})
    documents += [{"title": "no path"}, None, "text"]
    publisher.on(f"/api/content/{COLLECTION}", as_json({"links": {"documents": documents}, "details": {}}))


def names(fetched: list[Fetched]) -> list[str]:
    return [item.path.name for item in fetched]


def test_a_collection_adds_its_matching_documents_the_newest_first(publisher: Publisher, tmp_path: Path) -> None:
    collection(publisher, 2014, 2016, 2015)
    known = entry(pages="", collection=f'"{COLLECTION}"', documents="'individual-data$'")
    assert names(run(publisher, tmp_path, known)) == ["RS_2016.xlsx", "RS_2015.xlsx", "RS_2014.xlsx"]


def test_only_the_newest_may_be_asked_for(publisher: Publisher, tmp_path: Path) -> None:
    collection(publisher, 2014, 2016, 2015)
    known = entry(pages="", collection=f'"{COLLECTION}"', documents="'individual-data$'", newest="1")
    assert names(run(publisher, tmp_path, known)) == ["RS_2016.xlsx"]


def test_a_page_both_named_and_listed_is_read_once(publisher: Publisher, tmp_path: Path) -> None:
    collection(publisher, 2014, 2015)
    pages = '["government/statistics/invented-2014-individual-data"]'
    known = entry(pages=pages, collection=f'"{COLLECTION}"', documents="'individual-data$'")
    assert names(run(publisher, tmp_path, known)) == ["RS_2014.xlsx", "RS_2015.xlsx"]
    assert len(publisher.requests("invented-2014-individual-data")) == 1


@pytest.mark.parametrize("answer", [{}, {"links": []}, {"links": {"documents": {}}}, [], {"details": {}}])
def test_a_collection_that_lists_no_documents_has_changed(publisher: Publisher, tmp_path: Path, answer: Any) -> None:
    publisher.on(f"/api/content/{COLLECTION}", as_json(answer))
    known = entry(pages="", collection=f'"{COLLECTION}"', documents="'individual-data$'")
    assert "the collection no longer lists its documents" in refusal(publisher, tmp_path, known)


def test_a_collection_without_a_matching_document_has_changed(publisher: Publisher, tmp_path: Path) -> None:
    collection(publisher)
    known = entry(pages="", collection=f'"{COLLECTION}"', documents="'individual-data$'")
    assert "the collection lists nothing like 'individual-data$'" in refusal(publisher, tmp_path, known)


def test_named_pages_come_even_when_the_collection_can_not_be_read(publisher: Publisher, tmp_path: Path) -> None:
    publisher.holds("RS.xlsx", ok(workbook()))
    with pytest.raises(PartlyFetchedError) as caught:
        run(publisher, tmp_path, entry(collection=f'"{COLLECTION}"', documents="'individual-data$'"))
    assert names(list(caught.value.fetched)) == ["RS.xlsx"]


# --- the register's data package

REGISTER = b"local-authority-code,official-name\nXAA,Anyborough Council\n"
PACKAGE = "/register/data/uk_la_future/latest"


def package(publisher: Publisher, **resource: Any) -> Catalogue:
    publisher.on(
        f"{PACKAGE}/uk_local_authorities_future.csv",
        ok(REGISTER, modified="Thu, 10 Jul 2025 12:00:00 GMT", content_type="text/csv"),
    )
    body = {
        "name": "uk_la_future",
        "version": "1.7.3",
        "resources": [
            {"path": "lookup_name_to_registry.csv", "title": "Names"},
            {"path": "uk_local_authorities_future.csv", "title": "UK local authorities"} | resource,
        ],
    }
    publisher.on(f"{PACKAGE}/datapackage.json", as_json(body))
    return Catalogue((KEYS["councils-register"],))


def test_the_register_comes_with_its_version_and_the_day_its_file_was_put_there(
    publisher: Publisher, tmp_path: Path
) -> None:
    known = package(publisher, hash=hashlib.md5(REGISTER, usedforsecurity=False).hexdigest(), bytes=len(REGISTER))
    [got] = run(publisher, tmp_path, known)
    assert got.path.read_bytes() == REGISTER
    assert (got.title, got.published) == ("UK local authorities, version 1.7.3", date(2025, 7, 10))
    assert run(publisher, tmp_path, known)[0].unchanged


def test_a_register_that_is_not_the_one_described_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    known = package(publisher, hash="0" * 32)
    assert "not the one whose MD5 the publisher gives" in refusal(publisher, tmp_path, known)


def test_a_fingerprint_of_another_kind_is_not_mistaken_for_md5(publisher: Publisher, tmp_path: Path) -> None:
    known = package(publisher, hash="sha256:" + "0" * 64)
    assert len(run(publisher, tmp_path, known)) == 1


@pytest.mark.parametrize("answer", [{}, [], {"resources": {}}, {"resources": [{}]}, {"resources": [{"path": "x.csv"}]}])
def test_a_package_of_another_shape_has_changed(publisher: Publisher, tmp_path: Path, answer: Any) -> None:
    known = package(publisher)
    publisher.on(f"{PACKAGE}/datapackage.json", as_json(answer))
    assert "The publisher's page has changed" in refusal(publisher, tmp_path, known)


def test_a_package_that_points_elsewhere_is_not_followed(publisher: Publisher, tmp_path: Path) -> None:
    known = package(publisher, path="https://files.example/uk_local_authorities_future.csv")
    assert "We do not download from https://files.example" in refusal(publisher, tmp_path, known)


# --- the catalogue


def test_every_publication_says_whose_it_is_under_which_licence_and_what_was_confirmed() -> None:
    for publication in STANDARD:
        assert publication.publisher
        assert publication.licence
        assert publication.confirmed
        assert re.fullmatch(r"[a-z0-9-]+", publication.key)


@pytest.mark.parametrize(
    ("key", "files"),
    [
        (
            "revenue-outturn-rs",
            [
                "Revenue_Outturn_Summary__RS__data_2010-11_by_LA_-_27-Nov-2012-v2.xls",
                "RS_2015-16_data_by_LA_-_Revision.xlsx",
                "RS_2017-18_data_by_LA.xlsx",
            ],
        ),
        (
            "revenue-outturn-returns",
            ["RS_LA_Data_2024-25_data_by_LA.ods", "RO3_LA_Data_2024-25_data_by_LA.ods"],
        ),
        (
            "revenue-outturn-time-series",
            ["Revenue_Outturn_time_series_data_v1.0_.csv", "Revenue_Outturn_time_series_data_v4.csv"],
        ),
        (
            "revenue-budget-ra",
            ["RA_2026-27_data_Part_1.ods", "RA_2022-23_data.ods", "RA_2016-17_data_by_LA.xlsx"],
        ),
        (
            "capital-outturn-cor",
            [
                "COR_B1.ods",
                "COR_C.ods",
                "FINAL_COR_B.xlsx",
                "COR_2018-19_outputs_COR_C.xlsx",
                "LA_drop-down_capital_expenditure_receipts__financing_COR4_2011-12.xls",
            ],
        ),
        ("capital-forecast-cer", ["CER_2026-27_B.ods", "CER_2026-27_C.ods", "CER_2020-21_B_financing.xlsx"]),
        ("council-tax-levels", ["Table_10_2026-27.ods"]),
        (
            "borrowing-and-investment",
            [
                "Borrowing_and_Investment_Live_Table_Q4_2019_20.xlsx",
                "Q3_2025_26_Borrowing_and_Investment_Live_Table.ods",
            ],
        ),
        (
            "core-spending-power",
            ["CSP_information_table_2026-27_to_2028-29_fLGFS.xlsx", "Core_Spending_Power_Summary.xlsx"],
        ),
        (
            "indices-of-deprivation",
            [
                "File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
                "File_10_-_IoD2025_Local_Authority_District_Summaries__lower-tier__v2.xlsx",
            ],
        ),
        (
            "gdp-deflators",
            [
                "GDP_Deflators_Qtrly_National_Accounts_June_2026_update.xlsx",
                "CGDP_Deflators_Qtrly_National_Accounts_December_2025_update.xlsx",
            ],
        ),
    ],
)
def test_file_names_seen_at_the_publishers_are_recognised(key: str, files: list[str]) -> None:
    assert [name for name in files if not KEYS[key].wants("", name)] == []


@pytest.mark.parametrize(
    ("key", "file"),
    [
        ("revenue-outturn-rs", "RSX_2016-17_data_by_LA.xlsx"),
        ("revenue-outturn-rs", "RS_technical_notes.pdf"),
        ("revenue-outturn-time-series", "Revenue_Outturn_metadata.ods"),
        ("revenue-budget-ra", "SG_2026-27.ods"),
        ("revenue-budget-ra", "RA_2026-27_guidance.pdf"),
        ("capital-outturn-cor", "COR_A1.ods"),
        ("capital-outturn-cor", "COR_HRA.ods"),
        ("capital-forecast-cer", "CER_2026-27_A1.ods"),
        ("council-tax-levels", "Tables_1-9_2026-27.ods"),
        ("council-tax-levels", "Table_1_2026-27.ods"),
        ("borrowing-and-investment", "QRU1_2026_27.ods"),
        ("indices-of-deprivation", "File_1_-_IMD2019_Index_of_Multiple_Deprivation.xlsx"),
        ("indices-of-deprivation", "File_11_-_IoD2019_Local_Authority_District_Summaries__upper-tier__.xlsx"),
        ("gdp-deflators", "GDP_Deflators_user_guide.pdf"),
    ],
)
def test_other_files_on_the_same_pages_are_not(key: str, file: str) -> None:
    assert not KEYS[key].wants("", file)


@pytest.mark.parametrize(
    ("key", "path", "wanted"),
    [
        ("revenue-budget-ra", "england-2026-to-2027-budget-individual-local-authority-data", True),
        ("revenue-budget-ra", "england-2018-to-2019-budget-individual-local-authority-data--6", True),
        ("revenue-budget-ra", "england-2026-to-2027-budget", False),
        ("revenue-outturn-returns", "england-2024-to-2025-individual-local-authority-data-outturn", True),
        ("revenue-outturn-returns", "england-2024-to-2025-budget-individual-local-authority-data", False),
        (
            "capital-outturn-cor",
            "local-authority-capital-expenditure-and-receipts-in-england-2024-to-2025-individual-local-authority-data",
            True,
        ),
        (
            "capital-outturn-cor",
            "local-authority-capital-expenditure-and-financing-in-england-2026-to-2027-individual-local-authority-data-forecast",
            False,
        ),
    ],
)
def test_documents_of_a_collection_are_told_apart(key: str, path: str, wanted: bool) -> None:
    pattern = KEYS[key].documents
    assert pattern is not None
    assert bool(pattern.search(f"/government/statistics/{path}")) is wanted


def test_without_names_the_bulky_ones_are_left_out_and_by_name_they_come() -> None:
    usual = [publication.key for publication in STANDARD.choose([])]
    assert "revenue-outturn-returns" not in usual
    assert "revenue-outturn-rs" in usual
    assert [p.key for p in STANDARD.choose(["revenue-outturn-returns"] * 2)] == ["revenue-outturn-returns"]


def test_an_unknown_name_is_answered_with_near_ones(tmp_path: Path) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(["revenue-outturn"], tmp_path / "x", settings=FetchSettings())
    assert "Did you mean: revenue-outturn-" in str(caught.value)
    assert "wholeplace fetch --list" in str(caught.value)
    assert str(caught.value).endswith(BY_HAND)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "publication 'invented': title is missing"),
        ({"found_by": '"ftp"'}, "found-by is 'ftp'. Use govuk or data-package"),
        ({"pages": ""}, "neither pages nor a collection"),
        ({"attachment": "'('"}, "attachment '(' is not a regular expression"),
        ({"colour": '"red"'}, "colour is not known"),
    ],
)
def test_a_wrong_entry_is_named(change: dict[str, str], words: str) -> None:
    with pytest.raises(FetchError, match=re.escape(words)):
        entry(**change)


def test_a_catalogue_that_is_not_toml_or_repeats_a_key_is_named() -> None:
    with pytest.raises(FetchError, match=r"mine\.toml is not TOML"):
        Catalogue.read("[[", "mine.toml")
    once = '[[publication]]\nkey="a"\ntitle="A"\npublisher="P"\nlicence="L"\nfound-by="govuk"\nattachment="a"\n'
    with pytest.raises(FetchError, match="a is given twice"):
        Catalogue.read((once + 'formats=["csv"]\npages=["x"]\n') * 2, "mine.toml")


# --- settings


def test_addresses_come_from_the_environment_and_arguments_win(tmp_path: Path) -> None:
    environment = {
        "WHOLEPLACE_GOVUK_URL": "https://mirror.example",
        "WHOLEPLACE_REGISTER_URL": "http://localhost:8000/register",
        "WHOLEPLACE_CA_FILE": str(tmp_path / "ca.pem"),
    }
    settings = FetchSettings.from_environment(environment, govuk_url="https://other.example")
    assert settings.govuk_url == "https://other.example"
    assert settings.register_url == "http://localhost:8000/register"
    assert settings.ca_file == tmp_path / "ca.pem"
    assert FetchSettings.from_environment({}).govuk_url == "https://www.gov.uk"


@pytest.mark.parametrize("address", ["http://mirror.example", "ftp://127.0.0.1", "www.gov.uk", "", "https://"])
def test_an_address_without_tls_is_refused_unless_it_is_this_machine(address: str) -> None:
    with pytest.raises(FetchError, match="must start with https://"):
        FetchSettings(govuk_url=address)
    assert FetchSettings(govuk_url="http://127.0.0.1:8000").permits("http", "127.0.0.1:8000")


def test_publishers_are_asked_over_tls_only() -> None:
    settings = FetchSettings()
    assert settings.permits("https", "assets.publishing.service.gov.uk")
    assert not settings.permits("http", "assets.publishing.service.gov.uk")
    assert not settings.permits("https", "example.org")


# --- names


@given(st.text())
def test_a_safe_name_is_one_component_of_a_path_whatever_a_server_sends(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= 150
    assert not re.search(r"[/\\\x00-\x1f:*?\"<>|]", safe)
    assert not safe.startswith(".")
    assert not safe.endswith((".", " "))
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", safe, re.IGNORECASE)
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("RS_2016-17_data_by_LA.xlsx", "RS_2016-17_data_by_LA.xlsx"),
        ("/media/abc/RS%202016-17.xlsx", "RS 2016-17.xlsx"),
        ("..", "file"),
        ("", "file"),
        ("con.csv", "_con.csv"),
        (".hidden.csv", "hidden.csv"),
        ("a:b*c?.csv", "a_b_c_.csv"),
        ("x" * 300 + ".xlsx", "x" * 145 + ".xlsx"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe
