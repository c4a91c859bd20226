"""Ending the acting organisation's right to one thing: its own rows go, and what others may still see stays until the
last of them has ended its right too.
"""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.clocks.forgetting import forget_clocks
from causeway.hub.base.ledger.erasing import erase_details_about
from causeway.hub.base.organisations.sharing import is_last_of, leave
from causeway.hub.road.assessments.commands.forget import (
    forget_completeness,
    forget_own_priorities,
    forget_priority_changes,
)
from causeway.hub.road.cases.commands.forget import forget_notice, told_about
from causeway.hub.road.clusters.commands.forget import forget_own_links, forget_selectors, hold_desk_of
from causeway.hub.road.data_requests.commands.forget import forget_request, requests_made_about
from causeway.hub.road.evidence.commands.forget import forget_authorities, forget_findings
from causeway.hub.road.intake.commands.forget import forget_arrival
from causeway.hub.road.outcomes.commands.forget import forget_feedback, forget_outcomes
from causeway.hub.road.queues.commands.forget import forget_waiting
from causeway.hub.road.queues.led_anew import tell_who_leads
from causeway.hub.road.referrals.commands.forget import forget_telling
from causeway.hub.road.referrals.queries.facts import questions_of
from causeway.hub.road.referrals.queries.told import Held
from causeway.hub.road.routes.commands.forget import forget_routes
from causeway.hub.road.routes.queries.outside import timed_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What one erasing took away, in counts; `was_last` where the content is gone for everybody."""

    was_last: bool
    counts: dict[str, int] = field(default_factory=dict)


def forget_referral(referral: Held) -> Forgotten:
    """End the acting organisation's right to a referral. Runs inside the caller's transaction."""
    hold_desk_of(referral.id)
    counts = Counter(_forget_own(referral))
    if is_last_of(referral.dossier_id):
        counts.update(_forget_findings(referral.id))
    leave(referral.dossier_id)
    was_last = is_last_of(referral.id)
    if was_last:
        counts.update(_forget_telling(referral.id))
    leave(referral.id)
    return Forgotten(was_last=was_last, counts={name: count for name, count in counts.items() if count})


def _forget_own(referral: Held) -> dict[str, int]:
    number = referral.id
    forget_clocks([number, *(question.id for question in questions_of(number)), *timed_of(number)])
    forget_authorities(number)
    forget_own_priorities(number)
    if tellings := forget_own_links(number):
        tell_who_leads(current_actor(), tellings)
    forget_arrival(number)
    return {
        "lines": forget_waiting(number),
        "data_requests": sum(forget_request(each) for each in requests_made_about(number)),
        "notices": sum(forget_notice(each) for each in told_about(number)),
        "ledger_details": erase_details_about([number, referral.dossier_id]),
    }


def _forget_findings(referral_id: UUID) -> dict[str, int]:
    forget_selectors(referral_id)
    forget_priority_changes(referral_id)
    return {
        "findings": forget_findings(referral_id),
        "routes": forget_routes(referral_id),
        "outcomes": forget_outcomes(referral_id),
    }


def _forget_telling(referral_id: UUID) -> dict[str, int]:
    forget_completeness(referral_id)
    return {"feedback": forget_feedback(referral_id), **forget_telling(referral_id)}
