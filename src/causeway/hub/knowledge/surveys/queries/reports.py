"""Reports: the organisation's own, and those that others published to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.surveys.models import WaveReport
from causeway.hub.knowledge.surveys.report.model import Report
from causeway.hub.knowledge.surveys.report.quotes import Quote

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report in a list."""

    id: UUID
    title: str
    publisher: str
    is_own: bool
    is_synthetic: bool
    made_at: datetime
    published_at: datetime | None
    is_for_all: bool
    readers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report as its reader sees it. `audience` is known to its own organisation alone."""

    line: ReportLine
    report: Report
    publisher: str
    wave_id: UUID | None
    audience: tuple[UUID, ...]
    quotes: tuple[Quote, ...]


@query(Permission.READ_SURVEY_REPORTS)
def reports(actor: Actor, *, page: int = 1) -> tuple[list[ReportLine], int]:
    """One page of reports that this actor may read, the latest first, and how many there are. An organisation's own
    that are not published are for those who run surveys.
    """
    found = _readable(actor)
    rows = found.defer("document", "quotes").order_by("-made_at", "id")
    shown = list(rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    names = names_of({row.organisation_id for row in shown})
    return [_line(actor, row, names.get(row.organisation_id, "")) for row in shown], found.count()


@query(Permission.READ_SURVEY_REPORTS)
def report_view(actor: Actor, report_id: UUID) -> ReportView:
    """One report.

    Raises:
        NotFound: there is none for this reader.
    """
    row = _readable(actor).filter(id=report_id).first()
    if row is None:
        raise NotFound(_("There is no such report here."))
    publisher = names_of({row.organisation_id}).get(row.organisation_id, "")
    line = _line(actor, row, publisher)
    return ReportView(
        line=line,
        report=from_document(Report, row.document),
        publisher=publisher,
        wave_id=row.wave_id if line.is_own else None,
        audience=tuple(row.audience) if line.is_own else (),
        quotes=tuple(from_document(Quote, one) for one in row.quotes),
    )


def _readable(actor: Actor) -> QuerySet[WaveReport]:
    found = WaveReport.objects.all()
    return found if may(actor, Permission.READ_SURVEY) else found.filter(published_at__isnull=False)


def _line(actor: Actor, row: WaveReport, publisher: str) -> ReportLine:
    is_own = row.organisation_id == actor.organisation_id
    return ReportLine(
        id=row.id,
        title=row.title,
        publisher=publisher,
        is_own=is_own,
        is_synthetic=row.is_synthetic,
        made_at=row.made_at,
        published_at=row.published_at,
        is_for_all=row.is_for_all,
        readers=len(row.audience) if is_own else 0,
    )
