"""The organisation's own settings, its credentials and its agreements, each on pages that refuse whom they do not
concern.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.organisations.actors import credential_actor
from causeway.hub.base.organisations.commands.agree import accept_agreement, propose_agreement
from causeway.hub.base.organisations.commands.change_organisation import change_organisation
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.organisations.queries.agreements import AgreementState, agreements
from causeway.hub.base.organisations.queries.credentials import credentials
from causeway.hub.base.organisations.views.agreements import PAGE_SIZE
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of


def test_every_member_sees_their_organisation_and_the_administrator_changes_it(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE, "Sample Forum")
    sender = client_of(world.member(service, Role.SENDER))
    assert "Sample Forum" in sender.get("/organisation/").content.decode()
    assert sender.get("/organisation/settings/").status_code == 403
    client = client_of(world.administrator(service))
    form = {"name": "Sample Forum", "mailbox": "trust@example.org", "zone": "Europe/Rome"}
    assert client.post("/organisation/settings/", form).headers["Location"] == "/organisation/"
    changed = Organisation.objects.get(id=service.id)
    assert (changed.mailbox, changed.zone) == ("trust@example.org", "Europe/Rome")
    taken = client.post("/organisation/settings/", {**form, "name": world.desk.name})
    assert taken.status_code == 422
    assert "Another organisation has this name" in taken.content.decode()
    assert (
        "Choose an answer under “Time zone”"
        in client.post("/organisation/settings/", {**form, "zone": "Moon"}).content.decode()
    )


def test_the_command_checks_what_no_form_has_checked(world: SmallWorld) -> None:
    administrator = world.administrator(world.desk)
    with pytest.raises(Invalid):
        change_organisation(administrator, name=" ", mailbox="a@example.org", zone="UTC")
    with pytest.raises(Invalid):
        change_organisation(administrator, name="x", mailbox="a@example.org", zone="Moon")
    other = world.organisation(OrganisationKind.SERVICE)
    with pytest.raises(Conflict):
        change_organisation(administrator, name=other.name, mailbox="a@example.org", zone="UTC")


def test_a_credential_is_shown_once_and_revoked_after_a_question(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    administrator = world.administrator(service)
    client = client_of(administrator)
    assert "No credential has been issued" in client.get("/organisation/credentials/").content.decode()
    faulty = client.post("/organisation/credentials/issue/", {"name": "", "valid_for": "30"})
    assert faulty.status_code == 422
    issued = client.post(
        "/organisation/credentials/issue/", {"name": "Uploader", "scopes": ["submit"], "valid_for": "30"}
    )
    page = issued.content.decode()
    username, secret = re.findall(r"<code[^>]*data-copy>([^<]+)</code>", page)
    assert issued.headers["Cache-Control"].find("no-store") >= 0
    assert credential_actor(username, secret) is not None
    listing = client.get("/organisation/credentials/").content.decode()
    assert username in listing
    assert secret not in listing
    (row,) = credentials(administrator)
    assert row.expires_at - timezone.now() < timedelta(days=31)
    revoke = f"/organisation/credentials/{row.id}/revoke/"
    assert "Revoke “Uploader”?" in client.get(revoke).content.decode()
    assert client.post(revoke).status_code == 302
    assert credential_actor(username, secret) is None
    assert credentials(administrator)[0].state == "revoked"
    assert client_of(world.administrator(world.desk)).get(revoke).status_code == 404


def test_an_agreement_is_proposed_accepted_and_ended_on_pages(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    giver, receiver = world.administrator(service), world.administrator(world.desk)
    ours, theirs = client_of(giver), client_of(receiver)
    form = {"receiver": str(world.desk.id), "categories": ["referral"], "purpose": "protect_a_child", "basis": ""}
    faulty = ours.post("/organisation/agreements/propose/", {**form, "until": "2020-01-01"})
    assert "lies in the past" in faulty.content.decode()
    assert ours.post("/organisation/agreements/propose/", form).status_code == 302
    (row,) = agreements(giver)
    assert (row.state, row.can_accept, row.is_given) == (AgreementState.PROPOSED, False, True)
    page = f"/organisation/agreements/{row.id}/"
    assert "Waits for your answer" in theirs.get("/organisation/agreements/").content.decode()
    assert "Accept" in theirs.get(page).content.decode()
    assert ours.post(page, {"act": "accept"}).status_code == 404
    assert theirs.post(page, {"act": "accept"}).status_code == 302
    assert agreements(receiver)[0].state is AgreementState.IN_FORCE
    assert "In force" in ours.get("/organisation/agreements/").content.decode()
    assert "What was shared stays shared" in ours.get(page + "?end").content.decode()
    assert ours.post(page, {"act": "end"}).status_code == 302
    assert agreements(receiver)[0].state is AgreementState.ENDED
    assert theirs.post(page, {"act": "accept"}).status_code == 409


def test_a_long_list_of_agreements_is_paged_and_narrowed(world: SmallWorld) -> None:
    forum, other = (world.organisation(OrganisationKind.SERVICE, name) for name in ("Sample Forum", "Sample Chat"))
    receiver = world.administrator(world.desk)
    for count in range(PAGE_SIZE):
        propose_agreement(
            world.administrator(forum),
            world.desk.id,
            categories=[Category.REFERRAL],
            purpose=Purpose.PROTECT_A_CHILD,
            basis=f"Contract {count}",
        )
    named = propose_agreement(
        world.administrator(other), world.desk.id, categories=[Category.REFERRAL], purpose=Purpose.INVESTIGATE
    )
    accept_agreement(receiver, named)
    client = client_of(receiver)
    link = f'href="/organisation/agreements/{named}/"'
    first, second = (
        client.get("/organisation/agreements/", {"page": page}).content.decode().partition("All agreements")[2]
        for page in (1, 2)
    )
    assert f"{PAGE_SIZE + 1} agreements" in first
    assert 'href="?page=2"' in first
    assert (link in first) is not (link in second)
    for narrowed in ({"partner": str(other.id)}, {"state": "in_force"}, {"purpose": "investigate"}):
        page = client.get("/organisation/agreements/", narrowed).content.decode().partition("All agreements")[2]
        assert "1 agreement<" in page
        assert link in page
    for narrowed in ({"direction": "given"}, {"partner": str(forum.id), "state": "in_force"}):
        assert "No agreement fits" in client.get("/organisation/agreements/", narrowed).content.decode()
    unknown = client.get("/organisation/agreements/", {"partner": "nobody"}).content.decode()
    assert f"{PAGE_SIZE + 1} agreements" in unknown


def test_a_third_organisation_sees_nothing_of_an_agreement(world: SmallWorld) -> None:
    service, force = world.organisation(OrganisationKind.SERVICE), world.organisation(OrganisationKind.POLICE_FORCE)
    agreement_id = propose_agreement(
        world.administrator(service), world.desk.id, categories=[Category.REFERRAL], purpose=Purpose.PROTECT_A_CHILD
    )
    third = client_of(world.administrator(force))
    assert third.get(f"/organisation/agreements/{agreement_id}/").status_code == 404
    assert third.post(f"/organisation/agreements/{agreement_id}/", {"act": "end"}).status_code == 404
    assert agreements(world.administrator(force)) == []


def test_an_agreement_runs_out_on_its_day(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    giver = world.administrator(service)
    propose_agreement(
        giver,
        world.desk.id,
        categories=[Category.REFERRAL],
        purpose=Purpose.PROTECT_A_CHILD,
        until=timezone.now() + timedelta(hours=1),
    )
    assert agreements(giver)[0].state is AgreementState.PROPOSED


@pytest.mark.parametrize(
    "path",
    [
        "/organisation/settings/",
        "/organisation/credentials/",
        "/organisation/credentials/issue/",
        "/organisation/credentials/00000000-0000-4000-8000-000000000001/revoke/",
        "/organisation/agreements/",
        "/organisation/agreements/propose/",
        "/organisation/agreements/00000000-0000-4000-8000-000000000001/",
    ],
)
def test_others_are_refused_and_visitors_sign_in(world: SmallWorld, path: str) -> None:
    client = client_of(world.member(world.desk, Role.ANALYST))
    assert client.get(path).status_code == 403
    assert client.post(path).status_code in {403, 405}
    answer = Client().get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/?next=")


def test_the_side_navigation_shows_what_one_may_do(world: SmallWorld) -> None:
    analyst = client_of(world.member(world.desk, Role.ANALYST)).get("/organisation/").content.decode()
    administrator = client_of(world.administrator(world.desk)).get("/organisation/").content.decode()
    for path in ("members", "agreements", "credentials", "webhooks", "joining", "ledger"):
        link = f'href="/organisation/{path}/"'
        assert link in administrator, path
        assert link not in analyst, path
