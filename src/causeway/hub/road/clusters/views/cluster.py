"""How referrals hang together: a graph for the eye, and tables that say the same."""

from uuid import UUID

from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members
from causeway.hub.road.clusters.queries.cluster import ClusterEdge
from causeway.hub.road.clusters.queries.page import ClusterPage, cluster_page
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
    page = cluster_page(request.actor, referral_id, shown_as="graph")
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
    return JsonResponse({"elements": [*nodes, *_edges(page)]})


def _edges(page: ClusterPage) -> list[Element]:
    """One edge for each pair, as telling as the most telling thing that the two share."""
    pairs: dict[tuple[UUID, UUID], list[ClusterEdge]] = {}
    for line in page.lines:
        left, right = sorted((line.left.id, line.right.id))
        pairs.setdefault((left, right), []).append(line.edge)
    return [
        {
            "data": {
                "id": f"{left}-{right}",
                "source": str(left),
                "target": str(right),
                "reasons": list(dict.fromkeys(edge.reason for edge in shared)),
                "weight": max(edge.weight for edge in shared),
            }
        }
        for (left, right), shared in pairs.items()
    ]


def _kind(referral_id: UUID, centre_id: UUID, *, is_duplicate: bool) -> str:
    if referral_id == centre_id:
        return "centre"
    return "duplicate" if is_duplicate else "other"
