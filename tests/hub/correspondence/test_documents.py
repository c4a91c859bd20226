"""Documents of messages, what a thread is tied to, and taking it away."""

import io
import json
import zipfile

import pyrage
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.commands.agree import accept_agreement, propose_agreement
from causeway.hub.base.vault.errors import TooLarge
from causeway.hub.commons.correspondence.commands.attach_to_agreement import (
    documents_of_agreement,
    open_agreement_document,
)
from causeway.hub.commons.correspondence.commands.begin_thread import Receiver, begin_thread
from causeway.hub.commons.correspondence.commands.export_thread import export_thread
from causeway.hub.commons.correspondence.commands.keep_thread import tie_thread
from causeway.hub.commons.correspondence.commands.open_thread import download_document, open_thread
from causeway.hub.commons.correspondence.commands.write_message import withdraw_message
from causeway.hub.commons.correspondence.documents import DOCUMENT_LIMIT_BYTES, seal_documents
from causeway.hub.commons.correspondence.posting import NewMessage
from causeway.hub.commons.correspondence.tying import Tying
from causeway.hub.commons.correspondence.words import TieKind
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.evidence.package import PassphraseLock
from causeway.hub.road.queues.packages.download_package import download_package
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Category, Purpose, Role
from hub.conftest import SmallWorld
from hub.correspondence.conftest import Correspondents
from hub.organisations.signing_in import client_of
from hub.told_referrals import build_road

PDF = b"%PDF-1.4 a drawing of a bridge"


def _file(name: str = "plan.pdf", data: bytes = PDF) -> "SimpleUploadedFile":
    return SimpleUploadedFile(name, data)


def test_a_document_is_sealed_named_by_its_content_and_its_download_is_seen_by_its_author(
    people: Correspondents,
) -> None:
    thread_id = people.thread(documents=seal_documents([_file("C:\\drawings\\plan\x00.pdf")]))
    (document,) = open_thread(people.lead, thread_id).messages[0].documents
    assert (document.name, document.media_type, document.size_bytes) == ("plan.pdf", "application/pdf", len(PDF))
    assert b"".join(download_document(people.lead, thread_id, document.id).pieces) == PDF
    with acting_as(people.officer):
        (entry,) = timeline_of(document.id)
    assert (entry.act, entry.organisation_id) == (Act.DOCUMENT_DOWNLOADED, people.school.id)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n....", b"\x00\x01\x02\x03", b"\x00\x00\x00\x18ftypmp42"])
def test_pictures_films_and_what_nobody_knows_travel_another_way(people: Correspondents, data: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        seal_documents([_file(), _file("note.txt", data)])
    assert caught.value.field == "documents"


def test_a_document_has_a_longest_length(people: Correspondents) -> None:
    with pytest.raises(TooLarge):
        seal_documents([_file(data=b"%PDF-" + bytes(DOCUMENT_LIMIT_BYTES))])


def keys_seen_by(*actors: Actor) -> dict[str, tuple[int, int]]:
    """How many sealed objects each sees, and of how many a key, read past the managers."""
    seen = {}
    for actor in actors:
        with acting_as(actor), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), count(o.sealed_key) + (SELECT count(*) FROM vault_personalkey)"
                " FROM vault_sealedobject o"
            )
            seen[actor.label] = cursor.fetchone()
    return seen


def test_documents_of_a_red_or_withdrawn_message_do_not_open(people: Correspondents) -> None:
    colleague = people.world.member(people.school, Role.SAFEGUARDING_LEAD)
    named = (people.world.email_of(people.lead),)
    thread_id = people.thread(handling=Handling.RED, named=named, documents=seal_documents([_file()]))
    (message,) = open_thread(people.lead, thread_id).messages
    (document,) = message.documents
    assert open_thread(colleague, thread_id).messages[0].documents == ()
    with pytest.raises(NotFound):
        download_document(colleague, thread_id, document.id)
    assert b"".join(download_document(people.lead, thread_id, document.id).pieces) == PDF
    sealed = keys_seen_by(colleague, people.world.program(people.school))
    assert sealed == {colleague.label: (1, 0), people.world.program(people.school).label: (1, 0)}
    withdraw_message(people.officer, thread_id, message.id, "By mistake.")
    with pytest.raises(Conflict):
        download_document(people.lead, thread_id, document.id)


def test_a_thread_leaves_as_one_locked_file_with_its_documents_and_proof(people: Correspondents) -> None:
    thread_id = people.thread(documents=seal_documents([_file()]))
    people.work()
    locked = b"".join(export_thread(people.lead, thread_id, PassphraseLock("four unrelated words")))
    archive = zipfile.ZipFile(io.BytesIO(pyrage.passphrase.decrypt(locked, "four unrelated words")))
    assert {"messages.pdf", "messages.json", "documents/001-plan.pdf", "ledger-proof.json", "manifest.json"} <= set(
        archive.namelist()
    )
    assert archive.read("documents/001-plan.pdf") == PDF
    assert json.loads(archive.read("messages.json"))["messages"][0]["text"] == "Please call us."
    proof = json.loads(archive.read("ledger-proof.json"))
    assert any(entry["leaf"]["act"] == "correspondence.message_sent" for entry in proof["entries"])
    with acting_as(people.officer):
        assert timeline_of(thread_id, acts=[Act.THREAD_EXPORTED])


def test_the_tie_to_a_case_is_seen_by_its_own_side_alone(world: SmallWorld) -> None:
    road = build_road(world)
    world.agree(road.force, road.body, Category.CORRESPONDENCE)
    investigator = world.member(road.force, Role.INVESTIGATOR, Role.SUPERVISOR)
    lead = world.member(road.body, Role.SAFEGUARDING_LEAD)
    referral_id = road.referral()
    case_id = open_case(investigator, referral_id)
    tying = Tying(kind=TieKind.CASE, subject_id=case_id)
    to = [Receiver(organisation_id=road.body.id)]
    thread_id = begin_thread(investigator, "Quay Street", to, NewMessage(text="Please call."), tying=tying)
    (tie,) = open_thread(investigator, thread_id).ties
    assert (tie.kind, tie.reference) == (TieKind.CASE, open_to_read(investigator, case_id).reference)
    theirs = open_thread(lead, thread_id)
    assert theirs.ties == ()
    assert str(case_id) not in str(theirs)
    with acting_as(lead):
        assert not any(case_id in entry.subjects for entry in timeline_of(thread_id))
    with pytest.raises(NotFound):
        tie_thread(lead, thread_id, Tying(kind=TieKind.REFERRAL, subject_id=referral_id))
    package = download_package(investigator, [referral_id], PassphraseLock("four unrelated words"), case_id=case_id)
    archive = zipfile.ZipFile(io.BytesIO(pyrage.passphrase.decrypt(b"".join(package.pieces), "four unrelated words")))
    assert json.loads(archive.read("messages.json"))[0]["messages"][0]["text"] == "Please call."


def test_the_signed_text_of_an_agreement_opens_for_the_receiver_once_it_holds(people: Correspondents) -> None:
    giver, receiver = people.world.administrator(people.force), people.world.administrator(people.school)
    agreement_id = propose_agreement(
        giver, people.school.id, categories=[Category.SAFEGUARDING], purpose=Purpose.PROTECT_A_CHILD
    )
    address = f"/organisation/agreements/{agreement_id}/documents/"
    giving, receiving = client_of(giver), client_of(receiver)
    assert giving.post(address, {}).status_code == 422
    assert giving.post(address, {"documents": _file("memo.pdf")}).status_code == 302
    (document,) = documents_of_agreement(receiver, agreement_id)
    assert document.sha256 in receiving.get(address).content.decode()
    assert receiving.get(f"{address}{document.id}/").status_code == 404
    assert receiving.post(address, {"documents": _file()}).status_code == 403
    accept_agreement(receiver, agreement_id)
    people.work()
    assert b"".join(open_agreement_document(receiver, agreement_id, document.id).pieces) == PDF
    assert receiving.get(f"{address}{document.id}/").getvalue() == PDF
