"""What the API takes and gives. A referral is the vocabulary's own dataclass; these are the wrappers around it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from causeway.hub.road.intake.checking import told_or_none
from causeway.hub.road.intake.offer import Accepted
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement
from causeway.hub.road.referrals.queries.referral_view import AttachmentView, QuestionView, ReferralView, SupplementView
from causeway.hub.road.referrals.queries.sent import SentPage, SentReferral
from causeway.vocabulary.findings import Completeness
from causeway.vocabulary.referral import Attachment, Concern, Door, Incident, Party, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A referral was accepted. `completeness` says what would make it easier to act on; `is_repeat` that the same key
    was used before.
    """

    id: UUID
    reference: str
    received_at: datetime
    completeness: Completeness
    is_repeat: bool

    @classmethod
    def of(cls, accepted: Accepted) -> "Receipt":
        """The receipt of an acceptance."""
        return cls(
            id=accepted.referral_id,
            reference=accepted.reference,
            received_at=accepted.received_at,
            completeness=accepted.completeness,
            is_repeat=accepted.is_repeat,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    """One referral in a list."""

    id: UUID
    reference: str
    sender_reference: str
    external_reference: str
    door: Door
    concern: Concern
    platform: str
    occurred_at: datetime | None
    received_at: datetime
    completeness_score: float
    open_questions: int

    @classmethod
    def of(cls, sent: SentReferral) -> "ReferralLine":
        """The line of a sent referral."""
        return cls(
            id=sent.id,
            reference=sent.reference,
            sender_reference=sent.sender_reference,
            external_reference=sent.external_reference,
            door=sent.door,
            concern=sent.concern,
            platform=sent.platform,
            occurred_at=sent.occurred_at,
            received_at=sent.received_at,
            completeness_score=sent.completeness.score,
            open_questions=sent.open_questions,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPage:
    """A page of what was sent, newest first. `next_cursor` is null on the last page."""

    items: tuple[ReferralLine, ...]
    next_cursor: str | None

    @classmethod
    def of(cls, page: SentPage) -> "ReferralPage":
        """The page as the API gives it."""
        return cls(items=tuple(ReferralLine.of(item) for item in page.items), next_cursor=page.next_cursor)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An attachment: with digests (lower-case hex) where bytes came, without for a URL alone."""

    ordinal: int
    name: str
    sha256: str | None
    md5: str | None
    sha1: str | None
    size_bytes: int | None

    @classmethod
    def of(cls, view: AttachmentView) -> "File":
        """The file as the sender may see it; where its bytes lie is nobody's business."""
        return cls(
            ordinal=view.ordinal,
            name=view.name,
            sha256=view.sha256 or None,
            md5=view.md5 or None,
            sha1=view.sha1 or None,
            size_bytes=view.size_bytes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question about a referral."""

    id: UUID
    asked_by: str
    text: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None

    @classmethod
    def of(cls, view: QuestionView) -> "Question":
        """The question as the API gives it."""
        return cls(
            id=view.id,
            asked_by=view.asked_by,
            text=view.text,
            asked_at=view.asked_at,
            due_at=view.due_at,
            answered_at=view.answered_at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionList:
    """The questions on one referral, oldest first."""

    items: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What was added later."""

    id: UUID
    question_id: UUID | None
    added_by: str
    added_at: datetime
    text: str

    @classmethod
    def of(cls, view: SupplementView) -> "Supplement":
        """The supplement as the API gives it; its facts stand in the referral's `whole`."""
        return cls(
            id=view.id,
            question_id=view.question_id,
            added_by=view.added_by,
            added_at=view.added_at,
            text=view.text,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReferralBody:
    """A referral with all that was added since. `told` is what was told first, `whole` has every supplement in it."""

    id: UUID
    reference: str
    external_reference: str
    door: Door
    desk: str
    received_at: datetime
    told: Referral
    whole: Referral
    files: tuple[File, ...]
    supplements: tuple[Supplement, ...]
    questions: tuple[Question, ...]
    completeness: Completeness

    @classmethod
    def of(cls, view: ReferralView) -> "SentReferralBody":
        """The referral as the API gives it."""
        return cls(
            id=view.id,
            reference=view.reference,
            external_reference=view.external_reference,
            door=view.door,
            desk=view.desk_name,
            received_at=view.received_at,
            told=view.referral,
            whole=view.whole,
            files=tuple(File.of(one) for one in view.attachments),
            supplements=tuple(Supplement.of(one) for one in view.supplements),
            questions=tuple(Question.of(one) for one in view.questions),
            completeness=view.completeness,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementBody:
    """What is to be added to a referral, or what answers a question: words, facts, or both; files come in a multipart
    form. Danger is told as in a referral.
    """

    __pydantic_config__ = {"extra": "forbid"}

    text: str = ""
    parties: tuple[Party, ...] = ()
    incidents: tuple[Incident, ...] = ()
    attachments: tuple[Attachment, ...] = field(default=())
    emergency: str | None = None
    is_contact_ongoing: bool | None = None
    is_planned: bool | None = None
    planned_at: datetime | None = None

    def as_new(self) -> NewSupplement:
        """As the command takes it."""
        addition = Addition(
            parties=self.parties,
            incidents=self.incidents,
            attachments=self.attachments,
            emergency=told_or_none(self.emergency),
            is_contact_ongoing=self.is_contact_ongoing,
            is_planned=self.is_planned,
            planned_at=self.planned_at,
        )
        return NewSupplement(text=self.text, addition=addition)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The identifier of what was added."""

    id: UUID
