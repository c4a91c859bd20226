"""What is drawn by chance of what arrived: the same as from all of it, and little of the rest is read."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.queries.arrivals_drawn import (
    arrivals_drawn,
    arrivals_of_each,
    of_every_sender,
    of_shares,
    shares_drawn_from,
    told_by_sender,
)
from hub.conftest import SmallWorld

NOW = timezone.now()
LONG_AGO = NOW - timedelta(days=1)


def _told(organisation_id: UUID, *counts: int) -> dict[UUID, int]:
    told = {UUID(int=place): many for place, many in enumerate(counts, 1)}
    QueueItem.objects.bulk_create(
        QueueItem(
            # Keys that lie evenly: the test is to find the same each time.
            id=UUID(int=int((number + sender.int / 8) / many * 2**128)),
            organisation_id=organisation_id,
            referral_id=uuid4(),
            reference=f"{sender.int}-{number}",
            sender_id=sender,
            sender_name="Harbour Chat",
            concern="other",
            band="low",
            band_rank=3,
            score=0.0,
            received_at=NOW,
            arrived_at=NOW,
            due_at=NOW,
            fair_at=NOW,
        )
        for sender, many in told.items()
        for number in range(many)
    )
    return told


def test_what_is_drawn_is_the_same_as_from_all_and_little_more_of_a_large_sender_is_read(world: SmallWorld) -> None:
    with acting_as(world.program(world.desk)):
        told = _told(world.desk.id, 900, 300, 5)
        for most in (20, 40, 2_000):
            drawn, received = arrivals_drawn(LONG_AGO, most=most)
            every = of_every_sender(QueueItem.objects.all(), "id", most=most)
            assert [one.referral_id for one in drawn] == [one.referral_id for one in every]
            assert received == sum(told.values())
        read = of_shares(QueueItem.objects.all(), shares_drawn_from(told, most=20)).values_list("sender_id", flat=True)
        counted = [list(read).count(sender) for sender in told]
        assert counted[2] == 5
        assert max(counted) < 100
        assert told_by_sender(LONG_AGO, NOW + timedelta(days=1)) == told
        each = arrivals_of_each(LONG_AGO, NOW + timedelta(days=1), told, most=10)
        assert [sum(one.sender_id == sender for one in each) for sender in told] == [10, 10, 5]


def test_of_very_many_small_senders_no_more_is_read_than_of_a_few_large_ones() -> None:
    for counts in ([38] * 100_000, [19_000_000] * 2, [30_000_000, *[1] * 15_000], [1_000_000] * 30):
        told = {UUID(int=place): many for place, many in enumerate(counts)}
        shares = shares_drawn_from(told, most=20_000)
        read = sum(shares[sender] * many for sender, many in told.items())
        assert 20_000 < read < 22_000
