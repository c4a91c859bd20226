"""Lists of known files as signals: the CSV and VICS readers do the reading, here each digest gets its provenance."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from causeway.interchange.hashlists import CategoryScheme, ListedDigest, RowFault, read_hash_list
from causeway.interchange.vics import Envelope, Media, listed_digests, read_vics
from causeway.vocabulary.findings import DigestKind
from causeway.vocabulary.signals import (
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalProvenance,
)

NOT_PERTINENT: Final = (CategoryScheme.US, "0")
"""What the US scheme grades so was looked at and is nothing; it belongs on no list of signals."""


def changes_from_hash_list(
    stream: BinaryIO,
    provenance: SignalProvenance,
    *,
    scheme: CategoryScheme = CategoryScheme.UNSTATED,
    kind: DigestKind | None = None,
) -> Iterator[SignalChange | RowFault]:
    """The digests of a CSV list as additions, and its faults; see `read_hash_list`. Raises HeaderNotUnderstood."""
    return _changes(read_hash_list(stream, scheme=scheme, kind=kind), provenance)


def changes_from_vics(
    stream: BinaryIO, provenance: SignalProvenance, *, scheme: CategoryScheme = CategoryScheme.UNSTATED
) -> Iterator[SignalChange | RowFault]:
    """The digests of a VICS file as additions, and its faults; `scheme` counts where the file names none.

    Raises NotVics and VicsDamaged, after all rows before the damage.
    """
    return _changes(_digests(stream, scheme), provenance)


def _digests(stream: BinaryIO, scheme: CategoryScheme) -> Iterator[ListedDigest | RowFault]:
    for record in read_vics(stream):
        if isinstance(record, Envelope) and record.scheme is not CategoryScheme.UNSTATED:
            scheme = record.scheme
        elif isinstance(record, RowFault):
            yield record
        elif isinstance(record, Media):
            yield from listed_digests([record], scheme)


def _changes(
    rows: Iterable[ListedDigest | RowFault], provenance: SignalProvenance
) -> Iterator[SignalChange | RowFault]:
    for row in rows:
        if isinstance(row, RowFault):
            yield row
        elif (row.scheme, row.category) != NOT_PERTINENT:
            yield _addition(row, provenance)


def _addition(digest: ListedDigest, provenance: SignalProvenance) -> SignalChange:
    """A list names its entries by nothing but the digest."""
    reference = f"{digest.kind}:{digest.value}"
    signal = Signal(
        kind=SignalKind(digest.kind.value),
        value=digest.value,
        reference=reference,
        provenance=provenance,
        category=SignalCategory(code=digest.category, scheme=digest.scheme.value) if digest.category else None,
        note=digest.note,
    )
    return SignalChange(what=SignalChangeKind.ADDED, reference=reference, signals=(signal,))
