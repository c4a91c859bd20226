"""What older notices and requests belong to moves behind the wall of whoever told or asked, and is kept."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from causeway.hub.base.walls.database import embedded
from causeway.hub.base.walls.embedded import APP_ROLE
from causeway.hub.base.walls.migrating import as_owner
from causeway.hub.base.walls.policies import put_up_walls
from hub.conftest import SmallWorld
from hub.told_referrals import Road, build_road

BEFORE = [("cases", "0001_initial"), ("data_requests", "0001_initial")]


def _migrate_to(targets: list[tuple[str, str]]) -> None:
    with as_owner():
        MigrationExecutor(connection).migrate(targets)


def _migrate() -> None:
    _migrate_to(MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.fixture
def road(committed_world: SmallWorld) -> Road:
    """A service, a force and a body."""
    return build_road(committed_world)


@pytest.fixture
def superuser(road: Road) -> Iterator[psycopg.Connection[Any]]:
    """A connection that no policy binds, to a database as it was before; afterwards it is as it was found."""
    server = embedded()
    assert server is not None
    _migrate_to(BEFORE)
    try:
        with psycopg.connect(
            host=str(server.socket_folder), user="postgres", dbname=connection.settings_dict["NAME"], autocommit=True
        ) as connected:
            yield connected
            connected.execute("TRUNCATE cases_safeguarding, data_requests_datarequest CASCADE")
    finally:
        _migrate()
        with as_owner():
            put_up_walls()
            with connection.cursor() as cursor:
                cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {APP_ROLE}")


def test_notices_and_requests_keep_what_they_belong_to(road: Road, superuser: psycopg.Connection[Any]) -> None:
    referral, force, case, person, other = road.referral(), road.force.id, uuid4(), uuid4(), uuid4()
    notice, first, second = (uuid4() for _ in range(3))
    superuser.execute(
        "INSERT INTO cases_safeguarding (id, teller_id, body_id, referral_id, case_id, document, told_by_id, told_at,"
        " due_at) VALUES (%s, %s, %s, %s, %s, '{}', %s, now(), now())",
        [notice, force, road.body.id, referral, case, person],
    )
    for request, service in ((first, road.service.id), (second, other)):
        superuser.execute(
            "INSERT INTO data_requests_datarequest (id, reference, force_id, service_id, referral_id, case_id, kind,"
            " identifiers, text, legal_basis, contact, made_by_id, made_at, due_at) VALUES"
            " (%s, %s, %s, %s, %s, %s, 'preserve', '[]', '', '', '', %s, now(), now())",
            [request, f"DR-{request.hex[:8]}", force, service, referral, case, person],
        )

    _migrate()

    def rows(statement: str) -> set[tuple[UUID, ...]]:
        return set(superuser.execute(statement).fetchall())

    found = rows("SELECT safeguarding_id, teller_id, referral_id, case_id, told_by_id FROM cases_safeguardingorigin")
    assert found == {(notice, force, referral, case, person)}
    found = rows("SELECT request_id, force_id, referral_id, case_id, made_by_id FROM data_requests_datarequestorigin")
    assert found == {(each, force, referral, case, person) for each in (first, second)}
    # The service that sent the referral can still answer to it; the other learns nothing of it.
    assert rows("SELECT id, sent_referral_id FROM data_requests_datarequest") == {(first, referral), (second, None)}
