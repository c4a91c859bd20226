"""Awareness work in the story: material, a session, a bulletin with a question, and a partner that asks for help."""

from datetime import date
from typing import TYPE_CHECKING

from causeway.hub.commons.awareness.commands.ask_for_help import NewHelpRequest, ask_for_help
from causeway.hub.commons.awareness.commands.hold_session import PlannedSession, plan_session
from causeway.hub.commons.awareness.commands.issue_bulletin import (
    NewBulletin,
    ask_about_bulletin,
    publish_bulletin,
    write_bulletin,
)
from causeway.hub.commons.awareness.commands.keep_material import NewMaterial, publish_material, write_material
from causeway.hub.commons.awareness.words import Audience, HelpKind, MaterialKind, Readers
from causeway.vocabulary.organisations import Role

if TYPE_CHECKING:
    from road.stories import Story


def awareness_work(story: "Story") -> None:
    """A row of every table, and of what is published one that is not."""
    world = story.world
    officer, lead = world.member(story.force, Role.TRAINER), world.member(story.body, Role.SAFEGUARDING_LEAD)
    lesson = NewMaterial(
        title="Bridges",
        kind=MaterialKind.LESSON,
        audience=Audience.PUPILS,
        language="en",
        summary="A lesson.",
        body="Draw a bridge.",
        age_from=9,
    )
    write_material(officer, lesson)
    publish_material(officer, write_material(officer, lesson))
    held_on, place = date(2026, 3, 12), "Townbridge Hall"
    hour = {"title": "Bridges", "held_on": held_on, "audience": Audience.PUPILS, "language": "en"}
    plan_session(officer, PlannedSession(**hour, place=place))  # type: ignore[arg-type]
    plan_session(officer, PlannedSession(**hour, school=story.body.id))  # type: ignore[arg-type]
    analyst = world.member(world.desk, Role.ANALYST)
    told = NewBulletin(title="Autumn", readers=Readers.EVERYBODY, language="en", summary="Games.", body="Ask.")
    write_bulletin(analyst, told)
    publish_bulletin(analyst, bulletin_id := write_bulletin(analyst, told))
    ask_about_bulletin(lead, bulletin_id, "Which ages?")
    asked = NewHelpRequest(
        helper=story.force.id,
        kind=HelpKind.ADVICE,
        title="Advice",
        text="On games.",
        contact="Ama Holm",
        contact_email="holm@example.org",
    )
    ask_for_help(lead, asked)
