"""A service's desk: candidates with a file, judged by one person and by two, one of them waiting for the second."""

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.candidates.commands.answer_appeal import Answer, answer_appeal, take_appeal
from causeway.hub.road.candidates.commands.judge_candidate import NewJudgement, judge_candidate
from causeway.hub.road.candidates.commands.keep_check import keep_check
from causeway.hub.road.candidates.commands.keep_duty import go_on_duty
from causeway.hub.road.candidates.commands.place_check import place_check
from causeway.hub.road.candidates.commands.receive_appeal import receive_appeal
from causeway.hub.road.candidates.commands.receive_candidate import NewFile, receive_candidate
from causeway.hub.road.candidates.commands.set_own_care import Wanted, set_own_care
from causeway.hub.road.candidates.commands.set_up_desk import set_up_desk
from causeway.hub.road.candidates.commands.take_candidate import take_candidate
from causeway.hub.road.candidates.looking import note_look
from causeway.hub.road.candidates.models import PlacedCheck
from causeway.hub.road.candidates.settings import Settings
from causeway.hub.road.candidates.sparing import Limits
from causeway.vocabulary.candidates import AccountAppeal, AppealOutcome, Candidate, CandidateSource, Decision, Measure
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.referral import Account, Party, PartyRole

if TYPE_CHECKING:
    from road.stories import Story

KNOB = b"a drawn door knob"


def candidates_at_a_desk(story: "Story") -> None:
    """Every table of candidates holds something, of two services, and nothing of it is anybody else's."""
    world = story.world
    for service in (story.service, story.other_service):
        _issued, program = world.credential(service, Scope.SEND_CANDIDATES)
        reviewer = world.member(service, Role.REVIEWER, Role.SUPERVISOR)
        set_up_desk(reviewer, Settings(lock_minutes=20))
        go_on_duty(reviewer)
        for decision in (Decision.NOT_HARMFUL, Decision.CANNOT_TELL):
            seen = Candidate(
                source=CandidateSource.USER_REPORT,
                at=timezone.now(),
                seen=f"A door knob, {hashlib.sha256(KNOB).hexdigest()}",
                holder=Party(role=PartyRole.SUBJECT, accounts=(Account(service=service.name, handle="knob.seller"),)),
            )
            received = receive_candidate(program, seen, (NewFile(written=write_sealed([KNOB]), name="knob.jpg"),))
            take_candidate(reviewer, received.id)
            judge_candidate(reviewer, received.id, NewJudgement(decision=decision, reason="It shows a door knob."))
            if decision is Decision.NOT_HARMFUL:
                keep_check(reviewer, received.id, decision, "A door knob is all that it shows.")
                _appeal(program, world.member(service, Role.REVIEWER), received.id)
        _check(story, service)


def _check(story: "Story", service: Organisation) -> None:
    """What was kept comes as a check, which a colleague answers, and comes once more to wait for another."""
    colleague, program = story.world.member(service, Role.REVIEWER), story.world.program(service)
    place_check(program, timezone.now())
    with acting_as(program):
        check_id = PlacedCheck.objects.get().candidate_id
    take_candidate(colleague, check_id)
    with acting_as(colleague):
        note_look(colleague, timezone.now(), is_clear=False)
    set_own_care(colleague, Wanted(is_small=True, limits=Limits(break_after_looks=5)))
    judge_candidate(colleague, check_id, NewJudgement(decision=Decision.OTHER_BREACH, reason="It is for sale."))
    place_check(program, timezone.now())


def _appeal(program: Actor, colleague: Actor, candidate_id: UUID) -> None:
    """The account's holder appeals, and somebody who did not decide answers that the decision stands."""
    appeal = AccountAppeal(measure=Measure.CONTENT_REMOVED, text=f"It is mine, {hashlib.sha256(KNOB).hexdigest()}")
    received = receive_appeal(program, candidate_id, appeal)
    take_appeal(colleague, received.id)
    answer_appeal(colleague, received.id, Answer(outcome=AppealOutcome.STANDS, reasons="It is for sale elsewhere."))
