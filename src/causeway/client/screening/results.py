"""What a screening says of one upload: hits, faults, and whether it asks for a person. It never says what to do.

A fault is no all-clear. Whether an upload that could not be screened whole asks for a person too is the service's own,
stated choice.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.screening import ScreeningFault, UploadHit
from causeway.vocabulary.signals import NOT_PROOF, SignalKind

MOST_HITS: Final = 100
"""A list may hold a thousand copies of one picture, and a person reads none beyond the nearest."""


class WhenNotScreened(StrEnum):
    """What an upload with a fault does. LET_THROUGH ("fail open"): it asks for nobody, and its faults say that it was
    not screened whole. ASK_REVIEW ("fail closed"): it asks for a person as a hit does.
    """

    LET_THROUGH = "let_through"
    ASK_REVIEW = "ask_review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What is known of one upload. `hits` come nearest first, each signal once a kind; `hits_left_out` counts those
    beyond `MOST_HITS`.

    `reference` is the service's own. `digests` are None where the upload was too large or broke off. `compared` names
    the kinds of digests that were looked up; `as_of` is when the mirror's source spoke last, of several that which is
    silent for longest. `note` belongs beside every hit that a person sees.
    """

    reference: str | None
    at: datetime
    asks_review: bool
    digests: MediaDigests | None = None
    hits: tuple[UploadHit, ...] = ()
    hits_left_out: int = 0
    faults: tuple[ScreeningFault, ...] = ()
    compared: tuple[SignalKind, ...] = ()
    as_of: datetime | None = None
    note: str = NOT_PROOF

    def as_document(self) -> dict[str, Any]:
        """The result as a JSON object."""
        return {
            "reference": self.reference,
            "at": self.at.isoformat(),
            "asks_review": self.asks_review,
            "digests": digests_document(self.digests),
            "hits": [hit_document(each) for each in self.hits],
            "hits_left_out": self.hits_left_out,
            "faults": [fault_document(each) for each in self.faults],
            "compared": [kind.value for kind in self.compared],
            "as_of": _moment(self.as_of),
            "note": self.note,
        }


def hit_document(hit: UploadHit) -> dict[str, Any]:
    """A hit as a JSON object."""
    category = hit.category
    return {
        "kind": hit.kind.value,
        "value": hit.value,
        "reference": hit.reference,
        "organisation": hit.organisation,
        "state": hit.state.value,
        "category": {"code": category.code, "scheme": category.scheme} if category else None,
        "confidence": hit.confidence,
        "expires_at": _moment(hit.expires_at),
        "distance_bits": hit.distance_bits,
        "is_turned": hit.is_turned,
        "banks": list(hit.banks),
    }


def fault_document(fault: ScreeningFault) -> dict[str, Any]:
    """A fault as a JSON object."""
    return {"code": fault.code.value, "detail": fault.detail, "bank": fault.bank}


def digests_document(digests: MediaDigests | None) -> dict[str, Any] | None:
    """Digests as a JSON object, in the names of `MediaDigests`."""
    if digests is None:
        return None
    return {name: getattr(digests, name) for name in MediaDigests.__slots__ if name != "fault"}


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
