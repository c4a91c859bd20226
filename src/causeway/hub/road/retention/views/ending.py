"""What ends next, thing by thing, so that what has to stay can be held back in time."""

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.retention.queries.report import ENDINGS_A_PAGE, ending_page, ending_soon
from causeway.hub.road.retention.words import KEPT_NAMES
from causeway.timing import WARN_DAYS, Kept

_HOLDS = {Kept.REFERRAL_CONTENT: "retention:hold_referral", Kept.CASE: "retention:hold_case"}
"""What can be held back by itself, and where."""


@for_members
@require_safe
def what_ends(request: MemberRequest) -> HttpResponseBase:
    """A page of one kind, as the address says; at first of the one that may go first."""
    soon, number = ending_soon(request.actor), page_number(request)
    counts = {each.kept: each.count for each in soon}
    first = min(soon, key=lambda each: each.first_at).kept if soon else None
    asked = request.GET.get("kept", "")
    kept = Kept(asked) if asked in set(counts) else first
    page = Paginator(range(counts[kept] if kept else 0), ENDINGS_A_PAGE).get_page(number)
    context = {
        "tabs": [(each.value, KEPT_NAMES[each], count, each is kept) for each, count in counts.items()],
        "name": KEPT_NAMES[kept] if kept else "",
        "lines": ending_page(request.actor, kept, page.number) if kept else (),
        "page": page,
        "hold_at": _HOLDS.get(kept, "") if kept and may(request.actor, Permission.PLACE_HOLD) else "",
        "warn_days": WARN_DAYS,
    }
    return render(request, "retention/ending.html", context)
