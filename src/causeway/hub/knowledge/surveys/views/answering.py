"""The pages of those who answer: consent, one section a page, check, thank you. No account, session, cookie or entry.

Only the first page has the link in its address; everything after is posted to one address that is the same for all.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Invalid, NotFound, NotPermitted
from causeway.hub.base.organisations.commands.invite import door_of
from causeway.hub.base.organisations.limits import Limit, one_visitor
from causeway.hub.knowledge.surveys.commands.answer import LinkUsed, NotOpen, hand_in
from causeway.hub.knowledge.surveys.drafts import Draft, open_draft, seal_draft
from causeway.hub.knowledge.surveys.queries.links import Asked, LinkState, find_asked, find_link
from causeway.hub.knowledge.surveys.shown import Posted, answer_in_words, read_posted, shown_questions, text_in
from causeway.hub.knowledge.surveys.words import language_name
from causeway.vocabulary.answering import AnswerFault, asked, cleaned, faults_of_all, section_after, section_before
from causeway.vocabulary.instruments import Answers, Instrument, Question, is_shown

_UNKNOWN = Limit("survey_link_unknown", most=60, seconds=3_600)
"""A link has 256 random bits; this keeps somebody who tries from keeping the database busy."""
_PAGES = Limit("survey_pages", most=6_000, seconds=600)
"""A whole station may answer from behind one address: ten pages a second."""

_STATUS = {LinkState.NOT_YET: 403, LinkState.USED: 410, LinkState.OVER: 410}


@never_cache
@require_safe
def start(request: HttpRequest, organisation_id: UUID, token: str) -> HttpResponse:
    """What is asked, by whom, what becomes of answers, and consent."""
    now = timezone.now()
    if _PAGES.wait_seconds(_visitor(request), now):
        return _refused(request, "busy", 429)
    try:
        found = find_link(_door(organisation_id), token, now)
    except (NotFound, NotPermitted):
        is_flood = _UNKNOWN.wait_seconds(_visitor(request), now)
        return _refused(request, "busy" if is_flood else "unknown", 429 if is_flood else 404)
    draft = Draft(
        organisation_id=organisation_id,
        invited_id=found.invited_id,
        language=_language(found.instrument, request.GET.get("language", "")),
    )
    return _draw(request, found, draft)


@never_cache
@sensitive_post_parameters()
@csrf_exempt  # nothing here acts by a cookie: what allows it is the sealed draft in the form itself
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """Every step after the first page; `go` says which. Without a draft, how to begin again."""
    now = timezone.now()
    if _PAGES.wait_seconds(_visitor(request), now):
        return _refused(request, "busy", 429)
    draft = open_draft(request.POST.get("draft", ""))
    if draft is None:
        return _refused(request, "old", 422)
    try:
        door = _door(draft.organisation_id)
        found = find_asked(door, draft.invited_id, now)
    except (NotFound, NotPermitted):
        return _refused(request, "unknown", 404)
    if found.state is not LinkState.OPEN:
        return _draw(request, found, draft)
    if request.POST.get("go") == "submit" and draft.is_checking:
        return _hand_in(request, door, found, draft, now)
    return _step(request, found, draft)


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The answers are in."""
    language = request.GET.get("language", "")
    with translation.override(language if translation.check_for_language(language) else translation.get_language()):
        return _page(request, "thanks", {})


def _step(request: HttpRequest, found: Asked, draft: Draft) -> HttpResponse:
    go = request.POST.get("go", "next")
    instrument = found.instrument
    questions = tuple(question for question in instrument.questions if question.code in draft.on_page)
    given, faults, empty = read_posted(questions, request.POST.getlist)
    answers = cleaned(instrument, {**_without(draft.answers, empty), **given})
    faults = {code: fault for code, fault in faults.items() if is_shown(instrument.question(code), answers)}
    if go.startswith("language-"):
        draft = replace(draft, language=_language(instrument, go.removeprefix("language-")))
        return _draw(request, found, replace(draft, answers=answers), posted=request.POST.getlist)
    if go == "back":
        before = None if draft.section is None and not draft.is_checking else _before(instrument, answers, draft)
        return _draw(request, found, _at(draft, instrument, answers, before))
    if go.startswith("change-"):
        changing = replace(draft, is_changing=True)
        return _draw(request, found, _at(changing, instrument, answers, go.removeprefix("change-")))
    if faults:
        return _draw(request, found, draft, faults=faults, posted=request.POST.getlist)
    return _draw(request, found, _onward(draft, instrument, answers))


def _before(instrument: Instrument, answers: Answers, draft: Draft) -> str | None:
    section = section_before(instrument, answers, None if draft.is_checking else draft.section)
    return section.code if section else None


def _onward(draft: Draft, instrument: Instrument, answers: Answers) -> Draft:
    """Stay where an answer brought up another question of the same section; else on, at the end to the check. Whoever
    changes one section goes back to the check, unless that brought up questions elsewhere.
    """
    codes = _codes(_asked_in(instrument, answers, draft.section))
    is_changing = draft.is_changing and not _asked_anew(instrument, draft.answers, answers, but=codes)
    draft = replace(draft, is_changing=is_changing)
    if not set(codes) <= {*draft.on_page}:
        return replace(draft, answers=answers, on_page=codes)
    is_done = is_changing and not faults_of_all(instrument, answers)
    following = None if is_done else section_after(instrument, answers, draft.section)
    if following is None:
        return replace(draft, answers=answers, section=None, is_checking=True, is_changing=False, on_page=())
    return _at(draft, instrument, answers, following.code)


def _asked_anew(instrument: Instrument, before: Answers, after: Answers, *, but: tuple[str, ...]) -> bool:
    """Whether some answers ask a question, other than these, that others did not."""
    now, then = (set(_codes(asked(instrument.questions, answers))) for answers in (after, before))
    return not now <= then | {*but}


def _at(draft: Draft, instrument: Instrument, answers: Answers, section: str | None) -> Draft:
    """At a section; at None on the first page."""
    on_page = _codes(_asked_in(instrument, answers, section))
    section = section if on_page else None
    return replace(draft, answers=answers, section=section, is_checking=False, on_page=on_page)


def _hand_in(request: HttpRequest, door: Actor, found: Asked, draft: Draft, now: datetime) -> HttpResponse:
    try:
        hand_in(door, draft.invited_id, draft.answers, now)
    except LinkUsed:
        return _draw(request, replace(found, state=LinkState.USED), draft)
    except NotOpen:
        return _draw(request, replace(found, state=LinkState.OVER), draft)
    except Invalid:
        return _draw(request, found, draft, is_incomplete=True)
    response = HttpResponseRedirect(f"{reverse('answering:thanks')}?language={draft.language}")
    response.status_code = 303
    return response


def _draw(
    request: HttpRequest,
    found: Asked,
    draft: Draft,
    *,
    faults: dict[str, AnswerFault] | None = None,
    posted: Posted | None = None,
    is_incomplete: bool = False,
) -> HttpResponse:
    instrument = found.instrument
    with translation.override(draft.language):
        context: dict[str, Any] = {
            "asked": found,
            "language": draft.language,
            "languages": [(code, language_name(code)) for code in instrument.languages],
            "title": text_in(instrument, instrument.title, draft.language),
            "draft": seal_draft(draft),
        }
        if found.state is not LinkState.OPEN:
            return _page(request, found.state.value, context, _STATUS[found.state])
        if draft.is_checking:
            context |= {"parts": parts_of(instrument, draft.answers, draft.language), "is_incomplete": is_incomplete}
            return _page(request, "check", context, 422 if is_incomplete else 200)
        if draft.section is None:
            context |= {
                "about": text_in(instrument, instrument.about, draft.language),
                "consent": text_in(instrument, instrument.consent, draft.language),
            }
            return _page(request, "start", context)
        context |= section_context(instrument, draft, faults, posted)
        return _page(request, "section", context, 422 if faults else 200)


def section_context(
    instrument: Instrument, draft: Draft, faults: dict[str, AnswerFault] | None, posted: Posted | None
) -> dict[str, Any]:
    """What the page of a section shows."""
    section = next(one for one in instrument.sections if one.code == draft.section)
    questions = [question for question in section.questions if question.code in draft.on_page]
    shown = shown_questions(questions, draft.language, draft.answers, faults, posted)
    sections = [one.code for one in instrument.sections if asked(one.questions, draft.answers)]
    return {
        "section_title": text_in(instrument, section.title, draft.language),
        "intro": text_in(instrument, section.intro, draft.language),
        "questions": shown,
        "faulty": [question for question in shown if question.error],
        "number": sections.index(section.code) + 1 if section.code in sections else 1,
        "count": len(sections),
    }


def parts_of(instrument: Instrument, answers: Answers, language: str) -> list[dict[str, Any]]:
    """All answers by section, in words, to be checked."""
    return [
        {
            "code": section.code,
            "title": text_in(instrument, section.title, language),
            "lines": [
                (text_in(instrument, one.text, language), answer_in_words(one, answers.get(one.code), language))
                for one in asked(section.questions, answers)
            ],
        }
        for section in instrument.sections
        if asked(section.questions, answers)
    ]


def _refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    titles = {
        "unknown": _("This link is not known"),
        "old": _("This page is too old"),
        "busy": _("Too many pages at once"),
    }
    return _page(request, "refused", {"why": why, "title": titles[why]}, status)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    # A page that asks for the token against forged requests gets a cookie, which these need not.
    return render(request, f"surveys/answering/{name}.html", {**context, "csrf_token": ""}, status=status)


def _door(organisation_id: UUID) -> Actor:
    door = door_of(organisation_id)
    if door is None:
        raise NotFound(_("This link is not known."))
    return door


def _visitor(request: HttpRequest) -> str:
    return one_visitor(str(request.META.get("REMOTE_ADDR", "")))


def _language(instrument: Instrument, wanted: str) -> str:
    return wanted if wanted in instrument.languages else instrument.languages[0]


def _asked_in(instrument: Instrument, answers: Answers, section: str | None) -> tuple[Question, ...]:
    return next((asked(one.questions, answers) for one in instrument.sections if one.code == section), ())


def _codes(questions: tuple[Question, ...]) -> tuple[str, ...]:
    return tuple(question.code for question in questions)


def _without(answers: Answers, left_out: set[str]) -> Answers:
    return {code: answer for code, answer in answers.items() if code not in left_out}
