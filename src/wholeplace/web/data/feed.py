"""An Atom feed of new releases, the latest loaded first."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from wholeplace.evidence.news import revised_by
from wholeplace.web.accounts.access import PUBLIC, allow
from wholeplace.web.data.releases import opened, the_catalogue, the_store
from wholeplace.web.evidence.caching import evidence_page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from wholeplace.evidence.catalogue import Catalogue
    from wholeplace.evidence.release import Entry

MOST = 50
TAGGED_SINCE = "2026"  # the year from which the names below are ours: RFC 4151


class ReleaseFeed(Atom1Feed):
    """Atom, with the names of publishers' licences as rights."""

    content_type = "application/atom+xml; charset=utf-8"


@allow(PUBLIC)
@evidence_page
def releases(request: HttpRequest) -> HttpResponse:
    """The feed."""
    catalogue = the_catalogue()
    latest = _latest(catalogue)
    feed = ReleaseFeed(
        title="Wholeplace: new releases",
        link=request.build_absolute_uri(reverse("data:index")),
        feed_url=request.build_absolute_uri(reverse("data:feed")),
        feed_guid=f"{_tag()}:releases",
        description="Published returns as they are loaded: what each is, what was set aside, what it revised.",
        subtitle="Published returns as they are loaded: what each is, what was set aside, what it revised.",
        language="en-GB",
        author_name="Wholeplace",
    )
    for loaded, entry in latest:
        feed.add_item(**_item(request, catalogue, entry, loaded))
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    if latest:
        response["Last-Modified"] = max(w for w, _ in latest).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def _latest(catalogue: Catalogue) -> list[tuple[datetime, Entry]]:
    """The releases loaded last, with when; of one day's loads the latest published first."""
    candidates = sorted(catalogue.entries, key=lambda e: e.sequence, reverse=True)[: MOST * 4]
    dated = [(datetime.fromisoformat(opened(e).manifest["retrieved"]).astimezone(UTC), e) for e in candidates]
    dated.sort(key=lambda pair: (pair[0].date(), pair[1].published, pair[1].sequence), reverse=True)
    return dated[:MOST]


def _item(request: HttpRequest, catalogue: Catalogue, entry: Entry, loaded: datetime) -> dict[str, Any]:
    published = timezone.make_aware(datetime.combine(entry.published_on, time()))
    return {
        "title": " ".join(filter(None, (entry.title, entry.period, _part(entry)))),
        "link": request.build_absolute_uri(reverse("data:release", args=[entry.id])),
        "unique_id": f"{_tag()}:release/{entry.id}",
        "description": _summary(catalogue, entry),
        "author_name": entry.publisher,
        "pubdate": min(published, loaded),
        "updateddate": loaded,
        "categories": (entry.dataset,),
        "item_copyright": entry.licence,
    }


def _part(entry: Entry) -> str:
    words = filter(None, (entry.part, entry.vintage if entry.vintage == "provisional" else ""))
    return f"({', '.join(words)})" if entry.part or entry.vintage == "provisional" else ""


def _summary(catalogue: Catalogue, entry: Entry) -> str:
    basis = "assumed" if entry.published_basis == "assumed" else entry.published_basis
    told = [
        f"{entry.rows:,} row{'' if entry.rows == 1 else 's'}; {entry.set_aside:,} set aside. Publication date {basis}."
    ]
    revised = revised_by(the_store(), catalogue, entry)
    if revised and revised.cells:
        told.append(f"Revises {revised.cells:,} cells of {revised.authorities:,} authorities.")
    elif revised:
        told.append("Revises nothing of the vintage before it.")
    if entry.invented:
        told.append("Of an invented sector: no real council.")
    return " ".join(told)


def _tag() -> str:
    """What our names begin with: the first host the workbench answers to, whatever name it was asked by."""
    return f"tag:{settings.CONFIG.hosts[0]},{TAGGED_SINCE}"
