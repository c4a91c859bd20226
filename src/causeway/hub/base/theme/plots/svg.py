"""A drawing as SVG inside a page. Shapes carry classes, never styles, so the strict content policy holds and colours
follow the reader's light or dark setting (`plots.css`).
"""

from django.utils.crypto import get_random_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from causeway.hub.base.theme.plots.frame import NARROW_WIDTH
from causeway.hub.base.theme.plots.shapes import TEXT_SIZE, Box, Drawing, Line, Marker, Point, Shape, Words


def svg(drawing: Drawing) -> SafeString:
    """The drawing as an `<svg>` element with a name and a description for a screen reader."""
    key = get_random_string(8)
    return format_html(
        '<svg class="cw-plot{}" viewBox="0 0 {} {}" role="img" aria-labelledby="t{} d{}" font-size="{}">'
        '<title id="t{}">{}</title><desc id="d{}">{}</desc>{}</svg>',
        "" if drawing.width > NARROW_WIDTH else " cw-plot--narrow",
        _short(drawing.width),
        _short(drawing.height),
        key,
        key,
        TEXT_SIZE,
        key,
        drawing.title,
        key,
        drawing.about,
        format_html_join("", "{}", ((_element(shape),) for shape in drawing.shapes)),
    )


def _element(shape: Shape) -> SafeString:
    match shape:
        case Line():
            path = " ".join(f"{_short(x)},{_short(y)}" for x, y in shape.points)
            return format_html('<polyline class="cw-plot__line cw-plot__{}" points="{}"/>', shape.look, path)
        case Box():
            return format_html(
                '<rect class="cw-plot__fill cw-plot__{}" x="{}" y="{}" width="{}" height="{}"/>',
                shape.look,
                _short(shape.x),
                _short(shape.y),
                _short(shape.width),
                _short(shape.height),
            )
        case Point():
            return _marked(shape)
        case Words():
            return format_html(
                '<text class="cw-plot__{}" x="{}" y="{}" text-anchor="{}">{}</text>',
                shape.look,
                _short(shape.x),
                _short(shape.y),
                shape.anchor,
                shape.text,
            )


def _marked(point: Point) -> SafeString:
    if point.marker is Marker.CIRCLE:
        return format_html(
            '<circle class="cw-plot__fill cw-plot__{}" cx="{}" cy="{}" r="{}"/>',
            point.look,
            _short(point.x),
            _short(point.y),
            _short(point.radius),
        )
    path = " ".join(f"{_short(x)},{_short(y)}" for x, y in corners(point))
    return format_html('<polygon class="cw-plot__fill cw-plot__{}" points="{}"/>', point.look, path)


def corners(point: Point) -> list[tuple[float, float]]:
    """The corners of a square or a diamond, of about a circle's area."""
    if point.marker is Marker.SQUARE:
        half = point.radius * 0.9
        return [(point.x + dx * half, point.y + dy * half) for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    half = point.radius * 1.35
    return [(point.x + dx * half, point.y + dy * half) for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0))]


def _short(value: float) -> str:
    """A tenth of a pixel is as fine as anybody sees; always with a point, whatever the language."""
    return f"{value:.1f}".removesuffix(".0")
