"""Figures: values by hand, and a reason wherever there is none."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import layouts
from layouts import CALDER, HARROWMERE, write
from wholeplace.core.errors import MeasureError
from wholeplace.evidence.figure import STATUSES
from wholeplace.evidence.figures import compute
from wholeplace.evidence.formula import Exact, Term, work_out
from wholeplace.evidence.loading import load
from wholeplace.evidence.measures import measures, read_measure, the_measure
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.evidence.figure import Figure

PROMISED = {"measure", "place", "place_name", "class", "period", "value", "unit", "status", "releases"}
IDS = (
    "reserves-years-left", "reserves-drawn-down", "earmarked-reserves-ratio", "unallocated-reserves-ratio",
    "reserves-planned-use", "reserves-unplanned-use", "reserves-planned-growth", "reserves-unplanned-growth",
    "overspend-adult-social-care", "overspend-total", "social-care-share", "interest-burden", "council-tax-share",
    "service-spend-real", "reserves-change-3y", "earmarked-reserves", "unallocated-reserves", "reserves-net-change",
    "net-revenue-expenditure", "population", "deprivation-score",
)  # fmt: skip


def figure(snapshot: Snapshot, measure: str, place: str = "HRW", year: int = 2016) -> Figure:
    definition = the_measure(measure)
    found = compute(snapshot, [definition]).figure(definition, place, year)
    assert found is not None
    return found


@pytest.mark.parametrize("identifier", IDS)
def test_the_promised_measures_are_there(identifier: str) -> None:
    assert the_measure(identifier).id == identifier


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("earmarked-reserves", Decimal(4_000_000)), ("unallocated-reserves", Decimal(1_000_000)),
        ("reserves-net-change", Decimal(-400_000)), ("net-revenue-expenditure", Decimal(15_000_000)),
        ("reserves-drawn-down", True), ("reserves-years-left", 12.5), ("earmarked-reserves-ratio", 4 / 15),
        ("unallocated-reserves-ratio", 1 / 15), ("interest-burden", 400 / 15_000), ("council-tax-share", 9 / 15),
        ("reserves-planned-use", Decimal(-100_000)), ("reserves-unplanned-use", Decimal(-300_000)),
        ("reserves-planned-growth", Decimal(0)), ("reserves-unplanned-growth", Decimal(0)),
        ("overspend-adult-social-care", Decimal(90_000)), ("overspend-total", Decimal(90_000)),
        ("social-care-ratio", 0.6),
        ("reserves-change-3y", 5_000 / 4_500 - 1), ("service-spend-real", Decimal(18_000_000) * 100 / 100 * 975 / 950),
    ],
)  # fmt: skip
def test_the_figures_of_harrowmere_by_hand(now: Snapshot, measure: str, value: object) -> None:
    found = figure(now, measure)
    assert found.status == "ok"
    if isinstance(value, bool):
        assert found.value is value
    else:
        assert type(found.value) is type(value)
        assert float(found.value) == pytest.approx(float(value), abs=0.005 if found.unit == "£" else 1e-12)


def test_money_is_exact_to_the_penny(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    odd = HARROWMERE.but(earmarked_close=1234.56789, unallocated_close=0.00001)
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn(councils=[odd, CALDER]))])
    assert figure(Snapshot(store), "total-reserves", "X0101").value == Decimal("1234567.90")


def test_real_terms_name_the_prices_they_are_in(now: Snapshot) -> None:
    assert figure(now, "service-spend-real").price_base == "2017-18"
    assert figure(now, "interest-burden").price_base == ""


def test_a_figure_names_every_release_it_was_made_from(now: Snapshot) -> None:
    used = {r.split(".")[0] + " " + r.split(".")[1] for r in figure(now, "reserves-unplanned-use").releases}
    assert used == {"revenue-budget-ra 2016-17", "revenue-outturn-rs 2016-17"}
    used = {r.split(".")[0] + " " + r.split(".")[1] for r in figure(now, "service-spend-real").releases}
    assert used == {"revenue-outturn-rs 2016-17", "gdp-deflator-hmt 2016-17", "gdp-deflator-hmt 2017-18"}


def test_the_json_has_what_is_promised(now: Snapshot) -> None:
    record = figure(now, "reserves-years-left").as_json()
    assert set(record) >= PROMISED
    assert record["class"] == "unitary"
    assert record["value"] == 12.5
    assert isinstance(figure(now, "earmarked-reserves").as_json()["value"], float)


# ---- reasons


@pytest.mark.parametrize(
    ("measure", "place", "year", "status", "words"),
    [
        ("reserves-years-left", "FRN", 2016, "not-depleting", "were not drawn down"),
        ("social-care-ratio", "ASV", 2016, "not-applicable", "single-tier-and-county"),
        ("reserves-unplanned-use", "HRW", 2015, "not-published", "Revenue account budget (RA) 2015-16"),
        ("reserves-change-3y", "HRW", 2015, "not-published", "(RS) 2012-13"),
        ("social-care-ratio", "HRW", 2010, "not-published", "children social care"),
        ("deprivation-rank", "FRN", 2019, "not-applicable", "applies to"),
    ],
)  # fmt: skip
def test_where_there_is_no_value_the_status_and_note_say_why(
    now: Snapshot, measure: str, place: str, year: int, status: str, words: str
) -> None:
    found = figure(now, measure, place, year)
    assert (found.value, found.status) == (None, status)
    assert words in found.note


@pytest.mark.parametrize(
    ("cell", "status"),
    [("", "not-submitted"), ("…", "not-submitted"), ("[x]", "not-submitted"), ("n/a", "not-applicable"),
     ("[c]", "suppressed"), ("*", "suppressed"), ("see note", "set-aside"), (True, "set-aside")],
)  # fmt: skip
def test_the_cell_says_why_there_is_no_number(tmp_path: Path, cell: object, status: str) -> None:
    store = Store(tmp_path / "store")
    councils = [HARROWMERE.but(interest=cell), CALDER]
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn(councils=councils))])
    found = figure(Snapshot(store), "interest-burden", "X0101")
    assert (found.value, found.status) == (None, status)
    assert "Interest payable" in found.note
    assert STATUSES[status] in found.note


@pytest.mark.parametrize("spend", [0, -5])
def test_nothing_is_divided_by_nothing_or_less(tmp_path: Path, spend: int) -> None:
    store = Store(tmp_path / "store")
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn(councils=[HARROWMERE.but(nre=spend), CALDER]))])
    found = figure(Snapshot(store), "interest-burden", "X0101")
    assert (found.value, found.status) == (None, "not-comparable")
    assert "zero or below" in found.note


def test_a_total_that_its_parts_contradict_has_no_figure(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    load(store, [write(tmp_path, "a.xlsx", layouts.outturn(councils=[HARROWMERE.but(tse=20_000), CALDER]))])
    assert figure(Snapshot(store), "service-spend-real", "X0101").status == "set-aside"


def test_no_measure_ever_gives_a_value_without_a_status_of_ok(now: Snapshot) -> None:
    chosen = list(measures().values())
    table = compute(now, chosen)
    seen = 0
    for measure in chosen:
        for found in table.figures(measure):
            assert (found.value is not None) == (found.status in {"ok", "estimated"}), found
            assert found.status in STATUSES
            assert found.status == "ok" or found.note, found
            assert found.value is None or found.releases, found
            seen += 1
    assert seen > 1_000


# ---- counties


def test_a_county_has_its_districts_people(now: Snapshot) -> None:
    found = figure(now, "population", "FRN", 2016)
    districts = [figure(now, "population", p, 2016).value for p in ("ASV", "BKM")]
    assert (found.value, found.status) == (sum(districts), "ok")
    assert "the sum of its districts" in found.note


def test_a_county_s_deprivation_is_weighted_by_people_and_marked_estimated(now: Snapshot) -> None:
    found = figure(now, "deprivation-score", "FRN", 2019)
    parts = [
        (figure(now, "deprivation-score", p, 2019).value, figure(now, "population", p, 2019).value)
        for p in ("ASV", "BKM")
    ]
    expected = sum(v * w for v, w in parts) / sum(w for _, w in parts)
    assert found.value == pytest.approx(expected)
    assert found.status == "estimated"
    assert any(r.startswith("population-mid-year.2019") for r in found.releases)


# ---- planned and unplanned


PENCE = st.integers(-(10**9), 10**9)


@given(out_e=PENCE, out_u=PENCE, bud_e=PENCE, bud_u=PENCE)
def test_planned_and_unplanned_make_up_what_was_done(out_e: int, out_u: int, bud_e: int, bud_u: int) -> None:
    amounts = {"to_earmarked": out_e, "to_unallocated": out_u, "budget_earmarked": bud_e, "budget_unallocated": bud_u}
    exact = Exact({Term(n): Fraction(v) for n, v in amounts.items()}, {})
    planned_use, unplanned_use, planned_growth, unplanned_growth = (
        work_out(the_measure(f"reserves-{kind}").tree, exact)
        for kind in ("planned-use", "unplanned-use", "planned-growth", "unplanned-growth")
    )
    outturn, budget = out_e + out_u, bud_e + bud_u
    assert planned_use + unplanned_use == min(outturn, 0)
    assert planned_growth + unplanned_growth == max(outturn, 0)
    assert max(planned_use, unplanned_use) <= 0 <= min(planned_growth, unplanned_growth)
    assert planned_use >= min(budget, 0)
    assert planned_growth <= max(budget, 0)


# ---- definitions


DEFINITION = """
id = "x"
title = "X"
area = "finance"
unit = "ratio"
polarity = "none"
why = "Because."
classes = ["councils"]
formula = "a / positive(b)"
source = "Somewhere"
checked_by = "Somebody"
checked_on = 2026-01-01
next_review = 2027-01-01
[terms]
a = "rs.interest_payable"
b = "rs.net_revenue_expenditure"
"""


def test_a_definition_is_read() -> None:
    assert read_measure(DEFINITION, "x.toml").lines == {"rs.interest_payable", "rs.net_revenue_expenditure"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "x"', "", "missing id"), ('why = "Because."', 'wy = "Because."', "missing why"),
        ('title = "X"', 'title = "X"\nextra = 1', "unknown key extra"), ('"ratio"', '"rato"', "unit is 'rato'"),
        ('"none"', '"up"', "polarity is 'up'"), ("2026-01-01", '"2026-01-01"', "checked_on must be a date"),
        ("a / positive(b)", "a / c", "'c' is not one of the terms"),
        ("a / positive(b)", "a", "term b is not used"),
        ("a / positive(b)", "a < b", "but the formula gives yes or no"), ('"ratio"', '"yes/no"', "gives a number"),
        ('source = "S', 'only_when = "a"\notherwise = "not-depleting"\nsource = "S', "only_when must be a comparison"),
        ('source = "S', 'only_when = "a < 0"\notherwise = "none of your business"\nsource = "S', "otherwise is"),
        ('["councils"]', '"councils"', "lists of texts"),
        ("[terms]", "[terms", "not valid TOML"),
        ('formula = "a', 'formula = "__import__(\'os\')', "is not allowed in a formula"),
        ('formula = "a / positive(b)"', 'formula = "1"', "uses no term"),
        ('"councils"', '"councils", 1', "lists of texts"),
    ],
)  # fmt: skip
def test_a_wrong_definition_is_refused_with_its_file_and_key(old: str, new: str, told: str) -> None:
    with pytest.raises(MeasureError, match=r"^x\.toml") as error:
        read_measure(DEFINITION.replace(old, new, 1), "x.toml")
    assert told in str(error.value)


@pytest.mark.parametrize("key", ["terms", "classes", "formula", "title", "decimals", "caveats", "checked_on"])
@pytest.mark.parametrize("value", ["1", "true", '"x"', "[1]", "{a = 1}", "1.5"])
def test_a_value_of_the_wrong_kind_is_refused_or_taken_and_never_stumbled_over(key: str, value: str) -> None:
    import tomllib

    content = tomllib.loads(DEFINITION)
    content.pop(key, None)
    lines = [f"{key} = {value}"]
    for name, kept in content.items():
        if name == "terms":
            lines += ["[terms]", *(f'{k} = "{v}"' for k, v in kept.items())]
        elif name in {"checked_on", "next_review"}:
            lines.insert(0, f"{name} = {kept}")
        else:
            lines.insert(0, f"{name} = {kept!r}".replace("'", '"'))
    try:
        read_measure("\n".join(lines), "x.toml")
    except MeasureError as error:
        assert str(error).startswith("x.toml")  # noqa: PT017 - either end is fair


def test_an_unknown_measure_offers_those_like_it() -> None:
    with pytest.raises(MeasureError, match="reserves-years-left"):
        the_measure("reserve-years-left")
