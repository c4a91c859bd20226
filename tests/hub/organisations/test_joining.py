"""An organisation asks to join; the desk that it names vets it, and its contact is invited or told why not."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.commands.send_due import send_due
from causeway.hub.base.organisations.commands.add_organisation import NewOrganisation
from causeway.hub.base.organisations.commands.ask_to_join import Asking, ask_to_join
from causeway.hub.base.organisations.commands.decide_joining import (
    accept_joining,
    invite_first_administrator,
    refuse_joining,
)
from causeway.hub.base.organisations.commands.invite import door_of
from causeway.hub.base.organisations.models import Account, Organisation
from causeway.hub.base.organisations.queries.joining import joining_request, joining_requests
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

Outbox = list[EmailMessage]

ASKING = Asking(
    name="Harbour School",
    kind=OrganisationKind.PARTNER,
    partner_kind=PartnerKind.SCHOOL,
    country="GB",
    website="https://harbour.example.org",
    contact_name="Kim Doe",
    contact_email="Kim@harbour.example.org",
    why="To tell about worries that reach our staff.",
)
NEW = NewOrganisation(
    name="Harbour School",
    kind=OrganisationKind.PARTNER,
    partner_kind=PartnerKind.SCHOOL,
    country="GB",
    mailbox="office@harbour.example.org",
)


def asked(world: SmallWorld, asking: Asking = ASKING) -> UUID:
    """A request at the desk."""
    door = door_of(world.desk.id)
    assert door is not None
    return ask_to_join(door, asking)


def form(world: SmallWorld, **changes: str) -> dict[str, str]:
    """The public form, filled in."""
    return {
        "name": "Harbour School",
        "kind": "partner",
        "partner_kind": "school",
        "country": "Ireland",
        "website": "harbour.example.org",
        "contact_name": "Kim Doe",
        "contact_email": "kim@harbour.example.org",
        "why": "To tell about worries.",
        "desk_id": str(world.desk.id),
        **changes,
    }


def test_anyone_can_ask_on_the_public_page_and_the_desk_is_mailed(world: SmallWorld, mailoutbox: Outbox) -> None:
    client = Client()
    assert client.get("/join/").status_code == 200
    answer = client.post("/join/", form(world))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/join/done/")
    assert client.get("/join/done/").status_code == 200
    (request,) = joining_requests(world.administrator(world.desk))
    assert (request.name, request.country, request.website) == ("Harbour School", "IE", "https://harbour.example.org")
    send_due(world.program(world.desk), timezone.now() + timedelta(seconds=1))
    assert [mail.to for mail in mailoutbox] == [[world.desk.mailbox]]
    assert str(request.id) in mailoutbox[0].body
    assert "Harbour" not in mailoutbox[0].body


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Fill in “Name of your organisation”"),
        ({"country": "Nowhere at all"}, "Enter a country"),
        ({"contact_email": "kim"}, "Enter an address such as name@example.org"),
        ({"partner_kind": ""}, "Choose what sort of partner"),
        ({"desk_id": str(uuid4())}, "Choose an answer under “Which desk shall vouch for you?”"),
    ],
)
def test_a_fault_on_the_public_page_is_said_at_its_field(
    world: SmallWorld, changes: dict[str, str], words: str
) -> None:
    answer = Client().post("/join/", form(world, **changes))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert joining_requests(world.administrator(world.desk)) == []


def test_only_a_desk_can_be_asked_and_only_it_may_read(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    door = door_of(force.id)
    assert door is not None
    with pytest.raises(NotPermitted):
        ask_to_join(door, ASKING)
    request_id = asked(world)
    other_desk = world.organisation(OrganisationKind.HOTLINE)
    with pytest.raises(NotFound):
        joining_request(world.administrator(other_desk), request_id)
    with pytest.raises(NotPermitted):
        joining_requests(world.administrator(force))


def test_one_address_cannot_flood_a_desk(world: SmallWorld) -> None:
    for _ in range(3):
        asked(world)
    with pytest.raises(Conflict):
        asked(world)


def test_accepting_adds_the_organisation_and_invites_the_contact(world: SmallWorld, mailoutbox: Outbox) -> None:
    request_id = asked(world)
    organisation_id = accept_joining(world.administrator(world.desk), request_id, NEW, note="Called the office.")
    organisation = Organisation.objects.get(id=organisation_id)
    assert organisation.vouched_by_id == world.desk.id
    send_due(world.program(organisation), timezone.now() + timedelta(seconds=1))
    (mail,) = mailoutbox
    assert mail.to == ["kim@harbour.example.org"]
    link = re.search(r"http\S+/invitation/\S+", str(mail.body))
    assert link is not None
    password = "seven-lamps-on-a-pier"
    answer = Client().post(link[0].partition("8000")[2], {"name": "Kim Doe", "password": password, "again": password})
    assert answer.status_code == 302
    assert Account.objects.get(email="kim@harbour.example.org").organisation_id == organisation_id
    with acting_as(world.program(world.desk)):
        assert [fact.act for fact in timeline_of(request_id)] == [Act.JOINING_DECIDED, Act.JOINING_REQUESTED]


def test_a_request_is_decided_once(world: SmallWorld) -> None:
    request_id, administrator = asked(world), world.administrator(world.desk)
    accept_joining(administrator, request_id, NEW, note="Called the office.")
    with pytest.raises(Conflict):
        refuse_joining(administrator, request_id, reason="Twice.")


def test_a_refusal_is_mailed_with_its_reason(world: SmallWorld, mailoutbox: Outbox) -> None:
    request_id = asked(world)
    refuse_joining(world.administrator(world.desk), request_id, reason="Please ask through your district.")
    send_due(world.program(world.desk), timezone.now() + timedelta(seconds=1))
    mail = next(mail for mail in mailoutbox if mail.to == ["kim@harbour.example.org"])
    assert "Please ask through your district." in mail.body


def test_the_first_invitation_can_be_sent_again_until_somebody_has_joined(world: SmallWorld) -> None:
    request_id, administrator = asked(world), world.administrator(world.desk)
    organisation_id = accept_joining(administrator, request_id, NEW, note="Called the office.")
    invite_first_administrator(administrator, request_id)
    world.administrator(Organisation.objects.get(id=organisation_id))
    with pytest.raises(Conflict):
        invite_first_administrator(administrator, request_id)


def admit_form(**changes: Any) -> dict[str, Any]:
    """The desk's form, filled in."""
    return {
        "name": "Harbour School",
        "mailbox": "o@harbour.example.org",
        "zone": "Europe/Dublin",
        "note": "Called.",
        **changes,
    }


def test_the_desks_pages_list_show_and_decide(world: SmallWorld) -> None:
    request_id, client = asked(world), client_of(world.administrator(world.desk))
    assert "Harbour School" in client.get("/organisation/joining/").content.decode()
    page = f"/organisation/joining/{request_id}/"
    assert "worries that reach our staff" in client.get(page).content.decode()
    without_note = client.post(page + "accept/", admit_form(note=""))
    assert without_note.status_code == 422
    taken = client.post(page + "accept/", admit_form(name=world.desk.name))
    assert "already joined" in taken.content.decode()
    unknown_force = client.post(page + "accept/", admit_form(force_code="no-such"))
    assert "No force has this code" in unknown_force.content.decode()
    assert client.post(page + "accept/", admit_form()).headers["Location"] == page
    assert Organisation.objects.get(name="Harbour School").zone == "Europe/Dublin"
    assert "Send the invitation again" in client.get(page).content.decode()
    assert client.post(page + "invite/").status_code == 302


def test_the_desks_page_refuses_with_a_reason_only(world: SmallWorld) -> None:
    request_id, client = asked(world), client_of(world.administrator(world.desk))
    page = f"/organisation/joining/{request_id}/refuse/"
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "Not a body of this country."}).status_code == 302
    assert joining_request(world.administrator(world.desk), request_id).is_accepted is False


def test_others_are_refused_and_visitors_sign_in_first(world: SmallWorld) -> None:
    request_id = asked(world)
    analyst = client_of(world.member(world.desk, Role.ANALYST))
    assert analyst.get("/organisation/joining/").status_code == 403
    assert analyst.get(f"/organisation/joining/{request_id}/").status_code == 403
    assert Client().get("/organisation/joining/").headers["Location"].startswith("/account/login/")
    assert client_of(world.administrator(world.desk)).get(f"/organisation/joining/{uuid4()}/").status_code == 404
