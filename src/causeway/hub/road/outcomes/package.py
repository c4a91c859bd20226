"""What came of referrals, as a chapter of a package."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.evidence.package import Heading, Lines, Section
from causeway.hub.road.outcomes.queries.outcomes import RecordedOutcome, outcomes_of
from causeway.hub.road.outcomes.words import CLOSURE_NAMES, NOT_USEFUL_NAMES, STATUS_NAMES, missing_text
from causeway.hub.road.queues.packages.chapters import Chapter, PackageScope
from causeway.hub.road.referrals.queries.facts import facts_of
from causeway.hub.road.referrals.telling import in_words


def outcome_chapter(actor: Actor, scope: PackageScope) -> Chapter | None:
    """Every outcome that was recorded of these referrals, newest first, with what of it the sender was told and when.

    Their entries are those of the referrals.
    """
    recorded = outcomes_of(actor, scope.referral_ids)
    if not recorded:
        return None
    references = {item.id: item.reference for item in facts_of(scope.referral_ids).values()}
    organisations = names_of({item.organisation_id for item in recorded})
    people = member_names({item.member_id for item in recorded if item.member_id})
    pages: list[Section] = [Heading(_("Outcomes"))]
    document = []
    for item in recorded:
        by = ", ".join(
            name
            for name in (
                people.get(item.member_id, "") if item.member_id else "",
                organisations.get(item.organisation_id, ""),
            )
            if name
        )
        pages += [Heading(f"{references[item.referral_id]}, {in_words(item.recorded_at)}", 3), Lines(_rows(item, by))]
        document.append(to_document(item) | {"referral": references[item.referral_id], "by": by})
    return Chapter(pages=pages, document=document)


def _rows(item: RecordedOutcome, by: str) -> list[tuple[str, str]]:
    return [(str(label), in_words(value)) for label, value in _facts(item, by) if value not in (None, "")]


def _facts(item: RecordedOutcome, by: str) -> Iterator[tuple[str, object]]:
    outcome = item.outcome
    yield _("Where the work stands"), str(STATUS_NAMES[outcome.status])
    yield _("Why it was closed"), str(CLOSURE_NAMES[outcome.closure_reason]) if outcome.closure_reason else None
    yield _("Victims identified"), outcome.victims_identified
    yield _("Children safeguarded"), outcome.children_safeguarded
    yield _("Arrests"), outcome.arrests
    yield _("The child made the material"), outcome.self_produced
    yield _("The referral was useful"), outcome.is_useful
    yield (
        _("Why it was not useful"),
        (str(NOT_USEFUL_NAMES[outcome.not_useful_reason]) if outcome.not_useful_reason else None),
    )
    yield _("What would have made it faster"), "\n".join(map(missing_text, outcome.missing))
    yield _("Note to the sender"), outcome.note_to_sender
    yield _("Recorded by"), by
    yield _("The sender was told its part"), item.told_at or _("Not yet")
