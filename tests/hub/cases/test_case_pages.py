"""The pages of cases and safeguarding notices, for those who may and those who may not."""

from dataclasses import replace
from uuid import UUID

from django.test import Client

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.cases.commands.take_referral import add_to_case, open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.cases.commands.work_case import change_task
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.cases.queries.safeguarding import notices_told
from causeway.hub.road.cases.words import TaskState, entry_in_words
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.outcomes.queries.outcomes import outcomes_of
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from causeway.vocabulary.referral import Party, PartyRole
from causeway.vocabulary.safeguarding import SafeguardingNotice
from hub.told_referrals import TOLD, Road


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
    assert "Note who approached whom" in client.get(task_address).content.decode()
    refused = client.post(task_address, {"state": "not_done"})
    assert (refused.status_code, b"Say why this will not be done" in refused.content) == (422, True)
    assert client.post(task_address, {"state": "done", "evidence": "Local record 14."}).status_code == 302
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


def test_who_works_on_it_is_named_where_a_body_is_told_and_a_notice_is_never_held_up(road: Road) -> None:
    lead, second, referral_id = road.investigator(), road.investigator(), road.referral()
    open_case(lead, referral_id)
    client, address = _as(second), f"/referrals/{referral_id}/safeguarding/"
    assert "A colleague works on it" in client.get(address).content.decode()
    given = _notice(road)
    told = client.post(address, given, follow=True)
    assert "Somebody works on it too" in told.content.decode()
    assert len(notices_told(second)) == 1


def test_pages_name_the_child_of_whom_nobody_was_told_and_lead_from_one_to_the_next(road: Road) -> None:
    sibling = Party(role=PartyRole.VICTIM, first_name="Lark", last_name="Marlow", age_years=9, is_child=True)
    investigator = road.investigator()
    referral_id = road.referral(replace(TOLD, parties=(*TOLD.parties, sibling)))
    case_id = open_case(investigator, referral_id)
    client, address = _as(investigator), f"/referrals/{referral_id}/safeguarding/"
    page = client.get(f"/cases/{case_id}/").content.decode()
    assert "No body that protects these 2 children has been told yet." in page
    assert f"{address}?child=2" in page
    given = _notice(road)
    done = client.post(address, given)
    assert done.headers["Location"] == f"{address}?child=2"
    assert 'value="Lark Marlow"' in client.get(done.headers["Location"]).content.decode()
    for where in ("/", f"/cases/{case_id}/", f"/cases/{case_id}/close/", _safeguarding_task(investigator, case_id)):
        page = client.get(where).content.decode()
        assert ("Lark Marlow, 9" in page, "Wren Marlow, 13" in page) == (True, False), where
    done = client.post(done.headers["Location"], given | {"child_name": "Lark Marlow"})
    assert done.headers["Location"] == f"/cases/{case_id}/"
    assert "has been told yet" not in client.get(f"/cases/{case_id}/").content.decode()


def _safeguarding_task(actor: Actor, case_id: UUID) -> str:
    (task,) = [task for task in open_to_read(actor, case_id).tasks if task.is_safeguarding]
    return f"/cases/{case_id}/tasks/{task.id}/"


def test_every_task_is_done_undone_and_explained_from_its_page(road: Road) -> None:
    for playbook in ("urgent_danger", "child_may_have_harmed"):
        investigator = road.investigator()
        case_id = open_case(investigator, road.referral(), playbook_code=playbook)
        client = _as(investigator)
        for task in open_to_read(investigator, case_id).tasks:
            address = f"/cases/{case_id}/tasks/{task.id}/"
            for state, reason in (("doing", ""), ("done", ""), ("to_do", ""), ("not_done", "Known to be safe.")):
                done = client.post(address, {"state": state, "reason": reason, "evidence": "Local record 14."})
                assert done.headers["Location"] == f"/cases/{case_id}/#tasks"
            page = client.get(address).content.decode()
            assert all(said in page for said in ("Will not be done", "Known to be safe.", "Ines Ferry")), task.code
        assert {task.state for task in open_to_read(investigator, case_id).tasks} == {TaskState.NOT_DONE}


def test_the_page_of_the_task_to_preserve_leads_to_asking(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    client, address = _as(investigator), f"/referrals/{referral_id}/data-request/"
    tasks = open_to_read(investigator, case_id).tasks
    pages = {task.code: client.get(f"/cases/{case_id}/tasks/{task.id}/").content.decode() for task in tasks}
    asking = {code for code, page in pages.items() if address in page}
    assert asking == {"preserve_data"}


def test_the_timeline_tells_who_did_what_about_what(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    reference, first = road.reference_of(referral_id), open_to_read(investigator, case_id).tasks[0]
    change_task(road.investigator("Otis Dune"), case_id, first.id, TaskState.NOT_DONE, reason="Read before.")
    notice = SafeguardingNotice(
        child_name="Wren Marlow",
        place="Canterbury",
        concern="A stranger writes.",
        done_so_far="Nothing yet.",
        contact="Ines Ferry",
        contact_email="online@example.org",
    )
    tell_safeguarding(investigator, referral_id, road.body.id, notice, child=0)
    record_outcome(investigator, referral_id, Outcome(status=OutcomeStatus.ONGOING))
    lines = [
        (line.entry.act, line.by, entry_in_words(line.entry, line.about))
        for line in open_to_read(investigator, case_id).timeline
    ]
    assert (Act.CASE_OPENED, "Ines Ferry", reference) in lines
    assert (Act.TASK_CHANGED, "Otis Dune", f"{first.title}: Will not be done: Read before.") in lines
    assert (Act.SAFEGUARDING_TOLD, "Ines Ferry", "Wren Marlow, East Shore Children's Services") in lines
    assert (Act.OUTCOME_RECORDED, "Ines Ferry", reference) in lines


def test_a_case_whose_referrals_have_all_ended_is_offered_and_closed_in_one_click(road: Road) -> None:
    investigator, first, second = road.investigator(), road.referral(), road.referral()
    case_id = open_case(investigator, first, title="Quay Street")
    add_to_case(investigator, case_id, second)
    for referral_id in (first, second):
        tell_safeguarding(investigator, referral_id, road.body.id, _NOTICE)
    client, address = _as(investigator), f"/cases/{case_id}/"
    ended = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.NO_CRIME)
    record_outcome(investigator, first, ended)
    assert "Close it as recorded" not in client.get(address).content.decode()
    assert "Cases that you can close" not in client.get("/outcomes/import/").content.decode()
    record_outcome(investigator, second, ended)
    assert "Close it as recorded" in client.get(address).content.decode()
    assert "Quay Street" in client.get("/outcomes/import/").content.decode()
    assert client.post(f"{address}close/as-recorded/").headers["Location"] == address
    assert open_to_read(investigator, case_id).closed_at
    assert len(outcomes_of(investigator, [first, second])) == 2
    assert "Cases that you can close" not in client.get("/outcomes/import/").content.decode()


def test_closing_as_recorded_asks_for_what_is_missing(road: Road) -> None:
    investigator, referral_id = road.investigator(), road.referral()
    case_id = open_case(investigator, referral_id)
    client, address = _as(investigator), f"/cases/{case_id}/close/as-recorded/"
    assert client.post(address).headers["Location"] == f"/cases/{case_id}/close/"
    record_outcome(investigator, referral_id, Outcome(status=OutcomeStatus.REFERRED_ON))
    answer = client.post(address, follow=True)
    assert "Nobody has told a body that protects this child" in answer.content.decode()
    assert open_to_read(investigator, case_id).closed_at is None


_NOTICE = SafeguardingNotice(
    child_name="Wren Marlow",
    place="1 Quay Street, Canterbury",
    concern="Somebody is worried.",
    done_so_far="Nothing yet.",
    contact="Ines Ferry",
    contact_email="ines@example.org",
)


def _notice(road: Road) -> dict[str, str]:
    """A safeguarding notice as its form is filled in."""
    return {
        "body_id": str(road.body.id),
        "child_name": "Wren Marlow",
        "place": "Canterbury",
        "concern": "Somebody may be trying to win this child's trust.",
        "done_so_far": "Nothing yet.",
        "contact": "Ines Ferry",
        "contact_email": "online@example.org",
    }
