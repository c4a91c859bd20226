"""What an owner does with an interest afterwards: renew it, let it be told, withdraw it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.deconfliction.commands.register import renew_row
from causeway.hub.road.deconfliction.models import Interest, InterestToken, SilentMeeting
from causeway.hub.road.deconfliction.registering import LASTS, until_of


@command(Permission.REGISTER_INTERESTS)
def renew_interest(actor: Actor, interest_id: UUID, months: int, *, now: datetime) -> datetime:
    """Let an interest hold for so many months from now, if that is longer than it would; gives its end.

    Raises:
        NotFound: the actor's organisation has no such interest.
        Conflict: it was withdrawn, or has ended and its token is gone.
        Invalid: not 3, 6 or 12 months.
    """
    interest = _standing(interest_id)
    if months not in LASTS:
        raise Invalid(_("Choose 3, 6 or 12 months."), field="months")
    until = max(interest.until, until_of(months, now))
    renew_row(interest, until)
    enter(Act.INTEREST_RENEWED, subjects=[interest.id], audience=_desks(interest))
    return until


@command(Permission.REGISTER_INTERESTS)
def open_interest(actor: Actor, interest_id: UUID) -> None:
    """Let a silent interest be told to those whom it meets. It cannot be made silent again: they know then.

    Raises:
        NotFound, Conflict: as `renew_interest`.
    """
    interest = _standing(interest_id)
    if not interest.is_silent:
        return
    interest.is_silent = False
    interest.save(update_fields=["is_silent"])
    InterestToken.objects.filter(interest_id=interest.id).update(is_silent=False)
    enter(Act.INTEREST_OPENED, subjects=[interest.id], audience=_desks(interest))


@command(Permission.REGISTER_INTERESTS)
def withdraw_interest(actor: Actor, interest_id: UUID, *, now: datetime) -> None:
    """End an interest and erase its tokens, so that it meets nothing more. Who was told of it stays told.

    Raises:
        NotFound: the actor's organisation has no such interest.
    """
    interest = _row(interest_id)
    if interest.withdrawn_at is None:
        interest.withdrawn_at = now
        interest.save(update_fields=["withdrawn_at"])
        desks = _desks(interest)
        InterestToken.objects.filter(interest_id=interest.id).delete()
        enter(Act.INTEREST_WITHDRAWN, subjects=[interest.id], audience=desks)


@command(Permission.REGISTER_INTERESTS)
def agree_to_be_named(actor: Actor, meeting_id: UUID, *, now: datetime) -> None:
    """Agree that the owners of two silent interests that met are named to each other; it takes both, and cannot be
    taken back.

    Raises:
        NotFound: the actor's organisation has no such meeting.
        NotPermitted: it is no person who agrees.
    """
    if actor.member_id is None:
        raise NotPermitted(_("A person agrees, and can be asked back."))
    row = SilentMeeting.objects.filter(id=meeting_id, organisation_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such meeting."))
    if row.agreed_at is None:
        row.agreed_at = now
        row.save(update_fields=["agreed_at"])
        enter(Act.SILENT_MEETING_AGREED, subjects=[row.pair_id], audience=[row.desk_id])


def _row(interest_id: UUID) -> Interest:
    interest = Interest.objects.filter(id=interest_id).first()
    if interest is None:
        raise NotFound(_("There is no such interest."))
    return interest


def _standing(interest_id: UUID) -> Interest:
    interest = _row(interest_id)
    if interest.withdrawn_at is not None or not InterestToken.objects.filter(interest_id=interest_id).exists():
        raise Conflict(_("This interest has ended. Register the selector again."))
    return interest


def _desks(interest: Interest) -> list[UUID]:
    tokens = InterestToken.objects.filter(interest_id=interest.id)
    return list(tokens.values_list("desk_id", flat=True).distinct())
