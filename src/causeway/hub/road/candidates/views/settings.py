"""Pages on which a supervisor sets up the desk: decisions and times, the order of kinds, the floor of sparing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.pages import blame
from causeway.hub.road.candidates.commands.set_up_desk import desk_settings, may_open_desk, open_desk, set_up_desk
from causeway.hub.road.candidates.settings_forms import FloorForm, OrderForm, SettingsForm

_Form = type[SettingsForm] | type[OrderForm] | type[FloorForm]
_TABS: tuple[tuple[str, Promise], ...] = (
    ("settings", gettext_lazy("Decisions and times")),
    ("order", gettext_lazy("Order of kinds")),
    ("floor", gettext_lazy("How people are spared")),
)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: MemberRequest) -> HttpResponseBase:
    """Second opinions, holds, how long candidates last, breaks and limits."""
    return _page(request, "settings", SettingsForm, "")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def order_page(request: MemberRequest) -> HttpResponseBase:
    """How long each kind may wait."""
    return _page(
        request,
        "order",
        OrderForm,
        _(
            "How many hours each kind of candidate may wait. The list goes by when that time is over, so these are its "
            "order. What comes from now on goes by it."
        ),
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def floor_page(request: MemberRequest) -> HttpResponseBase:
    """How everybody is spared at least."""
    return _page(
        request,
        "floor",
        FloorForm,
        _(
            "This holds for everybody at the desk. Each person may choose to be spared more, and not less. A video is "
            "never played: it is shown as a few small, grey pictures without sound."
        ),
    )


def _page(request: MemberRequest, name: str, kind: _Form, intro: str) -> HttpResponseBase:
    check(request.actor, Permission.SUPERVISE_CANDIDATES)
    chosen = desk_settings(request.actor)
    form: Any = kind(request.POST if request.method == "POST" else None, initial=kind.initial_of(chosen))
    if form.is_valid():
        try:
            set_up_desk(request.actor, form.settings(chosen))
        except Invalid as fault:
            blame(form, fault)
        else:
            messages.success(request, _("The desk is set up."))
            return redirect(f"candidates:{name}")
    context = {"form": form, "intro": intro, "tabs": _TABS, "current": name}
    return render(request, "candidates/settings.html", context, status=422 if form.errors else 200)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: MemberRequest) -> HttpResponseBase:
    """An administrator of a service at which nobody reviews yet opens its desk by one press."""
    is_possible = may_open_desk(request.actor)
    if request.method == "POST":
        try:
            open_desk(request.actor)
        except Conflict as fault:
            messages.warning(request, fault.message)
            return redirect("candidates:open")
        messages.success(request, _("The desk is open. You review, supervise and send."))
        return redirect("candidates:desk")
    return render(request, "candidates/open.html", {"is_possible": is_possible})
