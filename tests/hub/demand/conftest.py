"""A road with a queue already filled: lines as the projection makes them, without the worker's time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.following import follower_named
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.organisations.actors import all_programs
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.commons.demand.commands.count_again import FOLLOWER
from causeway.hub.commons.demand.periods import Period
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.routes.models import RouteDecision
from causeway.vocabulary.findings import BAND_ORDER, Band
from hub.conftest import SmallWorld
from hub.told_referrals import RECEIVED, Road, build_road


@dataclass
class Demand:
    """The road, with referrals that wait in the queue of the desk and of a force."""

    road: Road
    now: datetime

    @property
    def period(self) -> Period:
        """Four weeks up to today."""
        return Period(last=self.now.date(), weeks=4, zone="UTC")

    def count(self) -> None:
        """Let the follower of each organisation count what happened, as the worker does."""
        follower = follower_named(FOLLOWER)
        assert follower is not None
        with acting_as(self.road.world.program(self.road.world.desk)):
            sequence(timezone.now())
        for program in all_programs():
            advance(program, follower, acting_as)

    def arrive(
        self,
        *,
        days_ago: float = 1,
        band: Band = Band.HIGH,
        head: UUID | None = None,
        to: Organisation | None = None,
    ) -> UUID:
        """A referral that the desk received and sent on to a force, where it waits."""
        force = to or self.road.force
        referral_id = self.road.referral(to=force)
        at = self.now - timedelta(days=days_ago)
        with acting_as(self.road.world.program(self.road.world.desk)):
            RouteDecision(
                referral_id=referral_id,
                dossier_id=_dossier(referral_id),
                organisation_id=self.road.world.desk.id,
                receiver_id=force.id,
                reason="test",
                decided_at=at,
            ).save(force_insert=True)
        for holder in (self.road.world.desk, force):
            with acting_as(self.road.world.program(holder)):
                self._line(holder, referral_id, at, band, head).save(force_insert=True)
        return referral_id

    def _line(self, holder: Organisation, referral_id: UUID, at: datetime, band: Band, head: UUID | None) -> QueueItem:
        return QueueItem(
            organisation_id=holder.id,
            referral_id=referral_id,
            reference=referral_id.hex[:12],
            sender_id=self.road.service.id,
            sender_name=self.road.service.name,
            concern="grooming",
            band=band.value,
            band_rank=BAND_ORDER.index(band),
            score=1.0,
            duplicate_of_id=head,
            is_line=head is None,
            received_at=RECEIVED,
            arrived_at=at,
            due_at=at + timedelta(days=7),
            fair_at=at + timedelta(days=7),
        )


def _dossier(referral_id: UUID) -> UUID:
    from causeway.hub.road.referrals.models import Referral

    return Referral.objects.get(id=referral_id).dossier_id


@pytest.fixture
def demand(world: SmallWorld) -> Demand:
    """An empty queue on a road with everybody on it."""
    return Demand(road=build_road(world), now=timezone.now())
