"""Answering an appeal of an account's holder, by somebody who did not decide before, with reasons.

What is turned is opened again or corrected. Nothing that was sent is taken away: whoever has the referral is told.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.candidates.appealing import count_appeal, judges_of
from causeway.hub.road.candidates.checking import check_reason
from causeway.hub.road.candidates.holding import candidate_in_hand, member_of
from causeway.hub.road.candidates.models import AccountAppeal, Candidate
from causeway.hub.road.candidates.referring import correction_in_words
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.candidates.turning import correct, open_again
from causeway.hub.road.intake.commands.keep_draft import delete_draft
from causeway.hub.road.intake.queries.drafts import are_drafts
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.vocabulary.candidates import AppealOutcome, Decision

_MILDEST_FIRST = (Decision.NOT_HARMFUL, Decision.CANNOT_TELL, Decision.OTHER_BREACH, Decision.REFER)
_ANSWERED = (
    "answered_at",
    "answered_by_id",
    "outcome",
    "corrected_to",
    "reasons",
    "statement",
    "holder_id",
    "held_until",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody answers. A decision that is turned is corrected to another, or with None decided anew.

    `reasons` are what the account's holder is told. `statement` is what those who have the referral are told, where one
    was sent.
    """

    outcome: AppealOutcome
    reasons: str
    corrected_to: Decision | None = None
    statement: str = ""


def corrections_of(decision: Decision) -> tuple[Decision, ...]:
    """To what an appeal can correct a decision: to a milder one alone, and an answer says something."""
    milder = _MILDEST_FIRST[: _MILDEST_FIRST.index(decision)]
    return tuple(one for one in milder if one is not Decision.CANNOT_TELL)


@command(Permission.REVIEW_CANDIDATES)
def take_appeal(actor: Actor, appeal_id: UUID) -> None:
    """Take an appeal on, for as long as the desk's lock lasts: whoever holds it may look at the candidate's files.

    Raises:
        NotFound: there is no such appeal.
        NotPermitted: the actor decided on this candidate before.
        Conflict: it is answered, or somebody else works on it.
    """
    appeal, _row = _open_appeal(actor, appeal_id)
    now = timezone.now()
    is_held = appeal.holder_id is not None and appeal.held_until is not None and appeal.held_until > now
    if is_held and appeal.holder_id != actor.member_id:
        raise Conflict(_("Somebody else works on this appeal now."))
    appeal.holder_id, appeal.held_until = actor.member_id, now + settings_of_desk().lock
    appeal.save(update_fields=["holder_id", "held_until"])
    if not is_held:
        enter(Act.ACCOUNT_APPEAL_TAKEN, subjects=[appeal.candidate_id, appeal.id])


@command(Permission.REVIEW_CANDIDATES)
def answer_appeal(actor: Actor, appeal_id: UUID, given: Answer) -> None:
    """Answer an appeal that the actor holds. Where the decision is turned, the candidate is corrected or opened again,
    banks hear it, a referral that was not sent is deleted, and to one that was sent a correction is added.

    Raises:
        NotFound: there is no such appeal.
        NotPermitted: the actor decided on this candidate before.
        Conflict: it is answered, or the actor does not hold it.
        Invalid: a part is missing, too long, or corrects nothing; `field` says which.
    """
    appeal, row = _open_appeal(actor, appeal_id)
    if appeal.holder_id != actor.member_id:
        raise Conflict(_("You do not work on this appeal. Take it on first."))
    given = _checked(row, given, is_sent=bool(facts_of([row.id])))
    now = timezone.now()
    appeal.answered_at, appeal.answered_by_id, appeal.outcome = now, member_of(actor), given.outcome.value
    appeal.corrected_to = given.corrected_to.value if given.corrected_to else ""
    appeal.reasons, appeal.statement = given.reasons, given.statement
    appeal.holder_id = appeal.held_until = None
    appeal.save(update_fields=_ANSWERED)
    stop_clock(appeal.id, ClockKind.ACCOUNT_APPEAL, at=now)
    count_appeal(appeal, given.outcome, now)
    enter(
        Act.ACCOUNT_APPEAL_ANSWERED,
        subjects=[row.id, appeal.id],
        details={"outcome": appeal.outcome, "corrected_to": appeal.corrected_to},
    )
    if given.outcome is AppealOutcome.TURNED:
        _turn(actor, row, given, now)


def _open_appeal(actor: Actor, appeal_id: UUID) -> tuple[AccountAppeal, Candidate]:
    """The appeal and its candidate, both locked, where the actor may answer it."""
    appeal = AccountAppeal.objects.select_for_update().filter(id=appeal_id).first()
    if appeal is None:
        raise NotFound(_("There is no such appeal."))
    if appeal.answered_at is not None:
        raise Conflict(_("This appeal is answered."))
    row = candidate_in_hand(actor, appeal.candidate_id)
    if member_of(actor) in judges_of(row.id):
        raise NotPermitted(_("You decided on this candidate. Somebody else answers the appeal."))
    return appeal, row


def _checked(row: Candidate, given: Answer, *, is_sent: bool) -> Answer:
    """The answer without outer space, and without what its outcome has no use for."""
    reasons = check_reason(given.reasons, most=REASON_CHARACTERS, field="reasons")
    if given.outcome is AppealOutcome.STANDS:
        return Answer(outcome=given.outcome, reasons=reasons)
    if given.corrected_to is None and is_sent:
        raise Invalid(_("A referral was sent, so this cannot be decided anew. Correct it."), field="corrected_to")
    if given.corrected_to is not None and given.corrected_to not in corrections_of(Decision(row.decision)):
        raise Invalid(_("Choose a decision that is another and no graver."), field="corrected_to")
    statement = check_reason(given.statement, most=REASON_CHARACTERS, field="statement") if is_sent else ""
    return replace(given, reasons=reasons, statement=statement)


def _turn(actor: Actor, row: Candidate, given: Answer, now: datetime) -> None:
    if are_drafts([row.id]):
        delete_draft(actor, row.id)
    if given.corrected_to is None:
        open_again(actor, row, now, kept_from=judges_of(row.id))
        return
    correct(actor, row, given.corrected_to, given.reasons, now)
    if sent := facts_of([row.id]):
        # The follower that notes this may not have come so far, and now the decision says it no more.
        row.sent_at = sent[row.id].received_at
        row.save(update_fields=["sent_at"])
        told = correction_in_words(actor.organisation_name, given.corrected_to, given.statement)
        supplement(actor, row.id, NewSupplement(text=told))
