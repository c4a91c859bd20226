"""Whoever sees to a next step is reminded once before its day and once after it."""

from datetime import UTC, date, datetime

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.capability.commands.assess import judge
from causeway.hub.knowledge.capability.commands.publish import publish_assessment
from causeway.hub.knowledge.capability.commands.remind import remind_of_steps
from causeway.hub.knowledge.capability.judgements import Judgement
from causeway.hub.knowledge.capability.model_response import CAPABILITIES, Phase
from hub.capability.conftest import Pair
from hub.conftest import SmallWorld

DAY = date(2026, 12, 15)


def test_the_member_is_reminded_and_for_a_post_the_mailbox(pair: Pair, world: SmallWorld) -> None:
    assessment_id = pair.draft()
    for capability, owner in zip(CAPABILITIES[:2], ("rowan vale", "The chief of staff"), strict=True):
        step = Judgement(
            capability=capability.code,
            phase=Phase.PARTLY,
            reasons="A board meets.",
            next_step="Write it down.",
            next_step_on=DAY,
            owner=owner,
        )
        judge(pair.supervisor, assessment_id, step)
    publish_assessment(pair.administrator, assessment_id)
    force = Organisation.objects.get(id=pair.supervisor.organisation_id)
    program = world.program(force)

    def reminded(day: date) -> int:
        return remind_of_steps(program, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))

    assert reminded(date(2026, 11, 30)) == 0
    assert (reminded(date(2026, 12, 2)), reminded(date(2026, 12, 3)), reminded(DAY)) == (2, 0, 0)
    assert (reminded(date(2026, 12, 16)), reminded(date(2026, 12, 20))) == (2, 0)
    with acting_as(program):
        notices = list(Notice.objects.filter(organisation_id=program.organisation_id).order_by("created_at"))
    assert world.email_of(pair.supervisor) in {notice.to for notice in notices}
    assert len({notice.to for notice in notices}) == 2
    assert [notice.subject for notice in notices][-1] == "The day of a next step has passed"
