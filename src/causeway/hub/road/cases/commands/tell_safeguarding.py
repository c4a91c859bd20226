"""Telling the body that protects a child, with a clock of its own, apart from any arrest or case."""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, start_clock
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.sharing import found, widen
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK
from causeway.hub.road.cases.children import children_in
from causeway.hub.road.cases.commands.work_case import set_task
from causeway.hub.road.cases.models import CaseTask, Safeguarding, SafeguardingOrigin
from causeway.hub.road.cases.queries.finding import case_of, referrals_of
from causeway.hub.road.cases.queries.unprotected import unprotected_in
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.referrals.queries.told import told
from causeway.timing import Duty
from causeway.vocabulary.organisations import Category, OrganisationKind
from causeway.vocabulary.safeguarding import SafeguardingNotice

TEXT_CHARACTERS = 3_000
LINE_CHARACTERS = 300
OLDEST_CHILD_YEARS = 25
"""Above this an age is a slip; a young adult in care may still be known to the same body."""
_EARLIEST_BIRTH = date(1990, 1, 1)


@command(Permission.TELL_SAFEGUARDING)
def tell_safeguarding(
    actor: Actor, referral_id: UUID, body_id: UUID, notice: SafeguardingNotice, *, child: int | None = None
) -> UUID:
    """Tell a body about one child. It sees this notice and nothing of the referral, and has 24 hours to acknowledge.

    `child` is the child's place among the referral's parties; None says that the referral does not name them, or names
    no other child. Where a case of the organisation works on the referral, its task goes on with this, and is done when
    a body was told of every child.

    Raises:
        NotFound: the actor's organisation sees no such referral.
        Invalid: no such body or child, or the notice is not whole; `field` says where.
        NotAgreed: no agreement lets safeguarding notices pass to that body.
        Conflict: the same was told to it already.
    """
    referral = told(referral_id)
    children = children_in(referral.referral, on=referral.received_at.date())
    if child is not None and child not in {each.number for each in children}:
        raise Invalid(_("There is no such child in this referral."), field="child")
    body = listing_by_id(body_id)
    if body is None or body.kind is not OrganisationKind.PARTNER:
        raise Invalid(_("Choose the body that protects this child."), field="body_id")
    check_notice(notice)
    document = to_document(notice)
    said = Safeguarding.objects.filter(origin__referral_id=referral_id, origin__child=child)
    if said.filter(body_id=body_id, document=document).exists():
        raise Conflict(_("That body was told exactly this already."))
    now, case = timezone.now(), case_of(referral_id)
    row = Safeguarding(teller_id=actor.organisation_id, body_id=body_id, document=document, told_at=now, due_at=now)
    origin = SafeguardingOrigin(
        safeguarding=row,
        teller_id=actor.organisation_id,
        referral_id=referral_id,
        child=child,
        case_id=case.id if case else None,
        told_by_id=_member(actor),
    )
    found(row.id, Category.SAFEGUARDING)
    widen(row.id, body_id, Category.SAFEGUARDING)
    terms = terms_for(actor, Duty.SAFEGUARDING_ACKNOWLEDGEMENT, at=now, by=body_id)
    clock = start_clock(row.id, ClockKind.SAFEGUARDING, terms, started_at=now)
    row.due_at = clock.due_at
    row.save(force_insert=True)
    origin.save(force_insert=True)
    # The body's entry names the notice alone; the case's timeline finds it through the notice.
    enter(Act.SAFEGUARDING_TOLD, subjects=[row.id], audience=[body_id])
    if case is not None and case.closed_at is None:
        open_still = unprotected_in(referrals_of(case.id))
        for task in CaseTask.objects.filter(case=case, code=SAFEGUARDING_TASK):
            if task.state in (TaskState.TO_DO, TaskState.DOING):
                set_task(actor, case, task, TaskState.DOING if open_still else TaskState.DONE)
    return row.id


def check_notice(notice: SafeguardingNotice) -> None:
    """Refuse a notice on which nobody could act.

    Raises:
        Invalid: `field` says where.
    """
    needed = {
        "child_name": _("Enter the child’s name, or write “not known” and how the child can be recognised."),
        "place": _("Enter where the child can be reached."),
        "concern": _("Say in plain words what you are worried about."),
        "done_so_far": _("Say what has been done, or that nothing has been done yet."),
        "contact": _("Say whom they can ask."),
        "contact_email": _("Enter an e-mail address that somebody reads."),
    }
    for name, message in needed.items():
        if not getattr(notice, name).strip():
            raise Invalid(message, field=name)
    for name in ("concern", "done_so_far"):
        if len(getattr(notice, name)) > TEXT_CHARACTERS:
            raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(TEXT_CHARACTERS)}, field=name)
    for name in ("child_name", "place", "child_school", "contact", "contact_phone"):
        if len(getattr(notice, name) or "") > LINE_CHARACTERS:
            raise Invalid(_("Write no more than %(most)s characters.") % {"most": LINE_CHARACTERS}, field=name)
    if notice.child_age_years is not None and not 0 <= notice.child_age_years <= OLDEST_CHILD_YEARS:
        raise Invalid(_("Enter an age from 0 to %(most)s.") % {"most": OLDEST_CHILD_YEARS}, field="child_age_years")
    if notice.child_born_on is not None and not _EARLIEST_BIRTH <= notice.child_born_on <= timezone.now().date():
        raise Invalid(_("Enter the child’s date of birth."), field="child_born_on")
    try:
        validate_email(notice.contact_email)
    except ValidationError as fault:
        raise Invalid(_("Enter an e-mail address, such as name@example.org."), field="contact_email") from fault


def _member(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("A person tells, and can be asked."))
    return actor.member_id
