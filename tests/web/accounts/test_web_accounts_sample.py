"""Invented people for a demonstration, and what the environment says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wholeplace.core.errors import SettingsError
from wholeplace.web.accounts.options import Options
from wholeplace.web.accounts.sign_in_settings import form_targets, sign_in_settings
from wholeplace.web.config import Config


def options(**env):
    return Options(Config({f"WHOLEPLACE_{name}": value for name, value in env.items()}))


@pytest.mark.django_db
@pytest.mark.usefixtures("small_register")
def test_there_is_one_person_of_each_role_with_one_password():
    from wholeplace.web.accounts.models import Role, User
    from wholeplace.web.accounts.sample_people import make_sample_people

    made, password = make_sample_people()
    assert {role for p in User.objects.all() for role, _ in p.rights} == set(Role.values)
    assert all(p.email.endswith("@sample.invalid") for p in made)
    assert all(p.check_password(password) for p in User.objects.all())
    assert len(password) >= 12
    again, _ = make_sample_people("another password")
    assert [p.email for p in again] == [p.email for p in made]
    assert User.objects.count() == len(Role.values)


@pytest.mark.django_db
def test_in_the_invented_sector_the_adviser_looks_after_twelve_councils(sector):
    from wholeplace.web.accounts import portfolio
    from wholeplace.web.accounts.models import User
    from wholeplace.web.accounts.places_book import register
    from wholeplace.web.accounts.sample_people import make_sample_people

    make_sample_people()
    places = portfolio.places_of(User.objects.get(email="adviser@sample.invalid"))
    assert len(set(places)) == 12
    assert all(place in register() for place in places)
    officer = User.objects.get(email="officer@sample.invalid")
    assert register()[next(iter(officer.places_as("officer")))].end is None


@pytest.mark.django_db
@pytest.mark.usefixtures("small_register")
def test_there_are_none_in_production(settings):
    from django.core.management import CommandError, call_command

    from wholeplace.web.accounts.models import User

    settings.CONFIG = replace(settings.CONFIG, env={**settings.CONFIG.env, "WHOLEPLACE_MODE": "production"})
    with pytest.raises(CommandError, match="not made in production"):
        call_command("make_sample_people")
    assert not User.objects.exists()


def test_a_second_step_is_required_in_production_and_not_on_a_developers_machine():
    assert not options().require_mfa
    assert options(MODE="production").require_mfa
    assert not options(MODE="production", REQUIRE_MFA="off").require_mfa
    assert options(REQUIRE_MFA="on").require_mfa
    with pytest.raises(SettingsError, match="must be on or off"):
        _ = options(REQUIRE_MFA="maybe").require_mfa


def test_half_an_identity_provider_is_none_and_is_told():
    assert options().oidc == {}
    with pytest.raises(SettingsError, match="WHOLEPLACE_OIDC_CLIENT_ID and WHOLEPLACE_OIDC_CLIENT_SECRET"):
        _ = options(OIDC_ISSUER="https://id.example").oidc
    whole = {"OIDC_ISSUER": "http://id.example/", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}
    assert options(**whole).oidc["issuer"] == "http://id.example"
    with pytest.raises(SettingsError, match="https://"):
        _ = options(**whole, MODE="production").oidc


def test_a_form_may_lead_to_the_identity_provider_and_nowhere_else():
    env = {
        "WHOLEPLACE_OIDC_ISSUER": "https://id.example/tenant",
        "WHOLEPLACE_OIDC_CLIENT_ID": "a",
        "WHOLEPLACE_OIDC_CLIENT_SECRET": "b",
    }
    assert form_targets(Config(env)) == ["https://id.example"]
    assert form_targets(Config({})) == []


@pytest.mark.parametrize("name", ["AUDIT_DAYS", "SESSION_IDLE_HOURS", "SESSION_LONGEST_HOURS"])
def test_numbers_must_be_numbers(name):
    asked = name.removeprefix("SESSION_").casefold()
    with pytest.raises(SettingsError, match=name):
        getattr(options(**{name: "soon"}), asked)


def test_sessions_last_as_long_as_the_environment_says():
    config = Config({"WHOLEPLACE_SESSION_IDLE_HOURS": "2", "WHOLEPLACE_HOME": str(Path("nowhere"))})
    assert sign_in_settings(config)["SESSION_COOKIE_AGE"] == 7200
