"""The proof of some entries, as it travels with what they are about: each entry with its path to one signed head.

    {"format": "causeway-ledger-proof", "version": 1, "public_key": "name+keyid+base64", "checkpoint": "signed note",
     "entries": [{"leaf": {...}, "salt": "hex", "details": {...}, "position": 7, "path": ["hex", ...]}, ...]}

`salt` and `details` are absent where they were erased or are not the reader's. `position` and `path` (RFC 9162, section
2.1.3.1) are absent where the head did not cover the entry yet: such an entry is not proved.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from causeway.transparency._reading import LineFault, as_hash, opens, parse, text
from causeway.transparency.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from causeway.transparency.errors import TransparencyError
from causeway.transparency.export import entry_leaf_hash
from causeway.transparency.merkle import EMPTY_ROOT, verify_inclusion
from causeway.transparency.verify import MAX_FAULTS, Fault, Verdict

PROOF_FORMAT: Final = "causeway-ledger-proof"
PROOF_VERSION: Final = 1
MAX_PROOF_BYTES: Final = 256 * 1024 * 1024
"""No honest proof comes near: a thousand entries take about two megabytes."""


def verify_proof(document: str | bytes, *, public_key: VerifierKey | str | None = None) -> Verdict:
    """Check a proof and the key to believe; without one, the proof's own key.

    In the verdict, `uncovered` counts the entries that have no path, and `is_trusted_head_contained` is None: that the
    head continues one kept from earlier, only an export shows. Raises NoteMalformed for a malformed `public_key`.
    """
    key = VerifierKey.parse(public_key) if isinstance(public_key, str) else public_key
    check = _ProofCheck(key_was_given=key is not None)
    try:
        check.read(parse(document, max_bytes=MAX_PROOF_BYTES), key)
    except LineFault as fault:
        check.add(0, fault.code, fault.message)
    except TransparencyError as error:
        check.add(0, error.code, error.message)
    return check.verdict()


@dataclass(slots=True)
class _ProofCheck:
    key_was_given: bool
    origin: str = ""
    head: Checkpoint | None = None
    entries: int = 0
    opened: int = 0
    uncovered: int = 0
    faults: list[Fault] = field(default_factory=list)
    faults_left_out: int = 0

    def add(self, entry: int, code: str, message: str) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(0, code, f"entry {entry}: {message}" if entry else message))
        else:
            self.faults_left_out += 1

    def read(self, document: dict[str, Any], key: VerifierKey | None) -> None:
        if document.get("format") != PROOF_FORMAT or document.get("version") != PROOF_VERSION:
            raise LineFault("not_a_proof", f"this is not a {PROOF_FORMAT} of version {PROOF_VERSION}")
        declared = VerifierKey.parse(text(document, "public_key"))
        if key is not None and declared != key:
            self.add(0, "other_key", "the proof names another public key than the one to believe")
        key = key or declared
        self.origin = key.name
        if document.get("checkpoint") is not None:
            self.head = open_checkpoint(text(document, "checkpoint"), key)
            if self.head.origin != key.name:
                raise LineFault("other_origin", "the checkpoint is of another ledger")
        entries = document.get("entries")
        if not isinstance(entries, list):
            raise LineFault("malformed_line", "entries is missing or not a list")
        for number, entry in enumerate(entries, start=1):
            try:
                self._read_entry(entry)
            except LineFault as fault:
                self.add(number, fault.code, fault.message)
            except TransparencyError as error:
                self.add(number, error.code, error.message)

    def _read_entry(self, entry: object) -> None:
        self.entries += 1
        leaf = entry.get("leaf") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(leaf, dict):
            raise LineFault("malformed_line", "this is not an entry")
        self.opened += opens(leaf, entry)
        if "path" not in entry:
            self.uncovered += 1
            return
        position, path = entry.get("position"), entry["path"]
        if self.head is None or type(position) is not int or not isinstance(path, list):
            raise LineFault("malformed_line", "the path is not a list of hashes that leads from a position to a head")
        verify_inclusion(
            index=position,
            size=self.head.size,
            leaf=entry_leaf_hash(leaf),
            proof=[as_hash(each) for each in path],
            root=self.head.root,
        )

    def verdict(self) -> Verdict:
        return Verdict(
            origin=self.origin,
            entries=self.entries,
            opened=self.opened,
            erased=self.entries - self.opened,
            withheld=0,
            checkpoints=int(self.head is not None),
            uncovered=self.uncovered,
            root=self.head.root if self.head else EMPTY_ROOT,
            key_was_given=self.key_was_given,
            is_trusted_head_contained=None,
            faults=tuple(self.faults),
            faults_left_out=self.faults_left_out,
        )
