"""Every way in which people can decide, taken one by one: what ends a candidate, and what nothing can hold up."""

from datetime import timedelta
from itertools import chain, combinations, product

from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.road.candidates.ordering import MAY_WAIT, place_of
from causeway.hub.road.candidates.settling import Given, Opinion, Stage, opinion_of, standing_of
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.signals import SignalState
from hub.candidates.desk_world import screened, warned

REQUIRED = [frozenset(some) for some in chain(*(combinations(Decision, size) for size in range(len(Decision) + 1)))]
BOTH = (False, True)


def test_one_person_ends_it_unless_a_second_is_asked_for_and_danger_never_waits() -> None:
    for decision, required, is_urgent, asks in product(Decision, REQUIRED, BOTH, BOTH):
        first = Given(stage=Stage.FIRST, decision=decision, is_urgent=is_urgent, asks_second=asks)
        standing = standing_of([first], required)
        waits = (asks or decision in required) and not (is_urgent and decision is Decision.REFER)
        assert standing.stage is (Stage.SECOND if waits else Stage.ENDED)
        assert standing.decision is (None if waits else decision)


def test_two_who_agree_end_it_and_a_supervisor_ends_what_they_differ_on() -> None:
    for first, second, third in product(Decision, repeat=3):
        two = [Given(stage=Stage.FIRST, decision=first), Given(stage=Stage.SECOND, decision=second)]
        standing = standing_of(two, frozenset(Decision))
        assert standing.decision is (second if first is second else None)
        assert opinion_of(two) is (Opinion.AGREED if first is second else Opinion.DIFFERED)
        if first is not second:
            assert standing.stage is Stage.SUPERVISOR
            settled = standing_of([*two, Given(stage=Stage.SUPERVISOR, decision=third)], frozenset())
            assert (settled.stage, settled.decision) == (Stage.ENDED, third)


@given(score=st.floats(-1e6, 1e6), states=st.sets(st.sampled_from(SignalState)))
def test_nothing_starves_whatever_a_score_or_a_bank_says(score: float, states: set[SignalState]) -> None:
    longest = max(MAY_WAIT.values())
    for place in (place_of(warned(score=score), []), place_of(screened("x"), states)):
        assert timedelta() < place.may_wait <= longest
