"""Who may decide a candidate is said in one place: the desk, mails and pages agree on it."""

from datetime import timedelta
from itertools import chain, combinations

import pytest
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Member
from causeway.hub.road.candidates.commands.keep_check import keep_check
from causeway.hub.road.candidates.commands.place_check import place_check
from causeway.hub.road.candidates.commands.tell_of_pressing import TELL_AGAIN_AFTER, tell_of_pressing
from causeway.hub.road.candidates.commands.tell_of_stuck import tell_of_stuck
from causeway.hub.road.candidates.deciders import able_among, open_to, waits_for_nobody
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.organisations import Role
from hub.candidates.desk_world import Desk, warned
from hub.candidates.test_ordering import DANGER


def _alone(desk: Desk, *stay: Actor) -> None:
    with acting_as(desk.world.member(desk.service, Role.ADMINISTRATOR)):
        Member.objects.exclude(id__in=[one.member_id for one in stay]).update(is_active=False)


@pytest.mark.parametrize("supervisors", [0, 1, 2])
def test_what_waits_for_nobody_is_what_is_open_to_none_of_the_desks_people(desk: Desk, supervisors: int) -> None:
    leading = [desk.supervisor, desk.world.member(desk.service, Role.SUPERVISOR)][:supervisors]
    people = [desk.first, desk.second, *leading]
    _alone(desk, *people)
    candidate_id = desk.receive(warned()).id
    judges = [one.member_id for one in people]
    every = chain.from_iterable(combinations(judges, count) for count in range(len(judges) + 1))
    for judged_by in every:
        for stage in (Stage.FIRST, Stage.SECOND, Stage.SUPERVISOR, Stage.ENDED):
            with acting_as(desk.program):
                Candidate.objects.update(stage=stage.value, judged_by=list(judged_by))
            able = set()
            for one in people:
                with acting_as(one):
                    if Candidate.objects.filter(open_to(one), id=candidate_id).exists():
                        able.add(one.member_id)
            with acting_as(desk.program):
                assert able_among(Candidate.objects.filter(id=candidate_id)) == able
                is_stuck = Candidate.objects.filter(waits_for_nobody(), id=candidate_id).exists()
            assert is_stuck is (stage is not Stage.ENDED and not able)


def _mails(desk: Desk) -> list[str]:
    with acting_as(desk.world.program(desk.service)):
        return sorted(Notice.objects.filter(channel="mail").values_list("to", flat=True))


def test_where_nobody_may_decide_what_presses_those_who_can_invite_somebody_are_told_once(desk: Desk) -> None:
    program, now = desk.world.program(desk.service), timezone.now()
    manager = desk.world.member(desk.service, Role.ADMINISTRATOR)
    received = desk.receive(warned(warning=DANGER))
    desk.judge(desk.first, received.id, Decision.NOT_HARMFUL, asks_second=True)
    _alone(desk, desk.first, manager)
    assert [tell_of_pressing(program, now + turn * TELL_AGAIN_AFTER) for turn in range(3)] == [1, 0, 0]
    assert _mails(desk) == [desk.world.email_of(manager)]
    desk.receive(warned(handle="other.seller", warning=DANGER))
    assert tell_of_pressing(program, now + timedelta(hours=2)) == 1
    assert _mails(desk) == sorted([desk.world.email_of(manager), desk.world.email_of(desk.first)])


def test_nobody_is_asked_for_because_of_a_check_that_everybody_knows(desk: Desk) -> None:
    program, now = desk.world.program(desk.service), timezone.now()
    received = desk.receive(warned())
    desk.judge(desk.first, received.id, Decision.NOT_HARMFUL)
    keep_check(desk.supervisor, received.id, Decision.NOT_HARMFUL, "It is a bridge club.")
    _alone(desk, desk.first, desk.supervisor)
    assert place_check(program, now)
    assert tell_of_stuck(program, now) == 0


def test_where_nobody_reviews_at_all_they_are_told_once_too(desk: Desk) -> None:
    program, now = desk.world.program(desk.service), timezone.now()
    manager = desk.world.member(desk.service, Role.ADMINISTRATOR)
    _alone(desk, manager)
    desk.receive(warned(warning=DANGER))
    assert [tell_of_pressing(program, now + turn * TELL_AGAIN_AFTER) for turn in range(3)] == [1, 0, 0]
    assert _mails(desk) == [desk.world.email_of(manager)]
