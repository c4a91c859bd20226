"""Learning: my training, the library, a module, its pages, its tests."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.training.asking import answers_in, asked, unanswered
from causeway.hub.knowledge.training.commands.learn import open_section
from causeway.hub.knowledge.training.commands.rate_module import rate_module
from causeway.hub.knowledge.training.commands.take_test import hand_in, start_test
from causeway.hub.knowledge.training.content import QuestionKind, Section, Step
from causeway.hub.knowledge.training.forms.learning import RatingForm
from causeway.hub.knowledge.training.grading import marks
from causeway.hub.knowledge.training.pages import draw, paged, reading_language
from causeway.hub.knowledge.training.queries.attempts import attempt_of, my_attempts
from causeway.hub.knowledge.training.queries.library import read_picture
from causeway.hub.knowledge.training.queries.mine import my_module, my_training
from causeway.hub.knowledge.training.words import TEST_NAMES, TestKind

_ONE_DAY = 86_400


@for_members
@require_GET
def mine(request: MemberRequest) -> HttpResponse:
    """What is next, what is on the path, what was signed."""
    training = my_training(request.actor, language=reading_language(request), now=timezone.now())
    return draw(request, "mine.html", {"training": training}, current="mine")


@for_members
@require_GET
def library(request: MemberRequest) -> HttpResponse:
    """Every module that can be read here."""
    training = my_training(request.actor, language=reading_language(request), now=timezone.now())
    lines = sorted((*training.path, *training.others), key=lambda line: line.view.module.title.casefold())
    return draw(request, "library.html", {"page": paged(request, lines)}, current="library")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def module(request: MemberRequest, module_id: UUID) -> HttpResponseBase:
    """One module: its pages, its tests, and what the reader thinks of it. A POST rates it."""
    form = RatingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            rate_module(request.actor, module_id, told["useful"], told["missing"], on=timezone.localdate())
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Thank you. Whoever wrote the module sees what you said, without your name."))
            return redirect("training:module", module_id)
    standing = my_module(request.actor, module_id, language=reading_language(request), now=timezone.now())
    context = {
        "standing": standing,
        "view": standing.line.view,
        "module": standing.line.view.module,
        "attempts": my_attempts(request.actor, module_id),
        "form": form,
        "language": reading_language(request),
        "may_see_quality": may(request.actor, Permission.READ_TEST_ANSWERS),
    }
    return draw(request, "module.html", context, current="library", status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: MemberRequest, module_id: UUID, number: int) -> HttpResponse:
    """One page of a module. A POST answers its questions for self-check; nothing of the answers is kept."""
    language = reading_language(request)
    view = open_section(request.actor, module_id, number, language=language, now=timezone.now())
    page = view.module.sections[number - 1]
    answers = answers_in(request.POST, page.questions) if request.method == "POST" else None
    told = None if answers is None else marks(page.questions, answers)
    context = {
        "view": view,
        "module": view.module,
        "page": page,
        "number": number,
        "of_all": len(view.module.sections),
        "next": number + 1 if number < len(view.module.sections) else None,
        "previous": number - 1 if number > 1 else None,
        "questions": asked(page.questions, str(module_id), answers, told, shows_feedback=answers is not None),
        "has_checked": answers is not None,
        "is_marked": any(question.kind is not QuestionKind.TEXT for question in page.questions),
        "scene": _scene(page, request) if page.is_scenario else None,
        "language": language,
    }
    return draw(request, "section.html", context, current="library")


def _scene(page: Section, request: MemberRequest) -> dict[str, object]:
    """Where the reader is in a scenario: the step in the address, and what the last choice led to."""
    steps = {step.code: step for step in page.steps}
    before: Step | None = steps.get(request.GET.get("from", ""))
    chosen = request.GET.get("chose", "")
    made = None
    if before is not None and chosen.isdecimal() and int(chosen) < len(before.choices):
        made = before.choices[int(chosen)]
    step = steps.get(made.leads_to) if made else page.steps[0]
    if step is None:
        raise Http404("There is no such step.")
    return {"step": step, "made": made, "is_first": step is page.steps[0] and made is None}


@for_members
@require_POST
def begin_test(request: MemberRequest, module_id: UUID, kind: str) -> HttpResponseBase:
    """Begin the pre-test or the test, or go on with it."""
    if kind not in set(TestKind):
        raise Http404("There is no such test.")
    try:
        attempt_id = start_test(
            request.actor, module_id, TestKind(kind), language=reading_language(request), now=timezone.now()
        )
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect("training:module", module_id)
    return redirect("training:attempt", attempt_id)


@never_cache
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: MemberRequest, attempt_id: UUID) -> HttpResponseBase:
    """A test: its questions while it is open, and what came of it afterwards. A POST hands it in; where a question has
    no answer, only once the reader has seen which and is sure.
    """
    view = attempt_of(request.actor, attempt_id)
    is_open, answers, left_out = view.finished_at is None, view.answers, frozenset[str]()
    if request.method == "POST" and is_open:
        answers = answers_in(request.POST, view.questions)
        left_out = unanswered(view.questions, answers)
    if request.method == "POST" and (not left_out or "is_sure" in request.POST):
        try:
            done = hand_in(request.actor, attempt_id, answers, now=timezone.now())
        except (Invalid, Conflict) as fault:
            messages.warning(request, fault.message)
        else:
            if done.certificate_id:
                messages.success(request, _("You have passed. Your certificate is ready."))
        return redirect("training:attempt", attempt_id)
    is_own = view.member_id == request.actor.member_id
    # What was asked before reading is not given away, nor after a failed try; whoever passed sees why.
    tells_all = (view.is_passed and view.kind is TestKind.POST) or not is_own
    told = None if is_open or (view.kind is TestKind.PRE and is_own) else view.marks
    questions = asked(view.questions, str(view.id), answers, told, shows_feedback=tells_all)
    context = {
        "attempt": view,
        "name": TEST_NAMES[view.kind],
        "is_own": is_own,
        "is_open": is_open,
        "tells_all": tells_all,
        "questions": questions,
        "left_out": [each for each in questions if each.question.code in left_out],
    }
    return draw(request, "attempt.html", context, current="library", status=422 if left_out else 200)


@for_members
@require_GET
def picture(request: MemberRequest, picture_id: UUID) -> HttpResponse:
    """A picture of a module."""
    response = HttpResponse(read_picture(request.actor, picture_id), content_type="image/jpeg")
    response["Cache-Control"] = f"private, max-age={_ONE_DAY}"
    return response
