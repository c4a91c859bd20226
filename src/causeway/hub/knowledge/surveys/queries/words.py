"""Codings of words as their coders and the survey lead see them; never another's codes before both have finished."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission, holds, may
from causeway.hub.base.organisations.queries.people import member_names, people_in_roles
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.surveys.models import Coding, Interview, Passage
from causeway.hub.knowledge.surveys.report.quotes import Quote
from causeway.hub.knowledge.surveys.report.themes import CodersAgreement, Theme, agreement_of
from causeway.vocabulary.organisations import Role

_CODES = Permission.CODE_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingLine:
    """A coding in a list. `left` is how many passages this actor has still to code; None where it is not theirs."""

    id: UUID
    title: str
    wave: str
    passages: int
    left: int | None
    has_finished: bool
    all_finished: bool
    unsettled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """A passage. `mine` are one's own themes, None before one has coded it; `theirs` only when both have finished."""

    id: UUID
    place: int
    text: str
    language: str
    mine: tuple[str, ...] | None
    theirs: tuple[str, ...] | None
    settled: tuple[str, ...] | None
    quote: str
    translation: str
    translated_into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingView:
    """A coding with its passages, in their order."""

    line: CodingLine
    themes: tuple[Theme, ...]
    coders: tuple[str, ...]
    passages: tuple[PassageView, ...]
    agreement: CodersAgreement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewLine:
    """An interview in a list; its notes are read where they are coded."""

    id: UUID
    title: str
    held_on: date
    language: str
    consent: str
    is_withdrawn: bool


@query(Permission.CODE_WORDS)
def codings(actor: Actor) -> list[CodingLine]:
    """Those this actor codes, and for a survey lead every one, the latest first."""
    found = Coding.objects.select_related("wave").defer("wave__opened").order_by("-begun_at", "id")
    return [_line(actor, coding) for coding in found.filter(_whose(actor))]


@query(Permission.CODE_WORDS)
def coding_view(actor: Actor, coding_id: UUID) -> CodingView:
    """One coding.

    Raises:
        NotFound: there is none for this actor.
    """
    found = Coding.objects.select_related("wave").defer("wave__opened").filter(_whose(actor), id=coding_id)
    coding = found.first()
    if coding is None:
        raise NotFound(_("There is no such coding for you."))
    line = _line(actor, coding)
    themes = tuple(from_document(Theme, theme) for theme in coding.themes)
    passages = list(Passage.objects.filter(coding=coding).prefetch_related("codes").order_by("place"))
    names = member_names(coding.coders)
    return CodingView(
        line=line,
        themes=themes,
        coders=tuple(names.get(coder, "") for coder in coding.coders),
        passages=tuple(_passage(actor, coding, passage) for passage in passages),
        agreement=_agreement(coding, themes, passages) if line.all_finished else None,
    )


@query(Permission.MANAGE_SURVEYS)
def interviews(actor: Actor, wave_id: UUID) -> list[InterviewLine]:
    """The interviews of a wave, the latest first."""
    return [
        InterviewLine(
            id=row.id,
            title=row.title,
            held_on=row.held_on,
            language=row.language,
            consent=row.consent,
            is_withdrawn=bool(row.withdrawn_at),
        )
        for row in Interview.objects.filter(wave_id=wave_id).order_by("-held_on", "title", "id")
    ]


@query(Permission.MANAGE_SURVEYS)
def coders_to_choose(actor: Actor) -> list[tuple[UUID, str]]:
    """People of the organisation who may code, by name."""
    return people_in_roles([role for role in Role if holds(actor.organisation_kind, frozenset({role}), _CODES)])


def released_quotes(wave_id: UUID) -> list[Quote]:
    """The quotes of a wave that may stand in a report, by question. Runs inside the caller's transaction."""
    rows = Passage.objects.filter(coding__wave_id=wave_id).exclude(quote="").select_related("coding")
    return [
        Quote(
            question=row.coding.question,
            text=row.quote,
            theme=", ".join(_labels(row)),
            language=row.language,
            translation=row.translation,
            translated_into=row.translated_into,
        )
        for row in rows.order_by("coding__question", "quote")
    ]


def _labels(passage: Passage) -> list[str]:
    settled = passage.settled or []
    return [theme["label"] for theme in passage.coding.themes if theme["code"] in settled]


def _whose(actor: Actor) -> Q:
    return Q() if may(actor, Permission.MANAGE_SURVEYS) else Q(coders__contains=[actor.member_id])


def _line(actor: Actor, coding: Coding) -> CodingLine:
    passages = Passage.objects.filter(coding=coding)
    me = _coder_in(actor, coding)
    return CodingLine(
        id=coding.id,
        title=coding.title,
        wave=coding.wave.title,
        passages=passages.count(),
        left=passages.exclude(codes__coder_id=me).count() if me else None,
        has_finished=me in coding.finished,
        all_finished=len(coding.finished) == len(coding.coders),
        unsettled=passages.filter(settled=None).count(),
    )


def _coder_in(actor: Actor, coding: Coding) -> UUID | None:
    """The actor, where they are one of the two coders."""
    return next((coder for coder in coding.coders if coder == actor.member_id), None)


def _passage(actor: Actor, coding: Coding, passage: Passage) -> PassageView:
    codes = {each.coder_id: tuple(each.themes) for each in passage.codes.all()}
    me = _coder_in(actor, coding)
    own = me or coding.coders[0]
    both = len(coding.finished) == len(coding.coders)
    other = next(coder for coder in coding.coders if coder != own)
    return PassageView(
        id=passage.id,
        place=passage.place,
        text=passage.text,
        language=passage.language,
        mine=codes.get(own) if me or both else None,
        theirs=codes.get(other) if both else None,
        settled=None if passage.settled is None else tuple(passage.settled),
        quote=passage.quote,
        translation=passage.translation,
        translated_into=passage.translated_into,
    )


def _agreement(coding: Coding, themes: tuple[Theme, ...], passages: list[Passage]) -> CodersAgreement:
    sides: list[list[frozenset[str]]] = [[], []]
    for passage in passages:
        codes = {each.coder_id: frozenset(each.themes) for each in passage.codes.all()}
        for side, coder in zip(sides, coding.coders, strict=True):
            side.append(codes.get(coder, frozenset()))
    return agreement_of(themes, *sides)
