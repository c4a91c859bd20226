"""What a signal was before it was moved: the rows that it had in other banks of its curator, where its votes and the
appeals against it stayed.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection

_PAST = """
WITH RECURSIVE past(now_id, id) AS (
  SELECT each, each FROM unnest(%(signals)s::uuid[]) AS each
  UNION
  SELECT past.now_id, s.id FROM past JOIN banks_signal s ON s.moved_to_id = past.id)
SELECT id, now_id FROM past
"""


def signals_before(signal_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """These signals and every row that was moved to one of them, by however many moves: each with the one that it is
    now. One query. Runs inside the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PAST, {"signals": list(signal_ids)})
        return dict(cursor.fetchall())
