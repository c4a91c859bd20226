"""What services preserve for a force: the list, extending in one step, and letting go."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.clocks.listing import Stands
from causeway.hub.road.data_requests.commands.extend_preservation import extend_preservation, release_preservation
from causeway.hub.road.data_requests.forms import ExtensionForm, ReleaseForm
from causeway.hub.road.data_requests.queries.preserved import (
    PRESERVED_A_PAGE,
    PreservedLine,
    extension_proposal,
    preserved,
)
from causeway.hub.road.data_requests.queries.requests import request_made
from causeway.hub.road.data_requests.standing import state_name
from causeway.hub.road.data_requests.views.acting import act_on_request
from causeway.hub.road.data_requests.words import STANDS_NAMES


@for_members
@require_safe
def preserved_page(request: MemberRequest) -> HttpResponseBase:
    """Those that stand as the address says; at first those that end soon, where there are any."""
    now, number = timezone.now(), page_number(request)
    asked = request.GET.get("stands", "")
    chosen = Stands(asked) if asked in set(Stands) else None
    found = preserved(request.actor, chosen or Stands.WARNING, now=now, page=number)
    if chosen is None and not found.counts[Stands.WARNING]:
        chosen = Stands.RUNNING
        found = preserved(request.actor, chosen, now=now, page=number)
    stands = chosen or Stands.WARNING
    context = {
        "lines": [_row(line) for line in found.lines],
        "tabs": [(each.value, name, found.counts[each], each is stands) for each, name in STANDS_NAMES.items()],
        "stands": stands.value,
        "name": STANDS_NAMES[stands],
        "page": Paginator(range(found.counts[stands]), PRESERVED_A_PAGE).get_page(number),
        "now": now,
    }
    return render(request, "data_requests/preserved.html", context)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def extend_page(request: MemberRequest, request_id: UUID) -> HttpResponseBase:
    """Ask to preserve for longer; what is usual stands in the form already."""
    found = extension_proposal(request.actor, request_id, now=timezone.now())
    initial = {"until": found.until.date(), "legal_basis": found.legal_basis}
    form = ExtensionForm(request.POST if request.method == "POST" else None, initial=initial)
    return act_on_request(
        request,
        found.view,
        form,
        lambda: extend_preservation(request.actor, request_id, form.extension()),
        template="data_requests/extend.html",
        done=_("The service is asked to preserve for longer, and its clock runs."),
        context={"found": found},
    )


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def release_page(request: MemberRequest, request_id: UUID) -> HttpResponseBase:
    """Tell the service that the data are no longer needed."""
    view = request_made(request.actor, request_id)
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    return act_on_request(
        request,
        view,
        form,
        lambda: release_preservation(request.actor, request_id, form.cleaned_data["reason"]),
        template="data_requests/release.html",
        done=_("The service is told that it need not preserve any longer."),
    )


def _row(line: PreservedLine) -> dict[str, object]:
    asked = line.view.preserve_until
    waits = asked is not None and asked > line.clock.due_at and line.clock.stopped_at is None
    return {"line": line, "state": state_name(line.view, timezone.now()), "asked_until": asked if waits else None}
