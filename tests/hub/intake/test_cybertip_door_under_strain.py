"""Two calls at once, large files and full disks at the door."""

import hashlib
import io
import resource
import threading
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.vault.opening import open_sealed
from causeway.hub.base.vault.uploading import VeiledUploadHandler
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.offer import Offer, Repeatable
from causeway.hub.road.referrals.models import Attachment, Referral
from causeway.vocabulary.referral import Concern, Door
from causeway.vocabulary.referral import Referral as ToldReferral
from hub.conftest import SmallWorld
from hub.intake.cybertip_calls import Caller, caller_of, said


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: Any) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


def _at_once(*calls: Any) -> list[Any]:
    """The results of calls made in threads that start together."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Any) -> None:
        barrier.wait()
        try:
            results[place] = call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _finish(caller: Caller, number: int) -> int:
    own = Caller(caller.credential, caller.actor, Client())
    return own.code("finish", number)


def test_two_finishes_at_once_make_one_referral(committed_world: SmallWorld) -> None:
    caller = caller_of(committed_world)
    for _ in range(5):
        number = caller.submit()
        codes = _at_once(*[lambda number=number: _finish(caller, number) for _ in range(3)])
        assert sorted(codes) == [0, 5102, 5102]
    with acting_as(caller.actor):
        assert Referral.objects.count() == 5


def test_finish_and_retract_at_once_agree_on_one(committed_world: SmallWorld) -> None:
    caller = caller_of(committed_world)
    number = caller.submit()
    other = Caller(caller.credential, caller.actor, Client())
    finished, retracted = _at_once(lambda: _finish(caller, number), lambda: other.code("retract", number))
    assert (finished, retracted) in {(0, 5102), (5101, 0)}
    with acting_as(caller.actor):
        assert Referral.objects.count() == int(finished == 0)


def test_two_requests_under_one_key_at_once_make_one_referral(committed_world: SmallWorld) -> None:
    caller = caller_of(committed_world)
    told = ToldReferral(concern=Concern.OTHER, narrative="Neutral words.")
    offer = Offer(referral=told, door=Door.JSON_API, repeatable=Repeatable(key=str(uuid4()), request_sha256="a" * 64))
    receipts = _at_once(*[lambda: accept_referral(caller.actor, offer) for _ in range(3)])
    assert len({receipt.reference for receipt in receipts}) == 1
    assert sorted(receipt.is_repeat for receipt in receipts) == [False, True, True]
    with acting_as(caller.actor):
        assert Referral.objects.count() == 1


class _LongForm(io.RawIOBase):
    """A multipart body of 60 MB that exists nowhere as a whole."""

    def __init__(self, number: int, size: int) -> None:
        head = (
            f'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\n{number}\r\n'
            '--b\r\nContent-Disposition: form-data; name="file"; filename="film.bin"\r\n\r\n'
        ).encode()
        self._head, self._tail, self._size = head, b"\r\n--b--\r\n", size
        self._parts = self._all()
        self._rest = b""

    def length(self) -> int:
        return len(self._head) + self._size + len(self._tail)

    def _all(self) -> Iterator[bytes]:
        yield self._head
        piece = bytes(range(256)) * 256
        for _ in range(self._size // len(piece)):
            yield piece
        yield self._tail

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._rest = part
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def test_a_long_file_streams_through_in_little_memory(world: SmallWorld, tmp_path: Path) -> None:
    caller, size = caller_of(world), 60 * 1024 * 1024
    number = caller.submit()
    body = _LongForm(number, size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tracemalloc.start()
    environ: dict[str, Any] = {
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
        "CONTENT_LENGTH": str(body.length()),
        "wsgi.input": io.BufferedReader(body),
        "HTTP_AUTHORIZATION": caller.header,
    }
    response = caller.client.generic("POST", "/ispws/upload", b"", **environ)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    answer: Any = said(response)
    assert answer.response_code == 0
    assert answer.hash == hashlib.md5(bytes(range(256)) * (size // 256), usedforsecurity=False).hexdigest()
    assert peak < 16 * 1024 * 1024
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 128 * 1024
    assert caller.code("finish", number) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]
    with acting_as(program_actor(world.desk)):
        (row,) = Attachment.objects.all()
        assert row.sealed_id is not None
        assert sum(len(piece) for piece in open_sealed(row.sealed_id)) == size


class FullDiskHandler(VeiledUploadHandler):
    """Our handler, on a device that is always full."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        del start
        with Path("/dev/full").open("wb", buffering=0) as full:
            full.write(raw_data)


def test_a_full_temporary_disk_is_worth_another_try(world: SmallWorld, settings: Any) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    caller = caller_of(world)
    number = caller.submit()
    handlers = settings.FILE_UPLOAD_HANDLERS
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.FullDiskHandler"]
    answer = caller.upload(number)
    assert answer.response_code == 1111
    assert answer.is_retryable
    settings.FILE_UPLOAD_HANDLERS = handlers
    assert caller.upload(number).response_code == 0
