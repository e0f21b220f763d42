"""A backup holds everything, can be trusted or says so, and restoring it changes all or nothing."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import json
import shutil
import tarfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from deployment import Ran, command, script
from wholeplace.brief import make_brief
from wholeplace.evidence.figures import compute
from wholeplace.evidence.measures import measures
from wholeplace.evidence.snapshot import Snapshot
from wholeplace.evidence.store import Store
from wholeplace.papers.json import render_json
from wholeplace.papers.render import write
from wholeplace.web.operations import archive
from wholeplace.web.operations.archive import BackupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.own_database

SEED = """
from pathlib import Path
from datetime import timedelta
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from wholeplace.web.operations.start import migrate
migrate()
from wholeplace.web.accounts.models import Grant, PortfolioPlace, User
from wholeplace.web.jobs.models import Job
boss = User.objects.create_user(
    "boss@sample.invalid", "a password that is long", name="Greta “Lund” \\u2603\\nof two")
Grant.objects.create(user=boss, role="administrator")
adviser = User.objects.create_user("adviser@sample.invalid", "another that is long", name="Rosa Merriman")
Grant.objects.create(user=adviser, role="adviser", given_by=boss)
PortfolioPlace.objects.create(user=adviser, place="ZAA")
job = Job.objects.create(kind="load", title="A load", state="done", created_by=boss, done=3, total=3,
    arguments={"z": 1, "a": [None, True, 1.5, "x"]}, started=timezone.now() - timedelta(microseconds=1234567))
Session.objects.create(session_key="k" * 32, session_data="secret session", expire_date=timezone.now())
folder = Path(settings.MEDIA_ROOT) / "jobs" / str(job.id)
folder.mkdir(parents=True)
(folder / "upload ü.csv").write_bytes(bytes(range(256)) * 500)
"""


WRITER = """
from wholeplace.web.operations.start import set_up
set_up()
from django.db import transaction
from wholeplace.web.accounts.models import User, Grant
n = 0
while True:
    n += 1
    with transaction.atomic():
        user = User.objects.create_user(f"p{n}@sample.invalid")
        Grant.objects.create(user=user, role="clerk")
    if n == 5:
        print("going", flush=True)
"""


def sqlite(folder: Path) -> dict[str, str]:
    """A workbench of its own on SQLite."""
    return {"WHOLEPLACE_HOME": str(folder / "home"), "WHOLEPLACE_STORE": str(folder / "store")}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, sector_store: Path) -> Path:
    """A workbench with something of everything: folder with `home` and `store`."""
    folder = tmp_path_factory.mktemp("full")
    shutil.copytree(sector_store, folder / "store")
    ran = script(sqlite(folder), SEED)
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture(scope="module")
def made(full: Path) -> Path:
    """Its backup."""
    path = full / "backup.tar.gz"
    ran = command(sqlite(full), "backup", "create", path)
    assert ran.code == 0, ran.err
    return path


def members(path: Path) -> dict[str, bytes]:
    """What is in an archive, without the time it was made."""
    found: dict[str, bytes] = {}

    def take(name: str, data: Any) -> None:
        found[name] = data.read()

    archive.read(path, take)
    return found


def fingerprint(folder: Path) -> dict[str, str]:
    """Every file below a folder."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.suffix != ".lock" and not p.name.endswith(("-shm", "-wal"))
    }


def restored(env: dict[str, str], path: Path, *options: str) -> Ran:
    return command(env, "backup", "restore", path, *options)


def test_a_backup_is_private_and_says_what_it_holds(made: Path) -> None:
    ran = command({}, "backup", "verify", made)

    assert ran.code == 0
    assert "76 releases" in ran.out or "77 releases" in ran.out
    assert "1 files" in ran.out
    assert made.stat().st_mode & 0o077 == 0


def test_secrets_and_sessions_are_left_out(made: Path) -> None:
    found = members(made)

    assert not any("secret.key" in name or "session" in name or "limits_cache" in name for name in found)
    assert b"secret session" not in b"".join(found.values())


def test_a_backup_never_overwrites_a_file(full: Path, made: Path) -> None:
    ran = command(sqlite(full), "backup", "create", made)

    assert ran.code == 1
    assert "exists" in ran.err


def test_restored_figures_and_briefs_are_the_same_to_the_byte(full: Path, made: Path, tmp_path: Path) -> None:
    ran = restored(sqlite(tmp_path), made)
    assert ran.code == 0, ran.err

    before, after = (Snapshot(Store(f / "store")) for f in (full, tmp_path))
    wanted = list(measures().values())
    ours, theirs = (compute(s, wanted).rows for s in (before, after))
    assert ours.num_rows > 1000
    assert ours.equals(theirs)
    assert fingerprint(full / "store") == fingerprint(tmp_path / "store")
    assert Store(tmp_path / "store").verify() == []
    assert _brief(full) == _brief(tmp_path)
    assert fingerprint(full / "home" / "files") == fingerprint(tmp_path / "home" / "files")


def _brief(folder: Path) -> tuple[bytes, bytes]:
    document = make_brief(Snapshot(Store(folder / "store"), date(2018, 1, 31)), "Drayvenwadeshire")
    write(document, folder / "brief.pdf")
    return render_json(document), (folder / "brief.pdf").read_bytes()


def test_what_people_did_comes_back_whole(full: Path, made: Path, tmp_path: Path) -> None:
    assert restored(sqlite(tmp_path), made).code == 0

    again = tmp_path / "again.tar.gz"
    assert command(sqlite(tmp_path), "backup", "create", again).code == 0
    assert members(again) == members(made)
    ran = script(
        sqlite(tmp_path),
        "from wholeplace.web.accounts.models import User\n"
        "from wholeplace.web.jobs.models import Job\n"
        "boss = User.objects.get(email='boss@sample.invalid')\n"
        "assert boss.check_password('a password that is long') and boss.roles == {'administrator'}, boss.roles\n"
        "assert Job.objects.get().arguments == {'z': 1, 'a': [None, True, 1.5, 'x']}\n"
        "User.objects.create_user('new@sample.invalid', name='New')\n",  # numbering goes on after the last
    )
    assert ran.code == 0, ran.err


def test_a_backup_goes_from_sqlite_to_postgresql_and_back(made: Path, tmp_path: Path, another_database: str) -> None:
    there = {**sqlite(tmp_path / "there"), "DATABASE_URL": another_database}
    back = sqlite(tmp_path / "back")
    (tmp_path / "there").mkdir()
    ran = restored(there, made)
    assert ran.code == 0, ran.err
    assert script(there, "from wholeplace.web.accounts.models import User; assert User.objects.count() == 2").code == 0
    assert command(there, "backup", "create", tmp_path / "there.tar.gz").code == 0
    assert members(tmp_path / "there.tar.gz") == members(made)
    ran = script(there, "from wholeplace.web.accounts.models import User\nUser.objects.create_user('n@sample.invalid')")
    assert ran.code == 0, ran.err

    assert restored(back, tmp_path / "there.tar.gz").code == 0
    assert command(back, "backup", "create", tmp_path / "back.tar.gz").code == 0
    assert members(tmp_path / "back.tar.gz") == members(made)


def test_postgresql_is_replaced_in_one_step_or_not_at_all(made: Path, tmp_path: Path, another_database: str) -> None:
    import psycopg

    there = {**sqlite(tmp_path), "DATABASE_URL": another_database}
    assert restored(there, made).code == 0
    with psycopg.connect(another_database) as reader:
        reader.execute("SELECT count(*) FROM accounts_user")  # an open transaction keeps the tables where they are
        ran = restored(there, made, "--replace")
    assert ran.code == 1
    assert "wholeplace serve" in ran.err
    assert script(there, "from wholeplace.web.accounts.models import User; assert User.objects.count() == 2").code == 0
    assert restored(there, made, "--replace").code == 0


def test_restore_does_not_overwrite_unless_told(full: Path, made: Path) -> None:
    before = fingerprint(full)
    ran = restored(sqlite(full), made)

    assert ran.code == 1
    assert "--replace" in ran.err
    assert "2 people" in ran.err
    assert fingerprint(full) == before


def test_replacing_takes_out_what_came_later_and_mends_what_was_damaged(full: Path, made: Path, tmp_path: Path) -> None:
    shutil.copytree(full, tmp_path, dirs_exist_ok=True)
    env = sqlite(tmp_path)
    script(env, "from wholeplace.web.accounts.models import User; User.objects.create_user('late@sample.invalid')")
    (tmp_path / "home" / "files" / "late.txt").write_text("late")
    victim = next((tmp_path / "store" / "releases").glob("*/*.parquet"))
    victim.write_bytes(b"damaged")

    ran = restored(env, made, "--replace")

    assert ran.code == 0, ran.err
    assert Store(tmp_path / "store").verify() == []
    assert not (tmp_path / "home" / "files" / "late.txt").exists()
    assert script(env, "from wholeplace.web.accounts.models import User; assert User.objects.count() == 2").code == 0
    assert not list((tmp_path / "store" / "staging").iterdir())
    assert not list((tmp_path / "home").glob(".*"))


def test_a_database_that_is_in_use_is_not_replaced(full: Path, made: Path, tmp_path: Path) -> None:
    import sqlite3

    shutil.copytree(full, tmp_path, dirs_exist_ok=True)
    with sqlite3.connect(tmp_path / "home" / "workbench.sqlite3") as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM accounts_user").fetchone()
        ran = restored(sqlite(tmp_path), made, "--replace")
    reader.close()

    assert ran.code == 1
    assert "wholeplace serve" in ran.err


def damages(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The archive with one thing wrong each."""
    for at in range(12, len(data), len(data) // 40):
        yield f"bit at {at}", data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    for part in (0, 20, len(data) // 2, len(data) - 1, len(data) - 9):
        yield f"cut to {part}", data[:part]


def test_every_damaged_byte_is_found(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "damaged.tar.gz"
    for what, data in damages(made.read_bytes()):
        path.write_bytes(data)
        try:
            archive.verify(path)
        except BackupError:
            continue
        pytest.fail(f"not found: {what}")


def archived(path: Path, contents: dict[str, bytes], changes: Callable[[tarfile.TarInfo], None] | None = None) -> Path:
    """A gzipped tar of these members."""
    with tarfile.open(path, "w:gz") as tar:
        for name, data in contents.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            if changes:
                changes(info)
            tar.addfile(info, io.BytesIO(data) if info.isfile() else None)
    return path


HEADER = json.dumps({"format": 1, "wholeplace": "0.1.0", "made": "2026-01-01T00:00:00+00:00"}).encode()


@pytest.mark.parametrize(
    "name",
    ["../outside", "/etc/passwd", "files/../../outside", "files/a/../../../b", "elsewhere/x", "files/", "files//x",
     "files/c:/x", "files\\..\\x", "files/./x"],
)  # fmt: skip
def test_a_member_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = archived(tmp_path / "x.tar.gz", {archive.HEADER: HEADER, name: b"x"})

    with pytest.raises(BackupError, match="which no backup of ours holds"):
        archive.read(path, lambda *_: pytest.fail("taken"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    def turn(info: tarfile.TarInfo) -> None:
        if info.name != archive.HEADER:
            info.type, info.linkname, info.size = kind, "/etc/passwd", 0

    path = archived(tmp_path / "x.tar.gz", {archive.HEADER: HEADER, "files/x": b""}, turn)

    with pytest.raises(BackupError, match="which no backup of ours holds"):
        archive.verify(path)


def test_other_files_are_told_from_backups(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("some text")
    with gzip.open(tmp_path / "zipped", "wb") as out:
        out.write(b"some text")
    archived(tmp_path / "foreign", {"readme": b"x"})
    for name in ("text", "zipped", "foreign"):
        with pytest.raises(BackupError, match="no backup made by"):
            archive.verify(tmp_path / name)
    with pytest.raises(BackupError, match="no such file"):
        archive.verify(tmp_path / "nothing")


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    newer = json.dumps({"format": 99, "wholeplace": "9.0", "made": ""}).encode()

    with pytest.raises(BackupError, match=r"newer Wholeplace \(9.0\)"):
        archive.verify(archived(tmp_path / "x.tar.gz", {archive.HEADER: newer}))


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory, world: Store) -> tuple[Path, Path]:
    """A workbench on a few releases to which somebody came after its backup was made: folder and backup."""
    folder = tmp_path_factory.mktemp("little")
    shutil.copytree(world.folder, folder / "store")
    assert script(sqlite(folder), SEED).code == 0
    backup = tmp_path_factory.mktemp("backup") / "little.tar.gz"
    assert command(sqlite(folder), "backup", "create", backup).code == 0
    late = "from wholeplace.web.accounts.models import User; User.objects.create_user('late@sample.invalid')"
    assert script(sqlite(folder), late).code == 0
    return folder, backup


def people_in(folder: Path) -> int:
    """How many people a workbench on SQLite knows."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(folder / "home" / "workbench.sqlite3")) as database:
        return int(database.execute("SELECT count(*) FROM accounts_user").fetchone()[0])


@pytest.mark.parametrize("step", ["_unpack", "_check_releases", "_switch_database", "rows.load_all"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_before_the_switch_it_leaves_what_was_there(
    little: tuple[Path, Path], tmp_path: Path, step: str, when: str
) -> None:
    if (step, when) == ("_switch_database", "after"):
        pytest.skip("that is the switch")
    whole, made = little
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    env = sqlite(tmp_path)
    before = fingerprint(tmp_path / "store" / "releases"), (tmp_path / "store" / "catalogue.json").read_bytes()
    kill = f"""
import os, signal
from pathlib import Path
from wholeplace.web.operations import restoring, rows
real = restoring.{step}
def killed(*given):
    if {when!r} == "after":
        real(*given)
    os.kill(os.getpid(), signal.SIGKILL)
restoring.{step} = killed
restoring.restore(Path({str(made)!r}), replace=True)
"""
    assert script(env, kill).code == -9

    assert (
        fingerprint(tmp_path / "store" / "releases"),
        (tmp_path / "store" / "catalogue.json").read_bytes(),
    ) == before
    assert people_in(tmp_path) == 3
    ran = restored(env, made, "--replace")
    assert ran.code == 0, ran.err
    assert people_in(tmp_path) == 2


def test_a_backup_of_an_older_database_is_restored_and_brought_up_to_date(full: Path, tmp_path: Path) -> None:
    shutil.copytree(full, tmp_path / "old", dirs_exist_ok=True)
    old = sqlite(tmp_path / "old")
    back = "from django.core.management import call_command\ncall_command('migrate', 'mfa', '0001', verbosity=0)"
    assert script(old, back).code == 0
    assert command(old, "backup", "create", tmp_path / "old.tar.gz").code == 0

    ran = restored(sqlite(tmp_path / "new"), tmp_path / "old.tar.gz")

    assert ran.code == 0, ran.err
    assert "is up to date" in command(sqlite(tmp_path / "new"), "migrate").out
    assert script(
        sqlite(tmp_path / "new"),
        "from wholeplace.web.operations.start import missing_migrations; assert missing_migrations() == []",
    ).code == 0  # fmt: skip


def test_a_backup_holds_one_moment_of_a_database_that_is_being_written_to(full: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    from deployment import environment

    shutil.copytree(full, tmp_path, dirs_exist_ok=True)
    env = sqlite(tmp_path)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        env=environment(env), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert writer.stdout
        assert writer.stdout.readline().strip() == "going"
        for number in range(3):
            path = tmp_path / f"{number}.tar.gz"
            assert command(env, "backup", "create", path).code == 0
            found = members(path)
            people = [json.loads(line) for line in found["database/accounts.user.jsonl"].splitlines()]
            grants = [json.loads(line) for line in found["database/accounts.grant.jsonl"].splitlines()]
            clerks = {p["id"] for p in people if p["email"].startswith("p")}
            assert clerks == {g["user_id"] for g in grants if g["role"] == "clerk"}
            assert len(clerks) >= 5
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
