"""An address that takes only what a form sends answers a browser with a page, and a program as before."""

import pytest
from django.test import Client

from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def client(world: SmallWorld) -> Client:
    """Somebody signed in."""
    return client_of(world.member(world.desk, Role.SUPERVISOR))


def test_a_browser_gets_a_page_with_a_way_on(client: Client) -> None:
    answer = client.get("/demand/compare/publish/", headers={"accept": BROWSER})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "This address has no page" in page
    assert 'href="/"' in page


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
def test_a_program_gets_what_it_got(client: Client, accept: str) -> None:
    answer = client.get("/demand/compare/publish/", headers={"accept": accept})
    assert (answer.status_code, answer.content) == (405, b"")
