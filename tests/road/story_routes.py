"""How a referral of the story is offered on, so that no table of routes is empty."""

import io
from typing import TYPE_CHECKING

from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.routes.commands.central_desks import (
    NewCentralDesk,
    register_central_desk,
    verify_central_desk,
)
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.commands.load_places import load_places
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story


def offered_on(story: "Story") -> None:
    """The force gives a referral back to the desk, which has not answered yet; and the desk finds where another one
    belongs, which it keeps as a test of the rules. One it hands over to a central desk outside.
    """
    officer = story.world.member(story.force, Role.DUTY_OFFICER)
    propose_hand_over(officer, story.emergency, story.world.desk.id, "We do not know whose it is.")
    analyst = story.world.member(story.world.desk, Role.ANALYST)
    change_route(analyst, story.unrouted, story.force.id, "Told by phone.")
    abroad = NewCentralDesk(
        name="Lantern Desk",
        countries=("FR",),
        note="Named by the national unit.",
        mailbox="desk@example.org",
        channel="By secure mail",
    )
    desk_id = register_central_desk(analyst, abroad)
    verify_central_desk(story.world.member(story.world.desk, Role.SUPERVISOR), desk_id, "Called back.")
    change_route(analyst, story.unrouted, desk_id, "The family moved on.")
    table = io.BytesIO(b"name,kind,postcode\nTidewater School,school,CT1 2EH\n")
    load_places(story.world.member(story.world.desk, Role.SUPERVISOR), table, "The register of schools.")
