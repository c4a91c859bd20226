"""Writing a bulletin with figures that may be shown, publishing and withdrawing it, and questions about it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.commons.awareness.commands.checking import check_language, check_text
from causeway.hub.commons.awareness.figures import figures_document, finished_quarters
from causeway.hub.commons.awareness.models import Bulletin, BulletinQuestion
from causeway.hub.commons.awareness.words import Readers
from causeway.hub.road.referrals.queries.counts import counts_by_concern

TITLE_CHARACTERS = 200
SUMMARY_CHARACTERS = 500
BODY_CHARACTERS = 10_000
QUESTION_CHARACTERS = 3_000
_ASKED = (
    gettext_lazy("A question about a bulletin"),
    gettext_lazy("A reader asked about one of your bulletins. Sign in to read it."),
)
_ANSWERED = (
    gettext_lazy("Your question is answered"),
    gettext_lazy("Your question about a bulletin is answered. Sign in to read it."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBulletin:
    """A bulletin's words. `with_figures` adds what the organisation received in the last four quarters."""

    title: str
    readers: Readers
    language: str
    summary: str
    body: str
    with_figures: bool = False
    translation_of: UUID | None = None


@command(Permission.ISSUE_BULLETIN)
def write_bulletin(actor: Actor, new: NewBulletin) -> UUID:
    """Write a bulletin; until it is published only its organisation reads it.

    Raises:
        Invalid: `field` says what is missing or wrong.
    """
    row = Bulletin(organisation_id=actor.organisation_id, written_at=timezone.now(), **_checked(new))
    row.save(force_insert=True)
    enter(Act.BULLETIN_CHANGED, subjects=[row.id])
    return row.id


@command(Permission.ISSUE_BULLETIN)
def change_bulletin(actor: Actor, bulletin_id: UUID, new: NewBulletin) -> None:
    """Change a bulletin that is not published yet.

    Raises:
        NotFound: the actor's organisation has no such bulletin.
        Invalid: `field` says what is missing or wrong.
        Conflict: it is published; readers have it.
    """
    row = _own(actor, bulletin_id)
    if row.published_at is not None:
        raise Conflict(_("This bulletin is published. Withdraw it and write a new one."))
    for name, value in _checked(new, own_id=row.id).items():
        setattr(row, name, value)
    row.written_at = timezone.now()
    row.save()
    enter(Act.BULLETIN_CHANGED, subjects=[row.id])


@command(Permission.ISSUE_BULLETIN)
def publish_bulletin(actor: Actor, bulletin_id: UUID) -> None:
    """Let every organisation read it.

    Raises:
        NotFound: the actor's organisation has no such bulletin.
        Conflict: it is published already.
    """
    row = _own(actor, bulletin_id)
    if row.published_at is not None:
        raise Conflict(_("This bulletin is published already."))
    row.published_at = timezone.now()
    row.save(update_fields=["published_at"])
    enter(Act.BULLETIN_PUBLISHED, subjects=[row.id])


@command(Permission.ISSUE_BULLETIN)
def withdraw_bulletin(actor: Actor, bulletin_id: UUID, reason: str) -> None:
    """Say that a bulletin no longer holds, and why. It stays readable, marked as withdrawn.

    Raises:
        NotFound: the actor's organisation has no such bulletin.
        Invalid: no reason.
        Conflict: it is not published, or withdrawn already.
    """
    row = _own(actor, bulletin_id)
    if row.published_at is None or row.withdrawn_at is not None:
        raise Conflict(_("Only a published bulletin can be withdrawn."))
    row.withdrawn_reason = check_text(
        reason, "reason", most=SHORT_REASON_CHARACTERS, missing=_("Say why it is withdrawn.")
    )
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    enter(Act.BULLETIN_WITHDRAWN, subjects=[row.id])


@command(Permission.READ_AWARENESS)
def ask_about_bulletin(actor: Actor, bulletin_id: UUID, text: str) -> UUID:
    """Ask whoever wrote a bulletin.

    Raises:
        NotFound: no such bulletin is published.
        Invalid: the question is empty or too long.
        Conflict: it is the actor's own bulletin.
    """
    if actor.member_id is None:
        raise NotPermitted(_("A person asks, and gets the answer."))
    bulletin = Bulletin.objects.filter(id=bulletin_id, published_at__isnull=False).first()
    if bulletin is None:
        raise NotFound(_("There is no such bulletin."))
    if bulletin.organisation_id == actor.organisation_id:
        raise Conflict(_("This is your own bulletin."))
    row = BulletinQuestion(
        bulletin=bulletin,
        asker_id=actor.organisation_id,
        issuer_id=bulletin.organisation_id,
        member_id=actor.member_id,
        text=check_text(text, "text", most=QUESTION_CHARACTERS, missing=_("Write your question.")),
        asked_at=timezone.now(),
    )
    row.save(force_insert=True)
    enter(Act.BULLETIN_QUESTION_ASKED, subjects=[row.id, bulletin.id], audience=[row.issuer_id])
    _tell(actor, row.issuer_id, row.id, _ASKED)
    return row.id


@command(Permission.ISSUE_BULLETIN)
def answer_about_bulletin(actor: Actor, question_id: UUID, answer: str) -> None:
    """Answer a reader, once.

    Raises:
        NotFound: nobody asked the actor's organisation this.
        Invalid: the answer is empty or too long.
        Conflict: it is answered already.
    """
    found = BulletinQuestion.objects.select_for_update().filter(id=question_id, issuer_id=actor.organisation_id)
    row = found.first()
    if row is None:
        raise NotFound(_("There is no such question to you."))
    if row.answered_at is not None:
        raise Conflict(_("This question is answered already."))
    row.answer = check_text(answer, "answer", most=QUESTION_CHARACTERS, missing=_("Write the answer."))
    row.answered_at = timezone.now()
    row.save(update_fields=["answer", "answered_at"])
    enter(Act.BULLETIN_QUESTION_ANSWERED, subjects=[row.id, row.bulletin_id], audience=[row.asker_id])
    _tell(actor, row.asker_id, row.id, _ANSWERED)


def _tell(actor: Actor, organisation_id: UUID, about: UUID, words: tuple[Promise, Promise]) -> None:
    """A mail to the other side's mailbox that says only that something is there."""
    if listing := listing_by_id(organisation_id):
        with in_language_of(organisation_id):
            subject, text = map(str, words)
        owe_mail(actor.organisation_id, listing.mailbox, subject, text, about)


def _own(actor: Actor, bulletin_id: UUID) -> Bulletin:
    row = Bulletin.objects.select_for_update().filter(id=bulletin_id, organisation_id=actor.organisation_id).first()
    if row is None:
        raise NotFound(_("There is no such bulletin of yours."))
    return row


def _checked(new: NewBulletin, own_id: UUID | None = None) -> dict[str, Any]:
    check_language(new.language)
    translated = None
    if new.translation_of is not None:
        translated = Bulletin.objects.filter(id=new.translation_of).first()
        if translated is None or translated.id == own_id:
            raise Invalid(_("There is no such bulletin to translate."), field="translation_of")
        if translated.language == new.language:
            raise Invalid(_("A translation is in another language."), field="language")
    return {
        "title": check_text(new.title, "title", most=TITLE_CHARACTERS, missing=_("Give the bulletin a title.")),
        "readers": new.readers.value,
        "language": new.language,
        "translation_of_id": new.translation_of,
        "summary": check_text(
            new.summary, "summary", most=SUMMARY_CHARACTERS, missing=_("Say in a sentence what readers should know.")
        ),
        "body": check_text(new.body, "body", most=BODY_CHARACTERS, missing=_("Write the bulletin.")),
        # A translation carries the figures of what it translates, and no others.
        "figures": (translated.figures if translated else _figures()) if new.with_figures else None,
    }


def _figures() -> dict[str, object]:
    today = timezone.now().date()
    quarters = finished_quarters(today)
    counts = [
        {concern.value: n for concern, n in counts_by_concern(quarter.begins, quarter.next.begins).items()}
        for quarter in quarters
    ]
    return figures_document(quarters, counts, today)
