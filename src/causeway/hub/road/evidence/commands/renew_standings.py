"""Keeping with each match where its signal stands now, and telling whoever has the referral when that changes."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.sharing import let_see
from causeway.hub.knowledge.banks.queries.standing_now import states_of
from causeway.hub.road.evidence.models import BankMatch
from causeway.vocabulary.signals import REPORTED


def renew_standings(signal_ids: Collection[UUID], at: datetime) -> int:
    """Write the state of these signals beside every match with them that says otherwise, and give how many referrals
    that concerns. Of each, everybody is told who has its dossier. A match whose signal was never out of use is as it
    was when that comes back. Runs inside the caller's transaction.
    """
    matched = BankMatch.objects.filter(signal_id__in=signal_ids).values_list("signal_id", flat=True).distinct()
    changed: dict[UUID, UUID] = {}
    for signal_id, state in states_of(list(matched)).items():
        rows = BankMatch.objects.filter(signal_id=signal_id).exclude(standing=state.value)
        if state in REPORTED:
            rows = rows.exclude(standing_at=None)
        changed |= dict(rows.values_list("referral_id", "dossier_id"))
        rows.update(standing=state.value, standing_at=at)
    for referral_id, dossier_id in changed.items():
        enter(Act.MATCH_CHANGED, subjects=[referral_id], audience=let_see(dossier_id))
    return len(changed)
