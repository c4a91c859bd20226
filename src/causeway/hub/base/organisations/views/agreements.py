"""Agreements of an organisation with others."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import Conflict, HubError
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.commands.agree import (
    accept_agreement,
    end_agreement,
    propose_agreement,
    resume_agreement,
    suspend_agreement,
)
from causeway.hub.base.organisations.forms.organisation import AgreementFilterForm, AgreementForm, SuspendForm
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section
from causeway.hub.base.organisations.queries.agreements import (
    AgreementRow,
    AgreementState,
    agreement,
    agreements,
    history,
)
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.base.organisations.words import AGREEMENT_STATES, CATEGORY_NAMES, DIRECTION_NAMES, PURPOSE_NAMES
from causeway.hub.base.theme.components import Row
from causeway.hub.base.theme.filtering import chosen_filters

PAGE_SIZE = 50
_CURRENT = "agreements"


@require_safe
@member_page
def agreements_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for us, and below it all that we give and receive, narrowed by the address."""
    every = agreements(actor)
    form = AgreementFilterForm(_partners(every), request.GET)
    form.is_valid()  # a field with a fault asks for nothing
    found = [row for row in every if form.fits(row)]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "chosen": chosen_filters(form, request.GET.urlencode(), form.fields),
        "waiting": [_shown(row) for row in every if row.can_accept],
        "items": [_shown(row) for row in page],
        "total": len(found),
        "page": page,
    }
    return render_in_section(request, actor, "organisations/agreements.html", context, current=_CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Propose to give something."""
    check(actor, Permission.MANAGE_AGREEMENTS)
    others = [listing for listing in directory(actor) if listing.id != actor.organisation_id]
    form = AgreementForm(others, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            propose_agreement(
                actor,
                form.receiver_id(),
                categories=form.chosen_categories(),
                purpose=form.chosen_purpose(),
                basis=form.cleaned_data["basis"],
                until=form.end(),
            )
        except HubError as error:
            blame(form, error)
        else:
            messages.success(request, _("Proposed. It holds once the other side accepts."))
            return redirect("agreements")
    status = 422 if form.is_bound else 200
    return render_in_section(
        request, actor, "organisations/agreement_propose.html", {"form": form}, current=_CURRENT, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def agreement_view(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponse:
    """One agreement: read it, accept it, end it."""
    row = agreement(actor, agreement_id)
    if request.method == "POST":
        if request.POST.get("act") == "accept":
            accept_agreement(actor, agreement_id)
            messages.success(request, _("Accepted. The agreement is in force."))
        else:
            end_agreement(actor, agreement_id)
            messages.success(request, _("Ended. What was shared stays shared; nothing new passes."))
        return redirect("agreements")
    template = "organisations/agreement_end.html" if "end" in request.GET else "organisations/agreement.html"
    versions = [_shown(each) for each in history(actor, agreement_id)]
    context = {"row": row, "rows": _rows(row), "versions": versions if len(versions) > 1 else []}
    return render_in_section(request, actor, template, context, current=_CURRENT)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def renew(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponse:
    """Propose the next version of an agreement that we give under; the present one holds until they accept."""
    row = agreement(actor, agreement_id)
    if not row.can_renew:
        raise Conflict(_("Only the giving side renews an agreement, while it holds."))
    initial = {
        "receiver": str(row.other_id),
        "categories": [category.value for category in row.categories],
        "purpose": row.purpose.value,
        "basis": row.basis,
    }
    form = AgreementForm([], request.POST if request.method == "POST" else None, initial=initial)
    form.keep_receiver(row.other_id, row.other_name)
    if form.is_valid():
        try:
            propose_agreement(
                actor,
                row.other_id,
                categories=form.chosen_categories(),
                purpose=form.chosen_purpose(),
                basis=form.cleaned_data["basis"],
                until=form.end(),
                renews_id=row.id,
            )
        except HubError as error:
            blame(form, error)
        else:
            messages.success(request, _("Proposed. The present version holds until they accept."))
            return redirect("agreements")
    context = {"form": form, "row": row}
    status = 422 if form.is_bound else 200
    return render_in_section(
        request, actor, "organisations/agreement_renew.html", context, current=_CURRENT, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def suspend(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponse:
    """Suspend one, with the reason."""
    row = agreement(actor, agreement_id)
    form = SuspendForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            suspend_agreement(actor, agreement_id, form.cleaned_data["reason"])
        except HubError as error:
            blame(form, error)
        else:
            messages.success(request, _("Suspended. Nothing new passes until you let it go on."))
            return redirect("agreement", agreement_id)
    context = {"form": form, "row": row}
    status = 422 if form.is_bound else 200
    return render_in_section(
        request, actor, "organisations/agreement_suspend.html", context, current=_CURRENT, status=status
    )


@require_POST
@member_page
def resume(request: HttpRequest, actor: Actor, agreement_id: UUID) -> HttpResponse:
    """Let one go on that we suspended."""
    resume_agreement(actor, agreement_id)
    messages.success(request, _("It goes on."))
    return redirect("agreement", agreement_id)


@require_safe
@member_page
def partners(request: HttpRequest, actor: Actor) -> HttpResponse:
    """For each partner, what we give and what we get now."""
    found = [row for row in agreements(actor) if row.state is AgreementState.IN_FORCE]
    lines = [
        {
            "id": other_id,
            "name": name,
            "given": _passing(row for row in found if row.other_id == other_id and row.is_given),
            "received": _passing(row for row in found if row.other_id == other_id and not row.is_given),
        }
        for other_id, name in _partners(found)
    ]
    return render_in_section(
        request, actor, "organisations/agreement_partners.html", {"lines": lines}, current=_CURRENT
    )


def _partners(rows: Iterable[AgreementRow]) -> list[tuple[UUID, str]]:
    """The other sides of some agreements, each once, by name."""
    return sorted({row.other_id: row.other_name for row in rows}.items(), key=lambda partner: partner[1])


def _passing(rows: Iterable[AgreementRow]) -> list[tuple[str, date | None]]:
    """What passes under some agreements, and until when each does."""
    return [(_categories(row), row.last_day) for row in rows]


def _rows(row: AgreementRow) -> list[Row]:
    rows = [
        Row(_("State"), AGREEMENT_STATES[row.state.value]),
        Row(_("Direction"), DIRECTION_NAMES[row.direction]),
        Row(_("What may pass"), _categories(row)),
        Row(_("Purpose"), PURPOSE_NAMES[row.purpose]),
        Row(_("Legal basis"), row.basis or _("None is given")),
        Row(_("Proposed"), row.proposed_at),
    ]
    if row.accepted_at:
        rows.append(Row(_("Accepted"), row.accepted_at))
    rows.append(Row(_("Until"), row.last_day or _("No end is set")))
    if row.version > 1:
        rows.append(Row(_("Version"), row.version))
    if row.suspended_at:
        rows += [Row(_("Suspended"), row.suspended_at), Row(_("Why"), row.suspension_reason)]
    if row.ended_at:
        rows.append(Row(_("Ended"), row.ended_at))
    return rows


def _categories(row: AgreementRow) -> str:
    # One of the names has a comma of its own.
    return "; ".join(str(CATEGORY_NAMES[category]) for category in row.categories)


def _shown(row: AgreementRow) -> dict[str, object]:
    return {
        "row": row,
        "direction": DIRECTION_NAMES[row.direction],
        "categories": _categories(row),
        "purpose": PURPOSE_NAMES[row.purpose],
        "state": AGREEMENT_STATES[row.state.value],
    }
