"""Clusters grow as referrals arrive, come out as the links and people say, and explain themselves."""

from collections.abc import Iterable
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.linking import LinkGraph, LinkingError, Tie
from causeway.linking.graph import MOST_TIES
from causeway.vocabulary.findings import Link, LinkKind
from causeway.vocabulary.selectors import Selector, SelectorKind

NAMES = "abcdefgh"
Act = tuple[str, str, str]


def link(left: str, right: str, weight: float = 0.9) -> Link:
    return Link(left=left, right=right, kind=LinkKind.EXACT_MEDIA, weight=weight, reason="the same file")


def grown(pairs: Iterable[tuple[str, str, float]]) -> LinkGraph:
    graph = LinkGraph(ties_each=len(NAMES))
    for left, right, weight in pairs:
        graph.add(left, [link(left, right, weight)])
    return graph


def components(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    """The slow way: merge until nothing changes."""
    groups = [{name} for name in names]
    for left, right in pairs:
        one, other = (next(group for group in groups if name in group) for name in (left, right))
        if one is not other:
            groups.remove(other)
            one |= other
    return {frozenset(group) for group in groups}


def groups_of(graph: LinkGraph) -> set[frozenset[str]]:
    return {frozenset(graph.members(name)) for name in graph.labels()}


weights = st.integers(1, 10).map(lambda tenth: tenth / 10)
links = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), weights), max_size=25)
acts = st.lists(
    st.tuples(st.sampled_from(["apart", "together", "back"]), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    max_size=8,
)


@given(links)
def test_without_a_persons_word_clusters_are_the_connected_parts_named_by_their_smallest(
    told: list[tuple[str, str, float]],
) -> None:
    graph = grown(told)
    heavy = [(left, right) for left, right, weight in told if weight >= graph.minimum_weight]
    assert groups_of(graph) == components(graph.labels(), heavy)
    assert all(graph.label(name) == min(graph.members(name)) for name in graph.labels())


@settings(max_examples=300)
@given(links, acts, links)
def test_what_persons_say_holds_whatever_links_come_before_or_after(
    before: list[tuple[str, str, float]], said: list[Act], after: list[tuple[str, str, float]]
) -> None:
    graph, apart, together = grown(before), set[frozenset[str]](), set[frozenset[str]]()
    for act, left, right in said:
        pair = frozenset((left, right))
        try:
            if act == "apart":
                graph.keep_apart(left, right)
                apart.add(pair)
            elif act == "together":
                graph.keep_together(left, right)
                together.add(pair)
            else:
                graph.take_back(left, right)
                apart.discard(pair)
                together.discard(pair)
        except LinkingError:
            continue
    for left, right, weight in after:
        graph.add(left, [link(left, right, weight)])
    assert all(graph.label(min(pair)) != graph.label(max(pair)) for pair in apart)
    assert all(graph.label(min(pair)) == graph.label(max(pair)) for pair in together)
    # Only what keeps two apart keeps a link from joining: two parts with a heavy link between them hold such a pair.
    for left, right, weight in [*before, *after]:
        if weight >= graph.minimum_weight and graph.label(left) != graph.label(right):
            ours, theirs = set(graph.members(left)), set(graph.members(right))
            assert any(pair & ours and pair & theirs for pair in apart)


@given(links, st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_what_is_taken_back_was_never_said(told: list[tuple[str, str, float]], left: str, right: str) -> None:
    graph = grown(told)
    before = groups_of(graph)
    for say in (graph.keep_apart, graph.keep_together):
        try:
            say(left, right)
        except LinkingError:
            continue
        graph.take_back(left, right)
    assert {group for group in groups_of(graph) if len(group) > 1} == {group for group in before if len(group) > 1}


def test_a_cluster_parts_where_it_hangs_together_least_between_the_two() -> None:
    graph = grown([("b", "a", 0.9), ("c", "b", 0.7), ("d", "c", 0.8), ("e", "a", 0.6)])
    graph.keep_apart("a", "d")
    assert groups_of(graph) == {frozenset("abe"), frozenset("cd")}
    graph.add("f", [link("f", "e"), link("f", "d")])
    assert groups_of(graph) in ({frozenset("abef"), frozenset("cd")}, {frozenset("abe"), frozenset("cdf")})


def test_two_are_explained_by_the_shortest_way_of_ties_that_holds_them_together() -> None:
    graph = grown([("b", "a", 0.9), ("c", "b", 0.7), ("d", "c", 0.8), ("d", "a", 0.6), ("x", "y", 0.9)])
    ways = ([{"a", "b"}, {"b", "c"}], [{"a", "d"}, {"c", "d"}])
    assert [{tie.left, tie.right} for tie in graph.explain("a", "c")] in ways
    assert graph.explain("a", "x") == graph.explain("a", "a") == ()
    graph.keep_together("a", "x")
    assert [tie.by_person for tie in graph.explain("y", "a")] == [False, True]


@given(links, st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_an_explanation_is_a_walk_from_one_to_the_other_inside_the_cluster(
    told: list[tuple[str, str, float]], left: str, right: str
) -> None:
    graph = grown(told)
    path: tuple[Tie, ...] = graph.explain(left, right)
    assert bool(path) == (left != right and graph.label(left) == graph.label(right))
    at = left
    for tie in path:
        assert at in (tie.left, tie.right)
        at = tie.right if at == tie.left else tie.left
    assert not path or at == right


def test_persons_cannot_be_contradicted_by_persons() -> None:
    graph = LinkGraph()
    graph.keep_together("a", "b")
    graph.keep_together("b", "c")
    with pytest.raises(LinkingError, match="joined"):
        graph.keep_apart("a", "c")
    graph.keep_apart("c", "d")
    with pytest.raises(LinkingError, match="parted"):
        graph.keep_together("a", "d")
    with pytest.raises(LinkingError, match="itself"):
        graph.keep_apart("a", "a")
    graph.take_back("b", "c")
    graph.keep_together("a", "d")
    assert groups_of(graph) == {frozenset("abd"), frozenset("c")}


HANDLE = Selector(kind=SelectorKind.ACCOUNT, value="moatwalk@heron")
KEY = (HANDLE.kind, HANDLE.value)


def by_handle(left: str, right: str) -> Link:
    return Link(left=left, right=right, kind=LinkKind.SELECTOR, weight=0.75, reason="the same handle", selector=HANDLE)


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), weights, st.booleans()), max_size=25))
def test_after_a_selector_wore_out_clusters_are_as_if_it_had_never_linked(
    told: list[tuple[str, str, float, bool]],
) -> None:
    graph, without = LinkGraph(ties_each=len(NAMES)), LinkGraph(ties_each=len(NAMES))
    for left, right, weight, has_handle in told:
        graph.add(left, [link(left, right, weight), *([by_handle(left, right)] if has_handle else [])])
        without.add(left, [link(left, right, weight)])
    graph.wear_out(KEY, NAMES)
    assert {group for group in groups_of(graph) if len(group) > 1} == {g for g in groups_of(without) if len(g) > 1}
    assert all(tie.weight >= graph.minimum_weight for tie in graph.explain("a", "b"))


def test_what_persons_joined_stands_after_a_selector_wore_out_and_so_does_what_they_parted() -> None:
    graph = LinkGraph()
    for left, right in ("ba", "cb", "dc"):
        graph.add(left, [by_handle(left, right)])
    graph.keep_together("a", "c")
    graph.keep_apart("a", "d")
    graph.wear_out(KEY, NAMES)
    assert graph.is_worn_out(KEY)
    assert groups_of(graph) == {frozenset("ac"), frozenset("b"), frozenset("d")}
    graph.take_back("a", "c")
    assert len(groups_of(graph)) == 4


def test_a_flood_of_one_event_keeps_one_tie_for_each_telling() -> None:
    graph, flood = LinkGraph(), 1_000
    for number in range(flood):
        graph.add(f"j{number}", [link(f"j{number}", first) for first in ("a", "b", "c")])
    assert len(set(graph.labels().values())) == 1
    assert sum(map(len, graph._ties.values())) <= 2 * (flood + 3 * MOST_TIES)
    assert [tie.weight for tie in graph.explain("a", "j999")] == [0.9]


def test_a_stream_costs_no_more_ties_than_are_kept_and_few_renamings() -> None:
    rng, graph, renamed = Random(1), LinkGraph(), 0
    order = [f"{number:05d}" for number in range(4_000)]
    rng.shuffle(order)
    for place, name in enumerate(order):
        before = len(graph)
        graph.add(name, [link(name, other) for other in rng.sample(order[:place], min(place, 30))])
        renamed += len(graph) - before
    assert renamed == len(order)
    assert len(set(graph.labels().values())) == 1
    assert sum(map(len, graph._ties.values())) <= 2 * (graph._ties_each + 1) * len(order)
    assert all(graph.label(one) == graph.label(other) for one, other in combinations(order[:5], 2))
