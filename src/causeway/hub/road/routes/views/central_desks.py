"""The register of the central desks of other countries: list, register, verify, close."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.pages import blame
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.base.theme.components import Row
from causeway.hub.base.theme.said import said_country
from causeway.hub.road.routes.commands.central_desks import (
    close_central_desk,
    register_central_desk,
    verify_central_desk,
)
from causeway.hub.road.routes.forms import CloseForm, RegisterForm, VerifyForm
from causeway.hub.road.routes.queries.central_desks import CentralDeskView, central_desk, central_desks
from causeway.routing import country_code
from causeway.vocabulary.organisations import OrganisationKind


@for_members
@require_safe
def list_page(request: MemberRequest) -> HttpResponseBase:
    """The register, narrowed to a country where one is asked for."""
    asked, with_closed = request.GET.get("country", "").strip(), request.GET.get("closed") == "yes"
    country = country_code(asked) or ""
    found = central_desks(request.actor, country=country, with_closed=with_closed) if country or not asked else []
    context = {
        "lines": [{"view": view, "countries": countries_of(view)} for view in found],
        "asked": asked,
        "with_closed": with_closed,
        "may_keep": may(request.actor, Permission.KEEP_CENTRAL_DESKS),
        "sees_waiting": may(request.actor, Permission.CHANGE_ROUTE),
    }
    return render(request, "routes/central_desks.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def register_page(request: MemberRequest) -> HttpResponseBase:
    """Register one."""
    check(request.actor, Permission.KEEP_CENTRAL_DESKS)
    forces = [
        (each.id, f"{each.name} ({said_country(each.country)})")
        for each in directory(request.actor, kind=OrganisationKind.POLICE_FORCE)
    ]
    initial = {"countries": said_country(request.GET.get("country", "")[:2].upper())}
    form = RegisterForm(request.POST if request.method == "POST" else None, forces=forces, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            number = register_central_desk(request.actor, form.told())
        except (Conflict, Invalid) as fault:
            _blame(form, fault)
        else:
            messages.success(request, _("Registered. A second person must verify it before anything goes there."))
            return redirect("routes:central_desk", number)
    return render(request, "routes/central_desk_new.html", {"form": form}, status=422 if form.errors else 200)


@for_members
@require_safe
def one_page(request: MemberRequest, central_desk_id: UUID) -> HttpResponseBase:
    """One of them, with what can be done."""
    return _one(request, central_desk_id)


@for_members
@require_http_methods(["POST"])
def verify_page(request: MemberRequest, central_desk_id: UUID) -> HttpResponseBase:
    """Verify it."""
    form = VerifyForm(request.POST)

    def do() -> None:
        verify_central_desk(request.actor, central_desk_id, form.cleaned_data["how"])

    return _did(request, central_desk_id, form, do, _("Verified: referrals may go there."), is_verifying=True)


@for_members
@require_http_methods(["POST"])
def close_page(request: MemberRequest, central_desk_id: UUID) -> HttpResponseBase:
    """Close it."""
    form = CloseForm(request.POST)

    def do() -> None:
        close_central_desk(request.actor, central_desk_id, form.cleaned_data["reason"])

    return _did(request, central_desk_id, form, do, _("Closed: nothing goes there any more."))


def countries_of(view: CentralDeskView) -> str:
    """The names of its countries, in the reader's language."""
    return ", ".join(said_country(code) for code in view.countries)


def _did(
    request: MemberRequest,
    central_desk_id: UUID,
    form: Form,
    do: Callable[[], None],
    done: str,
    *,
    is_verifying: bool = False,
) -> HttpResponseBase:
    if form.is_valid():
        try:
            do()
        except (Conflict, Invalid) as fault:
            _blame(form, fault)
        else:
            messages.success(request, done)
            return redirect("routes:central_desk", central_desk_id)
    if is_verifying:
        return _one(request, central_desk_id, status=422, verify_form=form)
    return _one(request, central_desk_id, status=422, close_form=form)


def _one(
    request: MemberRequest,
    central_desk_id: UUID,
    *,
    status: int = 200,
    verify_form: Form | None = None,
    close_form: Form | None = None,
) -> HttpResponseBase:
    view = central_desk(request.actor, central_desk_id)
    may_keep = may(request.actor, Permission.KEEP_CENTRAL_DESKS)
    context = {
        "view": view,
        "rows": _rows(view),
        "verify_form": verify_form or VerifyForm(),
        "close_form": close_form or CloseForm(),
        "may_verify": may_keep
        and view.verified_at is None
        and view.closed_at is None
        and view.registered_by_id != request.actor.member_id,
        "is_own": view.registered_by_id == request.actor.member_id,
        "may_close": may_keep and view.closed_at is None,
        "sees_waiting": may(request.actor, Permission.CHANGE_ROUTE),
    }
    return render(request, "routes/central_desk.html", context, status=status)


def _rows(view: CentralDeskView) -> list[Row]:
    rows = [Row(_("Countries"), countries_of(view))]
    if view.is_outside:
        rows += [
            Row(_("Takes referrals"), _("Outside this hub: by hand")),
            Row(_("Role mailbox"), view.mailbox),
            Row(_("Telephone"), view.phone or _("Not known")),
            Row(_("Sent to by"), view.channel),
            Row(_("Age public key"), view.public_key or _("None: packages are locked with a passphrase")),
        ]
    else:
        rows += [Row(_("Takes referrals"), _("In its own queue here")), Row(_("Role mailbox"), view.mailbox)]
    rows += [Row(_("Registered"), view.registered_at), Row(_("Known from"), view.note)]
    if view.verified_at:
        rows += [Row(_("Verified"), view.verified_at), Row(_("How it was checked"), view.verified_how)]
    if view.closed_at:
        rows += [Row(_("Closed"), view.closed_at), Row(_("Why"), view.close_reason)]
    return rows


def _blame(form: Form, fault: HubError) -> None:
    blame(form, fault)
