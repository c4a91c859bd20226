"""What a thread belongs to at the acting organisation: a case, a referral, a data request. Its own side alone knows."""

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.commons.correspondence.access import member_of, others_in
from causeway.hub.commons.correspondence.case_data import may_hold_case_data
from causeway.hub.commons.correspondence.models import Thread, Tie
from causeway.hub.commons.correspondence.words import TieKind
from causeway.hub.road.cases.queries.finding import case_row
from causeway.hub.road.data_requests.queries.requests import request_reference
from causeway.hub.road.referrals.queries.facts import facts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Tying:
    """What a thread is to be tied to."""

    kind: TieKind
    subject_id: UUID


def heading_of(actor: Actor, tying: Tying) -> str:
    """The reference of what is tied, for whoever may read it. Runs inside the caller's transaction.

    Raises:
        NotPermitted: the actor may not read such things.
        NotFound: this one is not visible.
    """
    needed = {
        TieKind.CASE: (Permission.READ_CASE,),
        TieKind.REFERRAL: (Permission.READ_REFERRAL,),
        TieKind.DATA_REQUEST: (Permission.MAKE_DATA_REQUEST, Permission.ANSWER_DATA_REQUEST),
    }[tying.kind]
    if not any(may(actor, permission) for permission in needed):
        raise NotPermitted(_("You do not have permission to do this."))
    reference = _reference(tying)
    if reference is None:
        raise NotFound(_("There is no such thing to tie the messages to."))
    return reference


def _reference(tying: Tying) -> str | None:
    if tying.kind is TieKind.CASE:
        return case_row(tying.subject_id).reference
    if tying.kind is TieKind.REFERRAL:
        fact = facts_of([tying.subject_id]).get(tying.subject_id)
        return fact.reference if fact else None
    return request_reference(tying.subject_id)


def tie_row(actor: Actor, thread: Thread, tying: Tying) -> None:
    """Tie a thread, once; the entry is the acting organisation's alone. Raises as `heading_of`."""
    heading_of(actor, tying)
    if thread.group_id and not may_hold_case_data(others_in(actor, thread)):
        raise Conflict(_("A working group holds no case data: not every member may have referrals from you."))
    if Tie.objects.filter(thread=thread, subject_id=tying.subject_id).exists():
        return
    Tie(
        thread=thread,
        organisation_id=actor.organisation_id,
        kind=tying.kind.value,
        subject_id=tying.subject_id,
        tied_by_id=member_of(actor),
        tied_at=timezone.now(),
    ).save(force_insert=True)
    enter(Act.THREAD_TIED, subjects=[thread.id, tying.subject_id], details={"kind": tying.kind.value})
