"""A legal hold: placed by one person with a reason, released by another with a reason."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.road.cases.queries.finding import case_row, referrals_of
from causeway.hub.road.referrals.queries.attachments import attachment
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.retention.models import Ending, Hold


@command(Permission.PLACE_HOLD)
def hold_referral(actor: Actor, referral_id: UUID, reason: str, *, exhibit_id: UUID | None = None) -> UUID:
    """Let nothing of a referral be erased at the actor's organisation, nor its content for anybody.

    Raises:
        NotFound: it is not visible, or has no such file.
        Invalid: no reason is given, or it is too long.
    """
    files = {file.attachment_id for file in told(referral_id).files}
    if exhibit_id is not None and exhibit_id not in files:
        raise NotFound(_("There is no such file."))
    return _place(actor, referral_id, reason, is_case=False, exhibit_id=exhibit_id)


@command(Permission.PLACE_HOLD)
def hold_file(actor: Actor, attachment_id: UUID, reason: str) -> UUID:
    """Hold a referral for the sake of one of its files. Raises as `hold_referral`."""
    return hold_referral(actor, attachment(actor, attachment_id).referral_id, reason, exhibit_id=attachment_id)


@command(Permission.PLACE_HOLD)
def hold_case(actor: Actor, case_id: UUID, reason: str) -> UUID:
    """Let nothing of a case be erased, nor of the referrals that it works on. Raises as `hold_referral`."""
    return _place(actor, case_row(case_id).id, reason, is_case=True, exhibit_id=None)


@command(Permission.PLACE_HOLD)
def release_hold(actor: Actor, hold_id: UUID, reason: str) -> None:
    """Release a hold that somebody else placed. What is at its end is then told of anew before it is erased.

    Raises:
        NotFound: there is no such hold in force.
        Conflict: the actor placed it.
        Invalid: no reason is given, or it is too long.
    """
    given, member_id = given_reason(reason, most=REASON_CHARACTERS), _person(actor)
    row = Hold.objects.select_for_update().filter(id=hold_id, released_at=None).first()
    if row is None:
        raise NotFound(_("There is no such hold."))
    if row.placed_by_id == member_id:
        raise Conflict(_("Somebody else than the person who placed a hold has to release it."))
    row.released_by_id, row.release_reason, row.released_at = member_id, given, timezone.now()
    row.save(update_fields=["released_by_id", "release_reason", "released_at"])
    subjects = [row.subject_id] if row.exhibit_id is None else [row.subject_id, row.exhibit_id]
    enter(Act.HOLD_RELEASED, subjects=subjects, details={"reason": given})


def _place(actor: Actor, subject_id: UUID, reason: str, *, is_case: bool, exhibit_id: UUID | None) -> UUID:
    given, member_id = given_reason(reason, most=REASON_CHARACTERS), _person(actor)
    row = Hold(
        organisation_id=actor.organisation_id,
        subject_id=subject_id,
        is_case=is_case,
        exhibit_id=exhibit_id,
        reason=given,
        placed_by_id=member_id,
        placed_at=timezone.now(),
    )
    row.save(force_insert=True)
    held = [subject_id, *(referrals_of(subject_id) if is_case else ())]
    Ending.objects.filter(subject_id__in=held).delete()
    subjects = [subject_id] if exhibit_id is None else [subject_id, exhibit_id]
    enter(Act.HOLD_PLACED, subjects=subjects, details={"reason": given})
    return row.id


def _person(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can place a hold, or release one."))
    return actor.member_id
