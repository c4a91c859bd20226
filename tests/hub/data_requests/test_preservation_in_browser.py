"""The pages of preserved data in a real Chromium, narrow and wide: nothing that axe calls serious."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer, answer_data_request
from causeway.hub.road.data_requests.commands.extend_preservation import NewExtension, extend_preservation
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.words import AnswerKind, RequestKind
from causeway.vocabulary.organisations import Role
from hub.browser import chromium, faults_of_pages
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.told_referrals import build_road

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """One Chromium for all."""
    yield from chromium()


def test_the_pages_are_accessible_and_fit(browser: "Browser", committed_world: SmallWorld, live_server: Any) -> None:
    road = build_road(committed_world)
    investigator = road.investigator()
    new = NewDataRequest(
        kind=RequestKind.PRESERVE,
        service_id=road.service.id,
        identifiers=("Harbourline: id u-4711",),
        legal_basis="Act of 2016, section 4",
        contact="online@example.org",
    )
    request_id = make_data_request(investigator, road.referral(), new)
    responder = road.world.member(road.service, Role.SERVICE_RESPONDER)
    answer_data_request(responder, request_id, NewAnswer(kind=AnswerKind.PRESERVED))
    extend_preservation(investigator, request_id, NewExtension(legal_basis="Act of 2016, section 4"))
    pages = [
        reverse("data_requests:preserved"),
        reverse("data_requests:preserved") + "?stands=ended",
        *(reverse(f"data_requests:{name}", args=[request_id]) for name in ("request", "extend", "release")),
    ]
    assert faults_of_pages(browser, live_server.url, [(client_of(investigator), path) for path in pages]) == []
