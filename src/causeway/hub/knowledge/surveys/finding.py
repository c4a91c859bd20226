"""A wave for a command or query: finding it, where it stands, who was asked. Runs inside the caller's transaction."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.knowledge.surveys.models import Invited, Wave
from causeway.hub.knowledge.surveys.stages import Milestones, Stage, stage_of
from causeway.vocabulary.waves import StratumCount


def stage_at(wave: Wave, today: date) -> Stage:
    """Where a wave stands."""
    return stage_of(
        Milestones(
            opens_on=wave.opens_on,
            closes_on=wave.closes_on,
            started_at=wave.started_at,
            closed_at=wave.closed_at,
            settled_at=wave.settled_at,
            opened_at=wave.opened_at,
        ),
        today,
    )


def wave_to_change(wave_id: UUID) -> Wave:
    """The wave, locked.

    Raises:
        NotFound: there is no such wave.
    """
    wave = Wave.objects.select_for_update(of=("self",)).select_related("instrument").filter(id=wave_id).first()
    if wave is None:
        raise NotFound(_("There is no such wave."))
    return wave


def wave_in(wave_id: UUID, today: date, *stages: Stage) -> Wave:
    """The wave, locked, if it stands at one of these stages.

    Raises:
        NotFound: there is no such wave.
        Conflict: it stands elsewhere.
    """
    wave = wave_to_change(wave_id)
    if stage_at(wave, today) not in stages:
        raise Conflict(_("The wave does not stand where this can be done."))
    return wave


def counts_of(wave: Wave, *, with_answers: bool = True) -> list[StratumCount]:
    """How many were asked and have used their link, by stratum, while the people are known. Runs inside the caller's
    transaction.
    """
    invited: Counter[tuple[str, str, str]] = Counter()
    used: Counter[tuple[str, str, str]] = Counter()
    for force, rank, role, is_used in Invited.objects.filter(wave=wave).values_list("force", "rank", "role", "is_used"):
        invited[force, rank, role] += 1
        used[force, rank, role] += is_used and with_answers
    return [
        StratumCount(force=force, rank=rank, role=role or None, invited=count, answered=used[force, rank, role])
        for (force, rank, role), count in sorted(invited.items())
    ]
