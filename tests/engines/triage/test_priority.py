"""Priority: reasons that sum to the score, novelty above the known, imminence on top, and nothing that lowers a
child's danger.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.triage import PolicyInvalid, PriorityContext, assess_priority, parse_priority_policy, priority_policy
from causeway.triage.dangers import DANGERS
from causeway.vocabulary.findings import BAND_ORDER, Band, Match, Priority, Reason
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import (
    Annotation,
    Attachment,
    Concern,
    Contact,
    Email,
    FileFlag,
    IpEvent,
    Party,
    PartyRole,
    Referral,
    SenderKind,
)
from causeway.vocabulary.signals import SignalKind

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
ALONE = PriorityContext()
CHILD = Party(role=PartyRole.VICTIM, is_child=True, age_years=12)
SUBJECT = Party(role=PartyRole.SUBJECT, age_years=40)
MATCH = Match(sha256="0" * 64, bank="demo", signal_id="s1", kind=SignalKind.SHA256, distance_bits=0)
FILE = Attachment(sha256="0" * 64)
MATERIAL = Referral(concern=Concern.SEXUAL_ABUSE_MATERIAL, occurred_at=NOW, parties=(SUBJECT,), attachments=(FILE,))
UNNAMED = Referral(concern=Concern.OTHER, occurred_at=NOW - timedelta(days=30))
GROOMING = Referral(concern=Concern.GROOMING, occurred_at=NOW - timedelta(days=1), parties=(SUBJECT, CHILD))


def assess(referral: Referral, context: PriorityContext = ALONE) -> Priority:
    return assess_priority(referral, context=context, now=NOW)


def reason(priority: Priority, code: str) -> Reason:
    return next(item for item in priority.reasons if item.code == code)


def is_no_lower(new: Priority, old: Priority) -> bool:
    return (
        new.score >= old.score
        and BAND_ORDER.index(new.band) <= BAND_ORDER.index(old.band)
        and new.is_imminent >= old.is_imminent
    )


def test_a_novel_file_stands_above_a_known_one() -> None:
    novel = assess(MATERIAL, PriorityContext(novel_files=1))
    known = assess(MATERIAL, PriorityContext(novel_files=0, matches=(MATCH,)))
    assert novel.score > known.score
    assert (novel.band, known.band) == (Band.MEDIUM, Band.LOW)


def test_a_current_approach_to_a_child_stands_high_without_any_file() -> None:
    assert assess(GROOMING).band in (Band.VERY_HIGH, Band.HIGH)


def test_an_emergency_flag_is_imminent_and_in_the_top_band_whatever_else_is_told() -> None:
    priority = assess(Referral(concern=Concern.OTHER, emergency="A member of staff asks for help at once."))
    assert priority.is_imminent
    assert priority.band is Band.VERY_HIGH
    assert priority.reasons[0].code == "imminent.emergency"


@pytest.mark.parametrize(
    ("referral", "context", "code"),
    [
        (replace(GROOMING, annotations=(Annotation.EXTORTION,)), ALONE, "imminent.extortion"),
        (replace(GROOMING, annotations=(Annotation.EXTORTION,), occurred_at=None), ALONE, "imminent.extortion"),
        (replace(GROOMING, occurred_at=NOW + timedelta(days=2)), ALONE, "imminent.planned"),
        (replace(GROOMING, planned_at=NOW + timedelta(days=1)), ALONE, "imminent.planned"),
        (replace(UNNAMED, planned_at=NOW - timedelta(days=1)), ALONE, "imminent.planned"),
        (replace(UNNAMED, is_planned=True), ALONE, "imminent.planned"),
        (replace(UNNAMED, is_contact_ongoing=True), ALONE, "imminent.contact_ongoing"),
        (replace(MATERIAL, attachments=(replace(FILE, flags=(FileFlag.LIVE_STREAM,)),)), ALONE, "imminent.live_stream"),
        (Referral(concern=Concern.CONTACT_ABUSE, sender_kind=SenderKind.CHILD), ALONE, "imminent.child_asks"),
    ],
)
def test_imminent_danger_stands_in_the_top_band(referral: Referral, context: PriorityContext, code: str) -> None:
    priority = assess(referral, context)
    assert priority.is_imminent
    assert priority.band is Band.VERY_HIGH
    assert code in {item.code for item in priority.reasons}


@pytest.mark.parametrize(
    "referral",
    [
        GROOMING,
        replace(GROOMING, annotations=(Annotation.EXTORTION,), occurred_at=NOW - timedelta(hours=73)),
        replace(
            GROOMING,
            annotations=(Annotation.EXTORTION,),
            parties=(SUBJECT, Party(role=PartyRole.VICTIM, age_years=30)),
        ),
        replace(GROOMING, occurred_at=NOW + timedelta(minutes=5)),
        replace(GROOMING, is_contact_ongoing=False, is_planned=False),
        replace(GROOMING, is_planned=True, planned_at=NOW - timedelta(days=30)),
        replace(UNNAMED, occurred_at=NOW + timedelta(days=1)),
        replace(GROOMING, occurred_at=NOW + timedelta(days=4000)),
        MATERIAL,
    ],
)
def test_what_is_grave_but_not_now_alerts_nobody_at_night(referral: Referral) -> None:
    assert not assess(referral).is_imminent


def test_what_the_referral_does_not_say_is_shown_as_unknown_and_counts_nothing() -> None:
    priority = assess(Referral(concern=Concern.SEXUAL_ABUSE_MATERIAL))
    unknown = {item.code for item in priority.reasons if not item.known}
    assert {"access.same_place", "other.young_child", "history.known_material", "other.novel_files"} <= unknown
    assert all(item.contribution == 0 for item in priority.reasons if not item.known)


def test_the_younger_child_counts_more_and_an_age_from_a_birthday_counts_alike() -> None:
    def points(party: Party) -> float:
        return reason(assess(Referral(concern=Concern.OTHER, parties=(party,))), "other.young_child").contribution

    victim = PartyRole.VICTIM
    ages = [points(Party(role=victim, age_years=age)) for age in (8, 14, 17)]
    assert ages == sorted(ages, reverse=True)
    assert len(set(ages)) == 3
    assert points(Party(role=victim, born_on=date(2018, 5, 1))) == ages[0]
    assert points(Party(role=victim, is_child=True)) == ages[2]


def test_being_in_the_same_place_is_told_apart_from_being_elsewhere_and_from_not_knowing() -> None:
    def same_place(subject: Address | None, child: Address | None) -> Reason:
        parties = (
            replace(SUBJECT, addresses=(subject,) if subject else ()),
            replace(CHILD, addresses=(child,) if child else ()),
        )
        return reason(assess(replace(GROOMING, parties=parties)), "access.same_place")

    here, there = Address(postcode="LS1 4AP"), Address(postcode="YO1 7HH")
    assert same_place(here, Address(postcode="ls14ap")).contribution > 0
    assert same_place(here, there).contribution == 0
    assert same_place(here, there).known
    assert not same_place(here, None).known


def test_a_child_subject_is_to_be_safeguarded_first_and_is_never_called_an_offender() -> None:
    child_subject = replace(GROOMING, parties=(Party(role=PartyRole.SUBJECT, age_years=13), CHILD))
    found = reason(assess(child_subject), "other.child_subject")
    assert found.contribution > 0
    assert "safeguarding first" in found.text


def test_no_words_of_the_policy_blame_a_child_or_call_a_subject_an_offender() -> None:
    policy = (files("causeway.triage") / "policies" / "priority.toml").read_text(encoding="utf-8").lower()
    assert not any(
        word in policy for word in ("offender", "perpetrator", "paedophile", "pornograph", "willing", "consent")
    )


def test_every_feature_has_a_row_and_every_row_has_a_heading() -> None:
    policy = priority_policy()
    assert set(policy.features) == set(DANGERS)
    assert {policy.group(item) for item in assess(GROOMING).reasons} == set(policy.groups.values())


contexts = st.builds(
    PriorityContext,
    matches=st.sampled_from([(), (MATCH,)]),
    novel_files=st.none() | st.integers(0, 3),
    links=st.integers(0, 5),
    prior_referrals=st.integers(0, 5),
    distinct_senders=st.integers(1, 4),
    victims=st.integers(0, 4),
)
files_told = st.builds(
    Attachment,
    sha256=st.none() | st.just("0" * 64),
    viewed_by_sender=st.none() | st.booleans(),
    flags=st.lists(st.sampled_from(FileFlag), max_size=3, unique=True).map(tuple),
)
referrals = st.builds(
    Referral,
    concern=st.sampled_from(Concern),
    sender_kind=st.sampled_from(SenderKind),
    annotations=st.lists(st.sampled_from(Annotation), max_size=3, unique=True).map(tuple),
    occurred_at=st.none() | st.integers(-2000, 2000).map(lambda hours: NOW + timedelta(hours=hours)),
    emergency=st.none() | st.just("Now."),
    is_contact_ongoing=st.none() | st.booleans(),
    is_planned=st.none() | st.booleans(),
    viral=st.booleans(),
    parties=st.lists(
        st.sampled_from([SUBJECT, CHILD, Party(role=PartyRole.VICTIM), Party(role=PartyRole.SUBJECT, age_years=15)]),
        max_size=3,
    ).map(tuple),
    attachments=st.lists(files_told, max_size=2).map(tuple),
    contact=st.just(Contact(emails=(Email(address="desk@example.org"),))),
    narrative=st.just("It was told."),
    sender_reference=st.just("H-1"),
    occurred_definition=st.just("upload"),
)


@given(referrals, contexts)
def test_contributions_sum_to_the_score_and_none_is_below_nothing(referral: Referral, context: PriorityContext) -> None:
    priority = assess(referral, context)
    assert priority.score == pytest.approx(sum(item.contribution for item in priority.reasons))
    assert all(item.contribution >= 0 for item in priority.reasons)
    assert len({item.code for item in priority.reasons}) == len(priority.reasons)


@given(referrals, contexts)
def test_the_band_is_that_of_the_score_unless_danger_is_imminent(referral: Referral, context: PriorityContext) -> None:
    priority = assess(referral, context)
    assert priority.band is (Band.VERY_HIGH if priority.is_imminent else priority_policy().band(priority.score))


@given(
    referrals,
    contexts,
    st.sampled_from(["contact", "narrative", "sender_reference", "occurred_definition", "platform", "occurred_at"]),
)
def test_a_field_left_out_never_lowers_priority(referral: Referral, context: PriorityContext, name: str) -> None:
    told = referral
    if referral.occurred_at and referral.occurred_at > NOW:
        told = replace(referral, occurred_at=NOW)  # a plan ahead is a danger told, not paperwork
    changes: dict[str, Any] = {name: None}
    assert is_no_lower(assess(replace(told, **changes), context), assess(told, context))


@given(referrals, contexts)
def test_an_address_without_its_port_never_lowers_priority(referral: Referral, context: PriorityContext) -> None:
    traced = Party(role=PartyRole.SUBJECT, ip_events=(IpEvent(address="192.0.2.1", port=4000, at=NOW),))
    poorer = replace(traced, ip_events=())
    full = replace(referral, parties=(*referral.parties, traced))
    assert assess(replace(referral, parties=(*referral.parties, poorer)), context) == assess(full, context)


@given(referrals, contexts, st.sampled_from([FileFlag.VIRAL, FileFlag.MEME, FileFlag.GENERATED, FileFlag.DRAWING]))
def test_no_flag_of_the_sender_lowers_priority(referral: Referral, context: PriorityContext, flag: FileFlag) -> None:
    flagged = tuple(replace(item, flags=(*item.flags, flag)) for item in referral.attachments)
    assert is_no_lower(assess(replace(referral, attachments=flagged, viral=True), context), assess(referral, context))


@given(referrals, contexts, st.integers(1, 1_000_000))
def test_the_volume_of_a_sender_never_lowers_priority(referral: Referral, context: PriorityContext, more: int) -> None:
    louder = replace(context, links=context.links + more, prior_referrals=context.prior_referrals + more)
    assert is_no_lower(assess(referral, louder), assess(referral, context))


DANGER_FACTS = [
    lambda referral: replace(referral, emergency="Now."),
    lambda referral: replace(referral, is_contact_ongoing=True),
    lambda referral: replace(referral, is_planned=True, planned_at=NOW + timedelta(days=1)),
    lambda referral: replace(referral, annotations=(*referral.annotations, Annotation.EXTORTION)),
    lambda referral: replace(referral, annotations=(*referral.annotations, Annotation.SADISTIC_EXPLOITATION)),
    lambda referral: replace(referral, annotations=(*referral.annotations, Annotation.SOLICITATION)),
    lambda referral: replace(referral, parties=(*referral.parties, CHILD)),
    lambda referral: replace(referral, parties=(*referral.parties, replace(SUBJECT, prior_references=("R-1",)))),
    lambda referral: replace(referral, parties=(*referral.parties, replace(SUBJECT, relation="neighbour"))),
    lambda referral: replace(referral, attachments=(*referral.attachments, Attachment(flags=(FileFlag.LIVE_STREAM,)))),
    lambda referral: replace(referral, attachments=(*referral.attachments, Attachment(flags=(FileFlag.INFANT,)))),
]
DANGERS_AROUND: list[dict[str, Any]] = [
    {"novel_files": 9},
    {"distinct_senders": 9},
    {"victims": 9},
    {"prior_referrals": 9},
]


@given(referrals, contexts, st.sampled_from(DANGER_FACTS))
def test_a_danger_told_never_lowers_priority(referral: Referral, context: PriorityContext, tell: Any) -> None:
    assert is_no_lower(assess(tell(referral), context), assess(referral, context))


@given(referrals, contexts, st.sampled_from(DANGERS_AROUND))
def test_a_danger_around_it_never_lowers_priority(
    referral: Referral, context: PriorityContext, changes: dict[str, Any]
) -> None:
    assert is_no_lower(assess(referral, replace(context, **changes)), assess(referral, context))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points = 60", "points = -1"),
        ("[features.emergency]", "[features.emergencies]"),
        ("very_high = 90", "very_high = 1"),
        ('history = "History"', ""),
        ("version", "["),
        ("recent_hours = 72", ""),
    ],
)
def test_a_policy_that_would_mislead_is_refused(old: str, new: str) -> None:
    text = (files("causeway.triage") / "policies" / "priority.toml").read_text(encoding="utf-8")
    with pytest.raises(PolicyInvalid):
        parse_priority_policy(text.replace(old, new, 1))


SHIPPED = (files("causeway.triage") / "policies" / "priority.toml").read_text(encoding="utf-8")


def test_a_policy_counts_in_one_text_or_in_two_for_one_and_for_many() -> None:
    pair = '["{n} child may be concerned", "{n} children may be concerned"]'
    own = parse_priority_policy(SHIPPED.replace(pair, '"Children ({n})"'))
    code, context = "access.several_children", PriorityContext(victims=3)
    assert reason(assess(GROOMING, context), code).text == "3 children may be concerned"
    found = assess_priority(GROOMING, context=context, now=NOW, policy=own)
    assert reason(found, code).text == "Children (3)"


def test_a_policy_whose_words_name_what_is_not_counted_is_refused() -> None:
    with pytest.raises(PolicyInvalid, match="several_children"):
        parse_priority_policy(SHIPPED.replace("{n} children may be concerned", "{n} of {name}"))
