"""A deadline that explains itself."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causeway.hub.base.clocks.words import days_off_in_words

register = template.Library()


@register.simple_tag
def why_due(due_at: datetime, days_off: Sequence[date]) -> str:
    """Such as "Due Wednesday 8 Apr: Friday 3 Apr and Monday 6 Apr are holidays"; empty where nothing was left out."""
    if not days_off:
        return ""
    day = timezone.localtime(due_at).date()
    named = f"{WEEKDAYS[day.weekday()]} {date_format(day, 'MONTH_DAY_FORMAT')}"
    return _("Due %(day)s: %(why)s.") % {"day": named, "why": days_off_in_words(days_off)}
