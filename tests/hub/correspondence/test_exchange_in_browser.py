"""Messages and contact points in a real Chromium: nothing serious for axe, nothing wider than a phone, no policy
broken.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from causeway.hub.base.contacts.commands.keep_point import NewPoint, add_point
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver, begin_thread
from causeway.hub.commons.correspondence.commands.keep_group import NewGroup, begin_topic, found_group
from causeway.hub.commons.correspondence.commands.meet import NewAction, NewMeeting, call_meeting, write_minutes
from causeway.hub.commons.correspondence.commands.open_thread import open_thread
from causeway.hub.commons.correspondence.commands.write_message import write_message
from causeway.hub.commons.correspondence.documents import Offered
from causeway.hub.commons.correspondence.posting import NewMessage
from causeway.vocabulary.contacts import ContactPurpose
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Role
from hub.browser import chromium, quiet, serious_faults, too_wide
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def test_every_page_is_accessible_and_fits_a_phone(
    browser: "Browser", committed_world: SmallWorld, live_server: LiveServer, tmp_path: Path, settings: Any
) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    world = committed_world
    force = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code="GB-KENT")
    school = world.organisation(OrganisationKind.PARTNER, "Saltmarsh School", partner_kind=PartnerKind.SCHOOL)
    world.agree(force, school, Category.CORRESPONDENCE)
    world.agree(school, force, Category.CORRESPONDENCE)
    world.agree(force, world.desk, Category.CORRESPONDENCE)
    officer = world.member(force, Role.INVESTIGATOR, Role.SUPERVISOR, Role.DATA_PROTECTION_OFFICER, name="Ines Ferry")
    lead = world.member(school, Role.SAFEGUARDING_LEAD, name="Ama Holm")
    point = NewPoint(
        purpose=ContactPurpose.URGENT,
        label="Duty desk",
        mailbox="a-rather-long-mailbox-for-the-duty-desk@example.org",
        phone="+44 1632 960123",
        hours="Mo-Fr 09:00-17:00; PH off",
        zone="Europe/London",
        languages=("en", "nl"),
        note="Say that you call from Causeway.",
    )
    add_point(officer, point)
    document = Offered(name="plan-of-the-bridge.pdf", sealed=write_sealed([b"%PDF-1.4 a bridge"]))
    first = NewMessage(
        text="Please call us about the bridge.\n\nWe are there until five.",
        documents=[document],
        due_at=timezone.now() + timedelta(days=2),
    )
    to = [Receiver(organisation_id=school.id, roles=(Role.SAFEGUARDING_LEAD,))]
    thread_id = begin_thread(officer, "Works at the bridge near Quay Street", to, first)
    open_thread(lead, thread_id)
    write_message(lead, thread_id, NewMessage(text="We will.", handling=Handling.GREEN, asks_acknowledgement=True))
    world.agree(force, school, Category.PRACTICE)
    about = NewGroup(name="Bridges of two shores", purpose="To compare practice.", basis="Memorandum 7", chair="Jo")
    group_id = found_group(officer, about, [school.id])
    begin_topic(officer, group_id, "Lamps", NewMessage(text="Which lamps?"))
    soon = timezone.now() + timedelta(days=7)
    meeting_id = call_meeting(officer, group_id, NewMeeting(title="First meeting", starts_at=soon, agenda="Lamps."))
    action = NewAction(owner_id=force.id, text="Buy lamps for the bridge.", due_on=soon.date())
    write_minutes(officer, meeting_id, "We met, and spoke of lamps.", [action])
    session = client_of(officer).cookies["causeway_session"].value
    context = browser.new_context(viewport={"width": 320, "height": 800})
    context.add_cookies([{"name": "causeway_session", "value": session, "url": live_server.url}])
    page, said = quiet(context)
    messages = f"/messages/{thread_id}/"
    group = f"/messages/groups/{group_id}/"
    addresses = (
        "/messages/", "/messages/new/", messages, group, f"{group}meetings/{meeting_id}/", "/contacts/",
        "/organisation/contact-points/", "/organisation/contact-points/add/",
    )  # fmt: skip
    for address in addresses:
        page.goto(live_server.url + address)
        assert serious_faults(page) == [], address
        assert not too_wide(page, 320), address
    assert [line for line in said if "favicon" not in line] == []
    context.close()
