"""Letters about completeness: what was missing and how often, released by a person, and of one sender alone."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.road.outcomes.commands.release_letter import release_letter
from causeway.hub.road.outcomes.letter_shown import letter_shown
from causeway.hub.road.outcomes.queries import letters
from causeway.hub.road.outcomes.queries.letters import Letter, draft_letter, letters_due, letters_received, open_letter
from causeway.triage import completeness_trend
from causeway.triage.completeness_trend import Gap, SenderCompleteness
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work
from hub.organisations.signing_in import client_of

SENT = 3
"""The engine's own tests hold that it takes ten."""


@pytest.fixture
def desk(world: SmallWorld, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> DeskAtWork:
    """A desk that received enough by one service and too little by another; a letter may tell of today too."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    today = timezone.now().date() + timedelta(days=2)
    monkeypatch.setattr(completeness_trend, "LEAST_GROUP", SENT)
    monkeypatch.setattr(letters, "period", lambda actor: (today - letters.PERIOD, today))
    road = desk_at_work(world)
    other = world.organisation(OrganisationKind.SERVICE, "Door Knob Market")
    world.agree(other, world.desk, Category.REFERRAL)
    for number in range(SENT):
        road.send(about(f"gate-{number}"))
    road.send(about("knob"), by=world.member(other, Role.SENDER))
    road.work()
    return road


@pytest.fixture
def lead(desk: DeskAtWork) -> Actor:
    return desk.world.member(desk.world.desk, Role.SUPERVISOR)


def test_a_person_releases_a_letter_and_its_sender_reads_it(desk: DeskAtWork, lead: Actor) -> None:
    due = letters_due(lead)
    assert [(one.name, one.referrals, one.last_at) for one in due.items] == [("Harbour Chat", SENT, None)]
    assert due.total == 1
    letter_id = release_letter(lead, desk.service.id)
    (letter,) = letters_received(desk.sender)
    assert (letter.id, letter.desk, letter.found.referrals) == (letter_id, "Causeway Desk", SENT)
    assert "subject_ip" in {gap.code for gap in letter.found.gaps}
    with acting_as(lead):
        mails = Notice.objects.filter(about_id=letter_id).values_list("to", "subject")
        assert list(mails) == [(desk.service.mailbox, "How complete your referrals were")]
    with acting_as(desk.sender):
        assert [entry.act for entry in timeline_of(letter_id)] == [Act.COMPLETENESS_LETTER_RELEASED]
    with pytest.raises(Conflict, match="four weeks"):
        release_letter(lead, desk.service.id)


def test_the_next_letter_is_compared_with_the_last(desk: DeskAtWork, lead: Actor) -> None:
    first = open_letter(lead, release_letter(lead, desk.service.id))
    assert first.before is None
    assert draft_letter(lead, desk.service.id).before == first.found


def test_nobody_else_reads_it_and_too_few_get_none(desk: DeskAtWork, lead: Actor) -> None:
    letter_id = release_letter(lead, desk.service.id)
    with pytest.raises(NotFound, match="too few"):
        release_letter(lead, desk.kent.id)
    outsider = desk.world.member(desk.world.organisation(OrganisationKind.SERVICE, "Far Shore"), Role.SENDER)
    with pytest.raises(NotFound):
        open_letter(outsider, letter_id)
    assert not letters_received(outsider)
    with pytest.raises(NotPermitted):
        release_letter(desk.sender, desk.service.id)


def _page(client: Client, name: str, *ids: UUID) -> str:
    answer = client.get(reverse(f"outcomes:{name}", args=ids))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_pages_lead_from_the_list_to_the_letter_and_its_pdf(desk: DeskAtWork, lead: Actor) -> None:
    browser, sender = client_of(lead), client_of(desk.sender)
    draft = reverse("outcomes:letter_draft", args=[desk.service.id])
    assert draft in _page(browser, "letters_due")
    assert "No letter yet" in _page(sender, "letters")
    said = browser.get(draft).content.decode()
    assert "In 100% of your referrals (3)." in said
    assert "What would change it:" in said
    assert "Door Knob Market" not in said
    assert browser.post(draft).status_code == 302
    (letter,) = letters_received(desk.sender)
    assert letter.id is not None
    assert "In 100% of your referrals (3)." in _page(sender, "letter", letter.id)
    assert sender.get(reverse("outcomes:letter_file", args=[letter.id])).content.startswith(b"%PDF")


def test_who_sends_very_many_leaves_no_other_sender_without_a_letter(
    desk: DeskAtWork, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    flooding = desk.world.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    desk.world.agree(flooding, desk.world.desk, Category.REFERRAL)
    sender = desk.world.member(flooding, Role.SENDER)
    for number in range(2 * SENT):
        desk.send(about(f"lantern-{number}"), by=sender)
    desk.work()
    monkeypatch.setattr(letters, "MOST_OF_EACH", SENT)
    assert [(one.name, one.referrals) for one in letters_due(lead).items] == [
        ("Lantern Forum", 2 * SENT),
        ("Harbour Chat", SENT),
    ]
    whole, drawn = (draft_letter(lead, one.id) for one in (desk.service, flooding))
    assert (whole.found.referrals, whole.found.told) == (SENT, None)
    assert (drawn.found.referrals, drawn.found.told) == (SENT, 2 * SENT)
    said = " ".join(letter_shown(drawn).lead)
    assert "you told us 6 referrals" in said
    assert "rest on 3 of them, drawn by chance" in said
    monkeypatch.setattr(letters, "AT_ONCE", 1)
    assert [(one.name, letters_due(lead, 2).total) for one in letters_due(lead, 2).items] == [("Harbour Chat", 2)]


@pytest.mark.parametrize(
    ("days_more", "nowhere_more", "said"),
    [
        (None, None, ["cannot be said"]),
        (-1.0, None, ["No cost shows"]),
        (2.5, None, ["2.5 days longer"]),
        (None, 0.2, ["20 percentage points"]),
        (2.5, 0.2, ["2.5 days longer", "20 percentage points"]),
    ],
)
def test_a_letter_always_says_what_a_gap_cost_or_that_it_cannot_be_said(
    days_more: float | None, nowhere_more: float | None, said: list[str]
) -> None:
    gap = Gap(code="address", referrals=12, share=0.4, days_more=days_more, nowhere_more=nowhere_more)
    whole = SenderCompleteness(sender="s", referrals=30, score=50.0, months=(), gaps=(gap,))
    (shown,) = letter_shown(
        Letter(
            id=None, desk="Desk", sender="Service", starts_on=date(2026, 8, 1), ends_on=date(2026, 10, 31),
            found=whole, before=None, released_at=None,
        )
    ).gaps  # fmt: skip
    assert len(shown.cost) == len(said)
    for line, part in zip(shown.cost, said, strict=True):
        assert part in line
