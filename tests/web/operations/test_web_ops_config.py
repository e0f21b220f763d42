"""A workbench that is not safe for strangers does not start, and says which variable to set."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from wholeplace.core.errors import SettingsError
from wholeplace.web.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.own_database

SAFE = {
    "WHOLEPLACE_MODE": "production",
    "WHOLEPLACE_HOME": "/nowhere/home",
    "WHOLEPLACE_SECRET_KEY": "w8NfUe0bq3rT6yIuOpAsDfGhJkLzXcVbNm1234567890QwErTyUiOp",
    "WHOLEPLACE_HOSTS": "wholeplace.example, data.example",
    "WHOLEPLACE_ORIGINS": "https://wholeplace.example,https://data.example:8443",
    "WHOLEPLACE_MAIL_URL": "smtp+tls://us%40er:pass%2Fword@mail.example",
    "WHOLEPLACE_MAIL_FROM": "Wholeplace <noreply@wholeplace.example>",
    "WHOLEPLACE_TRUSTED_PROXY": "127.0.0.1, 10.1.0.0/16",
    "DATABASE_URL": "postgresql://wholeplace@db.example/wholeplace",
}

UNSAFE = [
    ("WHOLEPLACE_MODE", "prod"),
    ("WHOLEPLACE_SECRET_KEY", ""),
    ("WHOLEPLACE_SECRET_KEY", "short"),
    ("WHOLEPLACE_SECRET_KEY", "ab" * 40),
    ("WHOLEPLACE_SECRET_KEY_FILE", "/nowhere/key"),
    ("WHOLEPLACE_HOSTS", ""),
    ("WHOLEPLACE_HOSTS", "*"),
    ("WHOLEPLACE_HOSTS", "wholeplace.example,data.example,*.example"),
    ("WHOLEPLACE_HOSTS", ".example"),
    ("WHOLEPLACE_ORIGINS", ""),
    ("WHOLEPLACE_ORIGINS", "http://wholeplace.example"),
    ("WHOLEPLACE_ORIGINS", "wholeplace.example"),
    ("WHOLEPLACE_ORIGINS", "https://wholeplace.example/path"),
    ("WHOLEPLACE_ORIGINS", "https://other.example"),
    ("WHOLEPLACE_ORIGINS", "https://me@wholeplace.example"),
    ("WHOLEPLACE_ORIGINS", "https://wholeplace.example#part"),
    ("WHOLEPLACE_ORIGINS", "https://wholeplace.example:99999"),
    ("WHOLEPLACE_ORIGINS", "https://["),
    ("WHOLEPLACE_MAIL_URL", ""),
    ("WHOLEPLACE_MAIL_URL", "mail.example"),
    ("WHOLEPLACE_MAIL_URL", "https://mail.example"),
    ("WHOLEPLACE_MAIL_URL", "smtp://user:secret@mail.example"),
    ("WHOLEPLACE_MAIL_URL", "smtps://user:se#cret@mail.example:x"),
    ("WHOLEPLACE_MAIL_FROM", ""),
    ("WHOLEPLACE_MAIL_FROM", "Wholeplace"),
    ("WHOLEPLACE_MAIL_FROM", "a@wholeplace.example\nBcc: b@other.example"),
    ("WHOLEPLACE_TRUSTED_PROXY", ""),
    ("WHOLEPLACE_TRUSTED_PROXY", "proxy.example"),
    ("WHOLEPLACE_TRUSTED_PROXY", "0.0.0.0/0"),
    ("WHOLEPLACE_TRUSTED_PROXY", "0.0.0.0/1, 128.0.0.0/1"),
    ("DATABASE_URL", "sqlite://:memory:"),
    ("DATABASE_URL", "postgresql://me:secret@db.example:port/wholeplace"),
    ("DATABASE_URL", "mysql://db.example/wholeplace"),
]


def test_safe_settings_have_no_problems() -> None:
    config = Config(SAFE)

    assert config.problems() == []
    assert config.hosts == ["wholeplace.example", "data.example"]
    assert config.mail is not None
    assert (config.mail.host, config.mail.port, config.mail.starttls) == ("mail.example", 587, True)
    assert (config.mail.user, config.mail.password) == ("us@er", "pass/word")


@pytest.mark.parametrize(("name", "value"), UNSAFE)
def test_production_refuses_an_unsafe_setting_and_names_it(name: str, value: str) -> None:
    problems = Config({**SAFE, name: value}).problems()

    assert any(p.startswith(name) or name in p for p in problems), problems
    assert not any("secret@" in p or "cret@" in p for p in problems), "a password must never be told"
    with pytest.raises(SettingsError, match=name):
        Config({**SAFE, name: value}).refuse_if_unsafe()


def test_production_without_any_settings_tells_all_that_is_missing_at_once() -> None:
    told = "\n".join(Config({"WHOLEPLACE_MODE": "production"}).problems())

    for name in ("SECRET_KEY", "HOSTS", "ORIGINS", "MAIL_URL", "MAIL_FROM", "TRUSTED_PROXY"):
        assert f"WHOLEPLACE_{name}" in told


def test_the_key_can_be_kept_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(SAFE["WHOLEPLACE_SECRET_KEY"] + "\n")
    env = {**SAFE, "WHOLEPLACE_SECRET_KEY": "", "WHOLEPLACE_SECRET_KEY_FILE": str(tmp_path / "key")}

    assert Config(env).problems() == []
    assert Config(env).secret_key == SAFE["WHOLEPLACE_SECRET_KEY"]


def test_development_answers_to_this_machine_alone(tmp_path: Path) -> None:
    config = Config({"WHOLEPLACE_HOME": str(tmp_path), "WHOLEPLACE_HOSTS": "council.example"})

    assert config.problems() == []
    assert config.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert config.mail is None


def test_a_developers_key_is_made_once_however_many_start_at_once_and_is_nobody_elses(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: Config({"WHOLEPLACE_HOME": str(tmp_path)}).secret_key, range(64)))

    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["secret.key"]


def test_serve_and_worker_refuse_to_start_unsafely(wholeplace: Callable, tmp_path: Path) -> None:
    unsafe = {**SAFE, "WHOLEPLACE_HOME": str(tmp_path), "WHOLEPLACE_HOSTS": "*"}
    for words in (["serve"], ["worker"], ["migrate"], ["check"]):
        ran = wholeplace(unsafe, *words)

        assert ran.code == 1, words
        assert "WHOLEPLACE_HOSTS" in ran.out + ran.err
        assert "Traceback" not in ran.err


def test_any_server_refuses_to_load_unsafe_settings(in_workbench: Callable, tmp_path: Path) -> None:
    ran = in_workbench({**SAFE, "WHOLEPLACE_HOME": str(tmp_path), "WHOLEPLACE_SECRET_KEY": ""}, "")

    assert ran.code != 0
    assert "WHOLEPLACE_SECRET_KEY" in ran.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("WHOLEPLACE_REQUIRE_MFA", "0"), ("WHOLEPLACE_API_PER_MINUTE", "0"), ("WHOLEPLACE_API_BURST", "many"),
     ("WHOLEPLACE_SESSION_IDLE_HOURS", "1e12"), ("WHOLEPLACE_SESSION_LONGEST_HOURS", "x"),
     ("WHOLEPLACE_AUDIT_DAYS", "0.5")],
)  # fmt: skip
def test_what_would_fail_at_the_first_reader_fails_at_the_start(
    wholeplace: Callable, tmp_path: Path, name: str, value: str
) -> None:
    ran = wholeplace({**SAFE, "WHOLEPLACE_HOME": str(tmp_path), name: value}, "migrate")

    assert ran.code == 1
    assert name in ran.err
    assert "Traceback" not in ran.err


def test_development_is_not_served_to_other_machines(wholeplace: Callable, tmp_path: Path) -> None:
    ran = wholeplace({"WHOLEPLACE_HOME": str(tmp_path / "home")}, "serve", "--host", "0.0.0.0")  # noqa: S104

    assert ran.code == 1
    assert "WHOLEPLACE_MODE=production" in ran.err


def test_production_refuses_to_serve_a_database_that_lacks_migrations(wholeplace: Callable, tmp_path: Path) -> None:
    env = {**SAFE, "WHOLEPLACE_HOME": str(tmp_path), "DATABASE_URL": "", "WHOLEPLACE_STORE": str(tmp_path / "store")}
    ran = wholeplace(env, "serve", "--port", 0)

    assert ran.code == 1
    assert "wholeplace migrate" in ran.err


def test_a_database_that_does_not_answer_is_told_without_its_password(wholeplace: Callable, tmp_path: Path) -> None:
    env = {"WHOLEPLACE_HOME": str(tmp_path), "DATABASE_URL": "postgresql://me:hunter2@127.0.0.1:1/nothing"}
    ran = wholeplace(env, "migrate")

    assert ran.code == 1
    assert "DATABASE_URL" in ran.err
    assert "hunter2" not in ran.err
    assert "Traceback" not in ran.err
