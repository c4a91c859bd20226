"""Signatures follow the Standard Webhooks specification, and pauses its schedule."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.notices.backoff import PAUSES, next_attempt
from causeway.hub.base.notices.signing import new_salt, secret_of, signature

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def test_a_secret_follows_from_its_salt_and_from_nothing_else_in_the_database() -> None:
    salt = new_salt()
    assert secret_of(salt) == secret_of(salt)
    assert secret_of(salt) != secret_of(new_salt())
    assert salt not in secret_of(salt)
    assert len(secret_of(salt)) == len("whsec_") + 44


def test_identifier_moment_and_body_are_all_signed() -> None:
    secret, one = secret_of("salt"), UUID(int=1)
    signed = {
        signature(secret, one, NOW, b"{}"),
        signature(secret, UUID(int=2), NOW, b"{}"),
        signature(secret, one, NOW + timedelta(seconds=1), b"{}"),
        signature(secret, one, NOW, b"{ }"),
        signature(secret_of("other"), one, NOW, b"{}"),
    }
    assert len(signed) == 5
    assert all(text.startswith("v1,") for text in signed)


@given(st.integers(1, len(PAUSES)), st.floats(0, 1))
def test_a_pause_is_never_shorter_than_the_schedule_and_at_most_a_fifth_longer(attempts: int, jitter: float) -> None:
    moment = next_attempt(attempts, NOW, jitter)
    assert moment is not None
    assert PAUSES[attempts - 1] <= moment - NOW <= PAUSES[attempts - 1] * 1.2


def test_after_some_days_it_is_given_up() -> None:
    assert next_attempt(len(PAUSES) + 1, NOW, 0.0) is None
    assert timedelta(days=3) < sum(PAUSES, timedelta()) < timedelta(days=4)
