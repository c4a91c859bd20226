"""A party may be a child in any role: whoever may be one counts, and a child subject is safeguarded first."""

from datetime import UTC, date, datetime, timedelta

import pytest

from causeway.triage import PriorityContext, assess_priority, has_child_subject, may_be_child
from causeway.vocabulary.findings import Band, Priority
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Annotation, Concern, Party, PartyRole, Referral

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
TODAY = NOW.date()
ADULT = Party(role=PartyRole.SUBJECT, age_years=40)


def assess(*parties: Party, annotations: tuple[Annotation, ...] = (), concern: Concern = Concern.OTHER) -> Priority:
    told = Referral(concern=concern, annotations=annotations, occurred_at=NOW, parties=parties)
    return assess_priority(told, context=PriorityContext(), now=NOW)


def points(priority: Priority, code: str) -> float:
    return next(reason.contribution for reason in priority.reasons if reason.code == code)


@pytest.mark.parametrize("role", PartyRole)
def test_a_child_under_threat_of_extortion_alerts_in_whatever_role_they_stand(role: PartyRole) -> None:
    found = assess(ADULT, Party(role=role, age_years=9), annotations=(Annotation.EXTORTION,))
    assert found.is_imminent
    assert found.band is Band.VERY_HIGH


def test_extortion_of_nobody_who_is_named_may_be_of_a_child() -> None:
    assert assess(ADULT, annotations=(Annotation.EXTORTION,)).is_imminent
    assert assess(annotations=(Annotation.EXTORTION,)).is_imminent


def test_extortion_alerts_nobody_where_all_who_are_harmed_are_said_to_be_adults() -> None:
    harmed = Party(role=PartyRole.VICTIM, age_years=30)
    assert not assess(ADULT, harmed, annotations=(Annotation.EXTORTION,)).is_imminent
    beside = Party(role=PartyRole.ASSOCIATE, age_years=9)
    assert assess(ADULT, harmed, beside, annotations=(Annotation.EXTORTION,)).is_imminent


@pytest.mark.parametrize("role", PartyRole)
def test_a_young_child_is_named_and_counts_in_whatever_role(role: PartyRole) -> None:
    found = assess(Party(role=role, age_years=9))
    assert points(found, "other.young_child") == 10
    assert points(found, "access.child_named") == 10


def test_an_adult_in_another_role_than_the_harmed_says_nothing_of_children() -> None:
    found = assess(ADULT, Party(role=PartyRole.RECIPIENT, age_years=30))
    unknown = {reason.code for reason in found.reasons if not reason.known}
    assert {"access.child_named", "other.young_child", "access.several_children"} <= unknown


def test_a_child_subject_is_near_other_children_and_never_near_themselves() -> None:
    home = (Address(postcode="LS1 4AP"),)
    alone = assess(Party(role=PartyRole.SUBJECT, age_years=14, addresses=home))
    assert points(alone, "access.same_place") == 0
    together = assess(
        Party(role=PartyRole.SUBJECT, age_years=14, addresses=home),
        Party(role=PartyRole.VICTIM, age_years=12, addresses=home),
    )
    assert points(together, "access.same_place") > 0


def test_who_may_be_a_child() -> None:
    assert may_be_child(Party(role=PartyRole.ASSOCIATE, is_child=True), on=TODAY)
    assert may_be_child(Party(role=PartyRole.VICTIM), on=TODAY)
    assert not may_be_child(Party(role=PartyRole.SUBJECT), on=TODAY)
    assert not may_be_child(Party(role=PartyRole.VICTIM, age_years=18), on=TODAY)


@pytest.mark.parametrize(
    ("told", "is_one"),
    [
        (Referral(concern=Concern.OTHER, parties=(Party(role=PartyRole.SUBJECT, age_years=14),)), True),
        (Referral(concern=Concern.OTHER, parties=(Party(role=PartyRole.SUBJECT, is_child=True),)), True),
        (
            Referral(
                concern=Concern.OTHER,
                annotations=(Annotation.BETWEEN_CHILDREN,),
                parties=(Party(role=PartyRole.SUBJECT),),
            ),
            True,
        ),
        (Referral(concern=Concern.OTHER, parties=(Party(role=PartyRole.SUBJECT),)), False),
        (Referral(concern=Concern.OTHER, parties=(ADULT, Party(role=PartyRole.VICTIM, age_years=9))), False),
    ],
)
def test_a_subject_is_a_child_by_age_or_by_the_senders_word(told: Referral, is_one: bool) -> None:
    assert has_child_subject(told, on=TODAY) is is_one


def test_a_subject_counts_as_old_as_on_the_day_of_the_incident_and_no_older() -> None:
    subject = Party(role=PartyRole.SUBJECT, born_on=date(2008, 10, 30))
    told = Referral(concern=Concern.OTHER, occurred_at=NOW - timedelta(days=30), parties=(subject,))
    assert has_child_subject(told, on=TODAY)
    planned = Referral(concern=Concern.OTHER, occurred_at=NOW + timedelta(days=30), parties=(subject,))
    assert has_child_subject(planned, on=TODAY - timedelta(days=7))
    assert not has_child_subject(planned, on=TODAY)
