"""Lines that waited for a route before they named a country name it afterwards, what was left behind is seen, and
their wall stands again.
"""

from datetime import timedelta
from uuid import UUID

import pytest

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.referrals.models import Referral
from causeway.hub.road.routes.models import RouteDecision
from hub.conftest import SmallWorld
from hub.installation.old_state import database_before, migrate_to_newest
from hub.told_referrals import RECEIVED, Road, build_road


@pytest.fixture
def road(committed_world: SmallWorld) -> Road:
    """A service, the desk and a force."""
    return build_road(committed_world)


def old_line(road: Road, *countries: str, needs_route: bool = True) -> UUID:
    """A line of the desk's queue whose referral was decided to point to these countries, one after the other."""
    number = road.referral()
    with acting_as(road.world.program(road.world.desk)):
        dossier_id = Referral.objects.get(id=number).dossier_id
        QueueItem(
            organisation_id=road.world.desk.id,
            referral_id=number,
            reference="R-1",
            sender_id=road.service.id,
            sender_name="Harbourline",
            concern="grooming",
            band="high",
            band_rank=1,
            score=1,
            needs_route=needs_route,
            received_at=RECEIVED,
            arrived_at=RECEIVED,
            due_at=RECEIVED,
            fair_at=RECEIVED,
        ).save(force_insert=True)
        for hours, country in enumerate(countries):
            RouteDecision(
                referral_id=number,
                dossier_id=dossier_id,
                organisation_id=road.world.desk.id,
                country=country,
                reason="It points there.",
                decided_at=RECEIVED + timedelta(hours=hours),
            ).save(force_insert=True)
    return number


def test_a_line_that_waits_takes_the_country_that_was_decided_last(road: Road) -> None:
    waits, is_sent = old_line(road, "BE", "FR"), old_line(road, "FR", needs_route=False)
    with database_before([("queues", "0011_owed_work_by_id")], "queues_queueitem", "routes_routedecision") as superuser:
        migrate_to_newest()
        found = superuser.execute("SELECT referral_id, route_country FROM queues_queueitem").fetchall()
        assert dict(found) == {waits: "FR", is_sent: ""}
        walls = superuser.execute(
            "SELECT relforcerowsecurity FROM pg_class WHERE relname IN ('queues_queueitem', 'routes_routedecision')"
        ).fetchall()
        assert walls == [(True,), (True,)]


def test_what_was_left_under_a_first_telling_that_went_on_has_a_line(road: Road) -> None:
    sent, waits = old_line(road, "FR", needs_route=False), old_line(road, "FR")
    left_behind, under_waiting = old_line(road, "FR"), old_line(road, "FR")
    with database_before([("queues", "0013_lines_and_alerts_by_turns")], "queues_queueitem") as superuser:
        for later, first in ((left_behind, sent), (under_waiting, waits)):
            superuser.execute(
                "UPDATE queues_queueitem SET is_line = false, duplicate_of_id = %s WHERE referral_id = %s",
                [first, later],
            )
        migrate_to_newest()
        found = superuser.execute("SELECT referral_id FROM queues_queueitem WHERE is_line").fetchall()
        assert {one for (one,) in found} == {sent, waits, left_behind}
