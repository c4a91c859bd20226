"""A wave that runs: reminding, changing its dates, and closing it.

Closing has two steps, so that no answer handed in meanwhile is lost: first the wave takes nothing more; then what
waits in the pool joins the rest, and the people who were asked are forgotten.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import check, command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.forget import forget_notices
from causeway.hub.base.notices.commands.owe import owe_letter
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.surveys.commands.letters import REMINDER
from causeway.hub.knowledge.surveys.commands.mixing import identifier_of, take_up, write_answers
from causeway.hub.knowledge.surveys.commands.prepare_wave import WaveDates, check_dates
from causeway.hub.knowledge.surveys.finding import counts_of, wave_in
from causeway.hub.knowledge.surveys.models import Invited, SealedAnswer
from causeway.hub.knowledge.surveys.pool import pool_of
from causeway.hub.knowledge.surveys.stages import LEAST_ANSWERS, Stage

BETWEEN_REMINDERS = timedelta(days=3)
"""Sooner is nagging, and lets the count of reminders show who answered in between."""

_BEFORE_CLOSING = (Stage.WAITING, Stage.RUNNING, Stage.OVER)


@command(Permission.MANAGE_SURVEYS)
def remind(actor: Actor, wave_id: UUID, now: datetime) -> None:
    """Owe a reminder to everybody whose link is unused. To how many is told to nobody.

    Raises:
        NotFound, Conflict: there is no such wave, it does not run, or the last reminder was less than three days ago.
    """
    wave = wave_in(wave_id, today_of(actor, now), Stage.RUNNING)
    last = wave.reminded_at or wave.started_at
    if last is not None and now < last + BETWEEN_REMINDERS:
        raise Conflict(_("The last mail went out less than three days ago."))
    wave.reminded_at = now
    wave.save(update_fields=["reminded_at"])
    for invited_id, email in Invited.objects.filter(wave=wave, is_used=False).order_by("id").values_list("id", "email"):
        owe_letter(actor.organisation_id, email, REMINDER, invited_id)
    enter(Act.WAVE_REMINDED, subjects=[wave.id])


@command(Permission.MANAGE_SURVEYS)
def change_wave(actor: Actor, wave_id: UUID, *, title: str, dates: WaveDates, now: datetime) -> None:
    """Change the title and the dates; a wave that is over runs again when its last day moves on.

    Raises:
        NotFound, Conflict: there is no such wave, or it is closed.
        Invalid: no title, or dates in no order.
    """
    wave = wave_in(wave_id, today_of(actor, now), Stage.PREPARING, *_BEFORE_CLOSING)
    if not title.strip():
        raise Invalid(_("Give the wave a title."), field="title")
    check_dates(dates)
    wave.title, wave.opens_on, wave.closes_on = title.strip(), dates.opens_on, dates.closes_on
    wave.keep_until = dates.keep_until
    wave.save(update_fields=["title", "opens_on", "closes_on", "keep_until"])
    details = {name: str(getattr(dates, name)) for name in ("opens_on", "closes_on", "keep_until")}
    enter(Act.WAVE_CHANGED, subjects=[wave.id], details=details)


def close_wave(actor: Actor, wave_id: UUID, now: datetime) -> None:
    """Close the wave, whether its last day is over or not.

    Raises:
        NotFound, Conflict: there is no such wave, or it does not run.
    """
    _take_nothing_more(actor, wave_id, now)
    settle_wave(actor, wave_id, now)


def settle_wave(actor: Actor, wave_id: UUID, now: datetime) -> None:
    """Bring all answers of a closed wave together, or delete them where fewer than ten came, and forget who was asked.
    Can be repeated after it broke off.

    Raises:
        NotFound, Conflict: there is no such wave, or it is not being closed.
    """
    check(actor, Permission.MANAGE_SURVEYS)
    _check_closing(actor, wave_id, now)
    pool = pool_of(wave_id)
    with pool.locked():
        take_up(actor, pool)
        _bring_together(actor, wave_id, pool.waiting())
        pool.clear()
    _forget_people(actor, wave_id, now)


@command(Permission.MANAGE_SURVEYS)
def _take_nothing_more(actor: Actor, wave_id: UUID, now: datetime) -> None:
    wave = wave_in(wave_id, today_of(actor, now), *_BEFORE_CLOSING)
    wave.closed_at = now
    wave.save(update_fields=["closed_at"])
    enter(Act.WAVE_CLOSED, subjects=[wave.id])


@command(Permission.MANAGE_SURVEYS)
def _check_closing(actor: Actor, wave_id: UUID, now: datetime) -> None:
    wave_in(wave_id, today_of(actor, now), Stage.CLOSING)


@command(Permission.MANAGE_SURVEYS)
def _bring_together(actor: Actor, wave_id: UUID, waiting: list[bytes]) -> None:
    """Write all sheets anew in one transaction: afterwards even the batches in which they came are gone."""
    rows = SealedAnswer.objects.filter(wave_id=wave_id)
    sheets = {identifier_of(sealed): sealed for sealed in (*(bytes(row.sealed) for row in rows), *waiting)}
    rows.delete()
    if len(sheets) >= LEAST_ANSWERS:
        write_answers(actor, wave_id, list(sheets.values()))


@command(Permission.MANAGE_SURVEYS)
def _forget_people(actor: Actor, wave_id: UUID, now: datetime) -> None:
    wave = wave_in(wave_id, today_of(actor, now), Stage.CLOSING)
    came = SealedAnswer.objects.filter(wave=wave).exists()
    wave.response = [to_document(one) for one in counts_of(wave, with_answers=came)]
    wave.settled_at = now
    wave.save(update_fields=["response", "settled_at"])
    people = Invited.objects.filter(wave=wave)
    forget_notices(list(people.values_list("id", flat=True)))
    people.delete()
    enter(Act.WAVE_CLOSED, subjects=[wave.id], details={"people_forgotten": True, "answers_kept": came})
