"""Checks with known answers look like any other candidate, teach whoever answers them, and lead to nothing."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.vault.errors import Erased
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.knowledge.banks.models import Opinion
from causeway.hub.road.candidates.ageing import moved
from causeway.hub.road.candidates.commands.keep_candidates import erase_old_candidates
from causeway.hub.road.candidates.commands.keep_check import keep_check, withdraw_check
from causeway.hub.road.candidates.commands.make_referral import reopen_candidate
from causeway.hub.road.candidates.commands.place_check import place_check
from causeway.hub.road.candidates.commands.receive_candidate import receive_candidate
from causeway.hub.road.candidates.commands.set_up_desk import set_up_desk
from causeway.hub.road.candidates.commands.take_candidate import take_candidate, take_next
from causeway.hub.road.candidates.models import Candidate, CandidateFile, CheckAnswer, CheckCount, Ending, KnownAnswer
from causeway.hub.road.candidates.queries.candidate_view import open_candidate
from causeway.hub.road.candidates.queries.checks import check_figures, my_checks
from causeway.hub.road.candidates.queries.figures import desk_figures, today
from causeway.hub.road.candidates.settings import Settings
from causeway.hub.road.candidates.settling import Stage, Standing
from causeway.hub.road.intake.queries.drafts import are_drafts
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.vocabulary.candidates import AccountWarning, Decision, WarningReason
from hub.candidates.desk_world import KNOB, UPLOADED, Desk, reported, screened, warned
from hub.desk_at_work import tools_at_work
from hub.organisations.signing_in import client_of


def _place(desk: Desk) -> bool:
    return place_check(desk.world.program(desk.service), timezone.now())


def _kept(desk: Desk) -> UUID:
    """A dismissed candidate with a file, which the first reviewer judged and the supervisor keeps as a check."""
    received = desk.receive(screened(desk.known), KNOB)
    desk.judge(desk.first, received.id, Decision.NOT_HARMFUL)
    keep_check(desk.supervisor, received.id, Decision.NOT_HARMFUL, "A door knob is all that it shows.")
    return received.id


def _placed(desk: Desk) -> tuple[UUID, UUID]:
    """The candidate that was kept, and the check that lies on the desk."""
    original_id = _kept(desk)
    assert _place(desk)
    with acting_as(desk.program):
        return original_id, Candidate.objects.exclude(id=original_id).get().id


def test_a_check_shows_what_the_candidate_showed_with_the_same_ages_and_neither_shows_the_other(desk: Desk) -> None:
    original_id, check_id = _placed(desk)
    seen, first = open_candidate(desk.second, check_id), open_candidate(desk.second, original_id)
    assert seen.told == moved(first.told, seen.received_at - first.received_at)
    assert seen.told.upload is not None
    assert seen.told.upload.uploaded_at == UPLOADED + (seen.received_at - first.received_at)
    assert (seen.reference[:3], seen.stage, seen.held_by, seen.judgements) == ("CA-", Stage.FIRST, "", ())
    assert [(one.name, one.sha256, one.is_here, one.seen_clear_at) for one in seen.files] == [
        (one.name, one.sha256, True, None) for one in first.files
    ]
    assert [(entry.act, by, entry.details) for entry, by in seen.happened] == [
        (entry.act, by, entry.details) for entry, by in first.happened[-1:]
    ]
    assert seen.same_account == seen.same_file == first.same_account == first.same_file == ()


def test_a_check_comes_only_to_who_does_not_know_it_and_each_lies_on_the_desk_once(desk: Desk) -> None:
    _original_id, check_id = _placed(desk)
    assert not _place(desk)
    assert [take_next(one) for one in (desk.first, desk.supervisor)] == [None, None]
    assert take_next(desk.second) == check_id
    desk.judge(desk.second, check_id, Decision.CANNOT_TELL)
    assert _place(desk)
    assert take_next(desk.second) is None


@pytest.mark.parametrize("decision", [Decision.REFER, Decision.NOT_HARMFUL])
def test_nothing_follows_from_a_check_but_that_its_reviewer_learns(desk: Desk, decision: Decision) -> None:
    _original_id, check_id = _placed(desk)
    with acting_as(desk.program):
        sealed_id = CandidateFile.objects.get(candidate_id=check_id).sealed_id
        assert sealed_id is not None
        opinions, endings = Opinion.objects.count(), Ending.objects.count()
    standing = desk.judge(desk.second, check_id, decision, is_urgent=True, asks_second=True)
    assert standing == Standing(stage=Stage.ENDED)
    run_until_idle(timezone.now(), worker=Worker(Hands(tools_at_work())))
    with acting_as(desk.program):
        assert not Candidate.objects.filter(id=check_id).exists()
        assert not are_drafts([check_id])
        assert (Opinion.objects.count(), Ending.objects.count()) == (opinions, endings)
        with pytest.raises(Erased):
            read_sealed(sealed_id)
    (answered,) = my_checks(desk.second)
    assert (answered.answered, answered.agreed) == (decision, Decision.NOT_HARMFUL)
    assert answered.why == "A door knob is all that it shows."


def test_how_somebody_answered_is_read_by_nobody_else_and_counted_without_a_name(desk: Desk) -> None:
    _original_id, check_id = _placed(desk)
    desk.judge(desk.second, check_id, Decision.OTHER_BREACH)
    seen = []
    for reader in (desk.first, desk.second, desk.supervisor):
        with acting_as(reader), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM candidates_checkanswer"
            )  # past the manager: PostgreSQL itself holds it
            seen.append(cursor.fetchone()[0])
    assert seen == [0, 1, 0]
    assert my_checks(desk.supervisor) == ()
    few = check_figures(desk.supervisor, today(), today())
    assert (few.are_few, few.shares, few.opinions) == (True, (), None)
    desk.grow()
    (share,) = check_figures(desk.supervisor, today(), today()).shares
    assert (share.answers, share.same) == (1, 0)
    assert share.high == pytest.approx(0.793, abs=0.001)
    assert {field.name for field in CheckCount._meta.fields}.isdisjoint({"member_id", "candidate_id", "reference"})
    assert erase_old_candidates(desk.world.program(desk.service), timezone.now() + timedelta(days=31)) == 1
    assert my_checks(desk.second) == ()
    assert check_figures(desk.supervisor, today(), today()).shares == (share,)


def test_no_check_is_placed_or_given_while_something_imminent_waits(desk: Desk) -> None:
    _original_id, check_id = _placed(desk)
    with acting_as(desk.program):
        Candidate.objects.filter(id=check_id).update(due_at=timezone.now() - timedelta(days=1))
    danger = AccountWarning(
        trigger="threshold", score=1.0, reasons=(WarningReason(id="prior", amount=1.0),), stages=("isolation",)
    )
    imminent = desk.receive(warned(warning=danger))
    assert take_next(desk.second) == imminent.id
    assert not _place(desk)
    desk.judge(desk.second, imminent.id, Decision.OTHER_BREACH)
    assert take_next(desk.second) == check_id


def test_what_was_imminent_referred_with_its_files_or_put_up_by_a_name_is_no_check(desk: Desk) -> None:
    undecided, referred = desk.receive(reported()), desk.receive(screened(desk.known), KNOB)
    by_hand = receive_candidate(desk.supervisor, reported(handle="other"))
    urgent = desk.receive(warned())
    desk.judge(desk.first, referred.id, Decision.REFER)
    desk.judge(desk.first, by_hand.id, Decision.NOT_HARMFUL)
    desk.judge(desk.first, urgent.id, Decision.REFER, is_urgent=True)
    for refused in (undecided, referred, by_hand, urgent):
        with pytest.raises(Conflict):
            keep_check(desk.supervisor, refused.id, Decision.NOT_HARMFUL, "It shows a door knob.")
    with pytest.raises(NotPermitted):
        keep_check(desk.first, by_hand.id, Decision.NOT_HARMFUL, "It shows a door knob.")
    with pytest.raises(Invalid) as fault:
        keep_check(desk.supervisor, by_hand.id, Decision.NOT_HARMFUL, " ")
    assert fault.value.field == "why"


@pytest.mark.parametrize("end", [withdraw_check, reopen_candidate])
def test_a_check_whose_answer_no_longer_stands_goes_from_the_desk(desk: Desk, end: object) -> None:
    original_id, check_id = _placed(desk)
    take_candidate(desk.second, check_id)
    assert callable(end)
    end(desk.supervisor, original_id)
    with acting_as(desk.program):
        assert list(Candidate.objects.values_list("id", flat=True)) == [original_id]
        assert not KnownAnswer.objects.exists()


@pytest.mark.parametrize("days", [31, 91])
def test_an_unanswered_check_counts_for_nothing_and_goes_with_its_original(desk: Desk, days: int) -> None:
    _placed(desk)
    found = desk_figures(desk.supervisor, today(), today())
    assert sum(wait.waiting for wait in found.waits) == 0
    assert erase_old_candidates(desk.world.program(desk.service), timezone.now() + timedelta(days=days)) == 1
    with acting_as(desk.program):
        assert not Candidate.objects.exists()
        assert Ending.objects.count() == 1
        assert not CheckAnswer.objects.exists()


def test_checks_come_by_chance_with_what_is_taken_and_never_where_none_are_wanted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causeway.hub.road.candidates.followers._chance.random", lambda: 0.05)
    counts = []
    for percent in (0, 5, 6):
        set_up_desk(desk.supervisor, Settings(checks_percent=percent))
        _kept(desk)
        run_until_idle(timezone.now(), worker=Worker(Hands(tools_at_work())))
        with acting_as(desk.program):
            counts.append(Candidate.objects.exclude(stage=Stage.ENDED.value).count())
    assert counts == [0, 0, 1]


def _words(page: str) -> str:
    """What a reader sees of a page, without names, references and moments."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    told = re.sub(r"<time.*?</time>|CA-\w+|Robin Holt|Sana Quill|\d+:\d+(:\d+)?", "…", main, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", told).split())


def test_the_pages_show_a_check_as_any_other_candidate_and_afterwards_what_was_agreed(desk: Desk) -> None:
    received = desk.receive(screened(desk.known), KNOB)
    supervisor, first, second = (client_of(one) for one in (desk.supervisor, desk.first, desk.second))
    before = first.get(first.post(reverse("candidates:next"))["Location"]).content.decode()
    desk.judge(desk.first, received.id, Decision.OTHER_BREACH)
    page = reverse("candidates:keep_check", args=[received.id])
    assert page in supervisor.get(reverse("candidates:candidate", args=[received.id])).content.decode()
    assert supervisor.post(page, {"agreed": "not_harmful", "why": ""}).status_code == 422
    supervisor.post(page, {"agreed": "not_harmful", "why": "All that it shows is a knob."})
    assert _place(desk)
    address = second.post(reverse("candidates:next"))["Location"]
    assert _words(second.get(address).content.decode()) == _words(before)
    answer = second.post(address, {"decision": "cannot_tell", "reason": "It is dark."}, follow=True).content.decode()
    assert "This was a check" in answer
    assert "All that it shows is a knob." in answer
    assert "All that it shows is a knob." in supervisor.get(reverse("candidates:checks")).content.decode()
    assert second.get(reverse("candidates:checks")).status_code == 403
