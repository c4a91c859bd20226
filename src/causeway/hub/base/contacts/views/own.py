"""An organisation's own contact points: adding, changing, confirming, removing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.contacts.commands.keep_point import add_point, change_point, confirm_point, remove_point
from causeway.hub.base.contacts.forms import PointForm
from causeway.hub.base.contacts.queries.points import own_point, own_points
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section

_CURRENT = "contacts:own"


@require_safe
@member_page
def list_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of them."""
    context = {
        "points": own_points(actor, now=timezone.now()),
        "today": timezone.localdate(),
        "may_keep": may(actor, Permission.KEEP_CONTACT_POINTS),
    }
    return render_in_section(request, actor, "contacts/own.html", context, current=_CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def add_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add one."""
    check(actor, Permission.KEEP_CONTACT_POINTS)
    form = PointForm(request.POST if request.method == "POST" else None, initial={"zone": actor.zone})
    if form.is_valid():
        try:
            add_point(actor, form.told())
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Added. Every organisation sees it now."))
            return redirect(_CURRENT)
    return _form_page(request, actor, form, {})


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def change_page(request: HttpRequest, actor: Actor, point_id: UUID) -> HttpResponse:
    """Change one."""
    check(actor, Permission.KEEP_CONTACT_POINTS)
    view = own_point(actor, point_id, now=timezone.now())
    form = PointForm(request.POST if request.method == "POST" else None, initial=PointForm.initial_of(view))
    if form.is_valid():
        try:
            change_point(actor, point_id, form.told())
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect(_CURRENT)
    return _form_page(request, actor, form, {"view": view})


@require_POST
@member_page
def confirm_page(request: HttpRequest, actor: Actor, point_id: UUID) -> HttpResponse:
    """Say that all of it still holds."""
    confirm_point(actor, point_id)
    messages.success(request, _("Confirmed. Thank you."))
    return redirect(_CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def remove_page(request: HttpRequest, actor: Actor, point_id: UUID) -> HttpResponse:
    """Take one out, once asked again."""
    check(actor, Permission.KEEP_CONTACT_POINTS)
    view = own_point(actor, point_id, now=timezone.now())
    if request.method == "POST":
        remove_point(actor, point_id)
        messages.success(request, _("Removed."))
        return redirect(_CURRENT)
    return render_in_section(request, actor, "contacts/remove.html", {"view": view}, current=_CURRENT)


def _form_page(request: HttpRequest, actor: Actor, form: PointForm, context: dict[str, object]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render_in_section(
        request, actor, "contacts/point_form.html", {"form": form, **context}, current=_CURRENT, status=status
    )
