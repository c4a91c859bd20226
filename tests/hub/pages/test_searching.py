"""What somebody searches for stands in no address: not in the one led to, not in any link of the page."""

import re
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.test import Client
from django.urls import reverse

from hub.pages.conftest import SignedIn
from hub.pages.scene import Scene, streamed

IDENTIFIER = "tide.pool@example.org"
ADDRESSES = re.compile(r'(?:href|hx-get|hx-post|action|src)="([^"]*)"')
PAGES = [("queues:queue", "q"), ("home:search", "q"), ("cases:list", "words"), ("sent_referrals", "reference")]


def _posted(client: Client, page: str, field: str, words: str = IDENTIFIER, **more: str) -> str:
    answer = client.post(reverse(page), {field: words, **more})
    assert answer.status_code == 303
    return answer.headers["Location"]


def _person(scene: Scene, page: str) -> Any:
    return scene.sender if page == "sent_referrals" else scene.investigator


@pytest.mark.parametrize(("page", "field"), PAGES)
def test_no_address_holds_what_was_searched_for(scene: Scene, signed_in: SignedIn, page: str, field: str) -> None:
    client = signed_in(_person(scene, page))
    location = _posted(client, page, field)
    shown = client.get(location)
    text = shown.content.decode()
    assert IDENTIFIER in text, "the person who searched still sees what for"
    addresses = [location, *ADDRESSES.findall(text)]
    assert len(addresses) > 5
    for address in addresses:
        # A sealed word may spell a part of it by chance, but has neither a point nor an @.
        assert not any(part in unquote_plus(address).lower() for part in ("tide.", ".pool", "pool@"))


@pytest.mark.parametrize(("page", "field"), PAGES)
def test_a_search_opens_for_the_person_who_searched_only(
    scene: Scene, signed_in: SignedIn, page: str, field: str
) -> None:
    location = _posted(signed_in(_person(scene, page)), page, field)
    other = signed_in(scene.stranger if page != "sent_referrals" else scene.analyst).get(location)
    assert IDENTIFIER not in other.content.decode()


@pytest.mark.parametrize(("page", "field"), PAGES)
def test_a_search_ends_with_the_shift_and_says_so(
    scene: Scene, signed_in: SignedIn, settings: Any, page: str, field: str
) -> None:
    client = signed_in(_person(scene, page))
    location = _posted(client, page, field)
    settings.SESSION_COOKIE_AGE = -1
    text = client.get(location).content.decode()
    assert "Search again" in text
    assert IDENTIFIER not in text


@pytest.mark.parametrize(("page", "field"), PAGES)
def test_words_in_an_address_search_for_nothing(scene: Scene, signed_in: SignedIn, page: str, field: str) -> None:
    answer = signed_in(_person(scene, page)).get(reverse(page), {field: IDENTIFIER})
    assert "Search again" in answer.content.decode()


def test_a_searched_queue_sorts_narrows_and_exports(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.investigator)
    reference = scene.references["urgent"]
    location = _posted(client, "queues:queue", "q", reference, band="very_high", sort="oldest")
    page = client.get(location)
    assert [row["line"].reference for row in page.context["lines"]] == [reference]
    (order,) = [name for name, _href, is_current in page.context["sorts"] if is_current]
    assert order == "Oldest"
    export = streamed(client.get(reverse("queues:export") + page.context["export_href"])).decode()
    assert reference in export
    assert scene.references["viewed"] not in export
    newest = next(href for name, href, _is_current in page.context["sorts"] if name == "Newest")
    assert len(client.get(reverse("queues:queue") + newest).context["lines"]) == 1
    (without_words,) = [href for _label, value, href in page.context["chosen"] if value == reference]
    assert "q=" not in without_words
    assert "band=very_high" in without_words


def test_an_empty_search_leads_to_the_plain_page(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.investigator).post(reverse("home:search"), {"q": "  "})
    assert answer.headers["Location"] == reverse("home:search")
