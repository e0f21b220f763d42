"""People come in by invitation, and in no other way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wholeplace.web.accounts import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_register")]
NEW = "lantern thistle harbour"


def invited(email="ada@elmshire.invalid", rights=(("officer", "ZAA"),), name="Ada Brook"):
    people.invite(None, email, name, rights)
    from wholeplace.web.accounts.models import User

    return User.objects.get(email=email)


def test_nobody_can_sign_up(client):
    from wholeplace.web.accounts.models import User

    page = client.get("/account/signup/")
    assert page.status_code == 200
    assert "People are invited" in page.content.decode()
    client.post("/account/signup/", {"email": "x@y.invalid", "password1": NEW, "password2": NEW})
    assert not User.objects.exists()


def test_an_administrator_invites_by_email_with_roles_and_places(signed_in, sure, letters):
    from wholeplace.web.accounts.models import User

    client = sure(signed_in("administrator"))
    form = {
        "name": "Ada Brook",
        "email": "Ada@Elmshire.invalid",
        "roles": ["adviser"],
        "officer": "ZAA",
        "councillor": "",
    }
    answer = client.post("/people/invite/", form)
    made = User.objects.get(email="ada@elmshire.invalid")
    assert answer.url == f"/people/{made.pk}/"
    assert made.rights == {("adviser", ""), ("officer", "ZAA")}
    assert made.state == "invited"
    assert {g.given_by for g in made.grants.all()} == {client.person}
    (letter,) = letters()
    assert letter.to == ["ada@elmshire.invalid"]
    assert "Council officer, Elmshire" in letter.body


def test_the_link_lets_a_person_set_name_and_password_and_leads_to_the_second_step(client, letters, link_in):
    made = invited()
    address = link_in(letters()[0])
    page = client.get(address)
    assert "Ada Brook" in page.content.decode()
    answer = client.post(address, {"name": "Ada M. Brook", "password": NEW})
    assert answer.status_code == 302
    assert answer.url == "/account/2fa/totp/activate/"
    made.refresh_from_db()
    assert made.state == "active"
    assert made.name == "Ada M. Brook"
    assert made.check_password(NEW)
    assert client.session["_auth_user_id"] == str(made.pk)
    assert client.get(answer.url).status_code == 200  # the password was given just now


def test_a_link_works_once(client, letters, link_in):
    from django.test import Client

    invited()
    address = link_in(letters()[0])
    client.post(address, {"name": "Ada", "password": NEW})
    second = Client().post(address, {"name": "Mallory", "password": NEW})
    assert second.status_code == 404
    assert "used already" in second.content.decode()


def test_a_link_ends_after_seven_days(client, letters, link_in):
    from django.utils import timezone

    from wholeplace.web.accounts.models import Invitation

    invited()
    address = link_in(letters()[0])
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 404
    assert Invitation.objects.get().state == "expired"


def test_an_invitation_is_for_seven_days():
    from wholeplace.web.accounts.models import Invitation

    invited()
    made = Invitation.objects.get()
    assert made.expires - made.sent == timedelta(days=7)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.partition(":")[0], lambda t: "nonsense"]
)
def test_a_changed_link_does_not_work(client, letters, link_in, change):
    invited()
    token = link_in(letters()[0]).rstrip("/").rpartition("/")[2]
    assert client.get(f"/account/invitation/{change(token)}/").status_code == 404


def test_only_a_hash_of_the_link_is_kept(letters, link_in):
    from wholeplace.web.accounts.models import AuditEntry, Invitation

    invited()
    token = link_in(letters()[0]).rstrip("/").rpartition("/")[2]
    bare = token.rpartition(":")[0]
    kept = Invitation.objects.get().token_hash
    assert kept not in {token, bare}
    assert len(kept) == 64
    assert not any(bare in str(vars(entry)) for entry in AuditEntry.objects.all())


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("tooShort1", "12 characters"),
        ("918273645546", "numeric"),
        ("ada@elmshire.inval", "similar"),
        ("1q2w3e4r5t6y", "common"),
    ],
)
def test_a_password_must_be_long_and_hard_to_guess(client, letters, link_in, password, why):
    made = invited()
    answer = client.post(link_in(letters()[0]), {"name": "Ada Brook", "password": password})
    assert answer.status_code == 400
    assert why in answer.content.decode()
    assert f'value="{password}"' not in answer.content.decode()
    made.refresh_from_db()
    assert made.state == "invited"


def test_sending_again_makes_earlier_links_useless(client, signed_in, sure, letters, link_in):
    made = invited()
    admin = sure(signed_in("administrator"))
    assert admin.post(f"/people/{made.pk}/send-invitation/").status_code == 302
    first, second = [link_in(letter) for letter in letters()]
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_withdrawn_invitation_lets_nobody_in(client, signed_in, sure, letters, link_in):
    made = invited()
    admin = sure(signed_in("administrator"))
    admin.post(f"/people/{made.pk}/withdraw-invitation/")
    made.refresh_from_db()
    assert made.state == "deactivated"
    assert client.get(link_in(letters()[0])).status_code == 404


def test_somebody_here_already_is_not_invited_again(signed_in, sure, letters):
    admin = sure(signed_in("administrator"))
    form = {"name": "Me", "email": admin.person.email.upper(), "roles": ["clerk"]}
    answer = admin.post("/people/invite/", form)
    assert answer.status_code == 400
    assert "already here" in answer.content.decode()
    assert not letters()


def test_an_invitation_needs_a_role(signed_in, sure):
    answer = sure(signed_in("administrator")).post("/people/invite/", {"name": "A", "email": "a@b.invalid"})
    assert answer.status_code == 400
    assert "Choose at least one role" in answer.content.decode()


def test_an_invited_person_cannot_go_round_the_invitation_by_resetting_a_password(client, letters):
    invited()
    before = len(letters())
    client.post("/account/password/reset/", {"email": "ada@elmshire.invalid"})
    assert len(letters()) == before


def test_letters_lead_to_the_configured_address_whatever_host_was_asked(client, letters, person, settings):
    from dataclasses import replace

    person("clerk", email="ada@elmshire.invalid")
    env = {**settings.CONFIG.env, "WHOLEPLACE_ORIGINS": "https://wholeplace.example"}
    settings.CONFIG = replace(settings.CONFIG, env=env)
    client.post("/account/password/reset/", {"email": "ada@elmshire.invalid"})
    assert "https://wholeplace.example/account/password/reset/key/" in letters()[0].body


def test_names_stand_in_letters_as_they_are_written(letters):
    invited(name="Siân O'Hara & Co")
    people.change_details(None, invited(email="b@c.invalid", name="Siân O'Hara"), "Siân O'Hara", "d@c.invalid")
    assert all("&#" not in letter.body and "&amp;" not in letter.body for letter in letters())
