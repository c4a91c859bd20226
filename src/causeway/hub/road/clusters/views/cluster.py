"""How referrals hang together: a graph for the eye, and tables that say the same."""

from uuid import UUID

from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.road.clusters.queries.page import cluster_page
from causeway.hub.road.referrals.words import CONCERN_NAMES

Element = dict[str, dict[str, object]]
"""A node or an edge, as cytoscape.js takes it."""


@for_members
@require_safe
def cluster(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """The page."""
    page = cluster_page(request.actor, referral_id)
    rows = [{"member": member, "concern": CONCERN_NAMES[member.fact.concern]} for member in page.members]
    return render(request, "clusters/cluster.html", {"page": page, "rows": rows})


@for_members
@require_safe
def graph(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """The same for the script that draws it: nodes and edges as cytoscape.js takes them."""
    page = cluster_page(request.actor, referral_id, is_look=False)
    nodes: list[Element] = [
        {
            "data": {
                "id": str(member.fact.id),
                "label": member.fact.reference,
                "href": reverse("referrals:referral", args=[member.fact.id]),
                "kind": _kind(member.fact.id, page.centre.id, is_duplicate=member.duplicate_of is not None),
            }
        }
        for member in page.members
    ]
    edges: list[Element] = [
        {
            "data": {
                "id": f"edge-{number}",
                "source": str(line.left.id),
                "target": str(line.right.id),
                "label": line.edge.reason,
                "kind": line.edge.kind,
                "weight": line.edge.weight,
            }
        }
        for number, line in enumerate(page.lines)
    ]
    return JsonResponse({"elements": [*nodes, *edges]})


def _kind(referral_id: UUID, centre_id: UUID, *, is_duplicate: bool) -> str:
    if referral_id == centre_id:
        return "centre"
    return "duplicate" if is_duplicate else "other"
