"""Where one sender tells of an event over and over, what others tell of it has a line of its own: else it would stand
behind the flood, and be gone with it once somebody closes that.

A telling comes under the first line of its event that no other sender has told more than `MOST_BY_ANOTHER` times when
it arrives. Where there is none it begins a line, and counts as something new. So there is one open line more than there
are senders in flood, at most, however many tell; once it is closed, the next telling begins another. What has a place
keeps it. What its own sender calls content that goes round stays where it belongs:
of such content one line is wanted.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.news_lines import Line, lines_for
from causeway.hub.road.queues.standings import Standing
from causeway.vocabulary.referral import FileFlag

MOST_BY_ANOTHER = 20
"""So many tellings of one event by one sender are no flood: our own choice. A person reads through as many."""

_FIRST_OF_EACH = """
WITH RECURSIVE told AS (
  SELECT line.id AS line_id, (
      SELECT q.sender_id FROM queues_queueitem q WHERE q.organisation_id = %(own)s AND q.duplicate_of_id = line.id
      AND NOT q.is_line ORDER BY q.sender_id LIMIT 1) AS sender_id
  FROM unnest(%(lines)s::uuid[]) AS line (id)
  UNION ALL
  SELECT told.line_id, (
      SELECT q.sender_id FROM queues_queueitem q WHERE q.organisation_id = %(own)s AND q.duplicate_of_id = told.line_id
      AND NOT q.is_line AND q.sender_id > told.sender_id ORDER BY q.sender_id LIMIT 1)
  FROM told WHERE told.sender_id IS NOT NULL
)
SELECT told.line_id, told.sender_id, early.arrived_at FROM told CROSS JOIN LATERAL (
  SELECT q.arrived_at FROM queues_queueitem q WHERE q.organisation_id = %(own)s AND q.duplicate_of_id = told.line_id
  AND NOT q.is_line AND q.sender_id = told.sender_id AND q.referral_id <> ALL (%(besides)s::uuid[])
  ORDER BY q.arrived_at LIMIT %(most)s) early
"""
"""When each sender told first under each line; a sender by one look into the index, however much it told there."""


@dataclass(slots=True)
class _Told:
    """When each sender told under each line, as often as is counted, but for those that are to be placed."""

    own_id: UUID
    besides: list[UUID]
    at: dict[UUID, dict[UUID, list[datetime]]] = field(default_factory=dict)

    def read(self, line_ids: Collection[UUID]) -> None:
        unread = sorted(set(line_ids) - self.at.keys())
        self.at |= {line_id: defaultdict(list) for line_id in unread}
        values: dict[str, Any] = {
            "own": self.own_id,
            "lines": unread,
            "besides": self.besides,
            "most": MOST_BY_ANOTHER + 1,
        }
        with connection.cursor() as cursor:
            cursor.execute(_FIRST_OF_EACH, values)
            for line_id, sender_id, arrived_at in cursor.fetchall():
                self.at[line_id][sender_id].append(arrived_at)

    def add(self, one: Standing) -> None:
        if one.stands_apart:
            self.at[one.referral.id] = defaultdict(list)
        elif one.head_id is not None:
            self.at[one.head_id][one.referral.sender_id].append(one.arrived_at)

    def is_flooded(self, one: Standing) -> bool:
        """Whether another sender had told more there than is read through, when this one arrived."""
        return any(
            sum(at <= one.arrived_at for at in moments) > MOST_BY_ANOTHER
            for sender_id, moments in (self.at[one.head_id] if one.head_id else {}).items()
            if sender_id != one.referral.sender_id
        )


def beside_floods(own_id: UUID, standings: Sequence[Standing], placed: Sequence[Standing]) -> list[Standing]:
    """Those `placed`, each under the line where it belongs, but that what stands behind another sender's flood comes
    under another line of its event, or begins one. `standings` name the first tellings of their events. Runs inside the
    caller's transaction.
    """
    under = sorted(filter(_stands_under, placed), key=lambda one: (one.arrived_at, one.referral.id))
    if not under:
        return list(placed)
    event_of = {one.referral.id: one.head_id for one in standings if one.head_id is not None}
    told = _Told(own_id, [one.referral.id for one in under])
    told.read({one.head_id for one in under if one.head_id is not None})
    lines: dict[UUID, list[Line]] | None = None
    places: dict[UUID, _Place] = {}
    moved: dict[UUID, Standing] = {}
    for one in under:
        stands = one
        if told.is_flooded(one):
            if lines is None:
                lines = _lines(own_id, under, {event_of[each.referral.id] for each in under})
                told.read({line.referral_id for each in lines.values() for line in each})
                places = _places(own_id, under)
            event_id = event_of[one.referral.id]
            kept = _kept(one, event_id, places.get(one.referral.id), lines[event_id])
            stands = moved[one.referral.id] = kept or _moved(one, event_id, lines, told)
        told.add(stands)
    return [moved.get(one.referral.id, one) for one in placed]


def _stands_under(one: Standing) -> bool:
    document = one.referral.referral
    goes_round = document.viral or any(FileFlag.VIRAL in item.flags for item in document.attachments)
    return one.head_id is not None and not one.is_line and not goes_round


class _Place(NamedTuple):
    """Under which line a telling stands already, or whether it has one of its own beside others."""

    line_id: UUID | None
    is_apart: bool


def _places(own_id: UUID, under: Sequence[Standing]) -> dict[UUID, _Place]:
    ids = [one.referral.id for one in under]
    rows = QueueItem.objects.filter(organisation_id=own_id, referral_id__in=ids)
    stood = rows.values_list("referral_id", "duplicate_of_id", "is_line", "brings_news")
    return {number: _Place(line_id, is_line and brings_news) for number, line_id, is_line, brings_news in stood}


def _kept(one: Standing, event_id: UUID, place: _Place | None, lines: list[Line]) -> Standing | None:
    """The telling where it stands already: a line that somebody took, or under which others came, does not vanish; what
    ended with the line above it does not wake.
    """
    if place is None:
        return None
    if place.is_apart:
        if place.line_id != event_id:
            return None
        lines.append(Line(one.referral.id, event_id, one.arrived_at, one.closed_at))
        return replace(one, head_id=event_id, brings_news=True, stands_apart=True)
    if place.line_id == one.head_id:
        return one
    line = next((line for line in lines if line.referral_id == place.line_id), None)
    return replace(one, head_id=line.referral_id, head_closed_at=line.closed_at) if line else None


def _moved(one: Standing, event_id: UUID, lines: Mapping[UUID, list[Line]], told: _Told) -> Standing:
    for line in lines[event_id]:
        under = replace(one, head_id=line.referral_id, head_closed_at=line.closed_at)
        if line.is_open_to(one) and not told.is_flooded(under):
            return under
    lines[event_id].append(Line(one.referral.id, event_id, one.arrived_at, one.closed_at))
    return replace(one, head_id=event_id, brings_news=True, stands_apart=True)


def _lines(own_id: UUID, placing: Sequence[Standing], event_ids: Collection[UUID]) -> dict[UUID, list[Line]]:
    lines: dict[UUID, list[Line]] = {event_id: [] for event_id in event_ids}
    for line in lines_for(own_id, event_ids, placing):
        if line.head_id is not None:
            lines[line.head_id].append(line)
    return lines
