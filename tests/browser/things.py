"""Things to look at, made in the workbench's own process before it is served: jobs in every state, a comment, people.

Prints nothing; `make()` returns their numbers and addresses by name.
"""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

BAD = b"%PDF-1.7\n, of a letter"
TEXT = "We disagree with the first half of it.\n\nThe reserve for schools was counted twice that year."


def make() -> dict[str, Any]:
    """Make them all."""
    return {**_figures(), **_jobs(), **_releases(), **_people(), **_comment(), **_triage()}


def _figures() -> dict[str, str]:
    """The officer's council, a figure with a value and one without, and a place that is no more."""
    from wholeplace.web.accounts.models import Grant
    from wholeplace.web.evidence.current import current

    evidence = current()
    own = Grant.objects.get(role="officer").place
    other = Grant.objects.get(role="councillor").place
    measure = "reserves-years-left"
    with_value = [f for f in evidence.table.series(evidence.measures[measure], own) if f.value is not None]
    without = next(
        f for p in evidence.register for f in evidence.table.series(evidence.measures[measure], p.id) if f.value is None
    )
    gone = next(p.id for p in evidence.register if p.end is not None)
    return {
        "own": own, "other": other, "measure": measure, "period": with_value[-1].period,
        "figure": f"/figures/{measure}/{own}/{with_value[-1].period}/",
        "no_figure": f"/figures/{measure}/{without.place}/{without.period}/", "gone": gone,
        "name": next(p.name for p in evidence.register if p.id == own),
    }  # fmt: skip


def _jobs() -> dict[str, str]:
    """One of each state; the finished one has really run, and met a file that could not be read."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from wholeplace.web.accounts.models import User
    from wholeplace.web.data.loads import KIND, ask_for_load
    from wholeplace.web.jobs.models import Job, State
    from wholeplace.web.jobs.worker import run

    manager = User.objects.get(email__startswith="data-manager@")
    files = [SimpleUploadedFile("RS 2016-17.xls", BAD), SimpleUploadedFile("notes.txt", b"Dear all, see below")]
    done = ask_for_load(manager, files, published=None, dataset="", check_only=True)
    run(threading.Event(), poll_seconds=0.01, once=True)
    found = {"job_done": str(done.id)}
    later = timezone.now() + timedelta(hours=1)
    for state, more in (
        (State.QUEUED, {}),
        (State.RUNNING, {"heartbeat": later, "done": 3, "total": 7, "message": "RS_2016-17.xlsx"}),
        (State.FAILED, {"error": "There is no room left on the disk.", "finished": timezone.now()}),
        (State.CANCELLED, {"done": 3, "total": 7, "finished": timezone.now()}),
        (State.INTERRUPTED, {"attempts": 99}),
    ):
        job = Job.objects.create(
            kind=KIND, title=f"Load a file that is {state}.xlsx", created_by=manager, state=state,
            arguments={"check_only": False}, **more,
        )  # fmt: skip
        job.note("Asked for", manager)
        found[f"job_{state}"] = str(job.id)
    return found


def _releases() -> dict[str, str]:
    """A release and the one it revised."""
    from wholeplace.web.data.releases import the_catalogue

    catalogue = the_catalogue()
    later, before = next((e, b) for e in catalogue.entries if (b := catalogue.before(e)))
    return {"release": later.id, "before": before.id}


def _people() -> dict[str, Any]:
    """Somebody to be about, and somebody who came in by an organisation and has no password."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str
    from django.conf import settings
    from django.test import Client

    from wholeplace.web.accounts.models import User

    adviser = User.objects.get(email__startswith="adviser@")
    stranger = User.objects.create_user("no-password@sample.invalid", name="Nobody’s Password")
    stranger.set_unusable_password()
    stranger.save()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(stranger, backend="allauth.account.auth_backends.AuthenticationBackend")
    forgetful = User.objects.create_user("forgetful@sample.invalid", "a password soon forgotten", name="For Getful")
    key = f"{user_pk_to_url_str(forgetful)}-{default_token_generator.make_token(forgetful)}"
    return {
        "subject": adviser.pk, "grant": adviser.grants.get().pk, "reset_key": key,
        "cookie": settings.SESSION_COOKIE_NAME, "no_password": client.session.session_key,
    }  # fmt: skip


def _comment() -> dict[str, Any]:
    """A comment of another council on its own figure, in its second version."""
    from wholeplace.web.replies.models import Reply, Version

    made = _figures()
    place, name = made["own"], made["name"]
    periods = {"measure": "total-reserves-ratio", "place": place, "period": made["period"]}
    reply = Reply.objects.create(**periods, council=place, versions_count=2)
    for number, text in ((1, "Ours is a return corrected since."), (2, TEXT)):
        Version.objects.create(reply=reply, number=number, text=text, role="Finance director", council_name=name)
    return {"reply": reply.pk, "commented": f"total-reserves-ratio/{place}/{made['period']}"}


def _triage() -> dict[str, Any]:
    """A council that the adviser looks after, with a contact whose day to look again has passed, and its correction."""
    from datetime import date

    from wholeplace.web.accounts.models import PortfolioPlace, User
    from wholeplace.web.evidence.standing import warned
    from wholeplace.web.finance.watchlist.models import TriageEntry

    adviser = User.objects.get(email__startswith="adviser@")
    place = warned().found.scores[0].place.id
    PortfolioPlace.objects.get_or_create(user=adviser, place=place)
    told = {"place": place, "day": date(2024, 1, 9), "how": "rang", "spoken_to": "section 151 officer",
            "review": date(2024, 2, 1), "role": "adviser", "written_by": adviser}  # fmt: skip
    first = TriageEntry.objects.create(said="They expect the draw on reserves to end this year.", **told)
    entry = TriageEntry.objects.create(
        said="They expect the draw to end next year.\n\nA sale is agreed.", corrects=first, **told
    )
    return {"looked_after": place, "triage": entry.pk}
