"""Drafts of the acting organisation: one in full, those in the making, and those that wait for a reviewer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.playbooks.checking import Fault, faults_against, faults_of
from causeway.hub.knowledge.playbooks.comparing import changed_codes
from causeway.hub.knowledge.playbooks.models import OPEN_STATES, PlaybookDraft, PlaybookReview, PlaybookVersion
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.standards import Standard, stored_standard


class DraftState(StrEnum):
    """Where a draft stands."""

    WRITING = "writing"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a reviewer said."""

    by: str
    is_approved: bool
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft as its pages show it. `before` is what it will replace: the organisation's newest version, else the
    standard that it adapts. `unexplained` are the steps that differ from the standard without a reason.
    """

    id: UUID
    playbook: Playbook
    state: DraftState
    authors: tuple[str, ...]
    author_ids: tuple[UUID, ...]
    standard: Standard | None
    reasons: dict[str, str]
    note: str
    is_shared: bool
    started_at: datetime
    changed_at: datetime
    sent_at: datetime | None
    version_id: UUID | None
    before: Playbook | None
    faults: tuple[Fault, ...]
    unexplained: tuple[str, ...]
    reviews: tuple[Reviewed, ...]

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent for review."""
        return not self.faults and not self.unexplained

    def may_review(self, actor: Actor) -> bool:
        """Whether this person wrote nothing in it."""
        return actor.member_id not in self.author_ids


@query(Permission.READ_PLAYBOOKS)
def draft_of(actor: Actor, draft_id: UUID) -> Draft:
    """One draft.

    Raises:
        NotFound: the actor's organisation has no such draft.
    """
    del actor
    return draft_view(draft_row(draft_id))


@query(Permission.READ_PLAYBOOKS)
def open_drafts(actor: Actor) -> list[Draft]:
    """Those in the making and those in review, last changed first."""
    del actor
    return [draft_view(row) for row in PlaybookDraft.objects.filter(state__in=OPEN_STATES).order_by("-changed_at")]


@query(Permission.REVIEW_PLAYBOOKS)
def drafts_to_review(actor: Actor) -> list[Draft]:
    """Those that wait for a reviewer and that this person may review, longest waiting first."""
    rows = PlaybookDraft.objects.filter(state=DraftState.IN_REVIEW.value).order_by("sent_at", "id")
    return [draft for draft in map(draft_view, rows) if draft.may_review(actor)]


def draft_row(draft_id: UUID, *, state: DraftState | None = None) -> PlaybookDraft:
    """The draft; with a `state` it is locked, and has to stand there. Runs inside the caller's transaction.

    Raises:
        NotFound: the acting organisation has no such draft.
        Conflict: it stands elsewhere.
    """
    drafts = PlaybookDraft.objects.select_for_update() if state else PlaybookDraft.objects
    row = drafts.filter(id=draft_id).exclude(state=DraftState.DISCARDED.value).first()
    if row is None:
        raise NotFound(_("There is no such draft."))
    if state is not None and row.state != state.value:
        raise Conflict(_("This draft is no longer in the state that this needs. Look at it again."))
    return row


def unexplained_in(playbook: Playbook, standard: Standard | None, reasons: dict[str, str]) -> tuple[str, ...]:
    """The codes of the steps that differ from the standard and for which no reason is given."""
    if standard is None:
        return ()
    return tuple(sorted(changed_codes(standard.playbook, playbook) - {code for code, why in reasons.items() if why}))


def own_newest(code: str, organisation_id: UUID) -> PlaybookVersion | None:
    """The organisation's newest published version of this code. Runs inside the caller's transaction."""
    return PlaybookVersion.objects.filter(organisation_id=organisation_id, code=code).order_by("-number").first()


def draft_view(row: PlaybookDraft) -> Draft:
    """A row as a view. Runs inside the caller's transaction."""
    playbook = from_document(Playbook, row.document)
    standard = stored_standard(row.standard) if row.standard else None
    own = own_newest(row.code, row.organisation_id)
    reviews = list(PlaybookReview.objects.filter(draft=row).order_by("-reviewed_at"))
    author_ids = tuple(UUID(each) for each in row.author_ids)
    names = member_names({*author_ids, *(each.member_id for each in reviews)})
    faults = [*faults_of(playbook), *(faults_against(playbook, standard.playbook) if standard else ())]
    before = from_document(Playbook, own.document) if own else (standard.playbook if standard else None)
    return Draft(
        id=row.id,
        playbook=playbook,
        state=DraftState(row.state),
        authors=tuple(names.get(each, "") for each in author_ids),
        author_ids=author_ids,
        standard=standard,
        reasons=dict(row.reasons),
        note=row.note,
        is_shared=row.is_shared,
        started_at=row.started_at,
        changed_at=row.changed_at,
        sent_at=row.sent_at,
        version_id=row.version_id,
        before=before,
        faults=tuple(faults),
        unexplained=unexplained_in(playbook, standard, row.reasons),
        reviews=tuple(
            Reviewed(
                by=names.get(each.member_id, ""),
                is_approved=each.is_approved,
                comment=each.comment,
                at=each.reviewed_at,
            )
            for each in reviews
        ),
    )
