"""What meets and what does not, what hostile bytes do, and how much work a selector is."""

import random
import secrets
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.blinding import (
    BLINDED_KINDS,
    MOST_IN_A_BATCH,
    BadBatch,
    BadElement,
    BadInput,
    BadScalar,
    Evaluation,
    KeyPair,
    ProofRefused,
    blind,
    blind_selectors,
    check_proof,
    derive_key_pair,
    evaluate,
    evaluate_with_proof,
    finalise,
    input_of,
    kept_token,
    tokens_of,
    value_under_key,
)
from causeway.blinding import _group as group
from causeway.blinding._sodium import rbcl
from causeway.vocabulary.selectors import Selector, SelectorKind

Result = TypeVar("Result")
KEYS = derive_key_pair(bytes(range(32)), b"epoch 1")
PHONE = Selector(kind=SelectorKind.PHONE, value="+447700900123")

selectors = st.builds(Selector, kind=st.sampled_from(sorted(BLINDED_KINDS)), value=st.text(min_size=1, max_size=60))


def _evaluation(elements: tuple[bytes, ...], keys: KeyPair = KEYS) -> Evaluation:
    evaluated, proof = evaluate_with_proof(keys, elements, secrets.token_bytes)
    return Evaluation(epoch=1, elements=evaluated, proof=proof)


@settings(max_examples=25, deadline=None)
@given(st.lists(selectors, min_size=1, max_size=5))
def test_tokens_meet_exactly_where_selectors_do_and_what_is_sent_never_repeats(given: list[Selector]) -> None:
    batches = [blind_selectors(given, secrets.token_bytes) for _ in range(2)]
    one, other = (tokens_of(batch, _evaluation(batch.elements), KEYS.public) for batch in batches)
    assert one == other == tuple(value_under_key(KEYS.private, input_of(each)) for each in given)
    for left, left_token in zip(given, one, strict=True):
        for right, right_token in zip(given, one, strict=True):
            assert (left_token == right_token) == ((left.kind, left.value) == (right.kind, right.value))
    sent = [element for batch in batches for element in batch.elements]
    assert len(set(sent)) == len(sent)


def test_the_same_value_of_another_kind_is_another_selector() -> None:
    values = {kind: input_of(Selector(kind=kind, value="quay")) for kind in BLINDED_KINDS}
    assert len(set(values.values())) == len(BLINDED_KINDS)
    with pytest.raises(BadInput, match="name"):
        input_of(Selector(kind=SelectorKind.NAME, value="wren marlow"))


def test_a_key_that_was_not_committed_to_is_refused() -> None:
    """The holder of the key could mark one force's tokens by a key made for it alone."""
    batch = blind_selectors([PHONE], secrets.token_bytes)
    marking = derive_key_pair(bytes(32), b"a key for one force")
    with pytest.raises(ProofRefused):
        tokens_of(batch, _evaluation(batch.elements, marking), KEYS.public)


def test_what_is_kept_depends_on_the_token_the_epoch_and_the_hubs_own_key() -> None:
    token = value_under_key(KEYS.private, input_of(PHONE))
    kept = kept_token(token, epoch=1, key=b"k" * 32)
    others = [
        kept_token(token[::-1], epoch=1, key=b"k" * 32),
        kept_token(token, epoch=2, key=b"k" * 32),
        kept_token(token, epoch=1, key=b"l" * 32),
    ]
    assert len({kept, *others}) == 4
    assert token.hex() not in kept
    with pytest.raises(BadInput, match="64 bytes"):
        kept_token(token[:-1], epoch=1, key=b"k" * 32)


_ORDER = (2**252 + 27742317777372353535851937790883648493).to_bytes(32, "little")
BAD_ELEMENTS = {
    "too short": b"\x01" * 31,
    "too long": b"\x01" * 33,
    "empty": b"",
    "the identity": bytes(32),
    "field element not reduced": b"\xed" + b"\xff" * 30 + b"\x7f",  # p, which stands for 0
    "highest bit set": b"\xff" * 32,
    "negative": b"\x01" + bytes(31),  # odd, so not the canonical sign
    "no square": bytes.fromhex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"),
}
"""The last is of RFC 9496, appendix A.3."""


@pytest.mark.parametrize("bad", BAD_ELEMENTS.values(), ids=BAD_ELEMENTS.keys())
def test_what_is_no_element_is_refused_by_name_wherever_it_comes(bad: bytes) -> None:
    good = blind(b"quay", b"\x07" + bytes(31))
    evaluated, proof = evaluate_with_proof(KEYS, [good], secrets.token_bytes)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: evaluate(KEYS.private, [good, bad]),
        lambda: finalise(b"quay", b"\x07" + bytes(31), bad),
        lambda: check_proof(bad, [good], evaluated, proof),
        lambda: check_proof(KEYS.public, [good], [bad], proof),
    )
    for attempt in attempts:
        with pytest.raises(BadElement):
            attempt()


@pytest.mark.parametrize("bad", [b"", b"\x01" * 31, bytes(32), _ORDER, b"\xff" * 32])
def test_what_is_no_scalar_is_refused(bad: bytes) -> None:
    good = blind(b"quay", b"\x07" + bytes(31))
    with pytest.raises(BadScalar):
        blind(b"quay", bad)
    with pytest.raises(BadScalar):
        finalise(b"quay", bad, good)
    with pytest.raises(BadScalar):
        check_proof(KEYS.public, [good], [good], _ORDER + b"\x01" * 32)
    with pytest.raises(BadScalar):
        derive_key_pair(b"short", b"")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=70), st.binary(max_size=70))
def test_random_bytes_end_in_our_own_errors_or_not_at_all(one: bytes, other: bytes) -> None:
    good = blind(b"quay", b"\x07" + bytes(31))
    with pytest.raises((BadElement, BadScalar, ProofRefused)):
        check_proof(KEYS.public, [good], [one], other)


def test_a_batch_holds_something_and_not_too_much_and_gives_as_many_as_it_took() -> None:
    good = blind(b"quay", b"\x07" + bytes(31))
    for size in (0, MOST_IN_A_BATCH + 1):
        with pytest.raises(BadBatch):
            evaluate(KEYS.private, [good] * size)
        with pytest.raises(BadBatch):
            blind_selectors([PHONE] * size, secrets.token_bytes)
    evaluated, proof = evaluate_with_proof(KEYS, [good], secrets.token_bytes)
    with pytest.raises(BadBatch):
        check_proof(KEYS.public, [good], [*evaluated, good], proof)
    with pytest.raises(BadInput):
        blind(bytes(2**16), b"\x07" + bytes(31))


def test_the_work_for_a_selector_is_the_same_whatever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Multiplications in the group, which are nearly all of the time: one to blind, two to answer, three to finish."""
    counted = {"n": 0}

    class Counting:
        def __getattr__(self, name: str) -> object:
            counted["n"] += name.startswith("crypto_scalarmult")
            return getattr(rbcl, name)

    monkeypatch.setattr(group, "rbcl", Counting())
    drawn = random.Random(7)

    def cost(step: Callable[[], Result]) -> tuple[Result, int]:
        counted["n"] = 0
        return step(), counted["n"]

    def work(size: int, length: int) -> tuple[int, int, int]:
        given = [
            Selector(kind=SelectorKind.URL, value="".join(drawn.choices("abc", k=length)) + str(place))
            for place in range(size)
        ]
        batch, blinding = cost(lambda: blind_selectors(given, secrets.token_bytes))
        evaluation, answering = cost(lambda: _evaluation(batch.elements))
        _, finishing = cost(lambda: tokens_of(batch, evaluation, KEYS.public))
        return blinding, answering, finishing

    one, ten, long = work(1, 5), work(10, 5), work(10, 1_500)
    assert ten == long
    assert tuple((b - a) / 9 for a, b in zip(one, ten, strict=True)) == (1, 2, 3)
