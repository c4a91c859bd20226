"""The force keeps a staffing scenario."""

from typing import TYPE_CHECKING

from causeway.hub.commons.staffing_pages.commands.keep import save_scenario
from causeway.staffing import document_of, spread_over_bands, usual_scenario

if TYPE_CHECKING:
    from road.stories import Story


def scenarios(story: "Story") -> None:
    """One scenario under a name."""
    scenario = usual_scenario(spread_over_bands(60), trained=4)
    save_scenario(story.world.administrator(story.force), name="As it is", document=document_of(scenario))
