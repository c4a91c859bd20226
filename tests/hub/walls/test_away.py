"""What says that the database is away, and what only that it would not do as it was asked."""

import psycopg
import pytest
from django.db import OperationalError, connection

from causeway.hub.base.walls.away import DatabaseAway, is_away

TOO_MANY = 65_536


@pytest.mark.parametrize(
    ("state", "away"),
    [("08006", True), ("57P01", True), ("40P01", False), ("55P03", False), ("53100", False), ("57014", False)],
)
def test_the_code_decides(db: None, state: str, away: bool) -> None:
    fault = OperationalError("gone")
    fault.__cause__ = psycopg.OperationalError("gone")
    fault.__cause__.sqlstate = state
    assert is_away(fault) is away


def test_without_a_code_it_is_the_connection(db: None) -> None:
    with pytest.raises(OperationalError) as raised, connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 WHERE 1 IN ({', '.join(['%s'] * TOO_MANY)})", [0] * TOO_MANY)
    assert not is_away(raised.value), "what cannot be sent leaves the connection as it was"


def test_a_connection_that_ended_under_a_statement_is_away(transactional_db: None) -> None:
    with pytest.raises(OperationalError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert is_away(raised.value)
    connection.close()
    assert is_away(OperationalError()), "nothing is connected"


def test_other_hands_tell_and_a_fault_of_our_own_does_not(db: None) -> None:
    assert is_away(DatabaseAway())
    assert not is_away(ArithmeticError())
