"""Signals of every kind, for properties and samples; all values are invented."""

import base64
from datetime import UTC, datetime

from hypothesis import strategies as st

from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import (
    Opinions,
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalOrigin,
    SignalProvenance,
    SignalState,
)

_words = st.text(st.characters(categories=("Ll", "Lu", "Nd")), min_size=1, max_size=12)
_times = st.integers(1_600_000_000, 2_200_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
_counts = st.integers(0, 9)
_provenances = st.builds(
    SignalProvenance,
    organisation=_words,
    source=st.none() | _words,
    origin=st.sampled_from([None, *SignalOrigin]),
)
_BYTES = {
    SignalKind.MD5: 16,
    SignalKind.SHA1: 20,
    SignalKind.SHA256: 32,
    SignalKind.PDQ: 32,
    SignalKind.VPDQ_FRAME: 32,
}


def values(kind: SignalKind) -> st.SearchStrategy[str]:
    """Values in the normal form of their kind."""
    if kind in _BYTES:
        count = _BYTES[kind]
        return st.binary(min_size=count, max_size=count).filter(lambda data: 8 < sum(data) < 8000).map(bytes.hex)
    return {
        SignalKind.PHOTODNA: st.binary(min_size=144, max_size=144).map(lambda data: base64.b64encode(data).decode()),
        SignalKind.ACCOUNT: _words.map(lambda word: f"examplechat#{word}"),
        SignalKind.URL: _words.map(lambda word: f"https://bridge.example.org/{word.encode().hex()}"),
        SignalKind.KEYWORD: _words,
    }[kind]


@st.composite
def signals(draw: st.DrawFn, kinds: tuple[SignalKind, ...] = tuple(SignalKind)) -> Signal:
    """Any signal of these kinds."""
    kind = draw(st.sampled_from(kinds))
    return Signal(
        kind=kind,
        value=draw(values(kind)),
        reference=draw(_words),
        provenance=draw(_provenances),
        state=draw(st.sampled_from(SignalState)),
        category=draw(st.none() | st.builds(SignalCategory, code=_words, scheme=_words)),
        confidence=draw(st.none() | st.integers(0, 100)),
        purposes=tuple(draw(st.lists(st.sampled_from(Purpose), unique=True))),
        handling=draw(st.sampled_from([None, *Handling])),
        added_at=draw(st.none() | _times),
        changed_at=draw(st.none() | _times),
        expires_at=draw(st.none() | _times),
        opinions=draw(st.builds(Opinions, right=_counts, wrong=_counts, seen_again=_counts)),
        note=draw(st.none() | _words),
    )


@st.composite
def changes(draw: st.DrawFn) -> SignalChange:
    """Any change."""
    return SignalChange(
        what=draw(st.sampled_from(SignalChangeKind)),
        reference=draw(_words),
        signals=tuple(draw(st.lists(signals(), max_size=3))),
        cursor=draw(st.none() | st.integers(0, 2**63 - 1)),
    )
