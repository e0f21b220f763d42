"""`wholeplace brief`: two pages on a place, and an annex."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wholeplace.cli.common import AsOf, StoreFolder, say, the_snapshot, warn_if_invented


def brief(
    place: Annotated[str, typer.Argument(help="Name or code of the place.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="File to write: .pdf, .html, .docx, .xlsx or .json. [default: NAME.pdf]",
            show_default=False,
        ),
    ] = None,
    replies: Annotated[
        Path | None,
        typer.Option("--replies", metavar="FILE", help="What the council says: /replies/PLACE.json of the workbench."),
    ] = None,
    as_of: AsOf = None,
    store: StoreFolder = None,
) -> None:
    """Write a brief on a place: who it is, its finances beside its peers, what stands out, what is missing."""
    from wholeplace.brief import make_brief
    from wholeplace.core.ids import slug
    from wholeplace.papers.render import write
    from wholeplace.papers.replies import read_replies

    snapshot = the_snapshot(store, as_of)
    document = make_brief(snapshot, place, replies=read_replies(replies) if replies else (), restricted=True)
    target = out or Path(f"{slug(document.place, '-')}.pdf")
    write(document, target)
    warn_if_invented(snapshot)
    say(f"Wrote {target}: {document.title}, as published by {document.as_of.isoformat()}")
