"""Assessments of capability: written, reviewed by a peer, published for good, shown to others or not."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.knowledge.capability.commands.assess import judge, start_assessment
from causeway.hub.knowledge.capability.commands.publish import publish_assessment, share_published
from causeway.hub.knowledge.capability.commands.review import (
    comment_on,
    finish_review,
    invite_reviewer,
    withdraw_invitation,
)
from causeway.hub.knowledge.capability.judgements import Evidence, EvidenceKind, Judgement, View
from causeway.hub.knowledge.capability.model_response import CAPABILITIES, Domain, Phase
from causeway.hub.knowledge.capability.models import PublishedAssessment
from causeway.hub.knowledge.capability.queries.assessments import (
    asked_to_review,
    draft,
    overview,
    published_version,
    steps_due,
)
from causeway.hub.knowledge.capability.queries.comparing import comparable
from hub.capability.conftest import AS_OF, Pair

LEADERSHIP = Judgement(capability="leadership", phase=Phase.PARTLY, reasons="A board meets.")


def test_there_are_21_capabilities_in_six_domains() -> None:
    assert [capability.number for capability in CAPABILITIES] == list(range(1, 22))
    assert len({capability.code for capability in CAPABILITIES}) == 21
    sizes = [sum(capability.domain is domain for capability in CAPABILITIES) for domain in Domain]
    assert sizes == [3, 4, 4, 4, 4, 2]


def test_a_draft_holds_what_was_judged_last(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.BUILDING, helpline=Phase.MATURITY)
    judge(pair.supervisor, assessment_id, LEADERSHIP)
    judgements = draft(pair.supervisor, assessment_id).judgements
    assert judgements.of("leadership") == LEADERSHIP
    assert judgements.judged == 2
    assert [line.capability for line in judgements.all()] == [capability.code for capability in CAPABILITIES]


@pytest.mark.parametrize(
    ("judgement", "field"),
    [
        (Judgement(capability="weather", phase=None), "capability"),
        (Judgement(capability="leadership", phase=Phase.PARTLY, reasons=" "), "reasons"),
        (Judgement(capability="leadership", gaps="x" * 3_001), "gaps"),
        (Judgement(capability="leadership", next_step_on=date(2027, 1, 1)), "next_step"),
        (
            Judgement(
                capability="leadership",
                evidence=(Evidence(kind=EvidenceKind.LINK, text="Minutes", where="javascript:alert(1)"),),
            ),
            "evidence",
        ),
    ],
)
def test_a_judgement_that_is_not_whole_is_refused(pair: Pair, judgement: Judgement, field: str) -> None:
    assessment_id = pair.draft()
    with pytest.raises(Invalid) as fault:
        judge(pair.supervisor, assessment_id, judgement)
    assert fault.value.field == field
    assert draft(pair.supervisor, assessment_id).judgements.lines == ()


def test_nothing_can_be_assessed_as_of_tomorrow(pair: Pair) -> None:
    with pytest.raises(Invalid) as fault:
        start_assessment(pair.supervisor, about="Kent", as_of=timezone.now().date() + timedelta(days=2))
    assert fault.value.field == "as_of"


def test_nobody_else_sees_a_draft_until_they_are_asked_to_review(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY)
    reviewer_id = pair.reviewer.organisation_id
    with pytest.raises(NotFound):
        judge(pair.outsider, assessment_id, LEADERSHIP)
    invitation_id = invite_reviewer(pair.supervisor, assessment_id, reviewer_id)
    view, review = asked_to_review(pair.reviewer, invitation_id)
    assert view.judgements.judged == 1
    assert review.organisation == "Kent Police"
    with pytest.raises(NotFound):
        asked_to_review(pair.outsider, invitation_id)
    withdraw_invitation(pair.supervisor, invitation_id)
    with pytest.raises(NotFound):
        asked_to_review(pair.reviewer, invitation_id)
    assert overview(pair.reviewer).asked == ()


def test_a_reviewer_agrees_or_says_why_not_and_sets_a_mark(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY, helpline=Phase.MATURITY)
    invitation_id = invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)
    with pytest.raises(Invalid):
        finish_review(pair.reviewer, invitation_id)
    with pytest.raises(Invalid):
        comment_on(pair.reviewer, invitation_id, "leadership", view=View.DISAGREE)
    comment_on(pair.reviewer, invitation_id, "leadership", view=View.DISAGREE, text="The board has no means.")
    comment_on(pair.reviewer, invitation_id, "helpline", view=View.AGREE)
    judge(pair.supervisor, assessment_id, Judgement(capability="leadership", phase=Phase.BUILDING, reasons="Quite so."))
    finish_review(pair.reviewer, invitation_id, text="Well done.")
    (review,) = draft(pair.supervisor, assessment_id).reviews
    said = review.comments.of("leadership")
    assert said is not None
    assert (said.view, said.on_phase) == (View.DISAGREE, Phase.PARTLY)
    assert review.finished_at is not None
    with pytest.raises(Conflict):
        comment_on(pair.reviewer, invitation_id, "helpline", view=View.CANNOT_SAY)


def test_nobody_agrees_with_what_is_not_judged(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY)
    invitation_id = invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)
    with pytest.raises(Invalid, match="nothing to agree with") as refusal:
        comment_on(pair.reviewer, invitation_id, "helpline", view=View.AGREE)
    assert refusal.value.field == "view"
    comment_on(pair.reviewer, invitation_id, "helpline", view=View.CANNOT_SAY)
    comment_on(pair.reviewer, invitation_id, "helpline", view=View.DISAGREE, text="There has been one for years.")


def test_who_agreed_with_another_phase_is_not_said_to_agree_with_the_published_one(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY, helpline=Phase.MATURITY, legislation=Phase.PARTLY)
    invitation_id = invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)
    for capability in ("leadership", "helpline", "legislation"):
        comment_on(pair.reviewer, invitation_id, capability, view=View.AGREE)
    finish_review(pair.reviewer, invitation_id)
    judge(pair.supervisor, assessment_id, Judgement(capability="leadership", phase=Phase.MATURITY, reasons="Now so."))
    judge(pair.supervisor, assessment_id, Judgement(capability="legislation", phase=None))
    version = published_version(pair.supervisor, publish_assessment(pair.administrator, assessment_id))
    assert [one.agrees for one in version.published.reviews] == [1]


def test_a_peer_that_is_asked_is_told_by_mail(pair: Pair) -> None:
    invitation_id = invite_reviewer(pair.supervisor, pair.draft(), pair.reviewer.organisation_id)
    with acting_as(pair.supervisor):
        notice = Notice.objects.get(about_id=invitation_id)
    assert notice.subject == "Kent Police asks you to review an assessment"
    assert str(invitation_id) in str(notice.body)


def test_nobody_reviews_themselves_and_nobody_is_asked_twice(pair: Pair) -> None:
    assessment_id = pair.draft()
    for reviewer_id in (pair.supervisor.organisation_id, uuid4()):
        with pytest.raises(Invalid):
            invite_reviewer(pair.supervisor, assessment_id, reviewer_id)
    invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)
    with pytest.raises(Invalid):
        invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)


def published(pair: Pair, **phases: Phase) -> UUID:
    assessment_id = pair.draft(**phases)
    return publish_assessment(pair.administrator, assessment_id)


def test_a_published_version_names_its_reviewers_and_never_changes(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY)
    invitation_id = invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)
    comment_on(pair.reviewer, invitation_id, "leadership", view=View.AGREE)
    finish_review(pair.reviewer, invitation_id)
    version_id = publish_assessment(pair.administrator, assessment_id)
    version = published_version(pair.supervisor, version_id)
    assert version.number == 1
    assert [(one.reviewer, one.agrees) for one in version.published.reviews] == [("Lantern Oversight", 1)]
    with pytest.raises(Conflict):
        judge(pair.supervisor, assessment_id, LEADERSHIP)
    with pytest.raises(Conflict):
        publish_assessment(pair.administrator, assessment_id)
    with pytest.raises(NotFound):
        asked_to_review(pair.reviewer, invitation_id)


def test_the_database_itself_keeps_a_published_version_as_it_is(pair: Pair) -> None:
    version_id = published(pair, leadership=Phase.PARTLY)
    with pytest.raises(Exception, match="permission denied"), acting_as(pair.administrator):
        PublishedAssessment.objects.filter(id=version_id).update(about="Elsewhere")


def test_an_empty_assessment_is_not_published_and_a_supervisor_does_not_publish(pair: Pair) -> None:
    assessment_id = pair.draft()
    with pytest.raises(Invalid):
        publish_assessment(pair.administrator, assessment_id)
    with pytest.raises(NotPermitted):
        publish_assessment(pair.supervisor, assessment_id)


def test_the_next_one_can_begin_from_a_version(pair: Pair) -> None:
    version_id = published(pair, leadership=Phase.PARTLY)
    following = start_assessment(pair.supervisor, about="Kent", as_of=AS_OF, begin_from=version_id)
    assert draft(pair.supervisor, following).judgements.of("leadership").phase is Phase.PARTLY
    publish_assessment(pair.administrator, following)
    assert [version.number for version in overview(pair.supervisor).versions] == [2, 1]


def test_others_see_phases_and_reasons_of_what_is_shown_and_nothing_else(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY)
    secret = Judgement(
        capability="helpline",
        phase=Phase.BUILDING,
        reasons="Two lines.",
        gaps="No nights.",
        owner="Rowan Vale",
        evidence=(Evidence(kind=EvidenceKind.DOCUMENT, text="Plan 7"),),
        next_step="Find people",
    )
    judge(pair.supervisor, assessment_id, secret)
    version_id = publish_assessment(pair.administrator, assessment_id)
    assert comparable(pair.outsider)[0] == []
    share_published(pair.administrator, version_id, is_shared=True)
    offered, picked = comparable(pair.outsider, {version_id})
    assert [column.organisation for column in offered] == ["Kent Police"]
    assert picked[0].shared.phase("helpline") is Phase.BUILDING
    told = str(picked[0])
    assert "Two lines" in told
    assert not any(word in told for word in ("No nights", "Rowan", "Plan 7", "Find people"))
    with pytest.raises(NotFound):
        published_version(pair.outsider, version_id)
    share_published(pair.administrator, version_id, is_shared=False)
    assert comparable(pair.outsider)[0] == []


def test_own_versions_stand_side_by_side_by_age(pair: Pair) -> None:
    published(pair, leadership=Phase.BUILDING)
    published(pair, leadership=Phase.ESTABLISHED)
    _offered, picked = comparable(pair.supervisor)
    assert [column.shared.phase("leadership") for column in picked] == [Phase.BUILDING, Phase.ESTABLISHED]


def test_steps_that_are_near_or_late_are_told_of(pair: Pair) -> None:
    assessment_id = pair.draft()
    for code, day in (("leadership", 10), ("helpline", 1), ("media", 25)):
        step = Judgement(capability=code, next_step="Write it down", next_step_on=date(2026, 6, day))
        judge(pair.supervisor, assessment_id, step)
    judge(pair.supervisor, assessment_id, Judgement(capability="support", phase=Phase.PARTLY, reasons="So."))
    publish_assessment(pair.administrator, assessment_id)
    due = steps_due(pair.supervisor, date(2026, 6, 2))
    assert [(step.judgement.capability, step.is_late) for step in due] == [("helpline", True), ("leadership", False)]


def test_every_change_is_entered_and_a_reviewer_s_word_is_the_organisation_s_to_read(pair: Pair) -> None:
    assessment_id = pair.draft(leadership=Phase.PARTLY)
    invitation_id = invite_reviewer(pair.supervisor, assessment_id, pair.reviewer.organisation_id)
    comment_on(pair.reviewer, invitation_id, "leadership", view=View.AGREE)
    finish_review(pair.reviewer, invitation_id)
    publish_assessment(pair.administrator, assessment_id)
    with acting_as(pair.supervisor):
        acts = [fact.act for fact in reversed(timeline_of(assessment_id))]
    assert acts == [
        Act.CAPABILITY_STARTED,
        Act.CAPABILITY_JUDGED,
        Act.REVIEW_INVITED,
        Act.REVIEW_COMMENTED,
        Act.REVIEW_FINISHED,
        Act.CAPABILITY_PUBLISHED,
    ]
