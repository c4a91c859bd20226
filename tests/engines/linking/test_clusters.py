"""Clusters grow link by link, and come out the same whatever the order."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from causeway.linking import Clusters, clusters
from causeway.vocabulary.findings import Link, LinkKind


def link(left: str, right: str, weight: float = 0.9) -> Link:
    return Link(left=left, right=right, kind=LinkKind.SELECTOR, weight=weight, reason="shared")


def test_what_hangs_together_through_others_is_one_cluster() -> None:
    assert clusters([link("c", "b"), link("b", "a"), link("e", "d")]) == {
        "a": "a", "b": "a", "c": "a", "d": "d", "e": "d",
    }  # fmt: skip


def test_a_weak_link_joins_nothing() -> None:
    assert clusters([link("a", "b", 0.3)]) == {"a": "a", "b": "b"}
    assert clusters([link("a", "b", 0.3)], minimum_weight=0.2) == {"a": "a", "b": "a"}


def test_a_cluster_grows_as_links_arrive() -> None:
    growing = Clusters()
    growing.join([link("c", "d")])
    assert growing.members("c") == ("c", "d")
    growing.join([link("a", "d")])
    assert growing.members("c") == ("a", "c", "d")
    assert growing.label("d") == "a"


def test_a_referral_that_nobody_linked_stands_alone() -> None:
    growing = Clusters()
    growing.add("a")
    assert growing.labels() == {"a": "a"}
    assert (growing.label("z"), growing.members("z")) == ("z", ("z",))


names = st.sampled_from("abcdefghijkl")
edges = st.lists(st.tuples(names, names, st.sampled_from([0.3, 0.9])), max_size=20)


@given(edges, st.integers(0, 99))
def test_the_order_of_the_links_changes_nothing(told: list[tuple[str, str, float]], seed: int) -> None:
    links = [link(*edge) for edge in told]
    shuffled = list(links)
    Random(seed).shuffle(shuffled)
    assert clusters(links) == clusters(shuffled)


@given(edges)
def test_two_stand_in_one_cluster_exactly_when_a_path_of_strong_links_joins_them(
    told: list[tuple[str, str, float]],
) -> None:
    labels = clusters([link(*edge) for edge in told])
    reach = {name: {name} for name in labels}
    for _ in labels:
        for left, right, weight in told:
            if weight >= 0.5:
                joined = reach[left] | reach[right]
                reach.update({name: reach[name] | joined for name in joined})
    assert {name: min(reach[name]) for name in labels} == labels
