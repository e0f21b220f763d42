"""Changing and resetting a password."""

from __future__ import annotations

from datetime import timedelta

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_register")]
PASSWORD = "a long enough password for tests"
NEW = "lantern thistle harbour"
EMAIL = "ada@elmshire.invalid"


def changed(client, old=PASSWORD, new=NEW):
    return client.post("/account/password/change/", {"oldpassword": old, "password1": new, "password2": new})


def test_changing_the_password_signs_out_everywhere_else(person, sign_in):
    from django.test import Client

    person("clerk", email=EMAIL)
    here, there = Client(), Client()
    sign_in(here, EMAIL)
    sign_in(there, EMAIL)
    assert changed(here).status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert sign_in(Client(), EMAIL, PASSWORD).status_code == 200
    assert sign_in(Client(), EMAIL, NEW).status_code == 302


def test_the_password_now_must_be_right(signed_in):
    page = changed(signed_in("clerk"), old="wrong").content.decode()
    assert "This is not your present password" in page


def test_a_new_password_must_be_long_enough(signed_in):
    client = signed_in("clerk")
    assert "at least 12 characters" in changed(client, new="tooshort1").content.decode()
    client.person.refresh_from_db()
    assert client.person.check_password(PASSWORD)


def test_a_letter_tells_of_a_changed_password(signed_in, letters):
    changed(client := signed_in("clerk"))
    (letter,) = letters()
    assert letter.to == [client.person.email]
    assert "was changed" in letter.body
    assert NEW not in letter.body


def reset_link(client, letters, link_in):
    client.post("/account/password/reset/", {"email": EMAIL})
    address = link_in(letters()[-1])
    return address, client.get(address, follow=True).redirect_chain[-1][0]


def test_a_forgotten_password_is_set_anew_by_a_link(client, person, letters, link_in, sign_in):
    from django.test import Client

    person("clerk", email=EMAIL)
    other = Client()
    sign_in(other, EMAIL)
    address, form = reset_link(client, letters, link_in)
    assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert sign_in(Client(), EMAIL, NEW).status_code == 302
    assert other.get("/account/").status_code == 302  # signed out there
    assert "can’t be used" in Client().get(address, follow=True).content.decode()  # once only


def test_setting_a_password_by_a_link_does_not_sign_in_past_the_second_step(client, person, letters, link_in, app_of):
    app_of(person("clerk", email=EMAIL))
    _, form = reset_link(client, letters, link_in)
    client.post(form, {"password1": NEW, "password2": NEW})
    assert client.get("/account/").status_code == 302


def test_the_link_works_for_an_hour(client, person, letters, link_in, settings, monkeypatch):
    from datetime import datetime

    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    person("clerk", email=EMAIL)
    client.post("/account/password/reset/", {"email": EMAIL})
    later = datetime.now() + timedelta(hours=1, minutes=1)  # noqa: DTZ005 - as Django's token generator counts
    monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: later)
    assert "can’t be used" in client.get(link_in(letters()[0]), follow=True).content.decode()


def test_asking_for_a_reset_does_not_tell_who_has_an_account(client, person, letters):
    person("clerk", email=EMAIL)
    known = client.post("/account/password/reset/", {"email": EMAIL}, follow=True)
    unknown = client.post("/account/password/reset/", {"email": "nobody@elmshire.invalid"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert [letter.to for letter in letters()] == [[EMAIL]]


def test_a_deactivated_person_gets_no_link(client, person, letters):
    person("clerk", email=EMAIL, is_active=False)
    client.post("/account/password/reset/", {"email": EMAIL})
    assert not letters()


def test_only_three_letters_an_hour_are_sent_to_one_address(client, person, letters):
    person("clerk", email=EMAIL)
    answers = [client.post("/account/password/reset/", {"email": EMAIL}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(letters()) == 3


def test_someone_without_a_password_can_set_one(signed_in):
    client = signed_in("clerk")
    client.person.set_unusable_password()
    client.person.save()
    client.force_login(client.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/account/password/set/").status_code == 200
    client.post("/account/password/set/", {"password1": NEW, "password2": NEW})
    client.person.refresh_from_db()
    assert client.person.check_password(NEW)
