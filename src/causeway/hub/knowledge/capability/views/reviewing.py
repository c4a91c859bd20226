"""Review by peers: asking for it, taking that back, and the reviewer's own pages."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.capability.commands.review import (
    comment_on,
    finish_review,
    invite_reviewer,
    withdraw_invitation,
)
from causeway.hub.knowledge.capability.forms import CommentForm, FinishForm, InviteForm
from causeway.hub.knowledge.capability.grid import Cell, grid
from causeway.hub.knowledge.capability.model_response import CAPABILITIES
from causeway.hub.knowledge.capability.queries.assessments import asked_to_review, draft, possible_reviewers
from causeway.hub.knowledge.capability.views.judging import capability_of


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def invite_page(request: MemberRequest, assessment_id: UUID) -> HttpResponseBase:
    """Ask another organisation to review a draft."""
    check(request.actor, Permission.ASSESS_CAPABILITY)
    view = draft(request.actor, assessment_id)
    form = InviteForm(request.POST or None, reviewers=possible_reviewers(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            invite_reviewer(request.actor, assessment_id, UUID(form.cleaned_data["reviewer"]))
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("They are asked, and see the draft from now on."))
            return redirect("capability:draft", assessment_id)
    context = {"form": form, "view": view}
    return render(request, "capability/invite.html", context, status=422 if form.errors else 200)


@require_POST
@for_members
def withdraw(request: MemberRequest, invitation_id: UUID) -> HttpResponseBase:
    """Take an invitation back."""
    try:
        assessment_id = withdraw_invitation(request.actor, invitation_id)
    except Conflict as fault:
        messages.warning(request, fault.message)
        return redirect("capability:list")
    messages.success(request, _("They are no longer asked, and no longer see the draft."))
    return redirect("capability:draft", assessment_id)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: MemberRequest, invitation_id: UUID) -> HttpResponseBase:
    """What is to be reviewed, how far the review is, and its end."""
    view, review = asked_to_review(request.actor, invitation_id)
    form = FinishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            finish_review(request.actor, invitation_id, text=form.cleaned_data["text"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Your review is finished. They see what you said."))
            return redirect("capability:review", invitation_id)
    context = {
        "view": view,
        "review": review,
        "form": form,
        "groups": grid([lambda code: view.judgements.of(code).phase], review.comments.of),
        "all": len(CAPABILITIES),
    }
    return render(request, "capability/review.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def comment_page(request: MemberRequest, invitation_id: UUID, code: str) -> HttpResponseBase:
    """One judgement, and what the reviewer thinks of it."""
    view, review = asked_to_review(request.actor, invitation_id)
    capability = capability_of(code)
    judgement, before = view.judgements.of(code), review.comments.of(code)
    initial = {"view": before.view, "text": before.text} if before else None
    form = CommentForm(request.POST or None, initial=initial)
    following = CAPABILITIES[capability.number] if capability.number < len(CAPABILITIES) else None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            comment_on(request.actor, invitation_id, code, view=told["view"], text=told["text"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Saved: %(capability)s") % {"capability": capability.name})
            if "next" in request.POST and following:
                return redirect("capability:comment", invitation_id, following.code)
            return redirect("capability:review", invitation_id)
    context = {
        "view": view,
        "review": review,
        "capability": capability,
        "judgement": judgement,
        "cell": Cell(judgement.phase),
        "form": form,
        "following": following,
    }
    return render(request, "capability/comment.html", context, status=422 if form.errors else 200)
