"""Publishing a report to other organisations, and taking it back. It holds no figure of a person, so that no agreement
is asked for; the act is entered, and those who see the report see the entry.
"""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import directory
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.surveys.commands.make_report import own_report
from causeway.hub.knowledge.surveys.models import Wave
from causeway.hub.knowledge.surveys.queries.words import released_quotes


@command(Permission.PUBLISH_SURVEY_REPORT)
def publish_report(
    actor: Actor, report_id: UUID, *, organisations: Collection[UUID] = (), to_all: bool = False
) -> None:
    """Let these organisations, or every one on this hub, read the report. Publishing again changes to whom.

    Raises:
        NotFound: it is not one of the organisation's own reports.
        Invalid: nobody is named, or somebody who is not in the directory.
    """
    report = own_report(actor, report_id)
    others = {listing.id for listing in directory(actor)} - {actor.organisation_id}
    named = sorted(set(organisations))
    if not to_all and not named:
        raise Invalid(_("Name the organisations that may read the report."), field="organisations")
    if not set(named) <= others:
        raise Invalid(_("Choose organisations from the directory."), field="organisations")
    report.published_at = timezone.now()
    if Wave.objects.filter(id=report.wave_id).exists():
        report.quotes = [to_document(quote) for quote in released_quotes(report.wave_id)]
    report.is_for_all, report.audience = to_all, [] if to_all else named
    report.save(update_fields=["published_at", "is_for_all", "audience", "quotes"])
    enter(
        Act.SURVEY_REPORT_PUBLISHED,
        subjects=[report.id],
        audience=others if to_all else named,
        details={"title": report.title, "to_all": to_all, "organisations": [str(one) for one in report.audience]},
    )


@command(Permission.PUBLISH_SURVEY_REPORT)
def withdraw_report(actor: Actor, report_id: UUID) -> None:
    """Take the report back from everybody else at once.

    Raises:
        NotFound: it is not one of the organisation's own reports.
        Conflict: it is not published.
    """
    report = own_report(actor, report_id)
    if report.published_at is None:
        raise Conflict(_("The report is not published."))
    others = {listing.id for listing in directory(actor)} - {actor.organisation_id}
    readers = others if report.is_for_all else others & set(report.audience)
    report.published_at, report.is_for_all, report.audience = None, False, []
    report.save(update_fields=["published_at", "is_for_all", "audience"])
    enter(Act.SURVEY_REPORT_WITHDRAWN, subjects=[report.id], audience=readers, details={"title": report.title})
