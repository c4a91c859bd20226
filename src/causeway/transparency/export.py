"""The ledger's export: JSON lines that anybody can check without the program, the database or any trust in us.

Line 1 is the header. Then comes one line for each entry, in order of position from 0, and each checkpoint stands
right after the last entry that it covers. A leaf's hash is over the canonical JSON of `leaf`, so that layout and
order of keys do not matter.

    {"format": "causeway-ledger", "version": 1, "origin": "...", "public_key": "name+keyid+base64"}
    {"position": 0, "leaf": {..., "commitment": "hex"}, "salt": "hex", "details": {...}}
    {"checkpoint": "signed note"}

`salt` and `details` are absent where they were erased; the commitment in the leaf stays. An organisation's own export
holds other organisations' entries as hashes only: `{"position": 1, "leaf_hash": "hex"}`.
"""

from collections.abc import Mapping
from typing import Any, Final

from causeway.transparency.checkpoint import VerifierKey
from causeway.transparency.commitment import canonical_json
from causeway.transparency.merkle import leaf_hash

EXPORT_FORMAT: Final = "causeway-ledger"
EXPORT_VERSION: Final = 1


def header_line(origin: str, key: VerifierKey) -> bytes:
    """The first line of an export, newline included."""
    header = {"format": EXPORT_FORMAT, "version": EXPORT_VERSION, "origin": origin, "public_key": str(key)}
    return canonical_json(header) + b"\n"


def entry_line(
    position: int, leaf: Mapping[str, Any], *, salt: bytes | None = None, details: Mapping[str, Any] | None = None
) -> bytes:
    """One entry's line. Give salt and details together, or neither where they were erased."""
    line: dict[str, Any] = {"position": position, "leaf": dict(leaf)}
    if salt is not None and details is not None:
        line |= {"salt": salt.hex(), "details": dict(details)}
    return canonical_json(line) + b"\n"


def withheld_line(position: int, hash_of_leaf: bytes) -> bytes:
    """The line of an entry that this export's reader may not see: its place in the tree, and nothing else."""
    return canonical_json({"position": position, "leaf_hash": hash_of_leaf.hex()}) + b"\n"


def checkpoint_line(note: str) -> bytes:
    """A checkpoint's line; it belongs right after the last entry that the checkpoint covers."""
    return canonical_json({"checkpoint": note}) + b"\n"


def entry_leaf_hash(leaf: Mapping[str, Any]) -> bytes:
    """The hash with which an entry's public part stands in the tree."""
    return leaf_hash(canonical_json(dict(leaf)))
