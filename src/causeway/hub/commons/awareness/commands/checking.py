"""What every text of awareness work has to meet."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.reasons import given_reason
from causeway.hub.commons.awareness.words import LANGUAGE_NAMES

OLDEST_PUPIL_YEARS = 25
"""Colleges teach grown pupils too."""


def check_text(text: str, field: str, *, most: int, missing: str) -> str:
    """The text without its outer space.

    Raises:
        Invalid: nothing is there, more than `most` characters, or one that cannot be kept.
    """
    return given_reason(text, most=most, field=field, missing=missing)


def check_ages(age_from: int | None, age_to: int | None) -> None:
    """Ages as a school means them.

    Raises:
        Invalid: below 0, above 25, or the wrong way round.
    """
    for field, age in (("age_from", age_from), ("age_to", age_to)):
        if age is not None and not 0 <= age <= OLDEST_PUPIL_YEARS:
            raise Invalid(_("Enter an age from 0 to %(most)s.") % {"most": OLDEST_PUPIL_YEARS}, field=field)
    if age_from is not None and age_to is not None and age_from > age_to:
        raise Invalid(_("The older age must not be below the younger one."), field="age_to")


def check_language(code: str) -> None:
    """A language that can be chosen.

    Raises:
        Invalid: it cannot.
    """
    if code not in LANGUAGE_NAMES:
        raise Invalid(_("Choose a language."), field="language")


def check_day(day: date | None, field: str, *, earliest: date, latest: date) -> None:
    """A day within reason.

    Raises:
        Invalid: it is not; the message says from when to when.
    """
    if day is not None and not earliest <= day <= latest:
        limits = {"earliest": date_format(earliest), "latest": date_format(latest)}
        raise Invalid(_("Enter a day from %(earliest)s to %(latest)s.") % limits, field=field)
