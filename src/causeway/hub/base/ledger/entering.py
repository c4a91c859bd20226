"""Entering an act: written with the change, in its transaction, or not at all."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.db import connection
from django.utils import timezone

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry, EntryDetail, EntrySubject, Leaf
from causeway.hub.base.rows.inserting import insert_together
from causeway.hub.base.walls.identity import current_identity
from causeway.transparency import canonical_json, commit, leaf_hash

_SALT_BYTES = 32
"""As long as the hash: a shorter salt would let a guessed detail be confirmed."""


class _Together(NamedTuple):
    """What waits to be written, table by table, and the savepoints within which that began."""

    rows: tuple[list[Any], ...]
    savepoints: tuple[Any, ...]


_together: ContextVar[_Together | None] = ContextVar("causeway_entered_together", default=None)


class NobodyActs(Exception):
    """An entry needs an actor."""

    code = "nobody_acts"


def public_part(entry: Entry) -> dict[str, Any]:
    """What of an entry is hashed into the tree: identifiers and times, nothing of a person."""
    return {
        "act": entry.act,
        "at": entry.at.isoformat(),
        "audience": sorted(str(organisation) for organisation in entry.audience),
        "commitment": entry.commitment,
        "credential": str(entry.credential_id) if entry.credential_id else None,
        "id": str(entry.id),
        "member": str(entry.member_id) if entry.member_id else None,
        "organisation": str(entry.organisation_id),
        "purpose": entry.purpose,
        "subjects": [str(subject) for subject in entry.subjects],
    }


def enter(
    act: Act,
    *,
    subjects: Sequence[UUID],
    audience: Iterable[UUID] = (),
    details: Mapping[str, Any] | None = None,
    details_audience: Iterable[UUID] = (),
) -> UUID:
    """Enter one act by whoever acts now, and give the entry's identifier.

    The acting organisation always sees its own entries; `audience` adds others. `details` are seen by the acting
    organisation and by `details_audience`, salted, and can be erased without breaking the proof.

    Raises:
        NobodyActs: no actor is bound.
    """
    identity = current_identity()
    if identity is None:
        raise NobodyActs("An entry needs an actor.")
    own = identity.organisation_id
    salt = secrets.token_bytes(_SALT_BYTES)
    body = dict(details or {})
    entry = Entry(
        id=uuid4(),
        act=act.value,
        organisation_id=own,
        member_id=identity.member_id,
        credential_id=identity.credential_id,
        purpose=identity.purpose.value,
        subjects=list(subjects),
        audience=sorted({own, *audience}),
        at=timezone.now(),
        commitment=commit(salt, body),
    )
    audience = sorted({own, *details_audience})
    rows: tuple[list[Any], ...] = (
        [entry],
        [EntryDetail(entry=entry, organisation_id=own, audience=audience, salt=salt, body=body)],
        [
            EntrySubject(entry=entry, subject_id=subject, organisation_id=organisation, at=entry.at)
            for subject in set(subjects)
            for organisation in entry.audience
        ],
        [Leaf(entry_id=entry.id, entered_at=entry.at, leaf_hash=leaf_hash(canonical_json(public_part(entry))))],
    )
    together = _together.get()
    if together is None or together.savepoints != tuple(connection.savepoint_ids):
        insert_together(*rows)  # what is undone with a savepoint takes its entries with it
    else:
        for held, more in zip(together.rows, rows, strict=True):
            held.extend(more)
    return entry.id


@contextmanager
def entering_together() -> Iterator[None]:
    """Write what is entered within this at its end, all in one round trip. Nothing within it reads of the ledger what
    it enters. Runs inside the caller's transaction.
    """
    together = _Together(([], [], [], []), tuple(connection.savepoint_ids))
    token = _together.set(together)
    try:
        yield
    finally:
        _together.reset(token)
    insert_together(*together.rows)
