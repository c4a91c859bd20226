"""How much a page may simulate: an answer within about three seconds, at the price of wider intervals.

A step of the simulation takes about 0.1 ms for 20 replications (benchmarks/bench_staffing.py), whatever the desk; so
that the number of pieces of work bounds the time. The command line has no such bound.
"""

from causeway.staffing import Run, Scenario, ScenarioError

REPLICATIONS = 20
WARM_UP_WEEKS, AFTER_WEEKS, FEWEST_WEEKS, MOST_WEEKS = 3, 5, 4, 26
PIECES_ONCE = 10_000
"""For one simulation."""
PIECES_OFTEN = 4_000
"""For each of the six or so that the search for a number of officers takes."""


def pieces_a_week(scenario: Scenario) -> float:
    """Pieces of work in a week, about: referrals, what comes back, and what the end of a shift divides."""
    lines = 1 - (scenario.duplicate_share if scenario.is_bundled else 0)
    back = sum(
        one.per_week * one.follow_up.share * (1 - scenario.duplicate_share)
        for one in scenario.bands.values()
        if one.follow_up
    )
    divided = sum(team.officers * len(team.shift.days) for team in scenario.teams if team.shift)
    return scenario.per_week * lines + back + min(divided, scenario.per_week)


def bounded_run(scenario: Scenario, pieces: int, *, after_weeks: int = AFTER_WEEKS) -> Run:
    """As many weeks as this many pieces of work allow; `after_weeks` must hold the longest wait that is asked about.

    Raises:
        ScenarioError: the desk is too large for a page.
    """
    weeks = int(pieces / pieces_a_week(scenario)) - WARM_UP_WEEKS - after_weeks
    if weeks < FEWEST_WEEKS:
        raise ScenarioError("arrivals", "are too many for a page; use the command line: causeway staffing what-if")
    return Run(
        weeks=min(weeks, MOST_WEEKS),
        warm_up_weeks=WARM_UP_WEEKS,
        after_weeks=after_weeks,
        replications=REPLICATIONS,
    )
