"""Have a Chromium for the browser tests: say which is used, install Debian's where that can be done, or say why not.

Always ends with exit code 0: without a browser its tests are skipped, with the reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser() -> str | None:
    """The path of a Chromium on this machine; WHOLEPLACE_TEST_BROWSER names another."""
    given = os.environ.get("WHOLEPLACE_TEST_BROWSER")
    if given:
        return given if Path(given).exists() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def main() -> None:
    """Look, install where root and apt are at hand, and say what came of it."""
    if browser():
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.stdout.write("No Chromium here, and it can't be installed: the browser tests will be skipped.\n")
        return
    sys.stdout.write("Installing Chromium for the browser tests\n")
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", *command], capture_output=True, text=True, check=False)
        if done.returncode:
            sys.stdout.write(
                f"Chromium could not be installed ({(done.stderr.strip() or 'no reason given')[-200:]}).\n"
            )
            return


if __name__ == "__main__":
    main()
