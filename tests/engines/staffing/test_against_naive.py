"""The engine against a slow and plain simulation of the same draws: every referral is seen at the same moment."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.staffing import Run, Scenario, Shift, Team, spread_over_bands, usual_scenario
from causeway.staffing._desk import simulate
from causeway.staffing._streams import duty, referrals
from engines.staffing.naive import seen_by

DAY = Team(trained=1, untrained=1)
EVENING = Team(trained=1, untrained=0, shift=Shift(days=(2, 3, 4, 5, 6), from_hour=14.5, to_hour=26))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    base = usual_scenario(spread_over_bands(draw(st.floats(5, 80))), trained=1)
    day = Team(trained=draw(st.integers(1, 3)), untrained=draw(st.integers(0, 2)))
    return replace(
        base,
        teams=(day, EVENING) if draw(st.booleans()) else (day,),
        absence=draw(st.sampled_from([0.0, 0.3])),
        misjudged_share=draw(st.sampled_from([0.0, 0.4])),
        is_bundled=draw(st.booleans()),
        is_interrupting=draw(st.booleans()),
    )


@settings(max_examples=25, deadline=None)
@given(scenario=scenarios(), seed=st.integers(0, 10_000))
def test_every_referral_is_seen_when_the_plain_simulation_says(scenario: Scenario, seed: int) -> None:
    run = Run(weeks=2, warm_up_weeks=0, after_weeks=0, replications=2, seed=seed)
    told = [referrals(scenario, run, replication) for replication in range(2)]
    on_duty = duty(scenario, run)
    trace = simulate(scenario, run, told, on_duty)
    first = trace.replication == 0
    ours = trace.seen[first][np.argsort(trace.at[first])]
    expected = np.array(seen_by(scenario, told[0], on_duty, run.horizon))[np.argsort(told[0].at)]
    assert np.allclose(ours, expected, rtol=0, atol=1e-6, equal_nan=True) or np.array_equal(ours, expected)
