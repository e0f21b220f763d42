"""Places and groups side by side: a group's figure on summed parts, everything with its status, faults by parameter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from layouts import BEFORE, amount
from wholeplace.core.errors import RequestError
from wholeplace.evidence.comparison import compare as beside
from wholeplace.evidence.figures import compute, members
from wholeplace.evidence.measures import measures
from wholeplace.evidence.totals import totals
from wholeplace.places.comparing import Asked, Comparison, compare
from wholeplace.places.register import Register

if TYPE_CHECKING:
    from wholeplace.evidence.snapshot import Snapshot

RATIO = "earmarked-reserves-ratio"


@dataclass
class Known:
    snapshot: Any
    register: Any
    measures: Any
    table: Any


@pytest.fixture(scope="module")
def evidence(now: Snapshot) -> Known:
    return Known(now, Register.open(now.store), measures(), compute(now, list(measures().values())))


def asked(evidence: Known, **parts: Any) -> Comparison:
    return compare(evidence, Asked(**{"measures": (RATIO,), **parts}))


def refused(evidence: Known, **parts: Any) -> RequestError:
    with pytest.raises(RequestError) as caught:
        asked(evidence, **parts)
    return caught.value


def test_places_are_found_by_code_or_exact_name_and_counted_once(evidence: Known) -> None:
    found = asked(evidence, places=("HRW", "Fernshire", "X0101"))
    assert [p.id for p in found.places] == ["HRW", "FRN"]


def test_a_place_shows_the_figure_that_the_figures_command_shows(evidence: Known) -> None:
    found = asked(evidence, places=("HRW",))
    assert found.figure(found.measures[0], found.places[0], 2016) == evidence.table.figure(
        found.measures[0], "HRW", 2016
    )


def test_a_group_s_own_figure_is_worked_out_on_sums_and_not_averaged(evidence: Known) -> None:
    found = asked(evidence, groups=("class:unitary",))
    own = found.together(found.measures[0], found.groups[0], 2016).own
    unitaries = [c for c in BEFORE if c.letters == "UA"]
    expected = sum(amount(c, "earmarked_close") for c in unitaries) / sum(amount(c, "nre") for c in unitaries)
    assert own is not None
    assert (own.value, own.n) == (pytest.approx(expected), len(unitaries))


@pytest.mark.parametrize("measure", sorted(measures()))
def test_totals_from_the_shared_table_are_those_of_the_measure_alone(evidence: Known, measure: str) -> None:
    definition = measures()[measure]
    for group in ("councils", "unitary", "county", "district"):
        places = members(evidence.snapshot, group)
        alone = totals(evidence.snapshot, definition, places, group)
        assert totals(evidence.snapshot, definition, places, group, table=evidence.table) == alone


def test_a_group_s_quartiles_are_those_a_place_is_held_against(evidence: Known) -> None:
    found = asked(evidence, groups=("class:unitary",))
    together = found.together(found.measures[0], found.groups[0], 2016)
    ids = members(evidence.snapshot, "unitary")
    held = beside(evidence.table, found.measures[0], ids[0], 2016, ids)
    assert (together.lower, together.median, together.upper, together.n) == (
        held.lower, held.median, held.upper, held.n,
    )  # fmt: skip


def test_a_group_of_fewer_than_five_has_its_own_figure_but_no_median_and_says_why(evidence: Known) -> None:
    found = asked(evidence, groups=("list:Coast=HRW,FRN",))
    together = found.together(found.measures[0], found.groups[0], 2016)
    assert together.own is not None
    assert (together.median, together.n) == (None, 2)
    assert together.note == "a median needs 5 places with a value; there are 2"
    assert found.groups[0].title == "Coast"


def test_answers_of_yes_or_no_have_a_share_and_no_median(evidence: Known) -> None:
    found = asked(evidence, measures=("reserves-drawn-down",), groups=("class:unitary",))
    together = found.together(found.measures[0], found.groups[0], 2016)
    assert together.own is not None
    assert together.own.display.endswith("%")
    assert together.median is None
    assert "yes or no" in together.note


def test_a_group_that_the_measure_does_not_apply_to_has_nobody_in_it(evidence: Known) -> None:
    found = asked(evidence, measures=("social-care-ratio",), groups=("class:district",))
    assert found.together(found.measures[0], found.groups[0], 2016).n == 0


def test_what_was_never_published_has_a_figure_that_says_so(evidence: Known) -> None:
    found = asked(evidence, places=("NWB", "HRW"))
    missing = found.figure(found.measures[0], found.places[1], 1990)
    assert (missing.value, missing.status) == (None, "not-published")
    assert missing.note


def test_a_council_before_its_birth_tells_the_sum_of_those_it_replaced(evidence: Known) -> None:
    found = asked(evidence, places=("NWB",))
    assert "the sum of" in found.figure(found.measures[0], found.places[0], 2016).note


def test_a_council_after_its_end_did_not_exist(evidence: Known) -> None:
    found = asked(evidence, places=("SPL",))
    after = found.figure(found.measures[0], found.places[0], 2019)
    assert (after.status, after.note) == ("not-applicable", "it did not exist in that period")


def test_years_are_those_with_a_value_within_those_asked_for(evidence: Known) -> None:
    every = asked(evidence, places=("HRW",)).years
    some = asked(evidence, places=("HRW",), first="2015-16", last="2016-17").years
    assert set(some) == {2015, 2016}
    assert set(some) < set(every)


def test_a_class_within_a_region_holds_only_those_of_both(evidence: Known) -> None:
    region = next(p.region for p in evidence.snapshot.crosswalk.places.values() if p.id == "FRN")
    found = asked(evidence, groups=(f"class:county:{region.upper()}",))
    assert found.groups[0].key == f"class:county:{region}"
    assert found.groups[0].members == {"FRN"}


@pytest.mark.parametrize(
    ("parts", "parameter", "words"),
    [
        ({"places": ("Atlantis",)}, "p", "No place is called 'Atlantis'"),
        ({"measures": ("reserve-ratio",)}, "m", "No measure has the id"),
        ({"groups": ("county",)}, "g", "does not name a group"),
        ({"groups": ("class:duchy",)}, "g", "Classes: all councils".replace("all ", "")),
        ({"groups": ("region:Utopia",)}, "g", "No region is called 'Utopia'"),
        ({"groups": ("like:HRW:999",)}, "g", "3 to 50"),
        ({"groups": ("like:HRW:²",)}, "g", "3 to 50"),
        ({"groups": ("list:,",)}, "g", "1 to 60 places"),
        ({"groups": ("list:HRW,Atlantis",)}, "g", "No place is called 'Atlantis'"),
        ({"first": "soon"}, "from", "not a year"),
        ({"last": "2016-17 Q3"}, "to", "not a year"),
        ({"first": "2017-18", "last": "2015-16"}, "from", "is after the last"),
        ({"places": tuple(f"P{n}" for n in range(41))}, "p", "At most 40 places"),
        ({"measures": tuple(f"m{n}" for n in range(13))}, "m", "At most 12 measures"),
        ({"groups": tuple(f"class:{n}" for n in range(9))}, "g", "At most 8 groups"),
    ],
)
def test_what_can_not_be_compared_is_refused_in_words_that_name_the_parameter(
    evidence: Known, parts: dict[str, Any], parameter: str, words: str
) -> None:
    error = refused(evidence, **parts)
    assert error.parameter == parameter
    assert words in str(error)


def test_a_misspelt_measure_offers_what_may_have_been_meant(evidence: Known) -> None:
    assert RATIO in refused(evidence, measures=("earmarked-reserve-ratio",)).candidates
