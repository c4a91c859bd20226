"""Policies of priority in the hub: proposed by one, compared on what came, put live by another, taken back at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.assessments.commands.policies import (
    compare_anew,
    go_back,
    propose_policy,
    put_policy_live,
    record_comparison,
)
from causeway.hub.road.assessments.models import PolicyTerm
from causeway.hub.road.assessments.queries.policies import open_policy, policy_in_force, policy_shelf
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.models import QueueItem, Work
from causeway.hub.road.queues.policies import judging_again
from causeway.hub.road.queues.working import labour
from causeway.hub.road.queues.working.claiming import Stage, owe_all, piece
from causeway.hub.road.queues.working.labour import Hands
from causeway.triage import priority_policy, shipped_priority_policy
from causeway.vocabulary.findings import Band
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.outcomes import Outcome, OutcomeStatus
from hub.desk_at_work import DeskAtWork, about
from hub.organisations.signing_in import client_of

SHIPPED = priority_policy().version


def policy(version: str, *changes: tuple[str, str]) -> str:
    text = shipped_priority_policy().partition("[[examples]]")[0].replace(f'"{SHIPPED}"', f'"{version}"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


UNMEASURED = "Nothing is confirmed here yet."
STEEP = policy("steep", ("medium = 15", "medium = 89"), ("high = 50", "high = 89.5"))
"""By it next to nothing stands above low."""


@pytest.fixture
def lead(road: DeskAtWork) -> Actor:
    return road.world.member(road.world.desk, Role.SUPERVISOR)


@pytest.fixture
def second(road: DeskAtWork) -> Actor:
    return road.world.member(road.world.desk, Role.SUPERVISOR, name="Sam Brook")


def _assessed(road: DeskAtWork, referral_id: UUID, actor: Actor | None = None) -> tuple[Band, str]:
    with acting_as(actor or road.desk):
        found = priority_of(referral_id)
    assert found is not None
    return found.band, found.policy_version


def _acts(actor: Actor, policy_id: UUID) -> list[Act]:
    with acting_as(actor):
        return [entry.act for entry in timeline_of(policy_id)]


def test_a_policy_is_compared_on_what_came_and_says_who_would_fall_and_why(
    road: DeskAtWork, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_again, "BATCH", 2)
    sent = [road.send(about(f"gate-{number}")) for number in range(3)]
    road.work()
    policy_id = propose_policy(lead, STEEP, note="To see.")
    road.work()
    found = open_policy(lead, policy_id)
    assert (found.compared, found.to_compare, found.against) == (3, 3, SHIPPED)
    assert found.comparison is not None
    assert {fall["referral_id"] for fall in found.comparison["falls"]} == {str(one) for one in sent}
    assert (found.comparison["changed"], found.comparison["risen"]) == (3, 0)
    assert [row["name"] for row in found.comparison["by_country"]] == ["other"]
    assert {_assessed(road, one)[1] for one in sent} == {SHIPPED}
    assert _acts(lead, policy_id) == [Act.POLICY_COMPARED, Act.POLICY_PROPOSED]


def test_a_second_person_puts_it_live_and_what_waits_is_judged_anew_but_for_a_persons_word(
    road: DeskAtWork, lead: Actor, second: Actor
) -> None:
    waits, judged = road.send(about("gate-1")), road.send(about("door-2"))
    road.work()
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    change_priority(analyst, judged, Band.VERY_HIGH, "A call came in.")
    before = _assessed(road, waits)
    policy_id = propose_policy(lead, STEEP, note="To see.")
    with pytest.raises(Conflict, match="not compared"):
        put_policy_live(second, policy_id, live_from=None, reason="Seen.", recall_reason=UNMEASURED)
    road.work()
    with pytest.raises(NotPermitted, match="another person"):
        put_policy_live(lead, policy_id, live_from=None, reason="Mine.")
    put_policy_live(second, policy_id, live_from=None, reason="Seen.", recall_reason=UNMEASURED)
    with pytest.raises(Conflict, match="already"):
        put_policy_live(second, policy_id, live_from=None, reason="Again.", recall_reason=UNMEASURED)
    road.work()
    assert before[1] == SHIPPED
    assert _assessed(road, waits) == (Band.LOW, "steep")
    assert _assessed(road, waits, road.program(road.kent)) == (Band.LOW, "steep")
    assert _assessed(road, judged) == (Band.VERY_HIGH, "steep")
    go_back(lead, reason="Too steep.")
    road.work()
    assert _assessed(road, waits) == before
    assert policy_shelf(lead).version == SHIPPED
    assert Act.POLICY_TAKEN_BACK in _acts(lead, policy_id)
    with pytest.raises(Conflict, match="none before it"):
        go_back(lead, reason="Further.")


def test_what_a_new_policy_is_to_judge_holds_nothing_new_up_and_what_is_imminent_comes_first(
    road: DeskAtWork, lead: Actor, second: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(labour, "PIECES_AT_ONCE", 2)
    new, *sent = (road.send(about(f"gate-{number}")) for number in range(4))
    road.work()
    policy_id = propose_policy(lead, STEEP, note="To see.")
    road.work()
    put_policy_live(second, policy_id, live_from=None, reason="Seen.", recall_reason=UNMEASURED)
    now = timezone.now()
    with acting_as(road.desk):
        QueueItem.objects.filter(referral_id=sent[1]).update(is_imminent=True)
        QueueItem.objects.filter(referral_id=sent[2]).update(closed_at=None)
        QueueItem.objects.filter(referral_id=new).update(closed_at=now, arrived_at=now - timedelta(days=99))
    assert judging_again.judge_waiting_anew(road.desk, now) == len(sent)
    own, later = road.world.desk.id, now + timedelta(hours=1)
    with acting_as(road.desk):
        owe_all(
            [
                piece(
                    organisation_id=own,
                    referral_id=new,
                    sender_id=road.service.id,
                    stage=Stage.CLEAR,
                    owed_at=later,
                    version=9,
                )
            ]
        )
    assert Hands(road.tools).work(road.desk, later).done == 2
    assert [_assessed(road, one)[1] for one in (new, *sent)] == ["steep", SHIPPED, "steep", SHIPPED]
    with acting_as(road.desk):
        judged = Work.objects.filter(can_wait=True).order_by("owed_at").values_list("referral_id", flat=True)
        assert list(judged) == [sent[1], sent[2], sent[0]], "imminent, open at the desk, with a force"


def test_what_is_to_come_counts_from_its_moment_on_and_can_be_called_off(
    road: DeskAtWork, lead: Actor, second: Actor
) -> None:
    road.send(about("gate-1"))
    road.work()
    first, later = (propose_policy(lead, policy(name), note="Why.") for name in ("a", "b"))
    road.work()
    now = timezone.now()
    put_policy_live(second, first, live_from=None, reason="Seen.", recall_reason=UNMEASURED)
    put_policy_live(second, later, live_from=now + timedelta(days=2), reason="Seen.", recall_reason=UNMEASURED)
    with acting_as(road.desk):
        versions = [policy_in_force(road.world.desk.id, now + timedelta(days=days)).version for days in (1, 3)]
    assert versions == ["a", "b"]
    assert [term.version for term in policy_shelf(lead).coming] == ["b"]
    go_back(lead, reason="Neither.")
    with acting_as(road.desk):
        versions = [policy_in_force(road.world.desk.id, now + timedelta(days=days)).version for days in (1, 3)]
        owed = PolicyTerm.objects.filter(policy=None, judged_anew_at=None).count()
    assert (versions, owed) == ([SHIPPED, SHIPPED], 1)


def test_going_back_twice_goes_two_policies_back(road: DeskAtWork, lead: Actor, second: Actor) -> None:
    ids = [propose_policy(lead, policy(name), note="Why.") for name in ("a", "b")]
    road.work()
    for policy_id in ids:
        put_policy_live(second, policy_id, live_from=None, reason="Seen.", recall_reason=UNMEASURED)
    seen = []
    for _ in ids:
        go_back(lead, reason="Back.")
        seen.append(policy_shelf(lead).version)
    assert seen == ["a", SHIPPED]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (STEEP.replace("points = 60", "points = -60"), "features.emergency.points"),
        (STEEP.replace('"steep"', f'"{SHIPPED}"'), "already"),
        ("[" * 9, "is no TOML"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused_by_its_row(lead: Actor, text: str, fault: str) -> None:
    with pytest.raises((Invalid, Conflict), match=fault) as caught:
        propose_policy(lead, text, note="To see.")
    assert caught.value.field == "file"
    assert not policy_shelf(lead).proposed


def test_another_desk_sees_nothing_of_it(road: DeskAtWork, lead: Actor) -> None:
    policy_id = propose_policy(lead, STEEP, note="To see.")
    other = road.world.member(road.world.organisation(OrganisationKind.HOTLINE, "Far Desk"), Role.SUPERVISOR)
    assert not policy_shelf(other).proposed
    for act in (lambda: open_policy(other, policy_id), lambda: compare_anew(other, policy_id)):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotPermitted):
        policy_shelf(road.world.member(road.kent, Role.SUPERVISOR))


def _post(client: Any, name: str, *ids: UUID, **values: Any) -> Any:
    return client.post(reverse(f"queues:{name}", args=ids), values)


def test_the_pages_lead_from_a_file_to_a_policy_in_force_and_back(road: DeskAtWork, lead: Actor, second: Actor) -> None:
    sent = road.send(about("gate-1"))
    road.work()
    browser, other = client_of(lead), client_of(second)
    faulty = SimpleUploadedFile("ours.toml", STEEP.replace("points = 60", "points = x").encode())
    answer = _post(browser, "policies", file=faulty, note="To see.")
    assert (answer.status_code, "is no TOML" in answer.content.decode()) == (422, True)
    answer = _post(browser, "policies", file=SimpleUploadedFile("ours.toml", STEEP.encode()), note="To see.")
    page = answer.headers["Location"]
    assert "The program will begin soon" in browser.get(page).content.decode()
    road.work()
    seen = browser.get(page).content.decode()
    assert "another person must put it live" in seen
    assert reverse("referrals:referral", args=[sent]) in seen
    (found,) = policy_shelf(lead).proposed
    assert browser.get(reverse("queues:policy_file", args=[found.id])).content.decode() == STEEP
    past = (timezone.now() - timedelta(days=2)).date()
    assert _post(other, "policy", found.id, live_from=past, reason="Seen.", recall_reason=UNMEASURED).status_code == 422
    assert _post(other, "policy", found.id, reason="Seen.", recall_reason=UNMEASURED).status_code == 302
    assert "Version steep is in force" in browser.get(reverse("queues:policies")).content.decode()
    assert _post(browser, "policy_back", reason="").status_code == 422
    assert _post(browser, "policy_back", reason="Too steep.").status_code == 302
    assert f"Version {SHIPPED} is in force" in browser.get(reverse("queues:policies")).content.decode()


def test_what_came_of_past_referrals_is_part_of_the_comparison(road: DeskAtWork, lead: Actor) -> None:
    investigator = road.world.member(road.kent, Role.INVESTIGATOR)
    sent = [road.send(about(f"gate-{number}")) for number in range(20)]
    road.work()
    for referral_id in sent[:10]:
        record_outcome(investigator, referral_id, Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED))
    policy_id = propose_policy(lead, STEEP, note="To see.")
    road.work()
    found = open_policy(lead, policy_id).comparison
    assert found is not None
    outcomes = found["outcomes"]
    assert (outcomes["known"], outcomes["unknown"], outcomes["recall_first"] is None) == (10, 10, False)
    child = next(row for row in outcomes["moved"] if row["came"] == "child")
    assert (child["referrals"], child["fallen"]) == (10, 10)
    page = client_of(lead).get(reverse("queues:policy", args=[policy_id])).content.decode()
    assert "A child was identified or safeguarded" in page
    assert "Not known yet" in page


def test_what_was_confirmed_is_measured_although_the_newest_have_no_outcome_yet(
    road: DeskAtWork, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_again, "MOST_COMPARED", 10)
    monkeypatch.setattr(judging_again, "_LOOKED_AT_ONCE", 7)
    investigator = road.world.member(road.kent, Role.INVESTIGATOR)
    sent = [road.send(about(f"gate-{number}")) for number in range(22)]
    road.work()
    for referral_id in sent[:12]:
        record_outcome(investigator, referral_id, Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED))
    policy_id = propose_policy(lead, STEEP, note="To see.")
    road.work()
    found = open_policy(lead, policy_id)
    assert (found.compared, found.to_compare) == (20, 20)
    assert found.comparison is not None
    outcomes = found.comparison["outcomes"]
    assert (found.comparison["referrals"], outcomes["known"], outcomes["unknown"]) == (10, 0, 10)
    assert (outcomes["measured"], outcomes["lowers_recall"]) == (10, False)
    assert judging_again.older_known(road.desk, besides=sent[12:], most=3) == sent[11:8:-1]
    monkeypatch.setattr(judging_again, "LOOKED_THROUGH", 10)
    assert judging_again.older_known(road.desk, besides=sent[12:], most=10) == []
    page = client_of(lead).get(reverse("queues:policy", args=[policy_id])).content.decode()
    assert "older ones too: 10." in page


def test_who_sends_very_many_leaves_no_other_sender_out_of_a_comparison(
    road: DeskAtWork, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging_again, "MOST_COMPARED", 10)
    monkeypatch.setattr(judging_again, "LOOKED_THROUGH", 20)
    other = road.world.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    road.world.agree(other, road.world.desk, Category.REFERRAL)
    sender, investigator = road.world.member(other, Role.SENDER), road.world.member(road.kent, Role.INVESTIGATOR)
    sent = [road.send(about(f"gate-{number}")) for number in range(4)]
    flood = [road.send(about(f"lantern-{number}"), by=sender) for number in range(20)]
    road.work()
    record_outcome(investigator, sent[1], Outcome(status=OutcomeStatus.CHILD_SAFEGUARDED))
    old = priority_policy()
    judged = list(judging_again.judge_past(road.desk, old=old, new=old, most=10))
    assert {one.referral_id for one in judged} == {str(one) for one in (*sent, *flood[-6:])}
    assert judging_again.older_known(road.desk, besides=flood, most=1) == [sent[1]]


@pytest.mark.parametrize(
    ("lowers", "label"),
    [(True, "Why although fewer of what was confirmed"), (None, "Why although it could not be measured")],
)
def test_a_policy_that_lowers_recall_or_cannot_be_measured_needs_a_reason_of_its_own(
    road: DeskAtWork, lead: Actor, second: Actor, lowers: bool | None, label: str
) -> None:
    road.send(about("gate-1"))
    road.work()
    policy_id = propose_policy(lead, STEEP, note="To see.")
    road.work()
    found = open_policy(lead, policy_id).comparison
    assert found is not None
    record_comparison(road.desk, policy_id, {**found, "outcomes": {**found["outcomes"], "lowers_recall": lowers}})
    with pytest.raises(Invalid) as caught:
        put_policy_live(second, policy_id, live_from=None, reason="Seen.")
    assert caught.value.field == "recall_reason"
    browser = client_of(second)
    refused = _post(browser, "policy", policy_id, reason="Seen.")
    assert (refused.status_code, label in refused.content.decode()) == (422, True)
    why = "The flood of before is gone."
    assert _post(browser, "policy", policy_id, reason="Seen.", recall_reason=why).status_code == 302
    assert why in browser.get(reverse("queues:policies")).content.decode()
    with acting_as(lead):
        (entry,) = timeline_of(policy_id, acts=[Act.POLICY_PUT_LIVE])
    assert entry.details["recall_reason"] == why


def test_a_comparison_of_before_has_to_be_made_again(road: DeskAtWork, lead: Actor, second: Actor) -> None:
    policy_id = propose_policy(lead, STEEP, note="To see.")
    road.work()
    found = open_policy(lead, policy_id).comparison
    assert found is not None
    record_comparison(road.desk, policy_id, {name: part for name, part in found.items() if name != "outcomes"})
    with pytest.raises(Conflict, match="Compare it again"):
        put_policy_live(second, policy_id, live_from=None, reason="Seen.", recall_reason=UNMEASURED)
    assert client_of(second).get(reverse("queues:policy", args=[policy_id])).status_code == 200
