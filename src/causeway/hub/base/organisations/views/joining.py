"""The public page that asks to join, and the desk's pages that decide on it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid
from causeway.hub.base.organisations.commands.ask_to_join import ask_to_join
from causeway.hub.base.organisations.commands.decide_joining import (
    accept_joining,
    invite_first_administrator,
    refuse_joining,
)
from causeway.hub.base.organisations.commands.invite import door_of
from causeway.hub.base.organisations.forms.joining import AdmitForm, JoinForm, RefuseForm
from causeway.hub.base.organisations.limits import Limit, one_visitor
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section
from causeway.hub.base.organisations.queries.joining import Asked, joining_request, joining_requests
from causeway.hub.base.organisations.words import KIND_NAMES, PARTNER_KIND_NAMES
from causeway.hub.base.theme.components import Row

_CURRENT = "joining_requests"
_ASKING = Limit("joining", most=10, seconds=86_400)
"""A federation signs up a handful of members from one office; more would fill the desk's list and mailbox."""


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The public form."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        door = door_of(UUID(form.cleaned_data["desk_id"]))
        try:
            if door is None:
                raise Invalid(_("Choose a desk."), field="desk_id")
            if _ASKING.wait_seconds(one_visitor(str(request.META.get("REMOTE_ADDR", ""))), timezone.now()):
                raise Conflict(_("Several requests came from here today. Please try again tomorrow."))
            ask_to_join(door, form.asking())
        except HubError as error:
            blame(form, error)
        else:
            return redirect("join_done")
    return render(request, "organisations/join.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def join_done(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "organisations/join_done.html")


@require_safe
@member_page
def requests_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The desk's requests."""
    found = joining_requests(actor)
    context = {
        "waiting": [_shown(asked) for asked in found if asked.decided_at is None],
        "decided": [_shown(asked) for asked in found if asked.decided_at is not None],
    }
    return render_in_section(request, actor, "organisations/joining_requests.html", context, current=_CURRENT)


@require_safe
@member_page
def request_page(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """One request, with the two ways to decide it."""
    asked = joining_request(actor, request_id)
    return _draw(request, actor, asked, _admit_form(actor, asked), RefuseForm())


@require_POST
@member_page
def admit(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Accept."""
    asked = joining_request(actor, request_id)
    form = AdmitForm(request.POST)
    if form.is_valid():
        try:
            accept_joining(actor, request_id, form.new_organisation(asked), note=form.cleaned_data["note"])
        except (Conflict, Invalid) as error:
            blame(form, error)
        else:
            words = {"name": asked.name, "email": asked.contact_email}
            messages.success(request, _("%(name)s has joined. An invitation goes to %(email)s.") % words)
            return redirect("joining_request", request_id)
    return _draw(request, actor, joining_request(actor, request_id), form, RefuseForm(), status=422)


@require_POST
@member_page
def refuse(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Refuse."""
    asked = joining_request(actor, request_id)
    form = RefuseForm(request.POST)
    if form.is_valid():
        try:
            refuse_joining(actor, request_id, reason=form.cleaned_data["reason"])
        except (Conflict, Invalid) as error:
            blame(form, error)
        else:
            messages.success(request, _("Refused. The reason goes to %(email)s.") % {"email": asked.contact_email})
            return redirect("joining_requests")
    return _draw(request, actor, asked, _admit_form(actor, asked), form, status=422)


@require_POST
@member_page
def invite_again(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Send the first administrator's invitation again."""
    invite_first_administrator(actor, request_id)
    messages.success(request, _("The invitation is sent again. The earlier link ends."))
    return redirect("joining_request", request_id)


def _admit_form(actor: Actor, asked: Asked) -> AdmitForm:
    return AdmitForm(initial={"name": asked.name, "mailbox": asked.contact_email, "zone": actor.zone})


def _draw(
    request: HttpRequest, actor: Actor, asked: Asked, admit_form: AdmitForm, refuse_form: RefuseForm, status: int = 200
) -> HttpResponse:
    rows = [
        Row(_("Kind"), _kind(asked)),
        Row(_("Country"), asked.country),
        Row(_("Website"), asked.website),
        Row(_("Contact"), f"{asked.contact_name}, {asked.contact_email}"),
        Row(_("Asked"), asked.asked_at),
        Row(_("Why"), asked.why),
    ]
    if asked.decided_at:
        rows.append(Row(_("Decided on"), asked.decided_at))
        rows.append(Row(_("How it was checked") if asked.is_accepted else _("Reason"), asked.decision_reason))
    context = {"asked": asked, "rows": rows, "admit_form": admit_form, "refuse_form": refuse_form}
    template = "organisations/joining_request.html"
    return render_in_section(request, actor, template, context, current=_CURRENT, status=status)


def _kind(asked: Asked) -> str:
    if asked.partner_kind:
        return f"{KIND_NAMES[asked.kind]}: {PARTNER_KIND_NAMES[asked.partner_kind]}"
    return str(KIND_NAMES[asked.kind])


def _shown(asked: Asked) -> dict[str, object]:
    return {"asked": asked, "kind": _kind(asked)}
