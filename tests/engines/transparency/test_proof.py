"""The proof of some entries: each leads to the signed head, and whatever was changed is named."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from causeway.transparency import (
    PROOF_FORMAT,
    PROOF_VERSION,
    Checkpoint,
    SigningKey,
    commit,
    entry_leaf_hash,
    inclusion_proof,
    root_of,
    sign_checkpoint,
    verify_proof,
)

KEY = SigningKey.from_seed("ledger.example.org", bytes(range(32)))
OTHER_KEY = SigningKey.from_seed("ledger.example.org", bytes(range(1, 33)))
SALT = bytes(range(32))


def proof() -> dict[str, Any]:
    """Three of seven entries: one with details, one erased, one that the head does not cover yet."""
    leaves = [{"act": "referral.read", "commitment": commit(SALT, {"number": number})} for number in range(7)]
    hashes = [entry_leaf_hash(leaf) for leaf in leaves]
    size = 6
    head = Checkpoint("ledger.example.org", size, root_of(hashes[:size]))

    def entry(position: int) -> dict[str, Any]:
        path = [each.hex() for each in inclusion_proof(hashes, position, size)]
        return {"leaf": leaves[position], "position": position, "path": path}

    return {
        "format": PROOF_FORMAT,
        "version": PROOF_VERSION,
        "public_key": str(KEY.verifier),
        "checkpoint": sign_checkpoint(head, KEY),
        "entries": [
            entry(1) | {"salt": SALT.hex(), "details": {"number": 1}},
            entry(5),
            {"leaf": leaves[6]},
        ],
    }


def codes(document: dict[str, Any]) -> list[str]:
    """The faults found."""
    return [fault.code for fault in verify_proof(json.dumps(document, indent=2), public_key=KEY.verifier).faults]


def test_a_sound_proof_says_what_it_proves_and_what_not() -> None:
    verdict = verify_proof(json.dumps(proof()), public_key=KEY.verifier)
    assert verdict.is_sound, verdict.faults
    assert (verdict.entries, verdict.opened, verdict.erased, verdict.uncovered) == (3, 1, 2, 1)
    assert verdict.key_was_given
    assert not verify_proof(json.dumps(proof())).key_was_given


def _another_position(document: dict[str, Any]) -> None:
    document["entries"][0]["position"] = 2


def _another_act(document: dict[str, Any]) -> None:
    document["entries"][1]["leaf"]["act"] = "referral.routed"


def _other_details(document: dict[str, Any]) -> None:
    document["entries"][0]["details"]["number"] = 9


def _cut_path(document: dict[str, Any]) -> None:
    document["entries"][0]["path"].pop()


def _no_hash(document: dict[str, Any]) -> None:
    document["entries"][0]["path"][0] = "hello"


def _no_head(document: dict[str, Any]) -> None:
    document["checkpoint"] = None


def _other_signature(document: dict[str, Any]) -> None:
    head = Checkpoint("ledger.example.org", 1, entry_leaf_hash(document["entries"][0]["leaf"]))
    document["checkpoint"] = sign_checkpoint(head, OTHER_KEY)


def _other_key(document: dict[str, Any]) -> None:
    document["public_key"] = str(OTHER_KEY.verifier)


def _no_entries(document: dict[str, Any]) -> None:
    del document["entries"]


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (_another_position, "proof_invalid"),
        (_another_act, "proof_invalid"),
        (_other_details, "details_changed"),
        (_cut_path, "proof_invalid"),
        (_no_hash, "malformed_line"),
        (_no_head, "malformed_line"),
        (_other_signature, "signature_invalid"),
        (_other_key, "other_key"),
        (_no_entries, "malformed_line"),
    ],
)
def test_what_was_changed_is_named(tamper: Callable[[dict[str, Any]], None], code: str) -> None:
    document = proof()
    tamper(document)
    assert code in codes(document)


@pytest.mark.parametrize(
    "text", ["", "hello", "[]", "{}", '{"format": "causeway-ledger-proof", "version": 2}', "[" * 9_999]
)
def test_what_is_no_proof_is_not_sound(text: str) -> None:
    assert not verify_proof(text).is_sound


def test_a_fault_names_its_entry() -> None:
    document = proof()
    _another_act(document)
    (fault,) = verify_proof(json.dumps(document)).faults
    assert str(fault).startswith("entry 2: ")
