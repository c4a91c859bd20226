"""The oversight body's side of deconfliction: it holds the key, and neither selectors nor tokens.

A small process of its own, with a file of keys, a file of callers and an append-only audit. Whoever blinds selectors,
a force or a hub on its behalf, asks it; see `causeway.blinding`.
"""

from causeway.oversight.audit import Audit, AuditTrail, Head, Result, Use, read_audit
from causeway.oversight.callers import HUB_PER_DAY, PER_DAY, Caller, add_caller, load_callers, remove_caller
from causeway.oversight.calling import Evaluating, EvaluatorAt, EvaluatorHere, tokens_for
from causeway.oversight.errors import (
    EvaluatorRefused,
    EvaluatorUnreachable,
    KeepingFault,
    LimitReached,
    OversightError,
    UnknownEpoch,
)
from causeway.oversight.evaluating import Evaluator
from causeway.oversight.keyring import Keyring, add_epoch, load_keyring, retire_epoch
from causeway.oversight.wire import Commitment, Question

__all__ = [
    "HUB_PER_DAY",
    "PER_DAY",
    "Audit",
    "AuditTrail",
    "Caller",
    "Commitment",
    "Evaluating",
    "Evaluator",
    "EvaluatorAt",
    "EvaluatorHere",
    "EvaluatorRefused",
    "EvaluatorUnreachable",
    "Head",
    "KeepingFault",
    "Keyring",
    "LimitReached",
    "OversightError",
    "Question",
    "Result",
    "UnknownEpoch",
    "Use",
    "add_caller",
    "add_epoch",
    "load_callers",
    "load_keyring",
    "read_audit",
    "remove_caller",
    "retire_epoch",
    "tokens_for",
]
