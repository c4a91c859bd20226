"""Pages of capability and staffing in a real Chromium without a script: nothing serious, nothing too wide."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from causeway.hub.knowledge.capability.commands.assess import judge, start_assessment
from causeway.hub.knowledge.capability.commands.publish import publish_assessment, share_published
from causeway.hub.knowledge.capability.commands.review import comment_on, invite_reviewer
from causeway.hub.knowledge.capability.judgements import Evidence, EvidenceKind, Judgement, View
from causeway.hub.knowledge.capability.model_response import CAPABILITIES, Phase
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.browser import chromium, faults_of_pages, see, too_wide
from hub.conftest import PASSWORD, SmallWorld
from hub.organisations.signing_in import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    yield from chromium()


def test_an_assessment_can_be_read_at_every_width(
    browser: "Browser", committed_world: SmallWorld, live_server: Any
) -> None:
    world = committed_world
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police")
    oversight = world.organisation(OrganisationKind.OVERSIGHT, "Lantern Oversight")
    chief = world.member(force, Role.SUPERVISOR, Role.ADMINISTRATOR, name="Rowan Vale")
    evidence = Evidence(kind=EvidenceKind.LINK, text="Minutes of the board", where="https://example.org/minutes")
    for turn, begin in enumerate((date(2025, 6, 1), date(2026, 6, 1))):
        draft = start_assessment(chief, about="Kent", as_of=begin)
        for place, capability in enumerate(CAPABILITIES[: 3 + turn]):
            phase = Phase(min(1 + (place + turn) % 4, 4))
            said = Judgement(
                capability=capability.code, phase=phase, reasons="It works where somebody sees to it.",
                gaps="No cover at night.", evidence=(evidence,), owner="Head of unit",
                next_step="Write the rota down", next_step_on=date(2026, 12, 1),
            )  # fmt: skip
            judge(chief, draft, said)
        version = publish_assessment(chief, draft)
    share_published(chief, version, is_shared=True)
    third = start_assessment(chief, about="Kent", as_of=date(2026, 9, 1), begin_from=version)
    invitation = invite_reviewer(chief, third, oversight.id)
    auditor = world.member(oversight, Role.AUDITOR, name="Ira Fell")
    comment_on(auditor, invitation, "leadership", view=View.DISAGREE, text="The board has no means of its own.")
    comment_on(auditor, invitation, "legislation", view=View.AGREE)
    reader, reviewer = client_of(chief), client_of(auditor)
    visits = [(reader, f"/capability/{path}") for path in (f"{third}/", f"{third}/judge/leadership/", "compare/")]
    visits.append((reviewer, f"/capability/reviews/{invitation}/leadership/"))
    assert faults_of_pages(browser, live_server.url, visits) == []


def test_a_desk_is_simulated_without_a_script(
    browser: "Browser", committed_world: SmallWorld, live_server: Any
) -> None:
    world = committed_world
    chief = world.member(world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police"), Role.SUPERVISOR)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/account/login/?next=/staffing/")
    page.get_by_label("Email").fill(world.email_of(chief))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("How would this desk fare?").check()
    page.get_by_role("button", name="Simulate").click()
    see(page.get_by_role("heading", name="How this desk would fare"))
    assert not too_wide(page, 1280)
    context.close()
