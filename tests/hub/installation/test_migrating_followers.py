"""A follower that came later does nothing anew of what happened before it came."""

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.models import FollowerCursor
from causeway.hub.road.queues.clearing.later_tellings import let_later_tellings_follow
from hub.conftest import SmallWorld
from hub.installation.old_state import database_before, migrate_to_newest
from hub.told_referrals import build_road

NEW = f"{let_later_tellings_follow.__module__}.{let_later_tellings_follow.__name__}"


def test_later_tellings_follow_only_from_the_upgrade_on(committed_world: SmallWorld) -> None:
    road = build_road(committed_world)
    desk, force = committed_world.desk.id, road.force.id
    for organisation, stands in ((committed_world.desk, (7, 40)), (road.force, (12,))):
        with acting_as(committed_world.program(organisation)):
            FollowerCursor.objects.all().delete()
            FollowerCursor.objects.bulk_create(
                FollowerCursor(organisation_id=organisation.id, follower=f"older.{position}", position=position)
                for position in stands
            )
    with database_before([("queues", "0013_lines_and_alerts_by_turns")], "ledger_followercursor") as superuser:
        migrate_to_newest()
        found = superuser.execute(
            "SELECT organisation_id, position FROM ledger_followercursor WHERE follower = %s", [NEW]
        ).fetchall()
        assert dict(found) == {desk: 40, force: 12}, "a service that saw no entry yet begins at the first"
        (is_forced,) = superuser.execute(
            "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'ledger_followercursor'"
        ).fetchone() or (False,)
        assert is_forced


def test_a_follower_whose_module_moved_goes_on_where_it_was(committed_world: SmallWorld) -> None:
    road, was = build_road(committed_world), "causeway.hub.road.queues.later_tellings.let_later_tellings_follow"
    desk, force = committed_world.desk.id, road.force.id
    for organisation, stands in ((committed_world.desk, {was: 30}), (road.force, {was: 5, NEW: 9})):
        with acting_as(committed_world.program(organisation)):
            FollowerCursor.objects.all().delete()
            FollowerCursor.objects.bulk_create(
                FollowerCursor(organisation_id=organisation.id, follower=name, position=position)
                for name, position in stands.items()
            )
    before = [("queues", "0016_lines_of_first_tellings_that_are_gone")]
    with database_before(before, "ledger_followercursor") as superuser:
        migrate_to_newest()
        found = superuser.execute(
            "SELECT organisation_id, position FROM ledger_followercursor WHERE follower = %s", [NEW]
        ).fetchall()
        assert dict(found) == {desk: 30, force: 9}
