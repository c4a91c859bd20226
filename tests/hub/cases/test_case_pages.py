"""The pages of cases and safeguarding notices, for those who may and those who may not."""

from django.test import Client

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.queries.safeguarding import notices_told
from causeway.hub.road.cases.words import TaskState
from causeway.vocabulary.organisations import Role
from hub.told_referrals import Road


def _as(actor: Actor) -> Client:
    client = Client()
    assert actor.member_id
    client.force_login(Account.objects.get(member_id=actor.member_id))
    return client


def test_a_referral_is_taken_into_a_case_and_a_colleague_is_led_to_it(road: Road) -> None:
    client, referral_id = _as(road.investigator()), road.referral()
    address = f"/referrals/{referral_id}/take/"
    assert b"A new case" in client.get(address).content
    assert client.post(address, {"case": "nonsense"}).status_code == 422
    done = client.post(address, {"case": "new", "title": "Quay Street", "playbook_code": ""})
    assert done.status_code == 302
    assert client.get(address).headers["Location"] == done.headers["Location"]
    again = client.post(address, {"case": "new"})
    assert again.status_code == 422
    assert b"works on this referral already" in again.content
    assert b"Quay Street" in client.get("/cases/").content
    second = road.referral()
    case_id = done.headers["Location"].split("/")[2]
    assert client.post(f"/referrals/{second}/take/", {"case": case_id}).status_code == 302
    assert len(open_to_read(road.investigator(), case_id).referrals) == 2  # type: ignore[arg-type]


def test_a_case_shows_its_tasks_takes_notes_and_changes_tasks(road: Road) -> None:
    investigator = road.investigator()
    case_id = open_case(investigator, road.referral())
    client, address = _as(investigator), f"/cases/{case_id}/"
    page = client.get(address).content.decode()
    assert "No body that protects the child has been told yet" in page
    assert "Read what the sender describes" in page
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": "Called the school."}).status_code == 302
    assert "Called the school." in client.get(address).content.decode()
    task = open_to_read(investigator, case_id).tasks[0]
    task_address = f"{address}tasks/{task.id}/"
    assert task.guidance in client.get(task_address).content.decode()
    refused = client.post(task_address, {"state": "not_done"})
    assert (refused.status_code, b"Say why this will not be done" in refused.content) == (422, True)
    assert client.post(task_address, {"state": "done"}).status_code == 302
    assert open_to_read(investigator, case_id).tasks[0].state is TaskState.DONE


def test_others_do_not_find_a_case_and_a_service_is_refused(road: Road) -> None:
    referral_id = road.referral()
    case_id = open_case(road.investigator(), referral_id)
    stranger = _as(road.world.member(road.other_force, Role.INVESTIGATOR))
    for address in (f"/cases/{case_id}/", f"/cases/{case_id}/close/", f"/referrals/{referral_id}/take/"):
        assert stranger.get(address).status_code == 404
        assert _as(road.world.member(road.service, *Role)).get(address).status_code in (403, 404)
        assert Client().get(address).status_code == 302


def test_closing_shows_every_fault_and_then_closes_and_opens_again(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    client, address = _as(investigator), f"/cases/{case_id}/close/"
    assert client.get(address).status_code == 200
    given = {f"{referral_id}-status": "closed", f"{referral_id}-closure_reason": "adult"}
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert b"Nobody has told a body that protects this child" in refused.content
    assert client.post(address, {f"{referral_id}-status": "ongoing"}).status_code == 422
    assert b"Work cannot go on" in client.post(address, {f"{referral_id}-status": "ongoing"}).content
    assert client.post(address, given | {"no_safeguarding_reason": "An adult."}).status_code == 302
    assert client.get(address).status_code == 302
    assert client.post(f"/cases/{case_id}/reopen/", {"reason": ""}).status_code == 422
    assert client.post(f"/cases/{case_id}/reopen/", {"reason": "New facts."}).status_code == 302
    assert open_to_read(investigator, case_id).closed_at is None


def test_the_list_is_narrowed_by_its_address(road: Road) -> None:
    investigator = road.investigator()
    open_case(investigator, road.referral(), title="Alder")
    client = _as(investigator)
    wanted = {"shown": "all", "only": "mine", "words": "ald", "sort": "-opened"}
    assert b"Alder" in client.post("/cases/", wanted, follow=True).content
    assert b"No case fits" in client.get("/cases/?shown=closed").content
    assert client.get("/cases/?shown=nonsense&page=zzz&sort=--").status_code == 200


def test_a_body_is_told_reads_and_acknowledges(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    client, address = _as(investigator), f"/referrals/{referral_id}/safeguarding/"
    page = client.get(address).content.decode()
    assert "Wren Marlow" in page
    assert "(serves Canterbury)" in page
    given = {
        "body_id": str(road.body.id),
        "child_name": "Wren Marlow",
        "place": "Canterbury",
        "concern": "Somebody may be trying to win this child's trust.",
        "done_so_far": "",
        "contact": "Ines Ferry",
        "contact_email": "online@example.org",
    }
    assert client.post(address, given).status_code == 422
    done = client.post(address, given | {"done_so_far": "Nothing yet."})
    assert done.headers["Location"] == f"/cases/{case_id}/"
    assert client.post(address, given | {"done_so_far": "Nothing yet."}).status_code == 422
    (notice,) = notices_told(investigator)
    lead = _as(road.world.member(road.body, Role.SAFEGUARDING_LEAD))
    assert b"Wren Marlow" in lead.get("/safeguarding/").content
    read = lead.get(f"/safeguarding/{notice.id}/").content.decode()
    assert "Nothing yet." in read
    assert "tidepool" not in read
    assert lead.post(f"/safeguarding/{notice.id}/", {"name": ""}).status_code == 422
    assert lead.post(f"/safeguarding/{notice.id}/", {"name": "Ama Holm", "note": "Today."}).status_code == 302
    assert lead.post(f"/safeguarding/{notice.id}/", {"name": "Ama Holm"}).status_code == 422
    assert b"Ama Holm" in client.get(f"/safeguarding/{notice.id}/").content
    assert b"Ama Holm" in client.get("/safeguarding/").content
    stranger = _as(road.world.member(road.other_force, Role.INVESTIGATOR))
    assert stranger.get(f"/safeguarding/{notice.id}/").status_code == 404
    assert lead.get(f"/cases/{case_id}/").status_code == 403
