"""Which referrals hang together: clusters by union-find, joined link by link.

Disjoint sets with union by size and path halving (Tarjan and van Leeuwen 1984): nearly constant time a link, so that
a stream never re-clusters.
"""

from collections.abc import Iterable

from causeway.linking.model import LinkingPolicy
from causeway.vocabulary.findings import Link


class Clusters:
    """Clusters that grow as links arrive. A cluster is named by its smallest member, whatever the order of the
    links.
    """

    def __init__(self, *, minimum_weight: float | None = None) -> None:
        self.minimum_weight = LinkingPolicy().cluster_weight if minimum_weight is None else minimum_weight
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._label: dict[str, str] = {}

    def add(self, referral_id: str) -> None:
        """Let a referral stand, alone until a link joins it."""
        if referral_id not in self._parent:
            self._parent[referral_id] = referral_id
            self._members[referral_id] = [referral_id]
            self._label[referral_id] = referral_id

    def join(self, links: Iterable[Link]) -> None:
        """Join what the links hold together; links below the minimum weight join nothing."""
        for link in links:
            self.add(link.left)
            self.add(link.right)
            if link.weight >= self.minimum_weight:
                self._unite(self._root(link.left), self._root(link.right))

    def label(self, referral_id: str) -> str:
        """The name of the cluster in which a referral stands."""
        return self._label[self._root(referral_id)] if referral_id in self._parent else referral_id

    def members(self, referral_id: str) -> tuple[str, ...]:
        """All that stand in the same cluster, itself included, in order of their ids."""
        return tuple(sorted(self._members[self._root(referral_id)])) if referral_id in self._parent else (referral_id,)

    def labels(self) -> dict[str, str]:
        """Every referral with the name of its cluster."""
        return {referral_id: self.label(referral_id) for referral_id in self._parent}

    def _root(self, referral_id: str) -> str:
        while self._parent[referral_id] != referral_id:
            self._parent[referral_id] = self._parent[self._parent[referral_id]]
            referral_id = self._parent[referral_id]
        return referral_id

    def _unite(self, left: str, right: str) -> None:
        if left == right:
            return
        small, large = sorted((left, right), key=lambda root: len(self._members[root]))
        self._parent[small] = large
        self._members[large] += self._members.pop(small)
        self._label[large] = min(self._label[large], self._label.pop(small))


def clusters(links: Iterable[Link], *, minimum_weight: float | None = None) -> dict[str, str]:
    """Every linked referral with the name of its cluster."""
    growing = Clusters(minimum_weight=minimum_weight)
    growing.join(links)
    return growing.labels()
