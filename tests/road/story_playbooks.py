"""Standard practice in the story: a playbook that all may read, one of a force alone, and figures that a desk sees."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from causeway.hub.knowledge.playbooks.commands.review_draft import approve_draft, send_for_review
from causeway.hub.knowledge.playbooks.commands.tell_of_shipped import tell_of_shipped
from causeway.hub.knowledge.playbooks.commands.write_draft import adapt, save_about, save_step, start_draft
from causeway.hub.knowledge.playbooks.queries.drafts import draft_of
from causeway.hub.knowledge.playbooks.queries.library import Ref
from causeway.hub.road.cases.commands.share_practice import share_practice
from causeway.vocabulary.organisations import Category, Role

if TYPE_CHECKING:
    from road.stories import Story


def standard_practice(story: "Story") -> None:
    """The desk publishes one for all, the force adapts another for itself and lets the desk see its figures."""
    world = story.world
    author = world.member(world.desk, Role.TRAINER)
    draft_id = start_draft(author, title="Bridges")
    save_about(author, draft_id, title="Bridges", about="Of bridges.", applies="", note="", is_shared=True)
    send_for_review(author, draft_id)
    approve_draft(world.member(world.desk, Role.SUPERVISOR), draft_id, "Well said.")
    trainer, supervisor = world.member(story.force, Role.TRAINER), world.member(story.force, Role.SUPERVISOR)
    own_id = adapt(trainer, Ref(code="image_referral"))
    step = draft_of(trainer, own_id).playbook.step("plan_visit")
    assert step is not None
    save_step(trainer, own_id, replace(step, due_in_hours=200), reason="Our teams meet weekly.")
    send_for_review(trainer, own_id)
    approve_draft(supervisor, own_id)
    world.agree(story.force, world.desk, Category.OUTCOME)
    share_practice(supervisor, world.desk.id)
    tell_of_shipped(world.program(story.force), datetime(2026, 1, 25, tzinfo=UTC))
