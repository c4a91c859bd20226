"""Shows a survey: two synthetic waves of the shipped police questionnaire, the report of the later one, published."""

from datetime import timedelta

from django.utils import timezone

from causeway.demo.record import Step
from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.surveys.commands.keep_opened import keep_opened_wave
from causeway.hub.knowledge.surveys.commands.make_report import make_report
from causeway.hub.knowledge.surveys.commands.publish_report import publish_report
from causeway.hub.knowledge.surveys.instrument_files import shipped_instruments
from causeway.worlds.officers import officer_survey

_EARLIER = {
    "online_crime_contact": {"yes": 0.58, "no": 0.4, "dont_know": 0.02},
    "standard_practice": {"yes": 0.38, "no": 0.31, "dont_know": 0.31},
}
"""What differed a year before, so that the report has a change to show."""


def ask_officers(lead: Actor, seed: int) -> Step:
    """Keep two waves, a year apart, and publish what the later one says to everybody on the hub."""
    instrument = shipped_instruments()["police_practice"]
    closed = timezone.localdate() - timedelta(weeks=2)
    before = closed - timedelta(days=365)
    earlier = officer_survey(
        seed + 1, instrument, closes_on=before, title=f"Police practice {before.year}: synthetic", moved=_EARLIER
    )
    later = officer_survey(seed, instrument, closes_on=closed, title=f"Police practice {closed.year}: synthetic")
    earlier_id, later_id = keep_opened_wave(lead, earlier.wave), keep_opened_wave(lead, later.wave)
    publish_report(lead, make_report(lead, later_id, earlier_id=earlier_id), to_all=True)
    answers = len(earlier.wave.answers) + len(later.wave.answers)
    return Step(step="surveys", what="synthetic answers weighted into a published report", count=answers)
