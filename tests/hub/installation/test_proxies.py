"""Behind web servers of one's own, every visitor keeps their own address, and nobody can write another's."""

from typing import Any

import pytest
from django.test import Client

from causeway.hub.proxies import visitor_address
from causeway.hub.road.intake.rates import TELLING
from causeway.vocabulary.organisations import OrganisationKind
from hub.conftest import SmallWorld


@pytest.mark.parametrize(
    ("said", "proxies", "address"),
    [
        ("192.0.2.7", 0, None),
        ("192.0.2.7", 1, "192.0.2.7"),
        ("203.0.113.9, 192.0.2.7", 1, "192.0.2.7"),
        ("203.0.113.9, 192.0.2.7, 198.51.100.1", 2, "192.0.2.7"),
        ("192.0.2.7", 2, None),
        ("", 1, None),
        ("192.0.2.7:4711", 1, "192.0.2.7"),
        ("[2001:db8::7]:4711", 1, "2001:db8::7"),
        ("2001:db8::7", 1, "2001:db8::7"),
        ("unknown", 1, None),
    ],
)
def test_the_visitor_is_as_many_entries_from_the_end_as_there_are_proxies(
    said: str, proxies: int, address: str | None
) -> None:
    assert visitor_address(said, proxies) == address


@pytest.fixture
def hotline(world: SmallWorld) -> SmallWorld:
    world.organisation(OrganisationKind.HOTLINE, "Harbour Hotline")
    return world


def _tell(client: Client, forwarded_for: str) -> int:
    return client.post("/tell/child/", {"safe": "yes"}, headers={"X-Forwarded-For": forwarded_for}).status_code


@pytest.mark.usefixtures("hotline")
def test_one_visitor_does_not_use_up_what_others_may_tell(client: Client, settings: Any) -> None:
    settings.CAUSEWAY_TRUSTED_PROXIES = 1
    assert {_tell(client, "192.0.2.7") for _ in range(TELLING.most)} == {200}
    assert _tell(client, "192.0.2.7") == 422
    assert _tell(client, "203.0.113.50, 192.0.2.7") == 422, "what the visitor wrote in the header counts for nothing"
    assert _tell(client, "192.0.2.8") == 200


@pytest.mark.usefixtures("hotline")
def test_without_a_proxy_the_header_is_not_believed(client: Client) -> None:
    for number in range(TELLING.most):
        assert _tell(client, f"192.0.2.{number}") == 200
    assert _tell(client, "192.0.2.200") == 422


def test_sign_in_counts_by_the_same_address(world: SmallWorld, settings: Any) -> None:
    settings.CAUSEWAY_TRUSTED_PROXIES = 1
    for number in range(11):
        form = {"login": f"nobody-{number}@example.org", "password": "wrong"}
        answer = Client().post("/account/login/", form, headers={"X-Forwarded-For": "192.0.2.7"})
    assert "There were too many attempts" in answer.content.decode()
    other = Client().post(
        "/account/login/",
        {"login": "nobody@example.org", "password": "wrong"},
        headers={"X-Forwarded-For": "192.0.2.8"},
    )
    assert "There were too many attempts" not in other.content.decode()
