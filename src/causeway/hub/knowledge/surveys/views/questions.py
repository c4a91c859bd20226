"""Writing a question: first its kind, then everything else on one page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame, member_page
from causeway.hub.knowledge.surveys import editing
from causeway.hub.knowledge.surveys.checking import faults_of
from causeway.hub.knowledge.surveys.commands.write_instrument import change_instrument
from causeway.hub.knowledge.surveys.forms.questions import KindForm, QuestionForm
from causeway.hub.knowledge.surveys.queries.instruments import Written, written_instrument
from causeway.hub.knowledge.surveys.views.instruments import title_of
from causeway.hub.knowledge.surveys.views.pages import INSTRUMENTS, draw
from causeway.hub.knowledge.surveys.words import KIND_NAMES
from causeway.vocabulary.instruments import Instrument, Question, QuestionKind


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def new_question(request: HttpRequest, actor: Actor, draft_id: UUID, section: str) -> HttpResponse:
    """Choose the kind (GET, without one), then write the question."""
    check(actor, Permission.MANAGE_SURVEYS)
    written = written_instrument(actor, draft_id)
    if section not in {one.code for one in written.instrument.sections}:
        raise NotFound(_("There is no such section."))
    kind = request.GET.get("kind", "")
    if kind not in set(QuestionKind):
        answered = request.GET if "answered" in request.GET else None
        form = KindForm([(one.value, name) for one, name in KIND_NAMES.items()], answered)
        context = {"form": form, "written": written, "title": title_of(written.instrument)}
        return draw(request, actor, "question_kind", context, current=INSTRUMENTS, status=422 if form.errors else 200)
    return _write(request, actor, written, QuestionKind(kind), section, None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def question_page(request: HttpRequest, actor: Actor, draft_id: UUID, code: str) -> HttpResponse:
    """Change a question."""
    check(actor, Permission.MANAGE_SURVEYS)
    written = written_instrument(actor, draft_id)
    for section in written.instrument.sections:
        for question in section.questions:
            if question.code == code:
                return _write(request, actor, written, question.kind, section.code, question)
    raise NotFound(_("There is no such question."))


def _write(
    request: HttpRequest, actor: Actor, written: Written, kind: QuestionKind, section: str, question: Question | None
) -> HttpResponse:
    instrument = written.instrument
    old = question.code if question else None
    data = request.POST if request.method == "POST" else None
    form = QuestionForm(kind, instrument.languages, _earlier(instrument, section, old), question, data)
    if form.is_valid():
        entered = form.question({one.code for one in instrument.questions} - {old})
        try:
            change_instrument(actor, written.id, lambda one: editing.put_question(one, section, entered, replacing=old))
        except Invalid as fault:
            blame(form, fault)
        else:
            return _saved(request, actor, written.id, entered.code)
    context: dict[str, Any] = {
        "form": form,
        "written": written,
        "title": title_of(instrument),
        "heading": _("Question") if question else _("New question"),
        "kind": KIND_NAMES[kind],
        "faults": [one for one in faults_of(instrument) if old and one.question == old],
    }
    return draw(request, actor, "question", context, current=INSTRUMENTS, status=422 if form.errors else 200)


def _saved(request: HttpRequest, actor: Actor, draft_id: UUID, code: str) -> HttpResponse:
    """Back to the instrument, or to the question itself where more lines are wanted."""
    if request.POST.get("go") == "more":
        return redirect("surveys:question", draft_id, code)
    wrong = [one for one in faults_of(written_instrument(actor, draft_id).instrument) if one.question == code]
    if wrong:
        messages.warning(request, _("Saved, but something of this question is still missing or wrong."))
    else:
        messages.success(request, _("The question is saved."))
    return redirect("surveys:instrument", draft_id)


def _earlier(instrument: Instrument, section: str, code: str | None) -> tuple[Question, ...]:
    """The questions before this one; a new one stands at the end of its section."""
    found: list[Question] = []
    for one in instrument.sections:
        for question in one.questions:
            if question.code == code:
                return tuple(found)
            found.append(question)
        if one.code == section and code is None:
            break
    return tuple(found)
