"""Kinds of long work. A room registers what it can do; the queue, the worker and the pages know nothing else of it.

    @job_kind("load", title="Load published files", roles=(Role.DATA_MANAGER,), template="data/loaded.html")
    def load_upload(job: Job, progress: Reporter) -> dict[str, Any]:
        ...

What it returns (plain types for JSON) is kept as the job's result and shown by `template`. It may be run again after
having been stopped at any moment, so running it twice must do no more than running it once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wholeplace.web.jobs.models import Job
    from wholeplace.web.jobs.reporter import Reporter

    Work = Callable[[Job, Reporter], dict[str, Any] | None]


@dataclass(frozen=True)
class Kind:
    """A kind of long work.

    People of `roles` see and steer all jobs of the kind, and nobody else steers one; without roles a job is its
    maker's. `template` shows the result; it is given `job` and `result`.
    """

    key: str
    title: str
    work: Work
    roles: frozenset[str]
    template: str


_kinds: dict[str, Kind] = {}


def job_kind(key: str, *, title: str, roles: Iterable[str] = (), template: str = "") -> Callable[[Work], Work]:
    """Register a function as the work of a kind of job."""

    def register(work: Work) -> Work:
        if key in _kinds and _kinds[key].work is not work:
            raise ValueError(f"Two kinds of job are called '{key}'.")
        _kinds[key] = Kind(key, title, work, frozenset(roles), template)
        return work

    return register


def kind_of(key: str) -> Kind | None:
    """The kind with this key; None where the room that had it is gone."""
    return _kinds.get(key)


def kinds_of_roles(roles: Iterable[str]) -> list[str]:
    """Keys of the kinds that people of these roles look after."""
    wanted = frozenset(roles)
    return [k.key for k in _kinds.values() if k.roles & wanted]


def kinds_with_roles() -> list[str]:
    """Keys of the kinds that only people of certain roles look after."""
    return [k.key for k in _kinds.values() if k.roles]
