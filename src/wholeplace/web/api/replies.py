"""What councils say of their own figures, as the API tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wholeplace.web.replies.shown import on_figure

if TYPE_CHECKING:
    from wholeplace.evidence.figure import Figure


def replies_to(figure: Figure) -> list[dict[str, Any]]:
    """The replies that stand beside a figure today."""
    return [
        {"text": told.text, "signed": told.signed, "date": told.written.isoformat(), "council": told.council}
        for told in on_figure(figure.measure, figure.place, figure.period)
    ]
