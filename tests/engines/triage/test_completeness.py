"""Completeness: reasons that sum to the score, tables that fit the sender, and advice for what is missing."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.triage import PolicyInvalid, assess_completeness, completeness_policy, parse_completeness_policy
from causeway.triage.features import FEATURES, is_role_mailbox
from causeway.vocabulary.findings import Completeness
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    Account,
    Attachment,
    Concern,
    Contact,
    Email,
    EventKind,
    FileFlag,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Phone,
    Referral,
    SenderKind,
)

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
UPLOAD = IpEvent(address="192.0.2.7", kind=EventKind.UPLOAD, at=NOON, port=51234)
SUBJECT = Party(
    role=PartyRole.SUBJECT,
    age_years=40,
    emails=(Email(address="someone@example.org", verified=True),),
    accounts=(Account(service="Harbour", identifier="77"),),
    location=EstimatedLocation(city="Leeds", country="GB"),
)
CHILD = Party(role=PartyRole.VICTIM, is_child=True, age_years=12, first_name="Robin", school="Quay School")
DESK = Contact(emails=(Email(address="child-safety@example.com"),), phones=(Phone(number="+44 20 7946 0000"),))

UPLOADED_FILE = Referral(
    concern=Concern.SEXUAL_ABUSE_MATERIAL,
    occurred_at=NOON,
    occurred_definition="time of the upload",
    parties=(SUBJECT,),
    attachments=(Attachment(sha256="0" * 64, viewed_by_sender=True, industry_class="B2", upload_event=UPLOAD),),
    contact=DESK,
    sender_reference="H-1",
)
SCHOOL = Referral(
    concern=Concern.GROOMING,
    sender_kind=SenderKind.SCHOOL,
    occurred_at=NOON,
    narrative="A pupil told a teacher that an adult keeps writing.",
    incidents=(Incident(kind=IncidentKind.OFFLINE),),
    parties=(
        CHILD,
        Party(role=PartyRole.SUBJECT, last_name="Example", accounts=(Account(service="Harbour", identifier="9"),)),
    ),
    contact=DESK,
)


def codes_missing(completeness: Completeness) -> list[str]:
    return [reason.code for reason in completeness.missing]


def test_a_service_that_tells_everything_about_a_file_scores_one_hundred() -> None:
    completeness = assess_completeness(UPLOADED_FILE)
    assert completeness.score == pytest.approx(100)
    assert completeness.missing == ()


def test_a_school_without_any_address_can_be_complete() -> None:
    completeness = assess_completeness(SCHOOL)
    assert completeness.table == "school"
    assert completeness.score == pytest.approx(100)
    assert not {"upload_ip", "subject_ip"} & {reason.code for reason in completeness.reasons}


def test_a_grooming_referral_is_asked_for_what_was_written_and_not_for_a_file() -> None:
    completeness = assess_completeness(Referral(concern=Concern.GROOMING))
    assert "chat" in codes_missing(completeness)
    assert "subject_ip" in codes_missing(completeness)
    assert not {"file", "upload_ip", "viewed"} & {reason.code for reason in completeness.reasons}


def test_a_child_is_asked_only_what_safety_needs() -> None:
    completeness = assess_completeness(Referral(concern=Concern.OTHER, sender_kind=SenderKind.CHILD))
    assert set(codes_missing(completeness)) == {"narrative", "child_whereabouts", "sender_contact"}


def test_nothing_told_scores_nothing_and_every_reason_is_unknown_with_advice() -> None:
    completeness = assess_completeness(Referral(concern=Concern.GROOMING))
    assert completeness.score == 0
    assert all(reason.advice and not reason.known for reason in completeness.reasons)


def test_what_is_missing_stands_first_and_the_heaviest_of_it_foremost() -> None:
    login = IpEvent(address="192.0.2.7", kind=EventKind.LOGIN, at=NOON, port=51234)
    poorer = replace(
        UPLOADED_FILE,
        sender_reference=None,
        attachments=(replace(UPLOADED_FILE.attachments[0], upload_event=login),),
    )
    assert codes_missing(assess_completeness(poorer)) == ["upload_ip", "sender_reference"]


@pytest.mark.parametrize(
    ("event", "share"),
    [
        (UPLOAD, 1.0),
        (replace(UPLOAD, port=None), 0.7),
        (replace(UPLOAD, port=None, at=None), 0.3),
        (replace(UPLOAD, address="2001:db8::7", port=None), 1.0),
        (replace(UPLOAD, kind=EventKind.LOGIN), 0.5),
    ],
)
def test_an_upload_address_counts_by_kind_port_and_time(event: IpEvent, share: float) -> None:
    referral = Referral(
        concern=Concern.SEXUAL_ABUSE_MATERIAL,
        attachments=(Attachment(url="https://example.org/a", upload_event=event),),
    )
    assert FEATURES["upload_ip"](referral) == pytest.approx(share)


def test_the_address_of_a_victim_is_no_address_of_the_subject() -> None:
    victim = Party(role=PartyRole.VICTIM, ip_events=(UPLOAD,))
    assert FEATURES["subject_ip"](Referral(concern=Concern.GROOMING, parties=(victim,))) == 0


def test_saying_that_nobody_viewed_a_file_is_worth_more_than_saying_nothing() -> None:
    def share(is_viewed: bool | None) -> float | None:
        file = Attachment(sha256="0" * 64, viewed_by_sender=is_viewed)
        return FEATURES["viewed"](Referral(concern=Concern.SEXUAL_ABUSE_MATERIAL, attachments=(file,)))

    assert share(True) == 1
    assert share(False) == 0.5
    assert share(None) == 0


@pytest.mark.parametrize("address", ["abuse@example.org", "child-safety@example.com", "LE.team@example.org"])
def test_a_mailbox_named_for_a_role_is_told(address: str) -> None:
    assert is_role_mailbox(address)


@pytest.mark.parametrize("address", ["robin.example@example.org", "r7@example.com", "abused@example.com"])
def test_a_mailbox_named_for_a_person_is_told(address: str) -> None:
    assert not is_role_mailbox(address)


def test_every_kind_of_sender_has_a_table_and_every_feature_serves_one() -> None:
    policy = completeness_policy()
    assert {policy.senders[kind] for kind in SenderKind} == set(policy.tables)
    assert {code for table in policy.tables.values() for code in table} == set(FEATURES) == set(policy.words)


referrals = st.builds(
    Referral,
    concern=st.sampled_from(Concern),
    sender_kind=st.sampled_from(SenderKind),
    occurred_at=st.none() | st.just(NOON),
    narrative=st.none() | st.just("It was told."),
    parties=st.lists(
        st.sampled_from(
            [
                SUBJECT,
                CHILD,
                Party(role=PartyRole.VICTIM, addresses=(Address(country="NL"),)),
                Party(role=PartyRole.SUBJECT, ip_events=(replace(UPLOAD, port=None),)),
            ]
        ),
        max_size=3,
    ).map(tuple),
    attachments=st.lists(
        st.sampled_from(
            [
                Attachment(sha256="0" * 64, viewed_by_sender=False),
                Attachment(url="https://example.org/a", flags=(FileFlag.MEME,)),
                Attachment(sha256="1" * 64, upload_event=UPLOAD),
            ]
        ),
        max_size=3,
    ).map(tuple),
    incidents=st.lists(
        st.sampled_from(
            [Incident(kind=IncidentKind.OFFLINE), Incident(kind=IncidentKind.CHAT, content="Neutral words.")]
        ),
        max_size=2,
    ).map(tuple),
    contact=st.none() | st.just(DESK),
)


@given(referrals)
def test_contributions_sum_to_a_score_between_nothing_and_one_hundred(referral: Referral) -> None:
    completeness = assess_completeness(referral)
    assert completeness.score == pytest.approx(sum(reason.contribution for reason in completeness.reasons))
    assert 0 <= completeness.score <= 100
    assert all(reason.contribution >= 0 for reason in completeness.reasons)


@given(referrals)
def test_only_what_is_whole_comes_without_advice(referral: Referral) -> None:
    completeness = assess_completeness(referral)
    for reason in completeness.reasons:
        assert (reason.advice is None) == (FEATURES[reason.code](referral) == 1)
        assert reason.known == (reason.contribution > 0)


@given(referrals, st.sampled_from(["occurred_at", "narrative", "contact", "sender_reference"]))
def test_leaving_a_field_out_never_makes_a_referral_more_complete(referral: Referral, name: str) -> None:
    fuller = replace(referral, occurred_at=NOON, narrative="It was told.", contact=DESK, sender_reference="H-1")
    changes: dict[str, Any] = {name: None}
    poorer = replace(fuller, **changes)
    assert assess_completeness(poorer).score <= assess_completeness(fuller).score + 1e-9


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("upload_ip = 16", "upload_i = 16"),
        ("upload_ip = 16", "upload_ip = 0"),
        ('child = "child"', ""),
        ("version", "["),
    ],
)
def test_a_policy_that_names_what_does_not_exist_is_refused(old: str, new: str) -> None:
    text = (files("causeway.triage") / "policies" / "completeness.toml").read_text(encoding="utf-8")
    with pytest.raises(PolicyInvalid):
        parse_completeness_policy(text.replace(old, new, 1))
