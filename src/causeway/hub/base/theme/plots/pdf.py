"""A drawing as vectors in a PDF, in dark ink on white."""

from reportlab.graphics import shapes as ink
from reportlab.lib.colors import Color, HexColor

from causeway.hub.base.theme.plots.shapes import TEXT_SIZE, Box, Drawing, Line, Look, Marker, Point, Shape, Words
from causeway.hub.base.theme.plots.svg import corners

FULL_WIDTH_POINTS = 451
"""A page of A4 between margins of 25 mm."""

_INKS = {
    Look.AXIS: "#10201f",
    Look.GRID: "#d5dddc",
    Look.MARK: "#0b6477",
    Look.SECOND: "#8f3b00",
    Look.SIGNAL: "#a3142a",
    Look.CENTRE: "#10201f",
    Look.LIMIT: "#475453",
    Look.OUTER_LIMIT: "#475453",
    Look.WORDS: "#10201f",
    Look.QUIET_WORDS: "#475453",
}
_DASHES = {Look.LIMIT: [6, 4], Look.OUTER_LIMIT: [2, 3]}
_WIDTHS = {Look.GRID: 0.7, Look.MARK: 2, Look.SECOND: 2, Look.CENTRE: 1.5}


def flowable(drawing: Drawing, width_points: float = FULL_WIDTH_POINTS) -> ink.Drawing:
    """The drawing, scaled to a width, to be put into a document's story."""
    scale = width_points / drawing.width
    page = ink.Drawing(drawing.width * scale, drawing.height * scale)
    # A PDF's origin is at the bottom, ours at the top.
    group = ink.Group(
        *(_shape(shape, drawing.height) for shape in drawing.shapes), transform=(scale, 0, 0, scale, 0, 0)
    )
    page.add(group)
    return page


def _shape(shape: Shape, height: float) -> ink.Shape:
    colour = HexColor(_INKS[shape.look])
    match shape:
        case Line():
            flat = [place for x, y in shape.points for place in (x, height - y)]
            line = ink.PolyLine(flat, strokeColor=colour, strokeWidth=_WIDTHS.get(shape.look, 1))
            if dash := _DASHES.get(shape.look):
                line.strokeDashArray = dash
            return line
        case Box():
            return _filled(ink.Rect(shape.x, height - shape.y - shape.height, shape.width, shape.height), colour)
        case Point() if shape.marker is Marker.CIRCLE:
            return _filled(ink.Circle(shape.x, height - shape.y, shape.radius), colour)
        case Point():
            return _filled(ink.Polygon([place for x, y in corners(shape) for place in (x, height - y)]), colour)
        case Words():
            text = ink.String(shape.x, height - shape.y, shape.text, fontName="Helvetica", fontSize=TEXT_SIZE)
            text.fillColor, text.textAnchor = colour, shape.anchor.value
            return text


def _filled(shape: ink.SolidShape, colour: Color) -> ink.SolidShape:
    shape.fillColor, shape.strokeColor = colour, None
    return shape
