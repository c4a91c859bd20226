"""Of an account that is warned of again and again, one candidate is referred and the other warnings go with it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.clocks.keeping import clocks_of
from causeway.hub.road.candidates.commands.deal_with_others import deal_with_others
from causeway.hub.road.candidates.commands.keep_check import keep_check
from causeway.hub.road.candidates.commands.make_referral import make_referral_again, reopen_candidate
from causeway.hub.road.candidates.commands.place_check import place_check
from causeway.hub.road.candidates.commands.receive_appeal import receive_appeal
from causeway.hub.road.candidates.commands.take_candidate import take_candidate
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.queries.decided import decided
from causeway.hub.road.candidates.settling import Stage
from causeway.hub.road.intake.commands.keep_draft import delete_draft
from causeway.hub.road.intake.commands.send_draft import send_draft
from causeway.hub.road.intake.queries.drafts import are_drafts, draft
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.vocabulary.candidates import AccountAppeal, Decision, Measure
from hub.candidates.desk_world import Desk, reported, warned
from hub.desk_at_work import tools_at_work
from hub.organisations.signing_in import client_of


def _page(desk: Desk, name: str, *arguments: object) -> str:
    return client_of(desk.first).get(reverse(name, args=arguments)).content.decode()


def test_one_act_settles_the_other_warnings_of_an_account_and_makes_no_referral_of_them(desk: Desk) -> None:
    head, other, held = (desk.receive(warned(score=score)) for score in (2.0, 3.0, 4.0))
    report, elsewhere = desk.receive(reported(handle="toll.keeper")), desk.receive(warned(handle="another"))
    take_candidate(desk.second, held.id)
    desk.judge(desk.first, head.id, Decision.REFER)
    assert "2 other warnings of this account wait" in _page(desk, "candidates:candidate", head.id)
    assert deal_with_others(desk.first, head.id) == 2
    told = [decided(desk.program, one.id).decision for one in (head, other, held, report, elsewhere)]
    assert told == [Decision.REFER, Decision.REFER, Decision.REFER, None, None]
    with acting_as(desk.first):
        assert are_drafts([head.id, other.id, held.id]) == {head.id}
    with pytest.raises(Conflict):
        desk.judge(desk.second, held.id, Decision.NOT_HARMFUL)
    run_until_idle(timezone.now(), worker=Worker(Hands(tools_at_work())))
    with acting_as(desk.program):
        assert clocks_of([head.id, other.id, held.id]).keys() == {head.id}


def test_each_names_the_one_under_which_it_was_dealt_with_and_is_referred_once_that_is_sent(desk: Desk) -> None:
    head, other = desk.receive(warned(score=2.0)), desk.receive(warned(score=3.0))
    desk.judge(desk.first, head.id, Decision.REFER, deals_with_others=True)
    assert "The account was warned of at other times too" in (draft(desk.first, head.id).referral.narrative or "")
    assert "score 3.00" in (draft(desk.first, head.id).referral.narrative or "")
    page = _page(desk, "candidates:candidate", other.id)
    assert "Dealt with under" in page
    assert head.reference in page
    assert reverse("intake_check", args=[head.id]) in page
    send_draft(desk.first, head.id)
    for one in (head, other):
        page = _page(desk, "candidates:candidate", one.id)
        assert ">Referred</strong>" in page
        assert reverse("sent_referral", args=[head.id]) in page


def test_the_box_stands_only_where_other_warnings_wait(desk: Desk) -> None:
    head = desk.receive(warned(score=2.0))
    take_candidate(desk.first, head.id)
    assert "deals_with_others" not in _page(desk, "candidates:candidate", head.id)
    desk.receive(warned(score=3.0))
    assert "deals_with_others" in _page(desk, "candidates:candidate", head.id)


def test_only_a_referral_takes_others_with_it_and_they_share_its_fate(desk: Desk) -> None:
    head, other = desk.receive(warned(score=2.0)), desk.receive(warned(score=3.0))
    desk.judge(desk.first, head.id, Decision.NOT_HARMFUL, deals_with_others=True)
    assert decided(desk.program, other.id).decision is None
    with pytest.raises(Conflict):
        deal_with_others(desk.first, head.id)
    reopen_candidate(desk.supervisor, head.id)
    desk.judge(desk.first, head.id, Decision.REFER, deals_with_others=True)
    with pytest.raises(Conflict):
        deal_with_others(desk.first, other.id)
    with pytest.raises(Conflict):
        make_referral_again(desk.first, other.id)
    with pytest.raises(Conflict, match="under another"):
        receive_appeal(desk.program, other.id, AccountAppeal(measure=Measure.OTHER, text="It was a bridge."))
    delete_draft(desk.first, head.id)
    reopen_candidate(desk.supervisor, head.id)
    assert [desk.row(one.id).stage for one in (head, other)] == [Stage.FIRST.value, Stage.FIRST.value]
    assert desk.row(other.id).dealt_with_under_id is None


def test_a_check_among_them_is_not_told_apart_by_being_left(desk: Desk) -> None:
    known = desk.receive(warned(score=1.0))
    desk.judge(desk.second, known.id, Decision.NOT_HARMFUL)
    keep_check(desk.supervisor, known.id, Decision.NOT_HARMFUL, "Only a toll keeper.")
    assert place_check(desk.world.program(desk.service), timezone.now())
    head = desk.receive(warned(score=2.0))
    desk.judge(desk.first, head.id, Decision.REFER, deals_with_others=True)
    with acting_as(desk.program):
        assert set(Candidate.objects.values_list("id", flat=True)) == {known.id, head.id}
