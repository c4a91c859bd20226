"""The queue: ordered by what a child needs, narrowed, found by equality, taken, exported; no other force sees it."""

import csv
import io

import pytest
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.queues.queries import exporting
from causeway.hub.road.queues.queries.page import QueueFilters, queue_page
from hub.pages.conftest import SignedIn
from hub.pages.scene import Scene, streamed

QUEUE = "queues:queue"


def test_the_most_urgent_stands_first_with_its_reason(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.investigator).get(reverse(QUEUE))
    references = [row["line"].reference for row in answer.context["lines"]]
    assert references[0] == scene.references["urgent"]
    text = answer.content.decode()
    assert "Imminent" in text
    assert "The sender says that somebody is in danger now" in text


def test_an_open_alert_stands_above_the_list_until_it_is_acknowledged(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.duty)
    assert "A child may be in danger now" in client.get(reverse(QUEUE)).content.decode()
    client.post(reverse("referrals:acknowledge_alert", args=[scene.referrals["urgent"]]), {"back": "queue"})
    assert "A child may be in danger now" not in client.get(reverse(QUEUE)).content.decode()


def test_a_filter_narrows_and_can_be_taken_away_again(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.investigator).get(reverse(QUEUE), {"only": ["file", "late"], "sort": "due"})
    assert answer.context["lines"] == []
    assert "Nothing fits" in answer.content.decode()
    hrefs = [href for _, _, href in answer.context["chosen"]]
    assert hrefs == ["?only=late&sort=due", "?only=file&sort=due"]


def test_only_those_with_a_file(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.investigator).get(reverse(QUEUE), {"only": "file"})
    lines = [row["line"] for row in answer.context["lines"]]
    assert lines
    assert all(line.has_file for line in lines)


def test_an_identifier_is_found_however_it_is_spelled_but_only_whole(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.investigator)
    found = client.post(reverse(QUEUE), {"q": " Tide.Pool@EXAMPLE.org "}, follow=True).context["lines"]
    assert {row["line"].reference for row in found} == {scene.references["urgent"], scene.references["viewed"]}
    assert client.post(reverse(QUEUE), {"q": "tide.pool"}, follow=True).context["lines"] == []


def test_what_somebody_takes_shows_as_taken_and_can_be_given_back(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.investigator)
    number = scene.referrals["children"]
    client.post(reverse("queues:take", args=[number]), {"back": "queue"})
    mine = client.get(reverse(QUEUE), {"taken": "me"}).context["lines"]
    assert [row["line"].referral_id for row in mine] == [number]
    free = client.get(reverse(QUEUE), {"taken": "nobody"}).context["lines"]
    assert number not in [row["line"].referral_id for row in free]
    client.post(reverse("queues:release", args=[number]), {"back": "queue"})
    assert client.get(reverse(QUEUE), {"taken": "me"}).context["lines"] == []


def test_the_list_downloads_as_csv_and_no_cell_is_a_formula(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.investigator).get(reverse("queues:export"))
    text = streamed(answer).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["reference"] == scene.references["urgent"]
    assert rows[0]["imminent"] == "yes"
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_a_long_list_downloads_whole_and_the_ledger_knows_who_took_it(
    scene: Scene, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "_CHUNK", 1)
    waiting = queue_page(scene.investigator).lines
    assert len(waiting) > 1
    answer = signed_in(scene.investigator).get(reverse("queues:export"), {"sort": "newest"})
    rows = list(csv.DictReader(io.StringIO(streamed(answer).decode())))
    assert sorted(row["reference"] for row in rows) == sorted(line.reference for line in waiting)
    assert scene.investigator.member_id is not None
    with acting_as(scene.investigator):
        (look,) = timeline_of(scene.investigator.member_id, acts=[Act.LIST_EXPORTED])
    assert look.details["list"] == "queue"


def test_a_search_stands_in_the_ledger_once_as_long_as_it_shows_nothing_more(scene: Scene) -> None:
    searcher, sought = scene.investigator, scene.references["urgent"]
    for text in (sought, sought, f" {sought} ", "nothing@example.org", sought):
        queue_page(searcher, QueueFilters(text=text))
    queue_page(searcher)
    assert searcher.member_id is not None
    with acting_as(searcher):
        looks = timeline_of(searcher.member_id, acts=[Act.LIST_SEARCHED])
    assert [look.details["sought"] for look in looks] == [sought, "nothing@example.org", sought]
    assert [look.details["found"] for look in looks] == [
        [str(scene.referrals["urgent"])],
        [],
        [str(scene.referrals["urgent"])],
    ]


def test_an_old_cursor_in_another_order_begins_again(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.investigator).get(reverse(QUEUE), {"cursor": "nonsense", "sort": "newest"})
    assert answer.status_code == 200
    assert answer.context["lines"]


def test_another_force_sees_nothing_not_even_counts(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.stranger).post(reverse(QUEUE), {"q": scene.references["urgent"]}, follow=True)
    assert answer.context["lines"] == []
    assert all(tab.count == 0 for tab in answer.context["tabs"])


def test_a_sender_has_no_queue(scene: Scene, signed_in: SignedIn) -> None:
    assert signed_in(scene.sender).get(reverse(QUEUE)).status_code == 403
