"""The ledger as JSON lines that anybody can check without the program (`causeway.transparency.export`)."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from causeway.hub.base.ledger.entering import public_part
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.models import Checkpoint, Entry, EntryDetail, Leaf
from causeway.hub.base.ledger.news import last_position
from causeway.transparency import checkpoint_line, entry_line, header_line, withheld_line

_CHUNK = 1_000
"""Entries held in memory at once."""

Acting = Callable[[Any], AbstractContextManager[Any]]


def export_lines(actors: Sequence[Any], acting: Acting) -> Iterator[bytes]:
    """The export as these actors together may see it: what none of their organisations sees stands as a hash.

    `acting(actor)` opens a transaction as the actor; acting stands above the ledger, so it is passed in. The export
    ends where the ledger ended when it began: what is numbered meanwhile is left for the next one.
    """
    key = signing_key().verifier
    yield header_line(key.name, key)
    start, end = 0, last_position() + 1
    while start < end:
        stop = min(start + _CHUNK, end)
        with acting(actors[0]):
            # Positions have no gap, so every chunk is full.
            leaves = list(Leaf.objects.filter(position__gte=start, position__lt=stop).order_by("position"))
            heads = {head.size: head.note for head in Checkpoint.objects.filter(size__gt=start, size__lte=stop)}
        visible: dict[UUID, tuple[Entry, EntryDetail | None]] = {}
        for actor in actors:
            with acting(actor):
                visible |= _visible([leaf.entry_id for leaf in leaves], visible)
        for leaf in leaves:
            position = leaf.position or 0
            yield _line(position, bytes(leaf.leaf_hash), visible.get(leaf.entry_id))
            if note := heads.get(position + 1):
                yield checkpoint_line(note)
        start = stop


def _visible(
    entry_ids: list[UUID], known: dict[UUID, tuple[Entry, EntryDetail | None]]
) -> dict[UUID, tuple[Entry, EntryDetail | None]]:
    """The entries, with details where there are any, that the acting organisation sees and that are not known in
    full.
    """
    wanted = [entry_id for entry_id in entry_ids if entry_id not in known or known[entry_id][1] is None]
    entries = Entry.objects.filter(id__in=wanted)
    details = {detail.entry_id: detail for detail in EntryDetail.objects.filter(entry_id__in=wanted)}
    return {entry.id: (entry, details.get(entry.id)) for entry in entries}


def _line(position: int, leaf_hash: bytes, seen: tuple[Entry, EntryDetail | None] | None) -> bytes:
    if seen is None:
        return withheld_line(position, leaf_hash)
    entry, detail = seen
    leaf = public_part(entry)
    if detail is None:
        return entry_line(position, leaf)
    return entry_line(position, leaf, salt=bytes(detail.salt), details=detail.body)
