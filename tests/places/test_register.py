"""Names resolve exactly, by another name, by code, or ask; and a register as of a date knows no later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_register import LINKS, PLACES

from wholeplace.core.errors import AmbiguousPlaceError, StoreError, UnknownPlaceError
from wholeplace.evidence.store import Store
from wholeplace.places.register import Register

if TYPE_CHECKING:
    from pathlib import Path

INVENTED = Register.build(PLACES, LINKS)


def as_of(year: int, month: int = 1, day: int = 1) -> Register:
    return Register.build(PLACES, LINKS, date(year, month, day))


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Cray", "CRA"), ("CRAY", "CRA"), ("  cray ", "CRA"), ("Cray Council", "CRA"), ("cray on sea", "CRA"),
        ("Kemble and Lydd", "KEM"), ("kemble & lydd", "KEM"), ("London Borough of Kemble & Lydd", "KEM"),
        ("Ivel MBC", "IVL"), ("Hollin Moor", "HOL"), ("Mereshire County Council", "MER"), ("Mereshire CC", "MER"),
        ("mereshire county", "MER"), ("Westmere UA", "WMR"), ("ivl", "IVL"), ("X08000011", "IVL"), ("X08000001", "IVL"),
        ("x07000004", "DUN"), ("X5031", "KEM"), ("Fenshire UA", "FNU"), ("Fenshire CC", "FEN"),
    ],
)  # fmt: skip
def test_a_name_or_code_means_one_place(query: str, place: str) -> None:
    assert INVENTED.find(query).id == place


def test_a_name_that_two_places_bear_is_asked_about_with_codes_and_dates() -> None:
    with pytest.raises(AmbiguousPlaceError) as error:
        INVENTED.find("Fenshire")
    assert error.value.candidates == (
        "FEN Fenshire (county, to 31 March 2019)",
        "FNU Fenshire (unitary authority, from 1 April 2019)",
    )


@pytest.mark.parametrize(
    ("day", "place"), [(date(2018, 6, 1), "FEN"), (date(2019, 3, 31), "FEN"), (date(2019, 4, 1), "FNU")]
)
def test_the_date_decides_between_a_county_and_the_unitary_of_its_name(day: date, place: str) -> None:
    assert Register.build(PLACES, LINKS, day).find("Fenshire").id == place


def test_no_name_is_matched_by_likeness() -> None:
    for query in ("Crey", "Meresh", "Mereshir", "West", "Jarrow", "Westmere CC of Old", ""):
        with pytest.raises(UnknownPlaceError):
            INVENTED.find(query)


def test_an_unknown_name_comes_with_likely_ones() -> None:
    with pytest.raises(UnknownPlaceError) as error:
        INVENTED.find("Meresh")
    assert error.value.candidates[0].startswith("MER Mereshire")
    assert len(error.value.candidates) <= 5


def test_a_kind_of_council_that_the_place_is_not_is_not_ignored() -> None:
    with pytest.raises(UnknownPlaceError):
        INVENTED.find("Mereshire UA")
    with pytest.raises(UnknownPlaceError):
        INVENTED.find("Dunmoor County Council")


def meant(query: str) -> list[str]:
    """What a query means: one place, or all it may be, or nothing."""
    try:
        return [INVENTED.find(query).described]
    except AmbiguousPlaceError as error:
        return list(error.candidates)
    except UnknownPlaceError:
        return []


@given(st.one_of(st.text(max_size=20), st.sampled_from(PLACES).map(lambda r: str(r["name"])[:-1])))
def test_whatever_is_found_is_what_a_search_lists_first(query: str) -> None:
    found = meant(query)
    assert found == [p.described for p in INVENTED.search(query, limit=100)][: len(found)]


def test_a_place_is_found_by_each_of_its_own_names_or_asked_about() -> None:
    for place in INVENTED:
        for name in (place.official_name, *place.alternative_names):
            assert place.described in meant(name)


def test_before_it_happened_nothing_is_known_of_it() -> None:
    before = as_of(2018)
    assert "WMR" not in before
    assert "FNU" not in before
    assert before["MER"].end is None
    assert before["MER"].successors == ()
    assert before["FEN"].end is None


def test_after_it_happened_it_is_known() -> None:
    county = as_of(2020, 4, 1)["MER"]
    assert county.end == date(2020, 3, 31)
    assert county.successors == ("EMR", "WMR")


def test_the_last_day_is_the_day_before_the_successor_starts_however_the_register_writes_it() -> None:
    assert INVENTED["MER"].end == date(2020, 3, 31)  # the register writes 1 April 2020
    assert INVENTED["FEN"].end == date(2019, 3, 31)  # the register writes 31 March 2019
    assert not any(
        p.alive(date(2020, 4, 1)) and p.alive(date(2020, 3, 31)) and p.id in {"MER", "WMR"} for p in INVENTED
    )


def test_codes_and_names_are_those_of_the_day() -> None:
    assert (as_of(2013, 3, 31)["IVL"].gss, as_of(2013, 3, 31)["IVL"].former_gss) == ("X08000001", ())
    assert (as_of(2013, 4, 1)["IVL"].gss, as_of(2013, 4, 1)["IVL"].former_gss) == ("X08000011", ("X08000001",))
    assert as_of(2012, 1, 1)["HOL"].name == "Hollin Moor"
    assert as_of(2012, 1, 1)["HOL"].official_name == "Hollin Moor District Council"
    assert as_of(2012, 4, 1)["HOL"].name == "Hollin"


def test_a_code_that_the_register_forgot_is_known_from_the_list() -> None:
    assert INVENTED.find("X08000002").id == "JAR"


def test_a_county_has_the_districts_of_the_day() -> None:
    assert as_of(2014)["MER"].members == ("ASV", "BRW", "CRA", "DUN")
    assert as_of(2018)["MER"].members == ("CRA", "DUN", "WES")
    assert INVENTED["MER"].members == ("CRA", "DUN", "WES")  # on its last day


def test_a_combined_authority_is_there_once_it_exists() -> None:
    assert as_of(2016)["IVL"].combined_authority == ""
    assert as_of(2017)["IVL"].combined_authority == "MCA"


def test_search_lists_exact_names_before_others() -> None:
    assert [p.id for p in INVENTED.search("Fenshire")][:2] == ["FEN", "FNU"]
    assert INVENTED.search("mere")[0].name.casefold().startswith("mere")
    assert INVENTED.search("x08000001")[0].id == "IVL"


@given(st.permutations(PLACES), st.permutations(LINKS))
def test_the_order_of_rows_changes_nothing(places: list[dict[str, object]], links: list[dict[str, object]]) -> None:
    again = Register.build(places, links)
    assert {p.id: p for p in again} == {p.id: p for p in INVENTED}
    assert again.changes.successions == INVENTED.changes.successions


def test_a_store_without_a_register_says_how_to_load_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no register of councils is loaded"):
        Register.open(Store(tmp_path))


def test_what_people_write_for_short_suggests_the_name_and_means_none() -> None:
    named = "Northamptonshire"
    northants = Register.build([{**PLACES[0], "id": "NHS", "name": named, "official_name": f"{named} CC"}], [])
    for asked in ("Northants", "northants county council", "N. Northants"):
        assert [p.id for p in northants.search(asked)] == ["NHS"]
    with pytest.raises(UnknownPlaceError) as error:
        northants.find("Northants")
    assert error.value.candidates[0].startswith("NHS")
