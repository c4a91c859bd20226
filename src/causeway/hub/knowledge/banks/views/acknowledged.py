"""What those who share a bank acknowledged, and what they undid."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.knowledge.banks.queries.bank_view import bank_view
from causeway.hub.knowledge.banks.queries.receipts import acknowledgements


@for_members
@require_safe
def acknowledged_page(request: MemberRequest, bank_id: UUID) -> HttpResponseBase:
    """Newest first."""
    view, cursor = bank_view(request.actor, bank_id), request.GET.get("cursor", "")
    try:
        lines, following = acknowledgements(request.actor, bank_id, cursor=cursor)
    except Invalid:
        # An address that was cut or changed: begin again.
        return redirect("banks:acknowledged", bank_id)
    context = {"view": view, "lines": lines, "next_cursor": following, "is_first": not cursor}
    return render(request, "banks/acknowledged.html", context)
