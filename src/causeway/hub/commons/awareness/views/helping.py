"""A partner's way to ask for help, and the helper's side of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import NotFound, NotPermitted
from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.commons.awareness.commands.ask_for_help import ask_for_help, close_help, write_about_help
from causeway.hub.commons.awareness.forms.helping import CloseHelpForm, HelpForm, MessageForm
from causeway.hub.commons.awareness.queries.helping import help_request, help_requests, helpers
from causeway.hub.commons.awareness.views.showing import pager_of, show, succeeds
from causeway.hub.commons.awareness.words import HELP_KIND_NAMES

_CURRENT = "awareness:help"


@for_members
@require_safe
def help_list(request: MemberRequest) -> HttpResponseBase:
    """What was asked, by us or of us."""
    if not (may(request.actor, Permission.ASK_FOR_HELP) or may(request.actor, Permission.GIVE_HELP)):
        raise NotPermitted(_("You do not have permission to do this."))
    is_over = request.GET.get("over") == "1"
    page = help_requests(request.actor, is_over=is_over, page=page_number(request))
    context = {
        "lines": [(line, HELP_KIND_NAMES[line.kind]) for line in page.lines],
        "is_over": is_over,
        "page": pager_of(page),
    }
    return show(request, "awareness/help.html", context, current=_CURRENT)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest) -> HttpResponseBase:
    """Ask for help. Worry about a child leads to a referral instead, before anything is written."""
    check(request.actor, Permission.ASK_FOR_HELP)
    own = listing_by_id(request.actor.organisation_id)
    initial = {"contact": request.actor.label, "contact_email": own.mailbox if own else ""}
    form = HelpForm(request.POST if request.method == "POST" else None, helpers=helpers(request.actor), initial=initial)
    asked: list[UUID] = []
    if request.method == "POST" and succeeds(form, lambda: asked.append(ask_for_help(request.actor, form.told()))):
        messages.success(request, _("Asked. Below stands by when they are to answer."))
        return redirect("awareness:help_request", asked[0])
    return show(request, "awareness/help_ask.html", {}, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def help_page(request: MemberRequest, request_id: UUID) -> HttpResponseBase:
    """One request, and a place to write."""
    view = help_request(request.actor, request_id)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and succeeds(
        form, lambda: write_about_help(request.actor, request_id, form.cleaned_data["text"])
    ):
        messages.success(request, _("Sent."))
        return redirect("awareness:help_request", request_id)
    needed = Permission.GIVE_HELP if view.line.is_to_us else Permission.ASK_FOR_HELP
    context = {
        "view": view,
        "line": view.line,
        "kind": HELP_KIND_NAMES[view.line.kind],
        "can_write": view.line.closed_at is None and may(request.actor, needed),
    }
    return show(request, "awareness/help_request.html", context, current=_CURRENT, form=form)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: MemberRequest, request_id: UUID) -> HttpResponseBase:
    """Say that it is over, and whether it helped."""
    check(request.actor, Permission.ASK_FOR_HELP)
    view = help_request(request.actor, request_id)
    if view.line.is_to_us:
        raise NotFound(_("There is no such request of yours."))
    form = CloseHelpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and succeeds(
        form, lambda: close_help(request.actor, request_id, helped=form.cleaned_data["helped"] == "yes")
    ):
        messages.success(request, _("Closed. Thank you for saying whether it helped."))
        return redirect("awareness:help_request", request_id)
    return show(request, "awareness/help_close.html", {"line": view.line}, current=_CURRENT, form=form)
