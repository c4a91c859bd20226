"""Owing work and claiming it: each piece by one worker, and senders in turn.

A million referrals from one sender never slow the rest: the senders with something owed are found by one look each (a
loose index scan), and what is due is taken from each of them in turn. What can wait (`Work.can_wait`) is asked for by
itself, so that nothing that is new stands behind it. A claim locks its rows and skips what others have
locked; a worker that dies lets go of them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Max, QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.queues.models import Work
from causeway.hub.road.referrals.queries.told import Told

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
"""After a failure a piece rests for five seconds, then twice as long each time, at most an hour: our own choice."""
_MOST_DOUBLINGS = 12
_FAULT_CHARACTERS = 80

_DUE = """
WITH RECURSIVE owing AS (
  (SELECT sender_id FROM queues_work WHERE organisation_id = %(desk)s AND can_wait = %(can_wait)s AND done_at IS NULL
   ORDER BY sender_id LIMIT 1)
  UNION ALL
  SELECT (SELECT w.sender_id FROM queues_work w WHERE w.organisation_id = %(desk)s AND w.can_wait = %(can_wait)s
          AND w.done_at IS NULL AND w.sender_id > owing.sender_id ORDER BY w.sender_id LIMIT 1)
  FROM owing WHERE owing.sender_id IS NOT NULL
), ready AS (
  SELECT sender_id FROM owing WHERE EXISTS (
    SELECT 1 FROM queues_work w WHERE w.organisation_id = %(desk)s AND w.can_wait = %(can_wait)s
    AND w.sender_id = owing.sender_id AND w.done_at IS NULL AND w.not_before <= %(now)s)
)
SELECT w.id, w.stage, w.sender_id, w.attempts FROM ready CROSS JOIN LATERAL (
  SELECT q.*, row_number() OVER (ORDER BY q.owed_at, q.id) AS turn FROM (
    SELECT id, stage, sender_id, attempts, owed_at FROM queues_work
    WHERE organisation_id = %(desk)s AND can_wait = %(can_wait)s AND sender_id = ready.sender_id AND done_at IS NULL
    AND not_before <= %(now)s
    ORDER BY owed_at, id LIMIT (SELECT 1 + %(most)s / greatest(count(*), 1) FROM ready)) q) w
ORDER BY w.turn, coalesce(w.sender_id <= %(after)s, false), w.sender_id LIMIT %(most)s
"""
_OWE_CLEARINGS = """
INSERT INTO queues_work (id, organisation_id, referral_id, sender_id, stage, version, can_wait, owed_at, not_before,
  attempts, fault)
SELECT gen_random_uuid(), %(desk)s, g.referral_id, g.sender_id, %(stage)s, 1 + coalesce((
    SELECT max(w.version) FROM queues_work w WHERE w.organisation_id = %(desk)s AND w.referral_id = g.referral_id), 0),
  %(can_wait)s, g.owed_at, g.owed_at, 0, ''
FROM (
  SELECT referral_id, sender_id,
    %(now)s::timestamptz + (place - 1 - count(*) OVER ()) * interval '1 microsecond' AS owed_at
  FROM unnest(%(referrals)s::uuid[], %(senders)s::uuid[]) WITH ORDINALITY AS given (referral_id, sender_id, place)) g
ON CONFLICT (referral_id, stage, version) DO NOTHING
"""
"""Each a microsecond, the least that PostgreSQL knows, after the one before it, and the last before now."""


class Stage(StrEnum):
    """What is owed to a referral, in order; and to a service's candidate, which has the identifier of its referral."""

    EXAMINE = "examine"
    CLEAR = "clear"
    COMPARE = "compare"


def owe_all(pieces: Iterable[Work]) -> None:
    """Owe these pieces of work; owing one again changes nothing. Runs inside the caller's transaction."""
    Work._base_manager.bulk_create(list(pieces), ignore_conflicts=True)


def piece(
    *,
    organisation_id: UUID,
    referral_id: UUID,
    sender_id: UUID,
    stage: Stage,
    owed_at: datetime,
    version: int = 1,
    can_wait: bool = False,
) -> Work:
    """A stage to be owed. `owed_at` is its place among what is owed to this sender: a later stage keeps the referral's
    own.
    """
    return Work(
        organisation_id=organisation_id,
        referral_id=referral_id,
        sender_id=sender_id,
        stage=stage.value,
        version=version,
        can_wait=can_wait,
        owed_at=owed_at,
        not_before=owed_at,
    )


def next_version(referral_id: UUID) -> int:
    """The version under which a referral is to be worked on anew. Runs inside the caller's transaction."""
    return (Work.objects.filter(referral_id=referral_id).aggregate(last=Max("version"))["last"] or 0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A piece of work that is due; whether somebody works on it is seen when it is claimed."""

    work_id: UUID
    stage: str
    sender_id: UUID
    attempts: int


def due_in_turn(desk_id: UUID, now: datetime, *, after: UUID | None, most: int, can_wait: bool = False) -> list[Due]:
    """What is due, at most so many, of what can wait or of the other: the oldest piece of each sender, then the next of
    each; senders as they follow upon the one that was served last. Runs inside the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DUE, {"desk": desk_id, "now": now, "after": after, "most": most, "can_wait": can_wait})
        return [
            Due(work_id=work_id, stage=stage, sender_id=sender_id, attempts=attempts)
            for work_id, stage, sender_id, attempts in cursor.fetchall()
        ]


def owed_to_itself(actor: Actor, now: datetime) -> QuerySet[Work]:
    """What is due of the work that an organisation owes to its own candidates."""
    own = actor.organisation_id
    return Work.objects.filter(organisation_id=own, can_wait=False, sender_id=own, done_at=None, not_before__lte=now)


def claim(work_ids: Collection[UUID], now: datetime) -> list[Work]:
    """Those of these pieces that are due still and that nobody works on, the oldest first, locked until the transaction
    ends.
    """
    due = Work.objects.filter(id__in=list(work_ids), done_at=None, not_before__lte=now)
    return list(due.order_by("owed_at", "id").select_for_update(skip_locked=True))


def finish(works: Collection[Work], now: datetime) -> None:
    """Mark claimed pieces as done, in the transaction that did them."""
    Work.objects.filter(id__in=[work.id for work in works]).update(done_at=now, fault="")


def put_off(work_id: UUID, fault: str, now: datetime) -> None:
    """Note a failure by its code, and when to try again. Runs in a transaction of its own, after the failed one was
    undone.
    """
    work = Work.objects.filter(id=work_id, done_at=None).first()
    if work is None:
        return
    pause = min(FIRST_PAUSE * 2 ** min(work.attempts, _MOST_DOUBLINGS), LONGEST_PAUSE)
    # Others may have done it since, or put it off themselves.
    Work.objects.filter(id=work_id, done_at=None, attempts=work.attempts).update(
        attempts=F("attempts") + 1, not_before=now + pause, fault=fault[:_FAULT_CHARACTERS]
    )


def owe_clearings(actor: Actor, senders: Mapping[UUID, UUID], now: datetime, *, can_wait: bool = False) -> None:
    """Owe another look at each of these referrals, with who told of it, in their order and after what is owed already;
    where they `can_wait`, after whatever comes too. One statement, however many they are. Runs inside the desk's
    transaction.
    """
    values: dict[str, Any] = {
        "desk": actor.organisation_id,
        "referrals": list(senders),
        "senders": list(senders.values()),
        "stage": Stage.CLEAR.value,
        "can_wait": can_wait,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OWE_CLEARINGS, values)


def owe_clearing_anew(actor: Actor, referral: Told) -> None:
    """Owe another look at a referral, for a force that has come to hold it. It comes before whatever else is owed to
    this sender. Runs inside the desk's transaction.
    """
    again = piece(
        organisation_id=actor.organisation_id,
        referral_id=referral.id,
        sender_id=referral.sender_id,
        stage=Stage.CLEAR,
        owed_at=referral.received_at,
        version=next_version(referral.id),
    )
    owe_all([again])
