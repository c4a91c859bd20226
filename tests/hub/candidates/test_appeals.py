"""An account's holder appeals by their service; somebody who did not decide answers, and what is turned is mended."""

import base64
import csv
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.clocks.keeping import ClockKind, clocks_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.commands.change_member import change_roles
from causeway.hub.knowledge.banks.commands.keep_bank import end_sharing
from causeway.hub.knowledge.banks.commands.open_signal import open_signal
from causeway.hub.knowledge.banks.models import Opinion
from causeway.hub.road.candidates.api import APPEAL_EXAMPLE
from causeway.hub.road.candidates.appeal_forms import AnswerForm
from causeway.hub.road.candidates.commands.answer_appeal import Answer, answer_appeal, corrections_of, take_appeal
from causeway.hub.road.candidates.commands.keep_candidates import candidates_past_their_time, erase_old_candidates
from causeway.hub.road.candidates.commands.look_at_file import look_at_candidate_file
from causeway.hub.road.candidates.commands.make_referral import reopen_candidate
from causeway.hub.road.candidates.commands.receive_appeal import AppealReceived, receive_appeal
from causeway.hub.road.candidates.commands.set_up_desk import set_up_desk
from causeway.hub.road.candidates.commands.take_candidate import take_candidate, take_next
from causeway.hub.road.candidates.models import AccountAppeal as AppealRow
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.queries.appeal_figures import appeal_figures
from causeway.hub.road.candidates.queries.figures import today
from causeway.hub.road.candidates.settings import Settings
from causeway.hub.road.evidence.commands.look_at import Look
from causeway.hub.road.intake.commands.send_draft import send_draft
from causeway.hub.road.intake.queries.drafts import are_drafts
from causeway.hub.road.referrals.models import Supplement
from causeway.vocabulary.candidates import AccountAppeal, AppealOutcome, Decision, Measure
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.signals import OpinionKind
from hub.candidates.desk_world import Desk, screened, warned
from hub.organisations.signing_in import client_of
from road.stories import bridge_picture

APPEAL = AccountAppeal(measure=Measure.ACCOUNT_SUSPENDED, text="It is a door knob that I sell.")
STANDS = Answer(outcome=AppealOutcome.STANDS, reasons="You sold it through a private group.")
ANEW = Answer(outcome=AppealOutcome.TURNED, reasons="We look at it again.")
WRONG = Answer(outcome=AppealOutcome.TURNED, reasons="It is a door knob.", corrected_to=Decision.NOT_HARMFUL)


def _appealed(desk: Desk, decision: Decision, *, is_sent: bool = False) -> tuple[UUID, AppealReceived]:
    """A candidate that the first reviewer decided, and an appeal that the second has taken on."""
    candidate_id = desk.receive(screened(desk.known, data=bridge_picture()), bridge_picture()).id
    desk.judge(desk.first, candidate_id, decision)
    if is_sent:
        send_draft(desk.first, candidate_id)
    received = receive_appeal(desk.program, candidate_id, APPEAL)
    take_appeal(desk.second, received.id)
    return candidate_id, received


def _acts(by: Actor, candidate_id: UUID) -> list[Act]:
    with acting_as(by):
        return [entry.act for entry in timeline_of(candidate_id)]


def test_what_is_opened_again_is_due_as_late_as_if_it_had_come_now(desk: Desk) -> None:
    candidate_id, received = _appealed(desk, Decision.OTHER_BREACH)
    long_ago = timezone.now() - timedelta(days=90)
    with acting_as(desk.program):
        row = Candidate.objects.get(id=candidate_id)
        may_wait = row.due_at - row.received_at
        Candidate.objects.filter(id=candidate_id).update(received_at=long_ago, due_at=long_ago + may_wait)
    answer_appeal(desk.second, received.id, ANEW)
    with acting_as(desk.program):
        row.refresh_from_db()
        assert row.reopened_at is not None
        assert row.due_at == row.reopened_at + may_wait


def test_whoever_decided_does_not_answer_and_whoever_answers_holds_the_appeal(desk: Desk) -> None:
    candidate_id = desk.receive(warned()).id
    with pytest.raises(Conflict, match="not decided yet"):
        receive_appeal(desk.program, candidate_id, APPEAL)
    desk.judge(desk.first, candidate_id, Decision.OTHER_BREACH)
    received = receive_appeal(desk.program, candidate_id, APPEAL)
    with pytest.raises(Conflict, match="before"):
        receive_appeal(desk.first, candidate_id, APPEAL)
    with pytest.raises(NotPermitted):
        take_appeal(desk.first, received.id)
    with pytest.raises(Conflict, match="Take it on"):
        answer_appeal(desk.second, received.id, STANDS)
    take_appeal(desk.second, received.id)
    with pytest.raises(Conflict, match="Somebody else"):
        take_appeal(desk.supervisor, received.id)
    with pytest.raises(Conflict, match="appeal"):
        reopen_candidate(desk.supervisor, candidate_id)
    answer_appeal(desk.second, received.id, STANDS)
    with pytest.raises(Conflict, match="answered"):
        answer_appeal(desk.second, received.id, ANEW)
    assert desk.row(candidate_id).decision == Decision.OTHER_BREACH.value


def test_a_clock_runs_until_it_is_answered_and_the_candidate_is_kept_so_long(desk: Desk) -> None:
    _candidate_id, received = _appealed(desk, Decision.OTHER_BREACH)
    with acting_as(desk.second):
        (clock,) = clocks_of([received.id])[received.id]
    assert (clock.kind, clock.due_at, clock.stopped_at) == (ClockKind.ACCOUNT_APPEAL, received.due_at, None)
    later, program = timezone.now() + timedelta(days=200), desk.world.program(desk.service)
    assert erase_old_candidates(program, later) == 0
    answer_appeal(desk.second, received.id, STANDS)
    with acting_as(desk.second):
        (clock,) = clocks_of([received.id])[received.id]
    assert clock.stopped_at is not None
    assert erase_old_candidates(program, later) == 1
    with acting_as(desk.second):
        assert clocks_of([received.id]) == {}
    assert appeal_figures(desk.supervisor, today(), today()).stands == 1


@pytest.mark.parametrize("decision", list(Decision))
def test_what_can_be_appealed_against_is_kept_for_six_months(desk: Desk, decision: Decision) -> None:
    candidate_id = desk.receive(warned()).id
    standing = desk.judge(desk.first, candidate_id, decision)
    if standing.decision is None:
        desk.judge(desk.second, candidate_id, decision)
    program = desk.world.program(desk.service)

    def is_kept_after(days: int) -> bool:
        with acting_as(program):
            old = candidates_past_their_time(program, timezone.now() + timedelta(days=days))
            return not old.filter(id=candidate_id).exists()

    assert is_kept_after(29)
    assert is_kept_after(31) is (decision is not Decision.NOT_HARMFUL)
    assert not is_kept_after(191)


@pytest.mark.parametrize("by_appeal", [True, False])
def test_what_is_opened_again_late_has_its_whole_time_to_be_decided(desk: Desk, *, by_appeal: bool) -> None:
    candidate_id, program, now = desk.receive(warned()).id, desk.world.program(desk.service), timezone.now()
    desk.judge(desk.first, candidate_id, Decision.OTHER_BREACH)
    with acting_as(program):
        Candidate.objects.filter(id=candidate_id).update(received_at=now - timedelta(days=150))
    if by_appeal:
        received = receive_appeal(desk.program, candidate_id, APPEAL)
        take_appeal(desk.second, received.id)
        answer_appeal(desk.second, received.id, ANEW)
    else:
        reopen_candidate(desk.supervisor, candidate_id)
    assert erase_old_candidates(program, now + timedelta(days=89)) == 0
    assert erase_old_candidates(program, now + timedelta(days=91)) == 1


def test_an_answer_is_kept_for_the_shorter_time_and_until_a_program_can_have_fetched_it(desk: Desk) -> None:
    candidate_id, received = _appealed(desk, Decision.OTHER_BREACH)
    answer_appeal(desk.second, received.id, STANDS)
    program, now = desk.world.program(desk.service), timezone.now()
    with acting_as(program):
        Candidate.objects.filter(id=candidate_id).update(decided_at=now - timedelta(days=800))
    for dismissed, appealable, kept in ((30, 190, 30), (365, 190, 190), (365, 60, 60), (14, 190, 30), (14, 10, 30)):
        chosen = replace(Settings(), days_dismissed=dismissed, days_appealable=appealable, shorter_because="Small.")
        set_up_desk(desk.supervisor, chosen)
        with acting_as(program):
            found = [
                candidates_past_their_time(program, now + timedelta(days=kept + more)).exists() for more in (-1, 1)
            ]
        assert found == [False, True], (dismissed, appealable)


def test_an_answer_on_what_was_sent_on_is_kept_as_long_and_goes_alone(desk: Desk) -> None:
    candidate_id, received = _appealed(desk, Decision.OTHER_BREACH)
    answer_appeal(desk.second, received.id, STANDS)
    program, now = desk.world.program(desk.service), timezone.now()
    with acting_as(program):
        Candidate.objects.filter(id=candidate_id).update(sent_at=now)
    set_up_desk(desk.supervisor, replace(Settings(), days_dismissed=14))
    for days, remain in ((29, 1), (31, 0)):
        assert erase_old_candidates(program, now + timedelta(days=days)) == 0
        with acting_as(program):
            assert AppealRow.objects.count() == remain


def test_where_everybody_decided_administrators_are_asked_for_a_second_person(desk: Desk) -> None:
    administrator = desk.world.administrator(desk.service)
    candidate_id = desk.receive(warned()).id
    desk.judge(desk.first, candidate_id, Decision.OTHER_BREACH)
    for other in (desk.second, desk.supervisor, desk.bank.sharer):
        assert other.member_id is not None
        change_roles(administrator, other.member_id, {Role.SENDER})
    another_day = "Pacific/Kiritimati" if timezone.now().hour > 10 else "Etc/GMT+12"  # than it is in UTC
    received = receive_appeal(replace(desk.program, zone=another_day), candidate_id, APPEAL)
    with acting_as(administrator):
        mail = Notice.objects.get(channel="mail", to=desk.world.email_of(administrator))
    assert "nobody at your desk may answer" in mail.subject
    assert date_format(received.due_at.astimezone(ZoneInfo(another_day)), "DATE_FORMAT") in mail.body["text"]
    for content in (APPEAL.text, received.reference, str(candidate_id), "toll.keeper"):
        assert content not in mail.body["text"]
    client = client_of(desk.first)
    for address in (reverse("candidates:appeals"), reverse("candidates:appeal", args=[received.id])):
        assert "Invite a second person" in client.get(address).content.decode()
    invited = desk.world.member(desk.service, Role.REVIEWER)
    assert "nobody may answer" not in client.get(reverse("candidates:appeal", args=[received.id])).content.decode()
    take_appeal(invited, received.id)
    answer_appeal(invited, received.id, STANDS)


def test_while_somebody_holds_an_appeal_they_may_look_at_what_was_decided_on(desk: Desk) -> None:
    candidate_id, received = _appealed(desk, Decision.OTHER_BREACH)
    with acting_as(desk.second):
        file_id = CandidateFile.objects.get(candidate_id=candidate_id).id
    look_at_candidate_file(desk.second, file_id, Look.BLURRED)
    for other in (desk.first, desk.supervisor):
        with pytest.raises(Conflict):
            look_at_candidate_file(other, file_id, Look.BLURRED)
    answer_appeal(desk.second, received.id, STANDS)
    with pytest.raises(Conflict):
        look_at_candidate_file(desk.second, file_id, Look.BLURRED)


def test_what_is_turned_before_it_was_sent_is_decided_anew_by_others_and_its_draft_is_gone(desk: Desk) -> None:
    candidate_id, received = _appealed(desk, Decision.REFER)
    answer_appeal(desk.second, received.id, ANEW)
    with acting_as(desk.second):
        assert not are_drafts([candidate_id])
        assert Opinion.objects.get(signal_id=desk.known).taken_back_at is not None
    assert take_next(desk.first) is None
    with pytest.raises(Conflict):
        take_candidate(desk.first, candidate_id)
    assert take_next(desk.second) == candidate_id


def test_a_correction_tells_banks_and_those_who_have_the_referral_and_takes_nothing_away(desk: Desk) -> None:
    candidate_id, received = _appealed(desk, Decision.REFER, is_sent=True)
    with pytest.raises(Invalid) as refused:
        answer_appeal(desk.second, received.id, ANEW)
    assert refused.value.field == "corrected_to"
    with pytest.raises(Invalid) as refused:
        answer_appeal(desk.second, received.id, WRONG)
    assert refused.value.field == "statement"
    told = Answer(
        outcome=AppealOutcome.TURNED,
        reasons="It is a door knob.",
        corrected_to=Decision.NOT_HARMFUL,
        statement="The file shows a door knob and no child.",
    )
    answer_appeal(desk.second, received.id, told)
    with acting_as(desk.world.program(desk.world.desk)):
        supplement = Supplement.objects.get(referral_id=candidate_id)
    assert supplement.text.startswith("CORRECTION BY THE SENDER")
    assert supplement.text.endswith(told.statement)
    with acting_as(desk.second):
        said = list(Opinion.objects.filter(signal_id=desk.known).order_by("at"))
    assert [(one.kind, one.taken_back_at is None) for one in said] == [("seen_again", False), ("wrong", True)]
    counted = open_signal(desk.second, desk.known).opinions
    assert {kind.value: count for kind, count in counted.items() if count} == {"wrong": 1}
    row = desk.row(candidate_id)
    assert (row.decision, row.turn, row.decided_by_id) == ("not_harmful", 2, desk.second.member_id)
    page = client_of(desk.first).get(reverse("candidates:candidate", args=[candidate_id])).content.decode()
    assert "CW-" in page
    assert "Open it again" not in page
    assert {Act.ACCOUNT_APPEAL_ANSWERED, Act.CANDIDATE_CORRECTED, Act.REFERRAL_SUPPLEMENTED} <= set(
        _acts(desk.second, candidate_id)
    )


def test_a_decision_that_is_corrected_to_a_breach_of_own_rules_leaves_banks_nothing(desk: Desk) -> None:
    candidate_id, received = _appealed(desk, Decision.REFER)
    answer_appeal(desk.second, received.id, replace(WRONG, corrected_to=Decision.OTHER_BREACH))
    assert not any(open_signal(desk.second, desk.known).opinions.values())
    with acting_as(desk.second):
        (entry,) = timeline_of(desk.known, acts=[Act.SIGNAL_OPINION_TAKEN_BACK])
    assert entry.details == {"kind": "seen_again"}
    assert desk.row(candidate_id).decision == Decision.OTHER_BREACH.value


def test_banks_that_the_service_shares_no_longer_count_what_is_turned_no_more(desk: Desk) -> None:
    _candidate_id, received = _appealed(desk, Decision.NOT_HARMFUL)
    assert open_signal(desk.bank.curator, desk.known).opinions[OpinionKind.WRONG] == 1
    end_sharing(desk.bank.curator, desk.bank.bank_id, desk.service.id)
    answer_appeal(desk.second, received.id, ANEW)
    assert open_signal(desk.bank.curator, desk.known).opinions[OpinionKind.WRONG] == 0


@pytest.mark.parametrize(
    ("decision", "milder"),
    [
        (Decision.NOT_HARMFUL, set()),
        (Decision.OTHER_BREACH, {Decision.NOT_HARMFUL}),
        (Decision.REFER, {Decision.NOT_HARMFUL, Decision.OTHER_BREACH}),
    ],
)
def test_a_correction_is_milder(desk: Desk, decision: Decision, milder: set[Decision]) -> None:
    _candidate_id, received = _appealed(desk, decision)
    form = AnswerForm(decision=decision, has_referral=False)
    offered = {value for value, _name in form.fields["corrected_to"].choices}  # type: ignore[attr-defined]
    assert offered - {"", "anew"} == milder
    assert corrections_of(Decision.CANNOT_TELL) == (Decision.NOT_HARMFUL,)
    for same_or_graver in set(Decision) - milder:
        with pytest.raises(Invalid) as refused:
            answer_appeal(
                desk.second,
                received.id,
                Answer(outcome=AppealOutcome.TURNED, reasons="Wrong.", corrected_to=same_or_graver),
            )
        assert refused.value.field == "corrected_to"
    with pytest.raises(Invalid) as refused:
        answer_appeal(desk.second, received.id, Answer(outcome=AppealOutcome.STANDS, reasons=" "))
    assert refused.value.field == "reasons"


def test_a_program_passes_an_appeal_on_once_and_hears_the_answer_without_a_name(desk: Desk) -> None:
    candidate_id = desk.receive(warned()).id
    desk.judge(desk.first, candidate_id, Decision.OTHER_BREACH)
    signed = base64.b64encode(f"{desk.username}:{desk.secret}".encode()).decode()
    headers = {"Authorization": f"Basic {signed}", "Idempotency-Key": "HC-A-17"}
    address, said = f"/api/v1/candidates/{candidate_id}/appeals", {**APPEAL_EXAMPLE, "made_at": None}

    def post(body: dict[str, Any]) -> Any:
        return Client().post(address, body, content_type="application/json", headers=headers)

    first, again = post(said), post(said)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "is_repeat": True}
    assert post({**said, "text": "Otherwise."}).status_code == 409
    one = f"{address}/{first.json()['id']}"
    assert Client().get(one, headers=headers).json()["outcome"] is None
    take_appeal(desk.second, UUID(first.json()["id"]))
    answer_appeal(desk.second, UUID(first.json()["id"]), STANDS)
    answered = Client().get(one, headers=headers)
    assert (answered.json()["outcome"], answered.json()["reasons"]) == ("stands", STANDS.reasons)
    assert "Sana" not in answered.content.decode()


def test_the_desk_fills_one_in_and_answers_it_on_its_page(desk: Desk) -> None:
    candidate_id = desk.receive(warned()).id
    desk.judge(desk.first, candidate_id, Decision.OTHER_BREACH)
    client = client_of(desk.first)
    page = client.get(reverse("candidates:candidate", args=[candidate_id])).content.decode()
    make = reverse("candidates:make_appeal", args=[candidate_id])
    assert make in page
    assert client.post(make, {"measure": "account_closed", "text": ""}).status_code == 422
    answer = client.post(make, {"measure": "account_closed", "text": "It is mine."})
    address = answer["Location"]
    assert "Somebody else answers the appeal" in client.get(address).content.decode()
    other = client_of(desk.second)
    assert "Appeals (1)" in other.get(reverse("candidates:desk")).content.decode()
    assert "It closed the account" in other.get(reverse("candidates:appeals")).content.decode()
    other.post(f"{address}take")
    assert "What comes of the appeal?" in other.get(address).content.decode()
    faulty = other.post(address, {"outcome": "turned", "reasons": "It is a door knob."})
    assert faulty.status_code == 422
    assert "Choose what holds instead" in faulty.content.decode()
    given = {"outcome": "turned", "corrected_to": "not_harmful", "reasons": "It is a door knob."}
    assert other.post(address, given)["Location"] == address
    assert "Nothing harmful was found" in other.get(address).content.decode()
    assert desk.row(candidate_id).decision == Decision.NOT_HARMFUL.value
    lead = client_of(desk.supervisor)
    assert "It is turned: 1" in lead.get(reverse("candidates:figures")).content.decode()
    lines = list(csv.DictReader(StringIO(lead.get(reverse("candidates:export_appeals")).getvalue().decode())))
    assert [(one["measure"], one["outcome"], one["appeals"]) for one in lines] == [
        ("account_closed", "made", "1"),
        ("account_closed", "turned", "1"),
    ]
    assert client.get(reverse("candidates:export_appeals")).status_code == 403
