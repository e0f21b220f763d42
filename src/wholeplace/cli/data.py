"""`wholeplace data`: the releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.common import AsJson, AsOf, StoreFolder, print_json, print_table, say, the_day, the_store

if TYPE_CHECKING:
    from wholeplace.evidence.release import Entry

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_releases(as_of: AsOf = None, json: AsJson = False, store: StoreFolder = None) -> None:
    """List the releases: what each is, when it was published (and whether that is assumed), and from which file."""
    from dataclasses import asdict

    from wholeplace.evidence.snapshot import live

    opened = the_store(store)
    entries = opened.entries()
    speaking = {e.id for e in live(entries, the_day(as_of))}
    if as_of:
        entries = [e for e in entries if e.id in speaking]
    entries = sorted(entries, key=lambda e: (e.dataset, e.period, e.part, e.published, e.sequence))
    if json:
        print_json([{**asdict(e), "live": e.id in speaking} for e in entries])
        return
    rows = [_row(e, live=e.id in speaking) for e in entries]
    print_table(("Release", "Published", "Rows", "Set aside", "File", ""), rows, right=(2, 3))
    say(f"{len(entries)} release(s) in {opened.folder}")


def _row(entry: Entry, *, live: bool) -> tuple[str, ...]:
    basis = "" if entry.published_basis == "stated" else f" ({entry.published_basis})"
    marks = [entry.vintage if entry.vintage == "provisional" else "", "" if live else "superseded",
             "invented" if entry.invented else ""]  # fmt: skip
    return (
        entry.id, f"{entry.published}{basis}", f"{entry.rows:,}", f"{entry.set_aside:,}", entry.file,
        ", ".join(filter(None, marks)),
    )  # fmt: skip


@app.command("show")
def show(
    release: Annotated[str, typer.Argument(help="Release id, or enough of its start.")],
    json: AsJson = False,
    store: StoreFolder = None,
) -> None:
    """Show one release: source, licence, dates, checks, lines, and everything set aside with its cell."""
    found = the_store(store).find(release)
    manifest = found.manifest
    if json:
        print_json(manifest)
        return
    entry, source = found.entry, manifest["source"]
    say(f"{entry.title} {entry.period}".strip())
    for label, text in (
        ("Release", entry.id), ("Publisher", entry.publisher), ("Licence", entry.licence),
        ("Published", f"{entry.published} ({entry.published_basis}: {manifest['published_note']})"),
        ("Retrieved", manifest["retrieved"]), ("File", f"{source['file']} ({source['bytes']:,} bytes)"),
        ("SHA-256", source["sha256"]), ("Reader", f"{entry.dataset} version {entry.reader}"),
        ("Rows", f"{entry.rows:,}"), ("Lines", f"{len(manifest['lines']):,}"),
    ):  # fmt: skip
        say(f"  {label:10} {text}")
    if entry.invented:
        say("  Invented sector: no real council.")
    for check in manifest["checks"]:
        say(f"  Check      {check['name']}: {'passed' if check['passed'] else 'FAILED'}, {check['detail']}")
    for note in manifest["notes"]:
        say(f"  Note       {note}")
    if manifest["set_aside"]:
        say(f"Set aside ({len(manifest['set_aside'])}):")
    from wholeplace.evidence.reading import SetAside

    for item in manifest["set_aside"]:
        say(f"  {item['what']}: {SetAside(**item)}")


@app.command("verify")
def verify(store: StoreFolder = None) -> None:
    """Check that every file of every release is as it was written. Exit code 1 when one is not."""
    opened = the_store(store)
    problems = opened.verify()
    for problem in problems:
        say(problem)
    if problems:
        raise typer.Exit(1)
    say(f"All {len(opened.entries())} release(s) in {opened.folder} are as they were written.")


@app.command("diff")
def diff(
    first: Annotated[str, typer.Argument(metavar="A", help="Earlier release id, or enough of its start.")],
    second: Annotated[str, typer.Argument(metavar="B", help="Later release id.")],
    line: Annotated[str | None, typer.Option("--line", help="Only this line, e.g. rs.net_revenue_expenditure.")] = None,
    json: AsJson = False,
    store: StoreFolder = None,
) -> None:
    """Show what a later vintage revised: by place and line, before, after and by how much."""
    from wholeplace.evidence.revisions import revisions

    opened = the_store(store)
    found = revisions(opened.find(first), opened.find(second), line)
    if json:
        print_json([r.as_json() for r in found])
        return
    rows = [(r.authority_name, r.line, r.before_shown, r.after_shown, r.change_shown) for r in found[:2000]]
    print_table(("Authority", "Line", "Before", "After", "Change"), rows, right=(2, 3, 4))
    places = len({r.authority for r in found})
    say(
        f"{len(found):,} cells differ for {places:,} authorities"
        + (" (first 2,000 shown; --json for all)" if len(found) > 2000 else "")
    )
