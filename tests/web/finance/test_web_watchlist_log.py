"""The triage log: written by those who look after a council, read by nobody else, and never changed."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from wholeplace.web.accounts.models import AuditEntry
from wholeplace.web.accounts.portfolio import add, remove
from wholeplace.web.evidence.standing import warned
from wholeplace.web.finance.watchlist import exporting
from wholeplace.web.finance.watchlist.models import TriageEntry

pytestmark = pytest.mark.django_db
PAGE = "/watchlist/ZAB/"
CANARY = "Zebulon pelican"
GIVEN = {
    "day": "2026-01-05", "how": "rang", "spoken_to": "section 151 officer",
    "said": "They expect the draw on reserves to end.", "next_step": "Read the report", "review": "2199-02-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def standing(sector):
    return warned()


@pytest.fixture
def adviser(signed_in):
    client = signed_in("adviser", name="Ada Lovage")
    add(client.person, "ZAB")
    return client


def html(client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


def send(client, address: str = PAGE, **more):
    return client.post(address, {**GIVEN, **more})


def entry(person, place="ZAB", said=CANARY, **more):
    told = {"day": date(2026, 1, 5), "how": "met", "spoken_to": "chief executive", "role": "adviser"}
    return TriageEntry.objects.create(place=place, said=said, written_by=person, **{**told, **more})


def test_what_was_said_is_written_down_with_role_and_time_and_no_name(adviser):
    response = send(adviser)
    assert response["Location"] == f"{PAGE}#log"
    told = html(adviser)
    assert "Rang section 151 officer on 5 January 2026" in told
    assert "They expect the draw on reserves to end." in told
    assert "Read the report" in told
    assert "Look again by 1 February 2199" in told
    assert "Written by you, adviser" in told
    assert "Lovage" not in told.partition("<main")[2]


def test_the_newest_entry_stands_first(adviser):
    send(adviser, said="The first call.")
    send(adviser, said="The second call.")
    told = html(adviser)
    assert told.index("The second call.") < told.index("The first call.")


def test_the_same_words_sent_twice_are_written_once(adviser):
    send(adviser)
    send(adviser)
    assert TriageEntry.objects.count() == 1


def test_lines_are_kept_and_marks_are_shown_as_typed(adviser):
    send(adviser, said="One < two & <b>more</b>.\r\n\r\n\r\n\u202eThree.\x07")
    assert TriageEntry.objects.get().said == "One < two & <b>more</b>.\n\nThree."
    assert "&lt;b&gt;more" in adviser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": ""}, "Give the day"),
        ({"day": "2026-02-31"}, "Give the day"),
        ({"day": "2199-01-01"}, "must be today or in the past"),
        ({"how": "shouted"}, "Choose rang, met or wrote"),
        ({"how": ""}, "Choose how you got in touch"),
        ({"spoken_to": ""}, "Give the role"),
        ({"spoken_to": "x" * 81}, "at most 80 characters"),
        ({"spoken_to": "s151@council.invalid"}, "Leave out addresses and telephone numbers"),
        ({"said": ""}, "Write what they said"),
        ({"said": "x" * 2001}, "at most 2000 characters"),
        ({"said": "Ring her on 020 7946 0000 next time."}, "Leave out addresses and telephone numbers"),
        ({"next_step": "Write to ada@council.invalid"}, "Leave out addresses and telephone numbers"),
        ({"review": "soon"}, "Give the day to look again"),
        ({"review": "2026-01-05"}, "must be after the contact"),
        ({"review": "2025-12-31"}, "must be after the contact"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(adviser, wrong, said):
    response = send(adviser, **wrong)
    told = unescape(response.content.decode())
    assert response.status_code == 422
    assert "There is a problem" in told
    assert "<title>Error:" in told
    assert said in told
    kept = {**GIVEN, **wrong}
    assert kept["said"] in told
    assert not TriageEntry.objects.exists()


def test_sums_of_money_are_no_telephone_numbers(adviser):
    assert (
        send(adviser, said="A gap of £12,345,678 in 2026-27, 0.4% of it met; 1,234,567,890 in all.").status_code == 302
    )


def test_a_correction_is_an_entry_of_its_own_and_the_wrong_one_stays(adviser):
    send(adviser)
    first = TriageEntry.objects.get()
    form = html(adviser, f"{PAGE}?correct={first.pk}")
    assert "You are correcting the entry of" in form
    assert "They expect the draw on reserves to end.</textarea>" in form
    send(adviser, corrects=first.pk, said="They expect it to end next year.")
    second = TriageEntry.objects.exclude(pk=first.pk).get()
    assert second.corrects == first
    told = html(adviser)
    assert "They expect the draw on reserves to end." in told
    assert f'Corrected by <a href="#entry-{second.pk}">' in told
    assert f'correcting <a href="#entry-{first.pk}">' in told


def test_an_entry_is_corrected_once(adviser):
    first = entry(adviser.person)
    entry(adviser.person, corrects=first, said="The right words.")
    response = send(adviser, corrects=first.pk, said="Other words.")
    assert response.status_code == 422
    assert "has been corrected meanwhile" in unescape(response.content.decode())
    assert TriageEntry.objects.count() == 2
    assert "You are correcting" not in html(adviser, f"{PAGE}?correct={first.pk}")


def test_of_two_corrections_at_once_one_is_written(adviser, monkeypatch):
    first = entry(adviser.person)
    from wholeplace.web.finance.watchlist import triage

    def too_late(user, place, number):
        entry(adviser.person, corrects=first, said="The colleague was quicker.")
        return first

    monkeypatch.setattr(triage, "entry_to_correct", too_late)
    response = send(adviser, corrects=first.pk, said="Other words.")
    assert response.status_code == 422
    assert "has been corrected meanwhile" in unescape(response.content.decode())
    assert TriageEntry.objects.filter(corrects=first).count() == 1


@pytest.mark.parametrize("number", ["no", "-1", "0", "9" * 30, "\uff11"])
def test_what_is_no_entry_can_t_be_corrected(adviser, number):
    assert "You are correcting" not in html(adviser, f"{PAGE}?correct={number}")
    assert send(adviser, corrects=number).status_code == 422
    assert not TriageEntry.objects.exists()


def test_an_entry_of_another_council_can_t_be_corrected_from_here(adviser):
    add(adviser.person, "ZAC")
    other = entry(adviser.person, "ZAC")
    assert CANARY not in html(adviser, f"{PAGE}?correct={other.pk}")
    assert send(adviser, corrects=other.pk).status_code == 422


def test_entries_are_added_to_and_never_changed_or_deleted(adviser):
    made = entry(adviser.person)
    for refused in (
        made.save, made.delete, TriageEntry.objects.all().delete, lambda: TriageEntry.objects.update(said="else"),
    ):  # fmt: skip
        with pytest.raises(TypeError, match="only added to"):
            refused()
    assert TriageEntry.objects.get().said == CANARY


def test_an_entry_outlives_its_writer(adviser, signed_in):
    made = entry(adviser.person)
    adviser.person.delete()
    made = TriageEntry.objects.get()
    assert made.written_by is None
    assert "Written by adviser" in html(signed_in("administrator"))


def test_the_audit_log_says_that_it_was_written_and_not_what(adviser):
    send(adviser, said=CANARY)
    made = AuditEntry.objects.get(event="triage entry written")
    assert made.actor == adviser.person
    assert made.details["place"] == "ZAB"
    assert CANARY not in str(made.details) + str(made.changes) + made.object_repr


def test_who_may_read_entries(adviser, person):
    entry(adviser.person)
    other = person("adviser")
    add(other, "ZAC")
    readers = {
        adviser.person: 1, other: 0, person("administrator"): 1, person("officer", "ZAB"): 0, person(): 0,
        person("councillor", "ZAB"): 0, person("clerk"): 0, person("data-manager"): 0,
    }  # fmt: skip
    for reader, count in readers.items():
        assert TriageEntry.objects.visible_to(reader).count() == count, reader
    assert not TriageEntry.objects.visible_to(AnonymousUser()).exists()


def test_a_portfolio_kept_from_when_one_was_an_adviser_opens_nothing(adviser):
    entry(adviser.person)
    adviser.person.grants.update(ended=timezone.now())
    adviser.person.forget_rights()
    assert not TriageEntry.objects.visible_to(adviser.person).exists()


def test_a_deactivated_adviser_reads_nothing(adviser):
    entry(adviser.person)
    adviser.person.is_active = False
    assert not TriageEntry.objects.visible_to(adviser.person).exists()


@pytest.mark.parametrize("role", ["adviser", "officer"])
def test_no_word_of_another_s_log_leaks_anywhere(adviser, signed_in, role):
    late = timezone.localdate() - timedelta(days=3)
    entry(adviser.person, spoken_to=f"{CANARY} role", next_step=f"{CANARY} step", review=late)
    other = signed_in(role, "ZAB" if role == "officer" else "")
    addresses = [PAGE, f"{PAGE}?correct=1", "/places/ZAB/", "/places/ZAB/brief.json", "/places/ZAB/brief.html", "/"]
    if role == "adviser":
        addresses += [
            "/watchlist/",
            "/watchlist/?overdue=on",
            "/watchlist/?sort=review",
            "/watchlist/?place_class=county",
        ]
        addresses += [f"/watchlist/export.{kind}" for kind in exporting.TYPES if kind in {"csv", "json", "html"}]
    for address in addresses:
        told = other.get(address).content.decode()
        assert CANARY not in told, address
        assert "Overdue" not in told, address
        assert f"{late:%-d %B %Y}" not in told, address


def test_papers_hold_what_their_reader_may_read(adviser, signed_in):
    entry(adviser.person)
    for client in (adviser, signed_in("administrator")):
        for kind in ("html", "json"):
            assert CANARY in client.get(f"/watchlist/export.{kind}").content.decode()
    assert "Zebulon" not in adviser.get("/watchlist/export.csv").content.decode()  # a row a council: no room for talk


def test_an_office_file_holds_no_word_of_another_s_log(adviser, signed_in):
    import zipfile
    from io import BytesIO

    entry(adviser.person)
    other = signed_in("adviser")
    for kind in ("docx", "xlsx"):
        for client, there in ((adviser, True), (other, False)):
            packed = zipfile.ZipFile(BytesIO(client.get(f"/watchlist/export.{kind}").content))
            assert any(CANARY.encode() in packed.read(name) for name in packed.namelist()) == there


def test_who_does_not_look_after_a_council_can_t_write(signed_in):
    for client in (signed_in("adviser"), signed_in("officer", "ZAB")):
        assert send(client).status_code == 403
    assert not TriageEntry.objects.exists()
    assert "is not in your portfolio" in html(signed_in("adviser"))


def test_what_is_taken_out_of_a_portfolio_is_closed_again(adviser):
    entry(adviser.person)
    assert CANARY in html(adviser)
    remove(adviser.person, "ZAB")
    assert CANARY not in html(adviser)


def test_an_administrator_reads_and_keeps_every_log(adviser, signed_in):
    entry(adviser.person)
    administrator = signed_in("administrator")
    assert CANARY in html(administrator)
    send(administrator)
    assert TriageEntry.objects.latest("pk").role == "administrator"


def test_the_form_needs_the_mark_against_forgery(adviser):
    from django.test import Client

    guarded = Client(enforce_csrf_checks=True)
    guarded.cookies = adviser.cookies
    assert send(guarded).status_code == 403
    assert not TriageEntry.objects.exists()


def test_no_file_of_the_list_runs_what_was_typed(adviser):
    typed = '=HYPERLINK("http://a.invalid","<script>alert(1)</script>")'
    send(adviser, said=f"{typed}\n@SUM(1)", next_step="=1+1", spoken_to="+cmd|calc")

    rows = csv.DictReader(io.StringIO(adviser.get("/watchlist/export.csv").content.decode()))
    assert next(r for r in rows if r["place"] == "ZAB")["next_step"] == "'=1+1"
    book = openpyxl.load_workbook(io.BytesIO(adviser.get("/watchlist/export.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert "a.invalid" not in " ".join(str(cell.hyperlink.target) for cell in cells if cell.hyperlink)
    for address in ("/watchlist/export.html", PAGE, "/watchlist/"):
        assert "<script>alert" not in adviser.get(address).content.decode()
