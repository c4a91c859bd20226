"""An export that holds, and each way in which one may not."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from causeway.transparency import (
    Checkpoint,
    CompactTree,
    NoteMalformed,
    SigningKey,
    checkpoint_line,
    commit,
    entry_leaf_hash,
    entry_line,
    header_line,
    sign_checkpoint,
    verify_export,
)

ORIGIN = "ledger.example.org"
KEY = SigningKey.from_seed(ORIGIN, bytes(range(32)))
SALT = bytes(range(16))


def leaf_of(number: int, details: dict[str, Any]) -> dict[str, Any]:
    return {"act": "referral.accepted", "at": f"2026-11-23T10:{number:02}:00Z", "commitment": commit(SALT, details)}


def export(
    size: int,
    *,
    checkpoints: tuple[int, ...] = (),
    erased: tuple[int, ...] = (),
    rewrite: Callable[[int], str] = lambda number: f"note {number}",
) -> list[bytes]:
    lines = [header_line(ORIGIN, KEY.verifier)]
    tree = CompactTree()
    for number in range(size + 1):
        if number in checkpoints:
            lines.append(checkpoint_line(note_of(tree)))
        if number == size:
            break
        details = {"note": rewrite(number)}
        leaf = leaf_of(number, details)
        shown = {} if number in erased else {"salt": SALT, "details": details}
        lines.append(entry_line(number, leaf, **shown))  # type: ignore[arg-type]
        tree = tree.append(entry_leaf_hash(leaf))
    return lines


def note_of(tree: CompactTree) -> str:
    return sign_checkpoint(Checkpoint(ORIGIN, tree.size, tree.root()), KEY)


def trusted_note(size: int) -> str:
    tree = CompactTree()
    for number in range(size):
        tree = tree.append(entry_leaf_hash(leaf_of(number, {"note": f"note {number}"})))
    return note_of(tree)


def codes(lines: list[bytes], **options: Any) -> list[str]:
    return [fault.code for fault in verify_export(lines, **options).faults]


def changed(line: bytes, **values: Any) -> bytes:
    return json.dumps(json.loads(line) | values).encode()


def test_an_untouched_export_is_sound() -> None:
    verdict = verify_export(export(10, checkpoints=(0, 4, 10), erased=(2, 3)), public_key=str(KEY.verifier))
    assert verdict.is_sound
    assert (verdict.entries, verdict.opened, verdict.erased, verdict.checkpoints) == (10, 8, 2, 3)
    assert (verdict.uncovered, verdict.key_was_given, verdict.origin) == (0, True, ORIGIN)
    assert verdict.is_trusted_head_contained is None


def test_text_lines_are_read_as_bytes_are() -> None:
    lines = [line.decode() for line in export(3, checkpoints=(3,))]
    assert verify_export(lines).is_sound


def test_layout_and_order_of_keys_do_not_matter() -> None:
    lines = [
        json.dumps(dict(reversed(json.loads(line).items())), indent=None).encode()
        for line in export(3, checkpoints=(3,))
    ]
    assert verify_export(lines).is_sound


def test_entries_after_the_last_checkpoint_are_counted() -> None:
    verdict = verify_export(export(7, checkpoints=(4,)))
    assert verdict.is_sound
    assert verdict.uncovered == 3
    assert not verdict.key_was_given


def test_a_lost_entry_is_a_gap_and_breaks_the_checkpoint() -> None:
    lines = export(6, checkpoints=(6,))
    del lines[3]
    verdict = verify_export(lines)
    assert [fault.code for fault in verdict.faults] == ["position_gap", "checkpoint_out_of_place"]
    assert str(verdict.faults[0]) == "line 4: position 3 where 2 should stand"


def test_a_lost_entry_that_was_renumbered_away_breaks_the_checkpoint() -> None:
    header, *entries, last, checkpoint = *export(6)[:6], export(6)[6], export(6, checkpoints=(5,))[6]
    del entries[2]
    renumbered = [changed(line, position=number) for number, line in enumerate([*entries, last])]
    assert codes([header, *renumbered, checkpoint]) == ["root_differs"]


def test_swapped_entries_are_found() -> None:
    lines = export(4, checkpoints=(4,))
    lines[2], lines[3] = changed(lines[3], position=1), changed(lines[2], position=2)
    assert codes(lines) == ["root_differs"]


def test_a_changed_leaf_breaks_the_checkpoint() -> None:
    lines = export(4, checkpoints=(4,))
    leaf = json.loads(lines[2])["leaf"] | {"act": "referral.withdrawn"}
    lines[2] = changed(lines[2], leaf=leaf)
    assert codes(lines) == ["root_differs"]


def test_changed_details_do_not_fit_their_commitment() -> None:
    lines = export(4, checkpoints=(4,))
    lines[2] = changed(lines[2], details={"note": "another"})
    faults = verify_export(lines).faults
    assert [(fault.line, fault.code) for fault in faults] == [(3, "details_changed")]


def test_details_without_their_salt_are_a_fault() -> None:
    lines = export(1)
    line = json.loads(lines[1])
    del line["salt"]
    assert codes([lines[0], json.dumps(line).encode()]) == ["malformed_line"]


def test_a_history_rewritten_and_signed_anew_with_the_real_key_fails_against_a_kept_checkpoint() -> None:
    kept = trusted_note(5)
    honest = export(10, checkpoints=(5, 10))
    rewritten = export(10, checkpoints=(5, 10), rewrite=lambda number: "changed" if number == 2 else f"note {number}")
    assert verify_export(rewritten, public_key=KEY.verifier).is_sound, "alone, a re-signed history looks sound"
    assert verify_export(honest, public_key=KEY.verifier, since=kept).is_trusted_head_contained
    verdict = verify_export(rewritten, public_key=KEY.verifier, since=kept)
    assert not verdict.is_sound
    assert not verdict.is_trusted_head_contained
    assert [(fault.line, fault.code) for fault in verdict.faults] == [(6, "history_rewritten")]


def test_a_change_after_the_kept_checkpoint_is_not_held_against_it() -> None:
    later = export(10, checkpoints=(10,), rewrite=lambda number: "later" if number > 5 else f"note {number}")
    assert verify_export(later, since=trusted_note(5)).is_sound


def test_a_history_shorter_than_the_kept_checkpoint_fails() -> None:
    verdict = verify_export(export(3, checkpoints=(3,)), since=trusted_note(5))
    assert [fault.code for fault in verdict.faults] == ["history_shortened"]
    assert verdict.is_trusted_head_contained is False


def test_a_kept_checkpoint_of_the_empty_ledger_is_contained_in_any() -> None:
    assert verify_export(export(3), since=trusted_note(0)).is_trusted_head_contained


def test_a_kept_checkpoint_of_another_key_fails() -> None:
    other = SigningKey.from_seed("other.example.org", b"o" * 32)
    note = sign_checkpoint(Checkpoint(ORIGIN, 0, CompactTree().root()), other)
    assert codes(export(3), since=note) == ["signature_invalid"]


def test_a_kept_checkpoint_of_another_ledger_fails() -> None:
    note = sign_checkpoint(Checkpoint("other.example.org", 0, CompactTree().root()), KEY)
    assert codes(export(3), since=note) == ["other_origin"]


def test_an_export_signed_with_another_key_than_the_one_to_believe_fails() -> None:
    other = SigningKey.from_seed(ORIGIN, b"o" * 32)
    assert codes(export(3, checkpoints=(3,)), public_key=other.verifier) == ["other_key", "signature_invalid"]


def test_a_malformed_key_to_believe_is_an_error_of_the_caller() -> None:
    with pytest.raises(NoteMalformed):
        verify_export(export(1), public_key="no key")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"not json", "malformed_line"),
        (b"\xff\xfe", "malformed_line"),
        (b"[]", "malformed_line"),
        (b"{}", "malformed_line"),
        (b"[" * 100_000, "malformed_line"),
        (b'{"position": true, "leaf": {}}', "malformed_line"),
        (b'{"position": 0, "leaf": {"commitment": "short"}}', "malformed_line"),
        (b'{"position": 0, "leaf": {"a": NaN}}', "not_canonical"),
        (b'{"position": 0, "leaf": {"a": 1, "a": 2}}', "repeated_key"),
        (b'{"position": 0, "leaf": {"a": "\\ud800"}}', "not_canonical"),
        (b'{"checkpoint": 3}', "malformed_line"),
        (b'{"checkpoint": "unsigned"}', "note_malformed"),
        (b'{"a": "' + b"x" * (17 * 1024 * 1024) + b'"}', "line_too_long"),
    ],
    ids=range(13),
)
def test_a_hostile_line_is_named(line: bytes, code: str) -> None:
    faults = verify_export([export(0)[0], line]).faults
    assert [(fault.line, fault.code) for fault in faults] == [(2, code)]


def test_an_empty_export_is_none() -> None:
    assert codes([]) == ["not_an_export"]


def test_a_file_of_another_kind_is_none() -> None:
    assert codes([b'{"format": "something else"}']) == ["not_an_export"]


def test_faults_are_bounded_and_counted() -> None:
    verdict = verify_export([export(0)[0], *([b"x"] * 150)])
    assert (len(verdict.faults), verdict.faults_left_out) == (100, 50)
