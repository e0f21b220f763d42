"""What tests of this room share."""

from __future__ import annotations

import pytest

from inline_worker import do_all

__all__ = ["do_all"]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files of jobs."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT
