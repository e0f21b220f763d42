"""Who may open the pages that allauth brings. A page that is not listed is closed, as is any that an update adds."""

from __future__ import annotations

from wholeplace.web.accounts.access import PUBLIC, SIGNED_IN, Access

EVERYONE = Access(frozenset({PUBLIC}))
PEOPLE = Access(frozenset({SIGNED_IN}))
CLOSED = Access(frozenset())

_PUBLIC = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that people are invited
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",  # asks for the second step; the password has been given
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "openid_connect_login",
    "openid_connect_callback",
)
_PEOPLE = (
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "usersessions_list",
)
LIBRARIES = dict.fromkeys(_PUBLIC, EVERYONE) | dict.fromkeys(_PEOPLE, PEOPLE)

# What someone signed in can open before they have set up a second step, where one is required.
WITHOUT_SECOND_STEP = frozenset(
    {
        "account_logout",
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "operations:live",
        "operations:ready",
    }
)
