"""One error summary for a page of many forms."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BaseForm

from causeway.hub.base.theme.templatetags.causeway_ui import error_summary

register = template.Library()


@register.inclusion_tag("theme/parts/error_summary.html")
def error_summary_of(forms: Iterable[BaseForm]) -> dict[str, Any]:
    """All faults of these forms. A form that nobody has sent yet has none."""
    return error_summary(*(form for form in forms if form.is_bound))
