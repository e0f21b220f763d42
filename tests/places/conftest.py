"""A store of the published register, reorganisation list, populations and deprivation, loaded once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support import shared_data
from wholeplace.evidence.loading import load
from wholeplace.evidence.store import Store

if TYPE_CHECKING:
    from pathlib import Path

FILES = (
    "councils/uk_local_authorities_future.csv", "councils/lgr_restructuring_2013_to_2023.xlsx",
    "councils/population_mye_2010_2024.csv", "deprivation/iod2015_lad.csv", "deprivation/iod2019_lad.csv",
    "deprivation/iod2025_lad.csv", "deprivation/la_imd.csv", "deprivation/uk_imd_e_lsoa.csv",
    "councils/lookup_lsoa_to_registry.csv", "finance/distress_events.csv", "finance/council_tax/CTR_2017-18.xlsx",
    "finance/revenue_outturn_rs/RS_2016-17.xlsx",
)  # fmt: skip


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Store:
    paths: list[Path] = [shared_data(name) for name in FILES]
    store = Store(tmp_path_factory.mktemp("published"))
    report = load(store, paths)
    assert report.failed == []
    return store
