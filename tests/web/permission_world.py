"""The people and things that the permission matrix is tried with, and the walk over all addresses."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PASSWORD = "a long enough password for tests"
OWN, OTHER = "ZAB", "ZAC"
MEASURE, PERIOD = "reserves-years-left", "2016-17"
PUBLIC = "public"
# Actor: role and place. "own" and "other" are about the place that the page is about.
ACTORS: dict[str, tuple[str, str]] = {
    "nobody": ("", ""),
    "own councillor": ("councillor", OWN),
    "other councillor": ("councillor", OTHER),
    "own officer": ("officer", OWN),
    "other officer": ("officer", OTHER),
    "adviser": ("adviser", ""),
    "clerk": ("clerk", ""),
    "data manager": ("data-manager", ""),
    "administrator": ("administrator", ""),
}


EVERYONE = frozenset({PUBLIC, *ACTORS})
PEOPLE = frozenset(ACTORS)
SIGN_IN = "sign in"
Outcome = int | str


@dataclass(frozen=True)
class Row:
    """Who gets what from an address. Those not in `who` are refused; the public is sent to sign in where it reads."""

    who: frozenset[str]
    get: Outcome
    post: Outcome
    arguments: Callable[[World], list[Any]] | None = None
    others_get: Outcome = 403
    others_post: Outcome = 403
    but: dict[tuple[str, str], Outcome] = field(default_factory=dict)

    def expected(self, actor: str, method: str) -> Outcome:
        """The status, or `SIGN_IN` where the reader is sent to sign in first."""
        if (actor, method) in self.but:
            return self.but[actor, method]
        if actor in self.who:
            return self.get if method == "get" else self.post
        if actor == PUBLIC:
            return SIGN_IN if method == "get" else 403
        return self.others_get if method == "get" else self.others_post


@dataclass
class World:
    """What is there: somebody to be about, a job, a reply, releases; and a browser for every actor."""

    browsers: dict[str, Client]
    subject: Any
    grant: Any
    job: Any
    reply: Any
    releases: list[str] = field(default_factory=list)

    def browser(self, actor: str) -> Client:
        """A browser of an actor as it was at the beginning, whatever was done with others."""
        made = Client(raise_request_exception=False)
        made.cookies = SimpleCookie({name: morsel.value for name, morsel in self.browsers[actor].cookies.items()})
        return made

    def outcome(self, actor: str, method: str, path: str) -> Outcome:
        """What an actor gets; whatever it changed is undone."""
        with transaction.atomic():
            answer = getattr(self.browser(actor), method)(path)
            if answer.streaming:
                list(answer.streaming_content)
            transaction.set_rollback(True)
        to_sign_in = answer.status_code == 302 and answer.url.startswith("/account/login/?next=")
        return SIGN_IN if to_sign_in else int(answer.status_code)


def make_world(person: Callable[..., Any]) -> World:
    """People of every role signed in, each of whom has just given the password, and things of every kind."""
    from wholeplace.web.accounts.models import User

    browsers = {PUBLIC: Client()}
    for actor, (role, place) in ACTORS.items():
        made = person(role, place, name=actor)
        browsers[actor] = Client()
        browsers[actor].force_login(made, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert browsers[actor].post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
    subject = person("adviser", name="Subject")
    manager = User.objects.get(name="data manager")
    return World(browsers, subject, subject.grants.get(), _job(manager), _reply(), _vintages())


def _vintages() -> list[str]:
    """A release and the one it revised."""
    from wholeplace.web.data.releases import the_catalogue

    catalogue = the_catalogue()
    later, before = next((e, b) for e in catalogue.entries if (b := catalogue.before(e)))
    return [later.id, before.id]


def _job(manager: Any) -> Any:
    from wholeplace.web.data.loads import KIND
    from wholeplace.web.jobs.models import Job

    return Job.objects.create(kind=KIND, title="Load one file", created_by=manager, arguments={"check_only": True})


def _reply() -> Any:
    from wholeplace.web.replies.models import Reply, Version

    reply = Reply.objects.create(measure=MEASURE, place=OWN, period=PERIOD, council=OWN, versions_count=1)
    Version.objects.create(reply=reply, number=1, text="We disagree.", role="Finance director", council_name="Own")
    return reply


def addresses(patterns: Any = None, space: str = "") -> Iterator[str]:
    """Every name in the resolver; what has no name by its pattern."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(found, URLPattern):
            yield f"{space}{found.name or f'({found.pattern})'}"
        else:
            yield from addresses(found.url_patterns, f"{space}{found.namespace}:" if found.namespace else space)
