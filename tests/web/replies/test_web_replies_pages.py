"""Writing, previewing, publishing, changing, withdrawing and hiding a council's reply."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone

from wholeplace.papers.replies import read_replies
from wholeplace.web.accounts.models import AuditEntry
from wholeplace.web.evidence.current import current
from wholeplace.web.replies import writing
from wholeplace.web.replies.models import Reply, Version
from wholeplace.web.replies.shown import marks, on_figure, published_for, stamp

pytestmark = pytest.mark.django_db
KEY = ("reserves-years-left", "ZAA", "2016-17")
WRITE = "/replies/reserves-years-left/ZAA/2016-17/"
FIGURE = "/figures/reserves-years-left/ZAA/2016-17/"
TEXT = "The council drew on reserves once, to meet the cost of a storm."
LATER = "The council drew on reserves once; they have been restored since."


@pytest.fixture(autouse=True)
def evidence(sector):
    return current()


@pytest.fixture
def officer(signed_in):
    return signed_in("officer", "ZAA", name="Ada Lovage")


def publish(client, text=TEXT, role="Finance officer", address=WRITE):
    return client.post(address, {"text": text, "role": role, "publish": "1"})


def html(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_a_reply_is_previewed_before_anyone_sees_it(officer, client):
    response = officer.post(WRITE, {"text": TEXT, "role": "Finance officer", "preview": "1"})
    shown = unescape(response.content.decode())
    assert TEXT in shown
    assert "Finance officer, Drayvenwadeshire County Council" in shown
    assert not Reply.objects.exists()
    assert TEXT not in html(client, FIGURE)


def test_a_published_reply_stands_beside_the_figure_at_once(officer, client):
    assert "The council has not commented" in html(client, FIGURE)
    response = publish(officer)
    assert response["Location"] == f"{FIGURE}#comment"
    shown = html(client, FIGURE)
    assert TEXT in shown
    assert "Finance officer, Drayvenwadeshire County Council" in shown


def test_the_writer_s_name_is_never_shown(officer, client):
    publish(officer)
    for address in (FIGURE, f"{WRITE}history/", "/replies/ZAA.json"):
        assert "Lovage" not in html(client, address)
    response = publish(officer, role="Ada Lovage, finance officer")
    assert "Give your job title, not your name" in unescape(response.content.decode())


@pytest.mark.parametrize(
    ("text", "role", "said"),
    [
        ("too short", "Finance officer", "Write at least 20 characters; there are 9"),
        ("x" * 2001, "Finance officer", "Write at most 2,000 characters"),
        ("", "Finance officer", "Write what the council says"),
        (f"{TEXT} <b>now</b>", "Finance officer", "Write plain text"),
        (f"{TEXT} <script>alert(1)</script>", "Finance officer", "Write plain text"),
        (f'{TEXT} <a href="x">', "Finance officer", "Write plain text"),
        (TEXT, "", "Give your job title"),
        (TEXT, "ada@council.invalid", "Give a job title only"),
        (TEXT, "<i>Officer</i>", "Give a job title only"),
    ],
)
def test_what_can_t_be_published_says_why_and_keeps_what_was_typed(officer, text, role, said):
    response = publish(officer, text, role)
    shown = unescape(response.content.decode())
    assert response.status_code == 422
    assert said in shown
    assert "There is a problem" in shown
    assert not Reply.objects.exists()


def test_marks_that_only_look_like_markup_are_shown_as_typed(officer, client):
    publish(officer, f"{TEXT} Costs rose by 3 < 5 & more.")
    assert "3 &lt; 5 &amp; more" in client.get(FIGURE).content.decode()


def test_control_and_turning_marks_are_left_out(officer):
    publish(officer, f"{TEXT}\u202e\x07 End.\r\n\r\n\r\n\r\nSecond.")
    assert Version.objects.get().text == f"{TEXT} End.\n\nSecond."


def test_changing_makes_a_new_version_and_keeps_the_old(officer, client):
    publish(officer)
    publish(officer, LATER)
    shown = html(client, FIGURE)
    assert LATER in shown
    assert TEXT not in shown
    assert "Earlier versions of" in shown
    assert list(Version.objects.values_list("number", "text")) == [(1, TEXT), (2, LATER)]


def test_the_same_words_sent_twice_are_published_once(officer):
    publish(officer)
    publish(officer)
    assert Version.objects.count() == 1


def test_the_history_tells_everyone_the_days_and_only_the_council_the_words(officer, client, signed_in):
    publish(officer)
    publish(officer, LATER)
    own, public = html(officer, f"{WRITE}history/"), html(client, f"{WRITE}history/")
    assert TEXT in own
    assert TEXT not in public
    assert "Its text is no longer shown" in public
    assert LATER in public
    assert TEXT not in html(signed_in("officer", "ZAB"), f"{WRITE}history/")
    assert TEXT in html(signed_in("administrator"), f"{WRITE}history/")


def test_withdrawing_is_asked_for_twice_and_leaves_a_trace(officer, client):
    publish(officer)
    assert "Withdraw this comment?" in html(officer, f"{WRITE}withdraw/")
    assert TEXT in html(client, FIGURE)
    officer.post(f"{WRITE}withdraw/")
    shown = html(client, FIGURE)
    assert TEXT not in shown
    assert "Withdrawn by the council on" in shown
    assert published_for("ZAA") == ()
    publish(officer, LATER)
    assert LATER in html(client, FIGURE)


def test_an_administrator_hides_a_reply_and_readers_see_why(officer, client, signed_in):
    publish(officer)
    administrator = signed_in("administrator")
    number = Reply.objects.get().pk
    assert administrator.post(f"/replies/{number}/hide/", {"reason": "short"}).status_code == 422
    administrator.post(f"/replies/{number}/hide/", {"reason": "It names a member of staff."})
    shown = html(client, FIGURE)
    assert TEXT not in shown
    assert "It names a member of staff." in shown
    publish(officer, LATER)
    assert LATER not in html(client, FIGURE)
    administrator.post(f"/replies/{number}/show/")
    assert LATER in html(client, FIGURE)


def test_the_audit_log_has_every_step(officer, signed_in):
    publish(officer)
    officer.post(f"{WRITE}withdraw/")
    number = Reply.objects.get().pk
    administrator = signed_in("administrator")
    administrator.post(f"/replies/{number}/hide/", {"reason": "It names a member of staff."})
    administrator.post(f"/replies/{number}/show/")
    events = AuditEntry.objects.order_by("pk").values_list("event", flat=True)
    told = [e for e in events if e.startswith("reply")]
    assert told == ["reply published", "reply withdrawn", "reply hidden", "reply shown again"]


def test_an_officer_finds_the_council_s_replies_and_figures_that_want_one(officer):
    publish(officer)
    shown = html(officer, "/replies/")
    assert "Drayvenwadeshire County Council that stand out" in shown
    assert f"{FIGURE}#comment" in shown


def test_an_administrator_finds_all_replies(officer, signed_in):
    publish(officer)
    assert "Drayvenwadeshire" in html(signed_in("administrator"), "/replies/")
    assert f"{FIGURE}#comment" not in html(signed_in("officer", "ZAB"), "/replies/")


def test_the_export_is_what_the_brief_reads(officer, client, tmp_path):
    publish(officer)
    (tmp_path / "ZAA.json").write_bytes(client.get("/replies/ZAA.json").content)
    (told,) = read_replies(tmp_path / "ZAA.json")
    assert (told.measure, told.place, told.period, told.text) == (*KEY, TEXT)
    assert told.signed == "Finance officer, Drayvenwadeshire County Council"
    assert isinstance(told.written, date)


def test_the_brief_and_the_table_of_the_measure_carry_it(officer, client):
    publish(officer)
    assert TEXT in html(client, "/places/ZAA/brief.json")
    table = html(client, "/measures/reserves-years-left/?period=2016-17")
    assert table.count("council’s comment</a>") == 1


def test_the_api_carries_it(officer, client):
    publish(officer)
    assert TEXT in client.get("/api/v1/figures/reserves-years-left/ZAA/2016-17").json()["replies"][0]["text"]


def test_every_change_changes_the_stamp_of_public_pages(officer, signed_in):
    seen = [stamp()]
    publish(officer)
    seen.append(stamp())
    publish(officer, LATER)
    seen.append(stamp())
    officer.post(f"{WRITE}withdraw/")
    seen.append(stamp())
    assert len(set(seen)) == 4


def test_what_stands_is_found_by_figure_place_and_measure(officer):
    publish(officer)
    assert marks(place="ZAA") == {KEY}
    assert marks(measure="population") == frozenset()
    assert [r.text for r in on_figure(*KEY)] == [TEXT]
    assert Version.objects.visible_to(AnonymousUser()).count() == 1


def test_there_is_no_reply_to_a_figure_that_is_not_there(officer):
    for address in ("/replies/nonsense/ZAA/2016-17/", "/replies/population/ZAA/1066/", "/replies/population/ZAA/x/"):
        assert officer.get(address).status_code == 404


def test_a_reply_can_be_asked_for_without_a_reply_being_there(officer):
    assert officer.get(f"{WRITE}withdraw/").status_code == 302
    assert "No council has commented" in html(officer, f"{WRITE}history/")


def test_a_form_without_its_token_is_refused(officer, signed_in):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.cookies = officer.cookies
    assert strict.post(WRITE, {"text": TEXT, "role": "Finance officer", "publish": "1"}).status_code == 403
    assert not Reply.objects.exists()


def test_a_colleague_s_words_published_meanwhile_are_not_replaced_unread(officer, client):
    begun = re.search(r'name="begun_from" value="(\d+)"', html(officer, WRITE))
    assert begun
    assert begun[1] == "0"
    publish(officer, TEXT)
    late = {"text": LATER, "role": "Treasurer", "publish": "1", "begun_from": "0"}

    response = officer.post(WRITE, late)
    shown = unescape(response.content.decode())

    assert response.status_code == 409
    assert TEXT in shown
    assert LATER in shown
    assert "A colleague has published a comment since you began" in shown
    assert TEXT in html(client, FIGURE)
    again = re.search(r'name="begun_from" value="(\d+)"', shown)
    assert officer.post(WRITE, {**late, "begun_from": again[1]}).status_code == 302
    assert LATER in html(client, FIGURE)


def test_what_was_hidden_while_an_officer_withdraws_stays_hidden(officer, signed_in):
    publish(officer)
    request = RequestFactory().post("/")
    request.user = officer.person
    read_before = Reply.objects.get()
    writing.hide(request, Reply.objects.get(), "It names a person")
    writing.withdraw(request, read_before)

    now = Reply.objects.get()
    assert now.hidden
    assert now.hidden_reason == "It names a person"
    assert now.withdrawn


def test_what_was_published_while_an_administrator_hides_stays_the_latest(officer, client):
    publish(officer)
    request = RequestFactory().post("/")
    request.user = officer.person
    read_before = Reply.objects.get()
    publish(officer, LATER)
    writing.hide(request, read_before, "It names a person")
    writing.show(request, read_before)

    assert Reply.objects.get().versions_count == 2
    assert [told.text for told in on_figure(*KEY)] == [LATER]


def test_pages_are_made_anew_though_the_clock_was_set_back(officer):
    publish(officer)
    before = stamp()
    Reply.objects.update(withdrawn=timezone.now())  # as by a change whose time is not the latest
    assert stamp() != before


def test_the_job_title_of_a_hidden_reply_is_hidden_too(officer, client, signed_in):
    publish(officer, role="Head of nonsense")
    administrator = signed_in("administrator")
    number = Reply.objects.get().pk
    administrator.post(f"/replies/{number}/hide/", {"reason": "The job title names a person"})

    for address in (FIGURE, f"{WRITE}history/"):
        assert "Head of nonsense" not in html(client, address)
