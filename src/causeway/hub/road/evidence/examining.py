"""Examining one sealed file: its digests, type and looks, found in the limited process and never here."""

from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from causeway.hub.base.vault.errors import Erased, SealBroken, TooLarge
from causeway.hub.base.vault.opening import read_sealed
from causeway.matching import EXAMINER_CRASHED
from causeway.vocabulary.findings import MediaDigests

DIGESTS_DIFFER = "digests_differ"
"""What was opened is not what was sealed: the file's own digests no longer answer to those taken at the door."""

UNKNOWN_TYPE = "application/octet-stream"
"""RFC 2046, section 4.5.1: of a file into which nobody looked."""


class Looks(Protocol):
    """What looks at untrusted bytes: `causeway.matching.Examiner`."""

    def examine(self, data: bytes) -> MediaDigests:
        """The digests of a file; what is damaged or hostile is a fault in them and no exception."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAtTheDoor:
    """The exact digests (lower-case hex) and size of a file as it was sealed."""

    sha256: str
    md5: str
    sha1: str
    size_bytes: int


def examined(sealed_id: UUID, taken: TakenAtTheDoor, examiner: Looks) -> MediaDigests:
    """What a sealed file is; with a fault where it cannot be opened, decoded or is not what was sealed. Runs inside the
    caller's transaction.
    """
    try:
        content = read_sealed(sealed_id)
    except (Erased, SealBroken, TooLarge) as fault:
        # Trying again would not mend it, and other files must go on.
        return _unseen(taken, fault.code)
    found = examiner.examine(content)
    if found.fault == EXAMINER_CRASHED:
        # The process may have been killed through no fault of the file, which would then never be matched. A file that
        # ends it does so again.
        found = examiner.examine(content)
    return found if found.sha256 == taken.sha256 else replace(found, fault=DIGESTS_DIFFER)


def _unseen(taken: TakenAtTheDoor, fault: str) -> MediaDigests:
    return MediaDigests(
        sha256=taken.sha256,
        md5=taken.md5,
        sha1=taken.sha1,
        size_bytes=taken.size_bytes,
        media_type=UNKNOWN_TYPE,
        fault=fault,
    )
