"""Opening a referral: all that was told of it, with files, supplements and questions. Each look is in the ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.models import Attachment, Question, Supplement
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.hub.road.referrals.queries.told import told
from causeway.triage import assess_completeness
from causeway.vocabulary.findings import Completeness
from causeway.vocabulary.referral import Door, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentView:
    """A file or a URL. `ordinal` is its place among all attachments; `sealed_id` is None where no bytes came. Digests
    are lower-case hex.
    """

    id: UUID
    ordinal: int
    sealed_id: UUID | None
    sha256: str
    md5: str
    sha1: str
    size_bytes: int | None
    name: str
    viewed_by_sender: bool | None
    supplement_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementView:
    """What was added later. `question_id` names the question that it answers."""

    id: UUID
    question_id: UUID | None
    added_by_id: UUID
    added_by: str
    member_id: UUID | None
    text: str
    addition: Addition
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question to the sender; `due_at` is when an answer is hoped for, `days_off` the holidays that it leaves out."""

    id: UUID
    asked_by_id: UUID
    asked_by: str
    text: str
    asked_at: datetime
    due_at: datetime
    days_off: tuple[date, ...]
    is_paused: bool
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralView:
    """A referral as one organisation sees it.

    `referral` is what was told first, `whole` the same with every supplement laid over it; `completeness` is about the
    whole.
    """

    id: UUID
    dossier_id: UUID
    reference: str
    sender_id: UUID
    sender_name: str
    desk_id: UUID
    desk_name: str
    sender_reference: str
    external_reference: str
    door: Door
    received_at: datetime
    do_not_alert_until: date | None
    original_id: UUID | None
    referral: Referral
    whole: Referral
    attachments: tuple[AttachmentView, ...]
    supplements: tuple[SupplementView, ...]
    questions: tuple[QuestionView, ...]
    completeness: Completeness


@query(Permission.READ_REFERRAL)
def read_referral(actor: Actor, referral_id: UUID) -> ReferralView:
    """Open a referral and enter in the ledger who looked; the entry is seen by the looking organisation alone.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    view = view_of(referral_id)
    enter(Act.REFERRAL_READ, subjects=[referral_id], details={"reference": view.reference})
    return view


def view_of(referral_id: UUID) -> ReferralView:
    """The same for a command that enters its own act, in the caller's transaction. Raises as `read_referral`."""
    row = ReferralRow.objects.filter(id=referral_id).first()
    if row is None:
        raise NotFound(_("There is no such referral."))
    whole = told(referral_id).referral
    supplements = list(Supplement.objects.filter(referral_id=referral_id).order_by("added_at", "id"))
    questions = list(Question.objects.filter(referral_id=referral_id).order_by("asked_at", "id"))
    names = names_of(
        {row.sender_id, row.desk_id, *(one.added_by_id for one in supplements), *(one.asked_by_id for one in questions)}
    )
    return ReferralView(
        id=row.id,
        dossier_id=row.dossier_id,
        reference=row.reference,
        sender_id=row.sender_id,
        sender_name=names.get(row.sender_id, ""),
        desk_id=row.desk_id,
        desk_name=names.get(row.desk_id, ""),
        sender_reference=row.sender_reference,
        external_reference=row.external_reference,
        door=Door(row.door),
        received_at=row.received_at,
        do_not_alert_until=row.do_not_alert_until,
        original_id=row.original_id,
        referral=from_document(Referral, row.document),
        whole=whole,
        attachments=tuple(
            _attachment(one) for one in Attachment.objects.filter(referral_id=referral_id).order_by("ordinal")
        ),
        supplements=tuple(_supplement(one, names) for one in supplements),
        questions=tuple(question_view(one, names) for one in questions),
        completeness=assess_completeness(whole),
    )


@query(Permission.READ_QUESTIONS)
def questions_on(actor: Actor, referral_id: UUID) -> list[QuestionView]:
    """The questions on a referral, oldest first; the look is in the ledger.

    Raises:
        NotFound: the actor's organisation sees no such referral.
    """
    referral = ReferralRow.objects.filter(id=referral_id).first()
    if referral is None:
        raise NotFound(_("There is no such referral."))
    enter(Act.REFERRAL_READ, subjects=[referral_id], details={"reference": referral.reference, "part": "questions"})
    rows = list(Question.objects.filter(referral_id=referral_id).order_by("asked_at", "id"))
    names = names_of({row.asked_by_id for row in rows})
    return [question_view(row, names) for row in rows]


def question_view(row: Question, names: dict[UUID, str]) -> QuestionView:
    """One question as it is shown."""
    return QuestionView(
        id=row.id,
        asked_by_id=row.asked_by_id,
        asked_by=names.get(row.asked_by_id, ""),
        text=row.text,
        asked_at=row.asked_at,
        due_at=row.due_at,
        days_off=tuple(row.days_off),
        is_paused=row.paused_at is not None,
        answered_at=row.answered_at,
    )


def _attachment(row: Attachment) -> AttachmentView:
    return AttachmentView(
        id=row.id,
        ordinal=row.ordinal,
        sealed_id=row.sealed_id,
        sha256=row.sha256,
        md5=row.md5,
        sha1=row.sha1,
        size_bytes=row.size_bytes,
        name=row.name,
        viewed_by_sender=row.viewed_by_sender,
        supplement_id=row.supplement_id,
    )


def _supplement(row: Supplement, names: dict[UUID, str]) -> SupplementView:
    return SupplementView(
        id=row.id,
        question_id=row.question_id,
        added_by_id=row.added_by_id,
        added_by=names.get(row.added_by_id, ""),
        member_id=row.member_id,
        text=row.text,
        addition=from_document(Addition, row.document or {}),
        added_at=row.added_at,
    )
