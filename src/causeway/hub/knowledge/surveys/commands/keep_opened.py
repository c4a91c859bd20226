"""Keeping a wave whose answers came from elsewhere, already open: a synthetic one for a demonstration."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.surveys.checking import faults_of
from causeway.hub.knowledge.surveys.commands.open_wave import keep_answers
from causeway.hub.knowledge.surveys.models import DraftInstrument, PublishedInstrument, Wave
from causeway.hub.knowledge.surveys.sheets import sheet_length
from causeway.hub.knowledge.surveys.stages import KEPT_BY_DEFAULT
from causeway.vocabulary.instruments import Instrument
from causeway.vocabulary.waves import OpenedWave


@command(Permission.MANAGE_SURVEYS)
def keep_opened_wave(actor: Actor, opened: OpenedWave) -> UUID:
    """Keep the wave as if it had run here; its instrument is published where it is not yet.

    Raises:
        Invalid: it is not marked as synthetic, or its instrument is not whole.
    """
    if not opened.is_synthetic:
        raise Invalid(_("Only synthetic answers come in this way: real ones are sealed when they are given."))
    if faults := faults_of(opened.instrument):
        told = {"place": faults[0].place, "fault": faults[0].message}
        raise Invalid(_("The instrument is not whole: %(place)s: %(fault)s") % told)
    now = timezone.now()
    wave = Wave(
        organisation_id=actor.organisation_id,
        instrument=_published(actor, opened.instrument, now),
        title=opened.title,
        opens_on=opened.opens_on,
        closes_on=opened.closes_on,
        keep_until=opened.closes_on + KEPT_BY_DEFAULT,
        frame=[to_document(row) for row in opened.frame],
        response=[to_document(count) for count in opened.invited],
        sheet_bytes=sheet_length(opened.instrument),
        is_synthetic=True,
        made_at=now,
        started_at=now,
        closed_at=now,
        settled_at=now,
    )
    keep_answers(wave, list(opened.answers), now)
    wave.save(force_insert=True)
    details = {"title": wave.title, "answers": len(opened.answers), "is_synthetic": True}
    enter(Act.WAVE_OPENED, subjects=[wave.id], details=details)
    return wave.id


def _published(actor: Actor, instrument: Instrument, now: datetime) -> PublishedInstrument:
    document = to_document(instrument)
    draft, _is_new = DraftInstrument.objects.get_or_create(
        code=instrument.code,
        organisation_id=actor.organisation_id,
        defaults={"document": document, "changed_at": now},
    )
    found = PublishedInstrument.objects.filter(draft=draft, version=instrument.version).first()
    if found is not None and found.document == document:
        return found
    if found is not None:
        raise Invalid(_("Another instrument was published under this code and version."))
    published = PublishedInstrument(
        organisation_id=actor.organisation_id,
        draft=draft,
        version=instrument.version,
        document=document,
        published_at=now,
    )
    published.save(force_insert=True)
    details = {"code": draft.code, "version": published.version}
    enter(Act.INSTRUMENT_PUBLISHED, subjects=[draft.id, published.id], details=details)
    return published
