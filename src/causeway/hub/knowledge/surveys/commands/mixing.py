"""From the pool into the database: sheets are written in shuffled batches, none with the link that it came by.

These are the only places that write answers, and by design (ADR 12) they enter nothing in the ledger and
share no transaction with any link. Each caller holds the pool's lock.
"""

import hashlib
from collections.abc import Collection
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.surveys.models import Invited, SealedAnswer
from causeway.hub.knowledge.surveys.pool import Pool, leaving, shuffled


def identifier_of(sealed: bytes) -> UUID:
    """A sealed sheet's row: random, because the seal is, and the same if it is written again after a crash."""
    return UUID(bytes=hashlib.sha256(sealed).digest()[:16], version=4)


def take_up(actor: Actor, pool: Pool) -> None:
    """Complete or forget what a crash left half done: a sheet whose link was being used, a batch that has left."""
    act = pool.prepared()
    if act is not None:
        with acting_as(actor):
            was_used = Invited.objects.filter(id=act.invited_id, is_used=True).exists()
        if was_used:
            pool.confirm()
        else:
            pool.forget_prepared()
    waiting = pool.waiting()
    with acting_as(actor):
        ids = {identifier_of(sealed) for sealed in waiting}
        gone = set(SealedAnswer.objects.filter(id__in=ids).values_list("id", flat=True))
    if gone:
        pool.replace([sealed for sealed in waiting if identifier_of(sealed) not in gone])


def let_leave(actor: Actor, wave_id: UUID, pool: Pool) -> None:
    """Let a random batch leave the pool, once enough stay behind."""
    waiting = pool.waiting()
    batch = leaving(waiting)
    if not batch:
        return
    with acting_as(actor):
        write_answers(actor, wave_id, batch)
    left = {identifier_of(sealed) for sealed in batch}
    pool.replace([sealed for sealed in waiting if identifier_of(sealed) not in left])


def write_answers(actor: Actor, wave_id: UUID, sheets: Collection[bytes]) -> None:
    """Write sheets in an order that nothing tells. Runs inside the caller's transaction."""
    SealedAnswer.objects.bulk_create(
        SealedAnswer(id=identifier_of(sealed), organisation_id=actor.organisation_id, wave_id=wave_id, sealed=sealed)
        for sealed in shuffled(list(sheets))
    )
