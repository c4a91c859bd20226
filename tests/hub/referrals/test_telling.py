"""A telling is drawn whole, whatever an earlier version let in."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from django.template import Context
from django.utils.timezone import override

from causeway.hub.base.theme.components import in_zone
from causeway.hub.base.theme.templatetags.causeway_ui import when
from causeway.hub.road.referrals.telling import telling_of
from causeway.vocabulary.referral import Concern, Referral

ENDS = [
    datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-14))),
]


@pytest.mark.parametrize("at", ENDS)
def test_a_time_at_an_end_of_the_calendar_is_shown_as_it_is(at: datetime) -> None:
    told = Referral(concern=Concern.OTHER, occurred_at=at)
    with override(ZoneInfo("Europe/Rome")):
        telling = telling_of(told, on=at.date())
    assert any(str(at.year) in fact.lines[0] for fact in telling.summary.known)
    assert in_zone(at, "Europe/Rome") == at
    assert in_zone(at, UTC) == at
    assert when(Context(), at)["machine"]
