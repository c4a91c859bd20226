"""Warnings of an account of which another candidate is referred: they are dealt with under that one, by one decision
and one referral. Each runs inside the caller's transaction.

What holds something of its own, a file, an upload or what somebody saw, is decided by itself.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.checks import are_checks, twins_of
from causeway.hub.road.candidates.ending import note_ending
from causeway.hub.road.candidates.erasing import erase_candidate
from causeway.hub.road.candidates.holding import member_of
from causeway.hub.road.candidates.models import Candidate, Judgement
from causeway.hub.road.candidates.settling import Opinion, Stage
from causeway.vocabulary.candidates import CandidateSource, Decision


def go_with(row: Candidate) -> QuerySet[Candidate]:
    """The other warnings of a candidate's account that wait for a first decision, whoever holds them."""
    others = Candidate.objects.filter(
        Q(judged_by=[]) | are_checks(),  # whoever knows a check's answer stands there as if they had judged it
        subject_key=row.subject_key,
        source=CandidateSource.EARLY_WARNING.value,
        stage=Stage.FIRST.value,
    )
    return others.exclude(id=row.id).exclude(twins_of(row))


def dealt_with_under(candidate_id: UUID) -> list[Candidate]:
    """What was dealt with under a candidate, oldest first."""
    return list(Candidate.objects.filter(dealt_with_under_id=candidate_id).order_by("received_at", "id"))


def referral_id_of(row: Candidate) -> UUID:
    """Under which identifier a candidate is referred: its own, or that of the one under which it was dealt with."""
    return row.dealt_with_under_id or row.id


def deal_with(actor: Actor, head: Candidate, judgement: Judgement, now: datetime) -> int:
    """Settle under a candidate, which `judgement` refers, what goes with it, and give how many. A check among them goes
    from the desk unanswered, so that it does not stand out by being left. What somebody decides on at this moment is
    left to them: two who refer two warnings of one account would wait for each other.
    """
    waiting = list(go_with(head).select_for_update(skip_locked=True).order_by("id"))
    checks = set(go_with(head).filter(are_checks()).values_list("id", flat=True))
    for row in waiting:
        if row.id in checks:
            erase_candidate(row)
        else:
            _settle_under(actor, head, row, judgement, now)
    return len(waiting)


def _settle_under(actor: Actor, head: Candidate, row: Candidate, judgement: Judgement, now: datetime) -> None:
    Judgement(
        candidate=row,
        organisation_id=row.organisation_id,
        member_id=member_of(actor),
        turn=row.turn,
        stage=row.stage,
        decision=Decision.REFER.value,
        concern=judgement.concern,
        reason=_("Dealt with under %(reference)s.") % {"reference": head.reference},
        at=now,
    ).save(force_insert=True)
    row.stage, row.holder_id, row.held_until = Stage.ENDED.value, None, None
    row.judged_by, row.dealt_with_under_id = [member_of(actor)], head.id
    row.decision, row.decided_at, row.decided_by_id = Decision.REFER.value, now, actor.member_id
    row.save(
        update_fields=[
            "stage",
            "holder_id",
            "held_until",
            "judged_by",
            "dealt_with_under_id",
            "decision",
            "decided_at",
            "decided_by_id",
        ]
    )
    note_ending(row, Decision.REFER, Opinion.NONE, now)
    details = {"decision": Decision.REFER.value, "opinion": Opinion.NONE.value, "under": str(head.id)}
    enter(Act.CANDIDATE_SETTLED, subjects=[row.id], details=details)
