"""`wholeplace load`: published files into the store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.common import StoreFolder, print_table, progress_bar, say, the_day, the_store

if TYPE_CHECKING:
    from wholeplace.evidence.loading import FileOutcome, LoadReport
    from wholeplace.evidence.outcomes import FileLine


def load(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders to load.")],
    dataset: Annotated[
        str | None, typer.Option("--as", metavar="DATASET", help="Read as this dataset, whatever it looks like.")
    ] = None,
    published: Annotated[
        datetime | None,
        typer.Option("--published", formats=["%Y-%m-%d"], metavar="DATE", help="Publication date of these files."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be loaded; change nothing.")] = False,
    details: Annotated[bool, typer.Option("--details", help="List everything set aside, with its cell.")] = False,
    store: StoreFolder = None,
) -> None:
    """Load published files: each is recognised by its content, read, checked and released.

    Loading the same bytes again changes nothing. A file that can't be read changes nothing either, and the others go
    on. Exit code 1 when any file could not be read.
    """
    from wholeplace.evidence.loading import UNCHANGED
    from wholeplace.evidence.loading import load as load_files

    opened = the_store(store)
    with progress_bar("Loading") as progress:
        report = load_files(
            opened, paths, dataset=dataset, published=the_day(published), dry_run=dry_run, progress=progress
        )
    _show(report, details=details)
    verb = "would be made" if dry_run else "made"
    held = sum(o.outcome == UNCHANGED for o in report.outcomes)
    nothing = " Nothing changed: all of it is loaded already." if held and not report.loaded else ""
    say(f"{len(report.loaded)} release(s) {verb} in {opened.folder}.{nothing}")
    if report.failed:
        raise typer.Exit(1)


def _show(report: LoadReport, *, details: bool) -> None:
    from wholeplace.evidence.loading import NOT_RECOGNISED
    from wholeplace.evidence.outcomes import file_lines

    if rows := [_row(line) for line in file_lines(report.outcomes)]:
        header = ("File", "Dataset", "Period", "Rows kept", "Set aside", "Release", "")
        print_table(header, rows, right=(3,))
    for outcome in report.outcomes:
        if details and outcome.reading:
            for item in outcome.reading.set_aside:
                say(f"{outcome.path.name}: {item.what}: {item}")
    for outcome in report.failed:
        say(f"NOT LOADED  {outcome.problem}")
    _show_unknown([o for o in report.outcomes if o.outcome == NOT_RECOGNISED])


def _show_unknown(unknown: list[FileOutcome]) -> None:
    """The files left alone, by folder where there are several, since one name may be in many folders."""
    folders: dict[str, list[str]] = {}
    for one in unknown:
        told = f"{one.path.name} ({one.problem})" if one.problem else one.path.name
        folders.setdefault(str(one.path.parent), []).append(told)
    if not folders:
        return
    opening = f"Not recognised and left alone ({len(unknown)}):"
    if len(folders) == 1:
        say(f"{opening} {', '.join(*folders.values())}")
        return
    say(opening)
    for folder, names in sorted(folders.items()):
        say(f"  {folder}: {', '.join(names)}")


def _row(line: FileLine) -> tuple[str, ...]:
    release = line.releases[0] if line.releases else "–"
    if line.count > 1:
        release = f"{line.count} releases, to {line.releases[-1]}" if line.releases else f"{line.count} releases"
    reasons = line.reasons.replace(" others", " others (--details)")
    return (line.file, line.dataset, line.period, f"{line.rows:,}", reasons, release, line.outcome)
