"""A few deadlines are told one by one, a flood's together, and nothing hides another sender's."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import reverse

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.base.clocks.models import Clock
from causeway.hub.base.notices.models import Notice
from causeway.hub.road.queues import clock_gathering
from causeway.hub.road.queues.clock_gathering import GATHERED_EVERY, SINGLY, tell_of_lines
from causeway.hub.road.referrals.queries.told import reference_of
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.desk_at_work import DeskAtWork, about

SECOND = timedelta(seconds=1)
LONG_AFTER = datetime.fromisoformat("2040-07-01T12:00:00+00:00")


def _lines(road: DeskAtWork, count: int, *, by: Actor | None = None) -> list[UUID]:
    """So many lines of one sender at the force, none about what another is about, and none of them due yet."""
    own = by or road.sender
    numbers = [road.send(about(f"tern-{own.organisation_id.hex[:6]}-{number}"), by=own) for number in range(count)]
    road.work()
    _due(road.program(road.kent), numbers, LONG_AFTER)
    return numbers


def _due(force: Actor, referral_ids: Iterable[UUID], due_at: datetime) -> None:
    """Let the clocks of these lines run out at one moment, and warn half an hour before."""
    with acting_as(force):
        rows = Clock.objects.filter(subject_id__in=list(referral_ids))
        rows.update(due_at=due_at, warn_at=due_at - timedelta(minutes=30))


def _mails(force: Actor, word: str) -> list[tuple[str, str, str]]:
    with acting_as(force):
        rows = Notice.objects.filter(subject__contains=word).order_by("created_at", "id")
        return [(row.to, row.subject, row.body["text"]) for row in rows]


@pytest.fixture
def due_at(road: DeskAtWork) -> datetime:
    """On a summer's day, when the clocks of Kent do not show UTC."""
    return datetime.fromisoformat("2031-07-01T12:00:00+00:00")


def test_a_few_are_told_one_by_one_with_where_to_open_them(road: DeskAtWork, due_at: datetime) -> None:
    numbers, force = _lines(road, 2), road.program(road.kent)
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    _due(force, numbers, due_at)
    assert tell_of_lines(force, due_at - SECOND) == 2
    assert tell_of_lines(force, due_at - SECOND) == 0, "once"
    with acting_as(force):
        references = {reference_of(number) for number in numbers}
    mails = _mails(force, "A deadline is near")
    assert {(to, subject) for to, subject, _ in mails} == {
        (road.world.email_of(duty), f"A deadline is near: {reference}") for reference in references
    }
    for number in numbers:
        address = settings.BASE_URL + reverse("referrals:referral", args=[number])
        assert sum(address in text for _, _, text in mails) == 1
    assert all("1 Jul 2031, 13:00 BST" in text for _, _, text in mails), "by the organisation's own wall clock"
    assert not any("tern" in f"{subject}{text}" for _, subject, text in mails)


def test_a_flood_is_told_together_and_no_more_often_than_in_a_quarter_of_an_hour(
    road: DeskAtWork, due_at: datetime
) -> None:
    force, supervisor = road.program(road.kent), road.world.member(road.kent, Role.SUPERVISOR)
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    numbers = _lines(road, SINGLY + 3)
    first, later = numbers[:-1], numbers[-1:]
    _due(force, first, due_at)
    now = due_at - timedelta(minutes=20)
    assert tell_of_lines(force, now) == SINGLY + 2
    ((to, subject, text),) = _mails(force, "near")
    assert (to, subject) == (road.world.email_of(duty), f"{SINGLY + 2} deadlines are near")
    assert settings.BASE_URL + reverse("queues:queue") + "?sort=due" in text
    _due(force, later, due_at)
    assert tell_of_lines(force, now + SECOND) == 0, "it waits for the next mail"
    assert tell_of_lines(force, now + GATHERED_EVERY) == 1
    assert len(_mails(force, "near")) == 2
    assert tell_of_lines(force, due_at + SECOND) == SINGLY + 3
    climbed = _mails(force, "have passed")
    assert {to for to, _, _ in climbed} == {road.world.email_of(duty), road.world.email_of(supervisor)}
    assert len(climbed) == 2, "one each"


def test_a_flood_hides_no_line_of_another_sender(road: DeskAtWork, due_at: datetime) -> None:
    other = road.world.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    road.world.agree(other, road.world.desk, Category.REFERRAL)
    force = road.program(road.kent)
    flood = _lines(road, SINGLY + 1)
    _due(force, flood, due_at)
    now = due_at - timedelta(minutes=20)
    assert tell_of_lines(force, now) == SINGLY + 1
    (one,) = _lines(road, 1, by=road.world.member(other, Role.SENDER))
    _due(force, [*_lines(road, 1), one], due_at)
    assert tell_of_lines(force, now + SECOND) == 1
    with acting_as(force):
        assert len(_mails(force, reference_of(one))) == 1


@pytest.mark.parametrize("is_climbing", [False, True])
def test_a_flood_larger_than_a_round_hides_no_later_deadline(
    road: DeskAtWork, due_at: datetime, monkeypatch: pytest.MonkeyPatch, *, is_climbing: bool
) -> None:
    monkeypatch.setattr(clock_gathering, "_MOST_AT_ONCE", SINGLY + 1)
    other = road.world.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    road.world.agree(other, road.world.desk, Category.REFERRAL)
    force, now = road.program(road.kent), due_at + timedelta(minutes=60 if is_climbing else -25)
    _due(force, _lines(road, 2 * SINGLY + 3), due_at)
    (one,) = _lines(road, 1, by=road.world.member(other, Role.SENDER))
    _due(force, [one], due_at + SECOND)
    assert tell_of_lines(force, now) == SINGLY + 1
    assert tell_of_lines(force, now + SECOND) == 1, "the rest of the flood fills no round while it waits"
    with acting_as(force):
        assert len(_mails(force, reference_of(one))) == 1
    assert tell_of_lines(force, now + 2 * SECOND) == 0
    assert tell_of_lines(force, now + GATHERED_EVERY) == SINGLY + 1


def test_lines_that_climb_unwarned_hold_back_no_warning(road: DeskAtWork, due_at: datetime) -> None:
    force, numbers = road.program(road.kent), _lines(road, SINGLY + 2)
    _due(force, numbers[:-1], due_at)
    assert tell_of_lines(force, due_at + SECOND) == SINGLY + 1
    assert _mails(force, "near") == []
    _due(force, numbers[-1:], due_at + timedelta(minutes=5))
    assert tell_of_lines(force, due_at + SECOND) == 1
    assert len(_mails(force, "A deadline is near")) == 1


def test_only_the_program_tells(road: DeskAtWork, due_at: datetime) -> None:
    with pytest.raises(NotPermitted):
        tell_of_lines(road.world.member(road.kent, *Role), due_at)
