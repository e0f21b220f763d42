"""Finished pages, where all processes find them: in memory, and in a folder that outlives a process.

A page of another state of the evidence is never handed out. A page that can't be read or written is worked out again:
the shelf only ever saves time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from pathlib import Path

Kept = tuple[str, bytes, bool, dict[str, str]]  # ETag, body, whether that is compressed, headers

ROOM = 48 * 1024 * 1024  # bytes of compressed pages a process keeps in memory
MOST_FILES = 20_000  # pages of one state in the folder: some 500 MB
OLD_SECONDS = 600  # after which pages of another state are thrown away: a process may still be answering from it


class Folder:
    """Finished pages on disk, a folder for each state of the evidence; any number of processes use it at once."""

    def __init__(self, name: str = "pages") -> None:
        """`name` of the folder in the workbench's home."""
        self._name = name
        self._state = ""
        self._written = 0

    def _place(self, key: str, state: str) -> Path:
        named = hashlib.sha256(key.encode()).hexdigest()
        return self._of(state) / named[:2] / named[2:]

    def _of(self, state: str) -> Path:
        root: Path = settings.CONFIG.home / self._name
        return root / hashlib.sha256(f"{settings.CONFIG.store}|{state}".encode()).hexdigest()[:24]

    def get(self, key: str, state: str) -> Kept | None:
        """A page that some process has put there in this state."""
        try:
            head, _, body = self._place(key, state).read_bytes().partition(b"\n")
            told = json.loads(head)
            whole = told["key"] == key and told["length"] == len(body)
            return (told["etag"], body, told["compressed"], told["headers"]) if whole else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, state: str, page: Kept) -> None:
        """Keep a page, whole or not at all."""
        etag, body, compressed, headers = page
        if state != self._state:
            self._state, self._written = state, 0
            self._sweep(state)
        if self._written >= MOST_FILES:
            return
        told = {"key": key, "etag": etag, "compressed": compressed, "headers": headers, "length": len(body)}
        path = self._place(key, state)
        aside = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}")
        with contextlib.suppress(OSError):
            path.parent.mkdir(exist_ok=True, mode=0o700)
            aside.write_bytes(json.dumps(told).encode() + b"\n" + body)
            aside.replace(path)
            self._written += 1

    def clear(self) -> None:
        """Throw all pages away."""
        shutil.rmtree(settings.CONFIG.home / self._name, ignore_errors=True)

    def _sweep(self, state: str) -> None:
        """Throw away pages of states that are past."""
        own = self._of(state)
        with contextlib.suppress(OSError):
            own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            for folder in own.parent.iterdir():
                if folder != own and time.time() - folder.stat().st_mtime > OLD_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)
            own.mkdir(exist_ok=True, mode=0o700)
            os.utime(own)
            self._written = sum(1 for f in own.iterdir() for _ in f.iterdir())


class Shelf:
    """Finished pages by address, in memory and in a folder; the longest unused leave memory when there is no room."""

    def __init__(self, room: int = ROOM, folder: Folder | None = None) -> None:
        """An empty shelf for `room` bytes."""
        self._room = room
        self._folder = folder
        self._used = 0
        self._state = ""
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, state: str) -> Kept | None:
        """ETag, body, whether that is compressed, and headers of a page made in this state."""
        with self._lock:
            found = self._pages.get(key) if state == self._state else None
            if found:
                self._pages.move_to_end(key)
                return found
        found = self._folder.get(key, state) if self._folder else None
        if found:
            self._remember(key, state, found)
        return found

    def put(self, key: str, state: str, page: Kept) -> None:
        """Keep a page; all pages of another state go."""
        self._remember(key, state, page)
        if self._folder:
            self._folder.put(key, state, page)

    def _remember(self, key: str, state: str, page: Kept) -> None:
        with self._lock:
            if state != self._state:
                self._pages.clear()
                self._used, self._state = 0, state
            old = self._pages.pop(key, None)
            self._used += len(page[1]) - (len(old[1]) if old else 0)
            self._pages[key] = page
            while self._used > self._room and self._pages:
                self._used -= len(self._pages.popitem(last=False)[1][1])

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._used, self._state = 0, ""
        if self._folder:
            self._folder.clear()
