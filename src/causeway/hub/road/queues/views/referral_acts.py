"""What a person does with one referral, each on a page of its own that works without a script."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.queues.commands.acknowledge_alert import acknowledge_alert
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.commands.take_item import release_item, take_item
from causeway.hub.road.queues.forms import PriorityForm, RouteForm
from causeway.hub.road.queues.queries.route_choices import route_choices
from causeway.hub.road.queues.views.acting_pages import act_on_page, act_once
from causeway.hub.road.queues.views.holding import holding
from causeway.hub.road.referrals.commands.ask_sender import ask_sender
from causeway.hub.road.referrals.forms import QuestionForm
from causeway.hub.road.routes.commands.change_route import change_route


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def change_priority_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Put a referral into another band."""
    check(request.actor, Permission.CHANGE_PRIORITY)
    form = PriorityForm(request.POST if request.method == "POST" else None)
    return act_on_page(
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
    """Send a referral to another force, or to a country's central desk. `find` narrows the list."""
    check(request.actor, Permission.CHANGE_ROUTE)
    wanted = request.GET.get("find", "").strip()
    choices = route_choices(request.actor, referral_id, wanted=wanted)
    form = RouteForm(request.POST if request.method == "POST" else None, choices=choices)
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: change_route(request.actor, referral_id, form.cleaned_data["receiver"], form.cleaned_data["reason"]),
        title=_("Send it to another force or central desk"),
        intro=_("Whoever held it before keeps seeing it, and is told that it went on."),
        button=_("Send it"),
        done=_("The referral was sent on."),
        narrowing={"find": wanted, "found": len(choices)},
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Ask the sender one question."""
    check(request.actor, Permission.ASK_SENDER)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: ask_sender(request.actor, referral_id, form.cleaned_data["text"]),
        title=_("Ask the sender"),
        intro=_("The answer comes back as a supplement to the referral, and a clock runs until it does."),
        button=_("Send the question"),
        done=_("The question was sent."),
    )


@for_members
@require_POST
def take_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Take it on: others see that somebody works on it. Whoever works on another telling of its event is named."""

    def take() -> None:
        take_item(request.actor, referral_id)
        holding(request, [referral_id]).warn_after(request)

    return act_once(request, referral_id, take, _("You took it on."))


@for_members
@require_POST
def release_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Give it back to the queue."""
    return act_once(
        request, referral_id, lambda: release_item(request.actor, referral_id), _("It is back in the queue.")
    )


@for_members
@require_POST
def acknowledge_alert_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """A named person acts on the alert; it stops climbing."""
    return act_once(
        request, referral_id, lambda: acknowledge_alert(request.actor, referral_id), _("You acknowledged the alert.")
    )
