"""The command line: `wholeplace NOUN VERB`. Each noun is a thin module; the work is done by the library."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

import wholeplace
from wholeplace.cli import (
    brief,
    data,
    fetch,
    figures,
    load,
    measures,
    paper,
    places,
    reproduce,
    sample,
    scenario,
    trace,
    warning,
    workbench,
)

app = typer.Typer(
    name="wholeplace",
    help="The open workbench for sector-led improvement in local government: published returns in, comparable and "
    "traceable figures out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"wholeplace {wholeplace.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    store: Annotated[
        Path | None,
        typer.Option("--store", metavar="DIR", help="Folder of the releases, for any command.", show_default=False),
    ] = None,
    engine: Annotated[
        str | None,
        typer.Option("--engine", metavar="NAME", help="Query engine: duckdb or spark.", show_default=False),
    ] = None,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    if store:
        os.environ["WHOLEPLACE_STORE"] = str(store)
    if engine:
        os.environ["WHOLEPLACE_ENGINE"] = engine


app.command("load")(load.load)
app.command("fetch")(fetch.fetch)
app.command("brief")(brief.brief)
app.command("figures")(figures.figures)
app.command("trace")(trace.trace)
app.command("reproduce")(reproduce.reproduce)
app.command("serve")(workbench.serve)
app.command("worker")(workbench.worker)
app.command("check")(workbench.check)
app.command("migrate")(workbench.migrate)
app.add_typer(workbench.backup, name="backup", help="Back up and restore all that the workbench keeps.")
app.add_typer(workbench.people, name="people", help="Let people into the workbench.")
app.add_typer(places.app, name="places", help="Find a place, see what it is, and which places are like it.")
app.add_typer(measures.app, name="measures", help="The indicators: what each means and how it is worked out.")
app.add_typer(warning.app, name="warning", help="Early warning: whom to ring first, why, and how far to trust it.")
app.add_typer(data.app, name="data", help="The releases: what is loaded, from where, and what a later one revised.")
app.add_typer(scenario.app, name="scenario", help="The funding gap: what services would cost, and what would come in.")
app.add_typer(paper.app, name="paper", help="Board papers: packs, reports and notes.")
app.add_typer(sample.app, name="sample", help="An invented sector to try everything on.")


def main() -> None:
    """Run the command line; errors a person can act on end with their message and exit code 1."""
    from wholeplace.core.errors import WholeplaceError

    # A command lives for seconds and makes few cycles: looking for them every 700 objects is a tenth of a brief's time.
    gc.set_threshold(50_000, 20, 20)
    try:
        app()
    except WholeplaceError as error:
        typer.echo(f"Error: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("Stopped; nothing was half done.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
