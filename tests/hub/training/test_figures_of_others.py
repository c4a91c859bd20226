"""Training is judged from survey and practice too, and demand knows who is trained."""

from datetime import timedelta

from django.utils import timezone

from causeway.demo.surveying import ask_officers
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.commons.demand.trained import trained_people
from causeway.hub.knowledge.training.queries.quality import quality_of
from causeway.hub.knowledge.training.words import TestKind
from causeway.hub.road.cases.models import Case, CaseTask
from causeway.hub.road.cases.words import TaskState
from causeway.vocabulary.organisations import Role
from hub.training.conftest import IMAGES, School, take


def case_with_steps(school: School, *states: tuple[TaskState, bool]) -> None:
    """A case of the force whose steps ask for the skill; each is in this state, and was over in time or not."""
    now = timezone.now()
    assert school.learner.member_id is not None
    with acting_as(school.learner):
        case = Case(
            organisation_id=school.force.id,
            reference="K-1",
            title="Weir",
            playbook="image_referral",
            playbook_version="1",
            lead_id=school.learner.member_id,
            opened_at=now - timedelta(days=20),
        )
        case.save(force_insert=True)
        for ordinal, (state, is_in_time) in enumerate(states):
            CaseTask(
                organisation_id=school.force.id,
                case=case,
                ordinal=ordinal,
                code=f"step_{ordinal}",
                title="Look",
                skill="image_collections",
                state=state.value,
                due_at=now - timedelta(days=10),
                done_at=now - timedelta(days=11 if is_in_time else 9) if state is TaskState.DONE else None,
            ).save(force_insert=True)


def test_without_a_survey_or_a_case_there_is_no_figure(school: School) -> None:
    assert quality_of(school.trainer, IMAGES, "en").others == {"survey": None, "practice": None}


def test_the_newest_survey_says_how_many_call_their_training_adequate(school: School) -> None:
    lead = school.world.member(school.world.desk, Role.SURVEY_LEAD)
    ask_officers(lead, seed=1)
    figure = quality_of(school.trainer, IMAGES, "en").others["survey"]
    assert figure is not None
    assert "of officers call their training adequate (95% interval" in figure.text
    assert "synthetic" in figure.text
    assert figure.href.endswith("/item/training_enough/")


def test_practice_counts_the_steps_whose_time_is_over(school: School) -> None:
    late = [(TaskState.DONE, False), (TaskState.TO_DO, False), (TaskState.DOING, False)]
    case_with_steps(school, *[(TaskState.DONE, True)] * 9, *late, (TaskState.NOT_APPLICABLE, False))
    figure = quality_of(school.trainer, IMAGES, "en").others["practice"]
    assert figure is not None
    assert figure.text == "75% of 12 steps done in their time"


def test_few_steps_make_no_figure(school: School) -> None:
    case_with_steps(school, *[(TaskState.DONE, True)] * 9)
    figure = quality_of(school.trainer, IMAGES, "en").others["practice"]
    assert figure is not None
    assert "too few" in figure.text


def test_demand_counts_who_holds_a_certificate(school: School) -> None:
    with acting_as(school.supervisor):
        assert [str(line.value) for line in trained_people(school.supervisor)] == ["Nobody holds a valid certificate"]
    take(school.learner, TestKind.PRE, rightly=False, now=timezone.now())
    take(school.learner, TestKind.POST, rightly=True, now=timezone.now())
    with acting_as(school.supervisor):
        lines = [(str(line.label), str(line.value)) for line in trained_people(school.supervisor)]
    assert lines == [("Image collections", "1 of 4 holds a valid certificate")]
