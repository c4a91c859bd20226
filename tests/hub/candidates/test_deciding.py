"""One person, two who agree, or a supervisor decide; a decision to refer is a referral that one press sends."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.clocks.keeping import ClockKind, clocks_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.advancing import advance
from causeway.hub.base.ledger.following import followers
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Member
from causeway.hub.base.vault.errors import Erased
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.knowledge.banks.models import Opinion
from causeway.hub.road.candidates.commands.keep_candidates import candidates_past_their_time, erase_old_candidates
from causeway.hub.road.candidates.commands.look_at_file import look_at_candidate_file
from causeway.hub.road.candidates.commands.make_referral import make_referral_again, reopen_candidate
from causeway.hub.road.candidates.commands.take_candidate import (
    release_candidate,
    take_candidate,
    take_next,
    take_over_candidate,
)
from causeway.hub.road.candidates.commands.tell_of_stuck import tell_of_stuck
from causeway.hub.road.candidates.models import Candidate, CandidateFile, Ending, Judgement
from causeway.hub.road.candidates.queries.came_of import Progress, came_of
from causeway.hub.road.candidates.queries.candidate_view import open_candidate
from causeway.hub.road.candidates.queries.desk import View, desk_counts, desk_page
from causeway.hub.road.candidates.settling import Stage
from causeway.hub.road.evidence.commands.look_at import Look
from causeway.hub.road.intake.commands.keep_draft import delete_draft
from causeway.hub.road.intake.commands.send_draft import send_draft
from causeway.hub.road.intake.queries.drafts import draft
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.hub.road.referrals.queries.attachments import attachments_of
from causeway.vocabulary.candidates import AccountWarning, Decision, WarningReason
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.signals import SignalKind
from hub.candidates.desk_world import KNOB, Desk, reported, screened, warned
from hub.desk_at_work import tools_at_work
from road.stories import bridge_picture


def test_each_of_two_people_gets_another_candidate_and_nobody_gets_what_is_held(desk: Desk) -> None:
    urgent, calm = desk.receive(warned(score=5.0)), desk.receive(screened(desk.known))
    assert take_next(desk.first) == urgent.id
    assert take_next(desk.second) == calm.id
    assert take_next(desk.supervisor) is None
    with pytest.raises(Conflict):
        take_candidate(desk.second, urgent.id)
    take_over_candidate(desk.second, urgent.id, "Robin has gone home.")
    with pytest.raises(Conflict):
        desk.judge(desk.first, urgent.id, Decision.CANNOT_TELL)
    release_candidate(desk.second, urgent.id)
    assert take_next(desk.supervisor) == urgent.id


def test_a_hold_that_ran_out_holds_nothing(desk: Desk) -> None:
    received = desk.receive(reported())
    take_candidate(desk.first, received.id)
    with acting_as(desk.program):
        Candidate.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert take_next(desk.second) == received.id


def test_a_decision_needs_the_hold_a_reason_and_for_a_referral_a_concern(desk: Desk) -> None:
    received = desk.receive(reported())
    with pytest.raises(Invalid) as refused:
        desk.judge(desk.first, received.id, Decision.NOT_HARMFUL, " ")
    assert refused.value.field == "reason"
    assert desk.row(received.id).decision == ""


def test_the_second_person_does_not_see_the_first_ones_decision_and_agreeing_ends_it(desk: Desk) -> None:
    received = desk.receive(screened(desk.known))
    standing = desk.judge(desk.first, received.id, Decision.NOT_HARMFUL, asks_second=True)
    assert standing.stage is Stage.SECOND
    seen = []
    for reader in (desk.first, desk.second, desk.supervisor):
        with acting_as(reader), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM candidates_judgement")  # past the manager: PostgreSQL itself holds it
            seen.append(cursor.fetchone()[0])
            assert not any("decision" in entry.details for entry in timeline_of(received.id))
    assert seen == [1, 0, 0]
    assert take_next(desk.first) is None
    standing = desk.judge(desk.second, received.id, Decision.NOT_HARMFUL)
    assert (standing.stage, standing.decision) == (Stage.ENDED, Decision.NOT_HARMFUL)
    with acting_as(desk.second):
        assert Judgement.objects.count() == 2


def test_two_who_differ_are_settled_by_a_supervisor_who_is_neither(desk: Desk) -> None:
    received = desk.receive(screened(desk.known))
    desk.judge(desk.first, received.id, Decision.NOT_HARMFUL, asks_second=True)
    assert desk.judge(desk.second, received.id, Decision.OTHER_BREACH).stage is Stage.SUPERVISOR
    third = desk.world.member(desk.service, *desk.first.roles)
    assert take_next(third) is None
    with pytest.raises(Conflict):
        desk.judge(third, received.id, Decision.NOT_HARMFUL)
    standing = desk.judge(desk.supervisor, received.id, Decision.OTHER_BREACH)
    assert (standing.stage, standing.decision) == (Stage.ENDED, Decision.OTHER_BREACH)
    with acting_as(desk.program):
        (ending,) = Ending.objects.all()
    assert (ending.decision, ending.opinion) == ("other_breach", "differed")


def test_a_child_in_danger_now_is_not_held_up_by_a_second_opinion(desk: Desk) -> None:
    received = desk.receive(warned())
    standing = desk.judge(desk.first, received.id, Decision.REFER, asks_second=True, is_urgent=True)
    assert standing.decision is Decision.REFER
    assert draft(desk.first, received.id).referral.emergency == "It shows a door knob."


def test_a_british_service_has_a_clock_from_the_decision_to_refer_until_it_is_sent(desk: Desk) -> None:
    urgent, calm = desk.receive(reported()), desk.receive(screened(desk.known))
    for received, is_urgent in ((urgent, True), (calm, False)):
        desk.judge(desk.first, received.id, Decision.REFER, is_urgent=is_urgent)
    run_until_idle(timezone.now(), worker=Worker(Hands(tools_at_work())))
    with acting_as(desk.program):
        (first,), (second,) = (clocks_of([one.id])[one.id] for one in (urgent, calm))
    given = [clock.due_at - clock.started_at for clock in (first, second)]
    assert given[0] == timedelta(hours=1)
    assert given[1] > timedelta(days=6)
    assert (first.kind, first.stopped_at) == (ClockKind.REPORT, None)
    send_draft(desk.first, urgent.id)
    run_until_idle(timezone.now(), worker=Worker(Hands(tools_at_work())))
    with acting_as(desk.program):
        assert [clock.stopped_at is not None for clock in clocks_of([urgent.id])[urgent.id]] == [True]


def test_a_wrong_match_is_told_to_the_bank_in_the_same_step(desk: Desk) -> None:
    received = desk.receive(screened(desk.known))
    desk.judge(desk.first, received.id, Decision.NOT_HARMFUL)
    with acting_as(desk.first):
        assert list(Opinion.objects.values_list("signal_id", "kind")) == [(desk.known, "wrong")]


def test_a_referral_has_all_that_is_known_filled_in_and_is_sent_by_one_act(desk: Desk) -> None:
    picture = bridge_picture()
    received = desk.receive(screened(desk.known, data=picture), picture)
    take_candidate(desk.first, received.id)
    with acting_as(desk.first):
        (file,) = CandidateFile.objects.all()
    assert b"".join(look_at_candidate_file(desk.first, file.id, Look.CLEAR).pieces) == picture
    desk.judge(desk.first, received.id, Decision.REFER, "It looks like a listed picture.")
    view = draft(desk.first, received.id)
    (attachment,) = view.referral.attachments
    assert (attachment.sha256, attachment.viewed_by_sender) == (file.sha256, True)
    assert "never proof" in (attachment.notes or "")
    assert attachment.upload_event is not None
    assert view.referral.parties[0].ip_events[0].port == 51234
    assert "Robin Holt: It looks like a listed picture." in (view.referral.narrative or "")
    referral_id = send_draft(desk.first, received.id)
    assert referral_id == received.id
    with acting_as(desk.first):
        came = came_of([received.id])[received.id]
        kinds = list(Opinion.objects.values_list("kind", flat=True))
    assert (came.progress, came.reference[:3], kinds) == (Progress.SENT, "CW-", ["right"])
    (sent,) = attachments_of(desk.first, referral_id)
    with acting_as(desk.first):
        assert sent.sealed_id is not None
        assert read_sealed(sent.sealed_id) == picture


def test_what_came_of_it_is_known_once_the_desk_has_looked_and_what_was_sent_is_not_erased(desk: Desk) -> None:
    received = desk.receive(warned())
    desk.judge(desk.first, received.id, Decision.REFER)
    send_draft(desk.first, received.id)
    run_until_idle(timezone.now(), worker=Worker(Hands(tools_at_work())))
    with acting_as(desk.first):
        assert came_of([received.id])[received.id].progress is Progress.WITH_DESK
    later = timezone.now() + timedelta(days=400)
    program = desk.world.program(desk.service)
    with acting_as(program):
        assert not candidates_past_their_time(program, later).exists()
    assert erase_old_candidates(program, later) == 0
    with pytest.raises(Conflict):
        reopen_candidate(desk.supervisor, received.id)


def test_warnings_reasons_stand_in_the_referral_in_words_and_sum_to_the_score(desk: Desk) -> None:
    spoken = [(f"kind_{number}", 1.0, f"Crossed {number} bridges") for number in range(12)]
    parts = [("prior", -7.0, ""), ("overlap", -0.5, ""), *spoken]
    reasons = tuple(WarningReason(id=name, amount=amount, reason=reason) for name, amount, reason in parts)
    received = desk.receive(warned(warning=AccountWarning(trigger="threshold", score=4.5, reasons=reasons)))
    desk.judge(desk.first, received.id, Decision.REFER)
    told = draft(desk.first, received.id).referral.narrative or ""
    assert "nothing of what they will find" in told
    assert "- Before anything is known: few accounts need a look (-7.00)" in told
    assert "- 3 smaller ones together (+1.50)" in told
    assert sum(float(amount) for amount in re.findall(r"\(([+-][0-9.]+)\)$", told, re.MULTILINE)) == 4.5


def test_digests_alone_are_a_file_of_the_referral_with_what_lists_say(desk: Desk) -> None:
    told = screened(desk.known)
    assert told.upload is not None
    (hit,) = told.upload.hits
    turned = replace(hit, kind=SignalKind.PDQ, value="0f" * 32, is_turned=True)
    received = desk.receive(replace(told, upload=replace(told.upload, digests=None, name=None, hits=(hit, turned))))
    desk.judge(desk.first, received.id, Decision.REFER)
    (attachment,) = draft(desk.first, received.id).referral.attachments
    assert [(one.kind, one.value) for one in attachment.stated_digests] == [("SHA256", hit.value)]
    assert attachment.viewed_by_sender is None
    assert attachment.upload_event == told.upload.upload_event
    assert "listed by Causeway Desk" in (attachment.notes or "")
    assert "never proof" in (attachment.notes or "")
    (sent,) = attachments_of(desk.first, send_draft(desk.first, received.id))
    assert sent.sealed_id is None


def test_a_deleted_draft_leaves_the_file_and_can_be_made_again(desk: Desk) -> None:
    received = desk.receive(screened(desk.known), KNOB)
    desk.judge(desk.first, received.id, Decision.REFER)
    with pytest.raises(Conflict):
        make_referral_again(desk.first, received.id)
    delete_draft(desk.first, received.id)
    with acting_as(desk.first):
        assert came_of([received.id])[received.id].progress is Progress.DELETED
    make_referral_again(desk.second, received.id)
    (file,) = draft(desk.first, received.id).files
    with acting_as(desk.first):
        assert file.sealed_id is not None
        assert read_sealed(file.sealed_id) == KNOB


def test_only_whoever_holds_a_candidate_looks_at_its_file(desk: Desk) -> None:
    received = desk.receive(screened(desk.known, data=bridge_picture()), bridge_picture())
    with acting_as(desk.program):
        file_id = CandidateFile.objects.get(candidate_id=received.id).id
    take_candidate(desk.first, received.id)
    with pytest.raises(Conflict):
        look_at_candidate_file(desk.second, file_id, Look.BLURRED)
    look_at_candidate_file(desk.first, file_id, Look.BLURRED)
    with acting_as(desk.first):
        assert CandidateFile.objects.get().seen_clear_at is None


def test_what_was_dismissed_can_be_opened_again_and_judged_by_the_same_person(desk: Desk) -> None:
    received = desk.receive(reported())
    desk.judge(desk.first, received.id, Decision.NOT_HARMFUL)
    reopen_candidate(desk.supervisor, received.id)
    assert desk.judge(desk.first, received.id, Decision.OTHER_BREACH).decision is Decision.OTHER_BREACH


def test_what_nobody_referred_is_erased_in_its_time_and_the_counts_remain(desk: Desk) -> None:
    undecided, dismissed = desk.receive(screened(desk.known), KNOB), desk.receive(reported())
    referred, second = desk.receive(warned()), desk.receive(reported(handle="other"))
    desk.judge(desk.first, dismissed.id, Decision.NOT_HARMFUL)
    desk.judge(desk.first, referred.id, Decision.REFER)
    desk.judge(desk.first, second.id, Decision.CANNOT_TELL)
    program = desk.world.program(desk.service)
    with acting_as(program):
        sealed_id = CandidateFile.objects.get(candidate_id=undecided.id).sealed_id
    assert erase_old_candidates(program, timezone.now() + timedelta(days=29)) == 0
    assert erase_old_candidates(program, timezone.now() + timedelta(days=31)) == 1
    assert erase_old_candidates(program, timezone.now() + timedelta(days=91)) == 2
    with acting_as(program):
        assert list(Candidate.objects.values_list("id", flat=True)) == [referred.id]
        assert Judgement.objects.count() == 1
        with pytest.raises(Erased):
            read_sealed(sealed_id)  # type: ignore[arg-type]
        ended = sorted(Ending.objects.values_list("source", "decision"))
    assert ended == [("early_warning", "refer"), ("screening", ""), ("user_report", ""), ("user_report", "not_harmful")]


def test_the_desk_shows_one_account_together_and_the_most_pressing_first(desk: Desk) -> None:
    match = desk.receive(screened(desk.known, handle="knob.seller"))
    warning = desk.receive(warned(score=4.0, handle="toll.keeper"))
    report = desk.receive(reported(handle="knob.seller"))
    groups = desk_page(desk.first).groups
    assert [[line.id for line in group.lines] for group in groups] == [[warning.id], [report.id, match.id]]
    take_candidate(desk.first, match.id)
    counts = desk_counts(desk.first)
    assert (counts.waiting, counts.mine, counts.for_me) == (3, 1, 3)
    (group,) = desk_page(desk.first, View.MINE).groups
    assert [line.id for line in group.lines] == [match.id]
    officer = desk.world.member(desk.bank.force, *desk.supervisor.roles)
    with pytest.raises(NotPermitted):
        desk_page(officer)


@pytest.mark.parametrize("kind", [SignalKind.URL, SignalKind.ACCOUNT, SignalKind.KEYWORD])
def test_what_was_listed_stands_in_the_referral_where_there_is_no_file(desk: Desk, kind: SignalKind) -> None:
    value = "https://knobs.example.org/a" if kind is SignalKind.URL else "latch.user"
    told = screened(desk.known)
    assert told.upload is not None
    hit = replace(told.upload.hits[0], kind=kind, value=value)
    received = desk.receive(replace(told, upload=replace(told.upload, digests=None, name=None, hits=(hit,))))
    desk.judge(desk.first, received.id, Decision.REFER)
    made = draft(desk.first, received.id).referral
    assert made.attachments == ()
    (told_as,) = [one.notes for one in made.incidents] or [made.narrative]
    assert told_as is not None
    assert f"{kind.value.upper()} {value}: listed by Causeway Desk" in told_as
    assert [one.urls for one in made.incidents] == ([(value,)] if kind is SignalKind.URL else [])


def _leave_alone(desk: Desk, *stay: Actor) -> None:
    """All but these leave the service: all but the first person where none is named."""
    staying = [one.member_id for one in stay or (desk.first,) if one.member_id]
    with acting_as(desk.world.member(desk.service, Role.ADMINISTRATOR)):
        Member.objects.exclude(id__in=staying).update(is_active=False)


def test_whoever_is_alone_is_asked_for_no_second_opinion(desk: Desk) -> None:
    _leave_alone(desk)
    received = desk.receive(reported())
    with pytest.raises(Invalid) as refused:
        desk.judge(desk.first, received.id, Decision.NOT_HARMFUL, asks_second=True)
    assert refused.value.field == "asks_second"
    assert not open_candidate(desk.first, received.id).may_ask_second
    assert desk.judge(desk.first, received.id, Decision.CANNOT_TELL).stage is Stage.ENDED


def test_somebody_is_asked_for_once_where_a_candidate_waits_for_nobody(desk: Desk) -> None:
    received, now, program = desk.receive(reported()), timezone.now(), desk.world.program(desk.service)
    desk.judge(desk.first, received.id, Decision.NOT_HARMFUL, asks_second=True)
    assert tell_of_stuck(program, now) == 0
    _leave_alone(desk)
    assert open_candidate(desk.first, received.id).is_stuck
    assert [tell_of_stuck(program, now) for _ in range(2)] == [1, 0]


def test_a_webhook_of_the_service_is_told_that_a_candidate_was_decided_and_not_how(desk: Desk) -> None:
    add_webhook(desk.world.administrator(desk.service), url="http://127.0.0.1:9/hook", acts=[Act.CANDIDATE_SETTLED])
    received = desk.receive(reported())
    desk.judge(desk.first, received.id, Decision.OTHER_BREACH)
    with acting_as(desk.program):
        sequence(timezone.now())
    for follower in followers():
        if "notices" in follower.name:
            advance(desk.program, follower, acting_as)
    with acting_as(desk.program):
        (body,) = [notice.body for notice in Notice.objects.filter(channel="webhook")]
    assert str(received.id) in str(body)
    assert Decision.OTHER_BREACH.value not in str(body)


def test_two_supervisors_who_differ_wait_for_a_third_and_what_presses_hides_that_not(desk: Desk) -> None:
    other, program, now = (
        desk.world.member(desk.service, Role.SUPERVISOR),
        desk.world.program(desk.service),
        timezone.now(),
    )
    _leave_alone(desk, desk.supervisor, other)
    received = desk.receive(reported())
    desk.judge(desk.supervisor, received.id, Decision.NOT_HARMFUL, asks_second=True)
    assert desk.judge(other, received.id, Decision.REFER).stage is Stage.SUPERVISOR
    with acting_as(program):
        Candidate.objects.update(told_at=now)
    assert open_candidate(other, received.id).is_stuck
    assert tell_of_stuck(program, now) == 2
    _leave_alone(desk, other)
    assert not open_candidate(other, received.id).is_stuck
