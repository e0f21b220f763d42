"""The second step of signing in: a wrong code counts as a wrong password does."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied, ValidationError


class SecondStepForm(AuthenticateForm):
    """Asks for a code of the authenticator app or a recovery code."""

    def clean_code(self) -> str:
        """The code, where it is right and there have not been too many wrong ones.

        allauth counts in the cache of one process; django-axes counts in the database, for all of them.
        """
        credentials = {"email": self.user.email}
        if not AxesProxyHandler.is_allowed(context.request, credentials):
            context.request.axes_locked_out = True
            raise PermissionDenied
        try:
            code: str = super().clean_code()
        except ValidationError:
            _count(credentials)
            raise
        return code


def _count(credentials: dict[str, Any]) -> None:
    user_login_failed.send(sender=__name__, credentials=credentials, request=context.request, step="code")
