"""Uploading published files: data managers only."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from wholeplace.web.accounts.access import allow
from wholeplace.web.accounts.audit import record
from wholeplace.web.accounts.models import Role
from wholeplace.web.data.forms import MOST_FILES, UploadForm, megabytes
from wholeplace.web.data.limits import too_much
from wholeplace.web.data.loads import KIND, ask_for_load
from wholeplace.web.jobs.models import Job, State
from wholeplace.web.jobs.queue import enqueue

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@allow(Role.DATA_MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """The form; files that come with it are kept and a job is asked for."""
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, too_much=too_much(request))
        if form.is_valid():
            asked = form.cleaned_data
            job = ask_for_load(
                request.user, asked["files"], published=asked["published"], dataset=asked["dataset"],
                check_only=asked["action"] == "check",
            )  # fmt: skip
            record(request, "file uploaded", job, files=", ".join(f.name for f in asked["files"]), to=asked["action"])
            return redirect("jobs:job", job.id)
    shown = {"form": form, "megabytes": megabytes(), "most_files": MOST_FILES}
    response = render(request, "data/upload.html", shown, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@allow(Role.DATA_MANAGER)
@require_POST
def load_checked(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Load what a job has only checked, from the files it kept."""
    checked = get_object_or_404(Job.objects.editable_by(request.user).filter(kind=KIND), id=job_id)
    kept = checked.folder / "upload"
    if checked.state != State.DONE or not checked.arguments["check_only"] or not kept.is_dir():
        messages.info(request, "Its files are not here any more. Upload them again.")
        return redirect("jobs:job", job_id)
    job = Job()
    shutil.copytree(kept, job.folder / "upload", copy_function=os.link)  # the bytes are there once, under two names
    title = checked.title.replace("Check", "Load", 1)
    enqueue(KIND, request.user, title, job_id=job.id, **{**checked.arguments, "check_only": False})
    return redirect("jobs:job", job.id)
