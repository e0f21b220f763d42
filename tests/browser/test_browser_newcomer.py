"""A person invited comes in, sets up a second step, signs in with it, and takes it off again: every page on the way."""

from __future__ import annotations

import re
import time

import pytest
from browsing import Visitor, look, shape

import deployment

PASSWORD = "words that only this person knows"


def code(secret: str, ahead: int = 0) -> str:
    """What an authenticator app would show, or will show that many half minutes from now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def seen(person: Visitor) -> None:
    """What every page must be; axe itself is a script."""
    if person.scripts:
        look(person)
    else:
        assert not shape(person.page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_invited_person_comes_in_with_a_second_step(scripts, site, visitor):
    email = f"newcomer-{scripts}@sample.invalid".casefold()
    told = deployment.command(site.env, "people", "invite", email, "--role", "adviser", "--name", "Ines Newcomer")
    link = re.search(r"/account/invitation/\S+", told.out)
    assert link, told.err
    person = visitor(scripts=scripts)
    page = person.go(link[0])
    seen(person)
    page.locator("#id_password").fill(PASSWORD)
    person.press("Go on")
    assert page.get_by_role("heading", level=1).inner_text() == "Set up your second step"
    seen(person)
    secret = page.locator("code.wp-key").inner_text()
    page.locator("#id_code").fill(code(secret))
    person.press("Turn it on")
    seen(person)  # the recovery codes
    codes = page.locator(".wp-codes code").all_inner_texts()
    assert len(codes) == 10
    person.go("/account/2fa/")
    seen(person)
    person.go("/account/2fa/recovery-codes/generate/")
    seen(person)
    person.go("/account/logout/")
    person.press("Sign out")

    person.go("/account/login/")
    person.give_password(email, PASSWORD)
    assert page.get_by_role("heading", level=1).inner_text() == "Give a code"
    seen(person)
    page.locator("#id_code").fill(codes[0])
    person.press("Sign in")
    assert page.get_by_role("link", name="Sign in").count() == 0

    person.go("/account/2fa/reauthenticate/")
    seen(person)
    page.locator("#id_code").fill(codes[1])
    person.press("Go on")
    person.go("/account/2fa/totp/deactivate/")
    seen(person)
    person.press("Turn it off")
    person.go("/account/2fa/")
    assert "Not set up" in person.main()
