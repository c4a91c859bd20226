"""The shared cache and the limits: the same for every process, ending by themselves, and keeping nobody's address."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from causeway.hub.base.organisations.limits import Limit, one_visitor
from causeway.hub.base.organisations.models import CacheItem
from causeway.hub.base.organisations.shared_cache import SharedCache
from causeway.hub.base.organisations.views.joining import _ASKING
from hub.conftest import SmallWorld

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_a_limit_opens_again_with_time() -> None:
    limit = Limit("test", most=2, seconds=60)
    waits = [limit.wait_seconds("192.0.2.1", NOW + timedelta(seconds=at)) for at in (0, 1, 2, 61)]
    assert waits == [0, 0, 58, 0]
    assert limit.wait_seconds("192.0.2.2", NOW) == 0


def test_no_address_is_kept_as_it_is() -> None:
    Limit("test", most=2, seconds=60).wait_seconds("192.0.2.1", timezone.now())
    cache.set("login:192.0.2.1", [1.0])
    rows = list(CacheItem.objects.values("key", "value"))
    assert len(rows) == 2
    assert "192.0.2.1" not in str(rows)


def test_one_ipv6_network_is_one_visitor() -> None:
    assert one_visitor("2001:db8:0:1::7") == one_visitor("2001:db8:0:1:ffff::9") != one_visitor("2001:db8:0:2::7")
    assert one_visitor("192.0.2.1") != one_visitor("192.0.2.2")


def test_what_one_process_keeps_another_finds() -> None:
    first, second = SharedCache("", {}), SharedCache("", {})
    first.set("history", [3.5, 1.5], 60)
    assert second.get("history") == [3.5, 1.5]
    assert not second.add("history", [], 60)
    assert first.delete("history")
    assert second.get("history", "none") == "none"
    assert second.add("history", True, 60)


def test_what_has_ended_is_gone_and_swept() -> None:
    cache.set("code", "y", -1)
    assert cache.get("code") is None
    assert cache.add("code", "again", 60)
    cache.set("old", "y", -1)
    Limit("test", most=1, seconds=60).wait_seconds("new", timezone.now())
    assert CacheItem.objects.count() == 2


def test_one_visitor_cannot_fill_a_desks_list_of_requests(world: SmallWorld) -> None:
    for _ in range(_ASKING.most):
        _ASKING.wait_seconds("127.0.0.1", timezone.now())
    form = {
        "desk_id": str(world.desk.id), "name": "Quay Forum", "kind": "service", "country": "GB",
        "contact_name": "Robin Marsh", "contact_email": "robin@example.org", "why": "We keep a forum.",
    }  # fmt: skip
    answer = Client().post("/join/", form)
    assert answer.status_code == 422
    assert "Several requests came from here" in answer.content.decode()
    assert Client().post("/join/", form, REMOTE_ADDR="192.0.2.1").status_code == 302
