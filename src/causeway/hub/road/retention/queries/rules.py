"""Which rule applies to what the acting organisation keeps, and its own choice within it."""

from dataclasses import dataclass
from datetime import datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.retention.models import RetentionChoice
from causeway.timing import Kept, RetentionRule, retention_rule
from causeway.vocabulary.organisations import OrganisationKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInForce:
    """The rule, how many days count at this organisation, and who chose that where it is not the rule's own time."""

    rule: RetentionRule
    days: int
    chosen_by: str = ""
    chosen_at: datetime | None = None
    reason: str = ""


ONLY_AT: dict[Kept, OrganisationKind] = {
    Kept.INTEREST: OrganisationKind.POLICE_FORCE,
    Kept.CANDIDATE_UNDECIDED: OrganisationKind.SERVICE,
    Kept.CANDIDATE_DISMISSED: OrganisationKind.SERVICE,
    Kept.CANDIDATE_APPEALABLE: OrganisationKind.SERVICE,
}
"""What one kind of organisation alone has."""
SET_BY_THE_DESK = frozenset({Kept.CANDIDATE_UNDECIDED, Kept.CANDIDATE_DISMISSED, Kept.CANDIDATE_APPEALABLE})
"""What a service sets together with the rest of its desk, within the rule."""


@query(Permission.READ_RETENTION)
def rules_in_force(actor: Actor) -> tuple[RuleInForce, ...]:
    """Every kind of thing that the organisation has, with its rule."""
    kinds = [kept for kept in Kept if ONLY_AT.get(kept, actor.organisation_kind) is actor.organisation_kind]
    return tuple(rule_in_force(actor, kept) for kept in kinds)


def rule_in_force(actor: Actor, kept: Kept) -> RuleInForce:
    """The rule for one kind of thing. A choice that the rule allows no more, because the rule has changed, does not
    count. Runs inside the caller's transaction.
    """
    listing = listing_for(actor.organisation_id)
    rule = retention_rule(kept, actor.organisation_kind, listing.country if listing else "")
    if kept in SET_BY_THE_DESK:
        return _set_by_the_desk(rule)
    chosen = RetentionChoice.objects.filter(kept=kept.value).order_by("-set_at", "-id").first()
    if chosen is None or not rule.allows(chosen.days):
        return RuleInForce(rule=rule, days=rule.days)
    return RuleInForce(
        rule=rule,
        days=chosen.days,
        chosen_by=member_names([chosen.set_by_id]).get(chosen.set_by_id, ""),
        chosen_at=chosen.set_at,
        reason=chosen.reason,
    )


def _set_by_the_desk(rule: RetentionRule) -> RuleInForce:
    chosen = settings_of_desk()
    days = {
        Kept.CANDIDATE_UNDECIDED: chosen.days_undecided,
        Kept.CANDIDATE_DISMISSED: chosen.days_dismissed,
        Kept.CANDIDATE_APPEALABLE: chosen.days_appealable,
    }
    return RuleInForce(rule=rule, days=days[rule.kept])
