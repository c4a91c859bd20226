"""What-if pages: begin from the hub's own figures, simulate, keep, compare, take away."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.commons.staffing_pages import shown
from causeway.hub.commons.staffing_pages.bounds import PIECES_OFTEN, PIECES_ONCE, bounded_run, pieces_a_week
from causeway.hub.commons.staffing_pages.commands.keep import delete_scenario, save_scenario
from causeway.hub.commons.staffing_pages.forms import initial_of, scenario_of, scenario_to_begin_from
from causeway.hub.commons.staffing_pages.queries.scenarios import kept_scenario, kept_scenarios, measured
from causeway.hub.knowledge.capability.commands.assess import start_assessment
from causeway.hub.knowledge.capability.judgements import EvidenceKind
from causeway.hub.knowledge.capability.queries.assessments import draft
from causeway.hub.road.queues.models import QueueItem
from causeway.staffing import (
    Interval,
    Scenario,
    ScenarioError,
    document_of,
    scenario_from,
    spread_over_bands,
    usual_scenario,
)
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

ADDRESS = "staffing:what_if"
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def planner(world: SmallWorld) -> Actor:
    return world.member(world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police"), Role.SUPERVISOR)


@pytest.fixture
def client(planner: Actor) -> Client:
    return client_of(planner)


def desk(per_week: float = 20, trained: int = 3) -> Scenario:
    return usual_scenario(spread_over_bands(per_week), trained=trained)


def filled(scenario: Scenario, **changed: Any) -> dict[str, Any]:
    """What a browser sends for this scenario."""
    values = {**initial_of(scenario), **changed}
    return {name: "on" if value is True else value for name, value in values.items() if value is not False}


def arrived(planner: Actor, *bands: Band, weeks_ago: float = 2, is_duplicate: bool = False) -> None:
    now = timezone.now() - timedelta(weeks=weeks_ago)
    with acting_as(planner):
        for band in bands:
            QueueItem(
                organisation_id=planner.organisation_id,
                referral_id=uuid4(),
                reference="R-1",
                sender_id=uuid4(),
                sender_name="Harbourline",
                concern="other",
                band=band.value,
                band_rank=BAND_ORDER.index(band),
                score=1,
                received_at=now,
                arrived_at=now,
                due_at=now,
                fair_at=now,
                duplicate_of_id=uuid4() if is_duplicate else None,
            ).save(force_insert=True)


def test_the_form_gives_back_the_scenario_that_it_was_filled_from() -> None:
    scenario = replace(desk(), is_interrupting=True, absence=0.25, misjudged_share=0.2)
    told = {**initial_of(scenario), "days": ["0", "1", "2", "3", "4"]}
    assert scenario_of(told) == scenario


def test_what_arrived_and_who_there_is_come_from_the_hub(planner: Actor) -> None:
    arrived(planner, Band.HIGH, Band.HIGH, Band.LOW)
    arrived(planner, Band.LOW, weeks_ago=1, is_duplicate=True)
    arrived(planner, Band.VERY_HIGH, weeks_ago=40)
    known = measured(planner)
    assert known.total == 4
    assert known.weeks == pytest.approx(2, abs=0.01)
    assert known.per_week[Band.HIGH] == pytest.approx(1, abs=0.01)
    assert known.per_week[Band.VERY_HIGH] == 0
    assert known.duplicate_share == 0.25
    assert known.people == 1
    scenario = scenario_to_begin_from(known)
    assert scenario.duplicate_share == 0.25
    assert scenario.bands[Band.LOW].per_week == pytest.approx(1, abs=0.01)


def test_what_the_hub_measured_can_be_taken_as_evidence_of_a_capability(planner: Actor, client: Client) -> None:
    arrived(planner, Band.HIGH, Band.LOW)
    assessment_id = start_assessment(planner, about="Kent", as_of=date(2026, 6, 1))
    address = reverse("capability:judge", args=[assessment_id, "law_enforcement"])
    assert "Take as evidence: 1.0 referrals a week arrived in the last 14 days" in client.get(address).content.decode()
    client.post(address, {"phase": "2", "reasons": "Four officers.", "figure": "0"})
    (evidence,) = draft(planner, assessment_id).judgements.of("law_enforcement").evidence
    assert evidence.kind is EvidenceKind.FIGURE
    assert "Kent Police" in evidence.where


def test_another_organisation_s_arrivals_are_not_counted(planner: Actor, world: SmallWorld) -> None:
    other = world.member(world.organisation(OrganisationKind.POLICE_FORCE, "Outsider Police"), Role.SUPERVISOR)
    arrived(other, Band.HIGH)
    assert measured(planner).total == 0


def test_an_empty_desk_begins_with_an_example_and_says_so(client: Client) -> None:
    page = client.get(reverse(ADDRESS)).content.decode()
    assert "these figures are an example" in page
    assert "No scenario is kept yet" in page


def test_a_desk_is_simulated_and_shown_as_table_and_plot(client: Client) -> None:
    answer = client.post(reverse(ADDRESS), filled(desk(60, 5)))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "How this desk would fare" in page
    assert page.count("<svg") >= 2
    assert "Waiting at the end of each week, as a table" in page


def test_the_number_of_officers_is_answered_and_what_was_tried_is_shown(client: Client) -> None:
    page = client.post(
        reverse(ADDRESS), filled(desk(), wanted="officers", within_days="7", share="95")
    ).content.decode()
    assert "Numbers that were tried" in page
    assert "Enough" in page


def test_levers_are_compared_with_how_it_is_now(client: Client) -> None:
    page = client.post(reverse(ADDRESS), filled(desk(), wanted="levers")).content.decode()
    assert "Misjudge half as many" in page
    assert "Percentage points" in page


def test_a_desk_with_too_much_work_is_warned_of(client: Client) -> None:
    page = client.post(reverse(ADDRESS), filled(desk(90, 1))).content.decode()
    assert "The queue grows without end" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"high_per_week": "many"}, "Enter a number"),
        ({"trained": "0"}, "must be 1 or more"),
        ({"days": []}, "Choose at least one day"),
        ({"from_hour": "16", "to_hour": "8"}, "Enter an hour after the first"),
        ({"high_per_week": "nan"}, "Enter a number"),
        ({f"{band.value}_per_week": "0" for band in BAND_ORDER}, "Enter at least some referrals"),
        ({"low_per_week": "20000"}, "use the command line"),
    ],
)
def test_a_fault_is_named_and_nothing_is_simulated(client: Client, changed: dict[str, Any], said: str) -> None:
    answer = client.post(reverse(ADDRESS), filled(desk(), **changed))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert "There is a problem" in page
    assert "answer-heading" not in page


def test_a_page_is_bounded_and_a_small_desk_gets_half_a_year() -> None:
    small, large = desk(), desk(600, 40)
    assert bounded_run(small, PIECES_ONCE).weeks == 26
    run = bounded_run(large, PIECES_ONCE)
    weeks = run.weeks + run.warm_up_weeks + run.after_weeks
    assert weeks * pieces_a_week(large) <= PIECES_ONCE
    with pytest.raises(ScenarioError):
        bounded_run(large, PIECES_OFTEN)


def test_a_scenario_is_kept_found_again_and_deleted(planner: Actor, client: Client) -> None:
    document = json.dumps(document_of(desk()))
    answer = client.post(reverse("staffing:keep"), {"name": "As it is", "scenario": document})
    (kept,) = kept_scenarios(planner)
    assert answer["Location"] == f"{reverse(ADDRESS)}?scenario={kept.id}"
    assert kept.scenario == desk()
    assert kept.saved_by == "Robin Holt"
    assert "As it is" in client.get(answer["Location"]).content.decode()
    client.post(reverse("staffing:delete", args=[kept.id]))
    assert kept_scenarios(planner) == []
    with acting_as(planner):
        assert [fact.act for fact in timeline_of(kept.id)] == [Act.STAFFING_DELETED, Act.STAFFING_SAVED]


def test_a_name_is_needed_and_stands_for_one(planner: Actor, client: Client) -> None:
    document = document_of(desk())
    save_scenario(planner, name="As it is", document=document)
    with pytest.raises(Conflict):
        save_scenario(planner, name=" As it is ", document=document)
    for name, scenario in (("", document), ("Other", {"bands": {}})):
        with pytest.raises(Invalid):
            save_scenario(planner, name=name, document=scenario)
    answer = client.post(reverse("staffing:keep"), {"name": "Other", "scenario": "[1"})
    assert answer.status_code == 422
    assert len(kept_scenarios(planner)) == 1


def test_two_scenarios_are_compared_and_taken_away(planner: Actor, client: Client) -> None:
    first = save_scenario(planner, name="As it is", document=document_of(desk(40, 3)))
    second = save_scenario(planner, name="One more", document=document_of(desk(40, 4)))
    named = {"first": str(first), "second": str(second)}
    page = client.get(reverse("staffing:compare"), named).content.decode()
    assert "By how much they differ" in page
    exported = client.post(reverse("staffing:compare_export"), named).content.decode().splitlines()
    assert exported[0].startswith("band,measure")
    assert len(exported) == 9


def test_figures_are_taken_away_as_csv(client: Client) -> None:
    answer = client.post(reverse("staffing:export"), {"scenario": json.dumps(document_of(desk()))})
    lines = answer.content.decode().splitlines()
    assert any(line.startswith("very_high,share_in_time,") for line in lines)
    assert client.post(reverse("staffing:export"), {"scenario": "nothing"}).status_code == 302


def test_nobody_sees_the_scenarios_of_another_organisation(planner: Actor, world: SmallWorld) -> None:
    scenario_id = save_scenario(planner, name="As it is", document=document_of(desk()))
    other = world.member(world.organisation(OrganisationKind.POLICE_FORCE, "Outsider Police"), Role.SUPERVISOR)
    assert kept_scenarios(other) == []
    for act in (kept_scenario, delete_scenario):
        with pytest.raises(NotFound):
            act(other, scenario_id)
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    assert client_of(world.administrator(service)).get(reverse(ADDRESS)).status_code == 403


def test_a_document_that_a_page_carries_is_the_scenario() -> None:
    assert scenario_from(json.loads(json.dumps(document_of(desk())))) == desk()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (shown.days(Interval(1.26, 1.1, 1.4)), shown.Cell("1.3", "1.1 to 1.4")),
        (shown.days(Interval(-0.25, -0.5, 0.0), is_signed=True), shown.Cell(f"{MINUS}0.25", f"{MINUS}0.50 to 0.00")),
        (shown.share(Interval(0.5, 0.4, 0.6)), shown.Cell("50.0%", "40.0% to 60.0%")),
        (shown.share(Interval(float("nan"), 0, 0)), shown.Cell("None arrived")),
    ],
)
def test_figures_are_written_with_their_interval(cell: shown.Cell, said: shown.Cell) -> None:
    assert cell == said
