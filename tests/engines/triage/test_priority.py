"""Priority: reasons that sum to the score, novelty above the known, imminence on top, and nothing that lowers a
child's danger.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest

from causeway.triage import PolicyInvalid, PriorityContext, assess_priority, parse_priority_policy, priority_policy
from causeway.triage.dangers import DANGERS
from causeway.triage.priority import shipped_priority_policy
from causeway.vocabulary.findings import BAND_ORDER, Band, Match, Priority, Reason
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import (
    Annotation,
    Attachment,
    Concern,
    FileFlag,
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


SHIPPED = shipped_priority_policy()


def test_a_policy_counts_in_one_text_or_in_two_for_one_and_for_many() -> None:
    pair = '["{n} child may be concerned", "{n} children may be concerned"]'
    own = parse_priority_policy(SHIPPED.replace(pair, '"Children ({n})"'))
    code, context = "access.several_children", PriorityContext(victims=3)
    assert reason(assess(GROOMING, context), code).text == "3 children may be concerned"
    found = assess_priority(GROOMING, context=context, now=NOW, policy=own)
    assert reason(found, code).text == "Children (3)"


NOVEL = '"A file that no bank knows"\nband = "medium"'


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("points = 60", "points = -1", "features.emergency.points"),
        ("points = 60", "points = nan", "features.emergency.points"),
        ("points = 60", "points = true", "features.emergency.points"),
        ("points = 60", "points = 60\npionts = 6", "features.emergency.pionts"),
        ("points = 18", "points = 8", "features.novel_files.points"),
        ("points = 0", "points = 1", "features.sender_flags.points"),
        ("[features.emergency]", "[features.emergencies]", "features.emergency"),
        ('emergency = "The sender says', 'emergencies = "The sender says', "imminence.emergency"),
        ('absent = "The sender is not a child"', "", "features.child_asks.absent"),
        ("{n} children may be", "{name} children may be", "features.several_children.found"),
        ("{n} children may be", "{n children may be", "features.several_children.found"),
        ("{n} children may be", "{n:>999999999} children may be", "features.several_children.found"),
        ("{n} children may be", "{n!r} children may be", "features.several_children.found"),
        ("very_high = 90", "very_high = 1", "bands"),
        ("medium = 15", "medium = inf", "bands.medium"),
        ('history = "History"', "", "groups.history"),
        ("recent_hours = 72", "recent_hours = 0", "now.recent_hours"),
        ("ongoing_days = 7", "ongoing_days = 1e300", "now.ongoing_days"),
        ('version = "2026', '[[version]]\na = "2026', "version"),
        ("version", "[", ""),
        (NOVEL, NOVEL.replace("medium", "high"), "examples 4 (A file that no bank knows)"),
        (NOVEL, NOVEL.replace("medium", "hihg"), "examples 4 (A file that no bank knows)"),
        (
            'concern = "grooming"\nocc',
            'concern = "grooming"\nmeant = 1\nocc',
            "examples 3 (A recent approach to a child",
        ),
        ("now = 2026-11-02T12:00:00Z", "now = 2026-11-02T12:00:00", "examples 1 (An emergency stands on top"),
    ],
)
def test_a_policy_that_would_mislead_is_refused_by_the_name_of_its_row(old: str, new: str, where: str) -> None:
    assert old in SHIPPED
    with pytest.raises(PolicyInvalid) as caught:
        parse_priority_policy(SHIPPED.replace(old, new, 1))
    assert caught.value.faults[0].where.startswith(where)
    assert str(caught.value.faults[0]) in str(caught.value)


def test_every_fault_of_a_policy_is_named_at_once() -> None:
    broken = SHIPPED.replace("points = 60", "points = -1").replace("recent_hours = 72", "").replace("medium = 15", "")
    with pytest.raises(PolicyInvalid, match="and 2 more") as caught:
        parse_priority_policy(broken)
    assert [fault.where for fault in caught.value.faults] == [
        "bands.medium",
        "now.recent_hours",
        "features.emergency.points",
    ]


def test_a_plan_counts_however_far_ahead_and_alerts_only_when_it_is_near() -> None:
    near, far = (assess(replace(UNNAMED, planned_at=NOW + timedelta(days=days))) for days in (10, 200))
    assert reason(near, "now.planned") == reason(far, "now.planned")
    assert (near.is_imminent, far.is_imminent) == (True, False)
