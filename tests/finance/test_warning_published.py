"""Early warning on the published files: what could have been said five weeks before the first notice of 2018."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from support import made_once, shared_data
from wholeplace.evidence.loading import load
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.finance.warning import explain, warnings

if TYPE_CHECKING:
    from pathlib import Path

FILES = ("finance/revenue_outturn_rs", "finance/vintages", "finance/capital_financing",
         "councils/uk_local_authorities_future.csv")  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    files = [shared_data(name) for name in FILES]

    def fill(folder: Path) -> None:
        report = load(Store(folder), files)
        assert not report.failed, report.failed

    return Store(made_once(tmp_path_factory, "published-outturn", fill))


def test_the_county_stood_highest_of_its_class_with_six_indicators_in_the_worst_fifth(store: Store) -> None:
    snapshot = Snapshot(store, date(2017, 12, 31))
    score = explain(snapshot, "NTH")
    assert (score.place.place_class, score.rank, score.of, score.band) == ("county", 1, 27, "first")
    assert len(score.reasons) == 6
    assert {c.period for c in score.contributions} == {"2016-17"}
    # 26, 25, 24, 21, 26 and 26 of the 26 others do better; themes weigh a fifth each, debt in two halves.
    by_hand = 100 / 26 * (0.2 * 26 + 0.2 * 25 + 0.2 * 24 + 0.2 * 21 + 0.1 * 26 + 0.1 * 26)
    assert score.score == pytest.approx(by_hand, abs=1e-5)


def test_the_provisional_outturn_speaks_until_the_final_one_is_published(store: Store) -> None:
    at = {d: {r for r in warnings(Snapshot(store, d)).releases if ".2017-18." in r and "outturn" in r}
          for d in (date(2018, 10, 31), date(2019, 6, 30))}  # fmt: skip
    before, after = at.values()
    assert before
    assert after
    assert not {r for r in before if r.startswith("revenue")} & after
