"""What screening says of one upload: the listed signals that it matches, and why it was not screened whole."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from causeway.vocabulary.signals import SignalCategory, SignalKind, SignalState


class FaultCode(StrEnum):
    """Why an upload was not screened whole."""

    TOO_LARGE = "too_large"
    BROKEN_UPLOAD = "broken_upload"
    UNDECODABLE = "undecodable"
    PARTLY_READ = "partly_read"
    LIST_ABSENT = "list_absent"
    LIST_STALE = "list_stale"
    LIST_DAMAGED = "list_damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningFault:
    """One reason. `detail` is a code: of `matching.PICTURE_FAULTS` and its like, or of a list's own error. `bank` says
    of which bank's list.
    """

    __pydantic_config__ = {"extra": "forbid"}

    code: FaultCode
    detail: str | None = None
    bank: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadHit:
    """A listed signal that the upload matches by `value`. `distance_bits` is 0 for digests of the file's bytes.

    `is_turned`: it matches turned or mirrored. `banks` are those that list it. A category means something in its own
    scheme alone.
    """

    __pydantic_config__ = {"extra": "forbid"}

    kind: SignalKind
    value: str
    reference: str
    organisation: str
    state: SignalState
    category: SignalCategory | None
    confidence: int | None
    expires_at: datetime | None
    distance_bits: int
    is_turned: bool = False
    banks: tuple[str, ...] = ()
