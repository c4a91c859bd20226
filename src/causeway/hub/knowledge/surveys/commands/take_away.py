"""What leaves the hub as a file: a report as PDF, and the answers of a wave for analysts. Every time it is entered."""

import io
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.estimation import EstimationError
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.surveys.fault_words import figure_fault
from causeway.hub.knowledge.surveys.queries.opened import opened_wave
from causeway.hub.knowledge.surveys.queries.reports import report_view
from causeway.hub.knowledge.surveys.queries.words import released_quotes
from causeway.hub.knowledge.surveys.report.building import build_report
from causeway.hub.knowledge.surveys.report.columns import Answered
from causeway.hub.knowledge.surveys.report.printing import report_pdf
from causeway.interchange.survey_data import (
    Release,
    Study,
    SurveyDataError,
    can_write_sav,
    full_release,
    public_use,
    write_csv,
    write_ddi,
    write_sav,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenAway:
    """A file to be downloaded."""

    name: str
    content: bytes


@command(Permission.READ_SURVEY_REPORTS)
def take_report(actor: Actor, report_id: UUID) -> TakenAway:
    """The report as PDF, in the reader's language.

    Raises:
        NotFound: there is no such report for this reader.
    """
    view = report_view(actor, report_id)
    content = report_pdf(view.report, publisher=view.publisher, quotes=view.quotes)
    enter(Act.SURVEY_REPORT_DOWNLOADED, subjects=[report_id], details={"title": view.report.title})
    return TakenAway(
        name=f"survey-report-{view.report.instrument}-{view.report.opens_on.isoformat()}.pdf", content=content
    )


@command(Permission.MANAGE_SURVEYS)
def take_wave_report(actor: Actor, wave_id: UUID) -> TakenAway:
    """The report of a wave as PDF, without keeping it here.

    Raises:
        NotFound: the wave is not here, or not opened.
        Invalid: no figure can be made.
    """
    try:
        report = build_report(opened_wave(actor, wave_id))
    except EstimationError as fault:
        raise Invalid(figure_fault(fault), field="wave") from fault
    enter(Act.SURVEY_REPORT_DOWNLOADED, subjects=[wave_id], details={"title": report.title})
    quotes = tuple(released_quotes(wave_id))
    return TakenAway(name="report.pdf", content=report_pdf(report, publisher=actor.organisation_name, quotes=quotes))


@command(Permission.EXPORT_SURVEY_DATA)
def take_data(actor: Actor, wave_id: UUID, *, is_public: bool) -> TakenAway:
    """The answers as an archive: CSV, its DDI Codebook, and SPSS where the library for it is installed.

    Raises:
        NotFound: the wave is not here, or not opened.
        NotPermitted: the restricted file is for a person alone.
        Invalid: there are too few answers to release any.
    """
    if not is_public and actor.member_id is None:
        raise NotPermitted(_("The restricted file is for a survey lead."))
    wave = opened_wave(actor, wave_id)
    try:
        weights = [float(weight) for weight in Answered.of(wave).weighted.weight]
        release = public_use(wave, weights) if is_public else full_release(wave, weights)
    except (SurveyDataError, EstimationError) as fault:
        raise Invalid(figure_fault(fault), field="wave") from fault
    kind = "public" if is_public else "restricted"
    stem = f"{wave.instrument.code}-{wave.opens_on.isoformat()}-{kind}"
    invited = sum(count.invited for count in wave.invited)
    study = Study(
        identifier=f"{wave_id}-{kind}",
        producer=actor.organisation_name,
        file_name=f"{stem}.csv",
        made_on=timezone.localdate(),
        software_version=version("causeway"),
        response_note=f"{len(wave.answers)} of {invited} people who were asked answered.",
    )
    details = {"title": wave.title, "records": len(release.records), "is_public": is_public}
    enter(Act.SURVEY_DATA_EXPORTED, subjects=[wave_id], details=details)
    return TakenAway(name=f"{stem}.zip", content=_archive(release, study, stem))


def _archive(release: Release, study: Study, stem: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{stem}.csv", write_csv(release))
        archive.writestr(f"{stem}-ddi.xml", write_ddi(release, study))
        if can_write_sav():
            archive.writestr(f"{stem}.sav", write_sav(release))
        archive.writestr("README.txt", _readme(release))
    return out.getvalue()


def _readme(release: Release) -> str:
    wave = release.wave
    lines = [wave.title, ""]
    if wave.is_synthetic:
        lines += [_("Synthetic: a program made every answer. No figure says anything of a real force."), ""]
    lines += release.measures
    if not can_write_sav():
        lines += ["", _("There is no SPSS file: this installation lacks the library (causeway[spss]).")]
    return "\n".join([*lines, ""])
