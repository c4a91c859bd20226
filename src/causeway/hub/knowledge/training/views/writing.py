"""Writing a module: what is being written and published, and the parts of a draft."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.vault.bodies import FORM_ROOM_BYTES, takes_body
from causeway.hub.knowledge.languages import LANGUAGES
from causeway.hub.knowledge.training.commands.write_module import (
    LARGEST_PICTURE_BYTES,
    LONGEST_DOCUMENT,
    Change,
    add_picture,
    begin_from_file,
    begin_module,
    begin_next_version,
    change_draft,
    drawn_anew,
)
from causeway.hub.knowledge.training.content import Section
from causeway.hub.knowledge.training.editing import (
    TEST,
    new_code,
    questions_at,
    section_of,
    with_question,
    with_section,
    with_section_moved,
    with_step,
    without_question,
    without_section,
    without_step,
)
from causeway.hub.knowledge.training.forms.questions import QuestionForm
from causeway.hub.knowledge.training.forms.steps import StepForm
from causeway.hub.knowledge.training.forms.writing import BeginForm, HeadForm, ModuleFileForm, SectionForm
from causeway.hub.knowledge.training.pages import draw, reading_language
from causeway.hub.knowledge.training.queries.drafts import draft, drafts, published
from causeway.hub.knowledge.training.queries.library import read_library
from causeway.hub.knowledge.training.words import DRAFT_STATE_NAMES

NEW = "new"


@for_members
@require_GET
def writing(request: MemberRequest) -> HttpResponse:
    """Drafts and published modules of the organisation."""
    context = {
        "drafts": [{"view": view, "state": DRAFT_STATE_NAMES[view.state]} for view in drafts(request.actor)],
        "published": published(request.actor),
        "shipped": [view for view in read_library(request.actor, reading_language(request)) if view.owner_id is None],
        "may_write": may(request.actor, Permission.WRITE_MODULES),
        "languages": LANGUAGES.items(),
    }
    return draw(request, "writing.html", context, current="writing")


@takes_body(LONGEST_DOCUMENT * 4 + FORM_ROOM_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest) -> HttpResponseBase:
    """Begin a module, from nothing or from a file."""
    check(request.actor, Permission.WRITE_MODULES)
    is_file = request.method == "POST" and "title" not in request.POST
    form = BeginForm(request.POST if request.method == "POST" and not is_file else None)
    file_form = ModuleFileForm(request.POST, request.FILES) if is_file else ModuleFileForm()
    active: BeginForm | ModuleFileForm = file_form if is_file else form
    if request.method == "POST" and active.is_valid():
        try:
            if is_file:
                text = file_form.cleaned_data["file"].read().decode("utf-8")
                draft_id = begin_from_file(request.actor, text)
            else:
                draft_id = begin_module(request.actor, **form.cleaned_data)
        except UnicodeDecodeError:
            file_form.add_error("file", _("This file is not UTF-8 text."))
        except Invalid as fault:
            blame(active, fault)
        else:
            return redirect("training:draft", draft_id)
    status = 422 if active.errors else 200
    return draw(request, "begin.html", {"form": form, "file_form": file_form}, current="writing", status=status)


@for_members
@require_POST
def next_version(request: MemberRequest, module_id: UUID) -> HttpResponseBase:
    """Begin the next version of a module, or a variant in another language."""
    language, copy_of = request.POST.get("language", "en"), request.POST.get("copy_of", "")
    if language not in LANGUAGES:
        raise Http404("There is no such language.")
    try:
        draft_id = begin_next_version(request.actor, module_id, language=language, copy_of=copy_of)
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect("training:writing")
    return redirect("training:draft", draft_id)


@for_members
@require_GET
def draft_page(request: MemberRequest, draft_id: UUID) -> HttpResponse:
    """A draft with all its parts, and what is still to be mended."""
    view = draft(request.actor, draft_id)
    is_open = view.state != "in_review"
    context = {
        "draft": view,
        "module": view.module,
        "state": DRAFT_STATE_NAMES[view.state],
        "may_change": may(request.actor, Permission.WRITE_MODULES) and is_open,
        "may_review": not is_open and not view.is_own,
        "test": TEST,
    }
    return draw(request, "draft.html", context, current="writing")


def _change(request: MemberRequest, draft_id: UUID, change: Change) -> HttpResponseBase:
    try:
        change_draft(request.actor, draft_id, change)
    except (Invalid, Conflict) as fault:
        messages.warning(request, fault.message)
    return redirect("training:draft", draft_id)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """What the module says of itself, and the rules of its test."""
    module = draft(request.actor, draft_id).module
    form = HeadForm(request.POST if request.method == "POST" else None, initial=HeadForm.initial_of(module))
    if form.is_valid():
        told, rules = form.cleaned_data, form.rules()
        fields = {name: told[name] for name in ("title", "about", "skill", "minutes", "valid_months")}
        return _change(request, draft_id, lambda known: replace(known, **fields, rules=rules))
    return _part(request, draft_id, form, _("The module and its test"))


@takes_body(LARGEST_PICTURE_BYTES + FORM_ROOM_BYTES)
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: MemberRequest, draft_id: UUID, code: str) -> HttpResponseBase:
    """A page: its title, text and picture."""
    check(request.actor, Permission.WRITE_MODULES)
    known = section_of(draft(request.actor, draft_id).module, code)
    if known is None and code != NEW:
        raise Http404("There is no such page.")
    section = known or Section(code=new_code(), title="")
    alt = section.picture.alt if section.picture else ""
    initial = {"title": section.title, "text": section.text, "alt": alt}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SectionForm(*sent, initial=initial, has_picture=section.picture is not None)
    if form.is_valid():
        try:
            uploaded = _uploaded(request, form)
        except Invalid as fault:
            blame(form, fault)
        else:
            told = form.cleaned_data
            made = replace(
                section,
                title=told["title"].strip(),
                text=told["text"],
                picture=form.picture_after(section.picture, uploaded),
            )
            return _change(request, draft_id, lambda module: with_section(module, made))
    return _part(request, draft_id, form, _("A page"), has_file=True)


def _uploaded(request: MemberRequest, form: SectionForm) -> UUID | None:
    file = form.cleaned_data["picture"]
    return add_picture(request.actor, drawn_anew(file.read())) if file else None


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: MemberRequest, draft_id: UUID, place: str, code: str) -> HttpResponseBase:
    """A question of a page or of the test."""
    module = draft(request.actor, draft_id).module
    if place != TEST and section_of(module, place) is None:
        raise Http404("There is no such page.")
    known = next((one for one in questions_at(module, place) if one.code == code), None)
    if known is None and code != NEW:
        raise Http404("There is no such question.")
    initial = QuestionForm.initial_of(known) if known else None
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        made = form.question(known.code if known else new_code())
        return _change(request, draft_id, lambda changed: with_question(changed, place, made))
    return _part(request, draft_id, form, _("A question"))


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: MemberRequest, draft_id: UUID, section_code: str, code: str) -> HttpResponseBase:
    """A step of a scenario; the first that is written makes the page one."""
    section = section_of(draft(request.actor, draft_id).module, section_code)
    if section is None:
        raise Http404("There is no such page.")
    known = next((one for one in section.steps if one.code == code), None)
    if known is None and code != NEW:
        raise Http404("There is no such step.")
    initial = StepForm.initial_of(known) if known else None
    form = StepForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        made = form.step()
        taken = {one.code for one in section.steps} - ({known.code} if known else set())
        if made.code in taken:
            form.add_error("code", _("Another step has this name"))
        else:
            renamed = known.code if known and known.code != made.code else ""
            return _change(
                request,
                draft_id,
                lambda module: without_step(with_step(module, section_code, made), section_code, renamed),
            )
    return _part(request, draft_id, form, _("A step of a scenario"))


def _part(
    request: MemberRequest,
    draft_id: UUID,
    form: HeadForm | SectionForm | QuestionForm | StepForm,
    heading: str,
    *,
    has_file: bool = False,
) -> HttpResponse:
    check(request.actor, Permission.WRITE_MODULES)
    context = {"form": form, "draft_id": draft_id, "heading": heading, "has_file": has_file}
    return draw(request, "part.html", context, current="writing", status=422 if form.errors else 200)


@for_members
@require_POST
def arrange(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Move a page, or take a page, question or step out."""
    what, code, place = (request.POST.get(name, "") for name in ("what", "code", "place"))
    changes: dict[str, Change] = {
        "up": lambda module: with_section_moved(module, code, -1),
        "down": lambda module: with_section_moved(module, code, 1),
        "remove_page": lambda module: without_section(module, code),
        "remove_question": lambda module: without_question(module, place, code),
        "remove_step": lambda module: without_step(module, place, code),
    }
    if what not in changes:
        raise Http404("There is no such change.")
    return _change(request, draft_id, changes[what])
