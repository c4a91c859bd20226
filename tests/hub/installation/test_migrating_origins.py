"""What older notices and requests belong to moves behind the wall of whoever told or asked, and is kept."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from hub.conftest import SmallWorld
from hub.installation.old_state import Superuser, database_before, migrate_to_newest
from hub.told_referrals import Road, build_road

BEFORE = [("cases", "0001_initial"), ("data_requests", "0001_initial")]


@pytest.fixture
def road(committed_world: SmallWorld) -> Road:
    """A service, a force and a body."""
    return build_road(committed_world)


@pytest.fixture
def superuser(road: Road) -> Iterator[Superuser]:
    """A connection that no policy binds, to a database as it was before; afterwards it is as it was found."""
    with database_before(BEFORE, "cases_safeguarding", "data_requests_datarequest") as connected:
        yield connected


def test_notices_and_requests_keep_what_they_belong_to(road: Road, superuser: Superuser) -> None:
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

    migrate_to_newest()

    def rows(statement: str) -> set[tuple[UUID, ...]]:
        return set(superuser.execute(statement).fetchall())

    found = rows("SELECT safeguarding_id, teller_id, referral_id, case_id, told_by_id FROM cases_safeguardingorigin")
    assert found == {(notice, force, referral, case, person)}
    found = rows("SELECT request_id, force_id, referral_id, case_id, made_by_id FROM data_requests_datarequestorigin")
    assert found == {(each, force, referral, case, person) for each in (first, second)}
    # The service that sent the referral can still answer to it; the other learns nothing of it.
    assert rows("SELECT id, sent_referral_id FROM data_requests_datarequest") == {(first, referral), (second, None)}
