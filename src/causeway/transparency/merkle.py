"""The Merkle tree of RFC 9162, section 2.1: how a ledger's head commits to every entry before it.

A leaf and an inner node are hashed with different first bytes, so that neither can pass for the other. A
`CompactTree` holds only the roots of the perfect subtrees, at most one for each bit of the size; it is what a
database stores to go on appending.
"""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from causeway.transparency.errors import ProofInvalid, TreeStateMalformed

HASH_BYTES: Final = 32
"""Length of SHA-256."""
EMPTY_ROOT: Final = sha256(b"").digest()
"""The root of a tree without leaves (RFC 9162, section 2.1.1)."""
_LEAF_PREFIX: Final = b"\x00"
_NODE_PREFIX: Final = b"\x01"
_SIZE_BYTES: Final = 8


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one leaf: SHA-256 of 0x00 and the entry (RFC 9162, section 2.1.1)."""
    return sha256(_LEAF_PREFIX + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 of 0x01 and both children (RFC 9162, section 2.1.1)."""
    return sha256(_NODE_PREFIX + left + right).digest()


@dataclass(frozen=True, slots=True)
class CompactTree:
    """A tree of `size` leaves by the roots of its perfect subtrees, largest first; appending takes O(log n)."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise TreeStateMalformed("the number of subtree roots does not fit the size of the tree")
        if any(len(peak) != HASH_BYTES for peak in self.peaks):
            raise TreeStateMalformed("a subtree root is not 32 bytes long")

    def append(self, new_leaf_hash: bytes) -> "CompactTree":
        """The tree with one leaf more; this one stays as it is. Takes the leaf's hash, 32 bytes."""
        return self.append_and_complete(new_leaf_hash)[0]

    def append_and_complete(self, new_leaf_hash: bytes) -> tuple["CompactTree", dict["Subtree", bytes]]:
        """The tree with one leaf more, and the perfect subtrees of two leaves or more that this leaf completed, with
        their roots; none of them ever changes again.
        """
        if len(new_leaf_hash) != HASH_BYTES:
            raise TreeStateMalformed("a leaf hash is not 32 bytes long")
        peaks, carry = list(self.peaks), new_leaf_hash
        completed: dict[Subtree, bytes] = {}
        level = 0
        while self.size >> level & 1:
            carry = node_hash(peaks.pop(), carry)
            level += 1
            completed[Subtree(level, self.size >> level)] = carry
        return CompactTree(self.size + 1, (*peaks, carry)), completed

    def root(self) -> bytes:
        """The root hash, 32 bytes."""
        return joined(self.peaks) if self.peaks else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """The state to store: the size as eight bytes, then the subtree roots."""
        return self.size.to_bytes(_SIZE_BYTES, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, state: bytes) -> "CompactTree":
        """The tree that `to_bytes` wrote; TreeStateMalformed for anything else."""
        hashes = state[_SIZE_BYTES:]
        if len(state) < _SIZE_BYTES or len(hashes) % HASH_BYTES:
            raise TreeStateMalformed("the stored tree state is cut short")
        peaks = tuple(hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES))
        return cls(int.from_bytes(state[:_SIZE_BYTES], "big"), peaks)


@dataclass(frozen=True, slots=True)
class Subtree:
    """The perfect subtree over the leaves from `index * 2**level`, 2**level of them; level 0 is a leaf."""

    level: int
    index: int

    @property
    def number(self) -> int:
        """Its place when all perfect subtrees are walked through in order, each between its halves: one number that
        names it, in every tree that holds it.
        """
        return ((2 * self.index + 1) << self.level) - 1

    @property
    def halves(self) -> tuple["Subtree", "Subtree"]:
        """The two subtrees whose roots are hashed into its own; not for a leaf."""
        return Subtree(self.level - 1, 2 * self.index), Subtree(self.level - 1, 2 * self.index + 1)


def joined(roots: Sequence[bytes]) -> bytes:
    """The root over subtrees that stand side by side, each smaller than the one before it."""
    root = roots[-1]
    for left in reversed(roots[:-1]):
        root = node_hash(left, root)
    return root


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over leaf hashes in order; the empty tree's root where there are none."""
    tree = CompactTree()
    for each in leaf_hashes:
        tree = tree.append(each)
    return tree.root()


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int, size: int) -> tuple[bytes, ...]:
    """The audit path of leaf `index` in the tree of the first `size` leaves (RFC 9162, section 2.1.3.1).

    It hashes all of them; whoever keeps the roots of subtrees uses `inclusion_path` and `path_from`.
    """
    if size > len(leaf_hashes):
        raise TreeStateMalformed("the leaf does not stand in a tree of that size")
    return tuple(root_of(leaf_hashes[start:stop]) for start, stop in _siblings(index, size))


def inclusion_path(index: int, size: int) -> tuple[tuple[Subtree, ...], ...]:
    """Of which perfect subtrees the audit path of leaf `index` in a tree of `size` leaves is made: for each hash of the
    path, from the leaf's own sibling up, the subtrees whose roots are `joined` to it. O(log n) altogether.
    """
    return tuple(_perfect(start, stop) for start, stop in _siblings(index, size))


def path_from(path: Iterable[Sequence[Subtree]], roots: Mapping[Subtree, bytes]) -> tuple[bytes, ...]:
    """The audit path that `inclusion_path` laid out, from the roots of its subtrees."""
    return tuple(joined([roots[subtree] for subtree in subtrees]) for subtrees in path)


def _siblings(index: int, size: int) -> tuple[tuple[int, int], ...]:
    """The ranges of leaves whose roots are the audit path, from the leaf's own sibling up."""
    if not 0 <= index < size:
        raise TreeStateMalformed("the leaf does not stand in a tree of that size")
    ranges: list[tuple[int, int]] = []
    start, stop = 0, size
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            ranges.append((middle, stop))
            stop = middle
        else:
            ranges.append((start, middle))
            start = middle
    return tuple(reversed(ranges))


def _perfect(start: int, stop: int) -> tuple[Subtree, ...]:
    """The perfect subtrees, largest first, that make up a range cut as RFC 9162 cuts one."""
    found: list[Subtree] = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        found.append(Subtree(level, start >> level))
        start += 1 << level
    return tuple(found)


def consistency_proof(leaf_hashes: Sequence[bytes], old_size: int, new_size: int) -> tuple[bytes, ...]:
    """The proof that the first `old_size` leaves begin the tree of `new_size` (RFC 9162, section 2.1.4.1)."""
    if not 0 < old_size <= new_size <= len(leaf_hashes):
        raise TreeStateMalformed("there is no consistency proof between trees of those sizes")
    path: list[bytes] = []
    start, stop, is_whole = 0, new_size, True
    while old_size != stop:
        middle = start + _split(stop - start)
        if old_size <= middle:
            path.append(root_of(leaf_hashes[middle:stop]))
            stop = middle
        else:
            path.append(root_of(leaf_hashes[start:middle]))
            start, is_whole = middle, False
    if not is_whole:
        path.append(root_of(leaf_hashes[start:stop]))
    return tuple(reversed(path))


def verify_inclusion(*, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Raise ProofInvalid unless `proof` leads from the leaf's hash at `index` to `root` (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofInvalid("the leaf's index lies outside the tree")
    _require_hashes(leaf, root, *proof)
    node, last, computed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofInvalid("the inclusion proof is too long")
        if node & 1 or node == last:
            computed = node_hash(sibling, computed)
            node, last = _climb_to_right_child(node, last)
        else:
            computed = node_hash(computed, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofInvalid("the inclusion proof is too short")
    _require_equal(computed, root, "the inclusion proof leads to another root")


def verify_consistency(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Raise ProofInvalid unless the old tree begins the new one (RFC 9162, section 2.1.4.2).

    The empty tree begins every tree, so that a proof from it would prove nothing: it is refused.
    """
    if old_size == new_size > 0:
        if proof:
            raise ProofInvalid("trees of the same size need no proof")
        return _require_equal(old_root, new_root, "trees of the same size have different roots")
    if not 0 < old_size < new_size:
        raise ProofInvalid("the sizes allow no consistency proof")
    _require_hashes(old_root, new_root, *proof)
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)  # A perfect old tree is a node of the new one, so that the proof leaves it out.
    if not path:
        raise ProofInvalid("the consistency proof is too short")
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    computed_old = computed_new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofInvalid("the consistency proof is too long")
        if node & 1 or node == last:
            computed_old = node_hash(sibling, computed_old)
            computed_new = node_hash(sibling, computed_new)
            node, last = _climb_to_right_child(node, last)
        else:
            computed_new = node_hash(computed_new, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise ProofInvalid("the consistency proof is too short")
    _require_equal(computed_old, old_root, "the consistency proof leads to another old root")
    return _require_equal(computed_new, new_root, "the consistency proof leads to another new root")


def _split(size: int) -> int:
    """The largest power of two smaller than `size`: where RFC 9162 cuts a tree of two leaves or more."""
    return 1 << ((size - 1).bit_length() - 1)


def _climb_to_right_child(node: int, last: int) -> tuple[int, int]:
    """Skip the levels at which a node on the right edge has no sibling."""
    while not node & 1 and node != 0:
        node, last = node >> 1, last >> 1
    return node, last


def _require_hashes(*hashes: bytes) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise ProofInvalid("a hash in the proof is not 32 bytes long")


def _require_equal(computed: bytes, expected: bytes, message: str) -> None:
    if not hmac.compare_digest(computed, expected):
        raise ProofInvalid(message)
