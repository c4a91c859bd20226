"""A cluster as a drawing: the referral in question in the middle, what is tied to it around it, and so outwards.

Each referral stands beside the one by which the walk came to it, in as wide a part of its ring as it has referrals
behind it (the radial drawing of a tree; Eades 1992). So the same cluster always looks the same, and the drawing needs
no script.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.theme.plots.frame import WIDTH, key_below
from causeway.hub.base.theme.plots.shapes import (
    TEXT_SIZE,
    Anchor,
    Drawing,
    Line,
    Look,
    Marker,
    Point,
    Words,
    width_of,
)

MOST_DRAWN = 40
"""More than the eye can follow at this width."""
_MOST_NAMED = 12
"""So many have room for their references; more stand as numbers."""
_HEIGHT = 460
_RADIUS = 8
_TURN = 0.4
"""By so much each ring is turned, so that a chain does not write over itself."""
_UPRIGHT = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A referral to draw. `came_by` is the one before it on the way from the middle; the middle has none."""

    id: UUID
    number: int
    reference: str
    came_by: UUID | None
    is_duplicate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Two referrals that share something. `holds`: heavy enough to hold them together."""

    left: UUID
    right: UUID
    holds: bool
    by_person: bool = False


def cluster_drawing(nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """The drawing; the first node is the middle one."""
    is_named = len(nodes) <= _MOST_NAMED
    labels = {node.id: node.reference if is_named else str(node.number) for node in nodes}
    drawing = Drawing(title=str(_("The referrals as a graph")), about=_about(nodes, edges), width=WIDTH, height=_HEIGHT)
    margin = max(width_of(label) for label in labels.values()) + 2 * _RADIUS
    places = _places(nodes, across=(WIDTH / 2 - margin), up=_HEIGHT / 2 - 3 * TEXT_SIZE)
    looks = [(_look(edge), edge) for edge in edges if edge.left in places and edge.right in places]
    drawing.shapes += [Line((places[edge.left], places[edge.right]), look) for look, edge in looks]
    for node in nodes:
        x, y = places[node.id]
        drawing.shapes.append(_point(node, x, y))
        drawing.shapes.append(_words(labels[node.id], x, y))
    names = {
        Look.MARK: _("Holds them together"),
        Look.LIMIT: _("Too little to hold"),
        Look.SECOND: _("Joined by a person"),
    }
    key_below(drawing, [(look, str(name)) for look, name in names.items() if look in {used for used, _edge in looks}])
    return drawing


def _about(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    return _(
        "Referrals drawn: %(nodes)d. Pairs that share something: %(edges)d. The tables below say which, and what they"
        " share."
    ) % {"nodes": len(nodes), "edges": len(edges)}


def _look(edge: Edge) -> Look:
    if edge.by_person:
        return Look.SECOND
    return Look.MARK if edge.holds else Look.LIMIT


def _point(node: Node, x: float, y: float) -> Point:
    if node.came_by is None and node.number == 1:
        return Point(x, y, Look.SIGNAL, Marker.DIAMOND, _RADIUS + 2)
    if node.is_duplicate:
        return Point(x, y, Look.SECOND, Marker.SQUARE, _RADIUS)
    return Point(x, y, Look.MARK, Marker.CIRCLE, _RADIUS)


def _words(label: str, x: float, y: float) -> Words:
    """Beside the node, on the side that faces outwards."""
    away = x - WIDTH / 2
    if 0 < abs(away) < _UPRIGHT * WIDTH / 4:
        below = y >= _HEIGHT / 2
        return Words(x, y + (2 * TEXT_SIZE if below else -TEXT_SIZE), label, Look.WORDS, Anchor.MIDDLE)
    anchor, side = (Anchor.START, 1) if away >= 0 else (Anchor.END, -1)
    return Words(x + side * (_RADIUS + 6), y + TEXT_SIZE / 3, label, Look.WORDS, anchor)


def _places(nodes: Sequence[Node], *, across: float, up: float) -> dict[UUID, tuple[float, float]]:
    """Where each referral stands."""
    children: dict[UUID, list[UUID]] = {}
    known = {node.id for node in nodes}
    middle = nodes[0].id
    for node in nodes[1:]:
        parent = node.came_by if node.came_by in known else middle
        children.setdefault(parent or middle, []).append(node.id)
    leaves = _leaves(middle, children)
    depths = _depths(middle, children)
    rings = max(depths.values(), default=0) or 1
    places: dict[UUID, tuple[float, float]] = {}
    waiting: list[tuple[UUID, float, float]] = [(middle, 0.0, 2 * pi)]
    while waiting:
        one, start, end = waiting.pop()
        depth = depths[one]
        angle = (start + end) / 2 + _TURN * depth
        reach = depth / rings
        places[one] = (WIDTH / 2 + across * reach * cos(angle), _HEIGHT / 2 + up * reach * sin(angle))
        for child in children.get(one, ()):
            width = (end - start) * leaves[child] / leaves[one]
            waiting.append((child, start, start + width))
            start += width
    return places


def _leaves(middle: UUID, children: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, int]:
    """How many ends each has behind it, itself where it is one."""
    leaves: dict[UUID, int] = {}
    for one in reversed(list(_depths(middle, children))):
        leaves[one] = sum(leaves[child] for child in children.get(one, ())) or 1
    return leaves


def _depths(middle: UUID, children: Mapping[UUID, Sequence[UUID]]) -> dict[UUID, int]:
    """How many steps from the middle each is, the nearest first."""
    depths = {middle: 0}
    waiting = [middle]
    for one in waiting:
        for child in children.get(one, ()):
            depths[child] = depths[one] + 1
            waiting.append(child)
    return depths
