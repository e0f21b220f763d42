"""Signing in with an organisation's identity provider (OpenID Connect)."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_register")]
EMAIL = "ada@elmshire.invalid"
LOGIN = "/account/oidc/organisation/login/"


@pytest.fixture
def provider(settings):
    """A provider that says Ada signs in, and a workbench that is told of it."""
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        from fake_provider import CLIENT, SECRET, Provider, serve
    finally:
        sys.path.pop(0)
    from wholeplace.web.accounts.sign_in_settings import sign_in_settings

    made = Provider(claims={"sub": "ada-1", "email": EMAIL, "email_verified": True, "name": "Ada Brook"})
    server = serve(made)
    env = {
        "WHOLEPLACE_OIDC_ISSUER": made.issuer,
        "WHOLEPLACE_OIDC_CLIENT_ID": CLIENT,
        "WHOLEPLACE_OIDC_CLIENT_SECRET": SECRET,
        "WHOLEPLACE_OIDC_NAME": "Elmshire Council",
    }
    settings.CONFIG = replace(settings.CONFIG, env={**settings.CONFIG.env, **env})
    settings.SOCIALACCOUNT_PROVIDERS = sign_in_settings(settings.CONFIG)["SOCIALACCOUNT_PROVIDERS"]
    yield made
    server.shutdown()
    server.server_close()


def through(client, **form):
    """Press the button, sign in over there, come back."""
    import httpx

    begun = client.post(LOGIN, form)
    assert begun.status_code == 302
    there = httpx.get(begun.url)
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def whom(client):
    return client.session.get("_auth_user_id")


def test_someone_known_by_their_verified_address_signs_in(client, provider, person):
    who = person("clerk", email=EMAIL)
    assert "Sign in with Elmshire Council" in client.get("/account/login/").content.decode()
    assert through(client).status_code == 302
    assert whom(client) == str(who.pk)
    assert client.get("/account/").status_code == 200


def test_capitals_of_the_address_do_not_matter(client, provider, person):
    provider.claims["email"] = "Ada@Elmshire.Invalid"
    who = person("clerk", email=EMAIL)
    through(client)
    assert whom(client) == str(who.pk)


def test_the_request_is_tied_to_the_browser_and_to_the_code(client, provider, person):
    person("clerk", email=EMAIL)
    through(client)
    (asked,) = provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert asked["state"]
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}


def test_a_stranger_is_not_let_in_and_no_account_is_made(client, provider):
    from wholeplace.web.accounts.models import AuditEntry, User

    answer = through(client)
    assert answer.status_code == 403
    assert "Only people who were invited" in answer.content.decode()
    assert not User.objects.exists()
    assert (
        AuditEntry.objects.get(event="sign-in refused").details["reason"] == "nobody invited has this verified address"
    )
    assert whom(client) is None


def told_of_domains(settings, domains):
    from wholeplace.web.accounts.sign_in_settings import sign_in_settings

    settings.CONFIG = replace(settings.CONFIG, env={**settings.CONFIG.env, "WHOLEPLACE_OIDC_DOMAINS": domains})
    settings.SOCIALACCOUNT_PROVIDERS = sign_in_settings(settings.CONFIG)["SOCIALACCOUNT_PROVIDERS"]


def test_addresses_that_the_organisation_gives_out_itself_need_no_word_of_proof(client, provider, person, settings):
    who = person("clerk", email=EMAIL)
    del provider.claims["email_verified"]
    assert through(client).status_code == 403
    told_of_domains(settings, "other.invalid")
    assert through(client).status_code == 403
    told_of_domains(settings, "other.invalid, Elmshire.invalid")
    assert through(client).status_code == 302
    assert whom(client) == str(who.pk)


def test_an_address_that_the_provider_denies_is_not_proved_by_its_domain(client, provider, person, settings):
    person("clerk", email=EMAIL)
    told_of_domains(settings, "elmshire.invalid")
    provider.claims["email_verified"] = False
    assert through(client).status_code == 403


@pytest.mark.parametrize("verified", [False, None, "false", "no", 0])
def test_an_address_that_is_not_verified_opens_nothing(client, provider, person, verified):
    person("clerk", email=EMAIL)
    provider.claims["email_verified"] = verified
    assert through(client).status_code == 403
    assert whom(client) is None


def test_an_account_linked_before_is_not_enough_without_the_verified_address(client, provider, person):
    from django.test import Client

    person("clerk", email=EMAIL)
    through(client)
    provider.claims["email_verified"] = False
    again = Client()
    assert through(again).status_code == 403
    provider.claims.update(email_verified=True, email="somebody@else.invalid")
    assert through(again).status_code == 403
    assert whom(again) is None


def test_an_open_invitation_is_taken_up_by_signing_in(client, provider):
    from wholeplace.web.accounts import people
    from wholeplace.web.accounts.models import AuditEntry, User

    people.invite(None, EMAIL, "", [("officer", "ZAA")])
    through(client)
    who = User.objects.get(email=EMAIL)
    assert (who.state, who.name) == ("active", "Ada Brook")
    assert not who.has_usable_password()
    assert who.invitations.get().state == "accepted"
    assert whom(client) == str(who.pk)
    assert AuditEntry.objects.get(event="invitation taken up").details["way"] == "identity provider"


def test_an_invitation_that_has_ended_is_not_taken_up(client, provider):
    from django.utils import timezone

    from wholeplace.web.accounts import people
    from wholeplace.web.accounts.models import Invitation

    people.invite(None, EMAIL, "Ada", [("clerk", "")])
    Invitation.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert through(client).status_code == 403
    assert whom(client) is None


def test_a_deactivated_person_is_kept_out(client, provider, person):
    person("clerk", email=EMAIL, is_active=False)
    assert through(client).status_code == 403
    assert whom(client) is None


def test_the_second_step_is_asked_for_here_too(client, provider, person, app_of):
    code = app_of(person("clerk", email=EMAIL))
    assert through(client).url.startswith("/account/2fa/authenticate/")
    assert whom(client) is None
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert whom(client)


def test_where_a_second_step_is_required_it_must_be_set_up_first(client, provider, person, settings):
    settings.CONFIG = replace(settings.CONFIG, env={**settings.CONFIG.env, "WHOLEPLACE_REQUIRE_MFA": "on"})
    person("administrator", email=EMAIL)
    through(client)
    assert client.get("/people/").url == "/account/2fa/"


@pytest.mark.parametrize("change", [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": 1}])
def test_a_token_for_somebody_else_by_somebody_else_or_too_old_is_refused(client, provider, person, change):
    person("clerk", email=EMAIL)
    provider.id_token_changes = change
    answer = through(client)
    assert "Signing in did not work" in answer.content.decode()
    assert whom(client) is None


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(client, provider, person):
    import httpx
    from django.test import Client

    person("clerk", email=EMAIL)
    back = urlsplit(httpx.get(client.post(LOGIN).url).headers["Location"])
    other = Client()
    answer = other.get(f"{back.path}?{back.query}")
    assert "Signing in did not work" in answer.content.decode()
    assert whom(other) is None


def test_leaving_the_provider_half_way_is_told_plainly(client, provider):
    state = parse_qs(urlsplit(client.post(LOGIN).url).query)["state"][0]
    answer = client.get(f"{LOGIN}callback/", {"error": "access_denied", "state": state}, follow=True)
    assert "You have not signed in" in answer.content.decode()


def test_a_provider_that_does_not_answer_is_told_plainly(client, provider):
    provider.discovery = lambda: None
    answer = client.post(LOGIN)
    assert answer.status_code == 502
    assert "Signing in did not work" in answer.content.decode()


def test_signing_in_begins_with_a_button_not_with_a_link(client, provider):
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert "Elmshire Council" in page.content.decode()


def test_it_leads_back_to_the_page_asked_for_and_to_no_strange_place(client, provider, person):
    from django.test import Client

    person("clerk", email=EMAIL)
    assert through(client, next="/account/").url == "/account/"
    assert through(Client(), next="https://evil.example/").url == "/"


def test_connecting_another_account_is_not_offered(signed_in, provider):
    client = signed_in("clerk")
    answer = through(client, process="connect")
    assert answer.status_code == 403
    assert client.person.socialaccount_set.count() == 0


def test_without_a_provider_there_is_no_such_page(client):
    assert client.get(LOGIN).status_code == 404
    assert "Sign in with" not in client.get("/account/login/").content.decode()


def test_no_token_is_kept(client, provider, person):
    from allauth.socialaccount.models import SocialToken

    person("clerk", email=EMAIL)
    through(client)
    assert not SocialToken.objects.exists()
