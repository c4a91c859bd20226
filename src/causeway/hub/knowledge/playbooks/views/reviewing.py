"""Reviewing a draft that somebody else wrote."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.knowledge.playbooks.commands.review_draft import approve_draft, return_draft
from causeway.hub.knowledge.playbooks.forms import ReviewForm
from causeway.hub.knowledge.playbooks.queries.drafts import draft_of
from causeway.hub.knowledge.playbooks.views.drafts import draft_context


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: MemberRequest, draft_id: UUID) -> HttpResponseBase:
    """Read the draft with its differences, and publish or return it."""
    check(request.actor, Permission.REVIEW_PLAYBOOKS)
    draft = draft_of(request.actor, draft_id)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["decision"] == "approve":
                version_id = approve_draft(request.actor, draft_id, given["comment"])
                messages.success(request, _("The playbook is published."))
                if draft.standard is not None and may(request.actor, Permission.ADOPT_PLAYBOOKS):
                    messages.success(request, _("New cases of this kind start with it."))
                    return redirect("playbooks:followed", draft.playbook.code)
                return redirect("playbooks:published", str(version_id))
            return_draft(request.actor, draft_id, given["comment"])
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("It is back with those who write it."))
            return redirect("playbooks:library")
    context = draft_context(request, draft) | {"form": form}
    return render(request, "playbooks/review.html", context, status=422 if form.errors else 200)
