"""Receiving an appeal of an account's holder: from the service's program, or from a member who fills in the form."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, start_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.road.candidates.appealing import count_appeal, judges_of
from causeway.hub.road.candidates.deciders import nobody_else_reviews
from causeway.hub.road.candidates.inviting import ask_for_somebody
from causeway.hub.road.candidates.models import AccountAppeal as AppealRow
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.projecting import new_appeal_reference
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.candidates.settling import Stage
from causeway.hub.road.intake.checking import CLOCK_SKEW
from causeway.hub.road.intake.commands.repeats import answer, claim
from causeway.hub.road.intake.offer import Repeatable
from causeway.hub.road.referrals.checking import check_values, is_possible_time
from causeway.timing import Days
from causeway.vocabulary.candidates import AccountAppeal

TEXT_CHARACTERS = 5_000
REFERENCE_CHARACTERS = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealReceived:
    """The receipt of an appeal; it is answered by `due_at`. `is_repeat`: it was received before under the same key."""

    id: UUID
    reference: str
    received_at: datetime
    due_at: datetime
    is_repeat: bool = False


@command(Permission.SEND_CANDIDATE)
def receive_appeal(
    actor: Actor, candidate_id: UUID, appeal: AccountAppeal, repeatable: Repeatable | None = None
) -> AppealReceived:
    """Put an appeal against the decision on a candidate before those at the desk who did not give it. The time in which
    it is to be answered begins now.

    Raises:
        NotFound: there is no such candidate, or it was erased.
        Invalid: nothing is said, or too much; `field` says where.
        Conflict: the candidate is not decided, or was dealt with under another, or this decision was appealed against
            before; or the key was used for something else.
    """
    if repeatable is not None and (earlier := claim(actor, repeatable)) is not None:
        return replace(from_document(AppealReceived, earlier), is_repeat=True)
    now = timezone.now()
    _check(appeal, now)
    row = Candidate.objects.select_for_update().filter(id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such candidate."))
    if row.stage != Stage.ENDED.value:
        raise Conflict(_("This candidate is not decided yet, so there is nothing to appeal against."))
    if row.dealt_with_under_id is not None:
        raise Conflict(_("This was dealt with under another candidate of the account. Appeal against that decision."))
    if AppealRow.objects.filter(candidate=row, turn=row.turn).exists():
        raise Conflict(_("Somebody has appealed against this decision before."))
    made = _keep(actor, row, appeal, now)
    received = AppealReceived(id=made.id, reference=made.reference, received_at=now, due_at=made.due_at)
    if repeatable is not None:
        answer(actor, repeatable, to_document(received))
    return received


def _check(appeal: AccountAppeal, now: datetime) -> None:
    if not appeal.text.strip() or len(appeal.text) > TEXT_CHARACTERS:
        fault = _("Say what they say, in no more than %(most)s characters.") % {"most": TEXT_CHARACTERS}
        raise Invalid(fault, field="text")
    if len(appeal.reference or "") > REFERENCE_CHARACTERS:
        raise Invalid(_("This is longer than %(most)s characters.") % {"most": REFERENCE_CHARACTERS}, field="reference")
    if appeal.made_at is not None and appeal.made_at > now + CLOCK_SKEW:
        raise Invalid(_("This time lies in the future."), field="made_at")
    if appeal.made_at is not None and not is_possible_time(appeal.made_at):
        raise Invalid(_("Check the year"), field="made_at")
    check_values(appeal)


def _keep(actor: Actor, row: Candidate, appeal: AccountAppeal, now: datetime) -> AppealRow:
    appeal_id, within = uuid4(), Days(count=settings_of_desk().appeal_days)
    made = AppealRow(
        id=appeal_id,
        candidate=row,
        organisation_id=actor.organisation_id,
        turn=row.turn,
        reference=new_appeal_reference(),
        service_reference=(appeal.reference or "").strip(),
        measure=appeal.measure.value,
        text=appeal.text.strip(),
        made_at=appeal.made_at or now,
        received_at=now,
        due_at=start_clock(appeal_id, ClockKind.ACCOUNT_APPEAL, within, started_at=now).due_at,
    )
    made.save(force_insert=True)
    count_appeal(made, None, now)
    if nobody_else_reviews(judges_of(row.id)):
        _ask_for_somebody(actor, made)
    enter(Act.ACCOUNT_APPEAL_MADE, subjects=[row.id, made.id], details={"measure": made.measure})
    return made


def _ask_for_somebody(actor: Actor, made: AppealRow) -> None:
    """That one more person is needed, and nothing of the appeal."""
    with in_language_of(actor.organisation_id):
        subject = _("An appeal waits, and nobody at your desk may answer it")
        told = _(
            "Everybody who reviews at your service decided on what is appealed against. Somebody else has to answer "
            "by %(day)s. Invite a second person as reviewer: a colleague of another team, or somebody of an "
            "organisation that you trust. You can end their access as soon as it is answered."
        ) % {"day": date_format(made.due_at.astimezone(ZoneInfo(actor.zone)), "DATE_FORMAT")}
        ask_for_somebody(actor, subject, told, "/candidates/appeals/")
