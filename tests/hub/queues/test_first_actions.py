"""The desk learns when a force first did something with a referral, and neither who did nor what."""

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Member
from causeway.hub.road.queues.first_actions import first_actions
from causeway.hub.road.queues.models import FirstAction
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.vocabulary.organisations import Role
from hub.desk_at_work import DeskAtWork, about
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
