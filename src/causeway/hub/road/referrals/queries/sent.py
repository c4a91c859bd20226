"""What an organisation has sent, newest first, a page at a time."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document
from causeway.hub.base.rows.paging import Position, read_position
from causeway.hub.road.referrals.models import Question, Referral
from causeway.hub.road.referrals.queries.finding import ids_by_reference
from causeway.hub.road.referrals.queries.referral_view import QuestionView, read_referral
from causeway.triage import assess_completeness
from causeway.vocabulary.findings import Completeness
from causeway.vocabulary.referral import Concern, Door
from causeway.vocabulary.referral import Referral as ToldReferral

LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SentReferral:
    """One line of the list."""

    id: UUID
    reference: str
    sender_reference: str
    external_reference: str
    door: Door
    concern: Concern
    platform: str
    occurred_at: datetime | None
    received_at: datetime
    completeness: Completeness
    open_questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What the sender or the desk added later."""

    text: str
    added_at: datetime
    is_answer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDetail(SentReferral):
    """The same with what was asked and added since."""

    desk_name: str
    questions: tuple[QuestionView, ...]
    added: tuple[Added, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """One page. `next_cursor` leads to the next, or is None on the last."""

    items: tuple[SentReferral, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFilters:
    """What to list; nothing given lists all. `reference` is any of a referral's references, whole."""

    concern: Concern | None = None
    door: Door | None = None
    since: datetime | None = None
    until: datetime | None = None
    reference: str | None = None


@query(Permission.LIST_SENT)
def list_sent(
    actor: Actor, *, cursor: str | None = None, filters: SentFilters | None = None, limit: int = 50
) -> SentPage:
    """One page of what the actor's own organisation sent, newest first.

    Raises:
        Invalid: the cursor is not one of ours, or the limit is not 1 to 100.
    """
    if not 1 <= limit <= LARGEST_PAGE:
        raise Invalid(_("A page holds 1 to %(most)s referrals.") % {"most": LARGEST_PAGE}, field="limit")
    found = Referral.objects.filter(_wanted(filters or SentFilters()), sender_id=actor.organisation_id)
    if cursor is not None:
        if (after := read_position(cursor)) is None:
            raise Invalid(_("This cursor is not one that a list gave."), field="cursor")
        found = found.filter(after.older("received_at"))
    rows = list(found.order_by("-received_at", "-id")[: limit + 1])
    page = rows[:limit]
    waiting = Question.objects.filter(referral_id__in=[row.id for row in page], answered_at=None)
    open_questions = Counter(waiting.values_list("referral_id", flat=True))
    return SentPage(
        items=tuple(_line(row, open_questions[row.id]) for row in page),
        next_cursor=str(Position(page[-1].received_at, page[-1].id)) if len(rows) > limit else None,
    )


@query(Permission.READ_REFERRAL)
def sent_referral(actor: Actor, referral_id: UUID) -> SentDetail:
    """One referral that the actor's own organisation sent; the look is in the ledger.

    Raises:
        NotFound: it sent no such referral.
    """
    view = read_referral(actor, referral_id)
    if view.sender_id != actor.organisation_id:
        raise NotFound(_("There is no such referral."))
    return SentDetail(
        id=view.id,
        reference=view.reference,
        sender_reference=view.sender_reference,
        external_reference=view.external_reference,
        door=view.door,
        concern=view.referral.concern,
        platform=view.referral.platform or "",
        occurred_at=view.referral.occurred_at,
        received_at=view.received_at,
        completeness=view.completeness,
        open_questions=sum(question.answered_at is None for question in view.questions),
        desk_name=view.desk_name,
        questions=view.questions,
        added=tuple(
            Added(text=one.text, added_at=one.added_at, is_answer=one.question_id is not None)
            for one in view.supplements
        ),
    )


def _wanted(filters: SentFilters) -> Q:
    wanted = Q()
    if filters.concern:
        wanted &= Q(concern=filters.concern.value)
    if filters.door:
        wanted &= Q(door=filters.door.value)
    if filters.since:
        wanted &= Q(received_at__gte=filters.since)
    if filters.until:
        wanted &= Q(received_at__lt=filters.until)
    if filters.reference is not None:
        wanted &= Q(id__in=ids_by_reference(filters.reference))
    return wanted


def _line(row: Referral, open_questions: int) -> SentReferral:
    return SentReferral(
        id=row.id,
        reference=row.reference,
        sender_reference=row.sender_reference,
        external_reference=row.external_reference,
        door=Door(row.door),
        concern=Concern(row.concern),
        platform=row.platform,
        occurred_at=row.occurred_at,
        received_at=row.received_at,
        completeness=assess_completeness(from_document(ToldReferral, row.document)),
        open_questions=open_questions,
    )
