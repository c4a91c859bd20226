"""Hands in a process of their own: owed work takes a processor for itself, and the rounds theirs.

This module is read there before Django is set up, so it imports nothing of the hub's models where it stands.

The two speak through a pipe, one desk at a time: whose turn it is and when go there, how much was done comes back.
However the process that asks ends, this one ends with it; what it had in hand is undone and still owed.
"""

import contextlib
import logging
import os
import signal
import sys
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final

from django.db import close_old_connections, connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.walls.away import DatabaseAway, is_away
from causeway.hub.garbage_collection import collect_seldom, loading
from causeway.hub.parent_process import end_with_parent
from causeway.hub.road.queues.working.faults import fault_code

if TYPE_CHECKING:
    from causeway.hub.road.queues.working.labour import Pieces, Works


log = logging.getLogger(__name__)
_CONTEXT: Final = get_context("fork") if sys.platform.startswith("linux") else get_context("spawn")
"""On Linux the hands are a copy of the worker, ready at once and with one memory for all that is loaded. Elsewhere
libraries of the system do not bear that, and the hub is loaded anew.
"""


class HandsLost(Exception):
    """The process ended, or failed in a manner of its own; the message names the fault and nothing of a case."""


class HandsApart:
    """As `labour.Hands`, in a process that is started and ended with this block. Use it from one thread, and enter it
    before there is another.
    """

    def __init__(self) -> None:
        self.pipe, self.theirs = _CONTEXT.Pipe()
        arguments = (self.theirs, os.getpid())
        self._process = _CONTEXT.Process(target=_serve, args=arguments, name="causeway-hands", daemon=True)

    def __enter__(self) -> "HandsApart":
        """Begin; what is asked before it is ready waits."""
        connection.close()  # two processes must not speak through one
        self._process.start()
        self.theirs.close()
        return self

    def __exit__(self, *details: object) -> None:
        """End at once: whoever asked has waited for what was in hand. What is left of it is undone and still owed."""
        self._process.kill()
        self._process.join()
        self.pipe.close()

    def work(self, actor: Actor, now: datetime) -> "Pieces":
        """As `labour.Hands.work`.

        Raises:
            DatabaseAway: the database is away.
            HandsLost: the process has ended, or failed.
        """
        try:
            self.pipe.send((actor, now))
            answer = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise HandsLost("the process that does owed work has ended") from error
        if isinstance(answer, str):
            raise DatabaseAway if answer == _AWAY else HandsLost(answer)
        pieces: Pieces = answer
        return pieces


_AWAY = "away"
_LATER = 5
"""How much later than others this process gets a processor (`nice`): whoever opens a page or sends a referral waits,
and owed work does not mind.
"""


def _serve(pipe: "Connection[Pieces | str, tuple[Actor, datetime]]", parent: int) -> None:
    """What runs in the process."""
    # Whoever stops the worker at a terminal, or its group, reaches both; the one that asks decides when it ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    end_with_parent(signal.SIGKILL, parent)
    os.nice(_LATER)
    try:
        answer_each(pipe, _own_hands())
    except Exception as fault:  # noqa: BLE001 a trace would repeat the message, which may quote a case
        log.error("The process that does owed work ends: %s", fault_code(fault))
        raise SystemExit(1) from None


def _own_hands() -> "Works":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")
    import django

    with loading():
        django.setup()
        from causeway.hub.base.walls.database import keep_plans
        from causeway.hub.road.queues.working.labour import Hands
        from causeway.hub.road.queues.working.worker import installed_tools

    hands = Hands(installed_tools())
    keep_plans()
    collect_seldom()
    return hands


def answer_each(pipe: "Connection[Pieces | str, tuple[Actor, datetime]]", hands: "Works") -> None:
    """Work as asked, until nobody asks any more."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            actor, now = pipe.recv()
            close_old_connections()
            try:
                answer: Pieces | str = hands.work(actor, now)
            except Exception as fault:  # noqa: BLE001 the edge of the process: the one that asks ends for it
                answer = _AWAY if is_away(fault) else fault_code(fault)
                connection.close()
            pipe.send(answer)
