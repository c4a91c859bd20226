"""The desk learns when a force first did something with a referral, and neither who did nor what."""

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Member
from causeway.hub.road.queues import first_actions as first_acted
from causeway.hub.road.queues.first_actions import first_actions, mark_begun, sent_and_untouched
from causeway.hub.road.queues.models import FirstAction, QueueItem
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.vocabulary.organisations import Role
from hub.desk_at_work import ESSEX, KENT, DeskAtWork, about
from hub.organisations.signing_in import client_of


def test_the_desk_sees_the_moment_once_a_person_of_the_force_acts(road: DeskAtWork) -> None:
    referral_id = road.send(about("tidepool"))
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    assert open_referral(analyst, referral_id).first_acted_at is None
    officer = road.world.member(road.kent, Role.INVESTIGATOR, name="Wim Dune")
    open_referral(officer, referral_id)
    open_referral(officer, referral_id)
    road.work()
    moment = open_referral(analyst, referral_id).first_acted_at
    assert moment is not None
    page = client_of(analyst).get(f"/referrals/{referral_id}/").content.decode()
    assert "The force first did something with it here:" in page
    with acting_as(road.desk):
        row = FirstAction.objects.get()
        stored = {str(value) for value in vars(row).values()}
        assert str(officer.member_id) not in stored
        assert row.acted_at == moment
        assert not Member.objects.filter(name="Wim Dune").exists()
    with acting_as(road.program(road.essex)):
        assert first_actions([referral_id]) == {}
    with acting_as(road.program(road.service)):
        assert first_actions([referral_id]) == {}


def test_what_was_sent_and_nobody_began_is_found_and_what_was_begun_is_marked_once(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_acted, "AT_ONCE", 1)
    begun, too, other = (road.send(about(handle)) for handle in ("tidepool", "seagull", "kite_heron77"))
    road.work()
    for referral_id in (begun, too):
        open_referral(road.world.member(road.kent, Role.INVESTIGATOR), referral_id)
    road.work()
    with acting_as(road.desk):
        assert [row.referral_id for row in sent_and_untouched(road.desk)] == [other]
    assert mark_begun(road.desk, timezone.now()) == 2
    with acting_as(road.desk):
        assert [row.referral_id for row in sent_and_untouched(road.desk)] == [other]
        assert QueueItem.objects.get(referral_id=begun).begun_by_id == road.kent.id
    assert mark_begun(road.desk, timezone.now()) == 0


def test_a_line_that_goes_on_to_another_force_waits_for_that_one(road: DeskAtWork) -> None:
    referral_id = road.send(about("tidepool"))
    road.work()
    open_referral(road.world.member(road.kent, Role.INVESTIGATOR), referral_id)
    road.work()
    mark_begun(road.desk, timezone.now())
    change_route(road.world.member(road.world.desk, Role.ANALYST), referral_id, road.essex.id, "The child has moved.")
    road.work()
    with acting_as(road.desk):
        (line,) = sent_and_untouched(road.desk)
        assert (line.receiver_id, line.begun_by_id) == (road.essex.id, road.kent.id)


def test_an_event_told_often_waits_once_at_each_force(road: DeskAtWork) -> None:
    told = [road.send(about("lantern", force=force, sender_reference="HC-1")) for force in (KENT, KENT, ESSEX, KENT)]
    road.work()
    with acting_as(road.desk):
        waiting = {(row.referral_id, row.receiver_id) for row in sent_and_untouched(road.desk)}
    assert waiting == {(told[0], road.kent.id), (told[2], road.essex.id)}
