"""Opened answers, for the report. Nobody is shown a single sheet: figures are made from them and small counts are
suppressed before anything is drawn.
"""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from pyrage import DecryptError, decrypt

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document
from causeway.hub.base.vault.errors import SealBroken
from causeway.hub.base.vault.keys import unseal_key
from causeway.hub.knowledge.surveys.models import Wave
from causeway.vocabulary.instruments import Instrument
from causeway.vocabulary.waves import FrameRow, OpenedAnswer, OpenedWave, StratumCount


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedLine:
    """An opened wave in a list."""

    id: UUID
    title: str
    instrument_code: str
    opens_on: date
    closes_on: date
    is_synthetic: bool


@query(Permission.READ_SURVEY)
def opened_waves(actor: Actor) -> list[OpenedLine]:
    """Every opened wave of the organisation, the latest first."""
    found = Wave.objects.filter(opened_at__isnull=False).select_related("instrument__draft").defer("opened")
    return [
        OpenedLine(
            id=wave.id,
            title=wave.title,
            instrument_code=wave.instrument.draft.code,
            opens_on=wave.opens_on,
            closes_on=wave.closes_on,
            is_synthetic=wave.is_synthetic,
        )
        for wave in found.order_by("-opens_on", "title", "id")
    ]


@query(Permission.READ_SURVEY)
def opened_wave(actor: Actor, wave_id: UUID) -> OpenedWave:
    """Everything that a report of a wave is made from.

    Raises:
        NotFound: there is no such wave, or its answers have not been opened.
        SealBroken: they do not open with this installation's identity.
    """
    wave = Wave.objects.select_related("instrument").filter(id=wave_id, opened_at__isnull=False).first()
    if wave is None:
        raise NotFound(_("There is no opened wave here."))
    return OpenedWave(
        title=wave.title,
        instrument=from_document(Instrument, wave.instrument.document),
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        frame=tuple(from_document(FrameRow, row) for row in wave.frame),
        invited=tuple(from_document(StratumCount, row) for row in wave.response),
        answers=_answers(wave),
        is_synthetic=wave.is_synthetic,
    )


def _answers(wave: Wave) -> tuple[OpenedAnswer, ...]:
    key = unseal_key(bytes(wave.opened_key or b""))
    try:
        written = decrypt(bytes(wave.opened or b""), [key])
    except (DecryptError, OSError) as fault:
        raise SealBroken(_("The opened answers do not open with their key.")) from fault
    return tuple(from_document(OpenedAnswer, one) for one in json.loads(written))
