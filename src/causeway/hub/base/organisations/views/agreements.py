"""Agreements of an organisation with others."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import check
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.commands.agree import accept_agreement, end_agreement, propose_agreement
from causeway.hub.base.organisations.forms.organisation import AgreementForm
from causeway.hub.base.organisations.pages import blame, member_page, render_in_section
from causeway.hub.base.organisations.queries.agreements import AgreementRow, agreement, agreements
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.base.organisations.words import AGREEMENT_STATES, CATEGORY_NAMES, PURPOSE_NAMES
from causeway.hub.base.theme.components import Row

_CURRENT = "agreements"


@require_safe
@member_page
def agreements_list(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What we receive and what we give; what waits for us stands first."""
    found = agreements(actor)
    context = {
        "waiting": [_shown(row) for row in found if row.can_accept],
        "received": [_shown(row) for row in found if not row.is_given and not row.can_accept],
        "given": [_shown(row) for row in found if row.is_given],
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
    return render_in_section(request, actor, template, {"row": row, "rows": _rows(row)}, current=_CURRENT)


def _rows(row: AgreementRow) -> list[Row]:
    rows = [
        Row(_("State"), AGREEMENT_STATES[row.state.value]),
        Row(_("Direction"), _("We give to them") if row.is_given else _("They give to us")),
        Row(_("What may pass"), _categories(row)),
        Row(_("Purpose"), PURPOSE_NAMES[row.purpose]),
        Row(_("Legal basis"), row.basis or _("None is given")),
        Row(_("Proposed"), row.proposed_at),
    ]
    if row.accepted_at:
        rows.append(Row(_("Accepted"), row.accepted_at))
    rows.append(Row(_("Until"), row.until or _("No end is set")))
    if row.ended_at:
        rows.append(Row(_("Ended"), row.ended_at))
    return rows


def _categories(row: AgreementRow) -> str:
    return ", ".join(str(CATEGORY_NAMES[category]) for category in row.categories)


def _shown(row: AgreementRow) -> dict[str, object]:
    return {"row": row, "categories": _categories(row), "state": AGREEMENT_STATES[row.state.value]}
