"""The steps of a draft: written, moved, taken out, and explained where they differ from the standard."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.playbooks.commands.write_draft import explain, move_step, remove_step, save_step
from causeway.hub.knowledge.playbooks.forms import ReasonForm, StepForm, initial_of
from causeway.hub.knowledge.playbooks.playbook import SAFEGUARDING_TASK
from causeway.hub.knowledge.playbooks.queries.drafts import draft_of

_BY = {"up": -1, "down": 1}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request: MemberRequest, draft_id: UUID, code: str = "") -> HttpResponseBase:
    """Write a step, a new one or one that is there."""
    check(request.actor, Permission.WRITE_PLAYBOOKS)
    draft = draft_of(request.actor, draft_id)
    step = draft.playbook.step(code) if code else None
    if code and step is None:
        raise Http404("There is no such step.")
    initial = initial_of(step, draft.reasons.get(code, "")) if step else {"is_mandatory": "yes"}
    form = StepForm(
        request.POST if request.method == "POST" else None,
        playbook=draft.playbook,
        code=code,
        has_standard=draft.standard is not None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_step(request.actor, draft_id, form.step(code), reason=form.cleaned_data.get("reason", ""))
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            return redirect(reverse("playbooks:draft", args=[draft_id]) + f"#step-{saved}")
    others = [each for each in draft.playbook.steps if each.code != code]
    context = {"form": form, "draft": draft, "step": step, "others": others}
    return render(request, "playbooks/step.html", context, status=422 if form.errors else 200)


@for_members
@require_POST
def move_page(request: MemberRequest, draft_id: UUID, code: str) -> HttpResponseBase:
    """Move a step one place."""
    try:
        move_step(request.actor, draft_id, code, by=_BY.get(request.POST.get("to", ""), 0))
    except Conflict as fault:
        messages.warning(request, fault.message)
    return redirect(reverse("playbooks:draft", args=[draft_id]) + f"#step-{code}")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def remove_page(request: MemberRequest, draft_id: UUID, code: str) -> HttpResponseBase:
    """Take a step out, with a reason where the standard has it."""
    check(request.actor, Permission.WRITE_PLAYBOOKS)
    draft = draft_of(request.actor, draft_id)
    step = draft.playbook.step(code)
    if step is None or code == SAFEGUARDING_TASK:
        raise Http404("There is no such step that could be taken out.")
    is_needed = draft.standard is not None and draft.standard.playbook.step(code) is not None
    label = _("Why is it taken out?") if is_needed else _("Why is it taken out? (optional)")
    form = ReasonForm(request.POST if request.method == "POST" else None, label=label, is_needed=is_needed)
    if request.method == "POST" and form.is_valid():
        try:
            remove_step(request.actor, draft_id, code, reason=form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            return redirect("playbooks:draft", draft_id)
    context = {"form": form, "draft": draft, "title": step.title, "is_removal": True}
    return render(request, "playbooks/reason.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def reason_page(request: MemberRequest, draft_id: UUID, code: str) -> HttpResponseBase:
    """Say why a step differs from the standard: one that was taken out or moved as well."""
    check(request.actor, Permission.WRITE_PLAYBOOKS)
    draft = draft_of(request.actor, draft_id)
    step = draft.playbook.step(code) or (draft.standard.playbook.step(code) if draft.standard else None)
    if step is None:
        raise Http404("There is no such step.")
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        label=_("Why does it differ from the standard?"),
        initial={"reason": draft.reasons.get(code, "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            explain(request.actor, draft_id, code, form.cleaned_data["reason"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            return redirect("playbooks:draft", draft_id)
    context = {"form": form, "draft": draft, "title": step.title, "is_removal": False}
    return render(request, "playbooks/reason.html", context, status=422 if form.errors else 200)
