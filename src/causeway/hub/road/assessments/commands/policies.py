"""Policies of priority: one person proposes, the program compares, a second person puts it live, and either takes it
back in one act. What is in force is never edited: each change is a term of its own.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.assessments.models import PolicyTerm, ProposedPolicy
from causeway.hub.road.assessments.queries.policies import proposed_policy, standing_terms
from causeway.triage import PolicyInvalid, parse_priority_policy, priority_policy

NOTE_CHARACTERS = 2_000
LONGEST_WAIT = timedelta(days=90)
"""So far ahead a policy may be put live: what it would do was found on referrals of before."""
MOST_FAULTS_SHOWN = 10


@command(Permission.PROPOSE_POLICY)
def propose_policy(actor: Actor, text: str, *, note: str) -> UUID:
    """Propose a policy, as TOML. Nothing is judged by it until a second person puts it live.

    Raises:
        Invalid: it cannot be used (each row is named), or the note is missing or too long.
        Conflict: there is a policy of this version already.
    """
    member_id = _person(actor)
    note = given_reason(note, most=NOTE_CHARACTERS, field="note")
    try:
        policy = parse_priority_policy(text)
    except PolicyInvalid as fault:
        named = [str(one) for one in fault.faults[:MOST_FAULTS_SHOWN]]
        raise Invalid(
            _("This policy cannot be used. %(faults)s") % {"faults": "; ".join(named)}, field="file"
        ) from fault
    own = ProposedPolicy.objects.filter(organisation_id=actor.organisation_id)
    if policy.version == priority_policy().version or own.filter(version=policy.version).exists():
        raise Conflict(
            _("There is a policy of version %(version)s already. Give yours another.") % {"version": policy.version},
            field="file",
        )
    row = ProposedPolicy(
        organisation_id=actor.organisation_id,
        version=policy.version,
        text=text,
        note=note,
        proposed_by_id=member_id,
        proposed_at=timezone.now(),
    )
    row.save(force_insert=True)
    enter(Act.POLICY_PROPOSED, subjects=[row.id], details={"version": policy.version, "note": note})
    return row.id


@command(Permission.PROPOSE_POLICY)
def compare_anew(actor: Actor, policy_id: UUID) -> None:
    """Let the program compare a policy once more: with what is in force now, on what came since.

    Raises:
        NotFound: there is no such policy.
    """
    row = proposed_policy(actor, policy_id)
    _person(actor)
    row.comparison, row.compared, row.to_compare, row.compared_at = None, 0, 0, None
    row.save(update_fields=["comparison", "compared", "to_compare", "compared_at"])


@command(Permission.PROPOSE_POLICY)
def record_progress(actor: Actor, policy_id: UUID, *, against: str, compared: int, to_compare: int) -> None:
    """How far the comparison is. It says nothing of a referral, so the ledger needs no entry of it."""
    row = proposed_policy(actor, policy_id)
    row.against, row.compared, row.to_compare = against, compared, to_compare
    row.save(update_fields=["against", "compared", "to_compare"])


@command(Permission.PROPOSE_POLICY)
def record_comparison(actor: Actor, policy_id: UUID, comparison: dict[str, Any]) -> None:
    """What the program found that a policy would do."""
    row = proposed_policy(actor, policy_id)
    row.comparison, row.compared_at = comparison, timezone.now()
    row.save(update_fields=["comparison", "compared_at"])
    enter(Act.POLICY_COMPARED, subjects=[row.id], details={"version": row.version, "against": row.against})


@command(Permission.PUT_POLICY_LIVE)
def put_policy_live(
    actor: Actor, policy_id: UUID, *, live_from: datetime | None, reason: str, recall_reason: str = ""
) -> None:
    """Judge by a policy from a moment on (aware; None is now). The other person than who proposed it decides, after
    the comparison. Where fewer of what was confirmed would stand first by it, or too few are confirmed to measure that,
    `recall_reason` says why all the same.

    Raises:
        NotFound: there is no such policy.
        Invalid: a reason is missing, or the moment is past or too far ahead.
        Conflict: it is not compared yet, or not on outcomes, or is in force already.
        NotPermitted: the actor proposed it.
    """
    now = timezone.now()
    member_id, reason = _person(actor), given_reason(reason, most=NOTE_CHARACTERS)
    row = proposed_policy(actor, policy_id)
    if row.proposed_by_id == member_id:
        raise NotPermitted(_("You proposed this policy; another person must put it live."))
    if row.comparison is None:
        raise Conflict(_("It is not compared yet. See first what it would do."))
    if "outcomes" not in row.comparison:
        raise Conflict(_("It was not compared on what came of referrals. Compare it again."))
    kept_reason = ""
    if row.comparison["outcomes"]["lowers_recall"] is not False:
        kept_reason = given_reason(recall_reason, most=NOTE_CHARACTERS, field="recall_reason")
    starts = live_from or now
    if starts < now or starts > now + LONGEST_WAIT:
        raise Invalid(
            _("Choose a day from tomorrow on, and within %(days)s days; leave it empty for at once.")
            % {"days": LONGEST_WAIT.days},
            field="live_from",
        )
    standing = standing_terms(actor.organisation_id, now).first()
    if standing is not None and standing.policy_id == row.id:
        raise Conflict(_("This policy is in force already."))
    _begin(actor, row, starts, member_id, reason, now, recall_reason=kept_reason)
    details = {"version": row.version, "from": starts.isoformat(), "reason": reason}
    if kept_reason:
        details["recall_reason"] = kept_reason
    enter(Act.POLICY_PUT_LIVE, subjects=[row.id], details=details)


@command(Permission.PUT_POLICY_LIVE)
def go_back(actor: Actor, *, reason: str) -> None:
    """Judge again by the policy that was in force before, from now on; what was to come is called off.

    Raises:
        Invalid: no reason is given.
        Conflict: the policy that ships is in force, and none is to come.
    """
    now = timezone.now()
    member_id, reason = _person(actor), given_reason(reason, most=NOTE_CHARACTERS)
    coming = PolicyTerm.objects.filter(organisation_id=actor.organisation_id, live_from__gt=now, called_off_at=None)
    standing = list(standing_terms(actor.organisation_id, now)[:2])
    taken_back = [term.policy_id for term in (*standing[:1], *coming) if term.policy_id]
    if not taken_back:
        raise Conflict(_("The policy that ships is in force; there is none before it."))
    coming.update(called_off_at=now)
    if standing and standing[0].policy_id:
        PolicyTerm.objects.filter(id=standing[0].id).update(called_off_at=now)
        if len(standing) > 1:
            PolicyTerm.objects.filter(id=standing[1].id).update(judged_anew_at=None)
        else:
            _begin(actor, None, now, member_id, reason, now)
    enter(Act.POLICY_TAKEN_BACK, subjects=taken_back, details={"reason": reason})


def mark_judged_anew(organisation_id: UUID, now: datetime) -> None:
    """What waits is owed its judgement by the terms that have begun. Runs inside the caller's transaction."""
    PolicyTerm.objects.filter(organisation_id=organisation_id, live_from__lte=now, judged_anew_at=None).update(
        judged_anew_at=now
    )


def _begin(
    actor: Actor,
    policy: ProposedPolicy | None,
    starts: datetime,
    member_id: UUID,
    reason: str,
    now: datetime,
    *,
    recall_reason: str = "",
) -> None:
    PolicyTerm(
        organisation_id=actor.organisation_id,
        policy=policy,
        live_from=starts,
        reason=reason,
        recall_reason=recall_reason,
        decided_by_id=member_id,
        decided_at=now,
    ).save(force_insert=True)


def _person(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can decide on a policy."))
    return actor.member_id
