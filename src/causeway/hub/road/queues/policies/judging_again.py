"""Judging by another policy: past referrals by two at once, to see what a change would do; what waits, once one has
gone live.

A comparison changes nothing and is kept only as its figures; killed half-way, it begins again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from causeway.clearing import Policies, PolicyPair, judge, look_round
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.languages import language_of
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.road.assessments.commands.policies import mark_judged_anew, record_comparison, record_progress
from causeway.hub.road.assessments.queries.policies import policies_to_compare, policy_in_force, terms_to_judge_by
from causeway.hub.road.clusters.neighbours import SqlNeighbours
from causeway.hub.road.queues.clearing.giving import clearing_inputs
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.policies.known_outcomes import gains_known_of
from causeway.hub.road.queues.queries.arrivals_drawn import of_every_sender
from causeway.hub.road.queues.working.claiming import owe_clearings
from causeway.hub.road.queues.working.ticking import on_tick
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.routes.queries.decisions import standing_route
from causeway.triage import Judged, PriorityPolicy, compare_policies, parse_priority_policy
from causeway.triage.outcome_comparing import compare_outcomes
from causeway.vocabulary.findings import BAND_DAYS

MOST_COMPARED = 2_000
"""Past referrals for a page, the newest, and the newest of which an outcome is known; the command line takes more. Of
each sender at most a tenth, as long as there are others' (`of_every_sender`).
"""
LOOKED_THROUGH = 100_000
"""Among so many of the newest those of known outcome are sought: what a busy desk received in three months. Here too
each sender has at most a tenth before the others have theirs.
"""
_LOOKED_AT_ONCE = 1_000
BATCH = 50
"""Referrals in one transaction, and between two words on how far it is."""
_WAITS_ELSEWHERE = timedelta(days=max(BAND_DAYS.values()))
"""A desk does not see how long a force lets a referral wait; so long ago it may wait there still."""


def judge_past(actor: Actor, *, old: PriorityPolicy, new: PriorityPolicy, most: int) -> Iterator[Judged]:
    """The newest `most` referrals of a desk, oldest first, each by both policies as it stood when it came, with what
    came of it by now; of each sender at most a tenth, as long as there are others'. `actor` is the desk's program.
    """
    with acting_as(actor):
        referral_ids = _newest(actor, most)
    yield from _judged_of(actor, referral_ids, old=old, new=new)


def _judged_of(
    actor: Actor, newest_first: Sequence[UUID], *, old: PriorityPolicy, new: PriorityPolicy
) -> Iterator[Judged]:
    pair, referral_ids = PolicyPair(old=old, new=new, others=Policies()), newest_first[::-1]
    for some in in_batches(referral_ids, BATCH):
        with acting_as(actor):
            gains = gains_known_of(some)
            judged = [replace(_judged(actor, each, pair), gain=gains.get(each)) for each in some]
        yield from judged


def older_known(actor: Actor, *, besides: Collection[UUID], most: int) -> list[UUID]:
    """At most `most` other referrals of known outcome, the newest first; of those only among which is looked."""
    with acting_as(actor):
        # No index holds this order: one look at all of them costs less than one for each thousand.
        newest = _newest(actor, LOOKED_THROUGH)
    taken, found = set(besides), list[UUID]()
    for some in in_batches((one for one in newest if one not in taken), _LOOKED_AT_ONCE):
        with acting_as(actor):
            known = gains_known_of(some)
        found += [each for each in some if each in known]
        if len(found) >= most:
            break
    return found[:most]


def _newest(actor: Actor, most: int) -> list[UUID]:
    newest = of_every_sender(past_of(actor), "-received_at", "-referral_id", most=most)
    return list(newest.values_list("referral_id", flat=True))


def past_of(actor: Actor) -> QuerySet[QueueItem]:
    """What came to the desk. Runs inside the caller's transaction."""
    return QueueItem.objects.filter(organisation_id=actor.organisation_id)


def _judged(actor: Actor, referral_id: UUID, pair: PolicyPair) -> Judged:
    referral = told(referral_id)
    given = clearing_inputs(actor, [referral])[referral_id]
    neighbours = SqlNeighbours(actor, referral_id, referral.received_at)
    around = look_round(given, neighbours=neighbours, policies=pair.others)
    route = standing_route(referral_id)
    return judge(
        given,
        around,
        pair=pair,
        now=referral.received_at,
        language=language_of(given.region or ""),
        country=route.country if route else "",
    )


def _to_compare(actor: Actor, now: datetime) -> QuerySet[Any]:
    del now
    return policies_to_compare(actor.organisation_id)


@on_tick("policies of priority to compare", owed=_to_compare, apart=True)
def compare_proposed(actor: Actor, now: datetime) -> int:
    """Compare each policy that was proposed with the one in force, on the desk's own past referrals."""
    with acting_as(actor):
        waiting = list(policies_to_compare(actor.organisation_id))
        old = policy_in_force(actor.organisation_id, now)
        newest = _newest(actor, MOST_COMPARED)
        known = len(gains_known_of(newest))
    older_ids = older_known(actor, besides=newest, most=MOST_COMPARED - known) if waiting else []
    referral_ids = newest + older_ids
    for row in waiting:
        new, judged = parse_priority_policy(row.text), list[Judged]()
        for one in _judged_of(actor, referral_ids, old=old, new=new):
            judged.append(one)
            if len(judged) % BATCH == 1:
                record_progress(actor, row.id, against=old.version, compared=len(judged), to_compare=len(referral_ids))
        record_progress(actor, row.id, against=old.version, compared=len(judged), to_compare=len(judged))
        older, past = judged[: len(older_ids)], judged[len(older_ids) :]
        found = compare_policies(past, old_version=old.version, new_version=new.version)
        outcomes = compare_outcomes(past, now=now, older=older)
        record_comparison(actor, row.id, {**found.document(), "outcomes": outcomes.document()})
    return len(waiting)


def _to_judge_anew(actor: Actor, now: datetime) -> QuerySet[Any]:
    return terms_to_judge_by(actor.organisation_id, now)


@on_tick("what waits, judged by a policy that went live", owed=_to_judge_anew)
def judge_waiting_anew(actor: Actor, now: datetime) -> int:
    """Owe a new clearing to all that waits at the desk, or may wait at a force: behind whatever is new, the imminent
    first, then what is open at the desk. Gives how many.
    """
    with acting_as(actor):
        if not terms_to_judge_by(actor.organisation_id, now).exists():
            return 0
        waits = past_of(actor).filter(Q(closed_at=None) | Q(arrived_at__gte=now - _WAITS_ELSEWHERE))
        is_closed = Case(When(closed_at=None, then=0), default=1)
        in_order = waits.order_by("-is_imminent", is_closed, "urgency_rank", "fair_at", "id")
        senders = dict(in_order.values_list("referral_id", "sender_id"))
        owe_clearings(actor, senders, now, can_wait=True)
        mark_judged_anew(actor.organisation_id, now)
    return len(senders)
