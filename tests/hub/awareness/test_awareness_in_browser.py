"""The pages of awareness work in a real Chromium."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.commons.awareness.commands.ask_for_help import NewHelpRequest, ask_for_help
from causeway.hub.commons.awareness.commands.hold_session import HeldCounts, plan_session, report_session
from causeway.hub.commons.awareness.commands.issue_bulletin import publish_bulletin, write_bulletin
from causeway.hub.commons.awareness.commands.keep_material import publish_material, write_material
from causeway.hub.commons.awareness.words import HelpKind
from hub.awareness.conftest import Partners, a_bulletin, a_lesson, a_session, partners_in
from hub.browser import chromium, faults_of_pages
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def _pages(partners: Partners) -> list[tuple[Actor, str]]:
    publish_material(partners.officer, lesson := write_material(partners.officer, a_lesson()))
    held = plan_session(partners.officer, a_session(school=partners.school.id, materials=(lesson,)))
    counts = HeldCounts(attended=30, asked=28, knew_before=10, knew_after=27)
    report_session(partners.officer, held, counts)
    publish_bulletin(partners.analyst, bulletin := write_bulletin(partners.analyst, a_bulletin(with_figures=True)))
    asked = NewHelpRequest(
        helper=partners.force.id,
        kind=HelpKind.SESSION,
        title="An hour with year five",
        text="Sixty pupils.",
        contact="Mo Teal",
        contact_email="teal@example.org",
    )
    request = ask_for_help(partners.teacher, asked)
    return [
        (partners.teacher, "/"),
        (partners.teacher, "/awareness/"),
        (partners.teacher, f"/awareness/bulletins/{bulletin}/"),
        (partners.analyst, "/awareness/bulletins/write/"),
        (partners.teacher, "/awareness/material/?age=10"),
        (partners.officer, f"/awareness/material/{lesson}/"),
        (partners.officer, "/awareness/sessions/"),
        (partners.teacher, f"/awareness/sessions/{held}/"),
        (partners.officer, "/awareness/sessions/plan/"),
        (partners.teacher, "/awareness/help/ask/"),
        (partners.officer, f"/awareness/help/{request}/"),
    ]


def test_the_pages_are_accessible_fit_and_break_no_policy(
    browser: "Browser", committed_world: SmallWorld, live_server: Any
) -> None:
    visits = [(client_of(actor), path) for actor, path in _pages(partners_in(committed_world))]
    assert faults_of_pages(browser, live_server.url, visits) == []
