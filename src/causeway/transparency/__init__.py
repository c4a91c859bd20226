"""Proof that a ledger only ever grew: Merkle tree, signed checkpoints, an export and its verifier.

It needs the standard library and Ed25519 and imports nothing else of Causeway, so that a court's expert can read all
of it.
"""

from causeway.transparency._reading import MAX_LINE_BYTES
from causeway.transparency.checkpoint import (
    Checkpoint,
    SigningKey,
    VerifierKey,
    open_checkpoint,
    open_note,
    sign_checkpoint,
    sign_note,
)
from causeway.transparency.commitment import canonical_json, commit
from causeway.transparency.errors import (
    NotCanonical,
    NoteMalformed,
    ProofInvalid,
    SignatureInvalid,
    TransparencyError,
    TreeStateMalformed,
)
from causeway.transparency.export import checkpoint_line, entry_leaf_hash, entry_line, header_line, withheld_line
from causeway.transparency.merkle import (
    EMPTY_ROOT,
    CompactTree,
    Subtree,
    consistency_proof,
    inclusion_path,
    inclusion_proof,
    joined,
    leaf_hash,
    node_hash,
    path_from,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from causeway.transparency.proof import MAX_PROOF_BYTES, PROOF_FORMAT, PROOF_VERSION, verify_proof
from causeway.transparency.verify import Fault, Verdict, verify_export

__all__ = [
    "EMPTY_ROOT",
    "MAX_LINE_BYTES",
    "MAX_PROOF_BYTES",
    "PROOF_FORMAT",
    "PROOF_VERSION",
    "Checkpoint",
    "CompactTree",
    "Fault",
    "NotCanonical",
    "NoteMalformed",
    "ProofInvalid",
    "SignatureInvalid",
    "SigningKey",
    "Subtree",
    "TransparencyError",
    "TreeStateMalformed",
    "Verdict",
    "VerifierKey",
    "canonical_json",
    "checkpoint_line",
    "commit",
    "consistency_proof",
    "entry_leaf_hash",
    "entry_line",
    "header_line",
    "inclusion_path",
    "inclusion_proof",
    "joined",
    "leaf_hash",
    "node_hash",
    "open_checkpoint",
    "open_note",
    "path_from",
    "root_of",
    "sign_checkpoint",
    "sign_note",
    "verify_consistency",
    "verify_export",
    "verify_inclusion",
    "verify_proof",
    "withheld_line",
]
