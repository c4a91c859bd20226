"""The drawing of a cluster: everybody inside its frame, the middle marked, and the same cluster always the same."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.theme.plots.shapes import Line, Look, Marker, Point, Words
from causeway.hub.road.clusters.drawing import MOST_DRAWN, Edge, Node, cluster_drawing


def nodes_of(parents: list[int]) -> list[Node]:
    """The middle, and for each number one that was reached from the one at that place."""
    nodes = [Node(id=UUID(int=1), number=1, reference="CW-00000001", came_by=None)]
    for place, parent in enumerate(parents, start=2):
        came_by = nodes[parent % len(nodes)].id
        nodes.append(Node(id=UUID(int=place), number=place, reference=f"CW-{place:08}", came_by=came_by))
    return nodes


@given(st.lists(st.integers(0, MOST_DRAWN), max_size=MOST_DRAWN - 1))
def test_every_referral_has_a_place_of_its_own_inside_the_frame(parents: list[int]) -> None:
    nodes = nodes_of(parents)
    edges = [Edge(left=node.id, right=node.came_by, holds=True) for node in nodes if node.came_by]
    drawing = cluster_drawing(nodes, edges)
    points = [shape for shape in drawing.shapes if isinstance(shape, Point)]
    assert len({(round(point.x, 1), round(point.y, 1)) for point in points}) == len(nodes)
    assert all(0 <= point.x <= drawing.width and 0 <= point.y <= drawing.height for point in points)
    assert [point.marker for point in points].count(Marker.DIAMOND) == 1
    assert drawing == cluster_drawing(nodes, edges)


def test_a_few_are_named_and_many_numbered_and_each_kind_of_tie_has_its_own_line() -> None:
    few, many = nodes_of([0, 0, 1]), nodes_of([0] * 20)
    edges = [
        Edge(left=few[0].id, right=few[1].id, holds=True),
        Edge(left=few[0].id, right=few[2].id, holds=False),
        Edge(left=few[1].id, right=few[3].id, holds=True, by_person=True),
    ]
    shapes = cluster_drawing(few, edges).shapes
    assert {shape.look for shape in shapes if isinstance(shape, Line)} == {Look.MARK, Look.LIMIT, Look.SECOND}
    assert "CW-00000004" in {shape.text for shape in shapes if isinstance(shape, Words)}
    assert "21" in {shape.text for shape in cluster_drawing(many, []).shapes if isinstance(shape, Words)}
