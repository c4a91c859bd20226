"""Sends the referrals of a generated world over HTTP as services do, and reads pages as people do, with the seconds
that each answer took. A sender that is not answered sends again under the same key. Import it after `load_hub()`.
"""

import http.client
import itertools
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from http.client import HTTPMessage
from random import Random
from urllib.parse import urlsplit

from causeway.cli.clearing_evaluate import world_of
from causeway.cli.clearing_worlds import START
from causeway.hub.base.rows.documents import to_document
from causeway.vocabulary.referral import SenderKind
from causeway.worlds import Subject, TrafficReferral, draw

_BOUNDARY = "causeway-bench"
_TIMEOUT_SECONDS = 60
_PATIENCE_SECONDS = 600
_PICTURES = 64
"""So many different ones are drawn; a file of the world is always the same of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One referral on its way: by which service, and its body."""

    sender: str
    key: str
    content_type: str
    body: bytes


def calls(seed: int, count: int, *, with_files: bool) -> list[Call]:
    """The first referrals of the world of a seed, all sent by services, ready to be sent."""
    return [_call(told, f"{seed}-{told.id}", with_files) for told in world_of(seed, count, 1.0, START)]


@dataclass
class Sent:
    """What was acknowledged: references, and the seconds of each; how often a service had to send again."""

    references: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    again: int = 0
    took_seconds: float = 0.0


def send(
    base_url: str,
    credentials: Mapping[str, str],
    ready: Sequence[Call],
    *,
    clients: int,
    per_second: float | None = None,
) -> Sent:
    """Send all of them over so many connections: one after another as fast as they are acknowledged, or each at its
    time. Then the seconds count from when it should have left.
    """
    sent, lock, left = Sent(), threading.Lock(), iter(enumerate(ready))
    begun = time.perf_counter()

    def run() -> None:
        line = _Line(base_url)
        while True:
            with lock:
                number, call = next(left, (0, None))
            if call is None:
                return
            due = begun + number / per_second if per_second else time.perf_counter()
            time.sleep(max(0.0, due - time.perf_counter()))
            reference, again = line.deliver(call, credentials[call.sender])
            seconds = time.perf_counter() - due
            with lock:
                sent.references.append(reference)
                sent.seconds.append(seconds)
                sent.again += again

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.took_seconds = time.perf_counter() - begun
    return sent


class Reader:
    """Somebody who opens a page again and again."""

    def __init__(self, base_url: str, cookie: str) -> None:
        self._line, self._cookie = _Line(base_url), cookie

    def seconds(self, path: str) -> float:
        """How long the whole page takes."""
        begun = time.perf_counter()
        status, _headers, body = self._line.ask("GET", path, b"", {"Cookie": self._cookie})
        assert status == http.client.OK, (status, body[:200])
        return time.perf_counter() - begun


class _Line:
    """One connection, opened anew when it breaks."""

    def __init__(self, base_url: str) -> None:
        self._host = urlsplit(base_url).netloc
        self._connection: http.client.HTTPConnection | None = None

    def deliver(self, call: Call, credential: str) -> tuple[str, int]:
        """Until it is acknowledged; gives the reference, and how often it was sent again."""
        headers = {"Authorization": credential, "Content-Type": call.content_type, "Idempotency-Key": call.key}
        deadline = time.monotonic() + _PATIENCE_SECONDS
        for again in itertools.count():
            try:
                status, answered, body = self.ask("POST", "/api/v1/referrals", call.body, headers)
            except (OSError, http.client.HTTPException):
                self._connection, status, answered, body = None, 0, HTTPMessage(), b""
            if status in (http.client.CREATED, http.client.OK):
                return json.loads(body)["reference"], again
            if time.monotonic() > deadline or http.client.BAD_REQUEST <= status < http.client.TOO_MANY_REQUESTS:
                raise RuntimeError(f"not acknowledged: {status} {body[:300]!r}")
            time.sleep(float(answered.get("Retry-After", "0.2")))
        raise AssertionError("unreachable")

    def ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, HTTPMessage, bytes]:
        """Status, headers and body of one answer."""
        self._connection = self._connection or http.client.HTTPConnection(self._host, timeout=_TIMEOUT_SECONDS)
        self._connection.request(method, path, body, dict(headers))
        answer = self._connection.getresponse()
        return answer.status, answer.headers, answer.read()


def _call(told: TrafficReferral, key: str, with_files: bool) -> Call:
    referral = replace(
        told.referral,
        sender_kind=SenderKind.SERVICE,
        attachments=tuple(replace(each, sha256=None) for each in told.referral.attachments),
    )
    document = json.dumps(to_document(referral)).encode()
    files = [(each.name or "", _picture(each.sha256)) for each in told.referral.attachments if each.sha256]
    if not files or not with_files:
        return Call(sender=told.sender, key=key, content_type="application/json", body=document)
    parts = [_part('name="referral"', "application/json", document)]
    parts += [_part(f'name="files"; filename="{name}"', "image/jpeg", content) for name, content in files]
    body = b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
    return Call(sender=told.sender, key=key, content_type=f"multipart/form-data; boundary={_BOUNDARY}", body=body)


def _part(disposition: str, content_type: str, content: bytes) -> bytes:
    head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {content_type}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def _picture(sha256: str) -> bytes:
    return _drawn(int(sha256[:8], 16) % _PICTURES)


@cache
def _drawn(number: int) -> bytes:
    return draw(Random(number), Subject.BRIDGE)
