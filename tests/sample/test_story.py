"""What happens in the invented country: reorganisation, cuts, care, and a few councils in trouble."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rereading import csv_rows, sheet_rows

from wholeplace.sample import deflator, economy, sector, traits

if TYPE_CHECKING:
    from pathlib import Path

    from wholeplace.sample.economy import Accounts
    from wholeplace.sample.sector import Sector
    from wholeplace.sample.traits import Event, Traits

Told = tuple["Sector", "dict[str, Traits]", "list[Event]", "Accounts"]


def tell(size: int, seed: int) -> Told:
    rng = np.random.default_rng(seed)
    made = sector.build(size, rng)
    character, events = traits.draw(made, rng)
    return made, character, events, economy.run(made, character, rng)


@pytest.fixture(scope="module")
def told() -> Told:
    return tell(330, 1)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(size=st.integers(40, 400), seed=st.integers(0, 10_000))
def test_any_sector_is_whole(size: int, seed: int) -> None:
    made, character, events, accounts = tell(size, seed)
    founders = [body for body in made.councils() if body.start is None and body.kind != "GLA"]
    assert len(founders) == size
    for unique in ("ecode", "gss", "name"):
        values = [getattr(body, unique) for body in made]
        assert len(set(values)) == len(values), unique
    assert {body.cls for body in made} == {"UA", "L", "MD", "SC", "SD", "O"}
    assert 4 <= len(events) <= 6
    for year, rows in accounts.outturn.items():
        assert set(rows) == {body.ecode for body in made.in_force(year)}
        for items in rows.values():
            assert min(items["close_ear"], items["close_un"]) >= 0
            assert all(items.get(name, 0) >= 0 for name in economy.SERVICES)
    for body in made:
        assert all(character[body.ecode].people[y] > 0 for y in sector.YEARS if body.in_force(y)), body.name


def test_reserves_and_people_pass_whole_to_successors(told: Told) -> None:
    made, character, _, accounts = told
    for heir, old in made.predecessors.items():
        body = made.of(heir)
        assert body.start
        year = body.start.year
        gone = [e for e in old if made.of(e).cls != "SC"]
        assert character[heir].people[year - 1] == sum(character[e].people[year - 1] for e in gone)
    for day in {body.start for body in made if body.start}:
        heirs = [body.ecode for body in made if body.start == day]
        gone = [body.ecode for body in made if body.end == day]
        for reserve in ("ear", "un", "sch"):
            held = sum(accounts.outturn[day.year - 1][e][f"close_{reserve}"] for e in gone)
            assert sum(accounts.outturn[day.year][e][f"open_{reserve}"] for e in heirs) == held


def test_a_merger_a_split_and_a_renaming_are_in_the_list_of_changes(folder: Path) -> None:
    rows = sheet_rows(folder / "reorganisation_2013_to_2022.xlsx", "ONS code history - CHANGES")
    changes = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert {row["OPER_DATE"] for row in changes} == {date(2018, 4, 1), date(2019, 4, 1), date(2021, 4, 1)}
    register = csv_rows(folder / "councils_register.csv")
    ended = {row["gss-code"] for row in register if row["end-date"]}
    assert ended == {row["GEOGCD_P"] for row in changes if row["GEOGCD_P"] != row["GEOGCD"]}
    codes = {row["local-authority-code"] for row in register}
    assert {code for row in register for code in row["replaced-by"].split(",") if code} <= codes
    renamed = next(row for row in changes if row["GEOGCD_P"] == row["GEOGCD"])
    listed = next(row for row in register if row["gss-code"] == renamed["GEOGCD"])
    assert listed["nice-name"] == renamed["GEOGNM"]
    assert renamed["GEOGNM_P"] in listed["alt-names"].split(",")


def test_reserves_of_those_in_trouble_run_down_before_their_event(told: Told) -> None:
    made, _, events, accounts = told
    for event in events:
        if made.of(event.ecode).cls == "SD" and event.day.year > 2020:
            continue  # a district's reserves are large beside its spending: they fall, but from year to year
        last = event.day.year - (1 if event.day.month >= 4 else 2)
        rows = [accounts.outturn[year][event.ecode] for year in (last - 3, last)]
        before, after = (row["close_ear"] + row["close_un"] for row in rows)
        assert after < before, event


def test_settlement_funding_falls_and_the_share_of_social_care_rises(told: Told) -> None:
    made, _, _, accounts = told
    care, grant = {}, {}
    for year in (2010, 2019):
        rows = [accounts.outturn[year][b.ecode] for b in made.in_force(year) if b.cls in {"UA", "L", "MD", "SC"}]
        spent = sum(row.get(s, 0) for row in rows for s in economy.SERVICES if s not in {"edu", "phs"})
        care[year] = sum(row["csc"] + row["asc"] for row in rows) / spent
        grant[year] = -sum(row["rsg"] + row["nndr"] for row in rows)
    assert care[2019] > care[2010] + 0.05
    assert grant[2019] < 0.9 * grant[2010]


def test_strong_and_weak_councils_both_exist(told: Told) -> None:
    made, _, _, accounts = told
    ratios = sorted(
        (row["close_ear"] + row["close_un"]) / row["ctr"]
        for body in made.in_force(2017)
        if body.cls in {"UA", "MD"}
        for row in [accounts.outturn[2017][body.ecode]]
    )
    assert ratios[len(ratios) // 10] < 0.25
    assert ratios[-len(ratios) // 10] > 1.0


def test_most_single_tier_councils_drew_down_in_2016_17_and_almost_none_in_2020_21(told: Told) -> None:
    made, _, _, accounts = told

    def share(year: int) -> float:
        moves = [
            accounts.outturn[year][b.ecode]["apear"] + accounts.outturn[year][b.ecode]["apun"]
            for b in made.in_force(year)
            if b.cls in {"UA", "L", "MD", "SC"}
        ]
        return sum(move < 0 for move in moves) / len(moves)

    assert 0.5 < share(2016) < 0.85
    assert share(2020) < 0.1


def test_deprivation_ranks_run_from_one_to_all(folder: Path) -> None:
    for edition in (2015, 2019):
        rows = csv_rows(folder / f"iod{edition}_lad.csv")
        for domain in {row["index_domain"] for row in rows}:
            ranks = sorted(int(r["rank_average_score"]) for r in rows if r["index_domain"] == domain)
            assert ranks == list(range(1, len(ranks) + 1))


def test_the_deflator_is_100_in_its_base_year_and_follows_its_changes(small: Path) -> None:
    levels = deflator.index()
    assert list(levels) == list(range(2009, 2022))
    assert levels[2021] == 100
    for year, change in deflator.CHANGES.items():
        assert (levels[year] / levels[year - 1] - 1) * 100 == pytest.approx(change, abs=0.01)
    rows = sheet_rows(small / "GDP_deflators_2009-10_to_2021-22.xlsx", "Deflators")
    assert rows[6][1:3] == ["Financial year", "2021-22 = 100"]
    assert rows[7][1:3] == ["2009-10", levels[2009]]
