"""What a person does with one referral, each on a page of its own that works without a script."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid, NotAgreed
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.road.queues.commands.acknowledge_alert import acknowledge_alert
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.commands.take_item import release_item, take_item
from causeway.hub.road.queues.forms import PriorityForm, RouteForm
from causeway.hub.road.queues.queries.standing import referral_fact
from causeway.hub.road.referrals.commands.ask_sender import ask_sender
from causeway.hub.road.referrals.forms import QuestionForm
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.vocabulary.organisations import OrganisationKind


def _act(
    request: MemberRequest,
    referral_id: UUID,
    form: forms.Form,
    do: Callable[[], object],
    *,
    title: str | Promise,
    intro: str | Promise,
    button: str | Promise,
    done: str | Promise,
) -> HttpResponseBase:
    """A page with one form: shown, checked, done, and back to the referral."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except (Invalid, Conflict, NotAgreed) as fault:
            _add_fault(form, fault)
        else:
            messages.success(request, str(done))
            return redirect("referrals:referral", referral_id)
    fact = referral_fact(request.actor, referral_id)
    context = {"fact": fact, "form": form, "title": title, "intro": intro, "button": button}
    return render(request, "queues/act.html", context)


def _add_fault(form: forms.Form, fault: HubError) -> None:
    form.add_error(fault.field if fault.field in form.fields else None, fault.message)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change_priority_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Put a referral into another band."""
    check(request.actor, Permission.CHANGE_PRIORITY)
    form = PriorityForm(request.POST if request.method == "POST" else None)
    return _act(
        request,
        referral_id,
        form,
        lambda: change_priority(request.actor, referral_id, form.cleaned_data["band"], form.cleaned_data["reason"]),
        title=_("Change the priority"),
        intro=_("Your judgement counts from then on. What the program found stays beside it, and both are kept."),
        button=_("Change the priority"),
        done=_("The priority is changed."),
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change_route_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Send a referral to another force."""
    check(request.actor, Permission.CHANGE_ROUTE)
    forces = [
        (listing.id, f"{listing.name} ({listing.country})")
        for listing in directory(request.actor, kind=OrganisationKind.POLICE_FORCE)
        if listing.id != request.actor.organisation_id
    ]
    form = RouteForm(request.POST if request.method == "POST" else None, forces=forces)
    return _act(
        request,
        referral_id,
        form,
        lambda: change_route(request.actor, referral_id, form.cleaned_data["receiver"], form.cleaned_data["reason"]),
        title=_("Send it to another force"),
        intro=_("Whoever held it before keeps seeing it, and is told that it went on."),
        button=_("Send it"),
        done=_("The referral was sent on."),
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Ask the sender one question."""
    check(request.actor, Permission.ASK_SENDER)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    return _act(
        request,
        referral_id,
        form,
        lambda: ask_sender(request.actor, referral_id, form.cleaned_data["text"]),
        title=_("Ask the sender"),
        intro=_("The answer comes back as a supplement to the referral, and a clock runs until it does."),
        button=_("Send the question"),
        done=_("The question was sent."),
    )


def _back(request: MemberRequest, referral_id: UUID, do: Callable[[], object], done: str) -> HttpResponseBase:
    try:
        do()
    except (Invalid, Conflict) as fault:
        messages.warning(request, fault.message)
    else:
        messages.success(request, done)
    if request.POST.get("back") == "queue":
        return redirect("queues:queue")
    return redirect("referrals:referral", referral_id)


@for_members
@require_POST
def take_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Take it on: others see that somebody works on it."""
    return _back(request, referral_id, lambda: take_item(request.actor, referral_id), _("You took it on."))


@for_members
@require_POST
def release_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Give it back to the queue."""
    return _back(request, referral_id, lambda: release_item(request.actor, referral_id), _("It is back in the queue."))


@for_members
@require_POST
def acknowledge_alert_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """A named person acts on the alert; it stops climbing."""
    return _back(
        request, referral_id, lambda: acknowledge_alert(request.actor, referral_id), _("You acknowledged the alert.")
    )
