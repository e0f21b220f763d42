"""Logs that can be kept and shared: one JSON object a line on the error stream, and nothing about a person in it.

Django and the libraries on it write addresses of pages, e-mail and network addresses and the text of errors into their
messages. None of that is kept: a request is told by `middleware.RequestLog` with the name of its route; an error by its
kind and the lines of code it came through; everything else with whatever looks like an address struck out.
"""

from __future__ import annotations

import contextvars
import logging
import re
import time
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")

# Loggers whose every message is about one request or one person; what matters of it is in the request's own line.
SILENT = ("axes", "django.security", "django.server", "allauth", "auditlog")
DEVELOPER_SILENT = ("axes", "django.security.DisallowedHost")
EMAIL = re.compile(r"[^\s@<>\"'(),:;]+@[^\s@<>\"'(),:;]+")
IPV4 = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)


class AddRequestId(logging.Filter):
    """Puts the id of the request being answered into every line written while answering it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add it; nothing is held back."""
        record.request_id = request_id.get()
        return True


class StrikeOutPeople(logging.Filter):
    """Takes out of a line what could be about a person."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; nothing is held back."""
        if record.name == "django.request":
            record.msg, record.args = "Request failed", ()  # its text is the page's address
        else:
            record.msg, record.args = strike_out(record.getMessage()), ()
        if record.exc_info and record.exc_info[0]:
            record.exc_text = without_values(record.exc_info[1])
            record.exc_info = None
        record.__dict__.pop("request", None)  # Django's extra: it holds everything
        return True


def strike_out(text: str) -> str:
    """The text with e-mail and network addresses struck out."""
    return IPV6.sub("[address]", IPV4.sub("[address]", EMAIL.sub("[email]", text)))


def without_values(error: BaseException | None) -> str:
    """The kinds of an error and its causes and the lines of code they came through, without messages, which quote."""
    told: list[str] = []
    seen: set[int] = set()
    while error and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f'  File "{f.filename}", line {f.lineno}, in {f.name}' for f in frames]
        told.append("\n".join([*lines, f"{type(error).__module__}.{type(error).__qualname__}"]))
        error = error.__cause__ or error.__context__
    return "\ncaused by\n".join(told)


class Lines(JsonFormatter):
    """A JSON object a line, with times in UTC and without empty entries."""

    converter = time.gmtime

    def __init__(self) -> None:
        """Name the entries that every line has."""
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
            datefmt="%Y-%m-%dT%H:%M:%SZ",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "error"},
        )

    def process_log_record(self, log_record: dict[str, Any]) -> dict[str, Any]:
        """Leave out what is empty."""
        return {k: v for k, v in log_record.items() if v not in ("", None)}


def logging_config(production: bool) -> dict[str, Any]:
    """What `logging.config.dictConfig` takes: JSON lines for a deployment, plain ones for a developer."""
    silent = {"level": "CRITICAL", "handlers": [], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request_id": {"()": f"{__name__}.AddRequestId"},
            "people": {"()": f"{__name__}.StrikeOutPeople"},
        },
        "formatters": {
            "json": {"()": f"{__name__}.Lines"},
            "plain": {"format": "%(asctime)s %(levelname)-7s %(message)s", "datefmt": "%H:%M:%S"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if production else "plain",
                "filters": ["request_id", "people"] if production else ["request_id"],
            }
        },
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {
            "django": {"level": "INFO", "handlers": [], "propagate": True},
            "_granian": {"level": "INFO", "handlers": [], "propagate": True},
            # Clients tell the addresses they call, and those of identity providers hold codes.
            "httpx": {"level": "WARNING", "handlers": [], "propagate": True},
            "granian.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            "django.request": {"level": "ERROR" if production else "INFO", "handlers": [], "propagate": True},
            **(dict.fromkeys(SILENT, silent) if production else dict.fromkeys(DEVELOPER_SILENT, silent)),
        },
    }
