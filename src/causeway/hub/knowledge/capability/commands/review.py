"""Review by peers: an organisation asks another, which says of each capability whether it agrees, and why."""

from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.capability.commands.assess import TEXT_CHARACTERS, open_assessment
from causeway.hub.knowledge.capability.judgements import Comment, Comments, Judgements, View
from causeway.hub.knowledge.capability.model_response import BY_CODE
from causeway.hub.knowledge.capability.models import Assessment, PeerReview, ReviewInvitation
from causeway.vocabulary.organisations import OrganisationKind


@command(Permission.ASSESS_CAPABILITY)
def invite_reviewer(actor: Actor, assessment_id: UUID, reviewer_id: UUID) -> UUID:
    """Ask another organisation to review. It sees the whole draft until it is published or the invitation withdrawn.

    Raises:
        NotFound, Conflict: there is no such draft of the actor's organisation.
        Invalid: that organisation cannot review, or has been asked.
    """
    row = open_assessment(actor, assessment_id)
    reviewer = listing_by_id(reviewer_id)
    if reviewer is None or reviewer_id == actor.organisation_id or reviewer.kind is OrganisationKind.SERVICE:
        raise Invalid(_("Choose another organisation that assesses capabilities."), field="reviewer")
    now = timezone.now()
    invitation = ReviewInvitation.objects.filter(assessment=row, reviewer_id=reviewer_id).first()
    if invitation is not None and invitation.withdrawn_at is None:
        raise Invalid(_("That organisation has been asked already."), field="reviewer")
    if invitation is None:
        invitation = ReviewInvitation(
            assessment=row, organisation_id=actor.organisation_id, reviewer_id=reviewer_id, invited_at=now
        )
        invitation.save(force_insert=True)
    else:
        invitation.invited_at, invitation.withdrawn_at = now, None
        invitation.save(update_fields=["invited_at", "withdrawn_at"])
    row.audience = sorted({*row.audience, reviewer_id})
    row.save(update_fields=["audience"])
    enter(Act.REVIEW_INVITED, subjects=[row.id, invitation.id, reviewer_id], audience=[reviewer_id])
    with in_language_of(reviewer_id):
        subject = _("%(organisation)s asks you to review an assessment") % {"organisation": actor.organisation_name}
    address = f"{settings.BASE_URL}/capability/reviews/{invitation.id}/"
    owe_mail(actor.organisation_id, reviewer.mailbox, subject, f"{subject}.\n\n{address}\n", about_id=invitation.id)
    return invitation.id


@command(Permission.ASSESS_CAPABILITY)
def withdraw_invitation(actor: Actor, invitation_id: UUID) -> UUID:
    """Take an invitation back: the reviewer no longer sees the draft. What it said stays. Gives the assessment.

    Raises:
        NotFound, Conflict: there is no such invitation to a draft of the actor's organisation.
    """
    invitation = ReviewInvitation.objects.filter(id=invitation_id, organisation_id=actor.organisation_id).first()
    if invitation is None:
        raise NotFound(_("There is no such invitation."))
    row = open_assessment(actor, invitation.assessment_id)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        row.audience = [one for one in row.audience if one != invitation.reviewer_id]
        row.save(update_fields=["audience"])
        reviewer = invitation.reviewer_id
        enter(Act.REVIEW_WITHDRAWN, subjects=[row.id, invitation.id, reviewer], audience=[reviewer])
    return row.id


@command(Permission.REVIEW_CAPABILITY)
def comment_on(actor: Actor, invitation_id: UUID, capability: str, *, view: View, text: str = "") -> None:
    """Say what the reviewer thinks of one judgement. Until the review is finished it can be changed.

    Raises:
        NotFound: the actor's organisation was not asked, or no longer.
        Conflict: its review is finished.
        Invalid: no such capability, nothing says why the reviewer disagrees, or it agrees where nothing is judged.
    """
    invitation, row = _asked(actor, invitation_id)
    if capability not in BY_CODE:
        raise Invalid(_("There is no such capability."), field="capability")
    text = text.strip()
    if len(text) > TEXT_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(TEXT_CHARACTERS)}, field="text")
    if view is View.DISAGREE and not text:
        raise Invalid(_("Say why you disagree."), field="text")
    on_phase = from_document(Judgements, row.document).of(capability).phase
    if view is View.AGREE and on_phase is None:
        raise Invalid(
            _("This capability is not judged yet: there is nothing to agree with. Choose another answer."), field="view"
        )
    review = _review(actor, invitation)
    said = Comment(capability=capability, view=view, on_phase=on_phase, text=text)
    review.document = to_document(from_document(Comments, review.document).changed(said))
    review.changed_at = timezone.now()
    review.save()
    enter(
        Act.REVIEW_COMMENTED,
        subjects=[row.id, invitation.id],
        audience=[invitation.organisation_id],
        details={"capability": capability, "view": view.value},
        details_audience=[invitation.organisation_id],
    )


@command(Permission.REVIEW_CAPABILITY)
def finish_review(actor: Actor, invitation_id: UUID, *, text: str = "") -> None:
    """Set the mark that the actor's organisation has reviewed it, with a word on the whole.

    Raises:
        NotFound: the actor's organisation was not asked, or no longer.
        Conflict: its review is finished.
        Invalid: it said nothing of any capability, or too much.
    """
    invitation, row = _asked(actor, invitation_id)
    text = text.strip()
    if len(text) > TEXT_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(TEXT_CHARACTERS)}, field="text")
    review = _review(actor, invitation)
    if not from_document(Comments, review.document).lines:
        raise Invalid(_("Say first what you think of at least one capability."), field="text")
    now = timezone.now()
    review.text, review.changed_at, review.finished_at = text, now, now
    review.save()
    enter(Act.REVIEW_FINISHED, subjects=[row.id, invitation.id], audience=[invitation.organisation_id])


def _asked(actor: Actor, invitation_id: UUID) -> tuple[ReviewInvitation, Assessment]:
    invitation = ReviewInvitation.objects.filter(
        id=invitation_id, reviewer_id=actor.organisation_id, withdrawn_at=None
    ).first()
    row = Assessment.objects.filter(id=invitation.assessment_id).first() if invitation else None
    if invitation is None or row is None:
        raise NotFound(_("There is no such invitation."))
    if row.published_at is not None:
        raise Conflict(_("This assessment has been published."))
    return invitation, row


def _review(actor: Actor, invitation: ReviewInvitation) -> PeerReview:
    """The reviewer's own row, locked, or a new one."""
    review = PeerReview.objects.select_for_update().filter(invitation=invitation).first()
    if review is None:
        return PeerReview(
            invitation=invitation,
            organisation_id=invitation.organisation_id,
            reviewer_id=actor.organisation_id,
            document=to_document(Comments()),
        )
    if review.finished_at is not None:
        raise Conflict(_("Your review is finished."))
    return review
