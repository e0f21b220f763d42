"""The audit log: what is written, who reads it, and that nobody changes it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_register")]
PASSWORD = "a long enough password for tests"
EMAIL = "ada@x.invalid"


def events():
    from wholeplace.web.accounts.models import AuditEntry

    return list(AuditEntry.objects.order_by("pk").values_list("event", flat=True))


def last(event):
    from wholeplace.web.accounts.models import AuditEntry

    return AuditEntry.objects.filter(event=event).first()


def test_what_happens_at_the_door_is_written_down(client, person, sign_in):
    who = person("clerk", email=EMAIL)
    for _ in range(5):
        sign_in(client, EMAIL, "wrong")
    sign_in(client, EMAIL, REMOTE_ADDR="192.0.2.9")
    client.post("/account/logout/")
    assert events().count("failed sign-in") == 5
    assert events().count("lock-out") == 1
    entry = last("sign-in")
    assert (entry.actor, entry.actor_email, entry.remote_addr) == (who, EMAIL, "192.0.2.9")
    assert last("sign-out").actor == who
    assert last("failed sign-in").object_repr == str(who)


def test_what_a_stranger_types_into_the_address_box_is_not_kept(client, sign_in):
    sign_in(client, "MyPassword@wrong-box.invalid", "x")
    entry = last("failed sign-in")
    assert entry.details == {"step": "password", "account": "no such account"}
    assert "MyPassword" not in str(vars(entry))


def test_roles_given_and_ended_say_whose_and_by_whom(signed_in, sure, person):
    admin = sure(signed_in("administrator"))
    who = person("clerk", email=EMAIL)
    admin.post(f"/people/{who.pk}/roles/", {"role": "officer", "place": "ZAA", "confirm": "yes"})
    given = last("role given")
    assert given.actor == admin.person
    assert given.additional_data == {"person": EMAIL, "role": "officer", "place": "ZAA"}
    admin.post(f"/people/{who.pk}/roles/{who.grants.get(role='officer').pk}/end/")
    assert last("role ended").actor == admin.person
    assert "ended" in last("role ended").changes


def test_a_portfolio_and_a_changed_name_are_written_down(signed_in, sure, person):
    admin = sure(signed_in("administrator"))
    who = person("adviser", email=EMAIL, name="Ada Brook")
    admin.post(f"/people/{who.pk}/portfolio/", {"place": "ZAA"})
    admin.post(f"/people/{who.pk}/portfolio/", {"remove": "ZAA"})
    admin.post(f"/people/{who.pk}/details/", {"name": "Ada Vale", "email": EMAIL})
    assert last("portfolio place added").actor == admin.person
    assert last("portfolio place deleted").actor == admin.person
    assert last("person changed").details["name"] == "Ada Brook → Ada Vale"


def test_second_steps_passwords_and_invitations_are_written_down(signed_in, sure, app_of, person):
    client = sure(signed_in("administrator"))
    app_of(client.person)
    client.post("/account/2fa/recovery-codes/generate/")
    client.post("/account/2fa/totp/deactivate/")
    client.post(
        "/account/password/change/", {"oldpassword": PASSWORD, "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
    )
    client.post("/people/invite/", {"name": "B", "email": "b@x.invalid", "roles": ["clerk"]})
    assert {"recovery codes made anew", "second step removed", "password changed", "invitation sent"} <= set(events())


def test_no_password_hash_token_or_code_is_ever_in_it(signed_in, sure, person, letters, link_in, client):
    from wholeplace.web.accounts.models import AuditEntry, Invitation, User

    admin = sure(signed_in("administrator"))
    admin.post("/people/invite/", {"name": "B", "email": "b@x.invalid", "roles": ["clerk"]})
    address = link_in(letters()[-1])
    client.post(address, {"name": "B", "password": "lantern thistle harbour"})
    secrets = [
        address.rstrip("/").rpartition("/")[2],
        "lantern thistle harbour",
        PASSWORD,
        Invitation.objects.get().token_hash,
    ]
    secrets += User.objects.values_list("password", flat=True)
    written = str([vars(entry) for entry in AuditEntry.objects.all()])
    assert not any(secret in written for secret in secrets)
    assert "invitation taken up" in events()


def test_an_entry_cannot_be_changed_or_deleted(person):
    from wholeplace.web.accounts.models import AuditEntry

    person("clerk")
    entry = AuditEntry.objects.first()
    entry.event = "nothing"
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(event=""),
    ):
        with pytest.raises(TypeError, match="only added to"):
            attempt()


def test_entries_outlive_the_person(person):
    from wholeplace.web.accounts.audit import record
    from wholeplace.web.accounts.models import User

    who = person("clerk", email=EMAIL)
    record(None, "file uploaded", who, actor=who)
    User.objects.filter(pk=who.pk).delete()
    entry = last("file uploaded")
    assert entry.actor is None
    assert entry.who == EMAIL


def test_other_rooms_record_what_is_done_with_their_things(rf, person):
    from wholeplace.web.accounts.audit import record
    from wholeplace.web.accounts.models import PortfolioPlace

    request = rf.post("/data/upload/", REMOTE_ADDR="192.0.2.1")
    request.user = person("data-manager")
    thing = PortfolioPlace.objects.create(user=request.user, place="ZAA")
    record(request, "file uploaded", thing, name="outturn.xlsx", rows=12)
    entry = last("file uploaded")
    assert (entry.actor, entry.remote_addr, entry.object_id) == (request.user, "192.0.2.1", thing.pk)
    assert entry.details == {"name": "outturn.xlsx", "rows": "12"}


def test_an_upload_is_written_down_with_the_names_of_its_files(signed_in, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = str(tmp_path)
    client = signed_in("data-manager")
    client.post("/data/upload/", {"files": [SimpleUploadedFile("outturn.csv", b"a,b\n1,2\n")], "action": "check"})
    entry = last("file uploaded")
    assert entry.actor == client.person
    assert entry.details == {"files": "outturn.csv", "to": "check"}


def test_a_model_is_registered_once_and_its_hashes_left_out():
    from auditlog.registry import auditlog

    from wholeplace.web.accounts.audit import register_for_audit
    from wholeplace.web.accounts.models import User

    register_for_audit(User)
    assert {"password", "last_login"} <= set(auditlog.get_model_fields(User)["exclude_fields"])


@pytest.mark.parametrize("role", ["clerk", "data-manager", "adviser"])
def test_only_administrators_read_it(signed_in, client, role):
    from django.contrib.auth.models import AnonymousUser

    from wholeplace.web.accounts.models import AuditEntry

    browser = signed_in(role)
    for path in ("/people/audit/", "/people/audit/audit.csv"):
        assert browser.get(path).status_code == 403
        assert client.get(path).status_code == 302
    assert not AuditEntry.objects.visible_to(browser.person)
    assert not AuditEntry.objects.visible_to(AnonymousUser())


def test_no_page_takes_a_change_of_it(signed_in):
    admin = signed_in("administrator")
    for path in ("/people/audit/", "/people/audit/audit.csv"):
        for method in (admin.post, admin.put, admin.delete, admin.patch):
            assert method(path).status_code == 405


def test_entries_are_found_by_person_action_and_day(signed_in, person):
    from django.utils import timezone

    from wholeplace.web.accounts.audit import record

    admin = signed_in("administrator")
    ada, bo = person("clerk", name="Ada Brook", email=EMAIL), person("clerk", name="Bo Carr", email="bo@x.invalid")
    record(None, "file uploaded", ada, actor=ada)
    record(None, "reply written", bo, actor=bo)
    today = timezone.localdate()

    def rows(**query):
        page = admin.get("/people/audit/", query).content.decode()
        return [
            event for event in ("File uploaded", "Reply written") if f'<td class="govuk-table__cell">{event}' in page
        ]

    assert rows() == ["File uploaded", "Reply written"]
    assert rows(person="brook") == ["File uploaded"]
    assert rows(person="bo@x") == ["Reply written"]
    assert rows(action="file uploaded") == ["File uploaded"]
    assert rows(since=today.isoformat()) == ["File uploaded", "Reply written"]
    assert rows(until=(today - timedelta(days=1)).isoformat()) == []
    assert admin.get("/people/audit/", {"since": "yesterday"}).status_code == 400


def test_it_has_pages_and_keeps_the_question_between_them(signed_in, person):
    from wholeplace.web.accounts.audit import record

    admin, ada = signed_in("administrator"), person("clerk", email=EMAIL)
    for n in range(60):
        record(None, "file uploaded", ada, actor=ada, n=n)
    page = admin.get("/people/audit/", {"action": "file uploaded"}).content.decode()
    assert "60 entries" in page
    assert "n: 59" in page
    assert "n: 5<" not in page
    assert "action=file+uploaded&amp;page=2" in page
    assert "n: 5<" in admin.get("/people/audit/", {"action": "file uploaded", "page": 2}).content.decode()


def test_it_is_downloaded_as_a_table_that_no_spreadsheet_runs(signed_in, person):
    from wholeplace.web.accounts.audit import record

    admin = signed_in("administrator")
    ada = person("clerk", email=EMAIL, name="=HYPERLINK(0)")
    record(None, "file uploaded", ada, actor=ada, name="outturn.xlsx")
    answer = admin.get("/people/audit/audit.csv", {"action": "file uploaded"})
    assert "attachment" in answer["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert row["who"] == "'=HYPERLINK(0)"
    assert row["address"] == EMAIL
    assert row["details"] == "name: outturn.xlsx"
    assert last("audit log downloaded").actor == admin.person


def test_entries_past_their_time_are_forgotten_and_no_others(person, capsys):
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from wholeplace.web.accounts.audit import record
    from wholeplace.web.accounts.models import AuditEntry

    ada = person("clerk")
    record(None, "old", ada)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_auditentry SET timestamp = %s WHERE event = 'old'", [timezone.now() - timedelta(days=731)]
        )
    before = AuditEntry.objects.count()
    call_command("tidy_accounts")
    assert AuditEntry.objects.count() == before - 1
    assert "Deleted 1 audit entries" in capsys.readouterr().out


def test_reading_costs_few_questions_however_long_the_page(signed_in, person, django_assert_max_num_queries):
    from wholeplace.web.accounts.audit import record

    admin = signed_in("administrator")
    for _ in range(40):
        who = person("clerk")
        record(None, "file uploaded", who, actor=who)
    with django_assert_max_num_queries(12):
        admin.get("/people/audit/")
    with django_assert_max_num_queries(12):
        admin.get("/people/")
