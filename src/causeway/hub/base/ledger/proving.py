"""Proof of some entries, to travel with what they are about: each with its path to a signed head
(`causeway.transparency.proof`). It costs what the entries cost, not what the ledger has grown to.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from causeway.hub.base.ledger.entering import public_part
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.models import Checkpoint, Entry, EntryDetail, EntrySubject, Leaf
from causeway.hub.base.ledger.subtrees import roots_of
from causeway.transparency import PROOF_FORMAT, PROOF_VERSION, inclusion_path, path_from


def proof_of(subject_ids: Sequence[UUID]) -> dict[str, Any]:
    """The entries about these things that the acting organisation may see, proved against the newest head.

    An entry that the head does not cover yet stands without a path. Runs inside the caller's transaction.
    """
    head = Checkpoint.objects.order_by("-size").first()
    ids = set(EntrySubject.objects.filter(subject_id__in=list(subject_ids)).values_list("entry_id", flat=True))
    entries = list(Entry.objects.filter(id__in=ids).order_by("at", "id"))
    details = {row.entry_id: row for row in EntryDetail.objects.filter(entry_id__in=ids)}
    size = head.size if head else 0
    covered = Leaf.objects.filter(entry_id__in=ids, position__lt=size)
    positions = {entry_id: position or 0 for entry_id, position in covered.values_list("entry_id", "position")}
    paths = paths_to(positions.values(), size)
    return {
        "format": PROOF_FORMAT,
        "version": PROOF_VERSION,
        "public_key": str(signing_key().verifier),
        "checkpoint": head.note if head else None,
        "entries": [_line(entry, details.get(entry.id), positions.get(entry.id), paths) for entry in entries],
    }


def paths_to(positions: Collection[int], size: int) -> dict[int, tuple[bytes, ...]]:
    """The audit path of each of these positions in the tree of the first `size` entries. Runs inside the caller's
    transaction.
    """
    plans = {position: inclusion_path(position, size) for position in positions}
    roots = roots_of({subtree for plan in plans.values() for step in plan for subtree in step})
    return {position: path_from(plan, roots) for position, plan in plans.items()}


def _line(
    entry: Entry, detail: EntryDetail | None, position: int | None, paths: Mapping[int, tuple[bytes, ...]]
) -> dict[str, Any]:
    line: dict[str, Any] = {"leaf": public_part(entry)}
    if detail is not None:
        line |= {"salt": bytes(detail.salt).hex(), "details": detail.body}
    if position is not None:
        line |= {"position": position, "path": [each.hex() for each in paths[position]]}
    return line
