"""The pages and the files made of them, and what the ledger learns of a download."""

from datetime import timedelta

import pytest
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.queries.counting import active_members
from causeway.hub.commons.demand.staff import StaffFigure, _providers, register_staff_figures
from causeway.interchange.spreadsheets import csv_lines
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.demand.conftest import Demand
from hub.organisations.signing_in import client_of
from hub.pages.scene import member_of

PAGES = ("overview", "change", "compare", "partners", "public")


@pytest.mark.parametrize("kind", ["force", "desk", "service", "body"])
def test_every_page_opens_for_every_kind_of_organisation(demand: Demand, kind: str) -> None:
    demand.arrive()
    road = demand.road
    roles = {"force": road.force, "desk": road.world.desk, "service": road.service, "body": road.body}
    client = client_of(road.world.member(roles[kind], Role.SUPERVISOR, Role.ADMINISTRATOR))
    for name in PAGES:
        for query in ("?weeks=4", "?format=csv"):
            answer = client.get(reverse(f"demand:{name}") + query)
            assert answer.status_code == 200, (name, query)
        assert answer["Content-Type"].startswith("text/csv")
    assert client.get(reverse("demand:work")).status_code == (200 if kind == "force" else 403)
    assert "This week" in client.get("/").content.decode()


def test_a_force_opens_a_pair_and_nobody_opens_one_of_others(demand: Demand) -> None:
    demand.arrive()
    road = demand.road
    address = reverse("demand:partner", args=[road.service.id])
    text = client_of(road.world.member(road.force, Role.SUPERVISOR)).get(address).content.decode()
    assert "You and Harbourline" in text
    assert "Referrals from them to us" in text
    stranger = client_of(road.world.member(road.other_force, Role.SUPERVISOR))
    assert stranger.get(address).status_code == 404


def test_taking_figures_away_is_entered_with_the_page_and_its_period(demand: Demand) -> None:
    demand.arrive()
    actor = demand.road.world.member(demand.road.force, Role.ANALYST)
    answer = client_of(actor).get(reverse("demand:overview") + "?weeks=4&format=csv")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "table,row,column,value,text"
    assert any(line.startswith("bands,High,This period,1,") for line in lines)
    with acting_as(actor):
        (entry,) = timeline_of(member_of(actor), acts=[Act.LIST_EXPORTED])
    assert entry.details["list"] == "demand"
    assert entry.details["page"] == "overview"
    assert set(entry.details) == {"list", "page", "since", "until"}


def test_a_day_in_the_future_is_refused_at_its_field_and_the_usual_period_is_shown(demand: Demand) -> None:
    client = client_of(demand.road.world.member(demand.road.force, Role.SUPERVISOR))
    late = (demand.now + timedelta(days=9)).date().isoformat()
    text = client.get(reverse("demand:overview") + f"?until={late}&weeks=7").content.decode()
    assert "Last day must not lie in the future" in text
    assert "Choose a length from the list" in text
    assert "There is a problem" in text


def test_a_member_who_reads_no_demand_is_not_let_in_nor_led_there(demand: Demand) -> None:
    client = client_of(demand.road.investigator())
    assert client.get(reverse("demand:overview")).status_code == 403
    assert reverse("demand:overview") not in client.get("/").content.decode()


def test_figures_of_staff_that_another_app_knows_stand_on_the_page(demand: Demand) -> None:
    client = client_of(demand.road.world.member(demand.road.force, Role.SUPERVISOR))
    register_staff_figures("test", lambda actor: [StaffFigure(label="Trained", value=str(active_members()))])
    try:
        assert "Trained" in client.get(reverse("demand:overview")).content.decode()
    finally:
        del _providers["test"]


def test_an_auditor_of_an_oversight_body_reads_published_figures(demand: Demand) -> None:
    body = demand.road.world.organisation(OrganisationKind.OVERSIGHT, "Tidewatch")
    client = client_of(demand.road.world.member(body, Role.AUDITOR))
    text = client.get(reverse("demand:public") + "?country=GBR").content.decode()
    assert "Reports that point to: United Kingdom" in text
    assert "CC BY 4.0" in text


def test_no_spreadsheet_runs_a_cell() -> None:
    lines = list(csv_lines(["name", "count"], [["=1+1", -3], [True, None]]))
    assert lines == ["name,count\r\n", "'=1+1,-3\r\n", "yes,\r\n"]
