"""What services were asked, and what they answered, as a chapter of a package."""

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.data_requests.queries.requests import RequestView, requests_about
from causeway.hub.road.data_requests.words import ANSWER_NAMES, KIND_NAMES
from causeway.hub.road.evidence.package import Heading, Lines, Paragraph, Section
from causeway.hub.road.queues.packages.chapters import Chapter, PackageScope
from causeway.hub.road.referrals.telling import in_words


def request_chapter(actor: Actor, scope: PackageScope) -> Chapter | None:
    """The organisation's own requests about these referrals, newest first, each with its answers."""
    views = requests_about(scope.referral_ids, force_id=actor.organisation_id)
    if not views:
        return None
    pages: list[Section] = [Heading(_("Requests to services"))]
    for view in views:
        pages += _pages(view)
    return Chapter(
        pages=pages, document=[to_document(view) for view in views], subject_ids=tuple(view.id for view in views)
    )


def _pages(view: RequestView) -> list[Section]:
    rows: list[tuple[str, object]] = [
        (_("Service"), view.service),
        (_("What was asked"), str(KIND_NAMES[view.kind])),
        (_("Accounts"), "\n".join(view.identifiers)),
        (_("What exactly"), view.text or _("Everything of these accounts")),
        (_("Power"), view.legal_basis),
        (_("Whom to ask"), view.contact),
        (_("Asked"), view.made_at),
        (_("Due"), view.due_at),
        (_("Preserve until"), view.preserve_until),
        (_("No longer needed since"), view.released_at),
        (_("Do not alert the subject until"), view.do_not_alert_until),
    ]
    pages: list[Section] = [
        Heading(view.reference, 3),
        Lines([(label, in_words(value)) for label, value in rows if value is not None]),
    ]
    for answer in view.answers:
        said = f"{ANSWER_NAMES[answer.kind]}, {in_words(answer.answered_at)}"
        pages.append(Paragraph("\n".join(part for part in (said, answer.text) if part)))
    return pages if view.answers else [*pages, Paragraph(_("No answer yet."))]
