"""The body's side: opening a notice, and saying that it is in somebody's hands."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.clocks.keeping import ClockKind, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.road.cases.models import Safeguarding, SafeguardingAnswer
from causeway.hub.road.cases.queries.safeguarding import NoticeView, notice_views

NAME_CHARACTERS = 200
NOTE_CHARACTERS = 3_000


@command(Permission.ACKNOWLEDGE_SAFEGUARDING)
def open_notice(actor: Actor, notice_id: UUID) -> NoticeView:
    """Open a notice as the body that it went to. Each look is entered, and whoever told sees that it was opened.

    Raises:
        NotFound: no such notice went to the actor's organisation.
    """
    row = _own(actor, notice_id)
    enter(Act.SAFEGUARDING_READ, subjects=[row.id], audience=[row.teller_id])
    return notice_views([row])[0]


@command(Permission.ACKNOWLEDGE_SAFEGUARDING)
def acknowledge_safeguarding(actor: Actor, notice_id: UUID, *, name: str, note: str = "") -> None:
    """Say who has taken it on. Once is enough, and nobody can change it.

    Raises:
        NotFound: no such notice went to the actor's organisation.
        Invalid: the name is missing, or a text is too long.
        Conflict: somebody acknowledged it already.
    """
    row, name, note = _own(actor, notice_id), name.strip(), note.strip()
    if not name:
        raise Invalid(_("Enter the name of the person who has taken it on."), field="name")
    if len(name) > NAME_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": NAME_CHARACTERS}, field="name")
    if len(note) > NOTE_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(NOTE_CHARACTERS)}, field="note")
    if actor.member_id is None:
        raise NotPermitted(_("A person acknowledges."))
    now = timezone.now()
    answer = SafeguardingAnswer(
        safeguarding=row,
        body_id=actor.organisation_id,
        member_id=actor.member_id,
        name=name,
        note=note,
        acknowledged_at=now,
    )
    try:
        with transaction.atomic():
            answer.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(_("Somebody has acknowledged this notice already.")) from fault
    stop_clock(row.id, ClockKind.SAFEGUARDING, at=now)
    enter(Act.SAFEGUARDING_ACKNOWLEDGED, subjects=[row.id], audience=[row.teller_id])


def _own(actor: Actor, notice_id: UUID) -> Safeguarding:
    row = Safeguarding.objects.filter(id=notice_id, body_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such notice."))
    return row
