"""The pages of a hand-over: propose, withdraw, acknowledge, decline. Each works without a script."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.theme.said import said_country
from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.queues.hand_over_forms import DeclineForm, HandOverForm
from causeway.hub.road.queues.views.acting_pages import act_on_page, act_once
from causeway.hub.road.routes.commands.hand_over import acknowledge_hand_over, decline_hand_over, withdraw_hand_over
from causeway.hub.road.routes.queries.hand_over_choices import HandOverChoice, hand_over_choices

_LONG = 12
"""So many choices are read at a glance; a longer list can be narrowed."""


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Say that it is not ours, and whose it is. `find` narrows the list."""
    check(request.actor, Permission.HAND_OVER)
    offered = hand_over_choices(request.actor, referral_id)
    wanted = request.GET.get("find", "").strip()
    every = [(each.id, _choice(each)) for each in offered if each.is_agreed]
    choices = [(number, label) for number, label in every if _is_meant(label, wanted)]
    form = HandOverForm(request.POST if request.method == "POST" else None, choices=choices)
    out_of_reach = ", ".join(each.name for each in offered if not each.is_agreed)
    intro = _(
        "Your force stays responsible, and its clock runs on, until the other acknowledges. Where a child may be in "
        "danger now, the other is alerted at once; act yourselves until it has answered."
    )
    more = _("With a force that is not listed you have no agreement: give it to the desk, which can send it there.")
    if out_of_reach:
        more = _("No agreement lets you send to %(names)s: give it to the desk for them.") % {"names": out_of_reach}
    intro = f"{intro} {more}"
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: propose_hand_over(
            request.actor, referral_id, form.cleaned_data["receiver"], form.cleaned_data["reason"]
        ),
        title=_("This referral is not ours"),
        intro=intro,
        button=_("Propose the hand-over"),
        done=_("The hand-over is proposed. Your force stays responsible until it is acknowledged."),
        narrowing={"find": wanted, "found": len(choices)} if len(every) > _LONG else None,
    )


def _is_meant(label: str, wanted: str) -> bool:
    return all(word in label.casefold() for word in wanted.casefold().split())


def _choice(choice: HandOverChoice) -> str:
    if choice.is_desk:
        return _("%(name)s: we do not know whose it is") % {"name": choice.name}
    name = choice.name
    if choice.is_outside:
        words = {"name": name, "countries": ", ".join(map(said_country, choice.countries))}
        name = _("%(name)s (%(countries)s), outside this hub: the desk sends it") % words
    elif choice.countries:
        words = {"name": name, "countries": ", ".join(map(said_country, choice.countries))}
        name = _("%(name)s, central desk of %(countries)s") % words
    return f"{name}: {choice.reason}" if choice.reason and not choice.is_outside else name


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def decline_hand_over_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Say why it is not ours either."""
    check(request.actor, Permission.ANSWER_HAND_OVER)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    return act_on_page(
        request,
        referral_id,
        form,
        lambda: decline_hand_over(request.actor, referral_id, form.cleaned_data["reason"]),
        title=_("Decline the hand-over"),
        intro=_("The referral stays with the force that proposed it, which is told why."),
        button=_("Decline"),
        done=_("The hand-over is declined."),
    )


@for_members
@require_POST
def acknowledge_hand_over_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Take it over."""
    return act_once(
        request,
        referral_id,
        lambda: acknowledge_hand_over(request.actor, referral_id),
        _("Your organisation is responsible for this referral from now on."),
    )


@for_members
@require_POST
def withdraw_hand_over_page(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """Keep it after all."""
    return act_once(
        request, referral_id, lambda: withdraw_hand_over(request.actor, referral_id), _("The hand-over is withdrawn.")
    )
