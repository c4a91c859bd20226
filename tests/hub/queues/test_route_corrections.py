"""What people correct becomes a test of the rules: kept at the desk alone, without the referral, and counted."""

import json

from django.test import Client
from django.urls import reverse

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Account
from causeway.hub.road.queues.commands.propose_hand_over import propose_hand_over
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.hub.road.routes.commands.hand_over import acknowledge_hand_over
from causeway.hub.road.routes.models import RouteCorrection
from causeway.hub.road.routes.queries.corrections import rules_that_erred
from causeway.routing import Verdict
from causeway.vocabulary.findings import RouteBasis
from causeway.vocabulary.organisations import Category, Role
from hub.desk_at_work import ESSEX, KENT, DeskAtWork, about


def test_a_change_and_a_hand_over_are_each_kept_once_with_the_last_answer(road: DeskAtWork) -> None:
    road.world.agree(road.kent, road.essex, Category.REFERRAL)
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    changed, handed = road.send(about("tidepool")), road.send(about("lantern", email="lantern@example.org"))
    road.work()
    change_route(analyst, changed, road.essex.id, "The school is there.")
    road.work()
    change_route(analyst, changed, road.kent.id, "It was right.")
    propose_hand_over(road.world.member(road.kent, Role.DUTY_OFFICER), handed, road.essex.id, "Theirs.")
    road.work()
    acknowledge_hand_over(road.world.member(road.essex, Role.DUTY_OFFICER), handed)
    road.work()
    with acting_as(road.desk):
        kept = list(RouteCorrection.objects.order_by("is_from_a_force"))
    assert [(each.was, each.basis, each.right) for each in kept] == [
        (KENT, RouteBasis.POSTCODE, KENT),
        (KENT, RouteBasis.POSTCODE, ESSEX),
    ]
    assert [each.is_from_a_force for each in kept] == [False, True]
    text = json.dumps([each.clues for each in kept])
    for gone in ("tidepool", "lantern", "example.org", "2EH", str(changed), str(handed)):
        assert gone not in text
    with acting_as(road.program(road.essex)):
        assert not RouteCorrection.objects.exists(), "they are the desk's alone"


def test_the_page_counts_by_rule_and_only_the_desk_sees_it(road: DeskAtWork) -> None:
    analyst = road.world.member(road.world.desk, Role.ANALYST)
    numbers = [road.send(about(f"tidepool-{number}")) for number in range(5)]
    road.work()
    for number in numbers:
        change_route(analyst, number, road.essex.id, "They moved.")
    road.work()
    (rule,) = rules_that_erred(analyst)
    assert (rule.basis, rule.corrections, rule.verdicts[Verdict.STILL_WRONG]) == (RouteBasis.POSTCODE, 5, 5)
    client = Client()
    client.force_login(Account.objects.get(email=road.world.email_of(analyst)))
    text = client.get(reverse("routes:corrections")).content.decode()
    assert "Routes that people changed" in text
    assert "Postcode" in text
    supervisor = road.world.member(road.kent, Role.SUPERVISOR)
    client.force_login(Account.objects.get(email=road.world.email_of(supervisor)))
    assert client.get(reverse("routes:corrections")).status_code == 403
