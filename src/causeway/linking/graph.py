"""The graph of links: each referral joins its clusters as it arrives, and nothing is built anew.

Clusters are disjoint sets; joining two renames the smaller, so that a stream of n referrals renames at most n log n
times (Tarjan and van Leeuwen 1984). What a person says stands above every link: two that are kept apart are never in
one cluster, two that are kept together always are. When somebody parts a cluster, only that cluster is settled again,
from its heaviest tie to its lightest, so that it parts where it hangs together least (Kruskal 1956). The same is done
where a selector is worn out: links by it count no more, and only the clusters that they held together are settled.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from causeway.linking.model import LinkingPolicy, SelectorKey
from causeway.linking.ties import Tie, combined_weight, ties
from causeway.selectors import comparison_key
from causeway.vocabulary.findings import Link

TIES_EACH = 4
"""Of one referral so many of its heaviest ties are kept, and every one that joined something."""
MOST_TIES = 64
"""To a referral with so many ties only those are added that join something: else a flood of one event, each telling
tied to the same first few, would keep four ties for each.
"""


class LinkingError(ValueError):
    """What a person asked for contradicts what was asked before; the message is safe to show."""


class LinkGraph:
    """Clusters that grow as referrals arrive. A cluster is named by its smallest member. Memory grows with the
    referrals and the ties kept, never with the pairs.
    """

    def __init__(self, *, minimum_weight: float | None = None, ties_each: int = TIES_EACH) -> None:
        self.minimum_weight = LinkingPolicy().cluster_weight if minimum_weight is None else minimum_weight
        self._ties_each = ties_each
        self._root: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._ties: dict[str, list[Tie]] = {}
        self._apart: dict[str, set[str]] = {}
        self._together: dict[frozenset[str], Tie] = {}
        self._guards: dict[str, set[frozenset[str]]] = {}
        self._worn: set[SelectorKey] = set()

    def __len__(self) -> int:
        return len(self._root)

    def add(self, referral_id: str, links: Iterable[Link] = ()) -> str:
        """Let a referral stand, join what its links hold together, and give the name of its cluster. What is too light
        joins nothing.
        """
        self._stand(referral_id)
        heavy = [tie for tie in ties(links) if tie.weight >= self.minimum_weight and tie.left != tie.right]
        for place, tie in enumerate(heavy):
            self._stand(tie.left)
            self._stand(tie.right)
            has_joined = self._unite(tie)
            if has_joined or (place < self._ties_each and len(self._ties.get(tie.right, ())) < MOST_TIES):
                self._keep(tie)
        return self.label(referral_id)

    def label(self, referral_id: str) -> str:
        """The name of the cluster in which a referral stands; one that is not known stands alone."""
        root = self._root.get(referral_id, referral_id)
        return self._names.get(root, root)

    def members(self, referral_id: str) -> tuple[str, ...]:
        """All that stand in the same cluster, itself included, in order of their ids."""
        return tuple(sorted(self._company(referral_id)))

    def labels(self) -> dict[str, str]:
        """Every referral with the name of its cluster."""
        return {referral_id: self.label(referral_id) for referral_id in self._root}

    def keep_apart(self, left: str, right: str) -> None:
        """A person says that two do not belong together. Their cluster, if they share one, parts where it hangs
        together least between them; later links do not join them again.

        Raises:
            LinkingError: persons joined the two, by themselves or over others; or they are one.
        """
        if left == right:
            raise LinkingError("A referral cannot be kept apart from itself.")
        if right in self._joined_by_persons(left):
            raise LinkingError("Somebody joined these two. Take that back first.")
        pair = frozenset((left, right))
        for one, other in ((left, right), (right, left)):
            self._stand(one)
            self._apart.setdefault(one, set()).add(other)
        if self._root[left] == self._root[right]:
            self._settle(self._company(left))
        else:
            for one in pair:
                self._guards.setdefault(self._root[one], set()).add(pair)

    def keep_together(self, left: str, right: str) -> None:
        """A person says that two belong together, whatever the links say.

        Raises:
            LinkingError: somebody parted the two, or those with whom persons joined them.
        """
        ours, theirs = self._joined_by_persons(left), self._joined_by_persons(right)
        if any(self._apart.get(one, set()) & theirs for one in ours):
            raise LinkingError("Somebody parted these two. Take that back first.")
        self._stand(left)
        self._stand(right)
        pair = frozenset((left, right))
        if left != right and pair not in self._together:
            self._together[pair] = Tie(left=left, right=right, weight=1.0, by_person=True)
            self._keep(self._together[pair])
            self._settle({*self._company(left), *self._company(right)})

    def take_back(self, left: str, right: str) -> None:
        """Forget what persons said of two; their links alone decide again."""
        pair = frozenset((left, right))
        for one, other in ((left, right), (right, left)):
            self._apart.get(one, set()).discard(other)
        joined = self._together.pop(pair, None)
        if joined is not None:
            for one in pair:
                self._ties[one] = [tie for tie in self._ties[one] if tie is not joined]
        self._settle({*self._company(left), *self._company(right)})

    def is_worn_out(self, key: SelectorKey) -> bool:
        """Whether links by this selector count no more."""
        return key in self._worn

    def wear_out(self, key: SelectorKey, holders: Iterable[str]) -> None:
        """Let links by a selector count no more, those of the past too, since too many share it. `holders` are the
        referrals that name it; clusters that held together by it are settled again, others are left alone. What
        persons said stands.
        """
        self._worn.add(key)
        slack = {id(tie): tie for one in holders for tie in self._ties.get(one, ()) if self._is_slack(tie)}
        ends = {one for tie in slack.values() for one in (tie.left, tie.right)}
        for one in ends:
            self._ties[one] = [tie for tie in self._ties[one] if id(tie) not in slack]
        companies = {self._root[one]: self._company(one) for one in ends}
        if companies:
            self._settle(one for company in companies.values() for one in company)

    def explain(self, left: str, right: str) -> tuple[Tie, ...]:
        """Why two stand in one cluster: the fewest ties that lead from one to the other, in order; none where they do
        not.
        """
        name = self.label(left)
        if left == right or name != self.label(right):
            return ()
        came_by: dict[str, Tie | None] = {left: None}
        waiting = deque([left])
        while waiting and right not in came_by:
            one = waiting.popleft()
            for tie in sorted(self._ties.get(one, ()), key=lambda tie: -tie.weight):
                other = _other_end(tie, one)
                if other not in came_by and self.label(other) == name:
                    came_by[other] = tie
                    waiting.append(other)
        return tuple(_walked_back(came_by, right))

    def _stand(self, referral_id: str) -> None:
        self._root.setdefault(referral_id, referral_id)

    def _keep(self, tie: Tie) -> None:
        for one in (tie.left, tie.right):
            self._ties.setdefault(one, []).append(tie)

    def _company(self, referral_id: str) -> list[str]:
        root = self._root.get(referral_id, referral_id)
        return self._members.get(root, [root])

    def _unite(self, tie: Tie) -> bool:
        """Whether the two clusters became one."""
        left, right = self._root[tie.left], self._root[tie.right]
        if left == right or self._are_kept_apart(left, right):
            return False
        small, large = sorted((left, right), key=lambda root: len(self._members.get(root, ())))
        self._names[large] = min(self._names.pop(small, small), self._names.get(large, large))
        moved = self._members.pop(small, [small])
        self._members.setdefault(large, [large]).extend(moved)
        for one in moved:
            self._root[one] = large
        if guards := self._guards.pop(small, None):
            self._guards.setdefault(large, set()).update(guards)
        return True

    def _are_kept_apart(self, left: str, right: str) -> bool:
        few, many = sorted((self._guards.get(left, set()), self._guards.get(right, set())), key=len)
        return any(pair in many for pair in few)

    def _joined_by_persons(self, referral_id: str) -> set[str]:
        reached, waiting = {referral_id}, [referral_id]
        while waiting:
            one = waiting.pop()
            for tie in self._ties.get(one, ()):
                other = _other_end(tie, one)
                if tie.by_person and other not in reached:
                    reached.add(other)
                    waiting.append(other)
        return reached

    def _settle(self, inside: Iterable[str]) -> None:
        """Let these stand alone and join them again: what persons joined first, then the heaviest tie first."""
        alone = set(inside)
        for root in {self._root.get(one, one) for one in alone}:
            self._members.pop(root, None)
            self._names.pop(root, None)
            self._guards.pop(root, None)
        for one in alone:
            self._root[one] = one
            if others := self._apart.get(one):
                self._guards[one] = {frozenset((one, other)) for other in others}
        # Ties that lead outside are tried too: what kept them from joining may stand elsewhere now.
        kept = {id(tie): tie for one in alone for tie in self._ties.get(one, ())}
        for tie in sorted(kept.values(), key=lambda tie: (not tie.by_person, -tie.weight, tie.left, tie.right)):
            if not self._is_slack(tie):
                self._unite(tie)

    def _is_slack(self, tie: Tie) -> bool:
        """Whether a tie holds nothing any more without its links by selectors that are worn out."""
        if tie.by_person or not self._worn:
            return False
        left = [link for link in tie.links if not (link.selector and comparison_key(link.selector) in self._worn)]
        return len(left) < len(tie.links) and combined_weight(left) < self.minimum_weight


def _other_end(tie: Tie, one: str) -> str:
    return tie.right if tie.left == one else tie.left


def _walked_back(came_by: dict[str, Tie | None], end: str) -> Iterator[Tie]:
    path: list[Tie] = []
    while (tie := came_by[end]) is not None:
        path.append(tie)
        end = _other_end(tie, end)
    return reversed(path)
