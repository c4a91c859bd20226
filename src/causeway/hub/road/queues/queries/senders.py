"""Whose referrals wait in a queue, and who told of one line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of

_SENDERS = """
WITH RECURSIVE told AS (
  (SELECT sender_id FROM queues_queueitem WHERE organisation_id = %(own)s ORDER BY sender_id LIMIT 1)
  UNION ALL
  SELECT (SELECT q.sender_id FROM queues_queueitem q WHERE q.organisation_id = %(own)s
          AND q.sender_id > told.sender_id ORDER BY q.sender_id LIMIT 1)
  FROM told WHERE told.sender_id IS NOT NULL
)
SELECT sender_id FROM told WHERE sender_id IS NOT NULL
"""
"""Each sender by one look into the index, however much it told (a loose index scan)."""

MOST_NAMED = 5
"""So many other senders are named on a line; there are more on the page of its first telling."""

_OTHERS = """
WITH RECURSIVE told AS (
  SELECT line.id AS line_id, line.own_sender, 0 AS place, (
      SELECT q.sender_id FROM queues_queueitem q WHERE q.organisation_id = %(own)s AND q.duplicate_of_id = line.id
      AND NOT q.is_line ORDER BY q.sender_id LIMIT 1) AS sender_id
  FROM unnest(%(lines)s::uuid[], %(senders)s::uuid[]) AS line (id, own_sender)
  UNION ALL
  SELECT told.line_id, told.own_sender, told.place + 1, (
      SELECT q.sender_id FROM queues_queueitem q WHERE q.organisation_id = %(own)s AND q.duplicate_of_id = told.line_id
      AND NOT q.is_line AND q.sender_id > told.sender_id ORDER BY q.sender_id LIMIT 1)
  FROM told WHERE told.sender_id IS NOT NULL AND told.place <= %(most)s
)
SELECT line_id, sender_id FROM told WHERE sender_id IS NOT NULL AND sender_id <> own_sender
"""
"""Each sender by one look, the line's own among them, which is left out at the end: to look past it would read all that
it told there.
"""


@dataclass(frozen=True, slots=True)
class AlsoToldBy:
    """Other senders than that of a line who told of its event there, by name; whether there are `more`."""

    names: tuple[str, ...] = ()
    has_more: bool = False


NOBODY_ELSE = AlsoToldBy()


def also_told_by(actor: Actor, sender_of: Mapping[UUID, UUID]) -> dict[UUID, AlsoToldBy]:
    """Who else told under these lines, whose own senders are given; only of those under which anybody did. Runs inside
    the caller's transaction.
    """
    if not sender_of:
        return {}
    values: dict[str, Any] = {
        "own": actor.organisation_id,
        "lines": list(sender_of),
        "senders": list(sender_of.values()),
        "most": MOST_NAMED,
    }
    found: dict[UUID, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, values)
        for line_id, sender_id in cursor.fetchall():
            found.setdefault(line_id, []).append(sender_id)
    names = names_of({one for senders in found.values() for one in senders}) if found else {}
    return {
        line_id: AlsoToldBy(
            names=tuple(sorted((names.get(one, "") for one in senders[:MOST_NAMED]), key=str.casefold)),
            has_more=len(senders) > MOST_NAMED,
        )
        for line_id, senders in found.items()
    }


@query(Permission.READ_QUEUE)
def senders_waiting(actor: Actor) -> list[tuple[UUID, str]]:
    """Who told of anything that came to the actor's organisation, by name: also where all of it stands under the lines
    of others.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SENDERS, {"own": actor.organisation_id})
        found = {sender_id for (sender_id,) in cursor.fetchall()}
    return sorted(names_of(found).items(), key=lambda row: row[1].casefold())
