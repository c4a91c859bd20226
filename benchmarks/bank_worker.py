"""What subscribers of a bank hear while the worker is on: webhooks that listen, and how far the ledger is behind.

Import it after `load_hub()`.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID

from bank_world import BankWorld
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Leaf
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook, delete_webhook

LOOK_SECONDS = 0.25


@dataclass(slots=True)
class Heard:
    """When each webhook, by its number, heard of each signal; by the clock of `perf_counter`."""

    at: dict[tuple[int, str], float] = field(default_factory=dict)
    behind_seconds: list[float] = field(default_factory=list)
    """At each look, how old the oldest entry is that the worker has not numbered."""

    def wait_for(self, count: int, *, longest_seconds: float) -> None:
        """Until so many were heard."""
        until = time.monotonic() + longest_seconds
        while len(self.at) < count and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)


@contextmanager
def hearing(world: BankWorld) -> Iterator[Heard]:
    """A webhook of each subscriber, on this machine, for withdrawals."""
    heard, stopped = Heard(), threading.Event()

    class Receiver(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard.at.setdefault((int(self.path[1:]), body["data"]["subjects"][0]), time.perf_counter())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        looking = threading.Thread(target=_look, args=(heard, stopped), daemon=True)
        looking.start()
        address = f"http://127.0.0.1:{server.server_port}"
        hooks = [
            add_webhook(member, url=f"{address}/{number}", acts=[Act.SIGNAL_WITHDRAWN])
            for number, member in enumerate(world.members)
        ]
        try:
            yield heard
        finally:
            for member, hook in zip(world.members, hooks, strict=True):
                with suppress(Exception):
                    delete_webhook(member, hook.id)
            stopped.set()
            looking.join()
            server.shutdown()


def _look(heard: Heard, stopped: threading.Event) -> None:
    while not stopped.wait(LOOK_SECONDS):
        oldest = Leaf.objects.filter(position=None).aggregate(oldest=Min("entered_at"))["oldest"]
        heard.behind_seconds.append((timezone.now() - oldest).total_seconds() if oldest else 0.0)
    connection.close()


def seconds_between(withdrawn: dict[UUID, float], known: dict[tuple[int, str], float]) -> list[float]:
    """From each withdrawal until each subscriber knew of it."""
    return [at - withdrawn[UUID(signal)] for (_number, signal), at in known.items() if UUID(signal) in withdrawn]
