"""Sealing: bytes stream in once, are digested and encrypted on the way, and lie durable before any row names them.

The order is what keeps promises: bytes written and synced, renamed, folder synced; then a short transaction records the
row. A crash between the two leaves an object that nobody names, which `sweeping` removes.
"""

import errno
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _
from pyrage import EncryptError, encrypt_io, x25519

from causeway.hub.base.vault.backend import Backend, Staged
from causeway.hub.base.vault.errors import TooLarge, VaultFull, VaultUnavailable
from causeway.hub.base.vault.keys import address_of, seal_key
from causeway.hub.base.vault.models import PersonalKey, SealedObject
from causeway.hub.base.vault.places import default_backend
from causeway.matching import ExactDigester

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFacts:
    """What is known of an object without opening it. Digests are lower-case hex, of the plain bytes; the type is by
    content.
    """

    id: UUID
    sha256: str
    md5: str
    sha1: str
    size_bytes: int
    media_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Sealed bytes that are durable and not yet recorded. Without `sealed_key` nobody can open them."""

    facts: SealedFacts
    sealed_key: bytes


def write_sealed(chunks: Iterable[bytes], *, limit_bytes: int | None = None, backend: Backend | None = None) -> Written:
    """Seal a stream, read once, and make it durable. Call it outside any transaction; `record_sealed` adds the row.

    Raises:
        TooLarge: more than `limit_bytes` came.
        VaultFull, VaultUnavailable: the bytes cannot be kept; nothing of them was.
        Exception: whatever the stream itself raised, as it was.
    """
    backend = backend or default_backend()
    object_id, key, source = uuid4(), x25519.Identity.generate(), _Source(chunks, limit_bytes)
    sealed_key = seal_key(key)  # before any byte lies there: without the installation's identity nothing is written
    try:
        staged = backend.stage(address_of(object_id))
    except OSError as fault:
        _refuse(fault)
    sink = _Sink(staged)
    try:
        encrypt_io(source, sink, [key.to_public()])
        sink.fault = None
        staged.publish()
    except (EncryptError, OSError) as fault:
        staged.abandon()
        if source.fault is not None:
            raise source.fault from None
        _refuse(sink.fault or fault)
    except BaseException:
        staged.abandon()
        raise
    digests = source.digester.finish()
    facts = SealedFacts(
        id=object_id,
        sha256=digests.sha256,
        md5=digests.md5,
        sha1=digests.sha1,
        size_bytes=digests.size_bytes,
        media_type=digests.media_type,
    )
    return Written(facts=facts, sealed_key=sealed_key)


def record_sealed(written: Written, root_id: UUID, *, named: Collection[str] = ()) -> SealedFacts:
    """Record a written object as part of a root that the acting organisation sees, in the caller's transaction. With
    `named`, only members with one of these addresses, in lower case, can open it.
    """
    row = SealedObject(
        id=written.facts.id,
        root_id=root_id,
        address=address_of(written.facts.id),
        size_bytes=written.facts.size_bytes,
        sha256=written.facts.sha256,
        sealed_key=None if named else written.sealed_key,
        sealed_at=timezone.now(),
    )
    row.save(force_insert=True)
    if named:
        PersonalKey(sealed=row, root_id=root_id, named=sorted(named), sealed_key=written.sealed_key).save(
            force_insert=True
        )
    return written.facts


def seal_stream(chunks: Iterable[bytes], *, root_id: UUID, limit_bytes: int | None = None) -> SealedFacts:
    """Both steps at once, for small things: the stream is read while the caller's transaction is open. Raises as
    `write_sealed`.
    """
    return record_sealed(write_sealed(chunks, limit_bytes=limit_bytes), root_id)


def discard(written: Written, *, backend: Backend | None = None) -> None:
    """Remove a written object that will not be recorded. Should this fail, the sweep removes it later."""
    try:
        (backend or default_backend()).remove(address_of(written.facts.id))
    except OSError as fault:
        _refuse(fault)


class _Source:
    """The stream as the encryption reads it. It keeps the stream's own fault, which the library would make text."""

    def __init__(self, chunks: Iterable[bytes], limit_bytes: int | None) -> None:
        self._chunks: Iterator[bytes] = iter(chunks)
        self._rest = memoryview(b"")
        self._left = limit_bytes
        self.digester = ExactDigester()
        self.fault: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                chunk = next(self._chunks, None)
                if chunk is None:
                    return b""
                self._take(chunk)
        except Exception as fault:  # handed on unchanged by `write_sealed`
            self.fault = fault
            raise
        part = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(part) :]
        return bytes(part)

    def _take(self, chunk: bytes) -> None:
        if self._left is not None:
            self._left -= len(chunk)
            if self._left < 0:
                raise TooLarge(_("The file is larger than may be sent here."))
        self.digester.update(chunk)
        self._rest = memoryview(chunk)


class _Sink:
    """The place as the encryption writes to it. It keeps the place's own fault, with its number."""

    def __init__(self, staged: Staged) -> None:
        self._staged = staged
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._staged.write(data)
        except OSError as fault:
            self.fault = fault
            raise

    def flush(self) -> None:
        try:
            self._staged.flush()
        except OSError as fault:
            self.fault = fault
            raise


def _refuse(fault: Exception) -> NoReturn:
    if isinstance(fault, OSError) and fault.errno in _NO_ROOM:
        raise VaultFull(
            _("There is no room for this file now. Nothing of it was kept; send it again later.")
        ) from fault
    raise VaultUnavailable(_("The file cannot be kept now. Nothing of it was kept; send it again later.")) from fault
