"""Waves of an organisation: where each stands, and how many have answered, as far as that may be shown."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.surveys.counting import Response, response_of
from causeway.hub.knowledge.surveys.finding import counts_of, stage_at
from causeway.hub.knowledge.surveys.models import Invited, SealedAnswer, Wave
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.vocabulary.instruments import Instrument
from causeway.vocabulary.waves import FrameRow, StratumCount


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveLine:
    """A wave in a list."""

    id: UUID
    title: str
    instrument_code: str
    instrument_version: str
    opens_on: date
    closes_on: date
    keep_until: date
    stage: Stage
    is_synthetic: bool
    is_past_keeping: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveView:
    """A wave as its survey lead sees it. Whether a person has answered is in none of it."""

    line: WaveLine
    instrument: Instrument
    frame: tuple[FrameRow, ...]
    invited: int
    response: Response
    has_key: bool
    has_answers: bool
    reminded_at: datetime | None


@query(Permission.READ_SURVEY)
def waves(actor: Actor, now: datetime) -> list[WaveLine]:
    """Every wave, the latest first."""
    today = today_of(actor, now)
    found = Wave.objects.select_related("instrument__draft").order_by("-opens_on", "title", "id")
    return [_line(wave, today) for wave in found.defer("opened", "frame", "response")]


@query(Permission.READ_SURVEY)
def wave_view(actor: Actor, wave_id: UUID, now: datetime) -> WaveView:
    """One wave.

    Raises:
        NotFound: there is no such wave.
    """
    wave = Wave.objects.select_related("instrument__draft").defer("opened").filter(id=wave_id).first()
    if wave is None:
        raise NotFound(_("There is no such wave."))
    is_settled = wave.settled_at is not None
    counts = [from_document(StratumCount, row) for row in wave.response] if is_settled else counts_of(wave)
    return WaveView(
        line=_line(wave, today_of(actor, now)),
        instrument=from_document(Instrument, wave.instrument.document),
        frame=tuple(from_document(FrameRow, row) for row in wave.frame),
        invited=sum(one.invited for one in counts),
        response=response_of(counts),
        has_key=bool(wave.recipient),
        has_answers=wave.opened_at is not None or (is_settled and SealedAnswer.objects.filter(wave=wave).exists()),
        reminded_at=wave.reminded_at,
    )


@query(Permission.READ_SURVEY)
def asked_addresses(actor: Actor, wave_id: UUID) -> list[str]:
    """Whom a wave asks, so that nobody is asked twice."""
    return list(Invited.objects.filter(wave_id=wave_id).order_by("email").values_list("email", flat=True))


def _line(wave: Wave, today: date) -> WaveLine:
    return WaveLine(
        id=wave.id,
        title=wave.title,
        instrument_code=wave.instrument.draft.code,
        instrument_version=wave.instrument.version,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        keep_until=wave.keep_until,
        stage=stage_at(wave, today),
        is_synthetic=wave.is_synthetic,
        is_past_keeping=wave.keep_until < today,
    )
