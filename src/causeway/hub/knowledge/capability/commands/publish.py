"""Publishing an assessment as a version that never changes, and showing it to others or not."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.knowledge.capability.commands.assess import open_assessment
from causeway.hub.knowledge.capability.judgements import (
    Comments,
    Judgements,
    Published,
    Reviewed,
    View,
    shared_part,
)
from causeway.hub.knowledge.capability.models import (
    Assessment,
    PeerReview,
    PublishedAssessment,
    SharedAssessment,
)


@command(Permission.PUBLISH_CAPABILITY)
def publish_assessment(actor: Actor, assessment_id: UUID) -> UUID:
    """Publish what has been judged, with the reviews that are finished, as the next version; give that version.

    Raises:
        NotFound, Conflict: there is no such draft of the actor's organisation.
        Invalid: nothing has been judged.
    """
    row = open_assessment(actor, assessment_id)
    judgements = from_document(Judgements, row.document)
    if not judgements.judged:
        raise Invalid(_("Judge at least one capability first."))
    now = timezone.now()
    latest = PublishedAssessment.objects.aggregate(latest=Max("number"))["latest"] or 0
    published = PublishedAssessment(
        organisation_id=actor.organisation_id,
        assessment_id=row.id,
        number=latest + 1,
        about=row.about,
        as_of=row.as_of,
        document=to_document(Published(judgements=judgements, reviews=_reviews(row))),
        published_at=now,
    )
    try:
        with transaction.atomic():
            published.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(_("Somebody published another version just now. Try again.")) from fault
    reviewers = [one for one in row.audience if one != actor.organisation_id]
    row.published_at, row.audience = now, [actor.organisation_id]
    row.save(update_fields=["published_at", "audience"])
    enter(Act.CAPABILITY_PUBLISHED, subjects=[row.id, published.id], audience=reviewers)
    return published.id


def _reviews(row: Assessment) -> tuple[Reviewed, ...]:
    rows = list(
        PeerReview.objects.filter(invitation__assessment=row, finished_at__isnull=False).order_by("finished_at")
    )
    names = names_of({review.reviewer_id for review in rows})
    judgements = from_document(Judgements, row.document)
    found = []
    for review in rows:
        comments = from_document(Comments, review.document)
        found.append(
            Reviewed(
                reviewer=names.get(review.reviewer_id, ""),
                agrees=comments.agreeing_with(judgements),
                disagrees=comments.count(View.DISAGREE),
                cannot_say=comments.count(View.CANNOT_SAY),
                text=review.text,
            )
        )
    return tuple(found)


@command(Permission.PUBLISH_CAPABILITY)
def share_published(actor: Actor, published_id: UUID, *, is_shared: bool) -> None:
    """Show the phases and reasons of a published version to the other organisations on this hub, or no longer.

    Raises:
        NotFound: the actor's organisation has published no such version.
    """
    published = PublishedAssessment.objects.filter(id=published_id).first()
    if published is None:
        raise NotFound(_("There is no such published version."))
    shown = SharedAssessment.objects.filter(published_id=published_id)
    if is_shared == shown.exists():
        return
    if is_shared:
        SharedAssessment(
            organisation_id=actor.organisation_id,
            published_id=published.id,
            number=published.number,
            about=published.about,
            as_of=published.as_of,
            document=to_document(shared_part(from_document(Published, published.document))),
            shared_at=timezone.now(),
        ).save(force_insert=True)
    else:
        shown.delete()
    enter(Act.CAPABILITY_SHARED, subjects=[published.id], details={"is_shared": is_shared})
