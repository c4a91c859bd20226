"""Dropping an unfinished report: taken back by its sender, or never finished. Either way its content is erased; the
number stays taken.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.vault.opening import erase, sealed_in
from causeway.hub.road.intake.models import UnfinishedFile, UnfinishedReport
from causeway.hub.road.intake.unfinished import LIFE_FROM_CHANGE, LIFE_FROM_OPENING, expires_at, report_in_hand

_BATCH = 100
"""Reports dropped in one transaction."""


@command(Permission.SEND_REFERRAL)
def retract_report(actor: Actor, number: int, *, request_id: str = "") -> None:
    """Take an open report back. Raises as `unfinished.report_in_hand`: what is finished cannot be taken back."""
    now = timezone.now()
    report = report_in_hand(number, now=now)
    report.retracted_at = now
    report.save(update_fields=["retracted_at"])
    _erase(report)
    enter(
        Act.REPORT_RETRACTED,
        subjects=[report.id],
        details={"report_number": report.number, "request_id": request_id},
    )


def overdue_reports(actor: Actor, now: datetime) -> QuerySet[UnfinishedReport]:
    """The acting organisation's unfinished reports whose time is over. Runs inside the caller's transaction."""
    del actor
    return UnfinishedReport.objects.filter(
        finished_at=None,
        retracted_at=None,
        expired_at=None,
        opened_at__lte=now - LIFE_FROM_OPENING,
        changed_at__lte=now - LIFE_FROM_CHANGE,
    )


@command(Permission.SEND_REFERRAL)
def expire_unfinished(actor: Actor, now: datetime) -> int:
    """Drop those of the acting organisation's reports whose time is over, at most a hundred at once, and give how many
    went.

    The worker calls it for each sending organisation, as the program, until it gives 0.
    """
    old = overdue_reports(actor, now).select_for_update(skip_locked=True).order_by("opened_at")[:_BATCH]
    dropped = 0
    for report in old:
        report.expired_at = now
        report.save(update_fields=["expired_at"])
        _erase(report)
        enter(
            Act.REPORT_EXPIRED,
            subjects=[report.id],
            details={
                "report_number": report.number,
                "since": expires_at(report.opened_at, report.changed_at).isoformat(),
            },
        )
        dropped += 1
    return dropped


def _erase(report: UnfinishedReport) -> None:
    for sealed_id in sealed_in(report.id):
        erase(sealed_id)
    UnfinishedFile.objects.filter(report=report).delete()
