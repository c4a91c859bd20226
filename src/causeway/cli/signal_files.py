"""Files of signals by the names of their formats: each is read as changes and faults, and some are written."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import BinaryIO, Final

from causeway.interchange.hashlists import CategoryScheme, RowFault
from causeway.interchange.misp import read_misp, write_misp
from causeway.interchange.ncmec_hashes import NcmecCursor, read_ncmec_page
from causeway.interchange.signal_feed import FeedState, read_bank_page, read_pages
from causeway.interchange.signals import (
    PageDamaged,
    SignalPage,
    change_document,
    change_from,
    changes_from_hash_list,
    changes_from_vics,
)
from causeway.interchange.signals.json_values import MAX_PAGE_BYTES, json_object
from causeway.interchange.stix import read_stix, write_stix
from causeway.interchange.threatexchange import ThreatExchangeCursor, read_threatexchange_page
from causeway.transparency import VerifierKey, canonical_json
from causeway.vocabulary.signals import SignalChange, SignalOrigin, SignalProvenance

LONGEST_LINE: Final = 1 << 20
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)

Read = Iterator[SignalChange | RowFault]


class SignalFormat(StrEnum):
    """What a file of signals may be."""

    CSV = "csv"
    VICS = "vics"
    NCMEC = "ncmec"
    THREATEXCHANGE = "threatexchange"
    MISP = "misp"
    STIX = "stix"
    FEED = "feed"
    BANK = "bank"
    LINES = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the person says of a file: who lists, from where, by which scheme, and whose signature a feed must bear."""

    organisation: str
    source: str | None
    scheme: CategoryScheme
    key: VerifierKey | None


def read_signals(stream: BinaryIO, kind: SignalFormat, reading: Reading) -> Read:
    """The changes in a file, and its faults. Raises what the formats raise."""
    readers: dict[SignalFormat, Callable[[BinaryIO, Reading], Read]] = {
        SignalFormat.CSV: _csv,
        SignalFormat.VICS: _vics,
        SignalFormat.NCMEC: _ncmec,
        SignalFormat.THREATEXCHANGE: _threatexchange,
        SignalFormat.MISP: lambda file, given: _page(read_misp(_whole(file), source=given.source)),
        SignalFormat.STIX: lambda file, given: _page(read_stix(_whole(file), source=given.source)),
        SignalFormat.FEED: _feed,
        SignalFormat.BANK: _bank,
        SignalFormat.LINES: lambda file, _: read_lines(file),
    }
    return readers[kind](stream, reading)


def line_of(change: SignalChange) -> bytes:
    """One change as one line of canonical JSON."""
    return canonical_json(change_document(change)) + b"\n"


def written_signals(
    out: BinaryIO, kind: SignalFormat, changes: Iterable[SignalChange], *, name: str
) -> Sequence[RowFault]:
    """Write changes as a STIX bundle, a MISP event of this name, or lines; gives what the format could not say."""
    now = datetime.now(UTC).replace(microsecond=0)
    if kind is SignalFormat.STIX:
        return write_stix(out, changes, at=now)
    if kind is SignalFormat.MISP:
        return write_misp(out, changes, info=name, at=now)
    out.writelines(map(line_of, changes))
    return ()


def read_lines(stream: BinaryIO) -> Iterator[SignalChange]:
    """The changes of a file that `line_of` wrote. Raises PageDamaged with the line."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        place = f"line {number}"
        yield change_from(json_object(line, place=place, max_bytes=LONGEST_LINE), place)


def _csv(stream: BinaryIO, reading: Reading) -> Read:
    return changes_from_hash_list(stream, _provenance(reading), scheme=reading.scheme)


def _vics(stream: BinaryIO, reading: Reading) -> Read:
    return changes_from_vics(stream, _provenance(reading), scheme=reading.scheme)


def _provenance(reading: Reading) -> SignalProvenance:
    return SignalProvenance(organisation=reading.organisation, source=reading.source, origin=SignalOrigin.LIST)


def _ncmec(stream: BinaryIO, reading: Reading) -> Read:
    cursor = NcmecCursor.beginning(_BEGINNING)
    return _page(read_ncmec_page(_whole(stream), cursor, source=reading.source or "NCMEC hash sharing"))


def _threatexchange(stream: BinaryIO, reading: Reading) -> Read:
    cursor = ThreatExchangeCursor.beginning()
    return _page(read_threatexchange_page(_whole(stream), cursor, source=reading.source or "ThreatExchange"))


def _feed(stream: BinaryIO, reading: Reading) -> Read:
    """Pages of one feed, each after the other, from wherever the file begins."""
    if reading.key is None:
        raise PageDamaged("no_key", "a signed feed is read with the key that signs it: --key", place="the feed")
    state: FeedState | None = None
    for page in read_pages(stream, reading.key):
        state = (state or FeedState(feed=page.header.feed, cursor=page.header.after)).after(page.header)
        yield from page.changes


def _bank(stream: BinaryIO, reading: Reading) -> Read:
    """What a hub answered of a bank's changes, an answer a line."""
    if reading.key is None:
        raise PageDamaged("no_key", "a bank's changes are read with the hub's key: --key", place="the bank")
    state: FeedState | None = None
    while line := stream.readline(MAX_PAGE_BYTES + 1):
        page = read_bank_page(line, reading.key)
        state = (state or FeedState(feed=page.header.feed, cursor=page.header.after)).after(page.header)
        yield from page.changes


def _page(page: SignalPage[object]) -> Read:
    yield from page.changes
    yield from page.faults


def _whole(stream: BinaryIO) -> bytes:
    """A page whole; one that is too large is cut, and refused by its reader for that."""
    return stream.read(MAX_PAGE_BYTES + 1)
