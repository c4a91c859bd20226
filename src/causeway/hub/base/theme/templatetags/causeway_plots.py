"""`{% load causeway_plots %}`, `{% plot drawing %}`: a plot with its title above it. Give the same figures as a table
below.
"""

from typing import Any

from django import template

from causeway.hub.base.theme.plots import Drawing, svg

register = template.Library()


@register.inclusion_tag("theme/parts/plot.html")
def plot(drawing: Drawing) -> dict[str, Any]:
    """The drawing as a figure; on a narrow screen it scrolls by itself and the page does not."""
    return {"drawing": drawing, "svg": svg(drawing)}
