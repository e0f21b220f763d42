"""How allauth is bent to our rules: invitation only, one address a person, secrets kept encrypted."""

from __future__ import annotations

import base64
import hashlib
import secrets
from typing import TYPE_CHECKING, Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from wholeplace.web.accounts import people
from wholeplace.web.accounts.audit import record
from wholeplace.web.accounts.client import address
from wholeplace.web.accounts.letters import link, whole

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest

    from wholeplace.web.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up; letters come from the configured address; only our own pages are gone on to."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The email address or the password is not right",
        "incorrect_password": "This is not your password",
        "enter_current_password": "This is not your present password",
        "incorrect_code": "This code is not right",
        "too_many_login_attempts": "Too many tries. Wait a quarter of an hour",
        "rate_limited": "Too many tries. Wait a little",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: people are invited."""
        del request
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses within this workbench, whatever other hosts it answers to."""
        return bool(url) and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """What a locked-out stranger tries was not looked at; counting it would lock the account's owner out too."""
        if getattr(request, "axes_locked_out", False):
            self._rollback_login_failed_rl_usage()
        super().authentication_failed(request, **credentials)

    def get_client_ip(self, request: HttpRequest) -> str:
        """As django-axes and the audit log see it."""
        return address(request) or "0.0.0.0"  # noqa: S104 - stands for no address, as in a test or on a socket

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link on the address people type, not on whatever host the request named."""
        uid, _, rest = key.partition("-")
        return link(self.request, "account_reset_password_from_key", uidb36=uid, key=rest)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A letter to people with a password. An invitation not yet taken up is not a way round its seven days."""
        if user.joined and user.has_usable_password():
            record(self.request, "password reset asked for", user, actor=user)
            super().send_password_reset_mail(user, email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters say where the workbench is."""
        super().send_mail(template_prefix, email, {**context, "home": whole(self.request)})


class MFAAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted, with a key that is not in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right. Wait for the next one and type it in",
    }

    def encrypt(self, text: str) -> str:
        """Under the present secret key."""
        return _boxes().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under the present secret key or a former one; nothing matches a secret whose key is lost."""
        try:
            return _boxes().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Sign-in with an organisation's identity provider, for people who were invited and for nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: people are invited."""
        del request, sociallogin
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in a person we know by an address that the provider has verified; tell others the same one thing."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            self._refuse(request, "connecting is not offered")
        user = sociallogin.user if sociallogin.user and sociallogin.user.pk else None
        if user is None:
            self._refuse(request, "nobody invited has this verified address")
        if user.email not in _proved(sociallogin):
            self._refuse(request, "the provider has not verified the address", user)
        if not user.is_active:
            self._refuse(request, "deactivated", user)
        if not user.joined and not people.join_by_provider(request, user, sociallogin):
            self._refuse(request, "no open invitation", user)

    @staticmethod
    def _refuse(request: HttpRequest, reason: str, user: User | None = None) -> NoReturn:
        record(request, "sign-in refused", user, way="identity provider", reason=reason)
        raise ImmediateHttpResponse(render(request, "socialaccount/not_invited.html", status=403))


def _proved(sociallogin: SocialLogin) -> set[str]:
    """The addresses that are the person's: those the provider has verified, or gives out itself and does not deny.

    Some providers write "false" as a text, which Python takes for true.
    """
    told = [part.get("email_verified") for part in sociallogin.account.extra_data.values() if isinstance(part, dict)]
    if any(word is not None and str(word).casefold() != "true" for word in told):
        return set()
    return {e.email.casefold() for e in sociallogin.email_addresses if str(e.verified).casefold() == "true"}


def _boxes() -> MultiFernet:
    """One box for each secret key, the present one first; each with a key of its own purpose."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [hashlib.blake2b(key.encode()[:2048], digest_size=32, person=b"wholeplace-mfa").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
