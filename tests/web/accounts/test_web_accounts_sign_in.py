"""Signing in: a password, a second step, and what happens to those who guess."""

from __future__ import annotations

from datetime import timedelta

import pytest

pytestmark = pytest.mark.django_db
HOME = "/account/"


@pytest.fixture(autouse=True)
def _no_evidence(small_register):
    return small_register


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def test_a_person_signs_in_with_address_and_password_whatever_the_capitals(client, person, sign_in):
    who = person("clerk", email="ada@elmshire.invalid")
    assert sign_in(client, "ADA@Elmshire.invalid").status_code == 302
    assert signed_in_as(client) == str(who.pk)


@pytest.mark.parametrize("email", ["ada@elmshire.invalid", "nobody@elmshire.invalid"])
def test_a_wrong_password_and_an_unknown_address_are_told_the_same(client, person, sign_in, email):
    person("clerk", email="ada@elmshire.invalid")
    page = sign_in(client, email, "not this").content.decode()
    assert "The email address or the password is not right" in page
    assert "not this" not in page


def test_the_sixth_wrong_try_is_refused(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid")
    answers = [sign_in(client, "ada@elmshire.invalid", f"wrong {n}") for n in range(6)]
    assert [a.status_code for a in answers[:4]] == [200] * 4
    assert answers[5].status_code == 429
    assert "Too many tries" in answers[5].content.decode()
    assert answers[5]["Retry-After"] == "900"


def locked(client, sign_in, email="ada@elmshire.invalid"):
    for n in range(5):
        sign_in(client, email, f"wrong {n}")


def test_the_right_password_is_refused_during_a_lock_out(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid")
    locked(client, sign_in)
    assert sign_in(client, "ada@elmshire.invalid").status_code == 429
    assert signed_in_as(client) is None


def test_an_address_that_nobody_has_is_locked_out_alike(client, sign_in):
    locked(client, sign_in, "nobody@elmshire.invalid")
    assert sign_in(client, "nobody@elmshire.invalid", "x").status_code == 429


def test_a_lock_out_ends(client, person, sign_in):
    from axes.models import AccessAttempt
    from django.utils import timezone

    person("clerk", email="ada@elmshire.invalid")
    locked(client, sign_in)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert sign_in(client, "ada@elmshire.invalid").status_code == 302
    assert signed_in_as(client)


def test_tries_during_a_lock_out_do_not_make_it_longer(client, person, sign_in):
    from axes.models import AccessAttempt

    person("clerk", email="ada@elmshire.invalid")
    locked(client, sign_in)
    before = AccessAttempt.objects.get().attempt_time
    sign_in(client, "ada@elmshire.invalid", "again")
    assert AccessAttempt.objects.get().attempt_time == before


def test_capitals_are_no_way_round_a_lock_out(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid")
    locked(client, sign_in)
    assert sign_in(client, "ADA@ELMSHIRE.INVALID").status_code == 429


def test_others_sign_in_from_the_same_place_and_the_person_from_another(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid")
    person("clerk", email="bob@elmshire.invalid")
    locked(client, sign_in)
    assert sign_in(client, "bob@elmshire.invalid").status_code == 302
    client.logout()
    assert sign_in(client, "ada@elmshire.invalid", REMOTE_ADDR="192.0.2.77").status_code == 302


def test_a_forwarded_address_that_no_trusted_proxy_wrote_is_no_way_round(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid")
    for n in range(5):
        sign_in(client, "ada@elmshire.invalid", "x", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
    assert sign_in(client, "ada@elmshire.invalid", HTTP_X_FORWARDED_FOR="198.51.100.99").status_code == 429


def test_behind_a_trusted_proxy_each_reader_is_counted_by_their_own_address(client, person, sign_in, settings):
    from dataclasses import replace

    env = {**settings.CONFIG.env, "WHOLEPLACE_TRUSTED_PROXY": "10.0.0.0/8"}
    settings.CONFIG = replace(settings.CONFIG, env=env)
    person("clerk", email="ada@elmshire.invalid")
    proxy = {"REMOTE_ADDR": "10.0.0.1"}
    for _ in range(5):
        sign_in(client, "ada@elmshire.invalid", "x", HTTP_X_FORWARDED_FOR="203.0.113.5", **proxy)
    # What the guesser writes in front stays in front; the proxy adds the real address at the end.
    forged = {"HTTP_X_FORWARDED_FOR": "198.51.100.1, 203.0.113.5"}
    assert sign_in(client, "ada@elmshire.invalid", **forged, **proxy).status_code == 429
    assert sign_in(client, "ada@elmshire.invalid", HTTP_X_FORWARDED_FOR="203.0.113.6", **proxy).status_code == 302


def test_a_deactivated_person_cannot_sign_in(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid", is_active=False)
    sign_in(client, "ada@elmshire.invalid")
    assert signed_in_as(client) is None


def test_signing_out_asks_first(signed_in):
    client = signed_in("clerk")
    assert "Sign out?" in client.get("/account/logout/").content.decode()
    assert signed_in_as(client)
    client.post("/account/logout/")
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_signing_in_leads_to_no_strange_place(client, person, sign_in, target):
    person("clerk", email="ada@elmshire.invalid")
    answer = sign_in(client, "ada@elmshire.invalid", data={"next": target})
    assert answer.status_code == 302
    assert answer.url == "/"


def test_another_host_that_it_answers_to_is_a_strange_place_too(client, person, sign_in, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    person("clerk", email="ada@elmshire.invalid")
    assert sign_in(client, "ada@elmshire.invalid", data={"next": "https://other.example/x"}).url == "/"


def test_signing_in_leads_back_to_the_page_asked_for(client, person, sign_in):
    person("administrator", email="ada@elmshire.invalid")
    asked = client.get("/people/?q=a")
    assert asked.status_code == 302
    assert asked.url == "/account/login/?next=/people/%3Fq%3Da"
    assert sign_in(client, "ada@elmshire.invalid", data={"next": "/people/?q=a"}).url == "/people/?q=a"


@pytest.mark.parametrize(
    "path", ["/account/login/", "/account/", "/people/", "/account/password/reset/", "/account/2fa/"]
)
def test_account_pages_are_kept_by_nobody_and_name_themselves_to_nobody(signed_in, client, path):
    for browser in (client, signed_in("administrator")):
        answer = browser.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["/account/email/", "/account/confirm-email/", "/account/confirm-email/MQ:x/", "/account/login/code/confirm/",
     "/account/3rdparty/", "/account/3rdparty/signup/", "/account/signup/passkey/"],
)  # fmt: skip
def test_pages_of_the_library_that_are_not_wanted_are_not_there(signed_in, client, path):
    assert client.get(path).status_code == 404
    assert signed_in("administrator").get(path).status_code == 404
    assert signed_in("administrator").post(path).status_code == 404


def test_sessions_are_listed_and_the_others_can_be_ended(client, person, sign_in):
    from django.test import Client

    person("clerk", email="ada@elmshire.invalid")
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/130.0")
    sign_in(other, "ada@elmshire.invalid")
    sign_in(client, "ada@elmshire.invalid")
    page = client.get("/account/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "This browser" in page
    client.post("/account/sessions/")
    assert other.get(HOME).status_code == 302
    assert client.get(HOME).status_code == 200


def test_a_session_unused_for_twelve_hours_ends(client, person, sign_in, settings):
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    person("clerk", email="ada@elmshire.invalid")
    sign_in(client, "ada@elmshire.invalid")
    left = Session.objects.get(pk=client.session.session_key).expire_date - timezone.now()
    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)


def test_a_session_in_use_goes_on_but_not_for_ever(client, person, sign_in, monkeypatch):
    import time

    now = time.time()
    person("clerk", email="ada@elmshire.invalid")
    sign_in(client, "ada@elmshire.invalid")
    assert client.get(HOME).status_code == 200
    monkeypatch.setattr("wholeplace.web.accounts.middleware.time.time", lambda: now + 6 * 24 * 3600)
    assert client.get(HOME).status_code == 200
    monkeypatch.setattr("wholeplace.web.accounts.middleware.time.time", lambda: now + 7 * 24 * 3600 + 60)
    assert client.get(HOME).status_code == 302


def test_a_reader_without_an_account_gets_no_cookie(client):
    assert client.get("/account/signup/").cookies.get("wholeplace") is None


def test_tries_that_a_lock_out_refused_do_not_lock_out_the_account_s_owner(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid")
    for n in range(45):
        sign_in(client, "ada@elmshire.invalid", f"wrong {n}", REMOTE_ADDR="198.51.100.7")
    assert sign_in(client, "ada@elmshire.invalid", REMOTE_ADDR="192.0.2.77").status_code == 302


def test_one_account_can_t_be_guessed_at_from_many_addresses_without_end(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid")
    for n in range(30):
        sign_in(client, "ada@elmshire.invalid", f"wrong {n}", REMOTE_ADDR=f"198.51.100.{n}")
    sign_in(client, "ada@elmshire.invalid", REMOTE_ADDR="192.0.2.77")
    assert signed_in_as(client) is None


def test_the_addresses_of_one_ipv6_network_count_as_one_reader(client, person, sign_in):
    person("clerk", email="ada@elmshire.invalid")
    for n in range(5):
        sign_in(client, "ada@elmshire.invalid", f"wrong {n}", REMOTE_ADDR=f"2001:db8:1:2::{n}")
    assert sign_in(client, "ada@elmshire.invalid", REMOTE_ADDR="2001:db8:1:2:3:4:5:6").status_code == 429
    assert sign_in(client, "ada@elmshire.invalid", REMOTE_ADDR="2001:db8:1:3::1").status_code == 302
