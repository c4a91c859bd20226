"""Checks an export line by line: nothing is missing, nothing was changed, every checkpoint holds.

The memory used does not grow with the export. A fault names its line; the check goes on after one, so that one run
tells all. An earlier checkpoint that somebody kept (`since`) is what makes a rewritten history visible, even one
signed anew with the ledger's real key.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from causeway.transparency._reading import LineFault, hash_in, opens, parse, text
from causeway.transparency.checkpoint import Checkpoint, VerifierKey, open_checkpoint
from causeway.transparency.errors import TransparencyError
from causeway.transparency.export import EXPORT_FORMAT, EXPORT_VERSION, entry_leaf_hash
from causeway.transparency.merkle import CompactTree

MAX_FAULTS: Final = 100
"""Faults kept in a verdict; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and on which line (from 1; 0 is the export as a whole)."""

    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the check of an export found. It is sound only without any fault.

    `opened` entries had details that fit their commitments; `erased` ones have only the commitment left; `withheld`
    ones are another organisation's and stand as hashes. The last `uncovered` entries stand after the last checkpoint:
    nothing signed vouches for them yet. `key_was_given` is false where the export's own key was believed, which
    proves that it holds together and not who made it.
    """

    origin: str
    entries: int
    opened: int
    erased: int
    withheld: int
    checkpoints: int
    uncovered: int
    root: bytes
    key_was_given: bool
    is_trusted_head_contained: bool | None
    faults: tuple[Fault, ...]
    faults_left_out: int

    @property
    def is_sound(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.faults


def verify_export(
    lines: Iterable[str | bytes], *, public_key: VerifierKey | str | None = None, since: str | None = None
) -> Verdict:
    """Check an export: its lines in order, the key to believe, and the signed note of an earlier checkpoint if one
    was kept.

    Raises NoteMalformed for a malformed `public_key`; every fault of the export or of `since` is in the verdict.
    """
    key = VerifierKey.parse(public_key) if isinstance(public_key, str) else public_key
    check = _Check(key, since)
    number = 0
    for number, line in enumerate(lines, start=1):
        try:
            check.read(number, parse(line))
        except LineFault as fault:
            check.add(Fault(number, fault.code, fault.message))
        except TransparencyError as error:
            check.add(Fault(number, error.code, error.message))
    return check.finish(number, key_was_given=key is not None)


@dataclass(slots=True)
class _Check:
    """The state of one check: a compact tree, a few counters and the faults so far."""

    key: VerifierKey | None
    since: str | None
    origin: str = ""
    tree: CompactTree = field(default_factory=CompactTree)
    next_position: int = 0
    opened: int = 0
    erased: int = 0
    withheld: int = 0
    checkpoints: int = 0
    covered: int = 0
    trusted: Checkpoint | None = None
    is_trusted_head_contained: bool | None = None
    faults: list[Fault] = field(default_factory=list)
    faults_left_out: int = 0

    def add(self, fault: Fault) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(fault)
        else:
            self.faults_left_out += 1

    def read(self, number: int, line: dict[str, Any]) -> None:
        if number == 1:
            self._read_header(line)
        elif "checkpoint" in line:
            self._read_checkpoint(line)
        else:
            self._read_entry(number, line)

    def _read_header(self, line: dict[str, Any]) -> None:
        if line.get("format") != EXPORT_FORMAT or line.get("version") != EXPORT_VERSION:
            raise LineFault("not_an_export", f"this is not a {EXPORT_FORMAT} export of version {EXPORT_VERSION}")
        self.origin = text(line, "origin")
        declared = VerifierKey.parse(text(line, "public_key"))
        if self.key is not None and declared != self.key:
            self.add(Fault(1, "other_key", "the export names another public key than the one to believe"))
        self.key = self.key or declared
        if self.since is not None:
            self.is_trusted_head_contained = False
            self.trusted = self._open(self.since)
            self._compare_with_trusted(0)

    def _read_entry(self, number: int, line: dict[str, Any]) -> None:
        position, leaf = line.get("position"), line.get("leaf")
        is_withheld = "leaf" not in line and "leaf_hash" in line
        if type(position) is not int or not (is_withheld or isinstance(leaf, dict)):
            raise LineFault("malformed_line", "this is neither an entry nor a checkpoint")
        if position != self.next_position:
            message = f"position {position} where {self.next_position} should stand"
            self.add(Fault(number, "position_gap", message))
        self.next_position = position + 1
        self.tree = self.tree.append(hash_in(line, "leaf_hash") if leaf is None else entry_leaf_hash(leaf))
        self._compare_with_trusted(number)
        if leaf is None:
            self.withheld += 1
        elif opens(leaf, line):
            self.opened += 1
        else:
            self.erased += 1

    def _read_checkpoint(self, line: dict[str, Any]) -> None:
        checkpoint = self._open(text(line, "checkpoint"))
        if checkpoint.size != self.tree.size:
            message = f"a checkpoint of {checkpoint.size} entries stands after entry number {self.tree.size}"
            raise LineFault("checkpoint_out_of_place", message)
        if not hmac.compare_digest(checkpoint.root, self.tree.root()):
            raise LineFault("root_differs", f"the first {checkpoint.size} entries are not those that were signed")
        self.checkpoints += 1
        self.covered = checkpoint.size

    def _open(self, note: str) -> Checkpoint:
        if self.key is None:
            raise LineFault("no_key", "there is no public key to check signatures with")
        checkpoint = open_checkpoint(note, self.key)
        if checkpoint.origin != self.origin:
            raise LineFault("other_origin", "the checkpoint is of another ledger")
        return checkpoint

    def _compare_with_trusted(self, number: int) -> None:
        if self.trusted is None or self.tree.size != self.trusted.size:
            return
        self.is_trusted_head_contained = hmac.compare_digest(self.tree.root(), self.trusted.root)
        if not self.is_trusted_head_contained:
            message = (
                f"the first {self.trusted.size} entries are not those of the trusted checkpoint: history was rewritten"
            )
            self.add(Fault(number, "history_rewritten", message))

    def finish(self, line_count: int, *, key_was_given: bool) -> Verdict:
        if line_count == 0:
            self.add(Fault(0, "not_an_export", "the export is empty"))
        if self.trusted is not None and self.tree.size < self.trusted.size:
            message = f"the trusted checkpoint covers {self.trusted.size} entries and the export has {self.tree.size}"
            self.add(Fault(0, "history_shortened", message))
        return Verdict(
            origin=self.origin,
            entries=self.tree.size,
            opened=self.opened,
            erased=self.erased,
            withheld=self.withheld,
            checkpoints=self.checkpoints,
            uncovered=self.tree.size - self.covered,
            root=self.tree.root(),
            key_was_given=key_was_given,
            is_trusted_head_contained=self.is_trusted_head_contained,
            faults=tuple(self.faults),
            faults_left_out=self.faults_left_out,
        )
