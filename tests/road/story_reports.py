"""Reports, interviews and coding in the story: a report of the desk's own, one published to the force, one to all."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from causeway.hub.knowledge.surveys.commands.code_words import begin_coding, code_passage
from causeway.hub.knowledge.surveys.commands.keep_interviews import NewInterview, keep_interview
from causeway.hub.knowledge.surveys.commands.keep_opened import keep_opened_wave
from causeway.hub.knowledge.surveys.commands.make_report import make_report
from causeway.hub.knowledge.surveys.commands.publish_report import publish_report
from causeway.hub.knowledge.surveys.queries.words import coding_view
from causeway.hub.knowledge.surveys.report.themes import Theme
from causeway.vocabulary.organisations import Role
from small_survey import wave

if TYPE_CHECKING:
    from road.stories import Story

_NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def survey_reports(story: "Story") -> None:
    """A row of every table of reports and of words."""
    world = story.world
    lead, reader = world.member(world.desk, Role.SURVEY_LEAD), world.member(world.desk, Role.ANALYST)
    wave_id = keep_opened_wave(lead, wave({("Avon", "Constable"): 12}, is_synthetic=True))
    make_report(lead, wave_id)
    publish_report(lead, make_report(lead, wave_id), organisations=[story.force.id])
    publish_report(lead, make_report(lead, wave_id), to_all=True)
    told = NewInterview(title="Interview 1", held_on=date(2026, 5, 1), consent="Signed.", notes="Brass.", language="en")
    interview_id = keep_interview(lead, wave_id, told, _NOW)
    assert lead.member_id is not None
    assert reader.member_id is not None
    coders, themes = [lead.member_id, reader.member_id], [Theme(code="t1", label="Brass")]
    coding_id = begin_coding(lead, wave_id, str(interview_id), themes=themes, coders=coders, now=_NOW)
    code_passage(reader, coding_view(reader, coding_id).passages[0].id, ["t1"])
