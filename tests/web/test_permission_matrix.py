"""Who may open what: every address, every role, reading and sending. One table.

A new page gets a row here; `test_every_address_has_a_row` fails until it has one, and a row that names no page fails
too. `Row(who, get, post)`: those in `who` get these answers; the public is sent to sign in where it reads and refused
where it sends; everybody else is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from permission_world import (
    ACTORS,
    EVERYONE,
    MEASURE,
    OWN,
    PEOPLE,
    PERIOD,
    PUBLIC,
    SIGN_IN,
    Row,
    World,
    addresses,
    make_world,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
ADMINISTRATOR = frozenset({"administrator"})
MANAGER = frozenset({"data manager"})
WATCHERS = frozenset({"adviser", "administrator"})
OFFICERS = frozenset({"own officer", "other officer"})


def readable(*arguments: Any, of: Callable[[World], list[Any]] | None = None) -> Row:
    """Public: everyone reads it, nobody sends anything to it."""
    return Row(EVERYONE, 200, 405, of or (lambda world: list(arguments)))


def harmless(*arguments: Any) -> Row:
    """Public: everyone reads it, and sending something only shows it."""
    return Row(EVERYONE, 200, 200, lambda world: list(arguments))


def closed(*arguments: Any) -> Row:
    """A page of a library that is not wanted: it is not there."""
    return Row(EVERYONE, 404, 404, lambda world: list(arguments))


def people(get: int, post: int, of: Callable[[World], list[Any]] | None = None, **more: Any) -> Row:
    """For everyone signed in."""
    return Row(PEOPLE, get, post, of, **more)


def administrators(get: int, post: int, of: Callable[[World], list[Any]] | None = None) -> Row:
    """For administrators."""
    return Row(ADMINISTRATOR, get, post, of)


def subject(*more: Any) -> Callable[[World], list[Any]]:
    return lambda world: [world.subject.pk, *more]


def job(world: World) -> list[Any]:
    return [world.job.id]


def figure(world: World) -> list[Any]:
    return [MEASURE, OWN, PERIOD]


def reply(world: World) -> list[Any]:
    return [world.reply.pk]


def release(world: World) -> list[Any]:
    return world.releases[:1]


def vintages(world: World) -> list[Any]:
    return world.releases


TABLE: dict[str, Row] = {
    # The first page, and an adviser's own list
    "home:home": readable(),
    "home:robots": readable(),
    "home:portfolio": Row(frozenset({"adviser"}), 200, 422),
    "home:portfolio_csv": Row(frozenset({"adviser"}), 200, 405),
    # Published figures: everyone reads them
    "places:index": readable(),
    "places:find": Row(EVERYONE, 302, 405),
    "places:place": readable(OWN),
    "places:brief": readable(OWN, "json"),
    "measures:index": readable(),
    "measures:measure": readable(MEASURE),
    "measures:download": readable(MEASURE, "csv"),
    "measures:figure": readable(of=figure),
    "compare:compare": readable(),
    "compare:download": readable("csv"),
    "scenarios:index": readable(),
    "scenarios:scenario": readable(OWN),
    "scenarios:download": readable(OWN, "toml"),
    "search:search": readable(),
    "search:suggest": readable(),
    # Early warning: advisers and administrators see every score, officers their own council's; the log is kept by
    # those who look after the council
    "watchlist:index": Row(WATCHERS, 200, 405),
    "watchlist:export": Row(WATCHERS, 200, 405, lambda world: ["csv"]),
    "watchlist:council": Row(WATCHERS | {"own officer"}, 200, 403, lambda world: [OWN],
                             but={("administrator", "post"): 422}),
    # A council's own officers reply; administrators may hide, and can't write in a council's name
    "replies:mine": Row(OFFICERS | ADMINISTRATOR, 200, 405),
    "replies:export": readable(OWN),
    "replies:history": readable(of=figure),
    "replies:write": Row(frozenset({"own officer"}), 200, 422, figure),
    "replies:withdraw": Row(frozenset({"own officer"}), 200, 302, figure),
    "replies:hide": administrators(200, 200, reply),
    "replies:show": administrators(405, 302, reply),
    # Releases are read by everyone and uploaded by data managers only
    "data:index": readable(),
    "data:feed": readable(),
    "data:release": readable(of=release),
    "data:set-aside": readable(of=release),
    "data:revisions": readable(of=vintages),
    "data:revisions-csv": readable(of=vintages),
    "data:upload": Row(MANAGER, 200, 422),
    "data:load-checked": Row(MANAGER, 405, 302, job),
    # Jobs: one's own and those one looks after; an administrator sees all and steers none of a data manager's
    "jobs:index": people(200, 405),
    "jobs:job": Row(MANAGER | ADMINISTRATOR, 200, 405, job, others_get=404, others_post=405),
    "jobs:progress": Row(MANAGER | ADMINISTRATOR, 200, 405, job, others_get=404, others_post=405),
    "jobs:cancel": Row(MANAGER, 405, 302, job, others_get=405, others_post=404),
    "jobs:resume": Row(MANAGER, 405, 302, job, others_get=405, others_post=404),
    "jobs:result": people(404, 405, job),  # this job has made no file
    # About
    "help:index": harmless(),
    "help:page": harmless("accounts"),
    "design:design": harmless(),
    "operations:live": readable(),
    "operations:ready": readable(),
    # People
    "accounts:me": people(200, 405),
    "accounts:invitation": Row(PEOPLE, 200, 200, lambda world: ["no-such-token"],
                               but={(PUBLIC, "get"): 404, (PUBLIC, "post"): 404}),
    "accounts:index": administrators(200, 405),
    "accounts:invite": administrators(200, 400),
    "accounts:audit": administrators(200, 405),
    "accounts:audit_csv": administrators(200, 405),
    "accounts:person": administrators(200, 405, subject()),
    "accounts:details": administrators(200, 400, subject()),
    "accounts:give": administrators(405, 400, subject()),
    "accounts:end": administrators(200, 302, lambda world: [world.subject.pk, world.grant.pk]),
    "accounts:portfolio": administrators(405, 400, subject()),
    "accounts:act": administrators(200, 302, subject("deactivate")),
    # Signing in and out; those signed in are led on
    "account_login": Row(PEOPLE, 302, 302, but={(PUBLIC, "get"): 200, (PUBLIC, "post"): 200}),
    "account_logout": Row(EVERYONE, 200, 302, but={(PUBLIC, "get"): 302}),
    "account_signup": Row(PEOPLE, 302, 302, but={(PUBLIC, "get"): 200, (PUBLIC, "post"): 200}),
    "account_inactive": readable(),
    "account_reset_password": harmless(),
    "account_reset_password_done": readable(),
    "account_reset_password_from_key": harmless("1", "no-such-key"),
    "account_reset_password_from_key_done": readable(),
    "account_change_password": people(200, 200),
    "account_set_password": people(302, 302),
    "account_reauthenticate": people(200, 200),
    "usersessions_list": people(200, 302),
    "mfa_authenticate": Row(EVERYONE, 302, 302),  # before the password there is no second step
    "mfa_index": people(200, 405),
    "mfa_activate_totp": people(200, 200),
    "mfa_deactivate_totp": people(404, 404),  # none of these people has set one up
    "mfa_reauthenticate": people(302, 302),
    "mfa_view_recovery_codes": people(404, 405),
    "mfa_generate_recovery_codes": people(200, 200),
    "mfa_download_recovery_codes": people(404, 404),
    "openid_connect_login": closed("organisation"),  # no identity provider is configured
    "openid_connect_callback": closed("organisation"),
    "socialaccount_login_cancelled": readable(),
    "socialaccount_login_error": Row(EVERYONE, 401, 405),
    # Pages of the library that are not wanted
    "account_email": closed(),
    "account_email_verification_sent": closed(),
    "account_confirm_email": closed("MQ:x"),
    "account_confirm_login_code": closed(),
    "socialaccount_signup": closed(),
    "socialaccount_connections": closed(),
    # The API: everyone reads
    "api:places": readable(),
    "api:place": readable(OWN),
    "api:measures": readable(),
    "api:measure": readable(MEASURE),
    "api:figures": readable(),
    "api:figure": readable(of=figure),
    "api:releases": readable(),
    "api:release": readable(of=release),
    "api:openapi": readable(),
    "api:about": readable(),
}  # fmt: skip
# Addresses without a name, by their path.
NAMELESS: dict[str, tuple[str, Row]] = {
    "(social/login/cancelled/)": ("/account/social/login/cancelled/", Row(EVERYONE, 403, 403)),
    "(social/login/error/)": ("/account/social/login/error/", Row(EVERYONE, 403, 403)),
    "(social/signup/)": ("/account/social/signup/", Row(EVERYONE, 403, 403)),
    "(social/connections/)": ("/account/social/connections/", Row(EVERYONE, 403, 403)),
    "api:(<path:rest>)": ("/api/v1/no/such/thing", Row(EVERYONE, 404, 405)),
    "api:()": ("/api/v1/", Row(EVERYONE, 404, 405)),
}
ROOMS = sorted({name.partition(":")[0] if ":" in name else "accounts of allauth" for name in [*TABLE, *NAMELESS]})


def of_room(room: str) -> dict[str, Row]:
    known = {**TABLE, **{name: row for name, (_, row) in NAMELESS.items()}}
    return {name: row for name, row in known.items() if (name.partition(":")[0] if ":" in name else ROOMS[1]) == room}


def test_every_address_has_a_row_and_every_row_an_address():
    known, there = {*TABLE, *NAMELESS}, set(addresses())
    assert sorted(there - known) == [], "addresses without a row in the table"
    assert sorted(known - there) == [], "rows that name no address"


@pytest.mark.parametrize("room", ROOMS)
def test_everybody_gets_what_the_table_says(room, person, sector):
    world = make_world(person)
    wrong = []
    for name, row in of_room(room).items():
        arguments = row.arguments(world) if row.arguments else []
        path = NAMELESS[name][0] if name in NAMELESS else reverse(name, args=arguments)
        for method in ("get", "post"):
            for actor in (PUBLIC, *ACTORS):
                got, expected = world.outcome(actor, method, path), row.expected(actor, method)
                if got != expected:
                    wrong.append(f"{name}: {method} by {actor} gives {got}, not {expected}")
    assert not wrong, "\n".join(wrong)


def test_the_table_speaks_of_every_role():
    from wholeplace.web.accounts.models import Role

    assert {role for role, _ in ACTORS.values()} == {"", *Role.values}


def test_a_view_that_names_nobody_opens_for_nobody(rf, person):
    from django.core.exceptions import PermissionDenied
    from django.http import HttpResponse

    from wholeplace.web.accounts.middleware import AccessMiddleware

    request = rf.get("/somewhere/")
    request.resolver_match = None
    for role in ("", "administrator"):
        request.user = person(role)
        with pytest.raises(PermissionDenied):
            AccessMiddleware(HttpResponse).process_view(request, lambda asked: HttpResponse(), [], {})


def test_what_sends_something_needs_the_mark_against_forgery(person, sector):
    from django.test import Client

    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(person("administrator"), backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in ("/people/invite/", "/account/logout/", "/account/login/", "/account/password/change/"):
        assert guarded.post(path, {}).status_code == 403, path


def test_a_reader_is_sent_to_sign_in_and_back(client, sector):
    assert client.get("/people/").url == "/account/login/?next=/people/"
    assert SIGN_IN == "sign in"
