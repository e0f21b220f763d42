"""The files that a deployment is told to copy are right."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from support import REPOSITORY
from wholeplace.web.config import Config

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.own_database

DEPLOY = REPOSITORY / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_takes_the_units_as_they_are(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/wholeplace/bin/wholeplace", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    names = [str(tmp_path / u.name.replace("@.", "@1.")) for u in UNITS]
    ran = subprocess.run(["systemd-analyze", "verify", *names], capture_output=True, text=True, check=False)

    assert (ran.returncode, ran.stderr.strip()) == (0, "")


def test_every_unit_may_write_only_in_its_own_folder() -> None:
    for unit in UNITS:
        if unit.suffix == ".service":
            text = unit.read_text("utf-8")
            for line in ("ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "UMask=0077"):
                assert f"\n{line}\n" in text, f"{unit.name}: {line}"


def test_the_example_of_settings_is_safe_once_there_is_a_key() -> None:
    lines = (DEPLOY / "settings.example").read_text("utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert [p for p in Config(settings).problems() if "SECRET_KEY" not in p] == []
    assert any("SECRET_KEY" in p for p in Config(settings).problems())


def test_proxies_tell_the_readers_address_and_scheme_and_keep_health_to_themselves() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")

    assert "X-Forwarded-For $remote_addr;" in nginx, "set, not added to: what a reader sends is no evidence"
    assert "X-Forwarded-Proto $scheme;" in nginx
    assert "proxy_set_header Host $host;" in nginx
    assert re.search(r"location /health/ \{\s+allow 127.0.0.1;\s+deny all;", nginx)
    assert "respond @health 404" in (DEPLOY / "Caddyfile").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_nginx_takes_its_site(tmp_path: Path) -> None:
    site = re.sub(r"^\s*ssl_certificate.*$", "", (DEPLOY / "nginx.conf").read_text("utf-8"), flags=re.MULTILINE)
    site = site.replace("443 ssl http2", "8443").replace("listen 80;", "listen 8080;").replace("[::]:80", "[::]:8080")
    whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n{site}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    ran = subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
