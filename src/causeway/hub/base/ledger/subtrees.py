"""The roots of perfect subtrees, by which a path to the signed head is put together from a handful of rows."""

from collections.abc import Collection, Mapping

from causeway.hub.base.ledger.models import Leaf, SubtreeRoot
from causeway.transparency import Subtree, node_hash

LEAST_LEVEL = 4
"""Smaller subtrees are hashed anew from at most sixteen leaves: an eighth of the rows, for a few microseconds."""


def keep(completed: Mapping[Subtree, bytes]) -> None:
    """Keep the roots of subtrees that the sequencer has completed. Runs inside its transaction."""
    SubtreeRoot.objects.bulk_create(
        [
            SubtreeRoot(number=subtree.number, root=root)
            for subtree, root in completed.items()
            if subtree.level >= LEAST_LEVEL
        ],
        batch_size=1_000,
    )


def roots_of(wanted: Collection[Subtree]) -> dict[Subtree, bytes]:
    """The roots of these subtrees, whose leaves all have positions: read where they are kept, and else hashed from
    their halves. Runs inside the caller's transaction.
    """
    known = _kept(wanted)
    rest = [subtree for subtree in wanted if subtree not in known and subtree.level]
    if rest:
        below = roots_of({half for subtree in rest for half in subtree.halves})
        for subtree in rest:
            left, right = subtree.halves
            known[subtree] = node_hash(below[left], below[right])
    return known


def _kept(wanted: Collection[Subtree]) -> dict[Subtree, bytes]:
    leaves = {subtree.index: subtree for subtree in wanted if subtree.level == 0}
    larger = {subtree.number: subtree for subtree in wanted if subtree.level >= LEAST_LEVEL}
    hashes = Leaf.objects.filter(position__in=list(leaves)).values_list("position", "leaf_hash") if leaves else []
    roots = SubtreeRoot.objects.filter(number__in=list(larger)).values_list("number", "root") if larger else []
    return {leaves[position or 0]: bytes(each) for position, each in hashes} | {
        larger[number]: bytes(each) for number, each in roots
    }
