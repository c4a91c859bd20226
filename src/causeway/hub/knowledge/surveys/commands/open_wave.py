"""Opening a closed wave with its key, keeping what was opened, and deleting a wave with all that is of it."""

import json
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pyrage import encrypt, x25519

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.notices.commands.forget import forget_notices
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.base.vault.keys import seal_key
from causeway.hub.knowledge.surveys.finding import stage_at, wave_in, wave_to_change
from causeway.hub.knowledge.surveys.models import Invited, SealedAnswer, Wave
from causeway.hub.knowledge.surveys.pool import pool_of
from causeway.hub.knowledge.surveys.sheets import KeyInvalid, SheetBroken, identity_in, open_sheet
from causeway.hub.knowledge.surveys.stages import LEAST_ANSWERS, Stage
from causeway.hub.knowledge.surveys.table_files import stands_in, strata_of
from causeway.vocabulary.answering import faults_of_all
from causeway.vocabulary.instruments import Instrument
from causeway.vocabulary.waves import FrameRow, OpenedAnswer

LEAST_OF_A_ROLE = 10
"""A role stays with an answer only where so many answers share force, rank and role."""


@command(Permission.MANAGE_SURVEYS)
def open_wave(actor: Actor, wave_id: UUID, key_file: str, now: datetime) -> int:
    """Open every answer with the wave's key, and give how many were left out because they could not be read.

    Raises:
        NotFound, Conflict: there is no such wave, it is not closed, or fewer than ten answers came.
        Invalid: the file is not this wave's key.
    """
    wave = wave_in(wave_id, today_of(actor, now), Stage.CLOSED)
    sealed = [bytes(row.sealed) for row in SealedAnswer.objects.filter(wave=wave)]
    if len(sealed) < LEAST_ANSWERS:
        raise Conflict(_("Fewer than ten answers came, so none was kept."))
    try:
        identity = identity_in(key_file, wave.recipient)
    except KeyInvalid as fault:
        raise Invalid(_("This is not the file of this wave’s key."), field="key") from fault
    sheets = list(_readable(sealed, identity, wave))
    keep_answers(wave, coarsened(sheets), now)
    wave.save(update_fields=["opened", "opened_key", "opened_at"])
    unread = len(sealed) - len(sheets)
    enter(Act.WAVE_OPENED, subjects=[wave.id], details={"answers": len(sheets), "not_readable": unread})
    return unread


def _readable(sealed: Iterable[bytes], identity: x25519.Identity, wave: Wave) -> Iterable[OpenedAnswer]:
    """Whoever knows the wave's public key could have written a sheet into the database: what cannot have come from
    these people and this instrument is left out.
    """
    instrument = from_document(Instrument, wave.instrument.document)
    strata = strata_of(from_document(FrameRow, row) for row in wave.frame)
    for one in sealed:
        try:
            sheet = open_sheet(one, identity)
        except SheetBroken:
            continue
        if stands_in((sheet.force, sheet.rank, sheet.role or ""), strata) and not faults_of_all(
            instrument, sheet.answers
        ):
            yield sheet


def coarsened(sheets: Iterable[OpenedAnswer]) -> list[OpenedAnswer]:
    """The sheets in an order that nothing tells, without the role where too few share it."""
    found = list(sheets)
    sizes = Counter((one.force, one.rank, one.role) for one in found)
    kept = [
        one if sizes[one.force, one.rank, one.role] >= LEAST_OF_A_ROLE else replace(one, role=None) for one in found
    ]
    return secrets.SystemRandom().sample(kept, len(kept))


def keep_answers(wave: Wave, sheets: list[OpenedAnswer], now: datetime) -> None:
    """Put opened answers on a wave, under a fresh key that is sealed to the installation; the caller saves it."""
    key = x25519.Identity.generate()
    written = json.dumps([to_document(one) for one in sheets], ensure_ascii=False, separators=(",", ":")).encode()
    wave.opened = bytes(encrypt(written, [key.to_public()]))
    wave.opened_key = seal_key(key)
    wave.opened_at = now


@command(Permission.MANAGE_SURVEYS)
def delete_wave(actor: Actor, wave_id: UUID, now: datetime) -> None:
    """Delete a wave that has not started, or is closed, with everything that is of it.

    Raises:
        NotFound, Conflict: there is no such wave, or it runs.
    """
    wave = wave_to_change(wave_id)
    if stage_at(wave, today_of(actor, now)) not in {Stage.PREPARING, Stage.CLOSED, Stage.OPENED}:
        raise Conflict(_("Close the wave before you delete it."))
    people = Invited.objects.filter(wave=wave)
    forget_notices(list(people.values_list("id", flat=True)))
    people.delete()
    SealedAnswer.objects.filter(wave=wave).delete()
    pool_of(wave.id).remove()
    enter(Act.WAVE_DELETED, subjects=[wave.id], details={"title": wave.title})
    wave.delete()
