"""Styles, scripts and fonts, collected once a build: hash in the name, compressed beforehand.

Importable before Django is set up, because the settings ask `is_collected`.
"""

from __future__ import annotations

import hashlib
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from wholeplace.core.files import write_atomically

ROOMS = Path(__file__).resolve().parent.parent
PACKAGES = ("django", "django-ninja", "django-allauth", "whitenoise")  # may bring static files or write their names
MARKER = ".made-from"


def fingerprint() -> str:
    """Another text whenever a static file or a package that brings some has changed."""
    told = hashlib.sha256()
    for package in PACKAGES:
        try:
            told.update(f"{package}={version(package)}\n".encode())
        except PackageNotFoundError:
            continue
    for path in sorted(ROOMS.glob("*/static/**/*")):
        if path.is_file():
            found = path.stat()
            told.update(f"{path.relative_to(ROOMS)} {found.st_size} {found.st_mtime_ns}\n".encode())
    return told.hexdigest()


def is_collected(root: Path) -> bool:
    """Whether `root` holds what this build's static files become."""
    try:
        return (root / MARKER).read_text("ascii") == fingerprint() and (root / "staticfiles.json").is_file()
    except OSError:
        return False


def collect(root: Path) -> bool:
    """Collect the static files where they have changed; whether there was anything to do. Needs Django set up."""
    from django.core.files.storage import storages
    from django.core.management import call_command
    from django.test.utils import override_settings

    if is_collected(root):
        return False
    made_from = fingerprint()
    aside = root.with_name(f"{root.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=str(aside), STORAGES={**storages.backends, "staticfiles": hashed}):
        call_command("collectstatic", interactive=False, verbosity=0)
    write_atomically(aside / MARKER, made_from.encode("ascii"))
    old = root.with_name(f"{root.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if root.exists():
        root.rename(old)
    aside.rename(root)
    shutil.rmtree(old, ignore_errors=True)
    return True
