"""Playbooks and practice in a real Chromium, from 320 px to wide: nothing serious to axe, nothing beyond the edge."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.playbooks.commands.review_draft import approve_draft, send_for_review
from causeway.hub.knowledge.playbooks.commands.write_draft import (
    adapt,
    remove_step,
    revise,
    save_about,
    save_step,
    start_draft,
)
from causeway.hub.knowledge.playbooks.queries.drafts import draft_of
from causeway.hub.knowledge.playbooks.queries.library import Ref
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.words import TaskState
from causeway.vocabulary.organisations import Role
from hub.browser import chromium, quiet, serious_faults, too_wide
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.playbooks.playbooks_for_tests import step
from hub.told_referrals import Road, build_road

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("CAUSEWAY_PLAYBOOK_SHOTS", "")
"""A folder for screenshots; none are taken without it."""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def _standard(author: Actor, reviewer: Actor, *, hours: int, before: UUID | None = None) -> UUID:
    """A playbook of bridges by the desk, or the version after this one."""
    if before:
        draft_id = revise(author, before)
    else:
        draft_id = start_draft(author, title="Bridges")
        for title in ("Look at the arch", "Look at the pier"):
            save_step(author, draft_id, replace(step("x"), code="", title=title))
    save_about(author, draft_id, title="Bridges", about="Of bridges.", applies="", note="Piers.", is_shared=True)
    pier = draft_of(author, draft_id).playbook.step("look_at_the_pier")
    assert pier is not None
    save_step(author, draft_id, replace(pier, due_in_hours=hours, guidance=f"Look at the pier for {hours} minutes."))
    send_for_review(author, draft_id)
    return approve_draft(reviewer, draft_id)


def _scene(road: Road) -> tuple[Actor, list[tuple[str, str]]]:
    """A force that adapted a standard of which there is a newer version, and a case that departs from its playbook."""
    world = road.world
    author, reviewer = world.member(world.desk, Role.TRAINER), world.member(world.desk, Role.SUPERVISOR)
    first = _standard(author, reviewer, hours=24)
    trainer = world.member(road.force, Role.TRAINER, name="Cleo Marsh")
    chief = world.member(road.force, Role.SUPERVISOR, Role.TRAINER, Role.INVESTIGATOR, name="Dov Tern")
    draft_id = adapt(trainer, Ref(version_id=first))
    pier = draft_of(trainer, draft_id).playbook.step("look_at_the_pier")
    assert pier is not None
    save_step(trainer, draft_id, replace(pier, due_in_hours=36), reason="Our piers are far away.")
    remove_step(trainer, draft_id, "look_at_the_arch", reason="We have no arches.")
    send_for_review(trainer, draft_id)
    approve_draft(chief, draft_id)
    _standard(author, reviewer, hours=12, before=first)
    waiting = adapt(trainer, Ref(code="image_referral"))
    found = draft_of(trainer, waiting).playbook.step("plan_visit")
    assert found is not None
    save_step(trainer, waiting, replace(found, due_in_hours=200), reason="Our teams meet weekly.")
    send_for_review(trainer, waiting)
    own = start_draft(chief, title="Boats")
    case_id = open_case(chief, road.referral())
    tasks = open_to_read(chief, case_id).tasks
    change_task(chief, case_id, tasks[0].id, TaskState.DONE, evidence="Local record 14.")
    change_task(chief, case_id, tasks[1].id, TaskState.NOT_DONE, reason="Known from before.")
    aside = open_case(chief, road.referral(), playbook_code="image_referral")
    return chief, [
        ("library", reverse("playbooks:library")),
        ("update", reverse("playbooks:update", args=["bridges"])),
        ("review", reverse("playbooks:review", args=[waiting])),
        ("draft", reverse("playbooks:draft", args=[own])),
        ("step", reverse("playbooks:step_new", args=[own])),
        ("words", reverse("playbooks:words_part", args=[own, "nl", "tell_safeguarding"])),
        ("form", reverse("playbooks:form", args=["urgent_danger"]) + "?language=nl"),
        ("task", reverse("cases:task", args=[aside, open_to_read(chief, aside).tasks[0].id])),
        ("practice", reverse("cases:practice")),
    ]


def test_the_pages_are_accessible_fit_and_break_no_policy(
    browser: "Browser", committed_world: SmallWorld, live_server: Any
) -> None:
    actor, pages = _scene(build_road(committed_world))
    session = client_of(actor).cookies[settings.SESSION_COOKIE_NAME].value
    found: list[tuple[str, int, list[str]]] = []
    for width in (320, 1280):
        context = browser.new_context(viewport={"width": width, "height": 900})
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        for name, path in pages:
            page, said = quiet(context)
            page.goto(live_server.url + path)
            said += serious_faults(page) if width > 320 else []
            if too_wide(page, width):
                said.append("runs out of the page")
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
                if name == "form" and width > 320:
                    page.pdf(path=str(Path(SHOTS) / "form.pdf"), prefer_css_page_size=True)
            if said:
                found.append((path, width, said))
            page.close()
        context.close()
    assert found == []
