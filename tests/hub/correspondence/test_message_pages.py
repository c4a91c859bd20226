"""The pages of messages, for both sides."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.commands.agree import resume_agreement, suspend_agreement
from causeway.hub.base.organisations.queries.agreements import agreements
from causeway.hub.commons.correspondence.commands.open_thread import open_thread
from causeway.hub.commons.correspondence.forms import BeginForm
from causeway.hub.commons.correspondence.group_forms import TopicForm
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Category, Role
from hub.conftest import SmallWorld
from hub.correspondence.conftest import Correspondents
from hub.organisations.signing_in import client_of
from hub.told_referrals import build_road


def _given(to: object, **more: object) -> dict[str, object]:
    return {"to": [str(to)], "subject": "Quay Street", "text": "Please call us.", "handling": "amber", **more}


def test_a_thread_is_begun_answered_acknowledged_and_withdrawn(people: Correspondents) -> None:
    officer, lead = client_of(people.officer), client_of(people.lead)
    assert b"Saltmarsh School" in officer.get("/messages/new/").content
    refused = officer.post("/messages/new/", _given(people.school.id, handling="red"))
    assert (refused.status_code, b"Name at least one" in refused.content) == (422, True)
    picture = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")
    refused = officer.post("/messages/new/", _given(people.school.id, documents=picture))
    assert (refused.status_code, b"Pictures and films travel" in refused.content) == (422, True)
    document = SimpleUploadedFile("plan.pdf", b"%PDF-1.4")
    sent = officer.post("/messages/new/", _given(people.school.id, documents=document, asks_acknowledgement="on"))
    address = sent.headers["Location"]
    assert b"1 thread holds something that you have not read" in lead.get("/messages/").content
    assert b"Quay Street" in lead.get("/messages/?shown=unread").content
    page = lead.get(address).content.decode()
    assert "TLP:AMBER" in page
    assert "We have it, and act on it" in page
    thread_id = address.split("/")[2]
    (message,) = open_thread(people.lead, thread_id).messages  # type: ignore[arg-type]
    assert lead.post(f"{address}{message.id}/acknowledge/").status_code == 302
    assert lead.post(address, {"text": ""}).status_code == 422
    answer = {"to": [str(people.force.id)], "text": "We will.", "handling": "green"}
    assert lead.post(address, answer).status_code == 302
    page = officer.get(address).content.decode()
    assert "Acknowledged by Ama Holm, Saltmarsh School" in page
    download = lead.get(f"{address}documents/{message.documents[0].id}/")
    assert download.getvalue() == b"%PDF-1.4"
    assert download.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    withdraw = f"{address}{message.id}/withdraw/"
    assert officer.post(withdraw, {"reason": ""}).status_code == 422
    assert officer.post(withdraw, {"reason": "By mistake."}).status_code == 302
    assert b"By mistake." in lead.get(address).content
    assert lead.get(f"{address}documents/{message.documents[0].id}/").status_code == 409


def test_faults_stand_in_the_order_of_the_page() -> None:
    faults = BeginForm({"due_on": "soon"}, listings=[]).errors
    assert list(faults) == ["to", "subject", "text", "handling", "due_on"]
    assert list(TopicForm({}).errors) == ["subject", "text", "handling"]


def test_a_thread_is_closed_left_and_taken_away(people: Correspondents) -> None:
    officer, lead = client_of(people.officer), client_of(people.lead)
    address = f"/messages/{people.thread()}/"
    assert b"Nobody else can be added" in officer.get(f"{address}add/").content
    assert officer.post(f"{address}close/").status_code == 302
    assert b"Closed" in lead.get("/messages/?shown=closed").content
    assert lead.post(f"{address}close/").status_code == 403
    assert officer.post(f"{address}reopen/").status_code == 302
    locked = {"way": "passphrase", "passphrase": "four unrelated words", "again": "four unrelated words"}
    assert lead.post(f"{address}download/", locked | {"again": "x"}).status_code == 422
    assert lead.post(f"{address}download/", locked).getvalue().startswith(b"age-encryption.org")
    assert b"Leave this thread?" in lead.get(f"{address}leave/").content
    assert lead.post(f"{address}leave/").status_code == 302
    assert b"Your organisation has left this thread" in lead.get(address).content


def test_an_organisation_is_added_and_told_what_it_may_read(people: Correspondents) -> None:
    people.world.agree(people.force, people.service, Category.CORRESPONDENCE)
    officer, address = client_of(people.officer), f"/messages/{people.thread()}/"
    assert officer.post(f"{address}add/", {"to": ""}).status_code == 422
    added = officer.post(f"{address}add/", {"to": str(people.service.id)}, follow=True)
    assert b"They can read 1 message that was written before" in added.content
    school_page = client_of(people.lead).get(address).content
    assert b"Your messages do not reach Harbourline" in school_page


def test_what_was_written_before_a_suspension_is_refused_with_the_reason_and_kept(people: Correspondents) -> None:
    officer, address, to = client_of(people.officer), f"/messages/{people.thread()}/", str(people.school.id)
    administrator = people.world.administrator(people.force)
    (agreement_id,) = [each.id for each in agreements(administrator) if each.is_given]
    suspend_agreement(administrator, agreement_id, "The text is read anew.")
    for path in (address, "/messages/new/"):
        refused = officer.post(path, _given(to, text="Written before.")).content.decode()
        assert "No agreement in force lets this pass" in refused
        assert "Written before." in refused
        assert "not one of the available choices" not in refused
    resume_agreement(administrator, agreement_id)
    assert officer.post(address, _given(to)).status_code == 302


def test_a_search_stands_sealed_in_its_address(people: Correspondents) -> None:
    people.thread("About the lighthouse.")
    found = client_of(people.lead).post("/messages/", {"shown": "all", "words": "lighthouse"}, follow=True)
    assert b"Quay Street" in found.content
    address, _status = found.redirect_chain[0]
    assert "lighthouse" not in address


def test_others_find_no_thread(people: Correspondents) -> None:
    address = f"/messages/{people.thread()}/"
    stranger = client_of(people.world.member(people.service, Role.SUPERVISOR))
    for path in ("", "add/", "download/", "leave/"):
        assert stranger.get(f"{address}{path}").status_code == 404
    assert client_of(people.world.member(people.force, Role.AUDITOR)).get("/messages/").status_code == 403


def test_a_case_shows_its_messages_and_begins_one(world: SmallWorld) -> None:
    road = build_road(world)
    world.agree(road.force, road.body, Category.CORRESPONDENCE)
    investigator = road.investigator()
    case_id, body_id = open_case(investigator, road.referral()), str(road.body.id)
    client = client_of(investigator)
    assert b"Nothing was written about this case" in client.get(f"/cases/{case_id}/").content
    assert client.get(f"/messages/new/nonsense/{case_id}/").status_code == 404
    begin = f"/messages/new/case/{case_id}/"
    assert b"for your organisation alone" in client.get(begin).content
    sent = client.post(begin, _given(body_id))
    assert b"Tied, for us alone" in client.get(sent.headers["Location"]).content
    other = open_case(investigator, road.referral(), title="Alder")
    tie = f"{sent.headers['Location']}tie/"
    assert client.post(tie, {"case": ""}).status_code == 422
    assert b"Tied, for us alone" in client.post(tie, {"case": str(other)}, follow=True).content
    page = client.get(f"/cases/{case_id}/").content.decode()
    assert "Quay Street" in page
    assert "Messages begun" in page


def test_marks_are_explained_in_the_readers_language(people: Correspondents) -> None:
    with override("en-gb"):  # a page read in Dutch leaves no Dutch behind
        page = client_of(people.officer).get("/messages/new/", headers={"accept-language": "nl"}).content.decode()
    assert "TLP:RED: alleen voor de genoemde personen" in page


def test_an_answer_is_marked_at_first_as_what_it_answers(people: Correspondents) -> None:
    lead = people.world.email_of(people.lead)
    thread_id = people.thread(handling=Handling.RED, named=(lead,))
    address = f"/messages/{thread_id}/"

    def marked(actor: Actor) -> str:
        (mark,) = re.findall(
            r'name="handling"[^>]*value="(\w+)"[^>]*checked', client_of(actor).get(address).content.decode()
        )
        return str(mark)

    assert marked(people.lead) == "red"
    answer = {"to": [str(people.force.id)], "text": "We will.", "handling": "green"}
    assert client_of(people.lead).post(address, answer).status_code == 302
    assert marked(people.officer) == "green"
    assert marked(people.lead) == "red"


def test_a_thread_for_others_by_name_carries_its_mark(people: Correspondents) -> None:
    thread_id = people.thread(handling=Handling.RED, named=("nobody.here@example.org",))
    page = client_of(people.lead).get(f"/messages/{thread_id}/").content.decode()
    assert "you are not named" in page
    assert '<span class="govuk-caption-xl">TLP:RED</span>' in page
