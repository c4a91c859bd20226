"""What is sent to PostgreSQL again and again is planned once; several rows go in by one round trip as they are."""

from uuid import UUID, uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.rows.inserting import insert_together
from causeway.hub.road.clusters.models import Verdict
from hub.conftest import SmallWorld

SENT = 8
AWKWARD = ("50% off", "it's %s", "{quay} \\ 'tide'", "a;b -- c")


def test_what_is_sent_again_and_again_is_planned_once(db: None) -> None:
    with connection.cursor() as cursor:
        for number in range(SENT):
            cursor.execute("SELECT %s::int + 70077", [number])
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["SELECT $1::int + 70077"]
        )
        assert cursor.fetchone() == (1,)


def test_rows_go_in_together_as_they_are(world: SmallWorld) -> None:
    with acting_as(world.program(world.desk)):
        rows = [_verdict(world.desk.id, reason) for reason in AWKWARD]
        with CaptureQueriesContext(connection) as captured:
            insert_together(rows[:2], rows[2:])
        assert len(captured) == 1
        stored = Verdict.objects.filter(id__in=[row.id for row in rows])
        assert set(stored.values_list("reason", flat=True)) == set(AWKWARD)


def _verdict(desk_id: UUID, reason: str) -> Verdict:
    return Verdict(
        desk_id=desk_id,
        decision_id=uuid4(),
        left_id=uuid4(),
        right_id=uuid4(),
        is_same=True,
        reason=reason,
        member_id=uuid4(),
        decided_at=timezone.now(),
    )
