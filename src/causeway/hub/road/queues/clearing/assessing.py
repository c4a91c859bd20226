"""A priority for each force that holds a referral, made from what that force itself holds.

Of another force's linked referral a force learns that it exists, never how many there are: that gives one fixed amount.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from causeway.clearing import ClearingInput, Policies, look_round, prioritise, widely_shared
from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.assessments.commands.assess import FoundPriority
from causeway.hub.road.clusters.commands.note_widely_shared import note_widely_shared
from causeway.hub.road.clusters.neighbours import HeldNeighbours
from causeway.hub.road.clusters.queries.cluster import is_linked_elsewhere
from causeway.hub.road.referrals.queries.told import Told
from causeway.vocabulary.findings import Match


def assess_for_holders(
    actor: Actor,
    referral: Told,
    given: ClearingInput,
    matches: Sequence[Match],
    holders: Iterable[UUID],
    *,
    before: Collection[UUID],
    policies: Policies,
    now: datetime,
) -> list[FoundPriority]:
    """Each holder's own priority; what is shared widely among what it holds is noted. `before` held it already. Runs
    inside the transaction that clears, after links were noticed.
    """
    priorities = []
    for holder_id in sorted(holders):
        neighbours = HeldNeighbours(actor, referral.id, referral.received_at, holder_id=holder_id, matches=matches)
        around = look_round(given, neighbours=neighbours, policies=policies)
        found = prioritise(
            given,
            around,
            policies=policies,
            now=now,
            is_linked_elsewhere=is_linked_elsewhere(holder_id, referral.id),
        )
        common = widely_shared(around.facts, around.sharing, matches=around.matches, policy=policies.linking)
        if common or holder_id in before:
            note_widely_shared(referral.id, referral.dossier_id, holder_id, common, now)
        own = FoundPriority(referral_id=referral.id, dossier_id=referral.dossier_id, audience_id=holder_id, found=found)
        priorities.append(own)
    return priorities
