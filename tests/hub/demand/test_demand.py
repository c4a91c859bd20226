"""What came, how long it waits and what came of it, as each organisation may count it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import NotFound, NotPermitted
from causeway.hub.commons.demand.facts import Step
from causeway.hub.commons.demand.pairs import Ask, Direction, Pair
from causeway.hub.commons.demand.queries.change import change
from causeway.hub.commons.demand.queries.compare import comparisons
from causeway.hub.commons.demand.queries.overview import Overview, overview
from causeway.hub.commons.demand.queries.partners import partner, partners
from causeway.hub.commons.demand.queries.this_week import this_week
from causeway.hub.commons.demand.queries.work import work
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.commands.tell_safeguarding import tell_safeguarding
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest, make_data_request
from causeway.hub.road.data_requests.words import RequestKind
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.hub.road.referrals.commands.ask_sender import ask_sender
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus
from causeway.vocabulary.safeguarding import SafeguardingNotice
from hub.demand.conftest import Demand

SAFE = Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED, children_safeguarded=1, is_useful=True, share_children=True)


def supervisor(demand: Demand) -> Actor:
    return demand.road.world.member(demand.road.force, Role.SUPERVISOR)


def overview_of(demand: Demand, actor: Actor) -> Overview:
    demand.count()
    return overview(actor, demand.period, now=demand.now + timedelta(hours=1))


def test_a_force_counts_its_own_and_nothing_of_another_force(demand: Demand) -> None:
    demand.arrive(band=Band.VERY_HIGH)
    first = demand.arrive(days_ago=2)
    demand.arrive(head=first)
    demand.arrive(days_ago=40)
    demand.arrive(to=demand.road.other_force)
    found = overview_of(demand, supervisor(demand))
    assert (found.total.now, found.total.before, found.lines.now) == (3, 1, 2)
    assert {band: each.now for band, each in found.by_band.items()} == {"very_high": 1, "high": 2}
    assert {name: each.now for name, each in found.by_sender.items()} == {"Harbourline": 3}
    assert sum(week.referrals for week in found.weeks) == 3
    assert {each.band: each.lines for each in found.waiting_now} == {"very_high": 1, "high": 2}


def test_waiting_counts_from_arrival_to_the_first_look_and_what_waits_still_waits(demand: Demand) -> None:
    looked_at = demand.arrive(days_ago=2)
    demand.arrive(days_ago=10)
    actor = supervisor(demand)
    open_referral(actor, looked_at)
    open_referral(actor, looked_at)
    waits = {each.step: each.all for each in overview_of(demand, actor).waits}
    seen = waits[Step.SEEN]
    assert (seen.referrals, seen.over) == (2, 1)
    assert seen.median == pytest.approx(48, abs=0.1)
    assert seen.ninth_decile is None
    assert seen.longest_open == pytest.approx(241, abs=0.1)
    assert waits[None].over == 1
    assert waits[Step.TAKEN].over == 0


def test_outcomes_are_the_forces_own_and_a_child_told_of_twice_is_one_child(demand: Demand) -> None:
    head = demand.arrive(days_ago=3)
    again = demand.arrive(days_ago=2, head=head)
    demand.arrive()
    actor = supervisor(demand)
    for referral_id in (head, again):
        record_outcome(actor, referral_id, SAFE)
    results = overview_of(demand, actor).results
    assert (results.returned.part, results.returned.whole, results.children) == (2, 3, 1)
    assert (results.useful.part, results.useful.whole) == (2, 2)


def test_a_service_counts_what_it_sent_and_what_it_was_told_by_no_band(demand: Demand) -> None:
    referral_id = demand.arrive()
    record_outcome(supervisor(demand), referral_id, SAFE)
    demand.road.tell()
    actor = demand.road.world.member(demand.road.service, Role.SUPERVISOR)
    # The road's referrals were received on a day of their own.
    period = demand.period.__class__(last=demand.now.date(), weeks=52, zone="UTC")
    demand.count()
    found = overview(actor, period, now=demand.now + timedelta(hours=1))
    assert not found.receives
    assert found.by_band == {}
    assert (found.total.now, found.results.returned.part, found.results.children) == (1, 1, 1)
    assert found.waiting_now == ()


def test_a_page_takes_the_same_number_of_queries_however_much_there_is(demand: Demand) -> None:
    demand.arrive()
    actor = supervisor(demand)
    reads = (overview, change, comparisons, partners, work)

    def counted() -> list[int]:
        numbers = []
        for read in reads:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                read(actor, demand.period, now=demand.now)
            numbers.append(len(captured))
        return numbers

    few = counted()
    for number in range(12):
        open_referral(actor, demand.arrive(days_ago=number))
    demand.count()
    assert counted() == few
    assert max(few) < 20


def test_who_does_not_lead_or_oversee_reads_no_demand(demand: Demand) -> None:
    with pytest.raises(NotPermitted):
        overview_of(demand, demand.road.investigator())
    auditor = demand.road.world.member(demand.road.force, Role.AUDITOR)
    assert overview_of(demand, auditor).total.now == 0
    with pytest.raises(NotPermitted):
        work(demand.road.world.member(demand.road.service, Role.SUPERVISOR), demand.period, now=demand.now)


def ask_everybody(demand: Demand) -> UUID:
    """A force asks the sender and a service, and tells a body, about one referral."""
    referral_id = demand.arrive()
    investigator = demand.road.investigator()
    open_case(investigator, referral_id)
    ask_sender(investigator, referral_id, "When was it made?")
    new = NewDataRequest(
        kind=RequestKind.PRESERVE,
        service_id=demand.road.service.id,
        identifiers=("Harbourline: id u-4711",),
        legal_basis="A test basis",
        contact="unit@example.org",
    )
    make_data_request(investigator, referral_id, new)
    notice = SafeguardingNotice(
        child_name="Wren Marlow",
        place="Canterbury",
        concern="For a test.",
        done_so_far="Nothing yet.",
        contact="The desk",
        contact_email="unit@example.org",
    )
    tell_safeguarding(investigator, referral_id, demand.road.body.id, notice)
    return referral_id


def pairs_of(demand: Demand, actor: Actor) -> dict[str, Pair]:
    demand.count()
    return {pair.other: pair for pair in partners(actor, demand.period, now=demand.now + timedelta(hours=1)).pairs}


def test_each_side_sees_its_own_pairs_both_ways(demand: Demand) -> None:
    ask_everybody(demand)
    world, road = demand.road.world, demand.road
    force = pairs_of(demand, supervisor(demand))
    assert set(force) == {"Causeway Desk", "Harbourline", "East Shore Children's Services"}
    asked = {(each.kind, each.direction): each.asked for each in force["Harbourline"].answers}
    assert asked == {(Ask.QUESTION, Direction.THEY_OWE): 1, (Ask.PRESERVE, Direction.THEY_OWE): 1}
    assert [flow.direction for flow in force["Harbourline"].flows] == [Direction.WE_OWE]
    body = pairs_of(demand, world.member(road.body, Role.SAFEGUARDING_LEAD))
    assert [(each.kind, each.direction) for each in body["Kent Police"].answers] == [(Ask.NOTICE, Direction.WE_OWE)]
    desk = pairs_of(demand, world.member(world.desk, Role.SUPERVISOR))
    assert set(desk) == {"Harbourline", "Kent Police"}
    assert [flow.acted_on for flow in desk["Kent Police"].flows] == [None]
    assert pairs_of(demand, world.member(road.other_force, Role.SUPERVISOR)) == {}


def test_a_service_is_not_told_which_force_asked_about_its_referral(demand: Demand) -> None:
    ask_everybody(demand)
    service = pairs_of(demand, demand.road.world.member(demand.road.service, Role.SUPERVISOR))
    kinds = {name: {each.kind for each in pair.answers} for name, pair in service.items()}
    # The force that makes a data request names itself; a question comes through the desk.
    assert kinds == {"Causeway Desk": {Ask.QUESTION}, "Kent Police": {Ask.PRESERVE}}


def test_a_pair_of_others_cannot_be_opened(demand: Demand) -> None:
    ask_everybody(demand)
    stranger = demand.road.world.member(demand.road.other_force, Role.SUPERVISOR)
    with pytest.raises(NotFound):
        partner(stranger, demand.road.service.id, demand.period, now=demand.now)


def test_work_counts_acts_on_the_referrals_and_their_cases_and_compares_with_the_plain_list(demand: Demand) -> None:
    for days_ago in (9, 8, 7):
        demand.arrive(days_ago=days_ago)
    referral_id = ask_everybody(demand)
    actor = supervisor(demand)
    open_referral(actor, referral_id)
    record_outcome(actor, referral_id, SAFE)
    demand.count()
    found = work(actor, demand.period, now=demand.now + timedelta(hours=1))
    acts = {act.value: count for act, count in found.acts}
    assert acts["safeguarding.told"] == 1
    assert acts["data_request.made"] == 1
    assert acts["referral.question_asked"] == 1
    assert acts["outcome.recorded"] == 1
    compared = found.comparison
    assert (compared.tellings, compared.children, compared.read, compared.read_plainly) == (4, 1, 1, 4)
    assert compared.per_child is not None
    assert compared.per_child_plainly is not None
    assert compared.per_child.central < compared.per_child_plainly.central


def test_the_desk_compares_the_forces_it_sent_to_and_judges_no_small_one(demand: Demand) -> None:
    for number in range(12):
        demand.arrive(days_ago=41 + number % 3)
    demand.arrive(days_ago=41, to=demand.road.other_force)
    desk = demand.road.world.member(demand.road.world.desk, Role.SUPERVISOR)
    period = demand.period.__class__(last=demand.now.date(), weeks=13, zone="UTC")
    found = {each.code: each for each in comparisons(desk, period, now=demand.now)}["returned_by_force"]
    assert found.funnel is not None
    assert [(unit.name, unit.of, unit.value) for unit in found.funnel.units] == [
        ("Essex Police", 1, None),
        ("Kent Police", 12, 0.0),
    ]


def test_this_week_says_what_came_and_what_of_high_risk_waits_longest(demand: Demand) -> None:
    demand.arrive(days_ago=0.1)
    demand.arrive(days_ago=12, band=Band.VERY_HIGH)
    demand.arrive(days_ago=30, band=Band.LOW)
    found = this_week(supervisor(demand), demand.period, now=demand.now)
    assert found.events == 1
    assert found.oldest is not None
    assert (found.oldest.band, found.oldest.lines) == ("very_high", 1)


def test_today_is_counted_and_not_yet_judged(demand: Demand) -> None:
    # The organisations joined now, so a quarter of which all weeks are known lies ahead.
    days = 94
    noon = (demand.now + timedelta(days=days)).replace(hour=12, minute=0)
    for day in range(1, days, 2):
        demand.arrive(days_ago=-day)
    for _ in range(30):
        demand.arrive(days_ago=-days)
    demand.count()
    period = demand.period.__class__(last=noon.date(), weeks=13, zone="UTC")
    actor = supervisor(demand)
    today = this_week(actor, period, now=noon)
    assert today.events > 30
    assert not today.watched.is_special
    found = change(actor, period, now=noon)
    assert found.week_ends[-1] == noon.date() - timedelta(days=1)
    assert not found.watched[0].is_special
    assert change(actor, period, now=noon + timedelta(days=1)).watched[0].is_special
    assert overview(actor, period, now=noon).goes_on
    assert not overview(actor, period, now=noon + timedelta(days=1)).goes_on
