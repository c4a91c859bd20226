"""The words in which pages name clocks, and in which a deadline explains itself."""

from collections.abc import Sequence
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from causeway.timing import Duty, Law, Term, Unit

DUTY_NAMES: dict[Duty, Promise] = {
    Duty.BAND_VERY_HIGH: _("Act on a referral: very high priority"),
    Duty.BAND_HIGH: _("Act on a referral: high priority"),
    Duty.BAND_MEDIUM: _("Act on a referral: medium priority"),
    Duty.BAND_LOW: _("Act on a referral: low priority"),
    Duty.HAND_OVER: _("Answer a hand-over"),
    Duty.HAND_OVER_IMMINENT: _("Answer a hand-over where a child may be in danger now"),
    Duty.QUESTION: _("A sender answers a question about its referral"),
    Duty.DATA_QUESTION: _("A service answers a data request"),
    Duty.PRESERVE_ACKNOWLEDGEMENT: _("A service acknowledges that it is to preserve data"),
    Duty.PRESERVATION: _("A service preserves data"),
    Duty.SAFEGUARDING_ACKNOWLEDGEMENT: _("A body acknowledges a safeguarding notice"),
    Duty.HELP_REQUEST: _("A helper answers a request for help"),
    Duty.SIGNAL_CHANGES: _("Acknowledge changes of signals"),
    Duty.SIGNAL_APPEAL: _("Decide an appeal against a signal"),
    Duty.REPORT_PRIORITY_1: _("Send a referral that was decided on: priority 1"),
    Duty.REPORT_PRIORITY_2: _("Send a referral that was decided on: priority 2"),
    Duty.REPORT_PRIORITY_3: _("Send a referral that was decided on: priority 3"),
}
UNIT_NAMES: dict[Unit, Promise] = {
    Unit.HOURS: _("hours"),
    Unit.DAYS: _("days"),
    Unit.WORKING_DAYS: _("working days"),
    Unit.YEARS: _("years"),
}
REGION_NAMES: dict[str, Promise] = {
    "GB-ENG": _("England"),
    "GB-WLS": _("Wales"),
    "GB-SCT": _("Scotland"),
    "GB-NIR": _("Northern Ireland"),
    "IE": _("Ireland"),
    "NL": _("Netherlands"),
    "IT": _("Italy"),
}
"""Other regions are named by their codes."""
LAW_TEXTS: dict[Law, Promise] = {
    Law.AT_MOST: _("This limit follows from law: it may be shortened and not lengthened. It never pauses."),
    Law.AT_LEAST: _("Law sets this time: it may be lengthened and not shortened. It never pauses."),
}


def term_in_words(term: Term) -> str:
    """Such as "5 working days"."""
    counted = {
        Unit.HOURS: ngettext("%(count)d hour", "%(count)d hours", term.count),
        Unit.DAYS: ngettext("%(count)d day", "%(count)d days", term.count),
        Unit.WORKING_DAYS: ngettext("%(count)d working day", "%(count)d working days", term.count),
        Unit.YEARS: ngettext("%(count)d year", "%(count)d years", term.count),
    }
    return counted[term.unit] % {"count": term.count}


def days_off_in_words(days: Sequence[date]) -> str:
    """Why a deadline lies later than it seems: "Friday 3 April and Monday 6 April are holidays"; empty without any."""
    if not days:
        return ""
    named = [f"{WEEKDAYS[day.weekday()]} {date_format(day, 'MONTH_DAY_FORMAT')}" for day in days]
    text = ngettext("%(days)s is a holiday", "%(days)s are holidays", len(days))
    return text % {"days": get_text_list(named, _now("and"))}
