"""A list of known files, as rows for a bank: read through once, so that it is refused whole or not at all, and a second
time in batches, the next of which is read while PostgreSQL adds the one before.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from causeway.interchange.hashlists import CategoryScheme, ListedDigest, RowFault, read_hash_list
from causeway.interchange.vics import Envelope, Media, listed_digests, read_vics
from causeway.vocabulary.signals import SignalKind

MOST_FAULTS_KEPT = 1_000
_NOT_PERTINENT = "0"
"""Of the US scheme (Project VIC): the file is of no interest, so it belongs on no bank."""
_CATEGORY_CHARACTERS, _NOTE_CHARACTERS = 40, 500

Row = tuple[str, str, str, str]
"""Kind, value, category and note of a signal, as columns hold them."""
Reads = Callable[[BinaryIO, "Reading"], Iterator[ListedDigest]]


class Reading:
    """What is learnt of a list on the way through it: its scheme, what was left out, how much was offered, and what was
    wrong with rows.
    """

    def __init__(self, scheme: CategoryScheme) -> None:
        self.scheme = scheme
        self.faults: list[RowFault] = []
        self.fault_count = 0
        self.left_out = 0
        self.offered = 0

    def fault(self, fault: RowFault) -> None:
        """Keep it, if few enough came before."""
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS_KEPT:
            self.faults.append(fault)

    def takes(self, digest: ListedDigest) -> bool:
        """Whether a digest belongs on a bank."""
        if self.scheme is CategoryScheme.UNSTATED:
            self.scheme = digest.scheme
        is_wanted = not (digest.scheme is CategoryScheme.US and digest.category == _NOT_PERTINENT)
        self.left_out += not is_wanted
        self.offered += is_wanted
        return is_wanted


def csv_rows(stream: BinaryIO, reading: Reading) -> Iterator[ListedDigest]:
    """The digests of a CSV list that belong on a bank. Raises HashListError."""
    for row in read_hash_list(stream, scheme=reading.scheme):
        if isinstance(row, RowFault):
            reading.fault(row)
        elif reading.takes(row):
            yield row


def vics_rows(stream: BinaryIO, reading: Reading) -> Iterator[ListedDigest]:
    """The digests of a VICS document that belong on a bank. Raises VicsError."""
    scheme = reading.scheme
    for record in read_vics(stream):
        if isinstance(record, RowFault):
            reading.fault(record)
        elif isinstance(record, Envelope):
            scheme = scheme if record.scheme is CategoryScheme.UNSTATED else record.scheme
        elif isinstance(record, Media):
            yield from filter(reading.takes, listed_digests([record], scheme))


def read_through(stream: BinaryIO, reads: Reads, scheme: CategoryScheme) -> Reading:
    """All that is to be learnt of the list; the stream then stands at its start again. Raises HashListError or
    VicsError.
    """
    start, reading = stream.tell(), Reading(scheme)
    for _digest in reads(stream, reading):
        pass
    stream.seek(start)
    return reading


@dataclass(frozen=True, slots=True)
class Batch:
    """The columns of so many rows. Kinds and values are arrays in PostgreSQL's own notation: neither is ever quoted."""

    size: int
    kinds: str
    values: str
    categories: list[str]
    notes: list[str]


def batches(stream: BinaryIO, reads: Reads, scheme: CategoryScheme, size: int) -> Iterator[Batch]:
    """The list once more, so many rows at a time. Raises HashListError or VicsError: it has changed meanwhile."""
    rows = reads(stream, Reading(scheme))
    return _read_ahead(lambda: _batch(islice(rows, size)))


def _read_ahead(read: Callable[[], Batch | None]) -> Iterator[Batch]:
    with ThreadPoolExecutor(1, thread_name_prefix="list") as reader:
        coming = reader.submit(read)
        while (batch := coming.result()) is not None:
            coming = reader.submit(read)
            yield batch


def _batch(digests: Iterable[ListedDigest]) -> Batch | None:
    """None after the last row."""
    rows = [_row(digest) for digest in digests]
    if not rows:
        return None
    kinds, values, categories, notes = (list(column) for column in zip(*rows, strict=True))
    return Batch(len(rows), array(kinds), array(values), categories, notes)


def _row(digest: ListedDigest) -> Row:
    kind = SignalKind.VPDQ_FRAME if digest.is_frame else digest.kind
    return kind.value, digest.value, _kept(digest.category, _CATEGORY_CHARACTERS), _kept(digest.note, _NOTE_CHARACTERS)


def _kept(text: str | None, most_characters: int) -> str:
    """As much as a column holds; PostgreSQL keeps no NUL in text."""
    return text.replace("\0", "")[:most_characters] if text else ""


def array(words: Iterable[str]) -> str:
    """An array in PostgreSQL's own notation, of words of which none needs quotes."""
    return f"{{{','.join(words)}}}"
