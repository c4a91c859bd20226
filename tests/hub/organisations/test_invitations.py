"""A link works once, for a week, for one organisation; its token is nowhere in the database."""

import json
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.notices.commands.send_due import send_due
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.actors import member_actor
from causeway.hub.base.organisations.commands.invite import (
    VALID_FOR,
    door_of,
    find_invitation,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from causeway.hub.base.organisations.models import Account, Invitation, Organisation
from causeway.hub.base.organisations.queries.members import members, open_invitations
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

PASSWORD = "seven-lamps-on-a-pier"


@pytest.fixture
def service(world: SmallWorld) -> Organisation:
    """A service with an administrator."""
    return world.organisation(OrganisationKind.SERVICE)


def invited(world: SmallWorld, service: Organisation, email: str = "lee@example.org") -> UUID:
    """An open invitation."""
    return invite_member(world.administrator(service), name="Lee Marsh", email=email, roles=[Role.SENDER])


def mailed_link(world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]) -> str:
    """The path of the newest link that was mailed."""
    send_due(world.program(service), timezone.now() + timedelta(seconds=1))
    link = re.search(r"http://\S+?(/invitation/\S+)", str(mailoutbox[-1].body))
    assert link is not None
    return link[1]


def accepted(path: str, **changes: str) -> tuple[int, str]:
    """The answer to the form behind the link: status and page."""
    answer = Client().post(path, {"name": "Lee Marsh", "password": PASSWORD, "again": PASSWORD, **changes})
    return answer.status_code, answer.content.decode()


def test_the_invited_person_chooses_a_password_and_is_led_to_the_second_factor(
    world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]
) -> None:
    invited(world, service)
    client, path = Client(), mailed_link(world, service, mailoutbox)
    assert "invites you" in client.get(path).content.decode()
    answer = client.post(path, {"name": "Lee Marsh", "password": PASSWORD, "again": PASSWORD})
    assert answer.headers["Location"] == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    actor = member_actor(Account.objects.get(email="lee@example.org"))
    assert actor is not None
    assert (actor.label, actor.roles) == ("Lee Marsh", frozenset({Role.SENDER}))
    fresh = Client()
    signed_in = fresh.post("/account/login/", {"login": "Lee@example.org", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert "_auth_user_id" in fresh.session


def test_the_token_is_only_in_the_mail(
    world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]
) -> None:
    invited(world, service)
    token = mailed_link(world, service, mailoutbox).rstrip("/").rpartition("/")[2]
    with acting_as(world.program(service)):
        stored = [vars(row) for row in (*Invitation.objects.all(), *Notice.objects.all())]
    assert token not in json.dumps(stored, default=str)


def test_a_wrong_used_old_withdrawn_or_foreign_link_gives_one_page(
    world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]
) -> None:
    invited(world, service)
    used = mailed_link(world, service, mailoutbox)
    assert accepted(used)[0] == 302
    withdrawn_id = invited(world, service, "second@example.org")
    withdrawn = mailed_link(world, service, mailoutbox)
    withdraw_invitation(world.administrator(service), withdrawn_id)
    old_id = invited(world, service, "third@example.org")
    old = mailed_link(world, service, mailoutbox)
    with acting_as(world.program(service)):
        Invitation.objects.filter(id=old_id).update(expires_at=timezone.now() - timedelta(seconds=1))
    foreign = old.replace(str(service.id), str(world.desk.id))
    nobody = old.replace(str(service.id), str(uuid4()))
    wrong = old[:-4] + "xxx/"
    links = (used, withdrawn, old, foreign, nobody, wrong)
    # A page carries a fresh token against forged requests; the rest is equal.
    pages = {re.sub(r"hx-headers='[^']*'", "", Client().get(path).content.decode()) for path in links}
    assert len(pages) == 1
    assert "This link no longer works" in pages.pop()
    assert {accepted(path)[0] for path in links} == {404}


def test_sending_again_ends_the_earlier_link_and_starts_the_week_anew(
    world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]
) -> None:
    invitation_id = invited(world, service)
    first = mailed_link(world, service, mailoutbox)
    resend_invitation(world.administrator(service), invitation_id)
    assert accepted(first)[0] == 404
    second = mailed_link(world, service, mailoutbox)
    (row,) = open_invitations(world.administrator(service))
    assert timezone.now() + VALID_FOR - row.expires_at < timedelta(minutes=5)
    assert accepted(second)[0] == 302
    with pytest.raises(Conflict):
        resend_invitation(world.administrator(service), invitation_id)


def test_an_invitation_withdrawn_before_its_mail_left_is_not_mailed(
    world: SmallWorld, service: Organisation, mailoutbox: list[EmailMessage]
) -> None:
    withdraw_invitation(world.administrator(service), invited(world, service))
    assert send_due(world.program(service), timezone.now() + timedelta(seconds=1)) == 0
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"again": "another"}, "passwords differ"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "qwerty123456", "again": "qwerty123456"}, "too common"),
        ({"password": "lee@example.org", "again": "lee@example.org"}, "too similar"),
        ({"name": " "}, "required"),
    ],
)
def test_a_faulty_answer_is_said_at_its_field_and_leaves_the_link_open(
    world: SmallWorld,
    service: Organisation,
    mailoutbox: list[EmailMessage],
    changes: dict[str, str],
    words: str,
) -> None:
    invited(world, service)
    path = mailed_link(world, service, mailoutbox)
    status, page = accepted(path, **changes)
    assert (status, words in page) == (422, True)
    assert accepted(path)[0] == 302


def test_roles_must_fit_the_kind_of_organisation(world: SmallWorld, service: Organisation) -> None:
    with pytest.raises(Invalid) as caught:
        invite_member(world.administrator(service), name="Lee", email="lee@example.org", roles=[Role.INVESTIGATOR])
    assert caught.value.field == "roles"


def test_an_address_is_invited_once_and_not_when_it_has_an_account(world: SmallWorld, service: Organisation) -> None:
    invited(world, service)
    with pytest.raises(Conflict):
        invited(world, service, "LEE@example.org")
    taken = world.email_of(world.member(world.desk, Role.ANALYST))
    with pytest.raises(Conflict):
        invited(world, service, taken)


def test_only_the_public_door_opens_links_and_it_opens_nothing_else(world: SmallWorld, service: Organisation) -> None:
    with pytest.raises(NotPermitted):
        find_invitation(world.administrator(service), "token")
    door = door_of(service.id)
    assert door is not None
    with pytest.raises(NotFound):
        find_invitation(door, "token")
    with pytest.raises(NotPermitted):
        members(door)


def test_the_pages_invite_send_again_and_withdraw(world: SmallWorld, service: Organisation) -> None:
    administrator = world.administrator(service)
    client = client_of(administrator)
    form = {"name": "Lee Marsh", "email": "lee@example.org", "roles": ["sender", "reviewer"]}
    faulty = client.post("/organisation/members/invite/", {**form, "roles": []})
    assert faulty.status_code == 422
    assert "Choose at least one role" in faulty.content.decode()
    assert "Investigator" not in client.get("/organisation/members/invite/").content.decode()
    assert client.post("/organisation/members/invite/", form).headers["Location"] == "/organisation/members/"
    again = client.post("/organisation/members/invite/", form)
    assert "has been invited" in again.content.decode()
    page = client.get("/organisation/members/").content.decode()
    assert "lee@example.org" in page
    (row,) = open_invitations(administrator)
    assert client.post(f"/organisation/invitations/{row.id}/resend/").status_code == 302
    assert client.get(f"/organisation/invitations/{row.id}/resend/").status_code == 405
    assert client.post(f"/organisation/invitations/{row.id}/withdraw/").status_code == 302
    assert client.post(f"/organisation/invitations/{row.id}/resend/").status_code == 409
    assert open_invitations(administrator) == []


@pytest.mark.parametrize("path", ["/organisation/members/", "/organisation/members/invite/"])
def test_who_does_not_administer_is_refused(world: SmallWorld, service: Organisation, path: str) -> None:
    sender: Actor = world.member(service, Role.SENDER)
    assert client_of(sender).get(path).status_code == 403
    assert client_of(sender).post(path).status_code in {403, 405}
