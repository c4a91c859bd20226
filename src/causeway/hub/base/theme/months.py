"""Short names of months as each language writes them: Django puts a capital on every one, as only some languages do."""

from datetime import date
from typing import cast

from django.utils.dateformat import DateFormat
from django.utils.dates import MONTHS_3
from django.utils.translation import get_language


def _short_month(self: DateFormat) -> str:
    name = str(MONTHS_3[cast("date", self.data).month])
    # Django's own names are lower case in English; its translations stand as their language writes them.
    return name.title() if (get_language() or "en").startswith("en") else name


def write_months_as_languages_do() -> None:
    """Make the letter M of every date format "okt" in Dutch and "ott" in Italian, and still "Oct" in English."""
    DateFormat.M = _short_month  # type: ignore[method-assign]
