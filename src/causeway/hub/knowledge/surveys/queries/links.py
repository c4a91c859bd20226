"""What stands behind a person's link."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.surveys.finding import stage_at
from causeway.hub.knowledge.surveys.links import token_digest
from causeway.hub.knowledge.surveys.models import Invited
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.vocabulary.instruments import Instrument


class LinkState(StrEnum):
    """What a link opens now."""

    NOT_YET = "not_yet"
    OPEN = "open"
    USED = "used"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody is asked, and how their sheet is sealed. Of the person it holds the stratum alone."""

    invited_id: UUID
    wave_id: UUID
    organisation_name: str
    instrument: Instrument
    opens_on: date
    closes_on: date
    state: LinkState
    force: str
    rank: str
    role: str
    recipient: str
    sheet_bytes: int


_STATES = {Stage.PREPARING: LinkState.NOT_YET, Stage.WAITING: LinkState.NOT_YET, Stage.RUNNING: LinkState.OPEN}


@query(Permission.ANSWER_SURVEY)
def find_link(door: Actor, token: str, now: datetime) -> Asked:
    """What a link opens.

    Raises:
        NotFound: nobody was given it, or its wave is closed and forgot who was asked.
    """
    return _asked(door, Invited.objects.filter(token_hash=token_digest(token)).first(), now)


@query(Permission.ANSWER_SURVEY)
def find_asked(door: Actor, invited_id: UUID, now: datetime) -> Asked:
    """The same for somebody who is answering.

    Raises:
        NotFound: as for `find_link`.
    """
    return _asked(door, Invited.objects.filter(id=invited_id).first(), now)


def _asked(door: Actor, invited: Invited | None, now: datetime) -> Asked:
    if invited is None:
        raise NotFound(_("This link is not known."))
    wave = invited.wave
    state = _STATES.get(stage_at(wave, today_of(door, now)), LinkState.OVER)
    return Asked(
        invited_id=invited.id,
        wave_id=wave.id,
        organisation_name=door.organisation_name,
        instrument=from_document(Instrument, wave.instrument.document),
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        state=LinkState.USED if invited.is_used else state,
        force=invited.force,
        rank=invited.rank,
        role=invited.role,
        recipient=wave.recipient,
        sheet_bytes=wave.sheet_bytes,
    )
