"""Whose referrals wait in a queue."""

from uuid import UUID

from django.db import connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of

_SENDERS = """
WITH RECURSIVE waiting AS (
  (SELECT sender_id FROM queues_queueitem WHERE organisation_id = %(own)s AND closed_at IS NULL AND is_line
   ORDER BY sender_id LIMIT 1)
  UNION ALL
  SELECT (SELECT q.sender_id FROM queues_queueitem q WHERE q.organisation_id = %(own)s AND q.closed_at IS NULL
          AND q.is_line AND q.sender_id > waiting.sender_id ORDER BY q.sender_id LIMIT 1)
  FROM waiting WHERE waiting.sender_id IS NOT NULL
)
SELECT sender_id FROM waiting WHERE sender_id IS NOT NULL
"""
"""Each sender by one look into the index, however many lines it has (a loose index scan)."""


@query(Permission.READ_QUEUE)
def senders_waiting(actor: Actor) -> list[tuple[UUID, str]]:
    """The senders of what waits for the actor's organisation, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_SENDERS, {"own": actor.organisation_id})
        found = {sender_id for (sender_id,) in cursor.fetchall()}
    return sorted(names_of(found).items(), key=lambda row: row[1].casefold())
