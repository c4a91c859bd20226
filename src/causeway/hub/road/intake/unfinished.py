"""When an unfinished report of the CyberTipline-compatible door stands, and what can be wrong with asking for one."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.road.intake.models import UnfinishedReport

LIFE_FROM_OPENING = timedelta(hours=24)
LIFE_FROM_CHANGE = timedelta(hours=1)
"""An unfinished report is dropped 24 hours after it was opened or 1 hour after its last change, whichever is later (the
format's HTTP flow).
"""


class ReportMissing(NotFound):
    """The acting organisation has no such report: never had, or it expired."""

    code = "report_missing"


class FileMissing(NotFound):
    """The report has no such file."""

    code = "file_missing"


class ReportAlreadyFinished(Conflict):
    """The report is a referral now."""

    code = "report_already_finished"


class ReportAlreadyRetracted(Conflict):
    """The sender took the report back."""

    code = "report_already_retracted"


def expires_at(opened_at: datetime, changed_at: datetime) -> datetime:
    """When a report that is not finished is dropped."""
    return max(opened_at + LIFE_FROM_OPENING, changed_at + LIFE_FROM_CHANGE)


def report_in_hand(number: int, *, now: datetime) -> UnfinishedReport:
    """The acting organisation's open report, locked until the transaction ends: of two calls at once the second waits.

    Raises:
        ReportMissing, ReportAlreadyFinished, ReportAlreadyRetracted: it cannot be changed.
    """
    report = UnfinishedReport.objects.select_for_update().filter(number=number).first()
    if report is None or report.expired_at is not None:
        raise ReportMissing(_("There is no such report."))
    if report.retracted_at is not None:
        raise ReportAlreadyRetracted(_("The report has been retracted."))
    if report.finished_at is not None:
        raise ReportAlreadyFinished(_("The report has been finished."))
    if expires_at(report.opened_at, report.changed_at) <= now:
        raise ReportMissing(_("The report has expired."))
    return report
