"""How referrals hang together: a graph for the eye, tables that say the same, and what happened when."""

from collections.abc import Collection
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from causeway.hub.base.acting.pages import MemberRequest, for_members, page_number
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.theme.components import TimelineEntry
from causeway.hub.road.clusters.drawing import MOST_DRAWN, Edge, Node, cluster_drawing
from causeway.hub.road.clusters.queries.verdicts import Decision
from causeway.hub.road.clusters.words import how_telling
from causeway.hub.road.queues.cluster_pages.page import ClusterPage, cluster_page
from causeway.hub.road.queues.cluster_pages.ways import ShownTie
from causeway.hub.road.queues.views.common_things import common_things
from causeway.hub.road.referrals.words import CONCERN_NAMES

MEMBERS_A_PAGE = 50
MOST_MOMENTS = 60
MOST_NAMED = 20


@for_members
@require_safe
def cluster(request: MemberRequest, referral_id: UUID) -> HttpResponseBase:
    """The page."""
    page = cluster_page(request.actor, referral_id, to=_other(request))
    members = Paginator(page.members, MEMBERS_A_PAGE).get_page(page_number(request))
    context = {
        "page": page,
        "members": members,
        "rows": [{"member": member, "concern": CONCERN_NAMES[member.fact.concern]} for member in members],
        "ties": [tie_row(tie) for tie in page.ties],
        "way": [tie_row(tie) for tie in page.way.ties] if page.way else None,
        "way_parted": _said(page, page.way.parted) if page.way else [],
        "way_shared": [tie_row(tie) for tie in page.way.shared] if page.way else [],
        "kept_apart": [tie_row(tie) for tie in page.kept_apart],
        "why_alone": _why_alone(page),
        "common": common_things(page.widely_shared, is_desks=page.is_desks),
        "drawing": _drawing(page) if len(page.members) > 1 else None,
        "most_drawn": MOST_DRAWN,
        "decisions": _said(page, page.decisions),
        "timeline_entries": _happenings(page)[:MOST_MOMENTS],
        "has_earlier": len(_happenings(page)) > MOST_MOMENTS,
        "may_judge": page.is_desks and may(request.actor, Permission.MERGE_CLUSTERS),
    }
    return render(request, "queues/cluster.html", context)


def tie_row(tie: ShownTie) -> dict[str, object]:
    """A tie with its weight in words."""
    return {
        "tie": tie,
        "how": how_telling(tie.weight),
        "reasons": [{"text": reason.text, "how": how_telling(reason.weight)} for reason in tie.reasons],
    }


def _said(page: ClusterPage, decisions: Collection[Decision]) -> list[dict[str, object]]:
    return [
        {
            "said": said,
            "referral": page.named.get(said.referral_id),
            "others": [page.named[one] for one in said.other_ids if one in page.named],
        }
        for said in decisions
    ]


def _why_alone(page: ClusterPage) -> str:
    references = ", ".join(fact.reference for fact in page.parted_from_centre[:MOST_NAMED])
    if not references:
        return _("No referral that you can see shares anything with this one.")
    text = (
        _("A person said that it does not belong with %(references)s. What they share nevertheless is below.")
        if page.kept_apart
        else _("A person said that it does not belong with %(references)s.")
    )
    return text % {"references": references}


def _other(request: MemberRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("to", ""))
    except ValueError:
        return None


def _drawing(page: ClusterPage) -> object:
    nodes = [
        Node(
            id=member.fact.id,
            number=member.number,
            reference=member.fact.reference,
            came_by=member.came_by,
            is_duplicate=member.duplicate_of is not None,
        )
        for member in page.members[:MOST_DRAWN]
    ]
    edges = [
        Edge(left=tie.left.id, right=tie.right.id, holds=tie.holds or not page.is_desks, by_person=tie.by_person)
        for tie in page.ties
    ]
    return cluster_drawing(nodes, edges)


def _happenings(page: ClusterPage) -> list[TimelineEntry]:
    """What happened, was received and was said, the newest first."""
    found: list[TimelineEntry] = []
    for member in page.members:
        fact = member.fact
        received = _("%(reference)s received") % {"reference": fact.reference}
        found.append(TimelineEntry(received, member.sender, fact.received_at))
        if fact.occurred_at:
            happened = _("What %(reference)s tells of happened") % {"reference": fact.reference}
            found.append(TimelineEntry(happened, "", fact.occurred_at))
    for said in page.decisions:
        references = [page.named[one].reference for one in (said.referral_id, *said.other_ids) if one in page.named]
        title = (
            _("Said to belong together: %(references)s")
            if said.is_same
            else _("Said not to belong together: %(references)s")
        )
        found.append(
            TimelineEntry(title % {"references": ", ".join(references)}, said.by, said.decided_at, said.reason)
        )
        if said.taken_back_at:
            back = _("Taken back: %(title)s") % {"title": title % {"references": ", ".join(references)}}
            found.append(TimelineEntry(back, said.taken_back_by, said.taken_back_at, said.taken_back_reason))
    return sorted(found, key=lambda entry: entry.at, reverse=True)
