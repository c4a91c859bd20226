"""How well priority did, on what a desk received: figures of outcomes and grades, for those who lead the desk."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from causeway.hub.base.acting.errors import NotPermitted
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.outcomes.queries.calibration import calibration
from causeway.hub.road.outcomes.queries.completeness import completeness_of_senders
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.triage.calibration import calibrate
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work
from hub.organisations.signing_in import client_of

SENT = 11


@pytest.fixture
def desk(world: SmallWorld, tmp_path: Path, settings: Any) -> DeskAtWork:
    """A desk at work, with a vault of the test's own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return desk_at_work(world)


def test_the_desk_sees_what_came_of_each_band_and_how_people_graded(desk: DeskAtWork) -> None:
    lead = desk.world.member(desk.world.desk, Role.SUPERVISOR)
    analyst = desk.world.member(desk.world.desk, Role.ANALYST)
    investigator = desk.world.member(desk.kent, Role.INVESTIGATOR)
    sent = [desk.send(about(f"gate-{number}")) for number in range(SENT)]
    desk.work()
    for number, referral_id in enumerate(sent):
        is_safe = number < 4
        found = Outcome(
            status=OutcomeStatus.CHILD_SAFEGUARDED if is_safe else OutcomeStatus.CLOSED,
            closure_reason=None if is_safe else ClosureReason.NO_CRIME,
        )
        record_outcome(investigator, referral_id, Outcome(status=OutcomeStatus.ONGOING))
        record_outcome(investigator, referral_id, found)
        change_priority(analyst, referral_id, Band.LOW, "To begin with.")
        change_priority(lead, referral_id, Band.HIGH, "A call came in.")
        change_priority(analyst, referral_id, Band.HIGH, "So it is.")
    measured = calibration(desk.world.program(desk.world.desk), draws=50)
    assert (measured.referrals, measured.followed) == (SENT, SENT)
    ((band, share),) = measured.reliability.items()
    assert share.value == pytest.approx(4 / SENT)
    assert share.referrals == SENT
    assert measured.person_and_person is not None
    assert (measured.person_and_person.observed, measured.person_and_person.units) == (1, SENT)
    assert [(row.name, row.referrals) for row in measured.by_country] == [("GB", SENT)]
    (sender,) = completeness_of_senders(lead)
    assert (sender.sender, sender.referrals, sender.months[0].referrals) == ("Harbour Chat", SENT, SENT)
    assert {(gap.referrals, gap.days_more) for gap in sender.gaps} == {(SENT, None)}
    assert "subject_ip" in {gap.code for gap in sender.gaps}
    page = client_of(lead).get(reverse("outcomes:calibration")).content.decode()
    assert "36%" in page
    assert "<svg" in page
    assert band is not Band.LOW


def test_with_too_few_outcomes_the_page_says_so_and_shows_no_figure(desk: DeskAtWork) -> None:
    desk.send(about("gate"))
    desk.work()
    lead = desk.world.member(desk.world.desk, Role.SUPERVISOR)
    page = client_of(lead).get(reverse("outcomes:calibration")).content.decode()
    assert "Too few outcomes are known" in page
    assert not calibration(lead, draws=10).by_country


def test_who_sends_very_many_leaves_no_other_sender_out_of_the_figures(desk: DeskAtWork) -> None:
    other = desk.world.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    desk.world.agree(other, desk.world.desk, Category.REFERRAL)
    for number in range(SENT):
        desk.send(about(f"gate-{number}"))
    for number in range(2 * SENT):
        desk.send(about(f"lantern-{number}"), by=desk.world.member(other, Role.SENDER))
    desk.work()
    lead = desk.world.member(desk.world.desk, Role.SUPERVISOR)
    measured = calibration(lead, most=2 * SENT, draws=10)
    assert (measured.received, measured.referrals) == (3 * SENT, 2 * SENT)
    assert [(row.name, row.referrals) for row in measured.by_sender_size] == [("10 to 99", 2 * SENT)]
    found = completeness_of_senders(lead, most=SENT)
    assert [(one.sender, one.referrals, one.told) for one in found] == [
        ("Lantern Forum", SENT, 2 * SENT),
        ("Harbour Chat", SENT, None),
    ]


def test_only_those_who_lead_a_desk_see_it(desk: DeskAtWork) -> None:
    for outsider in (desk.world.member(desk.kent, Role.SUPERVISOR), desk.sender):
        with pytest.raises(NotPermitted):
            calibration(outsider)
        with pytest.raises(NotPermitted):
            completeness_of_senders(outsider)
        assert client_of(outsider).get(reverse("outcomes:calibration")).status_code == 403


def test_the_figures_are_json_even_where_there_are_none() -> None:
    from causeway.cli.clearing_calibration import _document

    assert json.loads(json.dumps(_document(calibrate([]))))["referrals"] == 0
