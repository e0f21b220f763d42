"""Pages on long work: what there is, how far it has come, stopping it and taking it up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from wholeplace.web.accounts.access import SIGNED_IN, allow
from wholeplace.web.jobs.models import OPEN, STATES, Job
from wholeplace.web.jobs.moments import moment
from wholeplace.web.jobs.queue import cancel, resume

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

A_PAGE = 25
REFRESH_SECONDS = 5
TONES = {
    "queued": "quiet", "running": "plain", "done": "good", "failed": "watch", "cancelled": "quiet",
    "interrupted": "watch",
}  # fmt: skip


@allow(SIGNED_IN)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The jobs one may see, the latest first."""
    state = request.GET.get("state", "")
    found = Job.objects.visible_to(request.user).select_related("created_by")
    if state in STATES:
        found = found.in_state(state)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "jobs": page.object_list, "state": state}
    shown |= {"states": STATES, "tones": TONES, "moment": moment}
    return _private(render(request, "jobs/index.html", shown))


@allow(SIGNED_IN)
@require_GET
def show(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """One job."""
    return _private(render(request, "jobs/job.html", _shown(request, _visible(request, job_id))))


@allow(SIGNED_IN)
@require_GET
def progress(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far it has come: the part of its page that changes, for the script that asks again and again."""
    job = _visible(request, job_id)
    response = _private(render(request, "jobs/progress.html", _shown(request, job)))
    response["X-Job-State"] = job.state_now
    return response


@allow(SIGNED_IN)
@require_POST
def stop(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Cancel it."""
    job = _editable(request, job_id)
    if cancel(job, request.user):
        messages.success(request, "It stops at the next safe point." if job.state_now == "running" else "Cancelled.")
    else:
        messages.info(request, "It had ended already; nothing was cancelled.")
    return redirect("jobs:job", job_id)


@allow(SIGNED_IN)
@require_POST
def take_up(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Take it up again."""
    if resume(_editable(request, job_id), request.user):
        messages.success(request, "It waits for a worker and goes on from there.")
    else:
        messages.info(request, "It can't be resumed: it has not stopped, or its files have been cleared away.")
    return redirect("jobs:job", job_id)


@allow(SIGNED_IN)
@require_GET
def result(request: HttpRequest, job_id: UUID) -> FileResponse:
    """The file that a job made: `{"file": name in its folder, "name": what to call it, "type": ...}`."""
    job = _visible(request, job_id)
    made = job.result or {}
    path = (job.folder / str(made.get("file") or "-")).resolve()
    if not path.is_relative_to(job.folder.resolve()) or not path.is_file():
        raise Http404
    kind = str(made.get("type") or "application/octet-stream")
    response = FileResponse(path.open("rb"), as_attachment=True, filename=made.get("name"), content_type=kind)
    response["Cache-Control"] = "private, no-store"
    return response


def _visible(request: HttpRequest, job_id: UUID) -> Job:
    found: Job = get_object_or_404(Job.objects.visible_to(request.user).select_related("created_by"), id=job_id)
    return found


def _editable(request: HttpRequest, job_id: UUID) -> Job:
    """A job that the person may steer; nobody else learns whether it exists."""
    found: Job = get_object_or_404(Job.objects.editable_by(request.user), id=job_id)
    return found


def _shown(request: HttpRequest, job: Job) -> dict[str, Any]:
    kind = job.known_kind
    going = job.state_now in OPEN
    return {
        "job": job,
        "kind": kind,
        "tone": TONES[job.state_now],
        "going": going,
        "refresh": REFRESH_SECONDS if going and "pause" not in request.GET else 0,
        "paused": "pause" in request.GET,
        "steer": Job.objects.editable_by(request.user).filter(id=job.id).exists(),
        "history": job.history.select_related("by"),
        "result": job.result,
        "moment": moment,
        "file": bool((job.result or {}).get("file")),
    }


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
