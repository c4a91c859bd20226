"""Telling a body that protects a child, and that body's own pages."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.clocks.words import term_in_words
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.theme.components import Row
from causeway.hub.road.cases.children import Child
from causeway.hub.road.cases.commands.acknowledge_safeguarding import acknowledge_safeguarding, open_notice
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.cases.forms import AcknowledgeForm, SafeguardingForm
from causeway.hub.road.cases.notice_lines import Line, answer_lines, notice_lines
from causeway.hub.road.cases.queries.safeguarding import (
    Proposal,
    notices_told,
    notices_waiting,
    safeguarding_proposal,
    told_notice,
)
from causeway.hub.road.cases.untold import child_in_words
from causeway.hub.road.cases.views.holding import at_work


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def tell_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Tell a body about one child of a referral; the form begins with what the referral says of the child. Who works on
    it is named; a notice about a child is never held up by that.
    """
    proposal = safeguarding_proposal(request.actor, referral_id)
    place = _chosen_child(request, proposal)
    child = proposal.children[place] if proposal.children else None
    bodies = proposal.bodies[place if proposal.children else 0]
    initial = _initial(request, proposal, child)
    if suggested := next((body for body in bodies if body.is_suggested), None):
        initial["body_id"] = str(suggested.id)
    data = request.POST if request.method == "POST" else None
    form = SafeguardingForm(data, proposal=proposal, bodies=bodies, initial=initial)
    held = at_work(request, referral_id)
    if data is not None and form.is_valid():
        try:
            tell_safeguarding(
                request.actor,
                referral_id,
                UUID(form.cleaned_data["body_id"]),
                form.notice(),
                child=child.number if child else None,
            )
        except (Invalid, Conflict, NotAgreed) as fault:
            blame(form, fault)
        else:
            told = _("They are told, and have %(term)s to say who has taken it on.")
            messages.success(request, told % {"term": term_in_words(proposal.answer_within)})
            held.warn_after(request)
            if other := next((each for each in proposal.waiting if each != child), None):
                messages.warning(request, _("Nobody has been told of this other child yet."))
                return redirect(f"{request.path}?child={other.number}")
            if proposal.case_id:
                return redirect("cases:case", proposal.case_id)
            return redirect("safeguarding:list")
    children = [(each, child_in_words(each), each not in proposal.waiting) for each in proposal.children]
    context = {"form": form, "proposal": proposal, "child": child, "children": children, "bodies": bodies, "held": held}
    context["term"] = term_in_words(proposal.answer_within)
    return render(request, "cases/tell.html", context, status=422 if form.errors else 200)


def _chosen_child(request: MemberRequest, proposal: Proposal) -> int:
    """The place among the children of the one whom the address names, or else of the first whom nobody was told of."""
    asked = [place for place, child in enumerate(proposal.children) if str(child.number) == request.GET.get("child")]
    waiting = [place for place, child in enumerate(proposal.children) if child in proposal.waiting]
    return next(iter(asked + waiting), 0)


def _initial(request: MemberRequest, proposal: Proposal, child: Child | None) -> dict[str, Any]:
    own = listing_by_id(request.actor.organisation_id)
    initial: dict[str, Any] = {
        "concern": proposal.concern,
        "contact": f"{request.actor.label}, {request.actor.organisation_name}",
        "contact_email": own.mailbox if own else "",
    }
    if child is not None:
        initial |= {
            "child_name": child.name,
            "child_age_years": child.party.age_years,
            "child_born_on": child.party.born_on,
            "child_school": child.party.school,
            "place": child.place,
            "may_have_harmed": child.may_have_harmed,
        }
    return initial


@for_members
@require_safe
def notice_list(request: MemberRequest) -> HttpResponseBase:
    """For a body: what waits for it. For a force or the desk: what it told, and who has not answered."""
    now = timezone.now()
    if may(request.actor, Permission.ACKNOWLEDGE_SAFEGUARDING):
        waiting = notices_waiting(request.actor)
        context = {
            "waiting": waiting,
            "answered": notices_waiting(request.actor, is_answered=True, limit=50),
            "late": [notice for notice in waiting if notice.is_late(now)],
        }
        return render(request, "cases/notices.html", context | {"now": now})
    told = notices_told(request.actor)
    context = {
        "waiting": [notice for notice in told if notice.acknowledged_at is None],
        "answered": [notice for notice in told if notice.acknowledged_at is not None],
        "late": [notice for notice in told if notice.acknowledged_at is None and notice.is_late(now)],
    }
    return render(request, "cases/notices_told.html", context | {"now": now})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def notice_page(request: MemberRequest, notice_id: UUID) -> HttpResponseBase:
    """One notice: for the body with the form to acknowledge it, for whoever told it to read."""
    is_body = may(request.actor, Permission.ACKNOWLEDGE_SAFEGUARDING)
    form = AcknowledgeForm(request.POST if request.method == "POST" else None, initial={"name": request.actor.label})
    if request.method == "POST" and is_body and form.is_valid():
        try:
            acknowledge_safeguarding(request.actor, notice_id, **form.cleaned_data)
        except (Invalid, Conflict) as fault:
            blame(form, fault)
        else:
            messages.success(request, _("Thank you. They see that you have taken it on."))
            return redirect("safeguarding:notice", notice_id)
    view = open_notice(request.actor, notice_id) if is_body else told_notice(request.actor, notice_id)
    context = {"view": view, "form": form, "is_body": is_body, "rows": _rows(notice_lines(view))}
    context["answer"] = _rows(answer_lines(view))
    return render(request, "cases/notice.html", context, status=422 if form.errors else 200)


def _rows(lines: list[Line]) -> list[Row]:
    return [Row(key, value) for key, value in lines]
