"""The second step: a code from an app, or a recovery code."""

from __future__ import annotations

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_register")]
EMAIL = "ada@elmshire.invalid"
ACTIVATE = "/account/2fa/totp/activate/"


@pytest.fixture
def required(settings):
    """A second step is asked of everyone, as in production."""
    from dataclasses import replace

    settings.CONFIG = replace(settings.CONFIG, env={**settings.CONFIG.env, "WHOLEPLACE_REQUIRE_MFA": "on"})


def test_setting_it_up_gives_recovery_codes(signed_in, sure, give_code):
    from allauth.mfa.models import Authenticator

    client = sure(signed_in("clerk"))
    page = client.get(ACTIVATE).content.decode()
    secret = re.search(r'wp-key">([A-Z2-7]+)<', page)[1]
    answer = client.post(ACTIVATE, {"code": give_code(secret)})
    assert answer.url == "/account/2fa/recovery-codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get(answer.url).content.decode())
    assert len(codes) == 10
    download = client.get("/account/2fa/recovery-codes/download/")
    assert download["Content-Disposition"].startswith("attachment")
    assert all(code in download.content.decode() for code in codes)
    assert Authenticator.objects.filter(user=client.person).count() == 2


def test_the_square_code_needs_no_script_and_no_style(signed_in, sure):
    page = sure(signed_in("clerk")).get(ACTIVATE).content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "style=" not in page


def test_secrets_of_apps_are_kept_encrypted(signed_in, sure, give_code):
    from allauth.mfa.models import Authenticator

    client = sure(signed_in("clerk"))
    secret = re.search(r'wp-key">([A-Z2-7]+)<', client.get(ACTIVATE).content.decode())[1]
    client.post(ACTIVATE, {"code": give_code(secret)})
    kept = [str(a.data) for a in Authenticator.objects.all()]
    assert not any(secret in text for text in kept)


def test_a_changed_secret_key_opens_what_the_former_one_closed(settings, person, app_of, sign_in, client):
    code = app_of(person("clerk", email=EMAIL))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of at least fifty characters for this test"
    sign_in(client, EMAIL)
    assert client.post("/account/2fa/authenticate/", {"code": code()}).status_code == 302
    assert client.session["_auth_user_id"]


def test_without_the_key_no_code_is_right_and_nothing_breaks(settings, person, app_of, sign_in, client):
    code = app_of(person("clerk", email=EMAIL))
    settings.SECRET_KEY = "another key of at least fifty characters for this test"
    sign_in(client, EMAIL)
    assert "This code is not right" in client.post("/account/2fa/authenticate/", {"code": code()}).content.decode()


def test_signing_in_asks_for_the_code_after_the_password(client, person, app_of, sign_in):
    code = app_of(person("clerk", email=EMAIL))
    assert sign_in(client, EMAIL).url.startswith("/account/2fa/authenticate/")
    assert client.get("/account/").status_code == 302  # not signed in yet
    assert client.post("/account/2fa/authenticate/", {"code": code()}).status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_code_works_once(person, app_of, sign_in):
    from django.test import Client

    code = app_of(person("clerk", email=EMAIL))()
    first, second = Client(), Client()
    sign_in(first, EMAIL)
    sign_in(second, EMAIL)
    first.post("/account/2fa/authenticate/", {"code": code})
    second.post("/account/2fa/authenticate/", {"code": code})
    assert first.get("/account/").status_code == 200
    assert second.get("/account/").status_code == 302


def test_a_recovery_code_serves_once(person, app_of, sign_in):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from django.test import Client

    who = person("clerk", email=EMAIL)
    app_of(who)
    code = RecoveryCodes.activate(who).get_unused_codes()[0]
    for expected in (200, 302):
        browser = Client()
        sign_in(browser, EMAIL)
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert browser.get("/account/").status_code == expected


def test_five_wrong_codes_lock_out_like_wrong_passwords(client, person, app_of, sign_in):
    from django.test import Client

    code = app_of(person("clerk", email=EMAIL))
    sign_in(client, EMAIL)
    answers = [client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code for _ in range(5)]
    assert answers[:4] == [200] * 4
    assert answers[4] == 429
    assert client.post("/account/2fa/authenticate/", {"code": code()}).status_code == 429
    assert "_auth_user_id" not in client.session
    assert sign_in(Client(), EMAIL).status_code == 429


def test_wrong_codes_are_counted_on_however_often_the_password_is_given_between(client, person, app_of, sign_in):
    app_of(person("clerk", email=EMAIL))
    for _ in range(4):
        sign_in(client, EMAIL)
        client.post("/account/2fa/authenticate/", {"code": "000000"})
        client.post("/account/logout/")
    sign_in(client, EMAIL)
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 429


@pytest.mark.usefixtures("required")
def test_where_it_is_required_nothing_else_opens_before_it_is_set_up(signed_in, sure):
    client = signed_in("administrator")
    for path in ("/", "/people/", "/people/audit/", "/account/", "/account/sessions/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, "/account/2fa/"), path
    assert client.post("/people/invite/", {}).url == "/account/2fa/"
    for path in ("/account/2fa/", "/account/password/change/", "/account/logout/"):
        assert client.get(path).status_code == 200, path
    assert sure(client).get(ACTIVATE).status_code == 200


@pytest.mark.usefixtures("required")
def test_where_it_is_required_everything_opens_once_it_is_set_up(signed_in, app_of):
    client = signed_in("administrator")
    app_of(client.person)
    assert client.get("/people/").status_code == 200


@pytest.mark.usefixtures("required")
def test_where_it_is_required_readers_without_an_account_are_not_asked(client):
    assert client.get("/account/signup/").status_code == 200


@pytest.mark.usefixtures("required")
def test_where_it_is_required_recovery_codes_alone_are_not_enough(signed_in):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    client = signed_in("administrator")
    RecoveryCodes.activate(client.person)
    assert client.get("/people/").url == "/account/2fa/"


def test_changing_it_asks_for_the_password_again(signed_in, app_of):
    client = signed_in("clerk")
    assert client.get(ACTIVATE).url.startswith("/account/reauthenticate/")
    app_of(client.person)
    for path in ("/account/2fa/totp/deactivate/", "/account/2fa/recovery-codes/generate/"):
        assert client.get(path).url.startswith("/account/reauthenticate/"), path


def test_turning_it_off_is_told_by_a_letter(signed_in, sure, app_of, letters):
    from allauth.mfa.models import Authenticator

    client = signed_in("clerk")
    app_of(client.person)
    sure(client).post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert letters()[-1].to == [client.person.email]
    assert "turned off" in letters()[-1].body
