"""Scenario files: read, written back the same, and refused with the path of the fault."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.staffing import (
    Bursts,
    Run,
    Scenario,
    ScenarioError,
    Shape,
    Shift,
    Team,
    document_of,
    read_toml,
    scenario_from,
    spread_over_bands,
    usual_scenario,
)
from causeway.vocabulary.findings import Band

FILE = """
absence = 0.2
duplicate_share = 0.5
is_bundled = true

[bands.high]
per_week = 20
minutes = 180
needs_training = true
follow_up = { share = 0.4, after_days = 3, minutes = 60 }

[bands.low]
per_week = 60
minutes = 45
target_days = 21
shape = "constant"

[[teams]]
trained = 4
days = ["mon", "tue", "sat"]
from = 8
to = 18

[[teams]]
trained = 1
is_always = true

[bursts]
per_year = 6
referrals = 80

[run]
weeks = 26
replications = 20
"""


def test_a_file_is_read_whole() -> None:
    scenario, run = read_toml(FILE)
    assert scenario.order == (Band.HIGH, Band.LOW)
    assert scenario.bands[Band.HIGH].target_days == 7
    assert scenario.bands[Band.LOW].handling.shape is Shape.CONSTANT
    assert scenario.teams[0].shift == Shift(days=(0, 1, 5), from_hour=8, to_hour=18)
    assert scenario.teams[1].shift is None
    assert scenario.bursts == Bursts(per_year=6, referrals=80)
    assert run == Run(weeks=26, replications=20)


@given(
    per_week=st.floats(0.1, 5000),
    trained=st.integers(1, 300),
    untrained=st.integers(0, 300),
    weekly=st.booleans(),
)
def test_a_document_gives_the_same_scenario_back(per_week: float, trained: int, untrained: int, weekly: bool) -> None:
    scenario = usual_scenario(spread_over_bands(per_week), trained=trained, untrained=untrained)
    if weekly:
        scenario = Scenario(
            bands=scenario.bands,
            teams=(Team(trained=1, shift=None), *scenario.teams),
            profile=tuple(float(hour) for hour in range(168)),
        )
    assert scenario_from(json.loads(json.dumps(document_of(scenario)))) == scenario


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("bands = 3", "bands"),
        ("[bands.urgent]\nper_week = 1", "bands.urgent"),
        ("[bands.high]\nminutes = 1", "bands.high.per_week"),
        ("[bands.high]\nper_week = -1\nminutes = 1", "bands.high.per_week"),
        ("[bands.high]\nper_week = nan\nminutes = 1", "bands.high.per_week"),
        ("[bands.high]\nper_week = 1\nminutes = true", "bands.high.minutes"),
        ("[bands.high]\nper_week = 1\nminutes = 1\nspede = 2", "bands.high.spede"),
        ("[bands.high]\nper_week = 1\nminutes = 1\nshape = 'odd'", "bands.high.shape"),
        ("[bands.high]\nper_week = 1\nminutes = 1\nfollow_up = {share = 2, after_days = 1, minutes = 1}",
         "bands.high.follow_up.share"),
        ("[bands.high]\nper_week = 1\nminutes = 1", "teams"),
        ("[bands.high]\nper_week = 1\nminutes = 1\n[[teams]]\ntrained = 1\ndays = ['xmas']", "teams.1.days"),
        ("[bands.high]\nper_week = 1\nminutes = 1\n[[teams]]\ntrained = 0", "teams"),
        ("[bands.high]\nper_week = 1\nminutes = 1\n[[teams]]\ntrained = 1\nfrom = 9\nto = 8", "teams.1.to_hour"),
        ("profile = [1, 2]\n[bands.high]\nper_week = 1\nminutes = 1", "profile"),
        ("[run]\nweeks = 0\n", "bands"),
        ("this is no file", "file"),
        ("#" * 100_001, "file"),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_path(text: str, field: str) -> None:
    with pytest.raises(ScenarioError) as fault:
        read_toml(text)
    assert fault.value.field == field


def test_how_long_to_simulate_is_checked_too() -> None:
    with pytest.raises(ScenarioError) as fault:
        read_toml(FILE.replace("weeks = 26", "weeks = 0"))
    assert fault.value.field == "run.weeks"
