"""What waits for a member's vote, oldest first: nothing of how others voted."""

from typing import Any
from uuid import UUID

from django.db import connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.queries.signal_list import SignalLine, cursor_at, position_of, signal_lines
from causeway.vocabulary.signals import SignalState

PAGE_SIZE = 50

_WAITING = """
SELECT w.id FROM banks_bank b
CROSS JOIN LATERAL jsonb_each(b.counts) AS held(kind, states)
CROSS JOIN LATERAL (
  SELECT s.id, s.added_at FROM banks_signal s
  WHERE s.bank_id = b.id AND s.kind = held.kind AND s.state = %(state)s {after}
    AND s.member_id IS DISTINCT FROM %(member)s
    AND NOT EXISTS (SELECT 1 FROM banks_ballot v WHERE v.signal_id = s.id AND v.member_id = %(member)s)
  ORDER BY s.added_at, s.id LIMIT %(most)s) w
WHERE b.is_shared ORDER BY w.added_at, w.id LIMIT %(most)s
"""
"""Of each kind in each bank as many as a page holds, by the index: no bank of millions is read to find fifty."""
_AFTER = "AND (s.added_at, s.id) > (%(at)s, %(last)s)"


@query(Permission.VOTE_SIGNALS)
def waiting_for_vote(actor: Actor, *, cursor: str = "") -> tuple[list[tuple[SignalLine, str]], str]:
    """A page of the unconfirmed signals of shared banks that this member has neither added nor voted on, each with its
    bank's name, and the cursor of the next page, empty after the last.

    Raises:
        Invalid: the cursor is none of ours.
    """
    if actor.member_id is None:
        return [], ""
    found = _waiting(actor.member_id, cursor)
    by_id = {row.id: row for row in Signal.objects.filter(id__in=found[:PAGE_SIZE]).select_related("bank")}
    rows = [by_id[signal_id] for signal_id in found[:PAGE_SIZE]]
    lines = signal_lines(rows)
    following = cursor_at(lines[-1]) if len(found) > PAGE_SIZE else ""
    return list(zip(lines, [row.bank.name for row in rows], strict=True)), following


def _waiting(member_id: UUID, cursor: str) -> list[UUID]:
    given: dict[str, Any] = {"state": SignalState.UNCONFIRMED.value, "member": member_id, "most": PAGE_SIZE + 1}
    if cursor:
        given["at"], given["last"] = position_of(cursor)
    with connection.cursor() as asked:
        asked.execute(_WAITING.format(after=_AFTER if cursor else ""), given)
        return [row[0] for row in asked.fetchall()]
