"""Selectors that were stored before they said who sent them say it afterwards, and their wall stands again."""

from uuid import uuid4

import pytest

from hub.conftest import SmallWorld
from hub.installation.old_state import database_before, migrate_to_newest
from hub.told_referrals import Road, build_road


@pytest.fixture
def road(committed_world: SmallWorld) -> Road:
    """A service, a force and a body."""
    return build_road(committed_world)


def test_a_selector_takes_its_sender_from_its_referral(road: Road) -> None:
    referral, sender, desk, dossier = road.referral(), uuid4(), uuid4(), uuid4()
    with database_before(
        [("clusters", "0001_initial")], "clusters_referralselector", "clusters_membership"
    ) as superuser:
        superuser.execute(
            "INSERT INTO clusters_membership (id, desk_id, referral_id, dossier_id, sender_id, sender_reference,"
            " received_at, cluster_id, number, facts, looks, since) VALUES"
            " (%s, %s, %s, %s, %s, '', now(), %s, 0, '{}', '[]', now())",
            [uuid4(), desk, referral, dossier, sender, referral],
        )
        superuser.execute(
            "INSERT INTO clusters_referralselector (id, referral_id, dossier_id, desk_id, kind, value, key, added_at)"
            " VALUES (%s, %s, %s, %s, 'email', 'tide@example.org', 'k', now())",
            [uuid4(), referral, dossier, desk],
        )
        migrate_to_newest()
        found = superuser.execute("SELECT sender_id, is_followed FROM clusters_referralselector").fetchall()
        assert found == [(sender, True)]
        walls = superuser.execute(
            "SELECT relforcerowsecurity FROM pg_class"
            " WHERE relname IN ('clusters_membership', 'clusters_referralselector')"
        ).fetchall()
        assert walls == [(True,), (True,)]
