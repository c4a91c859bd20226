"""Keeping notes of a talk with consent, and letting them go when it is taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.contacts.words import is_language
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.surveys.models import Coding, Interview, Passage, Wave, WaveReport

LONGEST_TITLE, LONGEST_CONSENT, LONGEST_NOTES = 100, 500, 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInterview:
    """What is written down. `title` names nobody ("Interview 3, a sergeant"); `consent` says how the person agreed;
    `language` is that of the notes, by its two letters.
    """

    title: str
    held_on: date
    consent: str
    notes: str
    language: str


@command(Permission.MANAGE_SURVEYS)
def keep_interview(actor: Actor, wave_id: UUID, told: NewInterview, now: datetime) -> UUID:
    """Keep the notes of a talk that belongs to a wave.

    Raises:
        NotFound: there is no such wave.
        Invalid: the title, the consent or the notes are missing or too long, it is yet to be held, or nobody knows the
            language.
    """
    if not Wave.objects.filter(id=wave_id).exists():
        raise NotFound(_("There is no such wave."))
    longest = {"title": LONGEST_TITLE, "consent": LONGEST_CONSENT, "notes": LONGEST_NOTES}
    for field, most in longest.items():
        text = getattr(told, field).strip()
        if not text:
            raise Invalid(_("This cannot be left out."), field=field)
        if len(text) > most:
            raise Invalid(_("Use at most %d characters.") % most, field=field)
    if told.held_on > now.date():
        raise Invalid(_("The day lies ahead."), field="held_on")
    if not is_language(told.language):
        raise Invalid(_("Choose a language."), field="language")
    kept = Interview(
        organisation_id=actor.organisation_id,
        wave_id=wave_id,
        title=told.title.strip(),
        held_on=told.held_on,
        language=told.language,
        consent=told.consent.strip(),
        notes=told.notes.strip().replace("\0", ""),
        kept_at=now,
    )
    kept.save(force_insert=True)
    enter(Act.INTERVIEW_KEPT, subjects=[kept.id, wave_id], details={"consent": kept.consent, "language": kept.language})
    return kept.id


@command(Permission.MANAGE_SURVEYS)
def withdraw_consent(actor: Actor, interview_id: UUID, now: datetime) -> None:
    """Erase the notes, and all that was coded or quoted of them, also from reports. That there was an interview stays.

    Raises:
        NotFound: there is no such interview.
        Conflict: the consent was taken back before.
    """
    interview = Interview.objects.select_for_update().filter(id=interview_id).first()
    if interview is None:
        raise NotFound(_("There is no such interview."))
    if interview.withdrawn_at is not None:
        raise Conflict(_("The consent was taken back before."))
    _take_quotes_back(actor, interview)
    Coding.objects.filter(interview=interview).delete()
    interview.notes, interview.withdrawn_at = "", now
    interview.save(update_fields=["notes", "withdrawn_at"])
    enter(Act.INTERVIEW_WITHDRAWN, subjects=[interview.id, interview.wave_id])


def _take_quotes_back(actor: Actor, interview: Interview) -> None:
    quoted = set(Passage.objects.filter(coding__interview=interview).exclude(quote="").values_list("quote", flat=True))
    own = WaveReport.objects.filter(organisation_id=actor.organisation_id, wave_id=interview.wave_id)
    for report in own.select_for_update() if quoted else ():
        report.quotes = [quote for quote in report.quotes if quote["question"] or quote["text"] not in quoted]
        report.save(update_fields=["quotes"])
