"""Django's and the libraries' settings for people, signing in and the audit log, in one place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wholeplace.web.accounts.options import Options

if TYPE_CHECKING:
    from wholeplace.web.config import Config

HERE = "wholeplace.web.accounts"
LOCKOUT = timedelta(minutes=15)
WRONG_TRIES = 5
REAUTHENTICATE_SECONDS = 10 * 60


def sign_in_settings(config: Config) -> dict[str, Any]:
    """The settings by name."""
    given = Options(config)
    _ = given.require_mfa, given.longest_hours, given.audit_days  # what is wrong is told now, not to the first reader
    return {
        **_passwords_and_sessions(given),
        **_allauth(config),
        **_identity_provider(given),
        **_throttling(),
        "AUDITLOG_LOGENTRY_MODEL": "accounts.AuditEntry",
        # The library's own table stays empty, so it isn't made.
        "MIGRATION_MODULES": {"auditlog": None},
    }


def form_targets(config: Config) -> list[str]:
    """Where a form may lead besides here: to the identity provider, by way of our own address."""
    issuer = Options(config).oidc.get("issuer", "")
    return [f"{urlsplit(issuer).scheme}://{urlsplit(issuer).netloc}"] if issuer else []


def _passwords_and_sessions(given: Options) -> dict[str, Any]:
    validation = "django.contrib.auth.password_validation"
    return {
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{validation}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["name", "email"]},
            },
            {"NAME": f"{validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": f"{validation}.CommonPasswordValidator"},
            {"NAME": f"{validation}.NumericPasswordValidator"},
        ],
        "PASSWORD_RESET_TIMEOUT": 60 * 60,
        "SESSION_COOKIE_AGE": given.idle_hours * 60 * 60,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
    }


def _allauth(config: Config) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": f"{HERE}.adapters.AccountAdapter",
        "ACCOUNT_FORMS": {
            "login": f"{HERE}.sign_in_forms.LoginForm",
            "change_password": f"{HERE}.sign_in_forms.ChangePasswordForm",
            "reauthenticate": f"{HERE}.sign_in_forms.ReauthenticateForm",
        },
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
        # The link of an invitation is the proof of an address, and only administrators change one.
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "Wholeplace: ",
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if config.production else "http",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": REAUTHENTICATE_SECONDS,
        "ACCOUNT_RATE_LIMITS": {
            # Wrong passwords and codes are counted by django-axes for each account and address. This is for one
            # account from many addresses.
            "login_failed": f"{6 * WRONG_TRIES}/{int(LOCKOUT.total_seconds())}s/key",
            "reset_password": "20/h/ip,3/h/key",
            "reset_password_from_key": "20/m/ip",
        },
        "ACCOUNT_TEMPLATE_EXTENSION": "html",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "home:home",
        "MFA_ADAPTER": f"{HERE}.adapters.MFAAdapter",
        "MFA_FORMS": {"authenticate": f"{HERE}.second_step.SecondStepForm"},
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_TOTP_ISSUER": "Wholeplace",
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_RECOVERY_CODE_COUNT": 10,
        "USERSESSIONS_TRACK_ACTIVITY": False,
    }


def _identity_provider(given: Options) -> dict[str, Any]:
    provider = given.oidc
    app: dict[str, Any] = provider and {
        "provider_id": "organisation",
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider["client_secret"],
        "settings": {
            "server_url": provider["issuer"],
            "oauth_pkce_enabled": True,
            "verified_email": given.oidc_domains,
        },
    }
    return {
        "SOCIALACCOUNT_ADAPTER": f"{HERE}.adapters.ProviderAdapter",
        "SOCIALACCOUNT_AUTO_SIGNUP": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
        # Someone invited is known by the address that the provider says is theirs; ProviderAdapter checks the rest.
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [app] if app else [], "OAUTH_PKCE_ENABLED": True}},
    }


def _throttling() -> dict[str, Any]:
    return {
        "AXES_FAILURE_LIMIT": WRONG_TRIES,
        "AXES_COOLOFF_TIME": LOCKOUT,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_DISABLE_ACCESS_LOG": True,  # the audit log has the sign-ins
        "AXES_VERBOSE": False,
        "AXES_ENABLE_ADMIN": False,
        "AXES_SENSITIVE_PARAMETERS": ["login", "password", "code", "csrfmiddlewaretoken", "ip_address", "username"],
        "AXES_USERNAME_CALLABLE": f"{HERE}.client.address_tried",
        "AXES_CLIENT_IP_CALLABLE": f"{HERE}.client.network",
        "AXES_LOCKOUT_CALLABLE": f"{HERE}.lockout.locked_out",
    }
