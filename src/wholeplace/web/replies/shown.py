"""What readers see of replies: the texts that stand, and that others stood before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import Error
from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from wholeplace.papers.replies import Reply as Told

if TYPE_CHECKING:
    from datetime import date

    from wholeplace.web.replies.models import Reply, Version


def stamp() -> str:
    """A text that changes whenever what a reader sees of any reply does; cheap, for every page asks."""
    from wholeplace.web.replies.models import Reply

    try:
        # The latest change alone won't do: of two at once the earlier may be committed last, and clocks are set back.
        told = Reply.objects.aggregate(Max("changed"), Sum("versions_count"), Count("withdrawn"), Count("hidden"))
    except Error:
        return "unknown"  # a page without replies is better than none; it is made anew once they can be read
    return "/".join(str(part) for part in told.values())


def published_for(place: str) -> tuple[Told, ...]:
    """The replies that stand: on a place's figures, and by it on those of councils it absorbed."""
    return _standing(Q(reply__place=place) | Q(reply__council=place))


def on_figure(measure: str, place: str, period: str) -> tuple[Told, ...]:
    """The replies that stand beside a figure."""
    return _standing(Q(reply__measure=measure, reply__place=place, reply__period=period))


def _standing(which: Q) -> tuple[Told, ...]:
    from django.contrib.auth.models import AnonymousUser

    from wholeplace.web.replies.models import Version

    latest = Version.objects.visible_to(AnonymousUser()).filter(which).select_related("reply")
    first = latest.annotate(began=F("reply__versions__published"), which=F("reply__versions__number")).filter(which=1)
    return tuple(_told(v) for v in first.order_by("-reply__period", "reply__measure", "reply__council"))


def _told(version: Any) -> Told:
    reply = version.reply
    return Told(
        reply.measure, reply.place, reply.period, version.text, version.signed, local_day(version.published),
        reply.council, local_day(version.began),
    )  # fmt: skip


def local_day(moment: Any) -> date:
    """The day of a moment where readers are."""
    found: date = timezone.localdate(moment)
    return found


def marks(*, measure: str = "", place: str = "", period: str = "") -> frozenset[tuple[str, str, str]]:
    """Measure, place and period of the figures that a reply stands beside, all or those asked for."""
    from wholeplace.web.replies.models import Reply

    asked = {name: value for name, value in (("measure", measure), ("place", place), ("period", period)) if value}
    return frozenset(Reply.objects.standing().filter(**asked).values_list("measure", "place", "period"))


@dataclass(frozen=True)
class Beside:
    """What stands beside a figure of one council's reply, for one reader.

    `text` is None where the reply was withdrawn or is hidden. `earlier` are days of versions before; `note` says what
    became of it.
    """

    reply: Reply
    signed: str
    text: str | None
    written: date
    earlier: tuple[date, ...]
    note: str
    council: str

    @property
    def signed_now(self) -> str:
        """Who is named beside the note: the council alone where the job title is hidden with the text."""
        return self.council if self.reply.hidden else self.signed

    @property
    def paragraphs(self) -> list[str]:
        """The text in paragraphs."""
        return [part.strip() for part in (self.text or "").split("\n") if part.strip()]


def beside(measure: str, place: str, period: str) -> list[Beside]:
    """All that everyone may read of the replies to a figure."""
    from wholeplace.web.replies.models import Reply

    found = Reply.objects.filter(measure=measure, place=place, period=period).prefetch_related("versions")
    return [_beside(reply) for reply in found.order_by("council")]


def _beside(reply: Reply) -> Beside:
    versions: list[Version] = list(reply.versions.all())
    latest = versions[-1]
    return Beside(
        reply,
        latest.signed,
        latest.text if reply.stands else None,
        local_day(latest.published),
        tuple(local_day(v.published) for v in versions[:-1]),
        note_on(reply),
        latest.council_name,
    )


def note_on(reply: Reply) -> str:
    """What became of a reply that doesn't stand."""
    from wholeplace.papers.text import day

    if reply.hidden:
        return f"Hidden by an administrator on {day(local_day(reply.hidden))}: {reply.hidden_reason}"
    return f"Withdrawn by the council on {day(local_day(reply.withdrawn))}." if reply.withdrawn else ""
