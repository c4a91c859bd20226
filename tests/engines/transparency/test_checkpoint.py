"""Signed notes against notes that other programs signed, and against forgery."""

import pytest

from causeway.transparency import (
    Checkpoint,
    NoteMalformed,
    SignatureInvalid,
    SigningKey,
    VerifierKey,
    leaf_hash,
    open_checkpoint,
    open_note,
    sign_checkpoint,
    sign_note,
)

KEY = SigningKey.from_seed("ledger.example.org", bytes(range(32)))
HEAD = Checkpoint("ledger.example.org", 3, leaf_hash(b"three"))

# From the documentation of golang.org/x/mod/sumdb/note.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    GO_TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

# From the message of commit 5ba4a7723354 in sigsum's log-go, which signed a real tree head.
SIGSUM_KEY = "sigsum.org:testonly+8de2c54b+AYzzrIWq3UKJHFrprvJyRMsqVGojEvgAIKrT8q4a9zMU"
SIGSUM_NOTE = (
    "sigsum.org:testonly\n23\nHSt6W8ve4/36xAIf04qDOqaKLaKqSOUqKxLNrkK74+g=\n"
    "\n— sigsum.org:testonly "
    "jeLFS4WQDEeTavbiYArHzCQUPXbQ1Y/V8/dKJlBxqOAY4eLhSh3uWNJ8YXp1vs/zR4SDNHI+6UybLmHmFlg/VSf5OAs=\n"
)


def test_a_note_that_go_signed_opens() -> None:
    assert open_note(GO_NOTE, VerifierKey.parse(GO_KEY)) == GO_TEXT


def test_a_checkpoint_that_another_log_signed_opens() -> None:
    checkpoint = open_checkpoint(SIGSUM_NOTE, VerifierKey.parse(SIGSUM_KEY))
    assert (checkpoint.origin, checkpoint.size) == ("sigsum.org:testonly", 23)


@pytest.mark.parametrize("text", [GO_KEY, SIGSUM_KEY])
def test_a_verifier_key_is_written_as_it_was_read(text: str) -> None:
    assert str(VerifierKey.parse(text)) == text


def test_a_signed_checkpoint_opens_as_itself() -> None:
    assert open_checkpoint(sign_checkpoint(HEAD, KEY), KEY.verifier) == HEAD


def test_extension_lines_are_allowed() -> None:
    note = sign_note(f"{HEAD}an extension\n", KEY)
    assert open_checkpoint(note, KEY.verifier) == HEAD


def test_the_same_seed_gives_the_same_key() -> None:
    assert SigningKey.from_seed(KEY.verifier.name, bytes(range(32))).verifier == KEY.verifier


def test_signatures_of_others_are_kept_and_not_judged() -> None:
    witness = SigningKey.from_seed("witness.example.org", b"w" * 32)
    signed_twice = sign_checkpoint(HEAD, KEY) + sign_checkpoint(HEAD, witness).rpartition("\n\n")[2]
    assert open_checkpoint(signed_twice, KEY.verifier) == HEAD
    assert open_checkpoint(signed_twice, witness.verifier) == HEAD


def test_a_changed_size_breaks_the_signature() -> None:
    with pytest.raises(SignatureInvalid):
        open_checkpoint(sign_checkpoint(HEAD, KEY).replace("\n3\n", "\n4\n"), KEY.verifier)


def test_a_note_of_another_key_with_the_same_name_is_refused() -> None:
    other = SigningKey.from_seed(KEY.verifier.name, b"o" * 32)
    with pytest.raises(SignatureInvalid):
        open_checkpoint(sign_checkpoint(HEAD, other), KEY.verifier)


def test_one_forged_signature_of_our_key_beside_a_true_one_is_refused() -> None:
    other_head = Checkpoint(HEAD.origin, 9, HEAD.root)
    forged = sign_checkpoint(HEAD, KEY) + sign_checkpoint(other_head, KEY).rpartition("\n\n")[2]
    with pytest.raises(SignatureInvalid):
        open_checkpoint(forged, KEY.verifier)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text without a signature\n",
        "\n\n— a AAAAAAA=\n",
        "text\n\nno dash\n",
        "text\n\n— name\n",
        "text\n\n— name !!!!\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name AAAAAAAA",
        "x" * 70_000,
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    with pytest.raises(NoteMalformed):
        open_note(note, KEY.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "origin\n3\n",
        "\n3\nAAAA\n",
        "origin\n03\nAAAA\n",
        "origin\n-3\nAAAA\n",
        "origin\n3\nnot base64\n",
        "origin\n3\nAAAA\n",
        "origin\n٣\nAAAA\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        open_checkpoint(sign_note(text, KEY), KEY.verifier)


@pytest.mark.parametrize(
    "text",
    ["", "name", "name+00000000+AQ==", GO_KEY.replace("c74f20a3", "c74f20a4"), "name+00000000+AgAA", "a b+0+AAAA"],
)
def test_a_malformed_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(NoteMalformed):
        VerifierKey.parse(text)


def test_a_seed_of_another_length_is_refused() -> None:
    with pytest.raises(NoteMalformed):
        SigningKey.from_seed("name", b"short")
