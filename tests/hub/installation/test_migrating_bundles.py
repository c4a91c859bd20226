"""Events whose first telling was erased before another led them are led by the earliest that is left."""

from uuid import UUID, uuid4

import pytest

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.clusters.models import Bundling, Membership
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.referrals.models import Referral
from hub.conftest import SmallWorld
from hub.installation.old_state import database_before, migrate_to_newest
from hub.installation.test_migrating_lines import old_line
from hub.told_referrals import RECEIVED, Road, build_road

BEFORE = [
    ("clusters", "0008_every_senders_reference"),
    ("queues", "0014_later_tellings_follow_from_now_on"),
]


@pytest.fixture
def road(committed_world: SmallWorld) -> Road:
    """A service, the desk and a force."""
    return build_road(committed_world)


def _cleared(road: Road, number: int, head_id: UUID | None) -> UUID:
    """A referral that the desk has cleared, under this first telling."""
    referral_id = old_line(road, "FR")
    with acting_as(road.world.program(road.world.desk)):
        dossier_id = Referral.objects.get(id=referral_id).dossier_id
        Membership(
            desk_id=road.world.desk.id,
            referral_id=referral_id,
            dossier_id=dossier_id,
            sender_id=road.service.id,
            received_at=RECEIVED,
            cluster_id=referral_id,
            duplicate_of_id=head_id,
            number=number,
            facts={},
            since=RECEIVED,
        ).save(force_insert=True)
        if head_id is not None:
            Bundling(
                referral_id=referral_id,
                dossier_id=dossier_id,
                head_id=head_id,
                brings_news=False,
                bundled_at=RECEIVED,
            ).save(force_insert=True)
            QueueItem.objects.filter(referral_id=referral_id).update(duplicate_of_id=head_id, is_line=False)
    return referral_id


def test_the_earliest_that_is_left_leads_and_has_a_line(road: Road) -> None:
    gone = uuid4()
    whole = _cleared(road, 0, None)
    under_whole, earliest, later = _cleared(road, 1, whole), _cleared(road, 2, gone), _cleared(road, 3, gone)
    tables = ("queues_queueitem", "clusters_membership", "clusters_bundling", "routes_routedecision")
    with database_before(BEFORE, *tables) as superuser:
        migrate_to_newest()
        expected = {whole: None, under_whole: whole, earliest: None, later: earliest}
        for table in ("clusters_membership", "queues_queueitem"):
            found = superuser.execute(f"SELECT referral_id, duplicate_of_id FROM {table}").fetchall()
            assert dict(found) == expected
        places = superuser.execute("SELECT referral_id, head_id, parted_at IS NULL FROM clusters_bundling").fetchall()
        assert {one: (head, counts) for one, head, counts in places} == {
            under_whole: (whole, True),
            earliest: (earliest, False),
            later: (earliest, True),
        }
        lines = superuser.execute("SELECT referral_id FROM queues_queueitem WHERE is_line").fetchall()
        assert {one for (one,) in lines} == {whole, earliest}
