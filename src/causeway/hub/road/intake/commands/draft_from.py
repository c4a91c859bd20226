"""Making a draft of what another step knows already, so that one press sends it."""

from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import listing_for
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.intake.commands.keep_draft import sender_kind_of, usual_contact
from causeway.hub.road.intake.models import Draft
from causeway.hub.road.intake.queries.drafts import DraftFile, DraftText, as_documents
from causeway.vocabulary.referral import Referral

_DONE = ("what", "people", "files", "contact")


@command(Permission.SEND_REFERRAL)
def draft_from(actor: Actor, root_id: UUID, referral: Referral, files: tuple[DraftFile, ...]) -> None:
    """Make a draft of a root that the actor's organisation has founded; sealed files must be parts of it already.
    Attachments of the referral are given as files. Whom to ask is filled in as in a draft that somebody starts.

    Raises:
        Conflict: there is one of this root.
    """
    listing = listing_for(actor.organisation_id)
    if listing is None:
        raise NotFound(_("There is no such organisation."))
    if Draft.objects.filter(id=root_id).exists():
        raise Conflict(_("There is a draft of this already."))
    now = timezone.now()
    told = replace(
        referral,
        sender_kind=sender_kind_of(listing),
        contact=referral.contact or usual_contact(listing),
        attachments=(),
    )
    Draft(
        id=root_id,
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        document=to_document(DraftText(referral=told, done=_DONE)),
        files=as_documents(files),
        started_at=now,
        changed_at=now,
    ).save(force_insert=True)
    enter(Act.DRAFT_STARTED, subjects=[root_id])
