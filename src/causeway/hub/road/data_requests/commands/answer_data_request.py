"""The service's side: opening a request, and answering it by hand or by program."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.road.data_requests.commands.supplementing import add_as_supplement
from causeway.hub.road.data_requests.models import DataRequest, DataRequestAnswer
from causeway.hub.road.data_requests.queries.requests import RequestView, request_views
from causeway.hub.road.data_requests.words import ANSWERS_TO, MEETS_THE_CLOCK, AnswerKind, RequestKind

TEXT_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAnswer:
    """What a service answers. `asked_at` is when that was asked to which it is the answer; None is what was asked
    first.
    """

    kind: AnswerKind
    text: str = ""
    acknowledges_do_not_alert: bool = False
    asked_at: datetime | None = None


@command(Permission.ANSWER_DATA_REQUEST)
def open_data_request(actor: Actor, request_id: UUID) -> RequestView:
    """Open a request as the service that is asked. Each look is entered, and the force sees that it was opened.

    Raises:
        NotFound: no such request went to the actor's organisation.
    """
    row = _own(actor, request_id)
    enter(Act.DATA_REQUEST_READ, subjects=[row.id], audience=[row.force_id])
    return request_views([row])[0]


@command(Permission.ANSWER_DATA_REQUEST)
def answer_data_request(actor: Actor, request_id: UUID, new: NewAnswer) -> UUID:
    """Answer. The first answer must acknowledge “do not alert the subject” where the request asks for it.

    An answer to a question also becomes a supplement of the referral, where this service sent it.

    To an extension the service answers anew, and says that it does: what it says of an end that it has read of must
    not count for a later one.

    Raises:
        NotFound: no such request went to the actor's organisation.
        Invalid: the answer does not fit or is not whole; `field` says where.
        Conflict: it was answered for good already, says again what was said, or was extended since.
    """
    row = _own(actor, request_id)
    view = request_views([row])[0]
    given = {answer.kind for answer in view.current_answers}
    if view.is_over:
        raise Conflict(_("This request has been answered."))
    if _to_the_millisecond(new.asked_at or view.made_at) != _to_the_millisecond(view.asked_at):
        raise Conflict(_("The force has asked for longer since. Read it again."))
    _check(row, new)
    if new.kind in given:
        raise Conflict(_("You have said this already."))
    now = timezone.now()
    answer = DataRequestAnswer(
        request=row,
        service_id=actor.organisation_id,
        member_id=actor.member_id,
        credential_id=actor.credential_id,
        kind=new.kind.value,
        text=new.text.strip(),
        acknowledges_do_not_alert=new.acknowledges_do_not_alert,
        asked_at=view.asked_at,
        answered_at=now,
    )
    answer.save(force_insert=True)
    if new.kind in MEETS_THE_CLOCK[RequestKind(row.kind)]:
        stop_clock(row.id, ClockKind.DATA_REQUEST, at=now)
    enter(Act.DATA_REQUEST_ANSWERED, subjects=[row.id], audience=[row.force_id], details={"kind": new.kind.value})
    if row.do_not_alert_until and new.acknowledges_do_not_alert and not _acknowledged(row, but=answer.id):
        enter(Act.DO_NOT_ALERT_ACKNOWLEDGED, subjects=[row.id], audience=[row.force_id])
    if new.kind is AnswerKind.ANSWERED:
        add_as_supplement(actor, row, answer.text)
    return answer.id


def _to_the_millisecond(moment: datetime) -> datetime:
    """As exactly as the API tells moments."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _check(row: DataRequest, new: NewAnswer) -> None:
    if new.kind not in ANSWERS_TO[RequestKind(row.kind)]:
        raise Invalid(_("This answer does not fit the request."), field="kind")
    if new.kind in (AnswerKind.ANSWERED, AnswerKind.CANNOT) and not new.text.strip():
        message = _("Write the answer.") if new.kind is AnswerKind.ANSWERED else _("Say why it cannot be done.")
        raise Invalid(message, field="text")
    if len(new.text) > TEXT_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(TEXT_CHARACTERS)}, field="text")
    if row.do_not_alert_until and not new.acknowledges_do_not_alert and not _acknowledged(row):
        raise Invalid(_("Confirm that the account’s holder will not be told."), field="acknowledges_do_not_alert")


def _acknowledged(row: DataRequest, *, but: UUID | None = None) -> bool:
    acknowledging = row.answers.filter(acknowledges_do_not_alert=True)
    return (acknowledging.exclude(id=but) if but else acknowledging).exists()


def _own(actor: Actor, request_id: UUID) -> DataRequest:
    row = DataRequest.objects.filter(id=request_id, service_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such request."))
    return row
