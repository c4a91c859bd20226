"""Signed pages for tests of the mirror; all values are invented."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from causeway.interchange.signal_feed import FeedPage, read_page, write_page
from causeway.transparency import SigningKey
from causeway.vocabulary.signals import Signal, SignalChange, SignalChangeKind, SignalKind, SignalProvenance

KEY = SigningKey.from_seed("feed.example.org", bytes(range(32)))
FEED = "example.org/bank/1"
NOW = datetime(2026, 11, 27, 1, tzinfo=UTC)
DAY = timedelta(days=1)
OWNER = SignalProvenance(organisation="Bridge Watch")


def signal(reference: str, kind: SignalKind = SignalKind.MD5, value: str = "8e" * 16) -> Signal:
    """A plain signal."""
    return Signal(kind=kind, value=value, reference=reference, provenance=OWNER)


def change(reference: str, *signals: Signal, what: SignalChangeKind = SignalChangeKind.UPDATED) -> SignalChange:
    """What stands under a reference from now on."""
    return SignalChange(what=what, reference=reference, signals=signals)


def page(after: int, changes: Sequence[SignalChange], *, head: int | None = None, at: datetime = NOW) -> FeedPage:
    """The page of these changes, written, signed and read back."""
    steps = [replace(each, cursor=number) for number, each in enumerate(changes, start=after + 1)]
    last = after + len(steps)
    data = write_page(steps, feed=FEED, after=after, head=last if head is None else head, issued_at=at, key=KEY)
    read = read_page(io.BytesIO(data), KEY.verifier)
    assert read is not None
    return read
