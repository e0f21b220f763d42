"""What happens at the door, written to the audit log: sign-ins, wrong tries, lock-outs, passwords, second steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth

from wholeplace.web.accounts.audit import record
from wholeplace.web.accounts.client import address_tried

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.web.accounts.models import User

KINDS = {"totp": "authenticator app", "recovery_codes": "recovery codes"}


def watch() -> None:
    """Listen; called once, when Django is ready."""
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_failed)
    user_locked_out.connect(_locked_out)
    account.password_changed.connect(_password("password changed"), weak=False)
    account.password_set.connect(_password("password set"), weak=False)
    account.password_reset.connect(_password("password reset"), weak=False)
    mfa.authenticator_added.connect(_second_step("second step set up"), weak=False)
    mfa.authenticator_removed.connect(_second_step("second step removed"), weak=False)
    mfa.authenticator_reset.connect(_second_step("recovery codes made anew"), weak=False)


def _signed_in(request: HttpRequest, user: User, **more: Any) -> None:
    del more
    record(request, "sign-in", user, actor=user)


def _signed_out(request: HttpRequest, user: User | None, **more: Any) -> None:
    del more
    if user is not None:
        record(request, "sign-out", user, actor=user)


def _failed(
    credentials: dict[str, Any], request: HttpRequest | None = None, step: str = "password", **more: Any
) -> None:
    del more
    if request is not None:
        record(request, "failed sign-in", _known(request, credentials), step=step, account=_word(request, credentials))


def _locked_out(request: HttpRequest, username: str, **more: Any) -> None:
    del more
    credentials = {"email": username}
    record(request, "lock-out", _known(request, credentials), account=_word(request, credentials))


def _known(request: HttpRequest, credentials: dict[str, Any]) -> User | None:
    from wholeplace.web.accounts.models import User

    return User.objects.filter(email__iexact=address_tried(request, credentials)).first()


def _word(request: HttpRequest, credentials: dict[str, Any]) -> str:
    """Whether the account exists. What a stranger typed is not kept: it may be a password in the wrong box."""
    return "" if _known(request, credentials) else "no such account"


def _password(event: str) -> Any:
    def listen(request: HttpRequest, user: User, **more: Any) -> None:
        del more
        record(request, event, user, actor=user)

    return listen


def _second_step(event: str) -> Any:
    def listen(request: HttpRequest, user: User, authenticator: Any, **more: Any) -> None:
        del more
        record(request, event, user, kind=KINDS.get(authenticator.type, authenticator.type))

    return listen
