"""Judging a candidate: a named person decides, with a reason; what follows from it happens in the same transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.checking import check_reason
from causeway.hub.road.candidates.checks import answer_check
from causeway.hub.road.candidates.commands.make_referral import draft_of_candidate
from causeway.hub.road.candidates.dealing import deal_with
from causeway.hub.road.candidates.deciders import nobody_else_reviews, refuse_unless_open_to
from causeway.hub.road.candidates.ending import note_ending
from causeway.hub.road.candidates.holding import held_candidate, member_of
from causeway.hub.road.candidates.models import Candidate, Judgement, PlacedCheck
from causeway.hub.road.candidates.opinions import tell_banks
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.candidates.settling import Given, Stage, Standing, opinion_of, standing_of
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.referral import Concern


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJudgement:
    """What one person decides. `concern` goes with a referral; `is_urgent`: a child may be in danger now;
    `deals_with_others`: a referral that this makes holds for the account's other warnings too.
    """

    decision: Decision
    reason: str
    concern: Concern | None = None
    is_urgent: bool = False
    asks_second: bool = False
    deals_with_others: bool = False


@command(Permission.REVIEW_CANDIDATES)
def judge_candidate(actor: Actor, candidate_id: UUID, new: NewJudgement) -> Standing:
    """Give the actor's decision, and give where the candidate stands then. A decision to refer that stands makes a
    draft of a referral under the candidate's own identifier; banks hear what became of their signals. A check with a
    known answer ends at once without a decision, and nothing follows from it.

    Raises:
        NotFound: there is no such candidate.
        Invalid: a part is missing or too long, or a second opinion is asked for where nobody could give one; `field`
            says which.
        Conflict: the actor does not hold it, or another person must decide.
    """
    _check(new)
    now = timezone.now()
    row = held_candidate(actor, candidate_id, now)
    refuse_unless_open_to(actor, row)
    is_alone = nobody_else_reviews([*row.judged_by, member_of(actor)])
    if is_alone and new.asks_second and row.stage == Stage.FIRST.value:
        raise Invalid(
            _("Nobody else reviews here, so nobody can give a second opinion. Invite somebody first."),
            field="asks_second",
        )
    placed = PlacedCheck.objects.filter(candidate=row).first()
    if placed is not None:
        answer_check(actor, row, placed, new.decision, new.reason.strip(), now)
        return Standing(stage=Stage.ENDED)
    judgement = _record(actor, row, new, now)
    # What was hidden until now may be read from here on, to be compared; nobody sees it before this commits.
    row.stage, row.holder_id, row.held_until = Stage.SUPERVISOR.value, None, None
    row.judged_by = [*row.judged_by, judgement.member_id]
    row.save(update_fields=["stage", "holder_id", "held_until", "judged_by"])
    enter(Act.CANDIDATE_JUDGED, subjects=[row.id], details={"stage": judgement.stage})
    given = given_in(row)
    standing = standing_of(given, () if is_alone else settings_of_desk().second_opinion_for)
    row.stage = standing.stage.value
    row.save(update_fields=["stage"])
    if standing.decision is not None:
        _settle(actor, row, standing.decision, given, now)
        if standing.decision is Decision.REFER:
            if new.deals_with_others:
                deal_with(actor, row, judgement, now)
            draft_of_candidate(actor, row, judgement)
    return standing


def given_in(row: Candidate) -> list[Given]:
    """The decisions of a candidate's turn, oldest first, as far as the acting member may read them. Runs inside the
    caller's transaction.
    """
    return [
        Given(
            stage=Stage(one.stage),
            decision=Decision(one.decision),
            is_urgent=one.is_urgent,
            asks_second=one.asks_second,
        )
        for one in Judgement.objects.filter(candidate_id=row.id, turn=row.turn).order_by("at", "id")
    ]


def _check(new: NewJudgement) -> None:
    check_reason(new.reason, most=REASON_CHARACTERS)
    if new.decision is Decision.REFER and new.concern is None:
        raise Invalid(_("Say what kind of harm you fear."), field="concern")


def _record(actor: Actor, row: Candidate, new: NewJudgement, now: datetime) -> Judgement:
    judgement = Judgement(
        candidate=row,
        organisation_id=actor.organisation_id,
        member_id=member_of(actor),
        turn=row.turn,
        stage=row.stage,
        decision=new.decision.value,
        concern=new.concern.value if new.concern and new.decision is Decision.REFER else "",
        reason=new.reason.strip(),
        is_urgent=new.is_urgent and new.decision is Decision.REFER,
        asks_second=new.asks_second and row.stage == Stage.FIRST.value,
        at=now,
    )
    judgement.save(force_insert=True)
    return judgement


def _settle(actor: Actor, row: Candidate, decision: Decision, given: list[Given], now: datetime) -> None:
    row.decision, row.decided_at, row.decided_by_id = decision.value, now, actor.member_id
    row.save(update_fields=["decision", "decided_at", "decided_by_id"])
    opinion = opinion_of(given)
    tell_banks(actor, row, decision)
    note_ending(row, decision, opinion, now)
    enter(Act.CANDIDATE_SETTLED, subjects=[row.id], details={"decision": decision.value, "opinion": opinion.value})
