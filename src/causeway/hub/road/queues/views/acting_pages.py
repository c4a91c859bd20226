"""What the pages on which a person acts on a referral have in common."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest
from causeway.hub.base.organisations.pages import blame
from causeway.hub.road.queues.queries.referral_facts import referral_fact
from causeway.hub.road.queues.views.holding import holding
from causeway.hub.road.queues.views.ways_back import beside, way_back


def act_on_page(
    request: MemberRequest,
    referral_id: UUID,
    form: forms.Form,
    do: Callable[[], object],
    *,
    title: str | Promise,
    intro: str | Promise,
    button: str | Promise,
    done: str | Promise,
    narrowing: Mapping[str, object] | None = None,
) -> HttpResponseBase:
    """A page with one form: shown, checked, done, and back to the referral. Where a colleague works on it, the page
    says so before anything is done. With `narrowing` it has a second form above, by which a long choice is narrowed:
    the words that were asked for, and how many it left.
    """
    held = holding(request, [referral_id])
    if request.method == "POST" and form.is_valid() and held.lets(request, form):
        try:
            do()
        except (Invalid, Conflict, NotAgreed) as fault:
            blame(form, fault)
        else:
            messages.success(request, str(done))
            return redirect(way_back(request, referral_id))
    context = {
        "fact": referral_fact(request.actor, referral_id),
        "form": form,
        "title": title,
        "intro": intro,
        "button": button,
        "held": held,
        "narrowing": narrowing,
        "beside": beside(request),
        "back": way_back(request, referral_id),
    }
    return render(request, "queues/act.html", context)


def act_once(request: MemberRequest, referral_id: UUID, do: Callable[[], object], done: str) -> HttpResponseBase:
    """Do it at the press of a button, and come back to where it was pressed."""
    try:
        do()
    except (Invalid, Conflict) as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, done)
    if request.POST.get("back") == "queue":
        return redirect("queues:queue")
    return redirect(way_back(request, referral_id))
