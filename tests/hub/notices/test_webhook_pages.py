"""Webhooks on pages: added with a secret that is shown once, tested, paused, deleted, and their deliveries shown."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.notices.acts import ACTS_OF_KIND
from causeway.hub.base.notices.commands.manage_webhooks import MOST_WEBHOOKS, add_webhook
from causeway.hub.base.notices.commands.send_due import send_due
from causeway.hub.base.notices.queries.webhooks import webhooks
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.notices.receiver import receiving
from hub.organisations.signing_in import client_of


def test_a_webhook_lives_on_its_pages(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    administrator = world.administrator(service)
    client = client_of(administrator)
    assert "There is no webhook yet" in client.get("/organisation/webhooks/").content.decode()
    with receiving(500) as receiver:
        added = client.post("/organisation/webhooks/add/", {"url": receiver.url, "acts": ["outcome.feedback_given"]})
        (secret,) = re.findall(r"data-copy>(whsec_[^<]+)<", added.content.decode())
        (row,) = webhooks(administrator)
        page = f"/organisation/webhooks/{row.id}/"
        assert secret not in client.get(page).content.decode()
        assert client.post(page + "test/").status_code == 302
        assert "Waits to be sent" in client.get(page).content.decode()
        send_due(world.program(service), timezone.now() + timedelta(seconds=1))
        failed = client.get(page).content.decode()
        assert "answered with an error (500)" in failed
        retry = re.search(r'action="([^"]+/retry/)"', failed)
        assert retry is not None
        assert client.post(retry[1]).status_code == 302
        send_due(world.program(service), timezone.now() + timedelta(seconds=1))
        assert "Arrived" in client.get(page).content.decode()
        assert client.post(retry[1]).status_code == 404
        assert receiver.verified(secret) == [True, True]
        assert receiver.bodies()[0]["type"] == "webhook.test"
    assert client.post(page + "switch/", {"is_active": "no"}).status_code == 302
    assert "Paused" in client.get("/organisation/webhooks/").content.decode()
    assert client.post(page + "test/").status_code == 409
    assert client.post(page + "switch/", {"is_active": "yes"}).status_code == 302
    assert "Delete this webhook?" in client.get(page + "?delete").content.decode()
    assert client.post(page + "delete/").status_code == 302
    assert client.get(page).status_code == 404
    assert webhooks(administrator) == []


@pytest.mark.parametrize(
    ("url", "acts", "words"),
    [
        ("http://hooks.example.org/", ["outcome.feedback_given"], "public https address"),
        ("https://10.0.0.1/", ["outcome.feedback_given"], "public https address"),
        ("https://hooks.example.org/", [], "Choose at least one"),
        ("https://hooks.example.org/", ["case.opened"], "Choose an answer under"),
    ],
)
def test_a_fault_is_said_at_its_field(world: SmallWorld, url: str, acts: list[str], words: str) -> None:
    client = client_of(world.administrator(world.organisation(OrganisationKind.SERVICE)))
    answer = client.post("/organisation/webhooks/add/", {"url": url, "acts": acts})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_an_act_that_does_not_concern_the_kind_is_refused_and_so_are_too_many(world: SmallWorld) -> None:
    administrator = world.administrator(world.organisation(OrganisationKind.SERVICE))
    with pytest.raises(Invalid):
        add_webhook(administrator, url="https://hooks.example.org/", acts=[Act.CASE_OPENED])
    for _ in range(MOST_WEBHOOKS):
        add_webhook(administrator, url="https://hooks.example.org/", acts=[Act.QUESTION_ASKED])
    with pytest.raises(Conflict):
        add_webhook(administrator, url="https://hooks.example.org/", acts=[Act.QUESTION_ASKED])


def test_a_notice_that_was_sent_is_never_itself_an_act_to_be_told() -> None:
    assert all(Act.NOTICE_SENT not in acts for acts in ACTS_OF_KIND.values())
    assert set(ACTS_OF_KIND) == set(OrganisationKind)


def test_whoever_shares_signals_is_told_of_appeals_ends_and_renewals() -> None:
    for kind in (OrganisationKind.SERVICE, OrganisationKind.CLEARING_HOUSE, OrganisationKind.POLICE_FORCE):
        assert {Act.SIGNAL_APPEALED, Act.SIGNALS_EXPIRED, Act.SIGNALS_RENEWED} <= set(ACTS_OF_KIND[kind])


@pytest.mark.parametrize("path", ["", "add/", "00000000-0000-4000-8000-000000000001/"])
def test_others_are_refused_and_another_organisation_finds_nothing(world: SmallWorld, path: str) -> None:
    assert client_of(world.member(world.desk, Role.ANALYST)).get(f"/organisation/webhooks/{path}").status_code == 403
    assert Client().get(f"/organisation/webhooks/{path}").status_code == 302


def test_another_organisations_webhook_is_not_found(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    added = add_webhook(world.administrator(service), url="https://hooks.example.org/", acts=[Act.QUESTION_ASKED])
    other = client_of(world.administrator(world.desk))
    for path in ("", "test/", "switch/", "delete/"):
        answer = other.post(f"/organisation/webhooks/{added.id}/{path}")
        assert answer.status_code == (405 if path == "" else 404)
    assert other.get(f"/organisation/webhooks/{added.id}/").status_code == 404
