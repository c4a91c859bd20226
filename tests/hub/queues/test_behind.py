"""While the program is behind with what came in, the queue and its waiting times say so."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.models import Work
from causeway.hub.road.queues.working.owed import behind
from causeway.vocabulary.organisations import Role
from hub.desk_at_work import DeskAtWork, about
from hub.organisations.signing_in import client_of

SAID = "still to be looked at by the program"


@pytest.mark.parametrize(("ago", "is_said"), [(timedelta(seconds=30), False), (timedelta(minutes=2), True)])
def test_a_desk_reads_that_its_queue_is_not_whole_yet(road: DeskAtWork, ago: timedelta, is_said: bool) -> None:
    supervisor = road.world.member(road.world.desk, Role.SUPERVISOR)
    road.send(about("tidepool"))
    road.work()
    assert behind(supervisor) is None
    with acting_as(road.desk):
        since = timezone.now() - ago
        assert Work.objects.filter(stage="clear").update(done_at=None, owed_at=since) == 1
    found, client = behind(supervisor), client_of(supervisor)
    assert found is not None
    assert (found.count, found.since) == (1, since)
    assert SAID in client.get(reverse("queues:waiting")).content.decode()
    assert (SAID in client.get(reverse("queues:queue")).content.decode()) is is_said
    force = client_of(road.world.member(road.kent, Role.SUPERVISOR))
    assert SAID not in force.get(reverse("queues:queue")).content.decode()
