"""A synthetic wave comes in already open, is marked as such for ever, and real answers never come in that way."""

from dataclasses import replace
from datetime import date

import pytest

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.knowledge.surveys.commands.keep_opened import keep_opened_wave
from causeway.hub.knowledge.surveys.queries.opened import opened_wave, opened_waves
from causeway.hub.knowledge.surveys.queries.waves import wave_view
from causeway.hub.knowledge.surveys.stages import Stage
from causeway.vocabulary.waves import OpenedAnswer, OpenedWave, StratumCount
from hub.conftest import SmallWorld
from hub.surveys.door_knobs import FRAME, INSTRUMENT, NOON, survey_lead

SYNTHETIC = OpenedWave(
    title="Invented",
    instrument=INSTRUMENT,
    opens_on=date(2026, 1, 1),
    closes_on=date(2026, 1, 31),
    frame=FRAME,
    invited=(StratumCount(force="North", rank="Constable", invited=20, answered=2),),
    answers=(
        OpenedAnswer(
            force="North",
            rank="Constable",
            answers={"colours": ("red",), "views": {"round": "agree"}, "doors": 3, "words": "12"},
        ),
        OpenedAnswer(force="North", rank="Constable", answers={"doors": 2.5}),
    ),
    is_synthetic=True,
)


def test_a_synthetic_wave_comes_back_as_it_came(world: SmallWorld) -> None:
    lead = survey_lead(world)
    wave_id = keep_opened_wave(lead, SYNTHETIC)
    assert opened_wave(lead, wave_id) == SYNTHETIC
    assert wave_view(lead, wave_id, NOON).line.stage is Stage.OPENED
    keep_opened_wave(lead, replace(SYNTHETIC, title="Again"))
    assert [line.is_synthetic for line in opened_waves(lead)] == [True, True]


def test_real_answers_do_not_come_in_that_way(world: SmallWorld) -> None:
    with pytest.raises(Invalid):
        keep_opened_wave(survey_lead(world), replace(SYNTHETIC, is_synthetic=False))


def test_another_instrument_of_the_same_version_is_refused(world: SmallWorld) -> None:
    lead = survey_lead(world)
    keep_opened_wave(lead, SYNTHETIC)
    other = replace(INSTRUMENT, sections=INSTRUMENT.sections[:1])
    with pytest.raises(Invalid):
        keep_opened_wave(lead, replace(SYNTHETIC, instrument=other))
