"""Making the report of an opened wave, and deleting one that is not published."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.estimation import EstimationError
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.surveys.fault_words import figure_fault
from causeway.hub.knowledge.surveys.models import WaveReport
from causeway.hub.knowledge.surveys.queries.opened import opened_wave
from causeway.hub.knowledge.surveys.queries.words import released_quotes
from causeway.hub.knowledge.surveys.report.building import build_report


@command(Permission.MANAGE_SURVEYS)
def make_report(actor: Actor, wave_id: UUID, *, earlier_id: UUID | None = None) -> UUID:
    """Make a report of the wave, compared with an earlier one of the same instrument where one is named.

    Raises:
        NotFound: a wave is not here, or its answers have not been opened.
        Invalid: the earlier wave asked another instrument, or no figure can be made.
    """
    wave = opened_wave(actor, wave_id)
    earlier = opened_wave(actor, earlier_id) if earlier_id else None
    if earlier is not None and earlier.instrument.code != wave.instrument.code:
        raise Invalid(_("The earlier wave asked another instrument."), field="earlier")
    if earlier is not None and (earlier_id == wave_id or earlier.opens_on >= wave.opens_on):
        raise Invalid(_("Compare with a wave that opened before this one."), field="earlier")
    try:
        report = build_report(wave, earlier=earlier)
    except EstimationError as fault:
        raise Invalid(figure_fault(fault), field="wave") from fault
    made = WaveReport(
        organisation_id=actor.organisation_id,
        wave_id=wave_id,
        title=wave.title,
        is_synthetic=wave.is_synthetic,
        document=to_document(report),
        quotes=[to_document(quote) for quote in released_quotes(wave_id)],
        made_at=timezone.now(),
    )
    made.save(force_insert=True)
    compared = {"earlier": str(earlier_id)} if earlier_id else {}
    enter(Act.SURVEY_REPORT_MADE, subjects=[made.id, wave_id], details={"title": made.title, **compared})
    return made.id


@command(Permission.MANAGE_SURVEYS)
def delete_report(actor: Actor, report_id: UUID) -> None:
    """Delete a report that nobody else sees.

    Raises:
        NotFound: it is not one of the organisation's own.
        Conflict: it is published.
    """
    report = own_report(actor, report_id)
    if report.published_at is not None:
        raise Conflict(_("Withdraw the report before you delete it."))
    enter(Act.SURVEY_REPORT_DELETED, subjects=[report.id, report.wave_id], details={"title": report.title})
    report.delete()


def own_report(actor: Actor, report_id: UUID) -> WaveReport:
    """One of the organisation's own reports, locked. Runs inside the caller's transaction.

    Raises:
        NotFound: it is another organisation's, or not there.
    """
    mine = WaveReport.objects.filter(organisation_id=actor.organisation_id)
    report = mine.select_for_update().filter(id=report_id).first()
    if report is None:
        raise NotFound(_("There is no such report here."))
    return report
