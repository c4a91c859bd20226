"""What waits for a member's vote, oldest first: nothing of how others voted."""

from typing import Any
from uuid import UUID

from django.db import connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.passing import passing_now
from causeway.hub.knowledge.banks.queries.signal_list import SignalLine, cursor_at, position_of, signal_lines
from causeway.vocabulary.signals import ABOUT_PEOPLE, SignalState

PAGE_SIZE = 50

_WAITING = """
SELECT w.id FROM banks_bank b
CROSS JOIN LATERAL (
  WITH RECURSIVE adders(id) AS (
    SELECT (SELECT s.member_id FROM banks_signal s
      WHERE s.bank_id = b.id AND s.state = %(state)s AND s.member_id IS NOT NULL ORDER BY s.member_id LIMIT 1)
    UNION ALL
    SELECT (SELECT s.member_id FROM banks_signal s
      WHERE s.bank_id = b.id AND s.state = %(state)s AND s.member_id > adders.id ORDER BY s.member_id LIMIT 1)
    FROM adders WHERE adders.id IS NOT NULL
  ) SELECT id FROM adders) adder
CROSS JOIN LATERAL (
  (SELECT s.id, s.added_at FROM banks_signal s
    WHERE s.member_id = adder.id AND {wanted} ORDER BY s.added_at, s.id LIMIT %(most)s)
  UNION ALL
  (SELECT s.id, s.added_at FROM banks_signal s
    WHERE adder.id IS NULL AND s.member_id IS NULL AND {wanted} ORDER BY s.added_at, s.id LIMIT %(most)s)) w
WHERE b.is_shared AND adder.id IS DISTINCT FROM %(member)s ORDER BY w.added_at, w.id LIMIT %(most)s
"""
"""Of whoever added to a bank, one step in the index each, as many as a page holds; the last is null and stands for all
programs. So nobody passes by millions of their own to find fifty of others.
"""
_WANTED = """s.bank_id = b.id AND s.state = %(state)s {after}
    AND NOT EXISTS (SELECT 1 FROM banks_ballot v WHERE v.signal_id = s.id AND v.member_id = %(member)s)
    AND (s.kind <> ALL(%(people)s) OR %(own)s IN (b.organisation_id, s.organisation_id) OR EXISTS (
      SELECT 1 FROM unnest(%(curators)s::uuid[], %(purposes)s::text[]) AS passing(curator_id, purpose)
      WHERE passing.curator_id = b.organisation_id AND passing.purpose = ANY(s.purposes)))"""
"""Nobody judges what they may not read (`passing`)."""
_AFTER = "AND (s.added_at, s.id) > (%(at)s, %(last)s)"


@query(Permission.VOTE_SIGNALS)
def waiting_for_vote(actor: Actor, *, cursor: str = "") -> tuple[list[tuple[SignalLine, str]], str]:
    """A page of the unconfirmed signals of shared banks that this member may read, and has neither added nor voted on,
    each with its bank's name, and the cursor of the next page, empty after the last.

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
    passing = passing_now()
    pairs = [(curator_id, purpose) for curator_id, some in passing.purposes.items() for purpose in some]
    given: dict[str, Any] = {
        "state": SignalState.UNCONFIRMED.value,
        "member": member_id,
        "most": PAGE_SIZE + 1,
        "people": [kind.value for kind in ABOUT_PEOPLE],
        "own": passing.organisation_id,
        "curators": [curator_id for curator_id, _purpose in pairs],
        "purposes": [purpose for _curator, purpose in pairs],
    }
    if cursor:
        given["at"], given["last"] = position_of(cursor)
    with connection.cursor() as asked:
        asked.execute(_WAITING.format(wanted=_WANTED.format(after=_AFTER if cursor else "")), given)
        return [row[0] for row in asked.fetchall()]
