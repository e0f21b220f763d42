"""A council comments on its own figures, and those of councils that passed whole to it; on nobody else's."""

from __future__ import annotations

import pytest

from wholeplace.places.register import Register
from wholeplace.web.evidence.current import current
from wholeplace.web.replies.models import Reply
from wholeplace.web.replies.rights import council_for, speaks_for

pytestmark = pytest.mark.django_db
SAID = {"text": "What the council says of this figure.", "role": "Finance officer", "publish": "1"}


@pytest.fixture(autouse=True)
def evidence(sector):
    return current()


def heir(evidence) -> tuple[str, str]:
    """A council and one that passed whole to it."""
    return next(
        (p.id, before)
        for p in evidence.register
        for before in p.predecessors
        if evidence.register[before].successors == (p.id,) and evidence.register[before].place_class != "county"
    )


def divided(evidence) -> tuple[str, str]:
    """A council and one that was divided between it and others."""
    return next((p.successors[0], p.id) for p in evidence.register if len(p.successors) > 1)


def last_figure(evidence, place: str) -> str:
    measure = evidence.measures["net-revenue-expenditure"]
    figure = next(f for f in reversed(evidence.table.series(measure, place)) if f.value is not None)
    return f"/replies/{figure.measure}/{figure.place}/{figure.period}/"


def test_an_officer_of_another_council_may_not(signed_in):
    other = signed_in("officer", "ZAB")
    address = "/replies/reserves-years-left/ZAA/2016-17/"
    assert other.get(address).status_code == 403
    assert other.post(address, SAID).status_code == 403
    assert other.post(f"{address}withdraw/").status_code == 403
    assert not Reply.objects.exists()


@pytest.mark.parametrize("role", ["councillor", "adviser", "clerk", "data-manager", "administrator"])
def test_nobody_but_an_officer_may(signed_in, role):
    person = signed_in(role, "ZAA" if role == "councillor" else "")
    assert person.post("/replies/reserves-years-left/ZAA/2016-17/", SAID).status_code == 403
    assert not Reply.objects.exists()


def test_the_public_is_sent_to_sign_in(client):
    response = client.get("/replies/reserves-years-left/ZAA/2016-17/")
    assert response.status_code == 302
    assert "/account/login/" in response["Location"]


def test_a_council_speaks_for_those_that_passed_whole_to_it(evidence, signed_in):
    council, before = heir(evidence)
    officer = signed_in("officer", council)
    address = last_figure(evidence, before)
    assert officer.post(address, SAID).status_code == 302
    reply = Reply.objects.get()
    assert (reply.place, reply.council) == (before, council)


def test_nobody_speaks_alone_for_a_council_that_was_divided(evidence, signed_in):
    council, before = divided(evidence)
    assert before not in speaks_for(evidence.register, council)
    assert signed_in("officer", council).get(last_figure(evidence, before)).status_code == 403


def test_a_predecessor_does_not_speak_for_its_heir(evidence, person):
    council, before = heir(evidence)
    assert council_for(evidence.register, person("officer", before), council) == ""


def test_a_right_that_ended_is_none(signed_in, evidence):
    from django.utils import timezone

    officer = signed_in("officer", "ZAA")
    officer.person.grants.update(ended=timezone.now())
    assert officer.get("/replies/reserves-years-left/ZAA/2016-17/").status_code == 403


def test_a_county_with_a_district_that_went_elsewhere_is_divided():
    def row(identifier: str, **more: str) -> dict[str, str]:
        empty = dict.fromkeys(
            ("gss", "former_gss", "ecode", "region", "county", "nation", "combined_authority", "alternative_names",
             "official_name", "start", "end", "successors", "area_hectares"), "")  # fmt: skip
        return {
            **empty,
            "id": identifier,
            "name": identifier,
            "official_name": identifier,
            "place_class": "unitary",
        } | more

    ended = {"end": "2019-04-01"}
    rows = [
        row("OLD", place_class="county", successors="NEW", **ended),
        row("ONE", place_class="district", county="OLD", successors="NEW", **ended),
        row("TWO", place_class="district", county="OLD", successors="SEA", **ended),
        row("NEW", start="2019-04-01"),
        row("SEA", start="2019-04-01"),
    ]
    register = Register.build(rows)
    assert speaks_for(register, "NEW") == {"NEW", "ONE"}
    assert speaks_for(register, "SEA") == {"SEA", "TWO"}
    whole = Register.build([{**r, "successors": r["successors"].replace("SEA", "NEW")} for r in rows])
    assert speaks_for(whole, "NEW") == {"NEW", "OLD", "ONE", "TWO"}


def test_own_replies_only_are_editable(signed_in, evidence):
    officer, other = signed_in("officer", "ZAA"), signed_in("officer", "ZAB")
    officer.post("/replies/reserves-years-left/ZAA/2016-17/", SAID)
    assert Reply.objects.editable_by(officer.person).count() == 1
    assert Reply.objects.editable_by(other.person).count() == 0
    assert Reply.objects.visible_to(other.person).count() == 1
