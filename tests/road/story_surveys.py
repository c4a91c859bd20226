"""A survey in the story: a wave that runs, in which enough have answered for a batch to leave the pool."""

from typing import TYPE_CHECKING

from hub.surveys.door_knobs import running_wave

if TYPE_CHECKING:
    from road.stories import Story


def a_survey(story: "Story") -> None:
    """An instrument, a wave, people who are asked, and sealed answers."""
    wave = running_wave(story.world)
    for number in range(20):
        wave.answer(number, has_knob="no")
