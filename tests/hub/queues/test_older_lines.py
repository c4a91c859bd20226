"""A line that was made when a line kept one sentence still says it; one made now says it in the reader's language."""

import json
from importlib import import_module

import pytest
from django.db import connection
from django.utils.translation import override

from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.queues.queries.summaries import summary_of
from causeway.vocabulary.findings import Reason

migration = import_module("causeway.hub.road.queues.migrations.0004_reasons_in_any_language")


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
