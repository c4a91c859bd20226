"""Opening and erasing sealed objects, in the caller's transaction: only who sees the root finds the row, and without
the row there is no key.
"""

import hashlib
import queue
import threading
from collections.abc import Generator, Iterator
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pyrage import DecryptError, decrypt_io, x25519

from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.vault.backend import Backend
from causeway.hub.base.vault.errors import Erased, SealBroken, TooLarge, VaultError
from causeway.hub.base.vault.keys import unseal_key
from causeway.hub.base.vault.models import PersonalKey, SealedObject
from causeway.hub.base.vault.places import default_backend

DEFAULT_LIMIT_BYTES = 64 * 1024 * 1024
"""What `read_sealed` takes into memory at most when the caller says nothing: more than any document, less than a long
video.
"""

_PIECES_AHEAD = 4
"""Pieces of at most 64 KiB (age's own) that are decrypted ahead of the reader."""


def read_sealed(sealed_id: UUID, *, limit_bytes: int = DEFAULT_LIMIT_BYTES, backend: Backend | None = None) -> bytes:
    """The plain bytes of a small object.

    Raises:
        NotFound: the acting organisation sees no such object, or it is for other people.
        Erased: its key was dropped.
        TooLarge: it is longer than `limit_bytes`.
        SealBroken: its bytes are gone, or not those that were sealed.
    """
    row = _row(sealed_id)
    if row.size_bytes > limit_bytes:
        raise TooLarge(_("This file is too large to be read at once."))
    return b"".join(_plain(row, backend or default_backend()))


def open_sealed(sealed_id: UUID, *, backend: Backend | None = None) -> Iterator[bytes]:
    """The plain bytes of an object of any length, in pieces. The row is looked up at once, so the pieces may be read
    after the transaction.

    What was read counts only when the last piece has come: the digest is checked there. Raises as `read_sealed`.
    """
    return _plain(_row(sealed_id), backend or default_backend())


def sealed_in(root_id: UUID) -> frozenset[UUID]:
    """The objects recorded as parts of a root, as far as the acting organisation sees it."""
    return frozenset(SealedObject.objects.filter(root_id=root_id, erased_at=None).values_list("id", flat=True))


def newest_opens() -> bool:
    """Whether the installation's identity opens the newest object that the acting organisation sees, if it sees one."""
    row = SealedObject.objects.exclude(sealed_key=None).order_by("-sealed_at").first()
    if row is None or row.sealed_key is None:
        return True
    try:
        unseal_key(bytes(row.sealed_key))
    except VaultError:
        return False
    return True


def erase(sealed_id: UUID, *, backend: Backend | None = None) -> None:
    """Drop an object's key, and after commit its bytes. Erasing twice changes nothing; what it was for is the caller's
    to enter.

    Raises:
        NotFound: the acting organisation sees no such object.
    """
    row = _row(sealed_id)
    if row.erased_at is None:
        row.sealed_key, row.erased_at = None, timezone.now()
        row.save(update_fields=["sealed_key", "erased_at"])
        # Somebody else's personal key stays, and opens nothing: the bytes are gone.
        PersonalKey.objects.filter(sealed_id=row.id).delete()
        place, address = backend or default_backend(), row.address
        transaction.on_commit(lambda: place.remove(address), robust=True)


def _row(sealed_id: UUID) -> SealedObject:
    row = SealedObject.objects.filter(id=sealed_id).first()
    if row is None:
        raise NotFound(_("There is no such file."))
    return row


def _plain(row: SealedObject, backend: Backend) -> Generator[bytes, None, None]:
    if row.erased_at is not None:
        raise Erased(_("This file has been erased."))
    return _checked(_decrypted(backend, row.address, unseal_key(_key_of(row))), row.sha256)


def _key_of(row: SealedObject) -> bytes:
    """The object's sealed key, or the personal one that the acting member may read."""
    if row.sealed_key is not None:
        return bytes(row.sealed_key)
    own = PersonalKey.objects.filter(sealed_id=row.id).first()
    if own is None:
        raise NotFound(_("There is no such file."))
    return bytes(own.sealed_key)


def _opened(backend: Backend, address: str) -> BinaryIO:
    try:
        return backend.open(address)
    except OSError as fault:
        raise SealBroken(_("The sealed bytes of this file cannot be found.")) from fault


def _checked(pieces: Iterator[bytes], sha256: str) -> Generator[bytes, None, None]:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise SealBroken(_("The bytes of this file are not those that were sealed."))


class _NobodyReads(Exception):
    """The reader went away."""


class _Pieces:
    """What a decrypting thread writes and the reader takes: a short queue, so that a long file needs little memory."""

    def __init__(self) -> None:
        self._queue: queue.Queue[bytes | None] = queue.Queue(_PIECES_AHEAD)
        self._is_left = threading.Event()
        self.fault: Exception | None = None

    def write(self, data: bytes) -> int:
        while not self._is_left.is_set():
            try:
                self._queue.put(data, timeout=1.0)
            except queue.Full:
                continue
            return len(data)
        raise _NobodyReads

    def flush(self) -> None:
        """Each piece is handed over as it is written."""

    def end(self) -> None:
        while not self._is_left.is_set():
            try:
                self._queue.put(None, timeout=1.0)
            except queue.Full:
                continue
            return

    def leave(self) -> None:
        self._is_left.set()
        while not self._queue.empty():
            self._queue.get_nowait()

    def __iter__(self) -> Iterator[bytes]:
        while (piece := self._queue.get()) is not None:
            yield piece


def _decrypted(backend: Backend, address: str, key: x25519.Identity) -> Generator[bytes, None, None]:
    """The plain pieces. The library pushes and a reader pulls, hence the thread."""
    pieces, sealed = _Pieces(), _opened(backend, address)

    def work() -> None:
        try:
            decrypt_io(sealed, pieces, [key])
        except _NobodyReads:
            pass
        except (DecryptError, OSError) as fault:
            pieces.fault = fault
        finally:
            sealed.close()
            pieces.end()

    thread = threading.Thread(target=work, name="causeway-unseal", daemon=True)
    thread.start()
    try:
        yield from pieces
        if pieces.fault is not None:
            raise SealBroken(_("The sealed bytes of this file are damaged.")) from pieces.fault
    finally:
        pieces.leave()
        thread.join()
