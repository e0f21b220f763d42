"""The command line: quick to start, and its reference page as the program itself would write it."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

import generate_docs
from support import REPOSITORY
from wholeplace.cli import app

HEAVY = ("ibis", "duckdb", "pyarrow", "pandas", "numpy", "pyspark", "typst", "vl_convert", "docx", "xlsxwriter",
         "httpx", "jinja2", "python_calamine", "fontTools")  # fmt: skip


def commands() -> dict[str, typer.core.TyperCommand]:
    return dict(generate_docs._commands(typer.main.get_command(app), "wholeplace"))


def test_the_reference_page_is_what_the_program_says() -> None:
    written = (REPOSITORY / "docs" / "cli.md").read_text("utf-8")

    assert written == generate_docs.cli_reference(), "docs/cli.md is stale: run make docs"


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_says_what_it_is_for(name: str) -> None:
    command = commands()[name]

    assert (command.help or "").strip().endswith((".", "?")), f"{name} has no help, or no sentence"
    silent = [p.name for p in command.params if not p.help and not getattr(p, "hidden", False)]
    assert silent == [], f"{name}: no help for {silent}"


def test_starting_the_command_line_loads_none_of_the_heavy_libraries() -> None:
    code = f"import sys, wholeplace.cli; print([n for n in {HEAVY!r} if n in sys.modules])"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]", "import these inside the functions that use them"
