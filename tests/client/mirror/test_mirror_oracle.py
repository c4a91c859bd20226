"""Whatever changes come, in whatever pages, a mirror answers as a plain dictionary does."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.client.mirror import Asked, Hit, Mirror, MirrorWriter
from causeway.client.mirror._columns import SILENCED_KINDS
from causeway.vocabulary.signals import (
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalState,
)
from client.mirror.feeds import DAY, FEED, NOW, OWNER, change, page

RADIUS = 31
REFERENCES = ("a", "b", "c", "d", "brücke-5")
KINDS = tuple(kind for kind in SignalKind if kind is not SignalKind.PHOTODNA)
VALUES = {
    SignalKind.MD5: [f"{number:032x}" for number in (1, 2, 3)],
    SignalKind.SHA1: [f"{number:040x}" for number in (1, 2)],
    SignalKind.SHA256: [f"{number:064x}" for number in (1, 2)],
    SignalKind.PDQ: [f"{number:064x}" for number in (1, 2**31 - 1, 2**40 - 1)],
    SignalKind.VPDQ_FRAME: [f"{number:064x}" for number in (1, 2**31 - 1)],
    SignalKind.ACCOUNT: ["examplechat#1", "examplechat@ann"],
    SignalKind.URL: ["https://bridge.example.org/1"],
    SignalKind.KEYWORD: ["door knob"],
}
ASKED = [Asked(kind, value) for kind in KINDS for value in VALUES[kind]]


@st.composite
def steps(draw: st.DrawFn) -> SignalChange:
    reference = draw(st.sampled_from(REFERENCES))
    signals = draw(st.lists(listed(reference), max_size=2))
    return change(reference, *signals, what=draw(st.sampled_from(SignalChangeKind)))


@st.composite
def listed(draw: st.DrawFn, reference: str) -> Signal:
    kind = draw(st.sampled_from(KINDS))
    return Signal(
        kind=kind,
        value=draw(st.sampled_from(VALUES[kind])),
        reference=reference,
        provenance=replace(OWNER, organisation=draw(st.sampled_from(["Bridge Watch", "Hafenmeisterei Süd"]))),
        state=draw(st.sampled_from(SignalState)),
        category=draw(st.none() | st.builds(SignalCategory, code=st.sampled_from("AB"), scheme=st.just("uk"))),
        confidence=draw(st.none() | st.integers(0, 100)),
        expires_at=draw(st.sampled_from([None, NOW - DAY, NOW, NOW + DAY])),
    )


@pytest.mark.parametrize("indexed_rows", [2, 20_000], ids=["mapped indexes", "indexes in memory"])
@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(steps(), max_size=4), min_size=1, max_size=6))
def test_a_mirror_answers_as_a_dictionary_does(indexed_rows: int, pages: list[list[SignalChange]]) -> None:
    oracle: dict[str, SignalChange] = {}
    ever: set[tuple[SignalKind, str]] = set()
    with tempfile.TemporaryDirectory() as folder:
        writer, cursor = MirrorWriter(Path(folder), indexed_rows=indexed_rows), 0
        for changes in pages:
            writer.apply(page(cursor, changes))
            cursor += len(changes)
            oracle |= {each.reference: each for each in changes}
            ever |= {(each.kind, each.value) for step in changes for each in step.signals}
            mirror = Mirror(Path(folder), stale_after=DAY)
            answer = mirror.look_up(ASKED, now=NOW, radius_bits=RADIUS)
            assert sorted(answer.hits, key=repr) == sorted(expected(oracle), key=repr)
            in_use = {(hit.kind, ASKED[hit.asked].value) for hit in answer.hits if hit.distance_bits == 0}
            for kind in SILENCED_KINDS:
                asked = [bytes.fromhex(value) for value in VALUES[kind]]
                digests = np.frombuffer(b"".join(asked), np.uint8).reshape(len(asked), -1)
                gone = mirror.gone(kind, digests, now=NOW, radius_bits=0)
                is_gone = [(kind, value) in ever - in_use for value in VALUES[kind]]
                assert gone == [{value} if once else set() for value, once in zip(asked, is_gone, strict=True)]


def expected(oracle: dict[str, SignalChange]) -> Iterator[Hit]:
    gone = (SignalChangeKind.WITHDRAWN, SignalChangeKind.SUSPENDED, SignalChangeKind.EXPIRED)
    for step in oracle.values():
        for each in step.signals if step.what not in gone else ():
            for number, asked in enumerate(ASKED):
                distance = distance_of(asked, each)
                if distance is not None and each.may_be_reported(NOW):
                    yield told(number, each, distance)


def distance_of(asked: Asked, signal: Signal) -> int | None:
    if asked.kind is not signal.kind:
        return None
    if asked.kind in (SignalKind.PDQ, SignalKind.VPDQ_FRAME):
        distance = (int(asked.value, 16) ^ int(signal.value, 16)).bit_count()
        return distance if distance <= RADIUS else None
    return 0 if asked.value == signal.value else None


def told(number: int, signal: Signal, distance: int) -> Hit:
    return Hit(
        asked=number,
        kind=signal.kind,
        reference=signal.reference,
        organisation=signal.provenance.organisation,
        state=signal.state,
        category=signal.category,
        confidence=signal.confidence,
        expires_at=signal.expires_at,
        distance_bits=distance,
        bank=FEED,
    )
