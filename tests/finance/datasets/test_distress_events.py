"""Section 114 notices and Exceptional Financial Support: the shared files, and doubtful dates."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from files import as_json, comma_separated

from support import shared_data
from wholeplace.core.errors import BadFileError
from wholeplace.evidence.source import SourceFile
from wholeplace.finance.datasets.distress_events import DistressEvents, Section114Register, SupportExtract

if TYPE_CHECKING:
    from wholeplace.evidence.reading import Reading

HEADER = ["type", "authority", "date_or_fy", "source"]


def read(*rows: list[str]) -> Reading:
    (reading,) = DistressEvents().read(comma_separated([HEADER, *rows]))
    return reading


def event(*row: str) -> dict[str, Any]:
    (record,) = read(list(row)).records
    return record


def test_published_list_holds_twelve_notices_and_the_rest_support() -> None:
    (reading,) = DistressEvents().read(SourceFile(shared_data("finance/distress_events.csv")))
    assert Counter(r["kind"] for r in reading.records) == {
        "section-114-3": 10,
        "section-114-2": 1,
        "section-114-hra": 1,
        "exceptional-financial-support": 107,
        "exceptional-financial-support-hra": 1,
    }
    assert reading.set_aside == []
    first = reading.records[0]
    assert (first["authority"], first["date"], first["row"]) == ("Northamptonshire CC", "2018-02-02", 1)


def test_published_register_does_not_say_which_kind_of_notice() -> None:
    source = SourceFile(shared_data("finance/section_114_notices.json"))
    assert Section114Register().recognise(source)
    (reading,) = Section114Register().read(source)
    assert {r["kind"] for r in reading.records} == {"section-114"}
    assert len(reading.records) == 17
    (milton_keynes,) = [r for r in reading.records if r["authority"] == "Milton Keynes Council"]
    assert milton_keynes["date"] == "2002-11-30"
    assert "only the month is known" in milton_keynes["certainty"]


def test_published_extract_of_support_has_years_and_pages() -> None:
    source = SourceFile(shared_data("finance/exceptional_financial_support_gm_glos.json"))
    assert SupportExtract().recognise(source)
    (reading,) = SupportExtract().read(source)
    assert [(r["authority"], r["period"]) for r in reading.records] == [
        ("Trafford", "2025-26"),
        ("Trafford", "2026-27"),
        ("Gloucester", "2026-27"),
    ]
    assert "£12.65m" in reading.records[1]["source"]


def test_a_day_is_kept_as_it_is() -> None:
    assert event("s114_3", "Fernmouth", "2021-07-02", "two registers") == {
        "kind": "section-114-3", "authority": "Fernmouth", "date": "2021-07-02", "period": "",
        "certainty": "the day is given by the source", "source": "two registers", "row": 1,
    }  # fmt: skip


def test_of_conflicting_days_the_last_is_used_and_both_are_told() -> None:
    record = event("s114_HRA", "Fernmouth", "2021-12-08|2021-12-15", "registers conflict")
    assert record["date"] == "2021-12-15"
    assert record["certainty"] == "registers conflict: 2021-12-08 or 2021-12-15; the last is used"


def test_a_month_from_memory_says_so() -> None:
    record = event("s114_2", "Fernmouth", "2022-05 (memory)", "an article names it")
    assert record["date"] == "2022-05-31"
    assert "from memory" in record["certainty"]


def test_a_source_that_names_another_day_is_kept_in_the_certainty() -> None:
    record = event("s114_3", "Fernmouth", "2018-07-24", "two registers (a third says 2018-07-01)")
    assert record["certainty"].endswith("sources differ: two registers (a third says 2018-07-01)")


@pytest.mark.parametrize("year", ["2020-21", "2009-10"])
def test_support_is_of_a_year_and_its_announcement_is_not_dated(year: str) -> None:
    record = event("EFS", "Fernmouth", year, "a page")
    assert (record["kind"], record["date"], record["period"]) == ("exceptional-financial-support", "", year)
    assert record["certainty"].startswith("the date of the announcement is not in the file")


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (["s999", "Fernmouth", "2021-07-02", ""], "A2"),
        (["s114_3", "", "2021-07-02", ""], "B2"),
        (["s114_3", "Fernmouth", "2021-02-31", ""], "C2"),
        (["s114_3", "Fernmouth", "last spring", ""], "C2"),
        (["s114_3", "Fernmouth", "2021-25", ""], "C2"),
    ],
)
def test_what_can_not_be_told_is_set_aside_by_cell(row: list[str], cell: str) -> None:
    reading = read(row)
    assert reading.records == []
    assert [s.cell for s in reading.set_aside] == [cell]


def test_a_day_still_to_come_is_set_aside_and_dates_nothing() -> None:
    reading = read(["s114_3", "Fernmouth", "2021-07-02", ""], ["s114_3", "Fernmouth", "2999-01-01", ""])
    assert [r["date"] for r in reading.records] == ["2021-07-02"]
    assert [(s.cell, s.value) for s in reading.set_aside] == [("C3", "2999-01-01")]
    assert str(reading.published) == "2021-07-02"


def test_a_register_that_is_no_list_is_refused() -> None:
    with pytest.raises(BadFileError, match="not a list of objects"):
        list(Section114Register().read(as_json({"notices": "none, see section 114"})))
