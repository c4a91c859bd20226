"""A list of known files, as rows for a bank: read through once, so that it is refused whole or not at all, and a second
time in batches, the next of which is read while PostgreSQL adds the one before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from causeway.interchange.hashlists import CategoryScheme, ListedDigest, RowFault, read_hash_list
from causeway.interchange.vics import Envelope, Media, listed_digests, read_vics
from causeway.vocabulary.signals import SignalKind

MOST_FAULTS_KEPT = 1_000
_NOT_PERTINENT = "0"
"""Of the US scheme (Project VIC): the file is of no interest, so it belongs on no bank."""
CATEGORY_CHARACTERS, NOTE_CHARACTERS = 40, 500

Row = tuple[str, str, str, str]
"""Kind, value, category and note of a signal, as columns hold them."""
Reads = Callable[[BinaryIO, "Reading"], Iterator[tuple[Any, ...]]]
"""Reads a list as rows, each with a value for each of its columns."""
LISTED = ("kinds", "values", "categories", "notes")


class Reading:
    """What is learnt of a list on the way through it: its scheme, of another's file perhaps one that we do not know;
    what was left out, how much was offered, how many entries their source has taken back, what was wrong with rows.
    """

    def __init__(self, scheme: str) -> None:
        self.scheme = scheme
        self.faults: list[RowFault] = []
        self.fault_count = 0
        self.left_out = 0
        self.offered = 0
        self.taken_back = 0

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


def csv_rows(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """The digests of a CSV list that belong on a bank. Raises HashListError."""
    for row in read_hash_list(stream, scheme=CategoryScheme(reading.scheme)):
        if isinstance(row, RowFault):
            reading.fault(row)
        elif reading.takes(row):
            yield _row(row)


def vics_rows(stream: BinaryIO, reading: Reading) -> Iterator[Row]:
    """The digests of a VICS document that belong on a bank. Raises VicsError."""
    scheme = CategoryScheme(reading.scheme)
    for record in read_vics(stream):
        if isinstance(record, RowFault):
            reading.fault(record)
        elif isinstance(record, Envelope):
            scheme = scheme if record.scheme is CategoryScheme.UNSTATED else record.scheme
        elif isinstance(record, Media):
            yield from map(_row, filter(reading.takes, listed_digests([record], scheme)))


def read_through(stream: BinaryIO, reads: Reads, scheme: CategoryScheme) -> Reading:
    """All that is to be learnt of the list; the stream then stands at its start again. Raises as the format does."""
    start, reading = stream.tell(), Reading(scheme)
    for _each in reads(stream, reading):
        pass
    stream.seek(start)
    return reading


@dataclass(frozen=True, slots=True)
class Batch:
    """So many rows, as columns by their names."""

    size: int
    columns: Mapping[str, Any]


def batches(
    stream: BinaryIO, reads: Reads, scheme: CategoryScheme, size: int, names: Sequence[str] = LISTED
) -> Iterator[Batch]:
    """The list once more, so many rows at a time. Raises what the format raises: it has changed meanwhile."""
    rows = reads(stream, Reading(scheme))
    return _read_ahead(lambda: _batch(islice(rows, size), names))


def no_rows(names: Sequence[str]) -> Batch:
    """A batch of nothing."""
    return Batch(0, {name: [] for name in names})


def _read_ahead(read: Callable[[], Batch | None]) -> Iterator[Batch]:
    with ThreadPoolExecutor(1, thread_name_prefix="list") as reader:
        coming = reader.submit(read)
        while (batch := coming.result()) is not None:
            coming = reader.submit(read)
            yield batch


def _batch(found: Iterable[tuple[Any, ...]], names: Sequence[str]) -> Batch | None:
    """None after the last row."""
    rows = list(found)
    if not rows:
        return None
    columns: dict[str, Any] = {name: list(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)}
    if names is LISTED:  # of digests and their kinds none needs quotes
        columns |= {"kinds": array(columns["kinds"]), "values": array(columns["values"])}
    return Batch(len(rows), columns)


def _row(digest: ListedDigest) -> Row:
    kind = SignalKind.VPDQ_FRAME if digest.is_frame else digest.kind
    return kind.value, digest.value, kept(digest.category, CATEGORY_CHARACTERS), kept(digest.note, NOTE_CHARACTERS)


def kept(text: str | None, most_characters: int) -> str:
    """As much as a column holds; PostgreSQL keeps no NUL in text."""
    return text.replace("\0", "")[:most_characters] if text else ""


def array(words: Iterable[str]) -> str:
    """An array in PostgreSQL's own notation, of words of which none needs quotes."""
    return f"{{{','.join(words)}}}"
