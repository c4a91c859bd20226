"""An organisation's own clocks and working days: versions, bounds, and what runs already."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.clocks.commands.choose import NewClock, choose_calendar, choose_clock
from causeway.hub.base.clocks.commands.run_clocks import run_clocks
from causeway.hub.base.clocks.keeping import ClockKind, clocks_of, start_clock
from causeway.hub.base.clocks.queries.rules import clocks_in_force, working_days
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.clocks.words import days_off_in_words
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.models import Account
from causeway.timing import CLOCK_RULES, Duty, Term, Unit
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld

NOW = datetime(2026, 3, 30, 8, tzinfo=UTC)  # a Monday, nine in London
FIVE_WORKING_DAYS = Term(count=5, unit=Unit.WORKING_DAYS)


def _chosen(term: Term, **more: object) -> NewClock:
    return NewClock(term=term, reason="Policy 12.", **more)  # type: ignore[arg-type]


def test_a_new_version_holds_for_what_starts_later_and_says_who_and_why(world: SmallWorld) -> None:
    supervisor = world.member(world.desk, Role.SUPERVISOR)
    before = uuid4()
    with acting_as(supervisor):
        terms = terms_for(supervisor, Duty.QUESTION, at=NOW)
        first = start_clock(before, ClockKind.QUESTION, terms, started_at=NOW)
    assert choose_clock(supervisor, Duty.QUESTION, _chosen(Term(count=3, unit=Unit.DAYS)), now=NOW) == 1
    later = NOW + timedelta(days=9)
    four = _chosen(Term(count=4, unit=Unit.DAYS), starts_at=later)
    assert choose_clock(supervisor, Duty.QUESTION, four, now=NOW) == 2
    with acting_as(supervisor):
        assert start_clock(before, ClockKind.QUESTION, terms, started_at=NOW) == first
        lengths = [
            terms_for(supervisor, Duty.QUESTION, at=at).due_at(at) - at
            for at in (NOW - timedelta(seconds=1), NOW, later)
        ]
        assert [length.days for length in lengths] == [7, 3, 4]
        (entry, _) = timeline_of(supervisor.organisation_id, acts=[Act.CLOCK_CHOSEN])
        assert entry.details["reason"] == "Policy 12."
    (clock,) = (each for each in clocks_in_force(supervisor, now=NOW) if each.rule.duty is Duty.QUESTION)
    assert (clock.now.version, clock.now.reason, [each.version for each in clock.versions]) == (1, "Policy 12.", [2, 1])
    assert clock.now.set_by


@pytest.mark.parametrize(
    ("duty", "chosen", "field"),
    [
        (Duty.BAND_HIGH, _chosen(Term(count=15, unit=Unit.DAYS)), "count"),
        (Duty.BAND_HIGH, _chosen(FIVE_WORKING_DAYS), "unit"),
        (Duty.BAND_LOW, _chosen(Term(count=13, unit=Unit.DAYS)), "count"),
        (Duty.BAND_VERY_HIGH, _chosen(Term(count=2, unit=Unit.DAYS)), "count"),
        (Duty.QUESTION, _chosen(Term(count=2, unit=Unit.DAYS), warn_hours=48), "warn_hours"),
        (Duty.QUESTION, _chosen(Term(count=2, unit=Unit.DAYS), escalate_hours=49), "escalate_hours"),
        (Duty.QUESTION, _chosen(Term(count=2, unit=Unit.DAYS), starts_at=NOW - timedelta(days=1)), "starts_on"),
        (Duty.QUESTION, NewClock(term=Term(count=2, unit=Unit.DAYS), reason=" "), "reason"),
        (Duty.QUESTION, NewClock(term=Term(count=2, unit=Unit.DAYS), reason="Policy\x00"), "reason"),
        (Duty.QUESTION, NewClock(term=Term(count=2, unit=Unit.DAYS), reason="Policy\ud800"), "reason"),
    ],
)
def test_what_the_rule_does_not_allow_is_refused_at_its_field(
    world: SmallWorld, duty: Duty, chosen: NewClock, field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        choose_clock(world.administrator(world.desk), duty, chosen, now=NOW)
    assert caught.value.field == field


def test_law_a_program_and_who_starts_no_such_clock_are_refused(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    shorter = _chosen(Term(count=30, unit=Unit.DAYS))
    with pytest.raises(Invalid, match="Law sets"):
        choose_clock(world.administrator(force), Duty.PRESERVATION, shorter, now=NOW)
    with pytest.raises(Conflict):
        choose_clock(world.administrator(world.desk), Duty.PRESERVATION, shorter, now=NOW)
    for actor in (world.member(world.desk, Role.ANALYST), world.program(world.desk)):
        with pytest.raises(NotPermitted):
            choose_clock(actor, Duty.QUESTION, shorter, now=NOW)


def test_working_days_are_those_of_whoever_must_act(world: SmallWorld) -> None:
    supervisor = world.member(world.desk, Role.SUPERVISOR)
    irish = world.organisation(OrganisationKind.SERVICE, country="IE")
    english = world.organisation(OrganisationKind.SERVICE)
    choose_clock(supervisor, Duty.QUESTION, _chosen(FIVE_WORKING_DAYS), now=NOW)
    found = {}
    with acting_as(supervisor):
        for service in (irish, english):
            terms = terms_for(supervisor, Duty.QUESTION, at=NOW, by=service.id)
            found[service.id] = start_clock(uuid4(), ClockKind.QUESTION, terms, started_at=NOW)
    assert found[irish.id].due_at == datetime(2026, 4, 7, 8, tzinfo=UTC), "Easter Monday alone"
    assert found[english.id].due_at == datetime(2026, 4, 8, 8, tzinfo=UTC), "Good Friday too"
    said = days_off_in_words(found[english.id].days_off)
    assert said == "Friday 3 Apr and Monday 6 Apr are holidays"


def test_a_region_and_days_of_ones_own_count_from_then_on(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    administrator, supervisor = world.administrator(service), world.member(world.desk, Role.SUPERVISOR)
    choose_clock(supervisor, Duty.QUESTION, _chosen(FIVE_WORKING_DAYS), now=NOW)
    own = date(2026, 4, 1)
    choose_calendar(administrator, "GB-SCT", [own], "Our desk is in Leith.", now=NOW)
    assert own in working_days(administrator, today=date(2026, 3, 30)).coming
    with acting_as(supervisor):
        due = terms_for(supervisor, Duty.QUESTION, at=NOW, by=service.id).due_at(NOW)
    assert due == datetime(2026, 4, 8, 8, tzinfo=UTC), "Good Friday and the first of April, and not Easter Monday"
    with pytest.raises(Invalid):
        choose_calendar(administrator, "IE", [], "Not our country.", now=NOW)


def test_a_clock_warns_and_climbs_when_it_was_chosen_to(world: SmallWorld) -> None:
    supervisor, program, subject = world.member(world.desk, Role.SUPERVISOR), world.program(world.desk), uuid4()
    chosen = _chosen(Term(count=4, unit=Unit.DAYS), warn_hours=6, escalate_hours=12)
    choose_clock(supervisor, Duty.QUESTION, chosen, now=NOW)
    with acting_as(program):
        terms = terms_for(program, Duty.QUESTION, at=NOW)
        due = start_clock(subject, ClockKind.QUESTION, terms, started_at=NOW).due_at
    hours = timedelta(hours=1)
    runs = [run_clocks(program, due + shift * hours) for shift in (-7, -5, 11, 13)]
    assert [(len(run.warned), len(run.escalated)) for run in runs] == [(0, 0), (1, 0), (0, 0), (0, 1)]
    with acting_as(program):
        assert clocks_of([subject])[subject][0].version == 1


def test_pages_and_api_show_choose_and_refuse(world: SmallWorld) -> None:
    supervisor = world.member(world.desk, Role.SUPERVISOR)
    client = Client()
    client.force_login(Account.objects.get(email=world.email_of(supervisor)))
    rules, question = reverse("clocks:rules"), reverse("clocks:clock", args=["question"])
    assert CLOCK_RULES[Duty.BAND_HIGH].source in client.get(rules).content.decode()
    body = {"count": "31", "unit": "days", "escalate_hours": "0", "reason": "Policy 12."}
    refused = client.post(question, body)
    assert refused.status_code == 422
    assert "Choose between 1 hour and 30 days" in refused.content.decode()
    changed = client.post(question, body | {"count": "5", "unit": "working_days"}, follow=True).content.decode()
    assert "5 working days" in changed
    assert "Policy 12." in changed
    assert client.get(reverse("clocks:clock", args=["preservation"])).status_code == 404
    assert "Change it" not in client.get(reverse("clocks:clock", args=["hand_over_imminent"])).content.decode()
    calendar = client.post(reverse("clocks:calendar"), {"region": "GB-SCT", "days_off": "soon", "reason": "x"})
    assert (calendar.status_code, "such as 2026-04-30" in calendar.content.decode()) == (422, True)
    api = {each["duty"]: each for each in client.get("/api/v1/clocks").json()}
    assert (api["question"]["now"]["version"], api["question"]["now"]["unit"]) == (1, "working_days")
    told = {"count": 99, "unit": "days", "reason": "x"}
    answer = client.post("/api/v1/clocks/band_low/versions", told, content_type="application/json")
    assert answer.status_code in {403, 422}
    analyst = world.member(world.desk, Role.ANALYST)
    client.force_login(Account.objects.get(email=world.email_of(analyst)))
    assert client.post(question, body).status_code == 403
    assert "Change it" not in client.get(question).content.decode()
