"""`wholeplace fetch`: publishers' current files, downloaded, checked and loaded."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.common import StoreFolder, progress_bar, the_store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wholeplace.evidence.fetching import Fetched, FetchSettings, Publication
    from wholeplace.evidence.loading import FileOutcome

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[DATASET]...", help="What to fetch, by key; everything usual when left out."),
]
Listing = Annotated[bool, typer.Option("--list", help="Show what can be had, and stop.")]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="DIR", help="Folder to keep the files in. [default: STORE/downloads]"),
]
NoLoad = Annotated[bool, typer.Option("--no-load", help="Only download; do not load into the store.")]


def fetch(
    names: Names = None,
    *,
    listing: Listing = False,
    into: Into = None,
    no_load: NoLoad = False,
    store: StoreFolder = None,
) -> None:
    """Fetch the publishers' current files and load them.

    Files that are unchanged since the last time are not transferred again; a download that broke off goes
    on where it stopped. Without a connection, download a file in a browser and use `wholeplace load FILE`.
    """
    from wholeplace.evidence.fetching import Catalogue, FetchSettings, PartlyFetchedError
    from wholeplace.evidence.fetching import fetch as bring

    settings = FetchSettings.from_environment()
    if listing:
        for publication in Catalogue.standard().choose(names) if names else Catalogue.standard():
            _describe(publication, settings)
        return
    folder = the_store(store).folder
    partly: PartlyFetchedError | None = None
    with progress_bar("Fetching") as progress:
        try:
            files = bring(names or [], into or folder / "downloads", settings=settings, progress=progress)
        except PartlyFetchedError as error:
            partly, files = error, list(error.fetched)
    _show(files)
    failed = False if no_load or not files else _load(folder, files)
    if partly is not None:
        raise partly
    if failed:
        raise typer.Exit(1)


def _load(store: Path, files: Sequence[Fetched]) -> bool:
    """Load what came, each file with the day it was published; whether any could not be read."""
    from wholeplace.evidence.loading import load
    from wholeplace.evidence.store import Store

    outcomes: list[FileOutcome] = []
    ordered = sorted(files, key=lambda item: str(item.published or ""))
    with progress_bar("Loading") as progress:
        for published, group in groupby(ordered, key=lambda item: item.published):
            paths = [item.path for item in group]
            outcomes += load(Store(store), paths, published=published, progress=progress).outcomes
    typer.echo("")
    for outcome in outcomes:
        what = " ".join(part for part in (outcome.dataset, outcome.period) if part)
        rows = f", {outcome.rows_kept:,} rows kept, {outcome.set_aside:,} set aside" if outcome.release else ""
        typer.echo(f"{outcome.path.name}: {outcome.outcome}{f', {what}' if what else ''}{rows}")
        if outcome.problem:
            typer.echo(f"  {outcome.problem}")
    return any(outcome.problem for outcome in outcomes)


def _show(files: Sequence[Fetched]) -> None:
    for item in files:
        state = "unchanged" if item.unchanged else f"{item.bytes:,} bytes"
        when = f"published by {item.published.isoformat()}" if item.published else "no date given"
        typer.echo(f"{item.path.name}: {state}, {when}")
        typer.echo(f"  {item.title}")
        typer.echo(f"  {item.path}")


def _describe(publication: Publication, settings: FetchSettings) -> None:
    from wholeplace.evidence.fetching.publication import DATA_PACKAGE

    package = publication.found_by == DATA_PACKAGE
    base = settings.register_url if package else settings.govuk_url
    how = "data package" if package else "GOV.UK content API"
    if publication.collection:
        how += ", collection"
    elif len(publication.pages) > 1:
        how += f", {len(publication.pages)} pages of which the last is"
    typer.echo(publication.key)
    typer.echo(f"  {publication.title}")
    typer.echo(f"  {publication.publisher}; {publication.licence}")
    typer.echo(f"  found by: {how}")
    typer.echo(f"  {base.rstrip('/')}/{publication.where}")
    named = "Only when named." if publication.only_when_named else ""
    if note := " ".join(part for part in (publication.note, named) if part):
        typer.echo(f"  {note}")
    typer.echo("")
