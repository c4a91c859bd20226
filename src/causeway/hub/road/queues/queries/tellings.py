"""Who else told of the event of a line: how often, what came last, what of it is new, and where that is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.theme.said import said_reason
from causeway.hub.road.assessments.queries.standing import completenesses_among, priorities_among
from causeway.hub.road.queues.models import QueueItem
from causeway.vocabulary.findings import ALARM, Reason

MOST_SENDERS = 50
MOST_COUNTED = 1_000
"""So many tellings of one sender are counted, the latest."""
_MOST_NEWS = 3
"""Of each sender, so many tellings that say something new are shown, the latest."""
_OF_OTHERS = frozenset({"prior_referrals", "prior_references", "distinct_senders", "links", "linked_elsewhere"})
"""What only counts what others told is no news of a telling."""

_BY_SENDER = """
WITH RECURSIVE told AS (
  SELECT 1 AS place, (
      SELECT q.sender_id FROM queues_queueitem q WHERE q.organisation_id = %(own)s AND q.duplicate_of_id = %(line)s
      AND NOT q.is_line ORDER BY q.sender_id LIMIT 1) AS sender_id
  UNION ALL
  SELECT told.place + 1, (
      SELECT q.sender_id FROM queues_queueitem q WHERE q.organisation_id = %(own)s AND q.duplicate_of_id = %(line)s
      AND NOT q.is_line AND q.sender_id > told.sender_id ORDER BY q.sender_id LIMIT 1)
  FROM told WHERE told.sender_id IS NOT NULL AND told.place <= %(most_senders)s
)
SELECT told.sender_id, count(*), (array_agg(one.referral_id ORDER BY one.arrived_at DESC))[1],
  (array_agg(one.referral_id ORDER BY one.arrived_at DESC) FILTER (WHERE one.brings_news))[1:%(most_news)s]
FROM told CROSS JOIN LATERAL (
  SELECT q.referral_id, q.arrived_at, q.brings_news FROM queues_queueitem q
  WHERE q.organisation_id = %(own)s AND q.duplicate_of_id = %(line)s AND NOT q.is_line AND q.sender_id = told.sender_id
  ORDER BY q.arrived_at DESC LIMIT %(most_counted)s) one
WHERE told.sender_id IS NOT NULL GROUP BY told.sender_id
"""
"""Each sender by one look into the index, and its latest tellings along it, however often another told there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One telling of an event. `news` are, in words, what it says of danger and what can be acted on that the first
    does not; `receiver` is the force that has it. With `has_line` it stands by itself in the queue.
    """

    referral_id: UUID
    reference: str
    received_at: datetime
    brings_news: bool
    news: tuple[str, ...]
    receiver_id: UUID | None
    receiver: str
    has_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderTold:
    """What one sender told of an event after the first telling; `has_more` than were counted. `latest` stands first."""

    sender: str
    times: int
    has_more: bool
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTogether:
    """What stands under a line: by sender, others than that of the first ahead. `elsewhere` are the forces that have
    one of the tellings shown, with that one.
    """

    senders: tuple[SenderTold, ...] = ()
    has_more: bool = False

    @property
    def news(self) -> tuple[Telling, ...]:
        """The tellings shown that say something new, the latest first."""
        found = [one for each in self.senders for one in each.tellings if one.brings_news]
        return tuple(sorted(found, key=lambda one: one.received_at, reverse=True))

    @property
    def elsewhere(self) -> tuple[Telling, ...]:
        """Of each force that has one of the tellings shown, one of those."""
        found: dict[UUID, Telling] = {}
        for one in (one for each in self.senders for one in each.tellings):
            if one.receiver_id is not None:
                found.setdefault(one.receiver_id, one)
        return tuple(found.values())


def told_together(actor: Actor, line: QueueItem) -> ToldTogether:
    """What stands under a line of the actor's organisation. Runs inside the caller's transaction."""
    values: dict[str, Any] = {
        "own": actor.organisation_id,
        "line": line.referral_id,
        "most_senders": MOST_SENDERS,
        "most_counted": MOST_COUNTED + 1,
        "most_news": _MOST_NEWS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_SENDER, values)
        rows = cursor.fetchall()
    times = {sender_id: count for sender_id, count, _latest, _news in rows}
    shown = {one for _sender, _count, latest, news in rows for one in (latest, *(news or ()))}
    items = list(QueueItem.objects.filter(referral_id__in=shown))
    apart = QueueItem.objects.filter(duplicate_of_id=line.referral_id, is_line=True, brings_news=True)
    items += apart.order_by("-arrived_at")[:MOST_SENDERS]
    by_sender: dict[UUID, list[QueueItem]] = {}
    for item in sorted(items, key=lambda item: item.arrived_at, reverse=True):
        by_sender.setdefault(item.sender_id, []).append(item)
        times[item.sender_id] = times.get(item.sender_id, 0) + item.is_line
    receivers = names_of({item.receiver_id for item in items if item.receiver_id})
    news = _news(line.referral_id, [item.referral_id for item in items if item.brings_news])
    others_first = sorted(by_sender, key=lambda one: (one == line.sender_id, by_sender[one][0].sender_name.casefold()))
    return ToldTogether(
        senders=tuple(
            SenderTold(
                sender=by_sender[one][0].sender_name,
                times=min(times[one], MOST_COUNTED),
                has_more=times[one] > MOST_COUNTED,
                tellings=tuple(_telling(item, news, receivers) for item in by_sender[one]),
            )
            for one in others_first
        ),
        has_more=len(rows) > MOST_SENDERS,
    )


def _telling(item: QueueItem, news: Mapping[UUID, tuple[str, ...]], receivers: Mapping[UUID, str]) -> Telling:
    return Telling(
        referral_id=item.referral_id,
        reference=item.reference,
        received_at=item.received_at,
        brings_news=item.brings_news,
        news=news.get(item.referral_id, ()),
        receiver_id=item.receiver_id,
        receiver=receivers.get(item.receiver_id, "") if item.receiver_id else "",
        has_line=item.is_line,
    )


def _news(first_id: UUID, later_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """In words, what counts of each of these and not of the first."""
    if not later_ids:
        return {}
    ids = [first_id, *later_ids]
    priorities, completenesses = priorities_among(ids), completenesses_among(ids)
    found: dict[UUID, dict[str, Reason]] = {}
    for one in ids:
        program = next((view for view in priorities.get(one, ()) if view.member_id is None), None)
        stated = completenesses.get(one)
        dangers, particulars = (
            _counting(program.found.reasons if program else ()),
            _counting(stated.reasons if stated else ()),
        )
        found[one] = dangers | {f"stated.{name}": each for name, each in particulars.items()}
    return {
        one: tuple(said_reason(reason) for key, reason in found[one].items() if key not in found[first_id])
        for one in later_ids
    }


def _counting(reasons: Iterable[Reason]) -> dict[str, Reason]:
    """By its code within its group: what alarms is said once, and not again among what counts."""
    found: dict[str, Reason] = {}
    for each in reasons:
        name = each.code.rpartition(".")[2]
        if (each.contribution > 0 or each.code.startswith(ALARM)) and name not in _OF_OTHERS:
            found.setdefault(name, each)
    return found
