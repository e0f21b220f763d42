"""`wholeplace serve | worker | check | migrate | backup | people`: running the workbench.

The only command module that may name the workbench, and only when one of its commands runs: the others never wait for
Django, nor need it installed.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wholeplace.cli.common import say

if TYPE_CHECKING:
    from collections.abc import Iterator

backup = typer.Typer(help="Back up and restore all that the workbench keeps.", no_args_is_help=True)
people = typer.Typer(help="Let people into the workbench.", no_args_is_help=True)


@contextmanager
def _the_workbench() -> Iterator[None]:
    """Turn a missing package into words."""
    from wholeplace.core.errors import SettingsError

    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("wholeplace"):
            raise
        raise SettingsError(
            f"The workbench needs more than the library, and '{error.name}' is not installed. "
            "Install it with: pip install 'wholeplace[web]'"
        ) from None


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address of this machine to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes any that is free.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=0, max=64, help="Processes; 0 is one a core up to four, or one in development.")
    ] = 0,
    threads: Annotated[int, typer.Option(min=1, max=64, help="Requests that a process answers at once.")] = 16,
    with_worker: Annotated[bool, typer.Option("--with-worker", help="Run a worker beside it.")] = False,
    or_next_port: Annotated[bool, typer.Option("--or-next-port", help="Take the next free port.")] = False,
    migrate_first: Annotated[
        bool, typer.Option("--migrate", help="Bring the database up to date first; in development it always is.")
    ] = False,
    reload: Annotated[bool, typer.Option("--reload", help="Start again when code changes, for development.")] = False,
) -> None:
    """Serve the workbench until told to stop.

    In development (the default) it serves this machine alone. With WHOLEPLACE_MODE=production it refuses to start until
    every setting is safe; docs/deploy.md shows a whole deployment.
    """
    with _the_workbench():
        from wholeplace.web.operations import serving

        serving.serve(
            serving.Serving(host, port, workers, threads, reload, migrate_first, with_worker, or_next_port), say
        )


def worker(
    once: Annotated[bool, typer.Option("--once", help="Do the jobs that wait, then end.")] = False,
    beside: Annotated[bool, typer.Option("--beside", hidden=True, help="Stop when the parent process does.")] = False,
) -> None:
    """Run the workbench's jobs until told to stop; several workers may run at once."""
    with _the_workbench():
        from wholeplace.web.operations import working

        working.work(say, once=once, beside=beside)


def migrate() -> None:
    """Bring the workbench's database up to this version; harmless when it is."""
    with _the_workbench():
        from wholeplace.web.operations import start

        start.set_up()
        given = start.bring_up_to_date(wanted=True)
        for name in given:
            say(f"  {name}")
        say(f"{start.database_in_words()} is up to date.")


def check(
    whole: Annotated[bool, typer.Option("--whole", help="Read every file of the store too.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Do not call on the mail server.")] = False,
) -> None:
    """Check settings, database, store, styles and mail, and say what to do about what is wrong.

    Exit code 1 when anything is.
    """
    with _the_workbench():
        from wholeplace.web.operations import checks

        findings = checks.check(whole=whole, offline=offline)
    width = max(len(f.part) for f in findings)
    for finding in findings:
        say(f"{'ok     ' if finding.ok else 'PROBLEM'}  {finding.part:<{width}}  {finding.told}")
        if finding.remedy:
            say(f"{'':<{width + 11}}{finding.remedy}")
    if not all(f.ok for f in findings):
        raise typer.Exit(1)


@people.callback()
def _people() -> None:
    """Let people into the workbench."""


@people.command()
def invite(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="Address the person will sign in with.")],
    role: Annotated[
        str,
        typer.Option(metavar="ROLE", help="administrator, data-manager, adviser, clerk, officer or councillor."),
    ] = "administrator",
    place: Annotated[str, typer.Option(metavar="ID", help="The council, for an officer or councillor.")] = "",
    name: Annotated[str, typer.Option(metavar="NAME", help="The person's name; they may change it.")] = "",
) -> None:
    """Invite a person and print the link that lets them in, once; also for the first administrator.

    The link is a secret: whoever opens it first becomes that person.
    """
    with _the_workbench():
        from wholeplace.web.operations import inviting

        link, expires = inviting.invite(email, role, place, name)
    say(f"Open this link to set a password. It works once, until {expires.day} {expires:%B %Y}:")
    say(f"  {link}")


@people.command("sample")
def sample_people(
    password: Annotated[str, typer.Option(metavar="WORDS", help="The password of all; made up if left out.")] = "",
) -> None:
    """Make one invented person of each role to sign in as, for a demonstration; never in production."""
    with _the_workbench():
        from wholeplace.web.operations import inviting

        made, password = inviting.sample_people(password)
    width = max(len(email) for email, _ in made)
    for email, role in made:
        say(f"  {email:<{width}}  {role}")
    say(f"  Password of all: {password}")


@people.command()
def tidy() -> None:
    """Delete what has passed its time: old entries of the audit log, ended sessions, wrong tries. Run it once a day."""
    with _the_workbench():
        from wholeplace.web.operations import inviting

        say(inviting.tidy())


@backup.callback()
def _backup() -> None:
    """Back up and restore all that the workbench keeps: releases, accounts, replies, jobs, uploads."""


@backup.command("create")
def create(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Archive to write; must not exist.")] = None,
) -> None:
    """Write everything the workbench keeps into one archive, while it goes on running.

    Without a name the archive is called after the time. It holds password hashes: keep it as safe as the database.
    """
    with _the_workbench():
        from wholeplace.web.operations import backing_up

        made = backing_up.create(file)
    say(f"{made.path}: {made.releases} releases, {made.rows:,} rows, {made.files} uploaded and made files.")


@backup.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Archive made by `wholeplace backup create`.")],
) -> None:
    """Read a whole archive and compare every byte with what was written; restores nothing."""
    with _the_workbench():
        from wholeplace.web.operations import archive

        found = archive.verify(file)
    say(f"{file}: whole. {found.releases} releases, {found.rows:,} rows, {found.files} files, made {found.made}.")


@backup.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Archive made by `wholeplace backup create`.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace what is here now.")] = False,
) -> None:
    """Put back everything in an archive, into SQLite or PostgreSQL whichever it came from.

    Stop `wholeplace serve` and `wholeplace worker` first. Everything is checked and made ready aside; until the last
    moment nothing that is here changes.
    """
    with _the_workbench():
        from wholeplace.web.operations import restoring

        found = restoring.restore(file, replace=replace)
    say(f"Restored {found.releases} releases, {found.rows:,} rows and {found.files} files as of {found.made}.")
