"""The pages: registering from a case and by hand, an overlap from both sides, and the oversight body's figures."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.deconfliction.commands.change import withdraw_interest
from causeway.hub.road.deconfliction.queries.interests import Standing, interests
from causeway.hub.road.deconfliction.queries.overlaps import overlaps, silent_meetings
from causeway.hub.road.deconfliction.views import paging
from causeway.vocabulary.organisations import Role
from hub.deconfliction.conftest import Forces, phone

TERMS = {"told": "shared", "months": "6", "tells_months": "0"}


def _as(actor: Actor) -> Client:
    client = Client()
    assert actor.member_id
    client.force_login(Account.objects.get(member_id=actor.member_id))
    return client


def _text(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_from_a_case_by_one_button_to_both_sides_sharing_more(forces: Forces) -> None:
    road = forces.road
    case_id = open_case(forces.kent, road.referral())
    kent, essex = _as(forces.kent), _as(forces.essex)
    assert "Nothing of this case is registered" in _text(kent, f"/cases/{case_id}/")
    page = _text(kent, f"/cases/{case_id}/interests/")
    assert "tidepool" in page
    keys = ["account:harbourline#u-4711", "account:harbourline@tidepool"]
    assert kent.post(f"/cases/{case_id}/interests/", TERMS).status_code == 422
    done = kent.post(f"/cases/{case_id}/interests/", TERMS | {"chosen": keys})
    assert done.status_code == 302
    assert "Nobody else has registered" in _text(kent, f"/cases/{case_id}/")
    typed = {"kind": "account", "lines": "Harbourline: tidepool\nHarbourline: @tidepool", "label": "The quay", **TERMS}
    refused = essex.post("/interests/new/", typed)
    assert (refused.status_code, b"For which case?" in refused.content) == (422, True)
    wrong = essex.post("/interests/new/", typed | {"lines": "tidepool", "case_reference": "OP-MAST"})
    assert "Line 1 cannot be read." in wrong.content.decode()
    assert essex.post("/interests/new/", typed | {"case_reference": "OP-MAST"}).status_code == 302
    forces.settle()
    page = _text(kent, f"/cases/{case_id}/")
    assert "Another force is already there" in page
    assert "Essex Police" in page
    (mine,), (theirs,) = overlaps(forces.kent, now=timezone.now()), overlaps(forces.essex, now=timezone.now())
    assert theirs.interest.label == "The quay"
    assert "OP-MAST" not in _text(kent, f"/overlaps/{mine.id}/")
    share = {"case_reference": "C-1", "officer": "Ines Ferry", "contact": "ines@example.org"}
    assert kent.post(f"/overlaps/{mine.id}/", share | {"contact": "ines"}).status_code == 422
    assert kent.post(f"/overlaps/{mine.id}/", share).status_code == 302
    page = _text(essex, f"/overlaps/{theirs.id}/")
    assert "They agree to share more." in page
    assert "Ines Ferry" not in page
    assert essex.post(f"/overlaps/{theirs.id}/", share | {"officer": "Tom Weir"}).status_code == 302
    assert "Ines Ferry" in _text(essex, f"/overlaps/{theirs.id}/")
    assert "Tom Weir" in _text(kent, f"/overlaps/{mine.id}/")
    assert essex.get(f"/overlaps/{mine.id}/").status_code == 404


def test_an_interest_is_renewed_opened_and_withdrawn_by_hand(forces: Forces) -> None:
    forces.register(forces.kent, phone(1))
    forces.register(forces.essex, phone(1), is_silent=True)
    forces.settle()
    essex = _as(forces.essex)
    (own,) = interests(forces.essex, now=timezone.now())
    (met,) = overlaps(forces.essex, now=timezone.now())
    assert "They do not know of you." in _text(essex, f"/overlaps/{met.id}/")
    assert essex.post(f"/interests/{own.id}/renew/", {"months": "12"}).status_code == 302
    assert essex.post(f"/interests/{own.id}/renew/", {"months": "7"}).status_code == 302
    assert essex.post(f"/interests/{own.id}/tell/").status_code == 302
    forces.settle()
    assert "They see your contact point" in _text(essex, f"/overlaps/{met.id}/")
    assert "Silent" not in _text(essex, "/interests/")
    assert "Withdraw this interest?" in _text(essex, f"/interests/{own.id}/withdraw/")
    assert essex.post(f"/interests/{own.id}/withdraw/").status_code == 302
    assert "Nothing is registered" in _text(essex, "/interests/")
    assert "Withdrawn" in _text(essex, f"/interests/{own.id}/")
    for stranger in (forces.kent, forces.road.world.member(forces.road.world.desk, Role.ANALYST)):
        assert _as(stranger).get(f"/interests/{own.id}/").status_code in {403, 404}
    assert Client().get("/interests/").status_code == 302


def test_the_oversight_body_sees_how_much_and_not_who_or_what(forces: Forces) -> None:
    forces.register(forces.kent, *map(phone, range(60)), case="OP-KEEL")
    world = forces.road.world
    auditor = _as(world.member(forces.oversight, Role.AUDITOR))
    page = _text(auditor, "/interests/oversight/?days=7")
    assert "Kent Police" in page
    assert "Far more in a day than usual" in page
    assert "Compare the column" in page
    assert not any(hidden in page for hidden in ("OP-KEEL", "Ines Ferry", "Line 1"))
    own = _text(_as(world.member(forces.road.force, Role.SUPERVISOR)), "/interests/oversight/")
    assert "Ines Ferry" in own
    assert _as(forces.essex).get("/interests/oversight/").status_code == 403
    other = _text(_as(world.member(forces.road.other_force, Role.SUPERVISOR)), "/interests/oversight/?days=9")
    assert "Nobody has registered anything" in other


def test_where_the_limit_is_reached_the_form_says_so_and_keeps_what_was_typed(forces: Forces) -> None:
    forces.register(forces.kent, *map(phone, range(99)))
    typed = {
        "kind": "phone",
        "lines": "+44 7700 900 123\n+44 7700 900 124",
        "label": "Q",
        "case_reference": "C",
        **TERMS,
    }
    answer = _as(forces.kent).post("/interests/new/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "That is more than you may register today: 1 more." in page
    assert "+44 7700 900 124" in page


def test_a_long_list_goes_on_after_its_last_row_and_what_is_live_stands_first(
    forces: Forces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    old = forces.interest_of(forces.register(forces.kent, phone(0), months=12))
    for number in range(1, 5):
        forces.register(forces.kent, phone(number))
    now = timezone.now()
    over = interests(forces.kent, now=now)[0].id
    withdraw_interest(forces.kent, over, now=now)
    listed = interests(forces.kent, now=now, limit=3)
    rest = interests(forces.kent, now=now, after=listed[-1].id)
    assert [one.id for one in rest] == [old, over]
    assert [one.id for one in [*listed, *rest]] == [one.id for one in interests(forces.kent, now=now)]
    with pytest.raises(Invalid):
        interests(forces.kent, now=now, after=uuid4())
    browser, seen, address = _as(forces.kent), list[str](), "/interests/"
    while address:
        page = _text(browser, address)
        seen += re.findall(r'href="/interests/([0-9a-f-]{36})/"', page)
        more = re.search(r'href="(\?cursor=[0-9a-z.-]+)" rel="next"', page)
        address = f"/interests/{more[1]}" if more else ""
    assert seen == [str(one.id) for one in interests(forces.kent, now=now)]
    assert "Nothing is registered" not in page
    for cursor in ("x", str(uuid4()), f"{old}.nowhere"):
        assert f"/interests/{listed[0].id}/" in _text(browser, f"/interests/?cursor={cursor}")


def test_the_last_of_a_page_that_is_withdrawn_hides_nothing_live_behind_it(
    forces: Forces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    for number in range(4):
        forces.register(forces.kent, phone(number))
    browser, now = _as(forces.kent), timezone.now()
    page = _text(browser, "/interests/")
    first = interests(forces.kent, now=now, limit=2)
    behind = [one.id for one in interests(forces.kent, now=now)[2:]]
    last = first[-1]
    withdraw_interest(forces.kent, last.id, now=now)
    rest = interests(forces.kent, now=now, after=last.id, after_standing=last.standing)
    assert [one.id for one in rest] == [*behind, last.id]
    more = re.search(r'href="(\?cursor=[0-9a-z.-]+)" rel="next"', page)
    assert more
    following = _text(browser, f"/interests/{more[1]}")
    assert all(f"/interests/{one}/" in following for one in behind)
    withdraw_interest(forces.kent, behind[0], now=now)
    over = interests(forces.kent, now=now)[2:]
    assert {one.standing for one in over} == {Standing.WITHDRAWN}
    assert interests(forces.kent, now=now, after=over[0].id, after_standing=over[0].standing) == over[1:]


def test_an_interest_shows_what_it_met_however_much_others_met_since(
    forces: Forces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 1)
    for force in (forces.kent, forces.essex):
        for number in range(3):
            forces.register(force, phone(number))
            forces.register(force, phone(9 + number), is_silent=True)
    met = forces.met(forces.kent)
    now, browser = timezone.now(), _as(forces.kent)
    assert len(met) == len(silent_meetings(forces.kent, now=now)) == 3
    page = _text(browser, f"/interests/{met[-1].interest.id}/")
    assert [one for one in met if f"/overlaps/{one.id}/" in page] == [met[-1]]
    assert overlaps(forces.kent, now=now, after=met[0].id) == met[1:]
    assert f"/overlaps/{met[1].id}/" in _text(browser, f"/interests/overlaps/?cursor={met[0].id}")
    quiet = silent_meetings(forces.kent, now=now)
    assert f"/interests/{quiet[1].interest.id}/" in _text(browser, f"/interests/silent/?cursor={quiet[0].id}")
