"""`{% load causeway_plots %}`, `{% plot drawing %}`: a plot with its title above it. Give the same figures as a table
below.
"""

from typing import Any

from django import template

from causeway.hub.base.theme.plots import Drawing, svg

register = template.Library()


@register.inclusion_tag("theme/parts/plot.html")
def plot(drawing: Drawing) -> dict[str, Any]:
    """The drawing as a figure: wide, and beside it as it is drawn for a narrow screen, of which the page shows the one
    that fits. What has no narrow form scrolls by itself there, and the page does not.
    """
    return {"drawing": drawing, "svg": svg(drawing), "narrow": svg(drawing.narrow) if drawing.narrow else ""}
