"""No name and no code of the invented sector is anyone's."""

from __future__ import annotations

import pytest
from rereading import csv_rows

from support import shared_data
from wholeplace.sample.names import COUNTRY, REGIONS, all_place_names, register_codes
from wholeplace.sample.registers import COLUMNS


def _rows(relative: str) -> list[dict[str, str]]:
    return csv_rows(shared_data(relative))


@pytest.fixture
def real_names() -> set[str]:
    names = {row["la-name"].casefold() for row in _rows("councils/lookup_name_to_registry.csv")}
    for row in _rows("councils/uk_local_authorities_future.csv"):
        names |= {row["official-name"].casefold(), row["nice-name"].casefold(), row["region"].casefold()}
        names |= {name.strip().casefold() for name in row["alt-names"].split(",")}
    return names - {""}


def test_no_name_that_can_ever_be_drawn_is_a_real_councils(real_names: set[str]) -> None:
    made = all_place_names()
    assert len(set(made)) == len(made)
    forms = ("{}", "{}shire", "{} UA", "North {}shire", "{}shire County", "{}shire CC", "{} District Council")
    clashes = [form.format(name) for name in made for form in forms if form.format(name).casefold() in real_names]
    assert clashes == []


def test_country_and_regions_are_invented(real_names: set[str]) -> None:
    assert {COUNTRY.casefold(), *(region.name.casefold() for region in REGIONS)} & real_names == set()


def test_names_of_the_written_sector_are_nobodys(real_names: set[str], whole) -> None:
    rows = csv_rows(whole / "councils_register.csv")
    made = {row["official-name"].casefold() for row in rows} | {row["nice-name"].casefold() for row in rows}
    made |= {name.strip().casefold() for row in rows for name in row["alt-names"].split(",")}
    assert made & real_names == set()


def test_no_register_code_is_a_real_councils() -> None:
    real = {row["local-authority-code"] for row in _rows("councils/uk_local_authorities_future.csv")}
    made = register_codes(2008)
    assert len(set(made)) == 2008
    assert set(made) & real == set()


def test_more_codes_than_there_are_is_an_error() -> None:
    with pytest.raises(ValueError, match="5000 register codes asked for"):
        register_codes(5000)


def test_the_register_has_the_published_columns_in_order() -> None:
    assert list(COLUMNS) == list(_rows("councils/uk_local_authorities_future.csv")[0])
