"""The real register: the names people use, the councils that came and went, and which are alike."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from wholeplace.cli.places import app
from wholeplace.core.errors import AmbiguousPlaceError, UnknownPlaceError, WholeplaceError
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.places.events import open_events
from wholeplace.places.history import history
from wholeplace.places.peers import area, peers
from wholeplace.places.register import Register
from wholeplace.places.succession import same_ground, wholly_absorbed

if TYPE_CHECKING:
    from wholeplace.evidence.store import Store

JANUARY_2018 = date(2018, 1, 31)


@pytest.fixture(scope="module")
def register(published: Store) -> Register:
    return Register.open(published)


@pytest.fixture(scope="module")
def before(published: Store) -> Register:
    return Register.open(published, JANUARY_2018)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("Northamptonshire", "NTH"), ("Northamptonshire CC", "NTH"), ("E2820", "NTH"), ("E10000021", "NTH"),
        ("West Northamptonshire", "WNT"), ("Bristol", "BST"), ("Hull", "KHL"), ("Durham", "DUR"), ("Shepway", "SHE"),
        ("King's Lynn & West Norfolk", "KIN"), ("stoke on trent", "STE"), ("St. Albans", "SAL"), ("E08000020", "GAT"),
        ("North Yorkshire County Council", "NYK"), ("Somerset Council", "SMT"), ("Dorset UA", "DST"),
    ],
)  # fmt: skip
def test_names_that_people_use(register: Register, query: str, place: str) -> None:
    assert register.find(query).id == place


@pytest.mark.parametrize(
    ("query", "candidates"),
    [("Dorset", {"DOR", "DST"}), ("Buckinghamshire", {"BKM", "BUC"}), ("Somerset", {"SOM", "SMT"}),
     ("North Yorkshire", {"NYK", "NYE"})],
)  # fmt: skip
def test_an_abolished_county_and_its_namesake_are_asked_about(
    register: Register, before: Register, query: str, candidates: set[str]
) -> None:
    with pytest.raises(AmbiguousPlaceError) as error:
        register.find(query)
    assert {c.split()[0] for c in error.value.candidates} == candidates
    assert before.find(query).place_class == "county"


def test_northants_offers_candidates(register: Register) -> None:
    with pytest.raises(UnknownPlaceError) as error:
        register.find("Northants")
    assert error.value.candidates[0].startswith("NTH Northamptonshire")


def test_every_living_council_is_found_by_its_name_as_of_today(published: Store) -> None:
    today = Register.open(published, date(2026, 1, 1))
    for place in today.alive():
        assert today.find(place.name) == place
        assert today.find(place.official_name) == place


def test_northamptonshire_in_january_2018(before: Register) -> None:
    county = before.find("Northamptonshire")
    assert county.end is None
    assert county.members == ("COR", "DAV", "ENO", "KET", "NOR", "SNR", "WEL")
    assert "NNT" not in before
    assert history(before, county) == []


def test_northamptonshire_was_divided(register: Register) -> None:
    county = register["NTH"]
    assert county.end == date(2021, 3, 31)
    assert [p.id for p in same_ground(register, county, date(2024, 6, 30)) or ()] == ["NNT", "WNT"]
    assert wholly_absorbed(register, register["NNT"]) is None
    assert area(register, county) == (987 + 1377) * 100


@pytest.mark.parametrize(
    ("place", "absorbed"),
    [("BUC", ["AYL", "BKM", "CHN", "SBU", "WYO"]), ("WSK", ["FOR", "SED"]), ("SWT", ["TAU", "WSO"]),
     ("SMT", ["MEN", "SEG", "SOM", "SSO", "SWT"])],
)  # fmt: skip
def test_mergers_that_add_up(register: Register, place: str, absorbed: list[str]) -> None:
    assert sorted(p.id for p in wholly_absorbed(register, register[place]) or ()) == absorbed


@pytest.mark.parametrize("place", ["DST", "BPC", "CBD", "WAF", "NNT", "WNT"])
def test_splits_that_do_not(register: Register, place: str) -> None:
    assert wholly_absorbed(register, register[place]) is None


def test_the_register_and_the_reorganisation_list_agree_on_every_date(register: Register) -> None:
    assert register.changes.notes == []


def test_forest_heath_was_in_suffolk_whatever_the_register_says(register: Register) -> None:
    assert register["FOR"].county == "SFK"
    assert register["FOR"].region == "East of England"


def test_northumberland_keeps_its_codes_apart(published: Store, register: Register) -> None:
    assert register["NBL"].gss == "E06000057"
    assert Register.open(published, date(2012, 1, 1))["NBL"].gss == "E06000048"
    assert "Gained ground from Gateshead" in " ".join(h.text for h in history(register, register["NBL"]))


def test_every_published_event_belongs_to_a_council_of_its_day(published: Store, register: Register) -> None:
    events = open_events(published, register)
    assert events.unmatched == ()
    assert [str(e.day) for e in events.of("NTH")] == ["2018-02-02", "2018-07-24"]
    assert events.of("NNT") == ()
    assert {e.named for e in events.of("CBD")} == {"cumberland"}
    assert events.of("CMA") == events.of("SOM") == ()
    assert {e.period for e in events.of("COP")} == {"2021-22", "2022-23"}


def test_kent_is_like_essex_and_hampshire(published: Store) -> None:
    found = peers(Snapshot(published, JANUARY_2018), "KEN", 3)
    assert [n.place for n in found.neighbours][:2] == ["ESS", "HAM"]
    assert found.compared == 26
    assert found.neighbours[0].coverage == 1.0


def test_peers_are_councils_of_the_class_that_existed_that_day_each_once(published: Store) -> None:
    then = Register.open(published, JANUARY_2018)
    found = peers(Snapshot(published, JANUARY_2018), "NTH", None)
    ids = [n.place for n in found.neighbours]
    assert len(set(ids)) == len(ids) > 15
    assert all(then[i].place_class == "county" and then[i].alive(JANUARY_2018) for i in ids)
    assert found.neighbours[-1].distance == 1.0


def test_no_peer_uses_a_figure_published_later(published: Store) -> None:
    found = peers(Snapshot(published, JANUARY_2018), "NTH", 5)
    assert {b.characteristic.id: b.period for b in found.basis}["social-care-share"] == "2016-17"
    assert {b.characteristic.id: b.period for b in found.basis}["population"] == "2016"


def test_a_dead_council_has_no_peers_today(published: Store) -> None:
    with pytest.raises(WholeplaceError, match="ended on 31 March 2021"):
        peers(Snapshot(published), "NTH")


def run(published: Store, *arguments: str) -> str:
    result = CliRunner().invoke(app, [*arguments, "--store", str(published.folder)])
    assert result.exit_code == 0, result.output
    return result.output


def test_find_lists_codes_and_dates(published: Store) -> None:
    assert "NTH" in run(published, "find", "northants")
    listed = json.loads(run(published, "find", "Dorset", "--json"))
    assert {"DOR", "DST"} <= {p["place"] for p in listed}


def test_show_tells_codes_history_and_events(published: Store) -> None:
    shown = run(published, "show", "Northamptonshire")
    assert "E10000021" in shown
    assert "1 April 2021: Abolished and divided between North Northamptonshire and West Northamptonshire" in shown
    assert "2 February 2018: section 114" in shown
    assert json.loads(run(published, "show", "NNT", "--json"))["predecessors"] == ["COR", "ENO", "KET", "NTH", "WEL"]


def test_like_explains_itself(published: Store) -> None:
    shown = run(published, "like", "Kent", "--as-of", "2018-01-31", "--n", "1", "--explain")
    assert "Essex" in shown
    assert "Of the distance" in shown
    told = json.loads(run(published, "like", "Kent", "--as-of", "2018-01-31", "--n", "2", "--json"))
    assert [n["place"] for n in told["neighbours"]] == ["ESS", "HAM"]
    assert sum(p["contribution"] for p in told["neighbours"][0]["parts"]) == pytest.approx(1.0)
