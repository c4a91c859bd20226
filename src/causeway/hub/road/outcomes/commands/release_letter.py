"""A person at the desk releases a letter about completeness: the sender reads it on its own page; a mail says so."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.outcomes.models import CompletenessLetter
from causeway.hub.road.outcomes.queries.letters import draft_letter

LEAST_APART = timedelta(days=28)
"""More often, a letter says what the last one said."""


@command(Permission.RELEASE_LETTER)
def release_letter(actor: Actor, sender_id: UUID) -> UUID:
    """Release what a letter to this sender says today, and give its identifier.

    Raises:
        NotFound: the sender told fewer than ten referrals in the last quarter.
        Conflict: the last letter to it is younger than four weeks.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can release a letter."))
    letter, now = draft_letter(actor, sender_id), timezone.now()
    own = CompletenessLetter.objects.filter(desk_id=actor.organisation_id, sender_id=sender_id)
    if own.filter(released_at__gt=now - LEAST_APART).exists():
        raise Conflict(_("The last letter to this sender is younger than four weeks."))
    row = CompletenessLetter(
        desk_id=actor.organisation_id,
        sender_id=sender_id,
        starts_on=letter.starts_on,
        ends_on=letter.ends_on,
        document=to_document(letter.found),
        released_by_id=actor.member_id,
        released_at=now,
    )
    row.save(force_insert=True)
    with in_language_of(sender_id):
        subject = _("How complete your referrals were")
        body = _("%(desk)s wrote to you about it. Sign in and open Feedback to read the letter.") % {
            "desk": actor.organisation_name
        }
    owe_mail(actor.organisation_id, mailboxes_of({sender_id})[sender_id], subject, body, row.id)
    enter(Act.COMPLETENESS_LETTER_RELEASED, subjects=[row.id], audience=[sender_id])
    return row.id
