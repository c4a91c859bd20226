"""The work-bench: choosing two referrals, and reading them beside each other."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.road.queues.cluster_pages.bench import Bench, Side, bench, ids_of_references
from causeway.hub.road.queues.cluster_pages.views import tie_row
from causeway.hub.road.queues.forms import CompareForm
from causeway.hub.road.queues.queries.referral_facts import referral_fact
from causeway.hub.road.queues.views.common_things import common_things
from causeway.hub.road.queues.views.ways_back import FIELD
from causeway.hub.road.referrals.words import CONCERN_NAMES
from causeway.vocabulary.organisations import Role


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def compare_page(request: MemberRequest) -> HttpResponseBase:
    """Two that were ticked in the queue, or two that are named here."""
    chosen = _ticked(request)
    if len(chosen) == 2:
        return redirect("queues:bench", *chosen)
    first = referral_fact(request.actor, chosen[0]).reference if len(chosen) == 1 else ""
    form = CompareForm(request.POST if request.method == "POST" else None, initial={"first": first})
    if request.method == "POST" and form.is_valid():
        names = ("first", "second")
        found = ids_of_references(request.actor, tuple(form.cleaned_data[name] for name in names))
        for name, referral_id in zip(names, found, strict=True):
            if referral_id is None:
                form.add_error(name, _("There is no such referral."))
        if None not in found and found[0] == found[1]:
            form.add_error("second", _("Choose two different referrals."))
        if not form.errors:
            return redirect("queues:bench", *found)
    return render(request, "queues/compare.html", {"form": form, "ticked": len(chosen)})


@for_members
@require_safe
def bench_page(request: MemberRequest, left_id: UUID, right_id: UUID) -> HttpResponseBase:
    """The two beside each other."""
    try:
        found = bench(request.actor, left_id, right_id)
    except Invalid:
        return redirect("queues:compare")
    context = {
        "bench": found,
        "sides": [_side(request, found.left, found.right), _side(request, found.right, found.left)],
        "ties": [tie_row(tie) for tie in found.ties],
        "common": common_things(found.widely_shared, is_desks=found.is_desks),
        "may_judge": found.is_desks and may(request.actor, Permission.MERGE_CLUSTERS),
        "whole": _whole(found),
    }
    return render(request, "queues/bench.html", context)


def _ticked(request: MemberRequest) -> list[UUID]:
    found: list[UUID] = []
    for text in request.GET.getlist("referral"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _whole(found: Bench) -> list[tuple[Side, Side]]:
    """Each of the two with the other, where that other stands in a cluster of more: it may belong with none of them."""
    pairs = ((found.left, found.right), (found.right, found.left))
    return [(one, other) for one, other in pairs if other.cluster_size > (2 if found.is_one_cluster else 1)]


def _side(request: MemberRequest, side: Side, other: Side) -> dict[str, object]:
    """A side, and what this reader may do with it; each leads back to the two."""
    number, actor = side.fact.id, request.actor
    waits = side.line is not None and side.line.closed_at is None
    offered = [
        (_("Change the priority"), "referrals:change_priority", Permission.CHANGE_PRIORITY, side.priority is not None),
        (_("Send it to another force"), "referrals:change_route", Permission.CHANGE_ROUTE, True),
        (_("Hand it over"), "referrals:hand_over", Permission.HAND_OVER, side.is_ours),
    ]
    return {
        "side": side,
        "other": other,
        "concern": CONCERN_NAMES[side.fact.concern],
        "actions": [
            (label, f"{reverse(name, args=[number])}?{FIELD}={other.fact.id}")
            for label, name, need, is_open in offered
            if is_open and may(actor, need)
        ],
        "may_take": waits and side.holder is None and may(actor, Permission.TAKE_ITEM),
        "may_release": waits
        and side.holder is not None
        and (side.holder.is_me or Role.SUPERVISOR in actor.roles)
        and may(actor, Permission.TAKE_ITEM),
    }
