"""Plots that a reader understands: drawn once as shapes, shown as SVG in a page and as vectors in a PDF.

Colour never carries a meaning alone: what stands out has another shape, and every page gives the same figures as a
table below. `{% plot drawing %}` draws one in a template; `flowable(drawing)` in a PDF.
"""

from causeway.hub.base.theme.plots.bars import Bar, bar_plot
from causeway.hub.base.theme.plots.control import ControlPoint, control_chart
from causeway.hub.base.theme.plots.funnel import FunnelPoint, LimitCurve, funnel_plot
from causeway.hub.base.theme.plots.intervals import Interval, Reference, interval_plot
from causeway.hub.base.theme.plots.lines import Series, line_plot
from causeway.hub.base.theme.plots.pdf import flowable
from causeway.hub.base.theme.plots.scales import Tick, number
from causeway.hub.base.theme.plots.shapes import Drawing
from causeway.hub.base.theme.plots.svg import svg

__all__ = [
    "Bar",
    "ControlPoint",
    "Drawing",
    "FunnelPoint",
    "Interval",
    "LimitCurve",
    "Reference",
    "Series",
    "Tick",
    "bar_plot",
    "control_chart",
    "flowable",
    "funnel_plot",
    "interval_plot",
    "line_plot",
    "number",
    "svg",
]
