"""Bulletins and what readers ask about them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.commons.awareness.models import Bulletin, BulletinQuestion
from causeway.hub.commons.awareness.queries.paging import Page, page_of
from causeway.hub.commons.awareness.words import Readers
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinLine:
    """A bulletin in a list."""

    id: UUID
    title: str
    summary: str
    readers: Readers
    language: str
    by: str
    is_own: bool
    has_figures: bool
    published_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question and its answer, for either side."""

    id: UUID
    bulletin_id: UUID
    bulletin: str
    by: str
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    is_to_us: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinView:
    """A bulletin to read, the same in other languages, and this organisation's questions about it."""

    line: BulletinLine
    body: str
    figures: dict[str, Any] | None
    withdrawn_reason: str
    translation_of: UUID | None
    translations: tuple[BulletinLine, ...]
    questions: tuple[QuestionView, ...]


@query(Permission.READ_AWARENESS)
def bulletins(actor: Actor, *, is_mine: bool = False, language: str = "", page: int = 1) -> Page[BulletinLine]:
    """Published bulletins that hold, newest first; or one's own, drafts and withdrawn ones too."""
    rows = Bulletin.objects.order_by("-published_at", "-written_at", "id")
    if is_mine:
        rows = rows.filter(organisation_id=actor.organisation_id)
    else:
        rows = rows.filter(published_at__isnull=False, withdrawn_at=None)
    if language:
        rows = rows.filter(language=language)
    names = names_of(set(rows.order_by().values_list("organisation_id", flat=True).distinct()))
    return page_of(rows, page, lambda row: _line(actor, row, names))


@query(Permission.READ_AWARENESS)
def bulletins_for(actor: Actor, limit: int) -> list[BulletinLine]:
    """The newest bulletins written for this kind of organisation."""
    wanted = [Readers.EVERYBODY.value, *_readers_of(actor)]
    rows = Bulletin.objects.filter(
        published_at__isnull=False, withdrawn_at=None, readers__in=wanted, translation_of_id=None
    ).exclude(organisation_id=actor.organisation_id)
    newest = list(rows.order_by("-published_at")[:limit])
    names = names_of({row.organisation_id for row in newest})
    return [_line(actor, row, names) for row in newest]


@query(Permission.READ_AWARENESS)
def bulletin(actor: Actor, bulletin_id: UUID) -> BulletinView:
    """One bulletin.

    Raises:
        NotFound: none is published or the actor's own.
    """
    row = Bulletin.objects.filter(id=bulletin_id).first()
    if row is None:
        raise NotFound(_("There is no such bulletin."))
    root = row.translation_of_id or row.id
    family = list(
        Bulletin.objects.filter(Q(id=root) | Q(translation_of_id=root), withdrawn_at=None)
        .exclude(id=row.id)
        .order_by("language", "id")
    )
    names = names_of({row.organisation_id, *(other.organisation_id for other in family)})
    return BulletinView(
        line=_line(actor, row, names),
        body=row.body,
        figures=row.figures,
        withdrawn_reason=row.withdrawn_reason,
        translation_of=row.translation_of_id,
        translations=tuple(_line(actor, other, names) for other in family),
        questions=tuple(_questions(actor, row.id)),
    )


@query(Permission.ISSUE_BULLETIN)
def questions_waiting(actor: Actor) -> list[QuestionView]:
    """What readers ask the actor's organisation and nobody has answered, oldest first."""
    rows = BulletinQuestion.objects.filter(issuer_id=actor.organisation_id, answered_at=None)
    return _views(actor, list(rows.select_related("bulletin").order_by("asked_at")))


@query(Permission.ISSUE_BULLETIN)
def question(actor: Actor, question_id: UUID) -> QuestionView:
    """One question to the actor's organisation.

    Raises:
        NotFound: there is none.
    """
    rows = BulletinQuestion.objects.filter(id=question_id, issuer_id=actor.organisation_id)
    found = _views(actor, list(rows.select_related("bulletin")))
    if not found:
        raise NotFound(_("There is no such question to you."))
    return found[0]


def _readers_of(actor: Actor) -> list[str]:
    """For whom a bulletin is written that concerns this organisation."""
    if actor.organisation_kind is OrganisationKind.PARTNER:
        own = listing_by_id(actor.organisation_id)
        is_school = own is not None and own.partner_kind == PartnerKind.SCHOOL
        return [Readers.SCHOOLS.value if is_school else Readers.PARTNERS.value]
    by_kind = {OrganisationKind.POLICE_FORCE: Readers.FORCES, OrganisationKind.SERVICE: Readers.SERVICES}
    return [by_kind[actor.organisation_kind].value] if actor.organisation_kind in by_kind else []


def _questions(actor: Actor, bulletin_id: UUID) -> list[QuestionView]:
    rows = BulletinQuestion.objects.filter(bulletin_id=bulletin_id).select_related("bulletin").order_by("asked_at")
    return _views(actor, list(rows))


def _views(actor: Actor, rows: list[BulletinQuestion]) -> list[QuestionView]:
    names = names_of({row.asker_id for row in rows})
    return [
        QuestionView(
            id=row.id,
            bulletin_id=row.bulletin_id,
            bulletin=row.bulletin.title,
            by=names.get(row.asker_id, ""),
            text=row.text,
            asked_at=row.asked_at,
            answer=row.answer or "",
            answered_at=row.answered_at,
            is_to_us=row.issuer_id == actor.organisation_id,
        )
        for row in rows
    ]


def _line(actor: Actor, row: Bulletin, names: dict[UUID, str]) -> BulletinLine:
    return BulletinLine(
        id=row.id,
        title=row.title,
        summary=row.summary,
        readers=Readers(row.readers),
        language=row.language,
        by=names.get(row.organisation_id, ""),
        is_own=row.organisation_id == actor.organisation_id,
        has_figures=row.figures is not None,
        published_at=row.published_at,
        withdrawn_at=row.withdrawn_at,
    )
