"""Contact points: hours, who may keep them, what the directory shows, and reminders."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Invalid, NotFound, NotPermitted
from causeway.hub.base.contacts.commands.keep_point import (
    NewPoint,
    add_point,
    change_point,
    confirm_point,
    remove_point,
)
from causeway.hub.base.contacts.commands.remind import remind_of_points
from causeway.hub.base.contacts.opening import Answering, are_hours, standing
from causeway.hub.base.contacts.queries.points import PointFilter, contact_points, own_points
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.words import RequestKind
from causeway.vocabulary.contacts import ContactPurpose
from causeway.vocabulary.organisations import OrganisationKind, PartnerKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from hub.told_referrals import build_road

THURSDAY_TEN = datetime(2026, 11, 26, 10, tzinfo=UTC)
DESK = NewPoint(
    purpose=ContactPurpose.URGENT,
    label="Duty desk",
    mailbox="duty@example.org",
    phone="01632 960123",
    hours="24/7",
    zone="Europe/London",
    languages=("en",),
)


def test_hours_are_read_in_their_own_zone() -> None:
    office = "Mo-Fr 09:00-17:00"
    assert standing(office, zone="Europe/London", country="GB", now=THURSDAY_TEN).answering is Answering.NOW
    in_los_angeles = standing(office, zone="America/Los_Angeles", country="US", now=THURSDAY_TEN)
    assert in_los_angeles.answering is Answering.LATER
    assert in_los_angeles.changes_at == datetime(2026, 11, 26, 17, tzinfo=UTC)


def test_a_public_holiday_of_the_country_is_known() -> None:
    christmas = datetime(2026, 12, 25, 10, tzinfo=UTC)
    hours = "Mo-Fr 09:00-17:00; PH off"
    assert standing(hours, zone="Europe/London", country="GB", now=christmas).answering is Answering.LATER
    assert standing(hours, zone="Europe/London", country="", now=christmas).answering is Answering.NOW


def test_who_always_answers_never_changes() -> None:
    found = standing("24/7", zone="UTC", country="", now=THURSDAY_TEN)
    assert (found.answering, found.changes_at) == (Answering.NOW, None)


@pytest.mark.parametrize("text", ["whenever", "Mo-Fr 9 to 5 or so", ""])
def test_what_is_not_hours_is_not_known(text: str) -> None:
    assert not are_hours(text)
    assert standing(text, zone="UTC", country="", now=THURSDAY_TEN).answering is Answering.NOT_KNOWN


def test_every_organisation_sees_a_point_and_its_own_alone_changes_it(world: SmallWorld) -> None:
    administrator = world.administrator(world.desk)
    other = world.member(world.organisation(OrganisationKind.SERVICE), Role.SUPERVISOR)
    point_id = add_point(administrator, DESK)
    (seen,) = contact_points(other, PointFilter(), now=timezone.now())
    assert (seen.organisation.id, seen.phone, seen.answers_now) == (world.desk.id, "+44 1632 960123", True)
    with pytest.raises(NotFound):
        change_point(other, point_id, DESK)
    with pytest.raises(NotFound):
        remove_point(other, point_id)
    with pytest.raises(NotPermitted):
        confirm_point(world.member(world.desk, Role.ANALYST), point_id)
    remove_point(administrator, point_id)
    assert contact_points(other, PointFilter(), now=timezone.now()) == []


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        ({"label": " "}, "label"),
        ({"mailbox": "", "phone": ""}, "mailbox"),
        ({"mailbox": "nobody"}, "mailbox"),
        ({"phone": "12"}, "phone"),
        ({"hours": "always"}, "hours"),
        ({"zone": "Sea/Bottom"}, "zone"),
        ({"languages": ("klingon",)}, "languages"),
        ({"countries": ("Atlantis",)}, "countries"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until"),
    ],
)
def test_a_fault_names_its_field(world: SmallWorld, fault: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        add_point(world.administrator(world.desk), replace(DESK, **fault))  # type: ignore[arg-type]
    assert caught.value.field == field


def _one_each(world: SmallWorld) -> Actor:
    school = world.organisation(OrganisationKind.PARTNER, "Saltmarsh School", partner_kind=PartnerKind.SCHOOL)
    lead = world.member(school, Role.SAFEGUARDING_LEAD)
    closed = replace(DESK, purpose=ContactPurpose.SCHOOL_LEAD, label="Safeguarding lead", hours="Mo off")
    add_point(lead, replace(closed, languages=("nl",), countries=("Netherlands",)))
    add_point(world.administrator(world.desk), DESK)
    return lead


@pytest.mark.parametrize(
    ("wanted", "labels"),
    [
        (PointFilter(), ["Duty desk", "Safeguarding lead"]),
        (PointFilter(answers_now=True), ["Duty desk"]),
        (PointFilter(purpose=ContactPurpose.SCHOOL_LEAD), ["Safeguarding lead"]),
        (PointFilter(country="NL"), ["Safeguarding lead"]),
        (PointFilter(country="GB"), ["Duty desk"]),
        (PointFilter(language="nl"), ["Safeguarding lead"]),
        (PointFilter(words="saltmarsh"), ["Safeguarding lead"]),
        (PointFilter(words="nowhere"), []),
    ],
)
def test_the_directory_is_narrowed(world: SmallWorld, wanted: PointFilter, labels: list[str]) -> None:
    lead = _one_each(world)
    assert [point.label for point in contact_points(lead, wanted, now=timezone.now())] == labels


def test_who_has_not_confirmed_for_half_a_year_is_asked_once_a_month(world: SmallWorld) -> None:
    administrator, program = world.administrator(world.desk), world.program(world.desk)
    point_id = add_point(administrator, DESK)
    now = timezone.now()
    assert remind_of_points(program, now + timedelta(days=179)) == 0
    late = now + timedelta(days=181)
    assert [remind_of_points(program, late), remind_of_points(program, late)] == [1, 0]
    assert remind_of_points(program, late + timedelta(days=31)) == 1
    (point,) = own_points(administrator, now=late)
    assert point.is_to_confirm
    confirm_point(administrator, point_id)
    with acting_as(program):
        assert Notice.objects.filter(subject="Are your contact points still right?").count() == 2
        acts = [entry.act for entry in timeline_of(point_id)]
    assert acts == [Act.CONTACT_POINT_CONFIRMED, Act.CONTACT_POINT_ADDED]


def test_what_a_point_is_for_is_chosen_and_never_presumed(world: SmallWorld) -> None:
    client = client_of(world.administrator(world.desk))
    page = client.get("/organisation/contact-points/add/").content.decode()
    assert 'value="" selected' in page.partition('name="purpose"')[2].partition("</select>")[0]
    refused = client.post(
        "/organisation/contact-points/add/", {"label": "Duty desk", "mailbox": "duty@example.org", "zone": "UTC"}
    )
    assert (refused.status_code, 'href="#id_purpose"' in refused.content.decode()) == (422, True)


def test_the_pages_keep_show_and_export_points(world: SmallWorld) -> None:
    keeper = client_of(world.administrator(world.desk))
    reader = client_of(world.member(world.desk, Role.ANALYST))
    assert b"Nobody knows yet how to reach you" in keeper.get("/organisation/contact-points/").content
    given = {
        "purpose": "urgent",
        "label": "=Duty desk",
        "phone": "+44 1632 960123",
        "hours": "24/7",
        "zone": "Europe/London",
        "languages": "en, nl",
    }
    refused = keeper.post("/organisation/contact-points/add/", given | {"hours": "always"})
    assert (refused.status_code, b"Enter the hours like" in refused.content) == (422, True)
    assert reader.post("/organisation/contact-points/add/", given).status_code == 403
    assert keeper.post("/organisation/contact-points/add/", given).status_code == 302
    page = reader.get("/contacts/?now=on&country=gb").content.decode()
    assert "Somebody answers now" in page
    assert "Dutch" in page
    assert "tel:+441632960123" in page
    assert "'=Duty desk" in reader.get("/contacts.csv").content.decode()
    assert b"Duty desk" in reader.get(f"/organisations/{world.desk.id}/").content
    (point,) = own_points(world.administrator(world.desk), now=timezone.now())
    address = f"/organisation/contact-points/{point.id}/"
    assert keeper.post(address, given | {"label": "Night desk"}).status_code == 302
    assert keeper.post(f"{address}confirm/").status_code == 302
    assert b"Remove Night desk?" in keeper.get(f"{address}remove/").content
    assert keeper.post(f"{address}remove/").status_code == 302
    assert b"No contact point fits" in reader.get("/contacts/").content


def test_a_data_request_says_whom_to_reach_and_leads_to_writing_to_them(world: SmallWorld) -> None:
    road = build_road(world)
    add_point(world.member(road.service, Role.SUPERVISOR), replace(DESK, purpose=ContactPurpose.DATA_REQUESTS))
    referral_id, investigator = road.referral(), road.investigator()
    request = NewDataRequest(
        kind=RequestKind.PRESERVE,
        service_id=road.service.id,
        identifiers=("gannet",),
        legal_basis="Act of 2016, section 4",
        contact="desk@kent.example.org",
    )
    request_id = make_data_request(investigator, referral_id, request)
    page = client_of(investigator).get(f"/data-requests/{request_id}/").content.decode()
    assert "Duty desk" in page
    assert f"/messages/new/data_request/{request_id}/" in page
