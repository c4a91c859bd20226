"""How clusters stand once a person's word counts, worked out before anything is changed: a page shows it, a command
does it.

The engine's own graph settles it (`causeway.linking.LinkGraph`): what persons joined first, then the heaviest tie
first, never over what persons parted. Clusters that it does not touch stay whole: they take part as one each, where a
tie leads to them. Where a person judges, a later telling stays where the first telling of its event stays, so that no
line of a queue hangs over two clusters.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.road.clusters.models import Membership
from causeway.hub.road.clusters.queries.ties import joined_by_persons, ties_touching
from causeway.hub.road.clusters.queries.verdicts import pairs_apart, parted_clusters
from causeway.linking import LinkGraph, LinkingError, Tie
from causeway.vocabulary.findings import Link, LinkKind

MOST_SETTLED = 20_000
"""A larger cluster is no person's work to take apart: its links would be read for seconds while the desk waits."""

Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """In which cluster each referral stands, and in which it would. `renamed` are whole clusters that join another."""

    before: Mapping[UUID, UUID]
    after: Mapping[UUID, UUID]
    renamed: Mapping[UUID, UUID]

    def groups(self) -> list[list[UUID]]:
        """Who would stand together, in the order in which they were cleared."""
        found: dict[UUID, list[UUID]] = {}
        for referral_id, cluster_id in self.after.items():
            found.setdefault(cluster_id, []).append(referral_id)
        return list(found.values())

    def moved(self) -> dict[UUID, list[UUID]]:
        """The referrals that would stand elsewhere than now, by their new cluster."""
        found: dict[UUID, list[UUID]] = {}
        for referral_id, cluster_id in self.after.items():
            if self.before[referral_id] != cluster_id:
                found.setdefault(cluster_id, []).append(referral_id)
        return found


def settle(
    cluster_ids: Collection[UUID],
    *,
    apart: Collection[Pair] = (),
    together: Collection[Pair] = (),
    without: Collection[Pair] = (),
    leaving: Collection[UUID] | None = None,
) -> Settling:
    """How these clusters would stand if these pairs were kept apart or together as well, and nothing that was said of
    `without` counted. Where a person judges, `leaving` are those that leave the bundle of their first telling, and all
    others stay with theirs. Runs inside the desk's transaction.

    Raises:
        Conflict: the clusters are too large, or the pairs contradict what persons said before.
    """
    rows = Membership.objects.filter(cluster_id__in=list(cluster_ids)).order_by("number")
    standing = list(rows.values_list("referral_id", "cluster_id", "duplicate_of_id")[: MOST_SETTLED + 1])
    before = {referral_id: cluster_id for referral_id, cluster_id, _head_id in standing}
    if len(before) > MOST_SETTLED:
        raise Conflict(
            _("More than %(most)s referrals hang together here: too many to take apart or put together at once.")
            % {"most": grouped(MOST_SETTLED)}
        )
    forgotten = {frozenset(pair) for pair in without}
    ties, parted = ties_touching(before), pairs_apart(before)
    ends = {UUID(one) for tie in ties for one in (tie.left, tie.right)} | {one for pair in parted for one in pair}
    outside = dict(
        Membership.objects.filter(referral_id__in=list(ends - set(before))).values_list("referral_id", "cluster_id")
    )
    names = {one: str(one) for one in before} | {one: _whole(cluster_id) for one, cluster_id in outside.items()}
    graph = LinkGraph()
    for name in names.values():
        graph.add(name)
    said = [(UUID(tie.left), UUID(tie.right)) for tie in joined_by_persons(before)]
    try:
        for left, right in (*parted, *apart):
            if frozenset((left, right)) not in forgotten:
                graph.keep_apart(names[left], names[right])
        for one, other in parted_clusters(set(outside.values())):
            graph.keep_apart(_whole(one), _whole(other))
        for left, right in (*said, *together):
            if frozenset((left, right)) not in forgotten:
                graph.keep_together(names[left], names[right])
    except LinkingError as fault:
        raise Conflict(_("Somebody said the opposite of these before. Take that back first.")) from fault
    if leaving is not None:
        heads = {one: head_id for one, _cluster_id, head_id in standing if head_id and one not in leaving}
        _keep_with_first(graph, heads, before)
    for tie in ties:
        _join(graph, tie, names)
    return _settled(graph, before, set(outside.values()))


def _whole(cluster_id: UUID) -> str:
    """The name under which a cluster takes part as one."""
    return f"whole {cluster_id}"


def _keep_with_first(graph: LinkGraph, heads: Mapping[UUID, UUID], before: Mapping[UUID, UUID]) -> None:
    """Let later tellings that stand with the first of their event stay with it, unless persons keep the two apart."""
    for one, head_id in heads.items():
        if before.get(head_id) == before[one]:
            left, right = str(one), str(head_id)
            graph.add(left, [Link(left=left, right=right, kind=LinkKind.SAME_EVENT, weight=1.0, reason="")])


def _join(graph: LinkGraph, tie: Tie, names: Mapping[UUID, str]) -> None:
    left, right = names.get(UUID(tie.left)), names.get(UUID(tie.right))
    if left and right and left != right:
        graph.add(left, [replace(link, left=left, right=right) for link in tie.links])


def _settled(graph: LinkGraph, before: Mapping[UUID, UUID], whole: Collection[UUID]) -> Settling:
    """The groups under their names. A cluster is named by one of its members, so that no two ever get one name: by the
    one that it was named by before, where that is still there, else by the first that was cleared.
    """
    chosen: dict[str, UUID] = {}
    for cluster_id in whole:
        chosen.setdefault(graph.label(_whole(cluster_id)), cluster_id)
    for referral_id, cluster_id in before.items():
        if referral_id == cluster_id:
            chosen.setdefault(graph.label(str(referral_id)), referral_id)
    for referral_id in before:
        chosen.setdefault(graph.label(str(referral_id)), referral_id)
    return Settling(
        before=before,
        after={referral_id: chosen[graph.label(str(referral_id))] for referral_id in before},
        renamed={
            cluster_id: name for cluster_id in whole if (name := chosen[graph.label(_whole(cluster_id))]) != cluster_id
        },
    )
