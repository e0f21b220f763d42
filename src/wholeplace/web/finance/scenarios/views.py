"""Scenarios as pages and files."""

from __future__ import annotations

from threading import BoundedSemaphore
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from wholeplace.core.errors import RequestError, ScenarioError
from wholeplace.core.ids import slug
from wholeplace.evidence.places import classes_of
from wholeplace.finance.scenarios.baseline import scenario_of
from wholeplace.finance.scenarios.outcome import work_out
from wholeplace.finance.scenarios.paper import paper
from wholeplace.finance.scenarios.writing import scenario_toml
from wholeplace.papers.render import render as render_paper
from wholeplace.places.groups import class_words, classes, regions
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.evidence.caching import evidence_page
from wholeplace.web.evidence.current import current
from wholeplace.web.finance.scenarios import page
from wholeplace.web.finance.scenarios.asking import ScenarioForm
from wholeplace.web.finance.scenarios.subject import SECTOR, accounts, base_years, the_subject

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.finance.scenarios.baseline import Baseline
    from wholeplace.web.evidence.current import Evidence
    from wholeplace.web.finance.scenarios.subject import Subject

TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "toml": "application/toml; charset=utf-8",
}
LONGEST_ADDRESS = 2_000
OFFERED = {
    "single-tier",
    "single-tier-and-county",
    *classes_of("councils"),
}  # other authorities can be asked for by name
LONGEST = 120  # characters of a name
PATIENCE = 20.0  # seconds a reader waits for a paper to be made
_turns = BoundedSemaphore(2)  # papers made at once: a PDF keeps a core busy for a second or two


@allow(PUBLIC)
@evidence_page(anywhere=True)
def index(request: HttpRequest) -> HttpResponse:
    """What scenarios are, and whom to make one of."""
    evidence = current()
    asked = request.GET.get("of", "").strip()[:LONGEST]
    problem, instead = "", []
    if asked and not evidence.empty:
        try:
            return HttpResponseRedirect(reverse("scenarios:scenario", args=(the_subject(evidence, asked).key,)))
        except RequestError as error:
            problem, instead = str(error), list(error.candidates.items())
    known = {
        "empty": evidence.empty, "asked": asked, "problem": problem, "instead": instead, "sector": SECTOR,
        "classes": [(f"class:{c}", class_words(c)) for c in classes(evidence) if c in OFFERED],
        "regions": [(f"region:{r}", r) for r in regions(evidence)],
    }  # fmt: skip
    return render(request, "scenarios/index.html", known, status=422 if problem else 200)


@allow(PUBLIC)
@evidence_page(anywhere=True)
def scenario(request: HttpRequest, key: str) -> HttpResponse:
    """A scenario worked out; the address says what was changed."""
    evidence = current()
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
        return _nothing(request, "The address is too long", "Start again from the standing assumptions.", key, 414)
    try:
        subject = the_subject(evidence, key)
    except RequestError as error:
        return _nothing(request, "No scenario of that", str(error), "", 404)
    if subject.key != key:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(reverse("scenarios:scenario", args=(subject.key,)) + query)
    try:
        form, base = _asked(request, evidence, subject)
    except ScenarioError:
        words = (
            f"The accounts of {subject.name} are not complete for any year in what is loaded: a scenario needs the "
            "whole revenue outturn (RS), from service expenditure down to reserves."
        )
        return _nothing(request, f"There is nothing to start from for {subject.name}", words, "", 404)
    if not form.is_valid():
        return render(request, "scenarios/scenario.html", page.words(evidence, subject, form, None, base), status=422)
    if request.GET and request.GET.urlencode() != _query(form):
        return HttpResponseRedirect(form.address(subject))
    result = work_out(form.scenario)
    return render(request, "scenarios/scenario.html", page.words(evidence, subject, form, result, base))


@allow(PUBLIC)
def download(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The same scenario as a file."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    evidence = current()
    if kind not in TYPES or len(request.META.get("QUERY_STRING", "")) > LONGEST_ADDRESS:
        raise Http404
    try:
        subject = the_subject(evidence, key)
        form, _ = _asked(request, evidence, subject)
    except (RequestError, ScenarioError):
        raise Http404 from None
    if not form.is_valid():
        words = " ".join(text for errors in form.errors.values() for text in errors)
        return HttpResponse(words, status=422, content_type="text/plain; charset=utf-8")
    content = _content(form, kind)
    if content is None:
        words = "Many papers are being made. Ask again in half a minute."
        return HttpResponse(words, status=503, headers={"Retry-After": "30"}, content_type="text/plain; charset=utf-8")
    name = f"{slug(subject.name, '-') or 'group'}-scenario.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def _asked(request: HttpRequest, evidence: Evidence, subject: Subject) -> tuple[ScenarioForm, Baseline]:
    """The form over the address, and the accounts it starts from.

    Raises:
        ScenarioError: there are no accounts to start from.
    """
    years = base_years(evidence, subject)
    latest = accounts(evidence, subject, None)
    years = [latest.period.year, *(year for year in years if year != latest.period.year)]
    asked = request.GET.get("base", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and int(asked) in years else None
    base = latest if year is None else accounts(evidence, subject, year)
    return ScenarioForm(request.GET, scenario_of(base, evidence.snapshot), years), base


def _query(form: ScenarioForm) -> str:
    return urlencode(form.changes)


def _content(form: ScenarioForm, kind: str) -> bytes | None:
    """The file; None where too many are being made."""
    if kind == "toml":
        return scenario_toml(form.scenario).encode()
    if not _turns.acquire(timeout=PATIENCE):
        return None
    try:
        return render_paper(paper(work_out(form.scenario)), kind)
    finally:
        _turns.release()


def _nothing(request: HttpRequest, title: str, words: str, key: str, status: int) -> HttpResponse:
    return render(request, "scenarios/nothing.html", {"title": title, "words": words, "key": key}, status=status)
