"""The administrator's pages about people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wholeplace.web.accounts import people
from wholeplace.web.accounts import portfolio as portfolios
from wholeplace.web.accounts.access import allow
from wholeplace.web.accounts.actions import ACTIONS, offered
from wholeplace.web.accounts.forms import DetailsForm, GiveForm, InviteForm, PortfolioForm
from wholeplace.web.accounts.models import AuditEntry, Grant, Invitation, PortfolioPlace, Role, User
from wholeplace.web.accounts.places_book import name_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PEOPLE_A_PAGE = 50
GIVE, ADD = "give_%s", "add_%s"  # both forms stand on one page, and no two fields may have the same id
RECENT = 10  # entries of the audit log on a person's page

# Asking for the password again guards a page left open; reading is not asked twice.
sensitive = reauthentication_required(allow_get=True)
asked_or_done = require_http_methods(["GET", "HEAD", "POST"])


@allow(Role.ADMINISTRATOR)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, by name; a search by name, address, role or place."""
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = User.objects.visible_to(request.user).prefetch_related("grants")
    if query:
        named = Q(name__icontains=query) | Q(email__icontains=query)
        found = found.filter(named | Q(pk__in=_with_words(query)))
    if state in {"active", "invited"}:
        found = found.filter(is_active=True, joined__isnull=state == "invited")
    elif state == "deactivated":
        found = found.filter(is_active=False)
    page = Paginator(found, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    rows = [(p, [people.in_words(g.role, g.place) for g in p.grants.all() if not g.ended]) for p in page]
    told = {"page": page, "rows": rows, "query": query, "state": state, "total": page.paginator.count}
    return render(request, "accounts/people.html", told)


def _with_words(query: str) -> list[int]:
    """People whose role or place is named so."""
    wanted = query.casefold()
    living = Grant.objects.now().values_list("user", "role", "place")
    return [user for user, role, place in living if wanted in people.in_words(role, place).casefold()]


@allow(Role.ADMINISTRATOR)
@asked_or_done
@sensitive
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a person by email, with roles."""
    form = InviteForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            people.invite(request, form.cleaned_data["email"], form.cleaned_data["name"], form.rights())
        except people.PeopleError as error:
            form.add_error("email", str(error))
        else:
            made = User.objects.get(email__iexact=form.cleaned_data["email"])
            messages.success(request, f"An invitation has been sent to {made.email}. Its link works for seven days.")
            return redirect("accounts:person", made.pk)
    return render(request, "accounts/invite.html", {"form": form}, status=400 if form.errors else 200)


@allow(Role.ADMINISTRATOR)
@require_safe
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person: who they are, what they may do and could do, how they sign in, what they did lately."""
    return _page(request, _person(request, number), GiveForm(auto_id=GIVE), PortfolioForm(auto_id=ADD))


def _page(request: HttpRequest, whom: User, give_form: GiveForm, portfolio_form: PortfolioForm) -> HttpResponse:
    grants = list(Grant.objects.visible_to(request.user).filter(user=whom).select_related("given_by", "ended_by"))
    entries = AuditEntry.objects.visible_to(request.user).filter(actor=whom).select_related("actor")
    told = {
        "person": whom,
        "living": [(g, people.in_words(g.role, g.place)) for g in grants if not g.ended],
        "ended": [(g, people.in_words(g.role, g.place)) for g in grants if g.ended],
        "invitations": Invitation.objects.visible_to(request.user).filter(user=whom).select_related("sent_by"),
        "second_step": people.has_second_step(whom),
        "actions": offered(whom),
        "portfolio": [
            (p.place, name_of(p.place)) for p in PortfolioPlace.objects.visible_to(request.user).filter(user=whom)
        ],
        "adviser": whom.has_role(Role.ADVISER),
        "recent": entries[:RECENT],
        "give_form": give_form,
        "portfolio_form": portfolio_form,
    }
    wrong = give_form.errors or portfolio_form.errors
    return render(request, "accounts/person.html", told, status=400 if wrong else 200)


@allow(Role.ADMINISTRATOR)
@asked_or_done
@sensitive
def details(request: HttpRequest, number: int) -> HttpResponse:
    """Change a person's name or address."""
    whom = _person(request, number)
    form = DetailsForm(_posted(request), initial={"name": whom.name, "email": whom.email})
    if request.method == "POST" and form.is_valid():
        try:
            people.change_details(request, whom, form.cleaned_data["name"], form.cleaned_data["email"])
        except people.PeopleError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("accounts:person", number)
    return render(request, "accounts/details.html", {"form": form, "person": whom}, status=400 if form.errors else 200)


@allow(Role.ADMINISTRATOR)
@require_POST
@sensitive
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Give a role: shown once more in words, then done."""
    whom = _person(request, number)
    form = GiveForm(request.POST, auto_id=GIVE)
    if not form.is_valid():
        return _page(request, whom, form, PortfolioForm(auto_id=ADD))
    role, place = form.cleaned_data["role"], form.cleaned_data["place"]
    words = people.in_words(role, place)
    if "confirm" not in request.POST:
        title = f"Give {whom} the role {words}?"
        kept = {"role": role, "place": place}
        return _ask(request, whom, title, f"They may do what a {Role(role).label.lower()} may from now on.", kept)
    people.give(request, whom, role, place)
    messages.success(request, f"{whom} now has the role {words}.")
    return redirect("accounts:person", number)


@allow(Role.ADMINISTRATOR)
@asked_or_done
@sensitive
def end(request: HttpRequest, number: int, grant: int) -> HttpResponse:
    """End a role; the page asks first."""
    whom = _person(request, number)
    found = get_object_or_404(Grant.objects.editable_by(request.user), pk=grant, user=whom)
    words = people.in_words(found.role, found.place)
    if request.method != "POST":
        title = f"End {whom}'s role {words}?"
        return _ask(request, whom, title, "It ends at once. The role stays in their history.", {}, warning=True)
    try:
        people.end(request, found)
    except people.PeopleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{whom} no longer has the role {words}.")
    return redirect("accounts:person", number)


@allow(Role.ADMINISTRATOR)
@asked_or_done
@sensitive
def act(request: HttpRequest, number: int, action: str) -> HttpResponse:
    """Something done to a person's account; the page asks first."""
    whom = _person(request, number)
    known = ACTIONS.get(action)
    if known is None:
        raise Http404
    if not known.suits(whom):
        messages.error(request, f"This can't be done for {whom} now.")
        return redirect("accounts:person", number)
    if request.method != "POST":
        return _ask(request, whom, f"{known.text}: {whom}?", known.consequence, {}, warning=known.warning)
    try:
        known.do(request, whom)
    except people.PeopleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Done: {known.text.lower()}.")
    return redirect("accounts:person", number)


@allow(Role.ADMINISTRATOR)
@require_POST
def portfolio(request: HttpRequest, number: int) -> HttpResponse:
    """Add a place to an adviser's portfolio, or take one out."""
    whom = _person(request, number)
    if out := request.POST.get("remove", ""):
        portfolios.remove(whom, out)
        return redirect("accounts:person", number)
    form = PortfolioForm(request.POST, auto_id=ADD)
    if form.is_valid():
        try:
            portfolios.add(whom, form.cleaned_data["place"])
        except portfolios.PortfolioError as error:
            form.add_error("place", str(error))
        else:
            return redirect("accounts:person", number)
    return _page(request, whom, GiveForm(auto_id=GIVE), form)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _person(request: HttpRequest, number: int) -> User:
    found: User = get_object_or_404(User.objects.editable_by(request.user), pk=number)
    return found


def _ask(
    request: HttpRequest, whom: User, title: str, text: str, kept: dict[str, Any], *, warning: bool = False
) -> HttpResponse:
    told = {"person": whom, "title": title, "text": text, "kept": kept, "warning": warning}
    return render(request, "accounts/confirm.html", told)
