"""A server's file name made safe to write here: one component, no way out of the folder."""

from __future__ import annotations

import re
from urllib.parse import unquote

_LONGEST = 150
_UNSAFE = re.compile(r"[^\w .()&+,'-]", re.ASCII)
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """The last component of `name` (a path, an address or a name), of harmless characters, at most 150 long.

    Never empty, never hidden, never `.` or `..`, never a device's name, whatever a server sends.
    """
    last = re.split(r"[/\\]", unquote(name))[-1]
    clean = _UNSAFE.sub("_", last).strip(" .")
    if not clean.strip("_"):
        clean = "file"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    stem, dot, suffix = clean.rpartition(".")
    if dot and len(suffix) <= 5:
        clean = f"{stem[: _LONGEST - len(suffix) - 1].rstrip(' .') or 'file'}.{suffix}"
    return clean[:_LONGEST].rstrip(" .")
