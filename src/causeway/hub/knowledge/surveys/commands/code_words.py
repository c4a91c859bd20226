"""Coding words into themes: two people, apart first and then together."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.contacts.words import is_language
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.surveys.models import Coding, Interview, Passage, PassageCodes
from causeway.hub.knowledge.surveys.queries.opened import opened_wave
from causeway.hub.knowledge.surveys.report.themes import Theme
from causeway.vocabulary.instruments import QuestionKind

LEAST_TEXTS = 10
"""With fewer people who wrote something, their words are not read one by one."""
MOST_THEMES = 40


@command(Permission.MANAGE_SURVEYS)
def begin_coding(
    actor: Actor, wave_id: UUID, source: str, *, themes: Sequence[Theme], coders: Sequence[UUID], now: datetime
) -> UUID:
    """Give the answers to a question in words, or an interview (its identifier), to two coders with a code book.

    Raises:
        NotFound: the wave is not here, or not opened, or there is no such interview.
        Invalid: the coders are not two people of the organisation, there is no theme, or too little was written.
    """
    names = member_names(coders)
    if len(set(coders)) != 2 or len(names) != 2:
        raise Invalid(_("Choose two different people of your organisation."), field="second")
    if not themes or len(themes) > MOST_THEMES:
        raise Invalid(_("Give at least one theme, and no more than %d.") % MOST_THEMES, field="themes")
    title, texts, interview, language = _words(actor, wave_id, source)
    coding = Coding(
        organisation_id=actor.organisation_id,
        wave_id=wave_id,
        interview=interview,
        question="" if interview else source,
        title=title[:300],
        themes=[to_document(theme) for theme in themes],
        coders=list(coders),
        begun_at=now,
    )
    coding.save(force_insert=True)
    shuffled = secrets.SystemRandom().sample(texts, len(texts)) if interview is None else texts
    Passage._base_manager.bulk_create(
        Passage(organisation_id=actor.organisation_id, coding=coding, place=place, text=text, language=language)
        for place, text in enumerate(shuffled, start=1)
    )
    enter(Act.CODING_BEGUN, subjects=[coding.id, wave_id], details={"passages": len(texts), "themes": len(themes)})
    return coding.id


def _words(actor: Actor, wave_id: UUID, source: str) -> tuple[str, list[str], Interview | None, str]:
    """Title, texts, the interview they are of, and the language of all of them where there is only one."""
    wave = opened_wave(actor, wave_id)
    for question in wave.instrument.questions:
        if question.code == source and question.kind is QuestionKind.TEXT:
            texts = [text for text in wave.texts_by_question.get(source, ()) if text.strip()]
            if len(texts) < LEAST_TEXTS:
                raise Invalid(_("Fewer than 10 people wrote something."), field="source")
            languages = wave.instrument.languages
            return question.text[languages[0]], texts, None, languages[0] if len(languages) == 1 else ""
    known = _identifier(source)
    interview = Interview.objects.filter(id=known, wave_id=wave_id, withdrawn_at=None).first() if known else None
    if interview is None:
        raise Invalid(_("Choose a question answered in words, or an interview."), field="source")
    paragraphs = [part.strip() for part in interview.notes.split("\n") if part.strip()]
    return interview.title, paragraphs, interview, interview.language


def _identifier(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@command(Permission.CODE_WORDS)
def code_passage(actor: Actor, passage_id: UUID, themes: Collection[str], *, language: str = "") -> None:
    """Say which themes are in a passage; none is an answer too. Only one's own codes, until one has finished.
    `language` is what the passage is written in, where this coder knows; both coders see it.

    Raises:
        NotFound: the passage is not for this coder.
        Conflict: this coder has finished.
        Invalid: a theme is not in the code book, or there is no such language.
    """
    me = _coder(actor)
    passage = _passage_of_coder(me, passage_id)
    if me in passage.coding.finished:
        raise Conflict(_("You have finished this coding. Settle what remains together."))
    _set_language(passage, language)
    PassageCodes.objects.update_or_create(
        passage=passage,
        coder_id=me,
        organisation_id=actor.organisation_id,
        defaults={"themes": _known(passage.coding, themes)},
    )
    enter(Act.WORDS_CODED, subjects=[passage.coding_id])


@command(Permission.CODE_WORDS)
def finish_coding(actor: Actor, coding_id: UUID) -> None:
    """Say that one's own codes are whole. When both have, each sees the other's, and where they agree is settled.

    Raises:
        NotFound: it is not for this coder.
        Conflict: passages are left, or it was finished before.
    """
    me = _coder(actor)
    coding = Coding.objects.select_for_update().filter(id=coding_id, coders__contains=[me]).first()
    if coding is None:
        raise NotFound(_("There is no such coding for you."))
    passages = Passage.objects.filter(coding=coding)
    left = passages.exclude(codes__coder_id=me).count()
    if left or me in coding.finished:
        raise Conflict(_("Passages are left to code.") if left else _("You have finished this coding."))
    coding.finished = [*coding.finished, me]
    coding.save(update_fields=["finished"])
    if len(coding.finished) == len(coding.coders):
        _settle_agreed(coding)
    enter(Act.CODING_FINISHED, subjects=[coding.id])


def _settle_agreed(coding: Coding) -> None:
    for passage in Passage.objects.filter(coding=coding).prefetch_related("codes"):
        sets = {frozenset(codes.themes) for codes in passage.codes.all()}
        if len(sets) == 1:
            passage.settled = sorted(sets.pop())
            passage.save(update_fields=["settled"])


@command(Permission.CODE_WORDS)
def settle_passage(actor: Actor, passage_id: UUID, themes: Collection[str], *, language: str = "") -> None:
    """Write down the themes on which the two agreed when they talked about it.

    Raises:
        NotFound: the passage is not for this coder.
        Conflict: one of the two has not finished yet.
        Invalid: a theme is not in the code book, or there is no such language.
    """
    passage = _passage_of_coder(_coder(actor), passage_id)
    if len(passage.coding.finished) < len(passage.coding.coders):
        raise Conflict(_("Both finish first, apart from each other."))
    _set_language(passage, language)
    passage.settled = _known(passage.coding, themes)
    passage.save(update_fields=["settled"])
    enter(Act.WORDS_SETTLED, subjects=[passage.coding_id])


def _set_language(passage: Passage, language: str) -> None:
    if not language or language == passage.language:
        return
    if not is_language(language):
        raise Invalid(_("Choose a language."), field="language")
    passage.language = language
    passage.save(update_fields=["language"])


def _coder(actor: Actor) -> UUID:
    if actor.member_id is None:
        raise NotFound(_("There is no such coding for you."))
    return actor.member_id


def _passage_of_coder(me: UUID, passage_id: UUID) -> Passage:
    found = Passage.objects.select_related("coding").filter(id=passage_id, coding__coders__contains=[me])
    passage = found.first()
    if passage is None:
        raise NotFound(_("There is no such passage for you."))
    return passage


def _known(coding: Coding, themes: Collection[str]) -> list[str]:
    book = {theme["code"] for theme in coding.themes}
    if not set(themes) <= book:
        raise Invalid(_("Choose themes of the code book."), field="themes")
    return sorted(set(themes))
