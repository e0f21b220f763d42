"""What may be added up into whose past, what a place's ground is, and its history in words."""

from __future__ import annotations

from datetime import date

from invented_register import LINKS, ORDER, PLACES, link, place

from wholeplace.places.events import match_events
from wholeplace.places.history import history
from wholeplace.places.register import Register
from wholeplace.places.succession import footprint, predecessors, same_ground, wholly_absorbed

INVENTED = Register.build(PLACES, LINKS)


def ids(places: object) -> list[str]:
    return [p.id for p in places]  # type: ignore[attr-defined]


def texts(register: Register, identifier: str) -> list[tuple[str, str]]:
    return [(h.date.isoformat(), h.text) for h in history(register, register[identifier])]


def event(named: str, day: str = "", period: str = "") -> dict[str, object]:
    return {
        "kind": "section-114-3",
        "authority": named,
        "date": day,
        "period": period,
        "certainty": "",
        "source": "s",
        "row": 1,
    }


def test_a_merger_is_the_sum_of_its_districts() -> None:
    assert ids(wholly_absorbed(INVENTED, INVENTED["WES"]) or ()) == ["ASV", "BRW"]


def test_a_unitary_for_a_whole_county_is_the_sum_of_county_and_districts() -> None:
    assert sorted(ids(wholly_absorbed(INVENTED, INVENTED["FNU"]) or ())) == ["FEN", "GOR", "HOL"]


def test_what_a_divided_county_left_behind_is_no_sum() -> None:
    assert sorted(ids(predecessors(INVENTED, INVENTED["EMR"]))) == ["CRA", "DUN", "MER"]
    assert wholly_absorbed(INVENTED, INVENTED["EMR"]) is None
    assert wholly_absorbed(INVENTED, INVENTED["WMR"]) is None


def test_a_place_without_predecessors_absorbed_nothing() -> None:
    assert wholly_absorbed(INVENTED, INVENTED["KEM"]) is None


def test_a_county_is_divided_where_a_district_went_elsewhere_though_the_register_names_one_successor() -> None:
    places = [r if r["id"] != "MER" else r | {"successors": "EMR"} for r in PLACES]
    register = Register.build(places, LINKS)
    assert register["MER"].successors == ("EMR", "WMR")
    assert wholly_absorbed(register, register["EMR"]) is None


def test_nothing_is_told_twice_where_register_and_list_agree() -> None:
    edges = [(e.predecessor, e.successor) for e in INVENTED.changes.successions]
    assert len(edges) == len(set(edges)) == 10
    assert next(e.order for e in INVENTED.changes.successions if e.predecessor == "CRA") == ORDER


def test_authorities_that_no_register_holds_are_counted_and_left() -> None:
    assert INVENTED.changes.unknown == 1


def test_a_place_that_lives_on_gave_ground_but_did_not_end() -> None:
    assert INVENTED["IVL"].end is None
    assert [(e.predecessor, e.successor) for e in INVENTED.changes.transfers] == [("IVL", "JAR")]
    assert INVENTED["JAR"].predecessors == ()


def test_the_list_ends_a_place_that_the_register_left_alive() -> None:
    places = [r if r["id"] != "DUN" else r | {"end": "", "successors": ""} for r in PLACES]
    register = Register.build(places, LINKS)
    assert register["DUN"].end == date(2020, 3, 31)
    assert register["DUN"].successors == ("EMR",)


def test_a_date_on_which_register_and_list_differ_is_noted() -> None:
    links = [*LINKS, link("X07000001", "Ashby Vale", "X07000009", "West Mere", "2016-04-01")]
    notes = Register.build(PLACES, links).changes.notes
    assert len(notes) == 1
    assert "2016-04-01" in notes[0]


def test_ground_is_told_by_the_smallest_places() -> None:
    told = footprint(INVENTED, INVENTED["WMR"])
    assert ids(told.parts) == ["ASV", "BRW"]
    assert ids(told.divided) == ["MER"]
    assert "Mereshire was divided between Eastmere and Westmere" in told.text


def test_a_divided_county_stands_in_its_successors_together() -> None:
    county = INVENTED["MER"]
    assert ids(same_ground(INVENTED, county, date(2022, 1, 1)) or ()) == ["EMR", "WMR"]
    assert ids(same_ground(INVENTED, county, date(2018, 1, 1)) or ()) == ["CRA", "DUN", "WES"]
    assert "which together stand for it" in footprint(INVENTED, county).text


def test_ground_that_is_part_of_something_larger_has_no_cover_of_its_own() -> None:
    assert same_ground(INVENTED, INVENTED["CRA"], date(2022, 1, 1)) is None


def test_history_is_told_in_words_and_dates() -> None:
    made_of = "Cray, Dunmoor and part of Mereshire County Council"
    scope = "It took over the services of both county and districts."
    assert texts(INVENTED, "EMR") == [("2020-04-01", f"Formed from {made_of} under {ORDER}. {scope}")]
    assert texts(INVENTED, "MER") == [
        ("2015-04-01", "In its area, Ashby Vale and Brackwater became West Mere."),
        ("2020-04-01", f"Abolished and divided between Eastmere and Westmere under {ORDER}."),
    ]
    assert texts(INVENTED, "ASV") == [("2015-04-01", "Abolished and replaced by West Mere.")]
    assert texts(INVENTED, "HOL")[0] == ("2012-04-01", "Renamed from Hollin Moor to Hollin.")
    assert ("2013-04-01", "Gained ground from Ivel under The Ivel Order 2013 (1/2013).") in texts(INVENTED, "JAR")
    assert texts(INVENTED, "KEM") == []


def test_history_as_of_a_date_stops_there() -> None:
    before = Register.build(PLACES, LINKS, date(2018, 1, 1))
    assert texts(before, "MER") == [("2015-04-01", "In its area, Ashby Vale and Brackwater became West Mere.")]


def test_an_event_stays_with_the_council_that_existed_then() -> None:
    found = match_events(INVENTED, [event("Fenshire", "2018-02-02"), event("fenshire", period="2019-20")])
    assert [e.named for e in found.of("FEN")] == ["Fenshire"]
    assert [e.named for e in found.of("FNU")] == ["fenshire"]
    assert found.unmatched == ()


def test_a_successor_never_inherits_an_event() -> None:
    found = match_events(INVENTED, [event("Mereshire CC", "2018-02-02")])
    assert found.of("MER") != ()
    assert found.of("EMR") == found.of("WMR") == ()


def test_an_event_that_fits_no_council_of_the_day_is_listed_and_not_guessed() -> None:
    rows = [
        event("Mereshire", "2021-01-01"),
        event("Westmer", "2021-01-01"),
        event("Westmere", "2019-01-01"),
        event("Cray"),
    ]
    found = match_events(INVENTED, rows)
    assert found.matched == ()
    reasons = [u.reason for u in found.unmatched]
    assert reasons[0].startswith("no council of this name existed then")
    assert reasons[1] == "no council in the register bears exactly this name"
    assert reasons[2].startswith("no council of this name existed then")
    assert reasons[3] == "it has neither a date nor a period"


def test_an_event_within_a_name_borne_by_two_that_day_is_listed() -> None:
    twin = place("CR2", "Cray", "metropolitan", "X08000099")
    register = Register.build([*PLACES, twin], LINKS)
    found = match_events(register, [event("Cray", "2018-01-01")])
    assert found.unmatched[0].reason.startswith("several councils bore this name")


def test_events_after_the_date_asked_are_not_known() -> None:
    before = Register.build(PLACES, LINKS, date(2018, 3, 1))
    rows = [event("Mereshire", "2018-02-02"), event("Mereshire", "2018-07-24"), event("Mereshire", period="2017-18")]
    assert [str(e.day) for e in match_events(before, rows).matched] == ["2018-02-02"]
