"""Assessments for pages: the list, one draft with its reviews, one published version, and steps that fall due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.organisations.queries.directory import directory, names_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.capability.judgements import Comments, Judgement, Judgements, Published
from causeway.hub.knowledge.capability.models import (
    Assessment,
    PeerReview,
    PublishedAssessment,
    ReviewInvitation,
    SharedAssessment,
)
from causeway.vocabulary.organisations import OrganisationKind

SOON = timedelta(days=14)
"""Our own choice: a next step is told of two weeks before its day."""
MOST_LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """An invitation and what came of it; `text` is the reviewer's word on the whole."""

    id: UUID
    reviewer: str
    organisation: str
    about: str
    as_of: date
    invited_at: datetime
    is_withdrawn: bool
    finished_at: datetime | None
    comments: Comments
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """A draft, or what it was before it was published."""

    id: UUID
    about: str
    as_of: date
    changed_at: datetime
    published_at: datetime | None
    judgements: Judgements
    reviews: tuple[ReviewView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedView:
    """A published version of the actor's organisation."""

    id: UUID
    number: int
    about: str
    as_of: date
    published_at: datetime
    published: Published
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What stands on the first page."""

    drafts: tuple[AssessmentView, ...]
    versions: tuple[PublishedView, ...]
    asked: tuple[ReviewView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDue:
    """A next step of the latest version whose day is near or past."""

    published_id: UUID
    judgement: Judgement
    on: date
    is_late: bool


@query(Permission.READ_CAPABILITY)
def overview(actor: Actor) -> Overview:
    """The organisation's drafts and versions, newest first, and the reviews it is asked for."""
    drafts = Assessment.objects.filter(organisation_id=actor.organisation_id, published_at=None).order_by("-changed_at")
    asked = ReviewInvitation.objects.filter(reviewer_id=actor.organisation_id, assessment__published_at=None)
    return Overview(
        drafts=tuple(_assessment(row) for row in drafts[:MOST_LISTED]),
        versions=tuple(_versions()),
        asked=tuple(_reviews(asked.filter(withdrawn_at=None).order_by("-invited_at")[:MOST_LISTED])),
    )


@query(Permission.READ_CAPABILITY)
def draft(actor: Actor, assessment_id: UUID) -> AssessmentView:
    """A draft of the actor's organisation, with its reviews.

    Raises:
        NotFound: it has none such.
    """
    row = Assessment.objects.filter(id=assessment_id, organisation_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such assessment."))
    invitations = ReviewInvitation.objects.filter(assessment=row).order_by("invited_at")
    return _assessment(row, tuple(_reviews(invitations)))


@query(Permission.REVIEW_CAPABILITY)
def asked_to_review(actor: Actor, invitation_id: UUID) -> tuple[AssessmentView, ReviewView]:
    """What the actor's organisation is asked to review, and what it has said.

    Raises:
        NotFound: it was not asked, or no longer.
    """
    found = ReviewInvitation.objects.filter(id=invitation_id, reviewer_id=actor.organisation_id, withdrawn_at=None)
    invitation = found.select_related("assessment").first()
    row = Assessment.objects.filter(id=invitation.assessment_id).first() if invitation else None
    if invitation is None or row is None:
        raise NotFound(_("There is no such invitation."))
    (review,) = _reviews([invitation])
    return _assessment(row), review


@query(Permission.READ_CAPABILITY)
def published_version(actor: Actor, published_id: UUID, *, is_export: bool = False) -> PublishedView:
    """One published version of the actor's organisation; where it is taken away as a file, that is entered.

    Raises:
        NotFound: it has none such.
    """
    found = _versions(published_id)
    if not found:
        raise NotFound(_("There is no such published version."))
    if is_export:
        enter_export("capability", {"version": found[0].number})
    return found[0]


@query(Permission.ASSESS_CAPABILITY)
def possible_reviewers(actor: Actor) -> list[tuple[UUID, str]]:
    """Organisations that can be asked, by name."""
    return [
        (one.id, one.name)
        for one in directory(actor)
        if one.id != actor.organisation_id and one.kind is not OrganisationKind.SERVICE
    ]


@query(Permission.ASSESS_CAPABILITY)
def steps_due(actor: Actor, today: date) -> list[StepDue]:
    """Next steps of the latest version whose day is near or past, soonest first."""
    return steps_near(actor.organisation_id, today)


def steps_near(organisation_id: UUID, today: date) -> list[StepDue]:
    """The same, for the command that reminds. Runs inside the caller's transaction."""
    latest = PublishedAssessment.objects.filter(organisation_id=organisation_id).order_by("-number").first()
    if latest is None:
        return []
    lines = from_document(Published, latest.document).judgements.lines
    due = [
        StepDue(published_id=latest.id, judgement=line, on=line.next_step_on, is_late=line.next_step_on < today)
        for line in lines
        if line.next_step_on is not None and line.next_step_on <= today + SOON
    ]
    return sorted(due, key=lambda step: step.on)


def _assessment(row: Assessment, reviews: tuple[ReviewView, ...] = ()) -> AssessmentView:
    return AssessmentView(
        id=row.id,
        about=row.about,
        as_of=row.as_of,
        changed_at=row.changed_at,
        published_at=row.published_at,
        judgements=from_document(Judgements, row.document),
        reviews=reviews,
    )


def _versions(published_id: UUID | None = None) -> list[PublishedView]:
    rows = PublishedAssessment.objects.order_by("-number")
    chosen = list(rows.filter(id=published_id) if published_id else rows[:MOST_LISTED])
    shared = set(
        SharedAssessment.objects.filter(published_id__in=[row.id for row in chosen]).values_list(
            "published_id", flat=True
        )
    )
    return [
        PublishedView(
            id=row.id,
            number=row.number,
            about=row.about,
            as_of=row.as_of,
            published_at=row.published_at,
            published=from_document(Published, row.document),
            is_shared=row.id in shared,
        )
        for row in chosen
    ]


def _reviews(invitations: Iterable[ReviewInvitation]) -> list[ReviewView]:
    """Invitations with what was said; what the draft is about stays unsaid where the reviewer may not see it."""
    rows = list(invitations)
    reviews = {one.invitation_id: one for one in PeerReview.objects.filter(invitation_id__in=[row.id for row in rows])}
    drafts = {one.id: one for one in Assessment.objects.filter(id__in=[row.assessment_id for row in rows])}
    names = names_of({row.reviewer_id for row in rows} | {row.organisation_id for row in rows})
    found = []
    for row in rows:
        review, about = reviews.get(row.id), drafts.get(row.assessment_id)
        if about is None:
            continue
        found.append(
            ReviewView(
                id=row.id,
                reviewer=names.get(row.reviewer_id, ""),
                organisation=names.get(row.organisation_id, ""),
                about=about.about,
                as_of=about.as_of,
                invited_at=row.invited_at,
                is_withdrawn=row.withdrawn_at is not None,
                finished_at=review.finished_at if review else None,
                comments=from_document(Comments, review.document) if review else Comments(),
                text=review.text if review else "",
            )
        )
    return found
