"""What other rooms may listen to."""

from __future__ import annotations

from django.dispatch import Signal

# Sent in the worker when a job is done; `job` is given.
job_done = Signal()
