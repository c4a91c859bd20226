"""What the referrals of a case say, as far as the conditions of a playbook ask for it."""

from uuid import UUID

from causeway.hub.knowledge.playbooks.conditions import Facts, facts_of_referral, together
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.cases.queries.finding import referrals_of
from causeway.hub.road.referrals.queries.told import told


def facts_of_case(case_id: UUID) -> Facts:
    """What all referrals of the case say together. Runs inside the caller's transaction."""
    return together([_facts(referral_id) for referral_id in referrals_of(case_id)])


def _facts(referral_id: UUID) -> Facts:
    referral, priority = told(referral_id), priority_of(referral_id)
    is_imminent = priority is not None and priority.is_imminent
    return facts_of_referral(referral.referral, on=referral.received_at.date(), is_imminent=is_imminent)
