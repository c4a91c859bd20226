"""However much ends, all of it is told of and erased: some at once, again and again, and nothing stands before it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.intake.commands.keep_draft import start_draft
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.working.ticking import hooks, with_something_owed
from causeway.hub.road.referrals.queries.told import reference_of
from causeway.hub.road.retention.commands import run, tell
from causeway.hub.road.retention.commands.choose import choose_retention
from causeway.hub.road.retention.commands.forgetting import Forgotten
from causeway.hub.road.retention.commands.hold import hold_referral
from causeway.hub.road.retention.commands.run import erase_what_ended, plan
from causeway.hub.road.retention.commands.tell import warn_of_endings
from causeway.hub.road.retention.models import Ending, Remnant
from causeway.hub.road.retention.queries import report
from causeway.timing import WARN_DAYS, YEAR_DAYS, Kept
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from hub.desk_at_work import DeskAtWork, about

AHEAD, LONG = timedelta(days=WARN_DAYS), timedelta(days=30 * YEAR_DAYS)
CLOSED = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.OTHER)


@pytest.fixture
def two_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tell, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(run, "MOST_AT_ONCE", 2)


def _closed_at_kent(road: DeskAtWork, count: int) -> list[UUID]:
    numbers = [road.send(about(f"tidepool{number}")) for number in range(count)]
    road.work()
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    for number in numbers:
        record_outcome(officer, number, CLOSED)
    road.work()
    return numbers


def _told_of(actor: Actor, kept: Kept) -> int:
    with acting_as(actor):
        return Ending.objects.filter(kept=kept.value).exclude(warned_at=None).count()


@pytest.mark.usefixtures("two_at_once")
def test_what_was_told_of_hides_nothing_behind_it_and_all_is_erased_in_turn(road: DeskAtWork) -> None:
    program = road.program(road.service)
    late = timezone.now() + LONG
    for _ in range(3):
        start_draft(road.sender)
    assert warn_of_endings(program, late) == 3
    for _ in range(3):
        start_draft(road.sender)
    assert warn_of_endings(program, late + timedelta(days=1)) == 3, "those before stand there for thirty days yet"
    assert warn_of_endings(program, late + timedelta(days=1)) == 0, "once"
    with acting_as(program):
        mails = Notice.objects.filter(subject="What you keep comes to its end").values_list("body", flat=True)
        assert {"3 things" in str(body) for body in mails} == {True}
        assert len(mails) == 2, "one each time, however many pages that took"
    assert [len(erase_what_ended(program, late + AHEAD)) for _ in range(3)] == [2, 1, 0]
    assert [len(erase_what_ended(program, late + AHEAD + timedelta(days=1))) for _ in range(3)] == [2, 1, 0]
    with acting_as(program):
        assert Remnant.objects.filter(kept=Kept.DRAFT.value).count() == 6


@pytest.mark.usefixtures("two_at_once")
def test_among_many_a_hold_and_a_case_keep_their_own_alone(road: DeskAtWork) -> None:
    numbers, force = _closed_at_kent(road, 6), road.program(road.kent)
    hold_referral(road.world.member(road.kent, Role.SUPERVISOR), numbers[0], "A court order.")
    late = timezone.now() + LONG
    assert warn_of_endings(force, late) == 5
    open_case(road.world.member(road.kent, Role.INVESTIGATOR), numbers[3])
    assert (plan(force, late + AHEAD).now, plan(force, late + AHEAD).later) == (4, 0)
    assert [len(erase_what_ended(force, late + AHEAD)) for _ in range(3)] == [2, 2, 0]
    with acting_as(force):
        assert {reference_of(number) for number in (numbers[0], numbers[3])}
        assert not Ending.objects.exists(), "what was not over then has to be told of anew"


def test_an_end_that_moves_is_told_of_anew_before_anything_goes(road: DeskAtWork) -> None:
    program = road.program(road.service)
    start_draft(road.sender)
    late = timezone.now() + timedelta(days=365)
    assert warn_of_endings(program, late) == 1
    administrator = road.world.administrator(road.service)
    choose_retention(administrator, Kept.DRAFT, 60, "Policy 12.")
    assert erase_what_ended(program, late + AHEAD) == [], "it was told of another end"
    assert warn_of_endings(program, late + AHEAD) == 1
    assert len(erase_what_ended(program, late + 2 * AHEAD)) == 1


def test_one_that_cannot_be_erased_holds_up_nothing_behind_it(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program, late = road.program(road.service), timezone.now() + LONG
    first = start_draft(road.sender)
    warn_of_endings(program, late)
    start_draft(road.sender)
    warn_of_endings(program, late + timedelta(hours=1))
    forget: Callable[[UUID], Forgotten] = run._FORGET[Kept.DRAFT]

    def fail_on_the_first(number: UUID) -> Forgotten:
        if number == first:
            raise ValueError(f"a fault that quotes {number}")
        return forget(number)

    monkeypatch.setitem(run._FORGET, Kept.DRAFT, fail_on_the_first)
    assert len(erase_what_ended(program, late + 2 * AHEAD)) == 1
    assert "ValueError" in caplog.text
    assert str(first) not in caplog.text


def test_erasing_goes_on_beside_the_rounds_as_long_as_anything_is_over(road: DeskAtWork) -> None:
    program, late = road.program(road.service), timezone.now() + LONG
    own = [hook for hook in hooks(apart=True) if "end of its time" in hook.name]
    assert len(own) == 2

    def owing(now: datetime) -> list[str]:
        return [hook.name for hook in with_something_owed(program, own, now) if hook.owed]

    start_draft(road.sender)
    telling, erasing = sorted(own, key=lambda hook: hook.owed is not None)
    assert telling.run(program, late) == 0, "it has looked at all"
    assert _told_of(program, Kept.DRAFT) == 1
    assert owing(late) == []
    assert owing(late + AHEAD) == [erasing.name]
    assert erasing.run(program, late + AHEAD) == 1
    assert owing(late + AHEAD) == []


def test_the_page_shows_each_thing_page_by_page_and_where_to_hold_it_back(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "ENDINGS_A_PAGE", 2)
    monkeypatch.setattr("causeway.hub.road.retention.views.ending.ENDINGS_A_PAGE", 2)
    numbers, force = _closed_at_kent(road, 3), road.program(road.kent)
    supervisor = road.world.member(road.kent, Role.SUPERVISOR)
    client, address = Client(), reverse("retention:ending")
    client.force_login(Account.objects.get(email=road.world.email_of(supervisor)))
    assert "Nothing ends soon." in client.get(address).content.decode()
    warn_of_endings(force, timezone.now() + LONG)
    assert f'{address}?kept=referral_content">3<' in client.get(reverse("retention:rules")).content.decode()
    pages = [client.get(address, {"page": page}).content.decode() for page in (1, 2)]
    with acting_as(force):
        references = [reference_of(number) for number in numbers]
    assert [sum(reference in page for reference in references) for page in pages] == [2, 1]
    assert all(
        sum(reverse("retention:hold_referral", args=[number]) in page for page in pages) == 1 for number in numbers
    )
    client.force_login(Account.objects.get(email=road.world.email_of(road.world.member(road.kent, Role.AUDITOR))))
    assert "Hold it back" not in client.get(address).content.decode(), "an auditor reads only"
    client.force_login(Account.objects.get(email=road.world.email_of(road.world.member(road.kent, Role.INVESTIGATOR))))
    assert client.get(address).status_code == 403
