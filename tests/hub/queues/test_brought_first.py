"""Where a child may be in danger now, a referral stands at its force before whatever a flood had sent there earlier."""

from uuid import UUID

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.queues import bringing
from causeway.hub.road.queues.models import Alert, QueueItem, Work
from causeway.hub.road.queues.working.claiming import Stage
from causeway.hub.road.queues.working.labour import PIECES_AT_ONCE, Hands
from causeway.hub.road.queues.working.worker import Worker
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.desk_at_work import DeskAtWork, about

JUNK = PIECES_AT_ONCE + 6


@pytest.fixture
def flooded(road: DeskAtWork) -> DeskAtWork:
    """Junk of one service, most of it cleared and sent to Kent, which has not come to follow any of it."""
    for number in range(JUNK):
        road.send(about(f"junk {number}"))
    Worker(None, programs=lambda: [road.desk]).take_forward(timezone.now())
    Hands(road.tools).work(road.desk, timezone.now())
    return road


def _sent_in_danger(road: DeskAtWork) -> tuple[UUID, int]:
    """A true one of another service, cleared by whoever works for the desk. Gives it, and how much junk was cleared."""
    other = road.world.organisation(OrganisationKind.SERVICE, "Moatwalk")
    road.world.agree(other, road.world.desk, Category.REFERRAL)
    true = road.send(about("true", emergency="It is now."), by=road.world.member(other, Role.SENDER))
    Worker(None, programs=lambda: [road.desk]).take_forward(timezone.now())
    Hands(road.tools).work(road.desk, timezone.now())
    with acting_as(road.desk):
        cleared = Work.objects.filter(stage=Stage.CLEAR).exclude(done_at=None)
        assert cleared.filter(referral_id=true).exists()
        return true, cleared.exclude(referral_id=true).count()


def _with_force() -> list[UUID]:
    """Of which referrals the sender heard that they are with a force."""
    return [entry.subjects[0] for entry in Entry.objects.filter(act=Act.REFERRAL_WITH_FORCE.value)]


def test_what_may_not_wait_is_at_its_force_before_any_of_the_junk(flooded: DeskAtWork) -> None:
    true, cleared = _sent_in_danger(flooded)
    assert cleared >= PIECES_AT_ONCE, "junk was cleared and sent before it"
    with acting_as(flooded.program(flooded.kent)):
        assert Alert.objects.filter(referral_id=true).exists()
        assert [line.referral_id for line in QueueItem.objects.all()] == [true]
    with acting_as(flooded.desk):
        assert true in _with_force(), "its sender hears in the transaction of its clearing"
    flooded.work()
    with acting_as(flooded.program(flooded.kent)):
        assert QueueItem.objects.count() == JUNK + 1
        assert len(timeline_of(true, acts=[Act.ALERT_RAISED])) == 1, "its follower finds it done"
    with acting_as(flooded.desk):
        assert _with_force().count(true) == 1
        assert len(_with_force()) == JUNK + 1


def test_where_bringing_it_fails_its_follower_does_it(
    flooded: DeskAtWork, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*given: object) -> None:
        raise RuntimeError("a fault with somebody's words")

    with monkeypatch.context() as faulty:
        faulty.setattr(bringing, "bring", fails)
        true, _cleared = _sent_in_danger(flooded)
    assert "Bringing what may not wait to a force stopped: RuntimeError" in caplog.text
    assert "words" not in caplog.text
    flooded.work()
    with acting_as(flooded.program(flooded.kent)):
        assert Alert.objects.filter(referral_id=true).exists()
