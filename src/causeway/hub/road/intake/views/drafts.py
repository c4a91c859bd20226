"""Drafts: their list, the task list of one, and its deletion."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.theme.components import TaskItem
from causeway.hub.road.intake.commands.keep_draft import delete_draft, start_draft
from causeway.hub.road.intake.queries.drafts import DraftView, draft, drafts
from causeway.hub.road.referrals.words import CONCERN_NAMES
from causeway.triage import assess_completeness
from causeway.vocabulary.referral import Referral

NEEDED_STEPS = ("what", "contact")
"""Without these a referral cannot be sent; everything else only makes it better."""


def completeness_panel(request: HttpRequest, referral: Referral) -> HttpResponse:
    """The panel alone, for a form that is being filled in. Nothing is saved."""
    return render(
        request, "intake/parts/completeness.html", {"completeness": assess_completeness(referral), "is_fresh": True}
    )


def form_page(
    request: MemberRequest, template: str, view: DraftView, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of a draft, with what the draft lacks beside it."""
    shown = {"draft": view, "completeness": assess_completeness(view.referral), **context}
    return render(request, template, shown, status=status)


def sent_already(view: DraftView) -> HttpResponse | None:
    """To the confirmation, where the draft was sent: a page left open in another tab changes nothing."""
    return redirect("intake_sent", draft_id=view.id) if view.referral_id else None


@for_members
@require_GET
def draft_list(request: MemberRequest) -> HttpResponseBase:
    """What is being written."""
    rows = [
        {
            "draft": view,
            "title": CONCERN_NAMES[view.referral.concern] if view.is_done("what") else _("Not begun"),
            "is_mine": view.member_id == request.actor.member_id,
            "completeness": assess_completeness(view.referral),
        }
        for view in drafts(request.actor)
    ]
    return render(request, "intake/drafts.html", {"rows": rows})


@for_members
@require_POST
def start(request: MemberRequest) -> HttpResponseBase:
    """Start a draft."""
    return redirect("intake_draft", draft_id=start_draft(request.actor))


@for_members
@require_GET
def task_list(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """The steps of one draft."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    return form_page(request, "intake/draft.html", view, {"tasks": _tasks(view), "check": _check_task(view)})


def is_ready(view: DraftView) -> bool:
    """Whether the draft can be sent."""
    return all(view.is_done(step) for step in NEEDED_STEPS)


def _task(view: DraftView, step: str, title: str, hint: str, url: str, status: str = "") -> TaskItem:
    is_done = view.is_done(step) or bool(status)
    todo = _("To do") if step in NEEDED_STEPS else _("Not begun")
    return TaskItem(
        title=title,
        hint=hint,
        href=url,
        status=status or (_("Done") if is_done else todo),
        tone="done" if is_done else "todo",
    )


def _tasks(view: DraftView) -> list[TaskItem]:
    def step(name: str) -> str:
        return reverse("intake_step", kwargs={"draft_id": view.id, "step": name})

    people, files = len(view.referral.parties), len(view.files)
    people_status = ngettext("%(count)d person", "%(count)d people", people) % {"count": people} if people else ""
    files_status = ngettext("%(count)d given", "%(count)d given", files) % {"count": files} if files else ""
    people_url = reverse("intake_people", kwargs={"draft_id": view.id})
    files_url = reverse("intake_files", kwargs={"draft_id": view.id})
    return [
        _task(view, "what", _("What happened"), _("What kind of harm, when, on which product"), step("what")),
        _task(view, "where", _("Where it happened"), _("Chats, pages and games, with what was written"), _where(view)),
        _task(
            view,
            "people",
            _("Who"),
            _("Subjects, victims and others, with accounts and addresses"),
            people_url,
            people_status,
        ),
        _task(
            view,
            "files",
            _("Files and web addresses"),
            _("Sealed as they arrive; an address alone is enough"),
            files_url,
            files_status,
        ),
        _task(
            view,
            "emergency",
            _("Danger, police, and who must not know"),
            _("Whether a child is in danger now"),
            step("emergency"),
        ),
        _task(view, "contact", _("Whom to ask"), _("A mailbox that a team reads"), step("contact")),
    ]


def _where(view: DraftView) -> str:
    return reverse("intake_where", kwargs={"draft_id": view.id})


def _check_task(view: DraftView) -> list[TaskItem]:
    url = reverse("intake_check", kwargs={"draft_id": view.id})
    if is_ready(view):
        return [TaskItem(title=_("Check and send"), status=_("Ready"), href=url, tone="doing")]
    hint = _("First say what happened, and whom to ask")
    return [TaskItem(title=_("Check and send"), status=_("Cannot start yet"), hint=hint, tone="blocked")]


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Delete a draft, after asking."""
    view = draft(request.actor, draft_id)
    if gone := sent_already(view):
        return gone
    are_kept = any(file.is_kept for file in view.files)
    if request.method == "POST":
        delete_draft(request.actor, draft_id)
        said = _("The draft is deleted.") if are_kept else _("The draft and its files are deleted.")
        messages.success(request, said)
        return redirect("intake_drafts")
    return render(request, "intake/delete.html", {"draft": view, "are_kept": are_kept})
