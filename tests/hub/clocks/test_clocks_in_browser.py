"""The pages of clocks, of files that are held and of senders in a real Chromium."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.clocks.commands.choose import NewClock, choose_clock
from causeway.hub.road.referrals.commands.ask_sender import ask_sender
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.retention.commands.hold import hold_file
from causeway.hub.road.retention.commands.tell import warn_of_endings
from causeway.timing import YEAR_DAYS, Duty, Term, Unit
from causeway.vocabulary.organisations import Role
from hub.browser import chromium, faults_of_pages
from hub.conftest import SmallWorld
from hub.desk_at_work import about, desk_at_work, picture
from hub.organisations.signing_in import client_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def test_the_pages_are_accessible_fit_and_break_no_policy(
    browser: "Browser", committed_world: SmallWorld, tmp_path: Path, settings: Any, live_server: Any
) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    road, now = desk_at_work(committed_world), timezone.now()
    world = road.world
    supervisor, analyst = (world.member(world.desk, role) for role in (Role.SUPERVISOR, Role.ANALYST))
    for days, shift in ((5, 0), (4, 9)):
        chosen = NewClock(
            term=Term(count=days, unit=Unit.WORKING_DAYS),
            reason="Policy 12.",
            warn_hours=30,
            escalate_hours=4,
            starts_at=now + timedelta(days=shift),
        )
        choose_clock(supervisor, Duty.QUESTION, chosen, now=now)
    referral_id = road.send(about("tidepool"), picture(1))
    road.work()
    question_id = ask_sender(analyst, referral_id, "Which room was it?")
    with acting_as(supervisor):
        file_id = told(referral_id).files[0].attachment_id
    hold_file(supervisor, file_id, "A court order.")
    road.send(about("lantern"))
    warn_of_endings(road.program(road.service), now + timedelta(days=2 * YEAR_DAYS))
    boss, desk, sender = client_of(supervisor), client_of(analyst), client_of(world.administrator(road.service))
    visits = [
        (boss, reverse("clocks:rules")),
        (boss, reverse("clocks:clock", args=["question"])),
        (boss, reverse("clocks:clock", args=["band_high"])),
        (boss, reverse("clocks:calendar")),
        (boss, reverse("retention:hold_file", args=[file_id])),
        (boss, reverse("retention:rules")),
        (desk, reverse("referrals:referral", args=[referral_id])),
        (desk, reverse("referrals:pause_question", args=[referral_id, question_id])),
        (desk, reverse("outcomes:senders")),
        (sender, reverse("outcomes:profile")),
        (sender, reverse("clocks:rules")),
        (sender, reverse("retention:ending")),
    ]
    assert faults_of_pages(browser, live_server.url, visits) == []
