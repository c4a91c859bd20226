"""Where a signal stands, as a table."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from causeway.hub.knowledge.banks.standing import CastVote, Facts, OpenAppeal, Tally, Verdict, state_of, tally_of
from causeway.vocabulary.signals import SignalState

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EARLIER, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1)


def votes(words: str) -> list[CastVote]:
    """Such as "a1+ b2-": organisation, member, verdict, in the order in which they were cast."""
    return [
        CastVote(
            member_id=UUID(int=int(word[1])),
            organisation_id=UUID(int=ord(word[0])),
            verdict=Verdict.CONFIRM if word[2] == "+" else Verdict.DISPUTE,
            at=EARLIER + timedelta(minutes=minute),
        )
        for minute, word in enumerate(words.split())
    ]


@pytest.mark.parametrize(
    ("cast", "tally"),
    [
        ("", Tally.UNCONFIRMED),
        ("a1+ b2+", Tally.UNCONFIRMED),
        ("a1+ a2+ a3+ a4+", Tally.UNCONFIRMED),
        ("a1+ a1+ b2+", Tally.UNCONFIRMED),
        ("a1+ a2+ b3+", Tally.CONFIRMED),
        ("a1+ b2+ c3+", Tally.CONFIRMED),
        ("a1-", Tally.DISPUTED),
        ("a1+ a2+ b3+ c4-", Tally.DISPUTED),
        ("a1+ a2+ b3+ c4- c4+", Tally.CONFIRMED),
        ("a1+ a2+ b3+ b3-", Tally.DISPUTED),
    ],
)
def test_three_members_of_two_organisations_confirm_and_one_disputes(cast: str, tally: Tally) -> None:
    assert tally_of(votes(cast)) is tally
    assert tally_of(list(reversed(votes(cast)))) is tally


_U, _C, _D = Tally.UNCONFIRMED, Tally.CONFIRMED, Tally.DISPUTED
_NONE, _SUSPENDS, _MARKS = OpenAppeal.NONE, OpenAppeal.SUSPENDS, OpenAppeal.MARKS
ROWS: Sequence[tuple[Tally, bool, OpenAppeal, bool, datetime | None, datetime | None, SignalState]] = [
    (_U, True, _NONE, False, None, None, SignalState.UNCONFIRMED),
    (_C, True, _NONE, False, None, LATER, SignalState.CONFIRMED),
    (_D, False, _NONE, False, None, None, SignalState.DISPUTED),
    (_U, True, _SUSPENDS, False, None, None, SignalState.SUSPENDED),
    (_D, True, _SUSPENDS, False, None, None, SignalState.SUSPENDED),
    (_C, True, _SUSPENDS, False, None, None, SignalState.APPEALED),
    (_C, False, _SUSPENDS, False, None, LATER, SignalState.SUSPENDED),
    (_U, False, _MARKS, False, None, LATER, SignalState.APPEALED),
    (_C, False, _NONE, False, None, NOW, SignalState.EXPIRED),
    (_C, True, _SUSPENDS, False, None, EARLIER, SignalState.EXPIRED),
    (_C, True, _SUSPENDS, False, EARLIER, EARLIER, SignalState.WITHDRAWN),
    (_C, True, _NONE, True, EARLIER, EARLIER, SignalState.MOVED),
]


@pytest.mark.parametrize(("tally", "is_digest", "appeal", "is_moved", "withdrawn_at", "expires_at", "state"), ROWS)
def test_what_ends_a_signal_goes_before_an_appeal_and_that_before_votes(
    tally: Tally,
    is_digest: bool,
    appeal: OpenAppeal,
    is_moved: bool,
    withdrawn_at: datetime | None,
    expires_at: datetime | None,
    state: SignalState,
) -> None:
    facts = Facts(
        tally=tally,
        is_digest=is_digest,
        appeal=appeal,
        is_moved=is_moved,
        withdrawn_at=withdrawn_at,
        expires_at=expires_at,
    )
    assert state_of(facts, NOW) is state
