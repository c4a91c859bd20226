"""What a sender's referrals are like: for the desk of each, for a sender of itself and as far as it was told."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.outcomes.models import Feedback
from causeway.hub.road.outcomes.queries import sender_profiles as queries
from causeway.hub.road.outcomes.queries.sender_profiles import own_profile, sender_profiles
from causeway.triage.sender_quality import LEAST_FLOOD, SenderCounts, profile_of
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus
from hub.conftest import SmallWorld
from hub.desk_at_work import about, desk_at_work

ARREST = Outcome(status=OutcomeStatus.ARREST, is_useful=True)


def test_a_flood_is_many_and_many_times_the_usual() -> None:
    def floods(before: int, last_day: int) -> bool:
        return profile_of(SenderCounts(sender="x", days=91, before=before, last_day=last_day)).is_flood

    assert not floods(0, LEAST_FLOOD - 1)
    assert floods(0, LEAST_FLOOD)
    assert not floods(90 * 100, 499)
    assert floods(90 * 100, 500)


def test_no_share_rests_on_fewer_than_ten() -> None:
    few = SenderCounts(
        sender="x", days=91, before=9, last_day=0, assessed=9, completeness=50.0, known=9, led_somewhere=9
    )
    assert (profile_of(few).completeness, profile_of(few).led_somewhere) == (None, None)
    ten = SenderCounts(
        sender="x", days=91, before=10, last_day=0, assessed=10, completeness=50.0, known=10, led_somewhere=4
    )
    assert (profile_of(ten).completeness, profile_of(ten).led_somewhere) == (50.0, 0.4)


def test_the_desk_reads_of_each_sender_and_a_sender_of_itself(world: SmallWorld) -> None:
    road = desk_at_work(world)
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    sent = [road.send(about(f"tidepool{number}")) for number in range(10)]
    road.work()
    for referral_id in sent:
        record_outcome(officer, referral_id, ARREST)
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    (found,) = [one for one in sender_profiles(analyst) if one.sender == road.service.name]
    assert (found.referrals, found.last_day, found.known, found.led_somewhere) == (10, 10, 10, 1.0)
    assert found.completeness is not None
    own = own_profile(road.world.administrator(road.service))
    assert (own.referrals, own.last_day) == (10, 10)
    assert own.completeness is not None

    def page(actor: Actor, name: str, language: str = "en") -> tuple[int, str]:
        client = Client(headers={"accept-language": language})
        client.force_login(Account.objects.get(email=world.email_of(actor)))
        answer = client.get(reverse(name))
        return answer.status_code, answer.content.decode()

    status, text = page(analyst, "outcomes:senders")
    assert (status, road.service.name in text) == (200, True)
    assert road.service.name in page(analyst, "outcomes:senders_export")[1]
    assert page(road.world.administrator(road.service), "outcomes:senders")[0] == 403
    status, text = page(road.world.administrator(road.service), "outcomes:profile", "nl")
    assert (status, '<dd class="govuk-summary-list__value">0,0</dd>' in text) == (200, True)


def test_what_one_sender_sends_leaves_no_other_without_a_share(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    road = desk_at_work(world)
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    first = [road.send(about(f"tidepool{number}")) for number in range(10)]
    other = road.world.organisation(OrganisationKind.SERVICE, "Noisy Quay")
    road.world.agree(other, road.world.desk, Category.REFERRAL)
    sender = road.world.member(other, Role.SENDER)
    many = [road.send(about(f"quay{number}"), by=sender) for number in range(14)]
    road.work()
    for referral_id in (*first, *many):
        record_outcome(officer, referral_id, ARREST)
    road.work()
    monkeypatch.setattr(queries, "MOST_OF_EACH", 12)
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    found = {one.sender: (one.referrals, one.known) for one in sender_profiles(analyst)}
    assert found == {road.service.name: (10, 10), "Noisy Quay": (14, 12)}


def test_a_sender_s_own_share_rests_on_the_newest_word_of_each_referral(world: SmallWorld) -> None:
    road = desk_at_work(world)
    desk, now = road.world.program(road.world.desk), timezone.now()
    referral_ids = [road.send(about(f"tidepool{number}")) for number in range(12)]
    with acting_as(desk):
        for at, is_useful in ((now - timedelta(hours=2), False), (now - timedelta(hours=1), True)):
            for place, referral_id in enumerate(referral_ids):
                Feedback(
                    referral_id=referral_id,
                    sender_id=road.service.id,
                    outcome_id=uuid4(),
                    entry_id=uuid4(),
                    is_useful=None if place == 11 else is_useful,
                    document={},
                    given_at=at,
                ).save(force_insert=True)
    own = own_profile(road.world.administrator(road.service))
    assert (own.known, own.led_somewhere) == (11, 1.0)
