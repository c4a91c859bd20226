"""Cursors of long lists: what they say, and that a page behind one begins in the index."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.db import connection

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.rows.paging import Position, read_position
from causeway.hub.road.referrals.models import Referral
from hub.conftest import SmallWorld

AT = datetime(2026, 5, 1, 12, 0, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("at", [AT, AT.replace(microsecond=0), AT.astimezone(timezone(timedelta(hours=2)))])
def test_a_cursor_leads_back_to_its_row_and_needs_no_quoting(at: datetime) -> None:
    position = Position(at, uuid4())
    assert read_position(str(position)) == position
    assert quote(str(position), safe=":") == str(position)


@pytest.mark.parametrize("text", ["", "_", "2026-05-01_", f"2026-05-01T12:00:00_{UUID(int=1)}", "x" * 99])
def test_what_is_no_cursor_leads_nowhere(text: str) -> None:
    assert read_position(text) is None


@pytest.mark.django_db
def test_a_page_far_down_begins_in_the_index(world: SmallWorld) -> None:
    behind = Position(AT, uuid4())
    with acting_as(world.program(world.desk)), connection.cursor() as asked:
        asked.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        for condition, order in (
            (behind.older("received_at"), ("-received_at", "-id")),
            (behind.newer("received_at"), ("received_at", "id")),
        ):
            rows = Referral.objects.filter(condition, sender_id=uuid4()).order_by(*order)
            assert any("Index Cond" in line and "received_at" in line for line in rows.explain().splitlines())
