"""Writing a playbook in the browser: the draft, what it is about, its preview, and on to review."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.languages import reading_language
from causeway.hub.knowledge.playbooks.checking import Fault
from causeway.hub.knowledge.playbooks.commands.review_draft import send_for_review
from causeway.hub.knowledge.playbooks.commands.write_draft import (
    discard_draft,
    import_draft,
    revise,
    save_about,
    start_draft,
)
from causeway.hub.knowledge.playbooks.forms import AboutForm, ImportForm, TitleForm
from causeway.hub.knowledge.playbooks.queries.drafts import Draft, DraftState, draft_of
from causeway.hub.knowledge.playbooks.toml_form import LARGEST_BYTES
from causeway.hub.knowledge.playbooks.views.shown import (
    FIELD_NAMES,
    compared,
    comparison_shown,
    reading_shown,
    ref_of,
)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: MemberRequest) -> HttpResponseBase:
    """Begin a playbook of our own."""
    check(request.actor, Permission.WRITE_PLAYBOOKS)
    initial = {"language": reading_language()}
    form = TitleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"] or reading_language()
        try:
            draft_id = start_draft(request.actor, title=form.cleaned_data["title"], language=language)
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            return redirect("playbooks:draft", draft_id)
    return render(request, "playbooks/new.html", {"form": form}, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: MemberRequest) -> HttpResponseBase:
    """Bring a playbook in from a file, as a draft."""
    check(request.actor, Permission.WRITE_PLAYBOOKS)
    form = ImportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft_id = import_draft(request.actor, file.read(LARGEST_BYTES + 1).decode())
        except UnicodeDecodeError:
            form.add_error("file", _("This file is not UTF-8 text."))
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The playbook is here as a draft."))
            return redirect("playbooks:draft", draft_id)
    return render(request, "playbooks/import.html", {"form": form}, status=422 if form.errors else 200)


@for_members
@require_POST
def revise_page(request: MemberRequest, key: str) -> HttpResponseBase:
    """Begin the next version of a playbook of our own."""
    ref = ref_of(key)
    if ref.version_id is None:
        return redirect("playbooks:published", key)
    try:
        draft_id = revise(request.actor, ref.version_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect("playbooks:library")
    return redirect("playbooks:words" if request.POST.get("for") == "words" else "playbooks:draft", draft_id)


@for_members
@require_safe
def draft_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """A draft: its steps, what is still wrong with it, and how it differs."""
    draft = draft_of(request.actor, draft_id)
    return render(request, "playbooks/draft.html", draft_context(request, draft))


def draft_context(request: MemberRequest, draft: Draft) -> dict[str, object]:
    """What the pages of a draft show of it."""
    is_writing = draft.state is DraftState.WRITING
    standard = draft.standard
    against = (
        comparison_shown(compared(request, standard.playbook, draft.playbook), draft.reasons) if standard else None
    )
    since = compared(request, draft.before, draft.playbook) if draft.before and not standard else None
    shown = reading_shown(request, draft.playbook, usual=draft.playbook.language)
    titles = {step.code: step.title for step in (*(standard.playbook.steps if standard else ()), *draft.playbook.steps)}
    return {
        "draft": draft,
        "shown": shown,
        "playbook": shown.playbook,
        "steps": shown.steps,
        "difference": against,
        "since": comparison_shown(since) if since else None,
        "faults": [_fault_shown(draft, fault) for fault in draft.faults],
        "unexplained": [(code, titles.get(code, code)) for code in draft.unexplained],
        "is_in_review": draft.state is DraftState.IN_REVIEW,
        "is_published": draft.state is DraftState.PUBLISHED,
        "may_write": is_writing and may(request.actor, Permission.WRITE_PLAYBOOKS),
        "may_review": draft.state is DraftState.IN_REVIEW
        and may(request.actor, Permission.REVIEW_PLAYBOOKS)
        and draft.may_review(request.actor),
    }


def _fault_shown(draft: Draft, fault: Fault) -> tuple[str, Promise | str, str]:
    """Where it is mended, what it is about, and what is wrong."""
    if fault.step:
        return reverse("playbooks:step", args=[draft.id, fault.step]), fault.title, fault.message
    about = reverse("playbooks:about", args=[draft.id]) if fault.field in FIELD_NAMES else ""
    return about, FIELD_NAMES.get(fault.field, _("Steps")), fault.message


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def about_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """What the playbook is called, what it is about, and who is to see it."""
    check(request.actor, Permission.WRITE_PLAYBOOKS)
    draft = draft_of(request.actor, draft_id)
    initial = {
        "title": draft.playbook.title,
        "about": draft.playbook.about,
        "applies": draft.playbook.applies,
        "note": draft.note,
        "is_shared": "yes" if draft.is_shared else "no",
    }
    form = AboutForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            save_about(request.actor, draft_id, **form.cleaned_data)
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            return redirect("playbooks:draft", draft_id)
    context = {"form": form, "draft": draft}
    return render(request, "playbooks/about.html", context, status=422 if form.errors else 200)


@for_members
@require_safe
def preview_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """The draft as it will be read."""
    draft = draft_of(request.actor, draft_id)
    shown = reading_shown(request, draft.playbook, usual=draft.playbook.language)
    context = {"draft": draft, "shown": shown, "playbook": shown.playbook, "steps": shown.steps}
    return render(request, "playbooks/preview.html", context)


@for_members
@require_POST
def send_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Send the draft for review."""
    try:
        send_for_review(request.actor, draft_id)
    except (Invalid, Conflict) as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, _("It waits for somebody who wrote nothing in it."))
    return redirect("playbooks:draft", draft_id)


@for_members
@require_POST
def discard_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Give the draft up."""
    try:
        discard_draft(request.actor, draft_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect("playbooks:draft", draft_id)
    messages.success(request, _("The draft is discarded. What was published stays."))
    return redirect("playbooks:library")
