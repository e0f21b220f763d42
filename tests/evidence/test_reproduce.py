"""Published figures are worked out again and held against what was printed, to half a unit of its last place."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from support import shared_data
from wholeplace.cli import app
from wholeplace.core.errors import PublicationError, WholeplaceError
from wholeplace.core.periods import Period
from wholeplace.evidence.loading import load
from wholeplace.evidence.printed import read_printed
from wholeplace.evidence.publications import Publication, publications, read_publication, the_publication
from wholeplace.evidence.reading import Authority, Block, Line, Reading
from wholeplace.evidence.reproduce import AGREES, DIFFERS, NOT_LOADED, NOT_REPRODUCED, Result, failed, reproduce
from wholeplace.evidence.source import SourceFile
from wholeplace.evidence.store import Store

HEAD = """
id = "moor-2016"
title = "Councils of the Moor"
publisher = "The Moor Auditors"
published = 2018-03-08
source = "invented for a test"
datasets = ["revenue-outturn-rs"]
[defaults]
period = "2016-17"
"""
SPEND = "rs.net_revenue_expenditure"
EARMARKED = "rs.reserves_earmarked_closing"
MONEY = (
    SPEND, EARMARKED, "rs.reserves_unallocated_closing", "rs.appropriation_earmarked", "rs.appropriation_unallocated",
)  # fmt: skip
PLACE = "rs.place_in_the_table"
# Name and published class; the lines of MONEY in £ thousand, None where nothing was returned; the printed place by
# spending, which is wrong for Brackwater.
COUNCILS: dict[str, tuple[str, str, tuple[float, ...] | None, int]] = {
    "X0001": ("Aldermoor", "UA", (100_000, 20_000, 0, -10_000, 0), 3),
    "X0002": ("Brackwater", "UA", (200_000, 30_000, 0, 5_000, 0), 9),
    "X0003": ("Coldharbour Vale", "SC", (300_000, 40_000, 0, -1_000, 0), 1),
    "X0004": ("Dunmarsh", "SD", (10_000, 4_000, 0, -100, 0), 4),
    "X0005": ("Eskerby", "SC", None, 5),
}
STC = ["single-tier-and-county"]


def outturn(published: date = date(2017, 11, 16), year: int = 2016, *, invented: bool = False) -> Reading:
    """An outturn of five councils that are nowhere."""
    codes = np.array(list(COUNCILS))
    lines = {n: Line(n, n, 1_000) for n in MONEY} | {PLACE: Line(PLACE, "Place in the table", 0, "none")}
    columns: dict[str, list[float | None]] = {
        name: [None if c[2] is None else c[2][i] for c in COUNCILS.values()] for i, name in enumerate(MONEY)
    }
    columns[PLACE] = [c[3] for c in COUNCILS.values()]
    blocks = [
        Block(
            name, "Data", column, np.arange(3, 8), codes,
            np.array([np.nan if v is None else float(v) for v in values]),
            np.array(["not-submitted" if v is None else "ok" for v in values], dtype="<U20"),
        )
        for column, (name, values) in enumerate(columns.items(), 2)
    ]  # fmt: skip
    return Reading(
        "revenue-outturn-rs", "rs", "facts", Period.financial(year), "Outturn", "The Moor", "OGL",
        published=published, published_basis="given", lines=lines, blocks=blocks, invented=invented,
        authorities=[Authority(c, v[0], ecode=c, published_class=v[1]) for c, v in COUNCILS.items()],
    )  # fmt: skip


def store_of(folder: Path, *readings: Reading) -> Store:
    store = Store(folder)
    for number, reading in enumerate(readings):
        store.publish([reading], SourceFile(Path(f"moor{number}.csv"), f"moor {number}".encode()), 1)
    return store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_of(tmp_path_factory.mktemp("moor") / "store", outturn())


def figure(published: str, kind: str, **keys: Any) -> str:
    """A [[figure]] of a fixture."""
    told = {"what": "a figure", "where": "page 1", "published": published, "kind": kind, **keys}
    return "\n".join(["[[figure]]", *(f"{k} = {toml(v)}" for k, v in told.items()), ""])


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in value.items()) + " }"
    return json.dumps(value)


def fixture(*figures: str, head: str = HEAD) -> Publication:
    return read_publication(head + "\n".join(figures), "moor.toml")


def result(store: Store, published: str, kind: str, **keys: Any) -> Result:
    (only,) = reproduce(store, [fixture(figure(published, kind, **keys))])
    return only


class TestPrecision:
    @pytest.mark.parametrize(
        ("text", "low", "high"),
        [
            ("66.2%", "0.6615", "0.6625"),
            ("-£858m", "-858500000", "-857500000"),
            ("£1,530", "1529.5", "1530.5"),
            ("£1,529.56", "1529.555", "1529.565"),
            ("£31.4bn", "31350000000", "31450000000"),
            ("151", "150.5", "151.5"),
            ("55,268,100", "55268099.5", "55268100.5"),
        ],
    )
    def test_a_printed_figure_speaks_to_half_a_unit_of_its_last_place(self, text: str, low: str, high: str) -> None:
        printed = read_printed(text, "here")
        assert printed.agrees(Fraction(low))
        assert printed.agrees(Fraction(high))
        assert not printed.agrees(Fraction(low) - Fraction(1, 10**9))
        assert not printed.agrees(Fraction(high) + Fraction(1, 10**9))

    def test_the_unit_may_stand_in_the_heading_of_a_table(self) -> None:
        printed = read_printed("54,142,525", "here", "£ thousand")
        assert printed.value == 54_142_525_000
        assert printed.half == 500
        assert printed.show(Fraction(54_142_525_400)) == "54,142,525.40"

    def test_a_publisher_may_round_whole_numbers_to_hundreds(self) -> None:
        assert read_printed("687,600", "here", rounded_to=100).agrees(Fraction(687_631))
        assert not read_printed("687,600", "here").agrees(Fraction(687_631))

    @pytest.mark.parametrize(
        ("text", "keys"),
        [
            ("about 5", {}), ("", {}), ("1,23", {}), ("12%%", {}), ("--3", {}), ("£5", {"printed_in": "£"}),
            ("5", {"printed_in": "groats"}), ("687,631", {"rounded_to": 100}), ("6.1%", {"rounded_to": 10}),
            ("50", {"rounded_to": 0}), ("50", {"rounded_to": -10}),
        ],
    )  # fmt: skip
    def test_what_is_not_a_figure_is_refused_with_its_place(self, text: str, keys: dict[str, Any]) -> None:
        with pytest.raises(PublicationError, match=r"^moor\.toml, figure 3: "):
            read_printed(text, "moor.toml, figure 3", **keys)

    @given(st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from(["", "%", "£", "£m"]))
    def test_a_value_shown_as_printed_and_read_again_agrees(self, units: int, decimals: int, style: str) -> None:
        digits = f"{abs(units) // 10**decimals:,}" + (f".{abs(units) % 10**decimals:0{decimals}d}" if decimals else "")
        pound, unit = ("£" if "£" in style else ""), style.strip("£")
        printed = read_printed(f"{'-' if units < 0 else ''}{pound}{digits}{unit}", "here")
        again = read_printed(printed.show(printed.value), "here")
        assert again.value == printed.value
        assert printed.agrees(again.value)
        assert not any(c in "123456789" for c in printed.show_difference(printed.value))


class TestKinds:
    """Every kind, on five councils whose figures can be worked out in the head."""

    @pytest.mark.parametrize(
        ("published", "kind", "keys"),
        [
            # Aldermoor and Coldharbour Vale of the three single-tier and county councils that returned.
            ("66.7%", "total", {"measure": "reserves-drawn-down", "classes": STC}),
            ("3", "count", {"measure": "reserves-drawn-down", "classes": STC}),
            ("-£6.0m", "total", {"measure": "reserves-net-change", "classes": STC}),
            # 90 of 600 million.
            ("15.0%", "total", {"measure": "earmarked-reserves-ratio", "classes": STC}),
            # Aldermoor has two years left, Coldharbour Vale forty; Brackwater is not using any and counts.
            ("33.3%", "share", {"measure": "reserves-years-left", "classes": STC, "below": 3}),
            ("0.0%", "share", {"measure": "reserves-years-left", "classes": STC, "at_least": 3, "below": 5}),
            ("66.7%", "share", {"line": SPEND, "classes": STC, "above": 100_000_000}),
            ("1", "count", {"line": SPEND, "classes": ["district"], "at_most": 10_000_000}),
            ("£20m", "value", {"measure": "earmarked-reserves", "place": "Aldermoor"}),
            ("£20.0m", "value", {"line": EARMARKED, "place": "X0001"}),
            ("2", "position", {"line": SPEND, "place": "Brackwater"}),
            ("1", "position", {"line": SPEND, "place": "Brackwater", "classes": ["unitary"]}),
            ("3", "rank", {"line": SPEND, "rank_line": PLACE}),
            ("£610m", "sum", {"lines": [SPEND]}),
            ("340,000", "sum", {"lines": [SPEND, EARMARKED], "classes": ["county"], "printed_in": "£ thousand"}),
            ("30.0%", "formula", {
                "formula": "a / b",
                "terms": {"a": {"line": EARMARKED, "classes": STC}, "b": {"line": SPEND, "classes": ["unitary"]}},
            }),
            ("0.2", "formula", {"formula": "a / b", "terms": {"a": EARMARKED, "b": SPEND}, "place": "Aldermoor"}),
        ],
    )  # fmt: skip
    def test_it_works_out_and_agrees(self, store: Store, published: str, kind: str, keys: dict[str, Any]) -> None:
        only = result(store, published, kind, **keys)
        assert only.verdict == AGREES, only.difference_text
        assert only.releases

    def test_equal_values_may_be_ranked_either_way(self, tmp_path: Path) -> None:
        reading = outturn()
        spend, place = reading.blocks[0], reading.blocks[-1]
        spend.numbers = np.array([5.0, 5.0, 5.0, 1.0, 9.0])
        spend.statuses[:] = "ok"
        place.numbers = np.array([4.0, 2.0, 3.0, 5.0, 1.0])
        assert result(store_of(tmp_path, reading), "5", "rank", line=SPEND, rank_line=PLACE).verdict == AGREES

    def test_a_share_of_the_year_before_reads_the_year_before(self, tmp_path: Path) -> None:
        before = outturn(date(2016, 11, 17), 2015)
        before.blocks[0].numbers = before.blocks[0].numbers / 2
        both = store_of(tmp_path, before, outturn())
        terms = {"spend": SPEND}
        assert result(both, "100%", "formula", formula="spend / previous(spend, 1) - 1", terms=terms).verdict == AGREES

    def test_a_differing_figure_says_by_how_much(self, store: Store) -> None:
        only = result(store, "£611m", "sum", lines=[SPEND])
        assert (only.verdict, only.computed_text, only.difference_text) == (DIFFERS, "£610m", "-£1m")

    def test_percentages_differ_by_points(self, store: Store) -> None:
        only = result(store, "14.0%", "total", measure="earmarked-reserves-ratio", classes=STC)
        assert (only.verdict, only.difference_text) == (DIFFERS, "+1.0 points")

    def test_nothing_to_work_it_out_from_is_not_a_pass(self, store: Store) -> None:
        only = result(store, "5", "sum", lines=["rs.no_such_line"])
        assert (only.verdict, only.computed) == (DIFFERS, None)
        assert "nothing it is made from" in only.note

    def test_a_place_that_is_not_there_is_named(self, store: Store) -> None:
        with pytest.raises(WholeplaceError, match="'Nowhere' is no place in what is loaded"):
            result(store, "£5m", "value", line=SPEND, place="Nowhere")


class TestVerdicts:
    def test_a_figure_that_cannot_be_reproduced_stays_with_its_reason_and_the_nearest(self, store: Store) -> None:
        only = result(
            store, "£900m", "not-reproduced", reason="Fens are missing.", needed="the fens.",
            nearest={"kind": "sum", "lines": [SPEND]},
        )  # fmt: skip
        assert (only.verdict, only.computed_text) == (NOT_REPRODUCED, "£610m")
        assert only.note == "Fens are missing. Needed: the fens."
        assert not failed([only], named=True)

    def test_data_not_loaded_says_what_to_load(self, store: Store) -> None:
        only = result(store, "£610m", "sum", lines=[SPEND], period="2015-16")
        assert (only.verdict, only.note) == (NOT_LOADED, "load revenue-outturn-rs for 2015-16")

    def test_evidence_is_taken_as_of_the_date_of_the_fixture(self, tmp_path: Path) -> None:
        later = outturn(date(2018, 11, 15))
        later.blocks[0].numbers = later.blocks[0].numbers + 1_000
        store = store_of(tmp_path, outturn(), later)
        asked = figure("£610m", "sum", lines=[SPEND])
        then = fixture(asked, head=HEAD.replace("[defaults]", "as_of = 2018-03-08\n[defaults]"))
        too_early = fixture(asked, head=HEAD.replace("[defaults]", "as_of = 2017-01-01\n[defaults]"))
        verdicts = [r.verdict for r in reproduce(store, [then, fixture(asked), too_early])]
        assert verdicts == [AGREES, DIFFERS, NOT_LOADED]

    def test_an_invented_sector_proves_nothing(self, tmp_path: Path) -> None:
        store = store_of(tmp_path, outturn(invented=True))
        assert result(store, "£610m", "sum", lines=[SPEND]).verdict == NOT_LOADED

    @pytest.mark.parametrize(
        ("verdicts", "named", "expected"),
        [
            ({AGREES}, True, False), ({AGREES, NOT_REPRODUCED}, True, False), ({AGREES, DIFFERS}, False, True),
            ({AGREES, NOT_LOADED}, False, False), ({AGREES, NOT_LOADED}, True, True), ({NOT_LOADED}, False, True),
            ({NOT_REPRODUCED}, True, False),
        ],
    )  # fmt: skip
    def test_what_fails_a_run(self, store: Store, verdicts: set[str], named: bool, expected: bool) -> None:
        one = fixture(figure("£610m", "sum", lines=[SPEND]))
        results = [Result(one, one.figures[0], verdict) for verdict in verdicts]
        assert failed(results, named=named) is expected


class TestWrongFixtures:
    GOOD = figure("£610m", "sum", lines=[SPEND])

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("id = ", "moor.toml: not valid TOML"),
            (HEAD, "moor.toml: missing figure"),
            (HEAD.replace("publisher", "printer") + GOOD, "missing publisher"),
            (HEAD.replace('title = "', 'colour = "red"\ntitle = "') + GOOD, "unknown key colour"),
            (HEAD.replace("2018-03-08", '"last week"') + GOOD, "published must be a date"),
            (HEAD.replace("[defaults]", 'as_of = "soon"\n[defaults]') + GOOD, "as_of must be a date"),
            (HEAD.replace('["revenue-outturn-rs"]', "[]") + GOOD, "datasets must list"),
            (HEAD + 'colour = "red"\n' + GOOD, "defaults: unknown key colour"),
            (HEAD + figure("£6m", "guess"), "figure 1 ('a figure'): kind is 'guess'"),
            (HEAD + figure("£6m", "sum", lines=[SPEND], rounded_to="ten"), "rounded_to must be a whole number"),
            (HEAD + figure("£6m", "sum", lines=[SPEND], printed_in=["£"]), "printed_in must be a unit"),
            (HEAD + figure("6", "not-reproduced", reason="r", needed="n", nearest="sum"), "nearest must be a table"),
            (HEAD.replace("[defaults]", "figure = [1]\n[defaults]"), "a figure is a table"),
            (HEAD + figure("£6m", "sum"), "figure 1 ('a figure'): sum needs lines"),
            (HEAD + figure("six", "sum", lines=[SPEND]), "published is 'six'"),
            (HEAD + figure("£6m", "sum", lines=[SPEND], place="X0001"), "unknown key place"),
            (HEAD + figure("£6m", "sum", lines=SPEND), "lines are a list"),
            (HEAD + figure("£6m", "sum", lines=[SPEND], classes="unitary"), "classes must be a list"),
            (HEAD + figure("£6m", "sum", lines=[SPEND], period="lately"), "period: 'lately' is not a period"),
            (HEAD + figure("6%", "total", measure="reserves-drawn-dow"), "no measure is called 'reserves-drawn-dow'"),
            (HEAD + figure("6", "total", measure="reserves-drawn-down"), "a number, but total here gives a share"),
            (HEAD + figure("6%", "count", line=SPEND), "a share, but count here gives a number"),
            (HEAD + figure("6", "count"), "either a measure or a line"),
            (HEAD + figure("6", "count", line=SPEND, above="much"), "above must be a number"),
            (HEAD + figure("6", "formula", formula="a / b", terms={"a": SPEND}), "'b' is not one of the terms"),
            (HEAD + figure("6", "formula", formula="a", terms={"a": SPEND, "b": SPEND}), "term b is not used"),
            (HEAD + figure("6", "formula", formula="__import__('os')", terms={"a": SPEND}), "not allowed"),
            (HEAD + figure("6", "not-reproduced", reason="because"), "needs its needed"),
            (HEAD + figure("6", "not-reproduced", reason="r", needed="n", nearest={"kind": "sum"}), "nearest: sum"),
        ],
    )  # fmt: skip
    def test_they_are_refused_with_the_file_and_the_key(self, text: str, says: str) -> None:
        with pytest.raises(PublicationError) as refused:
            read_publication(text, "moor.toml")
        assert str(refused.value).startswith("moor.toml")
        assert says in str(refused.value)

    def test_an_unknown_name_lists_what_there_is(self) -> None:
        with pytest.raises(PublicationError, match=r"'nao-1066'.*nao-2018"):
            the_publication("nao-1066")


class TestCommand:
    def run(self, store: Store, tmp_path: Path, *figures: str, options: tuple[str, ...] = ()) -> Any:
        file = tmp_path / "moor.toml"
        file.write_text(HEAD + "\n".join(figures), "utf-8")
        return CliRunner().invoke(app, ["reproduce", str(file), "--store", str(store.folder), *options])

    GOOD = figure("£610m", "sum", lines=[SPEND])
    WRONG = figure("£61m", "sum", lines=[SPEND])

    def test_it_passes_when_every_figure_agrees(self, store: Store, tmp_path: Path) -> None:
        done = self.run(store, tmp_path, self.GOOD)
        assert done.exit_code == 0
        assert "agrees" in done.output

    def test_it_fails_when_one_differs_and_shows_both(self, store: Store, tmp_path: Path) -> None:
        done = self.run(store, tmp_path, self.GOOD, self.WRONG)
        assert done.exit_code == 1
        assert "differs" in done.output
        assert "+£549m" in done.output

    def test_it_fails_when_what_was_asked_for_is_not_loaded(self, store: Store, tmp_path: Path) -> None:
        done = self.run(store, tmp_path, self.GOOD, figure("£1m", "sum", lines=[SPEND], period="2010-11"))
        assert done.exit_code == 1
        assert "load revenue-outturn-rs for 2010-11" in done.output

    def test_json_is_a_list_of_figures(self, store: Store, tmp_path: Path) -> None:
        done = self.run(store, tmp_path, self.GOOD, self.WRONG, options=("--json",))
        told = json.loads(done.stdout)
        assert done.exit_code == 1
        assert [t["verdict"] for t in told] == [AGREES, DIFFERS]
        assert told[1]["published"] == "£61m"
        assert told[1]["published_value"] == 61_000_000
        assert told[1]["computed"] == 610_000_000
        assert told[1]["tolerance"] == 500_000
        assert told[1]["releases"]

    def test_an_empty_store_says_what_to_do(self, tmp_path: Path) -> None:
        done = self.run(Store(tmp_path / "nothing"), tmp_path, self.GOOD)
        assert done.exit_code != 0
        assert "Load published files first" in str(done.exception)


class TestInstalled:
    def test_every_fixture_parses_and_says_where_its_figures_stand(self) -> None:
        assert {"nao-2018", "iod-2019", "council-tax-2016-17", "revenue-outturn-2016-17"} <= set(publications())
        for publication in publications().values():
            assert publication.source
            assert all(f.where and f.what for f in publication.figures)
            assert all(f.reason and f.needed for f in publication.figures if f.recipe is None)

    def test_the_auditors_figures_on_reserves_agree(self, tmp_path: Path) -> None:
        results = self.reproduced(tmp_path, "nao-2018", "finance/revenue_outturn_rs/RS_2016-17.xlsx")
        agreeing = {r.figure.printed.text for r in results if r.verdict == AGREES}
        assert agreeing == {"66.2%", "151", "-£858m", "10.6%", "9.9%", "28.0%", "6.5%"}
        assert not failed(results, named=True)

    @pytest.mark.parametrize(
        ("name", "file"),
        [
            ("revenue-outturn-2016-17", "finance/revenue_outturn_rs/RS_2016-17.xlsx"),
            ("revenue-outturn-2010-11", "finance/revenue_outturn_rs/RS_2010-11.xls"),
            ("council-tax-2016-17", "finance/council_tax/CTR_2016-17.xlsx"),
            ("iod-2019", "deprivation/iod2019_lad.csv"),
        ],
    )
    def test_figures_agree_or_are_rightly_listed_as_not_reproducible(
        self, tmp_path: Path, name: str, file: str
    ) -> None:
        results = self.reproduced(tmp_path, name, file)
        assert AGREES in {r.verdict for r in results}
        assert not failed(results, named=True), [r.as_json() for r in results if r.verdict == DIFFERS]
        for listed in results:
            if listed.verdict == NOT_REPRODUCED and listed.computed is not None:
                assert not listed.figure.printed.agrees(listed.computed), "it can be reproduced: give it its kind"

    def reproduced(self, tmp_path: Path, name: str, file: str) -> list[Result]:
        path = shared_data(file)
        store = Store(tmp_path / "store")
        register = path.parents[len(Path(file).parts) - 1] / "councils" / "uk_local_authorities_future.csv"
        load(store, [path, *([register] if register.exists() else [])])
        return reproduce(store, [the_publication(name)])
