"""Pages about oneself, and the way in by invitation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.usersessions.models import UserSession
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wholeplace.web.accounts import people
from wholeplace.web.accounts.access import PUBLIC, SIGNED_IN, allow
from wholeplace.web.accounts.forms import JoinForm
from wholeplace.web.accounts.models import Grant, Invitation, PortfolioPlace
from wholeplace.web.accounts.options import options
from wholeplace.web.accounts.roles import WHAT_FOR

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@allow(SIGNED_IN)
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, how I sign in."""
    grants = Grant.objects.visible_to(request.user).now().filter(user=request.user)
    told = {
        "roles": [(people.in_words(g.role, g.place), WHAT_FOR[g.role], g.given) for g in grants],
        "portfolio": PortfolioPlace.objects.visible_to(request.user).filter(user=request.user).count(),
        "second_step": people.has_second_step(request.user),
        "required": options().require_mfa,
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "accounts/me.html", told)


@allow(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take an invitation up: set a name and a password, and go on to the second step."""
    if limited := ratelimit.consume_or_429(request, action="reset_password_from_key"):
        return limited
    if request.user.is_authenticated:
        return render(request, "accounts/signed_in_already.html")
    found = Invitation.objects.get_queryset().by_token(token)
    if found is None:
        return render(request, "accounts/invitation_gone.html", status=404)
    form = JoinForm(found.user, request.POST if request.method == "POST" else None, initial={"name": found.user.name})
    if request.method == "POST" and form.is_valid():
        person = people.join(request, found, form.cleaned_data["name"], form.cleaned_data["password"])
        if person is None:
            return render(request, "accounts/invitation_gone.html", status=404)
        record_authentication(request, person, method="password", reauthenticated=True)
        login = Login(user=person, email_verification="none", redirect_url=reverse("mfa_activate_totp"))
        return perform_login(request, login)
    told = {"form": form, "invitation": found, "person": found.user}
    return render(request, "accounts/invitation.html", told, status=400 if form.errors else 200)
