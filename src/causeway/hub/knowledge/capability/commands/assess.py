"""Writing a self-assessment: begin it, judge one capability after another."""

from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.knowledge.capability.judgements import EvidenceKind, Judgement, Judgements, Published
from causeway.hub.knowledge.capability.model_response import BY_CODE
from causeway.hub.knowledge.capability.models import Assessment, PublishedAssessment

ABOUT_CHARACTERS, LINE_CHARACTERS, TEXT_CHARACTERS = 200, 300, 3_000
MOST_EVIDENCE = 10
_EARLIEST = date(2000, 1, 1)


@command(Permission.ASSESS_CAPABILITY)
def start_assessment(actor: Actor, *, about: str, as_of: date, begin_from: UUID | None = None) -> UUID:
    """Begin an assessment of a country or organisation as of a day: empty, or with what a published version said.

    Raises:
        Invalid: nothing says what it is about, or the day lies in the future or too far back.
        NotFound: there is no such published version.
    """
    about = about.strip()
    if not about or len(about) > ABOUT_CHARACTERS:
        raise Invalid(
            _("Say in at most %(most)s characters what is assessed.") % {"most": ABOUT_CHARACTERS}, field="about"
        )
    if not _EARLIEST <= as_of <= timezone.now().date():
        raise Invalid(_("Enter a day that is not in the future."), field="as_of")
    judgements = Judgements()
    if begin_from is not None:
        before = PublishedAssessment.objects.filter(id=begin_from).first()
        if before is None:
            raise NotFound(_("There is no such published version."), field="begin_from")
        judgements = from_document(Published, before.document).judgements
    now = timezone.now()
    row = Assessment(
        organisation_id=actor.organisation_id,
        audience=[actor.organisation_id],
        about=about,
        as_of=as_of,
        document=to_document(judgements),
        started_at=now,
        changed_at=now,
    )
    row.save(force_insert=True)
    enter(Act.CAPABILITY_STARTED, subjects=[row.id], details={"about": about, "as_of": as_of.isoformat()})
    return row.id


@command(Permission.ASSESS_CAPABILITY)
def judge(actor: Actor, assessment_id: UUID, judgement: Judgement) -> None:
    """Say where one capability stands, why, and what comes next.

    Raises:
        NotFound: the actor's organisation writes no such assessment.
        Conflict: it has been published.
        Invalid: the judgement is not whole; `field` says where.
    """
    row = open_assessment(actor, assessment_id)
    check_judgement(judgement)
    row.document = to_document(from_document(Judgements, row.document).changed(judgement))
    row.changed_at = timezone.now()
    row.save(update_fields=["document", "changed_at"])
    enter(
        Act.CAPABILITY_JUDGED,
        subjects=[row.id],
        details={"capability": judgement.capability, "phase": judgement.phase},
    )


def open_assessment(actor: Actor, assessment_id: UUID) -> Assessment:
    """An assessment that the actor's organisation is still writing, locked. Runs inside the caller's transaction.

    Raises:
        NotFound: there is none of its own.
        Conflict: it has been published.
    """
    rows = Assessment.objects.select_for_update().filter(id=assessment_id, organisation_id=actor.organisation_id)
    row = rows.first()
    if row is None:
        raise NotFound(_("There is no such assessment."))
    if row.published_at is not None:
        raise Conflict(_("This assessment has been published. Start a new one to change something."))
    return row


def check_judgement(judgement: Judgement) -> None:
    """Refuse a judgement that says nothing or too much.

    Raises:
        Invalid: `field` says where.
    """
    if judgement.capability not in BY_CODE:
        raise Invalid(_("There is no such capability."), field="capability")
    if judgement.phase is not None and not judgement.reasons.strip():
        raise Invalid(_("Say in your own words why it stands there."), field="reasons")
    for name in ("reasons", "gaps"):
        if len(getattr(judgement, name)) > TEXT_CHARACTERS:
            raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(TEXT_CHARACTERS)}, field=name)
    for name in ("owner", "next_step"):
        if len(getattr(judgement, name)) > LINE_CHARACTERS:
            raise Invalid(_("Write no more than %(most)s characters.") % {"most": LINE_CHARACTERS}, field=name)
    if judgement.next_step_on is not None and not judgement.next_step.strip():
        raise Invalid(_("Say what the next step is."), field="next_step")
    if len(judgement.evidence) > MOST_EVIDENCE:
        raise Invalid(_("Name at most %(most)s pieces of evidence.") % {"most": MOST_EVIDENCE}, field="evidence")
    for evidence in judgement.evidence:
        if not evidence.text.strip() or len(evidence.text) > LINE_CHARACTERS or len(evidence.where) > LINE_CHARACTERS:
            raise Invalid(
                _("Say in at most %(most)s characters what the evidence is.") % {"most": LINE_CHARACTERS},
                field="evidence",
            )
        if evidence.kind is EvidenceKind.LINK and not _is_address(evidence.where):
            raise Invalid(_("A link begins with https:// or http://."), field="evidence")


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
