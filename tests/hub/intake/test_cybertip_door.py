"""The CyberTipline-compatible door: its calls, their order, and expiry, as the format gives them."""

import hashlib
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import EntryDetail
from causeway.hub.base.vault.models import SealedObject
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.commands.drop_report import expire_unfinished
from causeway.hub.road.intake.models import UnfinishedFile, UnfinishedReport
from causeway.hub.road.intake.offer import Offer
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.hub.road.referrals.queries.finding import find_by_reference
from causeway.hub.road.referrals.queries.referral_view import ReferralView, read_referral
from causeway.interchange.cybertip import ReportDoneResponse
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.referral import Concern, Door, Referral
from hub.conftest import SmallWorld
from hub.desk_at_work import desk_at_work
from hub.intake.cybertip_calls import BARE_REPORT, REPORT, Caller, caller_of, details_of, said
from hub.organisations.signing_in import client_of


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, settings: Any) -> Path:
    """A vault of this test's own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return tmp_path / "vault"


@pytest.fixture
def caller(world: SmallWorld) -> Caller:
    """A service's client."""
    return caller_of(world)


def _as_desk_sees(world: SmallWorld, number: int) -> ReferralView:
    analyst = world.member(world.desk, Role.ANALYST)
    (found,) = find_by_reference(analyst, str(number))
    return read_referral(analyst, found.id)


def _sealed_files(vault: Path) -> int:
    return sum(path.is_file() for path in vault.rglob("*"))


def test_a_whole_report_reaches_the_desk_with_its_file_and_original(world: SmallWorld, caller: Caller) -> None:
    number = caller.submit()
    content = b"a drawn bridge"
    uploaded = caller.upload(number, content)
    assert uploaded.hash == hashlib.md5(content, usedforsecurity=False).hexdigest()
    assert uploaded.file_id is not None
    described = said(caller.post_xml("fileinfo", details_of(number, uploaded.file_id)))
    assert described.response_code == 0
    done = said(caller.post_form("finish", {"id": number}))
    assert isinstance(done, ReportDoneResponse)
    assert done == ReportDoneResponse.of(number, (uploaded.file_id,))
    view = _as_desk_sees(world, number)
    assert view.door is Door.CYBERTIP_API
    assert view.referral.concern is Concern.GROOMING
    assert view.referral.parties[0].accounts[0].handle == "bridge_keeper"
    assert [(file.name, file.viewed_by_sender) for file in view.attachments] == [("bridge.png", True)]
    with acting_as(world.program(world.desk)):
        assert view.original_id is not None
        assert read_sealed(view.original_id) == REPORT
        assert view.attachments[0].sealed_id is not None
        assert read_sealed(view.attachments[0].sealed_id) == content


def test_files_keep_their_order_described_or_not(world: SmallWorld, caller: Caller) -> None:
    number = caller.submit()
    files = [caller.upload(number, name.encode(), name) for name in ("a.png", "b.png", "c.png")]
    assert files[2].file_id is not None
    caller.post_xml("fileinfo", details_of(number, files[2].file_id, name="third.png", viewed="false"))
    assert caller.code("finish", number) == 0
    view = _as_desk_sees(world, number)
    assert [(file.name, file.viewed_by_sender) for file in view.attachments] == [
        ("a.png", None),
        ("b.png", None),
        ("third.png", False),
    ]
    assert len({file.sha256 for file in view.attachments}) == 3


def test_a_later_description_replaces_an_earlier_one(world: SmallWorld, caller: Caller) -> None:
    number = caller.submit()
    file_id = caller.upload(number).file_id
    assert file_id is not None
    for name in ("first.png", "second.png"):
        assert said(caller.post_xml("fileinfo", details_of(number, file_id, name=name))).response_code == 0
    caller.code("finish", number)
    assert [file.name for file in _as_desk_sees(world, number).attachments] == ["second.png"]


def test_status_and_schema_answer_a_good_credential(caller: Caller) -> None:
    assert said(caller.get("status")).response_code == 0
    response = caller.get("xsd")
    schema = etree.XMLSchema(etree.fromstring(response.content))
    schema.assertValid(etree.fromstring(REPORT))
    assert response.headers["Content-Type"].startswith("text/xml")
    assert response.headers["Request-ID"]


def test_every_answer_has_its_own_request_id_and_the_ledger_knows_it(caller: Caller) -> None:
    response = caller.post_xml("submit", REPORT)
    other = caller.get("status").headers["Request-ID"]
    assert response.headers["Request-ID"] != other
    with acting_as(caller.actor):
        bodies = [detail.body for detail in EntryDetail.objects.filter(entry__act=Act.REPORT_OPENED)]
    assert [body["request_id"] for body in bodies] == [response.headers["Request-ID"]]


def test_later_elements_are_taken_and_the_desk_is_told_where_they_stand(world: SmallWorld, caller: Caller) -> None:
    number = caller.submit(REPORT.replace(b"</report>", b"<later><inner>a boat</inner></later></report>"))
    file_id = caller.upload(number).file_id
    assert file_id is not None
    details = details_of(number, file_id).replace(b"</fileDetails>", b"<newer/><newer/></fileDetails>")
    assert said(caller.post_xml("fileinfo", details)).response_code == 0
    assert caller.code("finish", number) == 0
    view = _as_desk_sees(world, number)
    assert view.referral.platform == "Harbour Chat"
    analyst = world.member(world.desk, Role.ANALYST)
    assert open_referral(analyst, view.id).not_understood == ("/report/later", "/fileDetails/newer")
    page = client_of(analyst).get(f"/referrals/{view.id}/").content.decode()
    assert "/report/later, /fileDetails/newer" in page
    assert "a boat" not in page


@pytest.mark.parametrize(
    "content_type", ["application/xml", "text/plain;charset=UTF-8", "application/octet-stream", ""]
)
def test_a_document_is_taken_whatever_type_the_library_names(caller: Caller, content_type: str) -> None:
    assert said(caller.post_xml("submit", REPORT, content_type)).response_code == 0


@pytest.mark.parametrize("name", ["../../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "a\x00b.png", "é" * 300])
def test_a_hostile_file_name_is_only_a_name(world: SmallWorld, caller: Caller, vault: Path, name: str) -> None:
    number = caller.submit()
    body = (
        f'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\n{number}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\nx\r\n--b--\r\n'
    ).encode()
    assert said(caller.post_xml("upload", body, "multipart/form-data; boundary=b")).response_code == 0
    assert caller.code("finish", number) == 0
    (file,) = _as_desk_sees(world, number).attachments
    assert not set(file.name) & {"/", "\\", "\x00"}
    assert all(path.is_relative_to(vault) for path in vault.rglob("*"))


def test_a_report_that_says_next_to_nothing_is_taken_and_its_lack_is_told(world: SmallWorld, caller: Caller) -> None:
    number = caller.submit(BARE_REPORT)
    assert caller.code("finish", number) == 0
    assert _as_desk_sees(world, number).completeness.score < 50


def test_a_report_that_says_next_to_nothing_waits_at_the_desk_for_a_person(world: SmallWorld) -> None:
    road = desk_at_work(world)
    offer = Offer(referral=Referral(concern=Concern.TRAVEL), door=Door.CYBERTIP_API)
    referral_id = accept_referral(road.sender, offer).referral_id
    road.work()
    with acting_as(road.desk):
        assert QueueItem.objects.get(referral_id=referral_id).needs_route
    page = client_of(world.member(world.desk, Role.ANALYST)).get(f"/referrals/{referral_id}/")
    assert page.status_code == 200


def test_a_time_a_few_seconds_ahead_of_ours_is_taken(caller: Caller) -> None:
    soon = (timezone.now() + timedelta(seconds=20)).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    number = caller.submit(REPORT.replace(b"2026-07-01T12:00:00Z", soon))
    assert caller.code("finish", number) == 0


def test_retracting_erases_what_came(caller: Caller, vault: Path, django_capture_on_commit_callbacks: Any) -> None:
    number = caller.submit()
    caller.upload(number)
    with django_capture_on_commit_callbacks(execute=True):
        assert caller.code("retract", number) == 0
    assert _sealed_files(vault) == 0
    with acting_as(caller.actor):
        assert not SealedObject.objects.filter(erased_at=None).exists()
        assert not UnfinishedFile.objects.exists()


@pytest.mark.parametrize(
    ("opened_before", "changed_before", "expires"),
    [
        (timedelta(hours=23, minutes=59), timedelta(hours=23, minutes=59), False),
        (timedelta(hours=24), timedelta(hours=24), True),
        (timedelta(hours=30), timedelta(minutes=59), False),
        (timedelta(hours=30), timedelta(hours=1), True),
    ],
)
def test_an_unfinished_report_is_dropped_a_day_after_opening_or_an_hour_after_its_last_change(
    caller: Caller, opened_before: timedelta, changed_before: timedelta, expires: bool
) -> None:
    number, now = caller.submit(), timezone.now()
    with acting_as(caller.actor):
        UnfinishedReport.objects.update(opened_at=now - opened_before, changed_at=now - changed_before)
    assert expire_unfinished(caller.actor, now) == int(expires)
    assert caller.code("finish", number) == (5001 if expires else 0)


def test_an_expired_report_is_gone_before_the_worker_comes(caller: Caller) -> None:
    number = caller.submit()
    with acting_as(caller.actor):
        long_ago = timezone.now() - timedelta(days=2)
        UnfinishedReport.objects.update(opened_at=long_ago, changed_at=long_ago)
    assert caller.upload(number).response_code == 5001


def test_a_finished_or_retracted_report_does_not_expire(caller: Caller) -> None:
    finished, retracted = caller.submit(), caller.submit()
    caller.code("finish", finished)
    caller.code("retract", retracted)
    assert expire_unfinished(caller.actor, timezone.now() + timedelta(days=3)) == 0


def test_numbers_tell_nothing(caller: Caller) -> None:
    numbers = [caller.submit() for _ in range(3)]
    assert all(len(str(number)) == 12 for number in numbers)
    assert len({second - first for first, second in pairwise(numbers)}) == 2


def test_a_school_uses_the_door_as_well(world: SmallWorld) -> None:
    from causeway.vocabulary.organisations import Category, PartnerKind

    school = world.organisation(OrganisationKind.PARTNER, partner_kind=PartnerKind.SCHOOL)
    world.agree(school, world.desk, Category.REFERRAL)
    credential, actor = world.credential(school)
    caller = Caller(credential, actor, Client())
    assert caller.code("finish", caller.submit()) == 0
