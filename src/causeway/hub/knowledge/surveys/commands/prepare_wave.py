"""Preparing a wave: its dates, the frame, the people who are asked, the key, and the start."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.owe import owe_letter
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.knowledge.surveys.commands.letters import INVITATION
from causeway.hub.knowledge.surveys.finding import wave_in
from causeway.hub.knowledge.surveys.links import token_digest, token_of
from causeway.hub.knowledge.surveys.models import Invited, PublishedInstrument, Wave
from causeway.hub.knowledge.surveys.sheets import KeyInvalid, WaveKey, identity_in, new_key, sheet_length
from causeway.hub.knowledge.surveys.stages import LEAST_ANSWERS, Stage
from causeway.hub.knowledge.surveys.table_files import Person, stands_in, strata_of
from causeway.vocabulary.instruments import Instrument
from causeway.vocabulary.waves import FrameRow

_BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveDates:
    """From when to when people can answer, whole days, and until when opened answers are kept."""

    opens_on: date
    closes_on: date
    keep_until: date


@command(Permission.MANAGE_SURVEYS)
def make_wave(actor: Actor, published_id: UUID, *, title: str, dates: WaveDates) -> UUID:
    """Prepare a wave of a published instrument.

    Raises:
        NotFound: there is no such version.
        Invalid: no title, or dates in no order.
    """
    published = PublishedInstrument.objects.filter(id=published_id).first()
    if published is None:
        raise NotFound(_("There is no such version."))
    if not title.strip():
        raise Invalid(_("Give the wave a title."), field="title")
    check_dates(dates)
    wave = Wave(
        organisation_id=actor.organisation_id,
        instrument=published,
        title=title.strip(),
        opens_on=dates.opens_on,
        closes_on=dates.closes_on,
        keep_until=dates.keep_until,
        sheet_bytes=sheet_length(from_document(Instrument, published.document)),
        made_at=timezone.now(),
    )
    wave.save(force_insert=True)
    enter(Act.WAVE_MADE, subjects=[wave.id], details={"title": wave.title, "version": published.version})
    return wave.id


@command(Permission.MANAGE_SURVEYS)
def set_frame(actor: Actor, wave_id: UUID, frame: Iterable[FrameRow], now: datetime) -> None:
    """Say how many people there are altogether, by stratum.

    Raises:
        NotFound, Conflict: there is no such wave, or it has started.
        Invalid: somebody is asked who stands in no stratum of it.
    """
    wave = wave_in(wave_id, today_of(actor, now), Stage.PREPARING)
    rows = tuple(frame)
    strata = strata_of(rows)
    asked = set(Invited.objects.filter(wave=wave).values_list("force", "rank", "role"))
    if not all(stands_in(stratum, strata) for stratum in asked):
        raise Invalid(
            _("People are asked who would stand in no stratum of this frame. Take them out first."), field="file"
        )
    wave.frame = [to_document(row) for row in rows]
    wave.save(update_fields=["frame"])
    enter(Act.WAVE_CHANGED, subjects=[wave.id], details={"strata": len(rows)})


@command(Permission.MANAGE_SURVEYS)
def ask_people(actor: Actor, wave_id: UUID, people: Iterable[Person], now: datetime) -> int:
    """Add people to those who are asked, and give how many are asked now.

    Raises:
        NotFound, Conflict: there is no such wave, or it has started.
        Invalid: somebody stands in no stratum of the frame, or is asked already.
    """
    wave = wave_in(wave_id, today_of(actor, now), Stage.PREPARING)
    added = list(people)
    strata = strata_of(_frame(wave))
    if not all(stands_in(one.stratum, strata) for one in added):
        raise Invalid(_("The frame has no stratum of this force, rank and role."), field="file")
    known = set(Invited.objects.filter(wave=wave).values_list("email", flat=True))
    addresses = [one.email for one in added]
    if len({*addresses, *known}) != len(addresses) + len(known):
        raise Invalid(_("Somebody is asked already, or stands in the list twice."), field="file")
    Invited.objects.bulk_create((_invited(actor, wave, one) for one in added), batch_size=_BATCH)
    enter(Act.WAVE_CHANGED, subjects=[wave.id], details={"asked": len(added)})
    return len(added) + len(known)


@command(Permission.MANAGE_SURVEYS)
def ask_nobody(actor: Actor, wave_id: UUID, now: datetime) -> None:
    """Take everybody out again.

    Raises:
        NotFound, Conflict: there is no such wave, or it has started.
    """
    wave = wave_in(wave_id, today_of(actor, now), Stage.PREPARING)
    Invited.objects.filter(wave=wave).delete()
    enter(Act.WAVE_CHANGED, subjects=[wave.id], details={"asked": 0})


@command(Permission.MANAGE_SURVEYS)
def make_wave_key(actor: Actor, wave_id: UUID, now: datetime) -> WaveKey:
    """Make the wave's key. Its private half is given here, to be handed over as a file, and kept nowhere.

    A key made earlier opens nothing any more, which is why it can be made anew only before the start.

    Raises:
        NotFound, Conflict: there is no such wave, or it has started.
    """
    wave = wave_in(wave_id, today_of(actor, now), Stage.PREPARING)
    key = new_key()
    wave.recipient = key.recipient
    wave.save(update_fields=["recipient"])
    enter(Act.WAVE_KEY_MADE, subjects=[wave.id], details={"recipient": key.recipient})
    return key


@command(Permission.MANAGE_SURVEYS)
def start_wave(actor: Actor, wave_id: UUID, key_file: str, now: datetime) -> int:
    """Start the wave: everybody's invitation is owed. The key's file shows that somebody holds it; it is not kept.

    Raises:
        NotFound, Conflict: there is no such wave, or it has started.
        Invalid: the frame, the people or the key are missing, or the dates are over.
    """
    today = today_of(actor, now)
    wave = wave_in(wave_id, today, Stage.PREPARING)
    people = list(Invited.objects.filter(wave=wave).order_by("id").values_list("id", "email"))
    if not wave.frame:
        raise Invalid(_("Bring the frame first."))
    if len(people) < LEAST_ANSWERS:
        raise Invalid(_("Ask at least %d people: with fewer, no answer could ever be opened.") % LEAST_ANSWERS)
    if wave.closes_on < today:
        raise Invalid(_("The last day is over. Change the dates first."))
    try:
        identity_in(key_file, wave.recipient)
    except KeyInvalid as fault:
        raise Invalid(_("This is not the file of this wave’s key."), field="key") from fault
    wave.started_at = now
    wave.save(update_fields=["started_at"])
    for invited_id, email in people:
        owe_letter(actor.organisation_id, email, INVITATION, invited_id)
    enter(Act.WAVE_STARTED, subjects=[wave.id], details={"asked": len(people)})
    return len(people)


def check_dates(dates: WaveDates) -> None:
    """Refuse dates in no order.

    Raises:
        Invalid: naming the field.
    """
    if dates.closes_on < dates.opens_on:
        raise Invalid(_("The last day must not be before the first."), field="closes_on")
    if dates.keep_until <= dates.closes_on:
        raise Invalid(_("Keep the answers at least until after the last day."), field="keep_until")


def _frame(wave: Wave) -> list[FrameRow]:
    return [from_document(FrameRow, row) for row in wave.frame]


def _invited(actor: Actor, wave: Wave, person: Person) -> Invited:
    invited_id = uuid4()
    return Invited(
        id=invited_id,
        organisation_id=actor.organisation_id,
        wave=wave,
        email=person.email,
        force=person.force,
        rank=person.rank,
        role=person.role,
        token_hash=token_digest(token_of(invited_id)),
    )
