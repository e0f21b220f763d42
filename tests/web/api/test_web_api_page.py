"""The page about the API: made from the contract, with examples that run as they stand."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from support import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


@pytest.mark.django_db
def test_the_page_tells_every_operation_and_every_error(client: Client, sector: Path) -> None:
    page = client.get("/api/").content.decode()
    contract = client.get("/api/v1/openapi.json").json()
    for path in contract["paths"]:
        assert path in page
    for code in ("not-found", "invalid", "too-many-requests"):
        assert code in page
    assert "<script>" not in page


@pytest.mark.django_db
def test_every_operation_declares_every_status_and_describes_every_parameter(client: Client, sector: Path) -> None:
    contract = client.get("/api/v1/openapi.json").json()
    for operations in contract["paths"].values():
        assert list(operations) == ["get"]
        told = operations["get"]
        assert set(told["responses"]) == {"200", "304", "400", "404", "405", "406", "422", "429", "503"}
        assert all(p.get("description") for p in told["parameters"])


@pytest.mark.django_db(transaction=True)
def test_the_examples_run_as_they_stand(live_server: Any, sector: Path, unlimited: None, tmp_path: Path) -> None:
    from wholeplace.web.api.examples import PYTHON, SHELL, examples
    from wholeplace.web.evidence.current import current

    found = examples(current(), f"{live_server.url}/api/v1/")
    told = []
    for example in found:
        if example.language in {SHELL, PYTHON}:
            command = ["sh", "-c", example.lines.replace("curl ", "curl --silent --show-error --fail ")]
            run = command if example.language == SHELL else [sys.executable, "-c", example.lines]
            told.append(subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)
    assert json.loads(told[0])["items"]
    with (tmp_path / "figures.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) > 100
    assert json.loads(told[2])["cells"]
    assert told[3].split()[0].isdigit()


def blocks(page: str, language: str) -> list[str]:
    """The blocks of code in one language on a page of the documentation."""
    text = (REPOSITORY / "docs" / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.django_db(transaction=True)
def test_the_examples_in_the_documentation_run(live_server: Any, sector: Path, unlimited: None) -> None:
    told = []
    for lines in blocks("api.md", "sh"):
        command = lines.replace("http://localhost:8000", live_server.url).replace("curl ", "curl --silent --fail ")
        told.append(subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True).stdout)
    assert len(told) == 4
    assert all(told)
    for lines in blocks("api.md", "python"):
        code = lines.replace("http://localhost:8000", live_server.url)
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert int(done.stdout) > 100


def test_the_comparison_in_the_documentation_runs_without_the_workbench(sector_store: Path, tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "store").symlink_to(sector_store)
    (code,) = blocks("compare.md", "python")
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Counties, together" in done.stdout
