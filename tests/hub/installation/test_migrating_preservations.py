"""What was preserved already gets its clock when the hub is upgraded; what ended, or was forgotten, does not."""

from uuid import UUID

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer, answer_data_request
from causeway.hub.road.data_requests.commands.forget import forget_request
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld
from hub.installation.old_state import database_before, migrate_to_newest
from hub.told_referrals import Road, build_road


def _asked(road: Road) -> UUID:
    new = NewDataRequest(
        kind=RequestKind.PRESERVE,
        service_id=road.service.id,
        identifiers=("u-4711",),
        legal_basis="Act of 2016, section 4",
        contact="online@example.org",
    )
    return make_data_request(road.investigator(), road.referral(), new)


def test_only_what_is_still_preserved_and_known_gets_a_clock(committed_world: SmallWorld) -> None:
    road = build_road(committed_world)
    runs, ended, refused, forgotten = (_asked(road) for _ in range(4))
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, refused, NewAnswer(kind=AnswerKind.CANNOT, text="The account is gone."))
    with acting_as(road.world.program(road.force)):
        forget_request(forgotten)
    with database_before([("data_requests", "0003_paused_clocks")], "data_requests_datarequest") as superuser:
        superuser.execute("DELETE FROM clocks_clock")
        superuser.execute(
            "UPDATE data_requests_datarequest SET made_at = now() - interval '2 years',"
            " preserve_until = now() - interval '1 year' WHERE id = %s",
            [ended],
        )

        migrate_to_newest()

        clocks = superuser.execute("SELECT subject_id, organisation_id, kind FROM clocks_clock").fetchall()
    assert clocks == [(runs, road.force.id, "preservation")]
