"""Counting anew what happened to referrals and cases, from the ledger and from what was recorded.

Nothing is ever added to a count: each is made anew from all that there is, so that to count once more does no harm, and
one referral or all of them are counted by the same lines.
"""

from collections.abc import Collection
from itertools import chain
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.counting import counted_subjects
from causeway.hub.base.ledger.following import caught_up
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.commons.demand.facts import ACTS_OF_STEP, TIMES_OF_ACT
from causeway.hub.commons.demand.gathering import is_force
from causeway.hub.commons.demand.models import CountedOutcome, CountedSubject
from causeway.hub.road.outcomes.queries.counting import OutcomeTally, newest_feedback, newest_outcomes

FIRST_OF = {f"{step.value}_at": acts for step, acts in ACTS_OF_STEP.items()}
TIMES_OF = {name: act for act, name in TIMES_OF_ACT.items()}
ABOUT_FIRST = (Act.REFERRAL_ROUTED, Act.ROUTE_CHANGED)
"""Their second subject is whoever received it, to whom nothing happened."""
TOLD_BY_OTHERS = (Act.REFERRAL_CLEARED, Act.REFERRAL_WITH_FORCE)
"""Of what others did, a sender counts that the desk looked at its referral and that it is with a force."""
COUNTED_ACTS = frozenset(chain(TIMES_OF_ACT, *ACTS_OF_STEP.values(), (Act.FEEDBACK_GIVEN,)))
FOLLOWER = "causeway.hub.commons.demand.followers.count_what_happened"
_ROWS_AT_ONCE = 2_000


def count_again(actor: Actor, subject_ids: Collection[UUID] | None = None) -> int:
    """Count these things anew for the actor's organisation, or all; gives how many were counted. Runs inside the
    caller's transaction.
    """
    own = actor.organisation_id
    found = counted_subjects(
        own, firsts=FIRST_OF, times=TIMES_OF, of_anybody=TOLD_BY_OTHERS, about_first=ABOUT_FIRST, among=subject_ids
    )
    number = 0
    for some in in_batches((CountedSubject(organisation_id=own, **each) for each in found), _ROWS_AT_ONCE):
        CountedSubject.objects.bulk_create(
            some,
            update_conflicts=True,
            unique_fields=["organisation_id", "subject_id"],
            update_fields=["last_at", *FIRST_OF, *TIMES_OF],
        )
        number += len(some)
    return number


def count_outcomes_again(actor: Actor, referral_ids: Collection[UUID] | None = None) -> None:
    """Count anew what came of these referrals, or of all, as far as the actor's organisation may know. Runs inside the
    caller's transaction.
    """
    own = actor.organisation_id
    # A force's outcomes are its own; a desk sees those of every force to which it sent.
    recorded = newest_outcomes(referral_ids, by=own if is_force(actor) else None)
    told = newest_feedback(own, referral_ids)
    rows = chain(
        (_outcome(own, tally, is_told=False) for tally in recorded),
        (_outcome(own, tally, is_told=True) for tally in told),
    )
    for some in in_batches(rows, _ROWS_AT_ONCE):
        CountedOutcome.objects.bulk_create(
            some,
            update_conflicts=True,
            unique_fields=["organisation_id", "referral_id", "by_id", "is_told"],
            update_fields=["first_at", "status", "closure_reason", "is_useful", "children", "missing"],
        )


@command(Permission.KEEP_LEDGER)
def recount(actor: Actor) -> int:
    """Count everything anew for the actor's organisation, as its program; gives how many things were counted. Who reads
    meanwhile sees the old counts.
    """
    own = actor.organisation_id
    caught_up(own, FOLLOWER)
    CountedSubject.objects.filter(organisation_id=own).delete()
    CountedOutcome.objects.filter(organisation_id=own).delete()
    count_outcomes_again(actor)
    return count_again(actor)


def _outcome(own: UUID, tally: OutcomeTally, *, is_told: bool) -> CountedOutcome:
    return CountedOutcome(
        organisation_id=own,
        referral_id=tally.referral_id,
        by_id=tally.organisation_id,
        is_told=is_told,
        first_at=tally.first_at,
        status=tally.status or "",
        closure_reason=tally.closure_reason or "",
        is_useful=tally.is_useful,
        children=tally.children,
        missing=" ".join(tally.missing),
    )
