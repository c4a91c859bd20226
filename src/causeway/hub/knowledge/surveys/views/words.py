"""Coding words into themes, interviews, and quotes for reports."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import HubError, Invalid, NotFound
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame, render_in_section
from causeway.hub.knowledge.surveys.commands.code_words import (
    begin_coding,
    code_passage,
    finish_coding,
    settle_passage,
)
from causeway.hub.knowledge.surveys.commands.keep_interviews import NewInterview, keep_interview, withdraw_consent
from causeway.hub.knowledge.surveys.commands.release_quote import release_quote
from causeway.hub.knowledge.surveys.forms.words import CodingForm, InterviewForm, QuoteForm, ThemesForm
from causeway.hub.knowledge.surveys.queries.opened import opened_wave
from causeway.hub.knowledge.surveys.queries.words import (
    CodingView,
    PassageView,
    coders_to_choose,
    coding_view,
    codings,
    interviews,
)
from causeway.hub.knowledge.surveys.report.judging import agreement_text
from causeway.hub.knowledge.surveys.report.wording import spoken
from causeway.hub.knowledge.surveys.views.reports import SECTION
from causeway.vocabulary.instruments import QuestionKind

CURRENT = "survey_reports:words"


@for_members
@require_safe
def coding_list(request: MemberRequest) -> HttpResponse:
    """What is there to code."""
    return _shown(request, "list.html", {"lines": codings(request.actor)})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest, wave_id: UUID) -> HttpResponse:
    """Give a wave's words to two coders."""
    check(request.actor, Permission.MANAGE_SURVEYS)
    wave, now = opened_wave(request.actor, wave_id), timezone.now()
    talks = [each for each in interviews(request.actor, wave_id) if not each.is_withdrawn]
    sources = [
        *((each.code, spoken(dict(each.text))) for each in wave.instrument.questions if each.kind is QuestionKind.TEXT),
        *((str(each.id), each.title) for each in talks),
    ]
    posted = request.POST if request.method == "POST" else None
    form = CodingForm(posted, sources=sources, people=coders_to_choose(request.actor))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        coders = [UUID(told["first"]), UUID(told["second"])]
        try:
            coding_id = begin_coding(
                request.actor, wave_id, told["source"], themes=told["themes"], coders=coders, now=now
            )
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The two coders find it under “Words to code”."))
            return redirect("survey_reports:coding", coding_id)
    context = {"form": form, "title": wave.title, "wave_id": wave_id}
    return _shown(request, "begin.html", context, faults=form.errors)


@for_members
@require_safe
def coding(request: MemberRequest, coding_id: UUID) -> HttpResponse:
    """Where a coding stands; when both have finished, how far they agree and what remains to be settled."""
    view = coding_view(request.actor, coding_id)
    labels = {theme.code: theme.label for theme in view.themes}
    context = {
        "view": view,
        "line": view.line,
        "next": _next(view),
        "agreement": agreement_text(view.agreement) if view.agreement else "",
        "agreed": view.agreement.themes if view.agreement else (),
        "shown": [
            {
                "passage": passage,
                "mine": _named(labels, passage.mine),
                "theirs": _named(labels, passage.theirs),
                "settled": _named(labels, passage.settled),
            }
            for passage in view.passages
            if view.line.all_finished
        ],
        "may_release": may(request.actor, Permission.MANAGE_SURVEYS),
    }
    return _shown(request, "coding.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def passage(request: MemberRequest, coding_id: UUID, place: int) -> HttpResponse:
    """Code one passage alone, or settle it together once both have finished."""
    view = coding_view(request.actor, coding_id)
    found = _passage(view, place)
    is_settling = view.line.all_finished
    chosen = found.settled if is_settling else found.mine
    posted = request.POST if request.method == "POST" else None
    form = ThemesForm(posted, themes=view.themes, initial={"themes": list(chosen or ()), "language": found.language})
    if request.method == "POST" and form.is_valid():
        act = settle_passage if is_settling else code_passage
        try:
            act(request.actor, found.id, form.cleaned_data["themes"], language=form.cleaned_data["language"])
        except NotFound:
            raise
        except HubError as fault:
            blame(form, fault)
        else:
            following = None if is_settling else _next(coding_view(request.actor, coding_id))
            if following is None:
                return redirect("survey_reports:coding", coding_id)
            return redirect("survey_reports:passage", coding_id, following)
    labels = {theme.code: theme.label for theme in view.themes}
    context = {
        "form": form,
        "line": view.line,
        "passage": found,
        "is_settling": is_settling,
        "mine": _named(labels, found.mine),
        "theirs": _named(labels, found.theirs),
    }
    return _shown(request, "passage.html", context, faults=form.errors)


@for_members
@require_POST
def finish(request: MemberRequest, coding_id: UUID) -> HttpResponse:
    """Say that one's own codes are whole."""
    try:
        finish_coding(request.actor, coding_id)
    except NotFound:
        raise
    except HubError as fault:
        messages.error(request, fault.message)
    return redirect("survey_reports:coding", coding_id)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def quote(request: MemberRequest, coding_id: UUID, place: int) -> HttpResponse:
    """Release words for reports, after they were looked through."""
    check(request.actor, Permission.MANAGE_SURVEYS)
    view = coding_view(request.actor, coding_id)
    found = _passage(view, place)
    standing = {
        "text": found.quote or found.text,
        "translation": found.translation,
        "translated_into": found.translated_into,
    }
    form = QuoteForm(request.POST if request.method == "POST" else None, initial=standing)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            release_quote(request.actor, found.id, **told)
        except NotFound:
            raise
        except HubError as fault:
            blame(form, fault)
        else:
            said = (
                _("Reports that are made or published from now on hold it.")
                if told["text"]
                else _("Reports that are made or published from now on hold no words of this passage.")
            )
            messages.success(request, said)
            return redirect("survey_reports:coding", coding_id)
    return _shown(request, "quote.html", {"form": form, "line": view.line, "passage": found}, faults=form.errors)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def interview_list(request: MemberRequest, wave_id: UUID) -> HttpResponse:
    """A wave's interviews, and a new one."""
    check(request.actor, Permission.MANAGE_SURVEYS)
    form = InterviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_interview(request.actor, wave_id, NewInterview(**form.cleaned_data), timezone.now())
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The interview is kept."))
            return redirect("survey_reports:interviews", wave_id)
    context = {"form": form, "wave_id": wave_id, "interviews": interviews(request.actor, wave_id)}
    return _shown(request, "interviews.html", context, faults=form.errors)


@for_members
@require_POST
def take_back(request: MemberRequest, wave_id: UUID, interview_id: UUID) -> HttpResponse:
    """Erase an interview whose consent was taken back."""
    try:
        withdraw_consent(request.actor, interview_id, timezone.now())
    except NotFound:
        raise
    except HubError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("The notes and all that was coded of them are erased."))
    return redirect("survey_reports:interviews", wave_id)


def _next(view: CodingView) -> int | None:
    """The first passage that this actor has not coded."""
    if view.line.left is None or view.line.has_finished:
        return None
    return next((each.place for each in view.passages if each.mine is None), None)


def _passage(view: CodingView, place: int) -> PassageView:
    found = next((each for each in view.passages if each.place == place), None)
    if found is None:
        raise Http404
    return found


def _named(labels: dict[str, str], codes: tuple[str, ...] | None) -> str:
    if codes is None:
        return ""
    return ", ".join(labels.get(code, code) for code in codes) or _("No theme")


def _shown(
    request: MemberRequest, template: str, context: Mapping[str, object], *, faults: object = None
) -> HttpResponse:
    return render_in_section(
        request,
        request.actor,
        f"surveys/words/{template}",
        context,
        current=CURRENT,
        section=SECTION,
        status=422 if faults else 200,
    )
