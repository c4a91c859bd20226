"""A line that was made when a line kept one sentence still says it; one made now says it in the reader's language."""

import json
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection
from django.utils.translation import override

from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.queues.queries.summaries import summary_of
from causeway.vocabulary.findings import Reason

migration = import_module("causeway.hub.road.queues.migrations.0004_reasons_in_any_language")
by_turns = import_module("causeway.hub.road.queues.migrations.0013_lines_and_alerts_by_turns")


@pytest.mark.django_db
def test_the_sentence_of_an_older_line_becomes_its_one_reason() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE queues_queueitem (number int, summary text, reasons jsonb DEFAULT '[]')")
        cursor.execute("INSERT INTO queues_queueitem VALUES (1, 'A {braced} thing; another (2)'), (2, '')")
        cursor.execute(migration.SENTENCE_AS_REASON)
        cursor.execute("SELECT reasons::text FROM queues_queueitem ORDER BY number")
        old, empty = (json.loads(text) for (text,) in cursor.fetchall())
        cursor.execute("DROP TABLE pg_temp.queues_queueitem")
    with override("nl"):
        assert (summary_of(old), summary_of(empty)) == ("A {braced} thing; another (2)", "")


def test_a_line_made_now_is_read_in_the_readers_language() -> None:
    kept = [to_document(Reason(code="now.child_asks", text="A child asks for help", contribution=25.0))]
    with override("it"):
        assert summary_of(kept) == "Un minore chiede aiuto"


@pytest.mark.django_db
def test_an_older_alert_has_the_sender_of_its_own_organisations_line_and_stands_in_the_first_turn() -> None:
    """What 0013 does to rows that were there: the sender from the line, nothing where there is none, and both columns
    that it adds filled.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE queues_alert (LIKE public.queues_alert INCLUDING GENERATED INCLUDING DEFAULTS)"
        )
        cursor.execute("CREATE TEMP TABLE queues_queueitem (LIKE public.queues_queueitem INCLUDING GENERATED)")
        for table in ("queues_alert", "queues_queueitem"):
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'"
                " AND table_schema LIKE 'pg_temp%%'",
                [table],
            )
            for (column,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE pg_temp.{table} ALTER COLUMN {column} DROP NOT NULL")
        ours, theirs, told, untold, sender, other = (uuid4() for _ in range(6))
        cursor.executemany(
            "INSERT INTO queues_alert (organisation_id, referral_id) VALUES (%s, %s)",
            [(ours, told), (theirs, told), (ours, untold)],
        )
        cursor.executemany(
            "INSERT INTO queues_queueitem (organisation_id, referral_id, sender_id, band_rank, is_imminent)"
            " VALUES (%s, %s, %s, 1, %s)",
            [(ours, told, sender, True), (theirs, told, other, False)],
        )
        cursor.execute(by_turns._SENDERS_OF_ALERTS)
        cursor.execute("SELECT organisation_id, referral_id, sender_id, turn FROM queues_alert")
        found = {(organisation_id, referral_id): rest for organisation_id, referral_id, *rest in cursor.fetchall()}
        cursor.execute("SELECT is_imminent, urgency_rank FROM queues_queueitem ORDER BY urgency_rank")
        ranks = cursor.fetchall()
        cursor.execute("DROP TABLE pg_temp.queues_alert, pg_temp.queues_queueitem")
    assert found == {(ours, told): [sender, 0], (theirs, told): [other, 0], (ours, untold): [None, 0]}
    assert ranks == [(True, 2), (False, 3)], "of one band what is imminent stands first"
