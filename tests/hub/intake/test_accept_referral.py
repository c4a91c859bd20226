"""Every door's referral goes through one command: checked, durable, shared with the desk, in the ledger, once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, HubError, Invalid, NotAgreed, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.models import Audience
from causeway.hub.base.organisations.sharing import found
from causeway.hub.base.rows.documents import from_document
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.base.vault.sealing import SealedFacts, record_sealed, write_sealed
from causeway.hub.road.intake import waking
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.models import IdempotencyKey
from causeway.hub.road.intake.offer import Offer, OfferedFile, Repeatable
from causeway.hub.road.intake.waking import WAKE_TASK
from causeway.hub.road.referrals.models import Attachment as AttachmentRow
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.hub.road.referrals.models import SearchTerm
from causeway.hub.road.referrals.references import read_reference
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Role
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Concern,
    Door,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Referral,
    SenderKind,
)
from hub.conftest import SmallWorld

TOLD = Referral(
    concern=Concern.GROOMING,
    platform="Harbour Chat",
    occurred_at=datetime(2026, 7, 1, 12, tzinfo=UTC),
    sender_reference="HC-1001",
    narrative="An account asked a child to move to another service.",
    parties=(Party(role=PartyRole.SUBJECT, accounts=(Account(service="Harbour Chat", handle="bridge_keeper"),)),),
)
OFFER = Offer(referral=TOLD, door=Door.JSON_API)


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: Any) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"


@pytest.fixture
def sender(world: SmallWorld) -> Actor:
    """A service's credential; the service has an agreement with the desk."""
    service = world.organisation(OrganisationKind.SERVICE)
    world.agree(service, world.desk, Category.REFERRAL)
    return world.credential(service)[1]


def test_an_accepted_referral_stands_with_sender_and_desk_and_nobody_else(world: SmallWorld, sender: Actor) -> None:
    accepted = accept_referral(sender, OFFER)
    assert read_reference(accepted.reference) == accepted.reference
    for actor in (sender, world.program(world.desk)):
        with acting_as(actor):
            row = ReferralRow.objects.get(id=accepted.referral_id)
            assert row.sender_id == sender.organisation_id
            assert row.desk_id == world.desk.id
            assert from_document(Referral, row.document) == TOLD
    other = world.program(world.organisation(OrganisationKind.POLICE_FORCE))
    with acting_as(other):
        assert not ReferralRow.objects.exists()
        assert not SearchTerm.objects.exists()
        assert not Audience.objects.filter(root_id=accepted.referral_id).exists()


def test_the_acceptance_is_in_the_ledger_of_both_sides(world: SmallWorld, sender: Actor) -> None:
    accepted = accept_referral(sender, replace(OFFER, request_id="req-1"))
    for actor in (sender, world.program(world.desk)):
        with acting_as(actor):
            entries = [entry for entry in timeline_of(accepted.referral_id) if entry.act is Act.REFERRAL_ACCEPTED]
            assert [entry.details["reference"] for entry in entries] == [accepted.reference]
            assert entries[0].details["request_id"] == "req-1"


def test_the_receipt_says_what_would_make_it_actionable(sender: Actor) -> None:
    completeness = accept_referral(sender, OFFER).completeness
    assert 0 < completeness.score < 100
    assert any(reason.advice for reason in completeness.reasons)


def test_a_url_alone_not_viewed_and_without_a_file_is_a_referral(sender: Actor) -> None:
    told = Referral(
        concern=Concern.SEXUAL_ABUSE_MATERIAL,
        incidents=(Incident(kind=IncidentKind.WEB_PAGE, urls=("https://example.org/page",)),),
        attachments=(Attachment(url="https://example.org/picture", viewed_by_sender=False),),
    )
    accepted = accept_referral(sender, Offer(referral=told, door=Door.JSON_API))
    with acting_as(sender):
        row = AttachmentRow.objects.get(referral_id=accepted.referral_id)
        assert row.sealed_id is None
        assert row.viewed_by_sender is False


def test_files_join_their_attachments_by_place_by_digest_or_at_the_end(sender: Actor) -> None:
    first, second, third = write_sealed([b"first"]), write_sealed([b"second"]), write_sealed([b"third"])
    told = replace(TOLD, attachments=(Attachment(name="a.png"), Attachment(name="b.png", sha256=second.facts.sha256)))
    files = (OfferedFile(sealed=third, name="c.png"), OfferedFile(sealed=second), OfferedFile(sealed=first, ordinal=0))
    accepted = accept_referral(sender, Offer(referral=told, door=Door.JSON_API, files=files))
    with acting_as(sender):
        rows = list(AttachmentRow.objects.filter(referral_id=accepted.referral_id).order_by("ordinal"))
        assert [row.name for row in rows] == ["a.png", "b.png", "c.png"]
        assert [read_sealed(row.sealed_id) for row in rows if row.sealed_id] == [b"first", b"second", b"third"]
        document = from_document(Referral, ReferralRow.objects.get(id=accepted.referral_id).document)
        assert [attachment.sha256 for attachment in document.attachments] == [row.sha256 for row in rows]


def test_the_desk_can_open_what_the_sender_sealed(world: SmallWorld, sender: Actor) -> None:
    original = write_sealed([b"<report/>"])
    accepted = accept_referral(sender, replace(OFFER, original=original))
    with acting_as(world.program(world.desk)):
        row = ReferralRow.objects.get(id=accepted.referral_id)
        assert row.original_id is not None
        assert read_sealed(row.original_id) == b"<report/>"


def test_a_root_founded_before_keeps_its_id_and_its_parts(sender: Actor) -> None:
    root_id = uuid4()
    with acting_as(sender):
        found(root_id, Category.REFERRAL)
        facts = record_sealed(write_sealed([b"early"]), root_id)
    offer = replace(OFFER, referral_id=root_id, files=(OfferedFile(sealed=facts),))
    assert accept_referral(sender, offer).referral_id == root_id


def test_sealed_bytes_of_another_root_are_refused(sender: Actor) -> None:
    root_id = uuid4()
    with acting_as(sender):
        found(root_id, Category.REFERRAL)
        facts = record_sealed(write_sealed([b"elsewhere"]), root_id)
    with pytest.raises(Invalid, match="no part"):
        accept_referral(sender, replace(OFFER, files=(OfferedFile(sealed=facts),)))


def test_every_reference_becomes_a_search_term(sender: Actor) -> None:
    accepted = accept_referral(sender, replace(OFFER, external_reference="NC-77", report_numbers=("4711",)))
    with acting_as(sender):
        terms = dict(SearchTerm.objects.filter(referral_id=accepted.referral_id).values_list("kind", "term"))
    assert terms == {
        "reference": accepted.reference.casefold(),
        "sender_reference": "hc-1001",
        "external_reference": "nc-77",
        "report_number": "4711",
    }


def test_a_repeat_under_one_key_gives_the_first_receipt_and_makes_no_second_referral(sender: Actor) -> None:
    offer = replace(OFFER, repeatable=Repeatable(key="k-1", request_sha256="a" * 64))
    first, second = accept_referral(sender, offer), accept_referral(sender, offer)
    assert second == replace(first, is_repeat=True)
    with acting_as(sender):
        assert ReferralRow.objects.count() == 1


def test_one_key_does_not_serve_two_requests(sender: Actor) -> None:
    accept_referral(sender, replace(OFFER, repeatable=Repeatable(key="k-1", request_sha256="a" * 64)))
    with pytest.raises(Conflict):
        accept_referral(sender, replace(OFFER, repeatable=Repeatable(key="k-1", request_sha256="b" * 64)))


def test_a_refused_request_does_not_use_up_its_key(sender: Actor) -> None:
    repeatable = Repeatable(key="k-1", request_sha256="a" * 64)
    with pytest.raises(Invalid):
        accept_referral(
            sender, Offer(referral=Referral(concern=Concern.OTHER), door=Door.JSON_API, repeatable=repeatable)
        )
    with acting_as(sender):
        assert not IdempotencyKey.objects.exists()


def test_two_organisations_may_use_the_same_key(world: SmallWorld, sender: Actor) -> None:
    other = world.organisation(OrganisationKind.SERVICE)
    world.agree(other, world.desk, Category.REFERRAL)
    offer = replace(OFFER, repeatable=Repeatable(key="k-1", request_sha256="a" * 64))
    first, second = accept_referral(sender, offer), accept_referral(world.credential(other)[1], offer)
    assert first.referral_id != second.referral_id


def test_without_an_agreement_nothing_goes_in(world: SmallWorld) -> None:
    actor = world.credential(world.organisation(OrganisationKind.SERVICE))[1]
    with pytest.raises(NotAgreed, match="agreement"):
        accept_referral(actor, OFFER)
    with acting_as(actor):
        assert not ReferralRow.objects.exists()


def test_an_agreement_with_a_force_alone_names_no_desk(world: SmallWorld) -> None:
    service, force = world.organisation(OrganisationKind.SERVICE), world.organisation(OrganisationKind.POLICE_FORCE)
    world.agree(service, force, Category.REFERRAL)
    with pytest.raises(NotAgreed):
        accept_referral(world.credential(service)[1], OFFER)


def test_a_hotline_is_its_own_desk(world: SmallWorld) -> None:
    hotline = world.organisation(OrganisationKind.HOTLINE)
    actor = world.member(hotline, Role.SENDER)
    accepted = accept_referral(actor, OFFER)
    with acting_as(actor):
        row = ReferralRow.objects.get(id=accepted.referral_id)
        assert row.desk_id == hotline.id
        assert row.sender_kind == SenderKind.HOTLINE


def test_a_school_tells_as_a_school_and_a_service_cannot(world: SmallWorld, sender: Actor) -> None:
    school = world.organisation(OrganisationKind.PARTNER, partner_kind=PartnerKind.SCHOOL)
    world.agree(school, world.desk, Category.REFERRAL)
    actor = world.member(school, Role.SAFEGUARDING_LEAD)
    accepted = accept_referral(actor, OFFER)
    with acting_as(actor):
        assert ReferralRow.objects.get(id=accepted.referral_id).sender_kind == SenderKind.SCHOOL
    with pytest.raises(Invalid) as caught:
        accept_referral(sender, replace(OFFER, referral=replace(TOLD, sender_kind=SenderKind.POLICE)))
    assert caught.value.field == "sender_kind"


def test_a_credential_without_the_scope_cannot_send(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    with pytest.raises(NotPermitted):
        accept_referral(world.credential(service, Scope.READ_FEEDBACK)[1], OFFER)


def _with_ip(**values: Any) -> Referral:
    return replace(TOLD, parties=(Party(role=PartyRole.SUBJECT, ip_events=(IpEvent(address="192.0.2.1", **values),)),))


_IP_AT = "parties[0].ip_events[0].at"


def _with_ips(number: int) -> Referral:
    many = (IpEvent(address="192.0.2.1"),) * number
    return replace(TOLD, parties=(Party(role=PartyRole.SUBJECT, ip_events=many),))


def test_a_time_a_little_ahead_of_ours_is_taken(sender: Actor) -> None:
    told = replace(TOLD, occurred_at=timezone.now() + timedelta(minutes=1))
    assert accept_referral(sender, replace(OFFER, referral=told)).reference


@pytest.mark.parametrize(
    ("referral", "field"),
    [
        (Referral(concern=Concern.OTHER), "narrative"),
        (Referral(concern=Concern.OTHER, narrative="  "), "narrative"),
        (replace(TOLD, occurred_at=timezone.now() + timedelta(hours=1)), "occurred_at"),
        (replace(TOLD, occurred_at=datetime(2026, 1, 1)), "occurred_at"),  # noqa: DTZ001 - the fault under test
        (replace(TOLD, occurred_at=datetime(1, 1, 1, tzinfo=timezone.get_fixed_timezone(14 * 60))), "occurred_at"),
        (replace(TOLD, occurred_at=datetime(1899, 12, 31, tzinfo=UTC)), "occurred_at"),
        (_with_ip(at=datetime(9999, 12, 31, 23, tzinfo=timezone.get_fixed_timezone(-14 * 60))), _IP_AT),
        (replace(TOLD, do_not_alert_until=date(2101, 1, 1)), "do_not_alert_until"),
        (replace(TOLD, parties=(Party(role=PartyRole.VICTIM, born_on=date(1, 1, 1)),)), "parties[0].born_on"),
        (_with_ips(50_001), "parties"),
        (replace(TOLD, narrative="a\x00b"), "narrative"),
        (replace(TOLD, narrative="a\ud800b"), "narrative"),
        (replace(TOLD, platform="x" * 257), "platform"),
        (replace(TOLD, schema_version=2), "schema_version"),
        (_with_ip(port=0), "parties[0].ip_events[0].port"),
        (_with_ip(at=datetime(2026, 1, 1)), _IP_AT),  # noqa: DTZ001 - as above
        (replace(TOLD, parties=(Party(role=PartyRole.ASSOCIATE, associate_of=3),)), "parties[0].associate_of"),
        (replace(TOLD, parties=(Party(role=PartyRole.VICTIM, age_years=900),)), "parties[0].age_years"),
        (replace(TOLD, incidents=(Incident(kind=IncidentKind.CHAT, latitude=float("nan")),)), "incidents[0].latitude"),
        (replace(TOLD, attachments=(Attachment(sha256="a" * 64),)), "attachments[0].sha256"),
        (replace(TOLD, attachments=(Attachment(),) * 1_001), "attachments"),
    ],
)
def test_a_fault_is_refused_by_its_path_and_leaves_nothing(sender: Actor, referral: Referral, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        accept_referral(sender, Offer(referral=referral, door=Door.JSON_API))
    assert caught.value.field == field
    with acting_as(sender):
        assert not ReferralRow.objects.exists()
        assert not Audience.objects.filter(is_founding=True).exists()


def test_a_digest_that_is_not_the_files_is_refused(sender: Actor) -> None:
    told = replace(TOLD, attachments=(Attachment(sha256="a" * 64),))
    files = (OfferedFile(sealed=write_sealed([b"other"]), ordinal=0),)
    with pytest.raises(HubError) as caught:
        accept_referral(sender, Offer(referral=told, door=Door.JSON_API, files=files))
    assert caught.value.field == "attachments[0].sha256"


def test_a_forged_file_of_no_root_is_refused(sender: Actor) -> None:
    forged = SealedFacts(id=uuid4(), sha256="a" * 64, md5="b" * 32, sha1="c" * 40, size_bytes=1)
    with pytest.raises(Invalid, match="no part"):
        accept_referral(sender, replace(OFFER, original=forged))


def test_after_the_commit_the_worker_is_woken_once(
    sender: Actor, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    with connection.cursor() as cursor:  # a wake-up that another test committed would swallow this one; rolled back
        cursor.execute("DELETE FROM procrastinate_jobs")
    made = ProcrastinateJob.objects.all()
    monkeypatch.setattr(waking, "_next_at", 0.0)
    with django_capture_on_commit_callbacks(execute=True):
        accept_referral(sender, OFFER)
        assert not made.exists()
    with django_capture_on_commit_callbacks(execute=True):
        accept_referral(sender, OFFER)
    monkeypatch.setattr(waking, "_next_at", 0.0)  # and again when the pause between two is over
    with django_capture_on_commit_callbacks(execute=True):
        accept_referral(sender, OFFER)
    assert [job.task_name for job in made.all()] == [WAKE_TASK]
