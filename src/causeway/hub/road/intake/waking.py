"""Waking the worker. Work that is owed stands in tables; a job only says that somebody should look now."""

import time

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

WAKE_TASK = "causeway.wake"
APART_SECONDS = 0.25
"""One process wakes the worker no oftener; the worker, once woken, looks again after this time."""

_next_at = 0.0


def wake_worker() -> None:
    """Wake the worker once the running transaction has committed.

    After the commit, not in it: the queueing lock is one row for all, so jobs deferred inside would make each
    acceptance wait for the one before. A crash in between loses a wake-up, never work; what goes wrong here is logged
    and does not undo what was accepted.
    """
    transaction.on_commit(_defer, robust=True)


def _defer() -> None:
    global _next_at
    if time.monotonic() < _next_at:
        return
    _next_at = time.monotonic() + APART_SECONDS
    try:
        with transaction.atomic():
            app.configure_task(WAKE_TASK, queueing_lock=WAKE_TASK).defer()
    except AlreadyEnqueued:
        pass  # somebody will look already
