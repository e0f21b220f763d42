"""The workbench's settings in tests: a home of its own, nothing of the machine's, passwords quick to check.

On PostgreSQL where WHOLEPLACE_TEST_DATABASE_URL names a server, on SQLite otherwise.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

_home = tempfile.mkdtemp(prefix="wholeplace-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for _name in [n for n in os.environ if n.startswith("WHOLEPLACE_") and "TEST" not in n and "SHARED" not in n]:
    del os.environ[_name]
(Path(_home) / "static").mkdir()  # where a deployment collects files; WhiteNoise warns where there is none
os.environ["WHOLEPLACE_HOME"] = _home
os.environ["WHOLEPLACE_STORE"] = str(Path(_home) / "store")
os.environ["DATABASE_URL"] = os.environ.get("WHOLEPLACE_TEST_DATABASE_URL", "")

# The browser's driver keeps an event loop running in the thread of the tests; Django would take every test for async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from wholeplace.web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {  # the hashed names of a deployment need files collected first
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if "postgres" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A name of this checkout's own: two runs beside each other on one machine never drop one another's.
    _own = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]
    DATABASES["default"]["TEST"] = {"NAME": f"test_wholeplace_{_own}"}  # noqa: F405
