"""Proof of some entries, to travel with what they are about: each with its path to a signed head (RFC 9162, section
2.1.3).
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from causeway.hub.base.ledger.entering import public_part
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.models import Checkpoint, Entry, EntryDetail, EntrySubject, Leaf
from causeway.transparency import inclusion_proof

PROOF_FORMAT = "causeway-ledger-proof"
PROOF_VERSION = 1


def proof_of(subject_ids: Sequence[UUID]) -> dict[str, Any]:
    """The entries about these things that the acting organisation may see, proved against the newest head.

    An entry that the head does not cover yet stands without a path. Runs inside the caller's transaction.
    """
    head = Checkpoint.objects.order_by("-size").first()
    ids = set(EntrySubject.objects.filter(subject_id__in=list(subject_ids)).values_list("entry_id", flat=True))
    entries = list(Entry.objects.filter(id__in=ids).order_by("at", "id"))
    details = {row.entry_id: row for row in EntryDetail.objects.filter(entry_id__in=ids)}
    positions = dict(Leaf.objects.filter(entry_id__in=ids).values_list("entry_id", "position"))
    size = head.size if head else 0
    hashes = [
        bytes(each)
        for each in Leaf.objects.filter(position__lt=size).order_by("position").values_list("leaf_hash", flat=True)
    ]
    return {
        "format": PROOF_FORMAT,
        "version": PROOF_VERSION,
        "public_key": str(signing_key().verifier),
        "checkpoint": head.note if head else None,
        "entries": [_line(entry, details.get(entry.id), positions.get(entry.id), hashes) for entry in entries],
    }


def _line(entry: Entry, detail: EntryDetail | None, position: int | None, hashes: list[bytes]) -> dict[str, Any]:
    line: dict[str, Any] = {"leaf": public_part(entry)}
    if detail is not None:
        line |= {"salt": bytes(detail.salt).hex(), "details": detail.body}
    if position is not None and position < len(hashes):
        path = inclusion_proof(hashes, position, len(hashes))
        line |= {"position": position, "path": [each.hex() for each in path]}
    return line
