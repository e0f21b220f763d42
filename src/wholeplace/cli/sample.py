"""`wholeplace sample`: an invented national sector to try everything on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="An invented national sector to try everything on.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Make an invented national sector, in the layouts of the published files."""


@app.command()
def create(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write the files into.")],
    size: Annotated[int, typer.Option(min=40, max=2000, help="How many councils there are.")] = 330,
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives another sector.")] = 1,
) -> None:
    """Write twelve years of invented returns into DIR, in the layouts of the published files.

    The same size and seed give the same files to the byte. No council in them is real.
    """
    from rich.console import Console
    from rich.progress import Progress

    from wholeplace.sample import COUNTRY
    from wholeplace.sample import create as make
    from wholeplace.sample.registers import a_council

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Making the sector")

        def show(done: int, total: int, message: str) -> None:
            bar.update(task, completed=done, total=total, description=message)

        written = make(folder, size=size, seed=seed, progress=show)

    typer.echo(f"{COUNTRY}, a country of {size} invented councils, is in {folder}:")
    for path in written:
        typer.echo(f"  {path.name:<44} {path.stat().st_size / 1024:>8,.0f} KB")
    typer.echo("\nNext:")
    typer.echo(f"  wholeplace --store STORE load {folder}")
    typer.echo(f'  wholeplace --store STORE brief "{a_council(folder)}"')
