"""How long things are kept: rules with limits, holds that two people release, and rights that end one by one."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Account
from causeway.hub.base.organisations.sharing import found, is_last_of
from causeway.hub.road.candidates.commands.set_up_desk import set_up_desk
from causeway.hub.road.candidates.settings import Settings
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.clusters.models import Membership
from causeway.hub.road.outcomes.commands.record_outcome import record_outcome
from causeway.hub.road.referrals.models import Referral
from causeway.hub.road.referrals.queries.told import told
from causeway.hub.road.retention.commands.choose import choose_retention
from causeway.hub.road.retention.commands.hold import hold_case, hold_file, hold_referral, release_hold
from causeway.hub.road.retention.commands.run import erase_what_ended, plan, ripe
from causeway.hub.road.retention.commands.tell import warn_of_endings
from causeway.hub.road.retention.models import Ending, Hold
from causeway.hub.road.retention.queries.rules import rules_in_force
from causeway.timing import WARN_DAYS, YEAR_DAYS, Kept, retention_rule
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.outcomes import ClosureReason, Outcome, OutcomeStatus
from hub.desk_at_work import DeskAtWork, about, picture

CLOSED = Outcome(status=OutcomeStatus.CLOSED, closure_reason=ClosureReason.OTHER)
LONG = timedelta(days=30 * YEAR_DAYS)
AHEAD = timedelta(days=WARN_DAYS)


def _ready(actor: Actor, now: datetime) -> int:
    """Have the organisation told, and give how much may then be erased once the warning is over."""
    warn_of_endings(actor, now - AHEAD)
    return plan(actor, now).now


def _sees(actor: Actor, referral_id: UUID) -> bool:
    with acting_as(actor):
        return Referral.objects.filter(id=referral_id).exists()


def test_every_rule_lies_within_its_limits_and_a_uk_service_keeps_what_the_law_says() -> None:
    for kind in OrganisationKind:
        for country in ("GB", "IE", "NL", "IT", "US", "FR"):
            rules = {kept: retention_rule(kept, kind, country) for kept in Kept}
            assert all(rule.allows(rule.days) and rule.source for rule in rules.values())
    service = {kept: retention_rule(kept, OrganisationKind.SERVICE, "GB").days for kept in Kept}
    assert service[Kept.REFERRAL_CONTENT] == YEAR_DAYS
    assert service[Kept.REFERRAL_REFERENCE] == 5 * YEAR_DAYS


def test_an_administrator_chooses_within_the_limits_and_says_why(road: DeskAtWork) -> None:
    administrator = road.world.administrator(road.kent)
    bad = (
        (YEAR_DAYS, "Too short."),
        (101 * YEAR_DAYS, "Too long."),
        (7 * YEAR_DAYS, " "),
        (7 * YEAR_DAYS, "x" * 2_001),
    )
    for days, reason in bad:
        with pytest.raises(Invalid):
            choose_retention(administrator, Kept.REFERRAL_CONTENT, days, reason)
    choose_retention(administrator, Kept.REFERRAL_CONTENT, 7 * YEAR_DAYS, "Policy 12.")
    kept = {rule.rule.kept: rule for rule in rules_in_force(administrator)}
    assert (kept[Kept.REFERRAL_CONTENT].days, kept[Kept.REFERRAL_CONTENT].reason) == (7 * YEAR_DAYS, "Policy 12.")
    other = {rule.rule.kept: rule.days for rule in rules_in_force(road.world.administrator(road.essex))}
    assert other[Kept.REFERRAL_CONTENT] == 10 * YEAR_DAYS, "each force its own"


def test_nothing_ends_on_which_work_goes_on_and_nothing_before_its_owner_was_told(road: DeskAtWork) -> None:
    officer, force = road.world.member(road.kent, Role.INVESTIGATOR), road.program(road.kent)
    open_one, closed_one = road.send(about("tidepool")), road.send(about("lantern"))
    road.work()
    record_outcome(officer, closed_one, CLOSED)
    road.work()
    late = timezone.now() + LONG
    assert (plan(force, late).now, plan(force, late).later) == (0, 1), "nobody was told yet"
    assert warn_of_endings(force, late) == 1
    assert warn_of_endings(force, late) == 0, "once"
    with acting_as(force):
        told_of = Notice.objects.filter(subject="What you keep comes to its end")
        assert told_of.count() >= 1
        assert "lantern" not in str(list(told_of.values("body")))
    assert plan(force, late + AHEAD - timedelta(hours=1)).now == 0
    assert plan(force, late + AHEAD).now == 1
    with acting_as(force):
        assert [row.subject_id for row in ripe(force, late + AHEAD)] == [closed_one]
    open_case(officer, closed_one)
    road.work()
    assert plan(force, late + AHEAD).now == 0, "a case keeps it"
    assert _sees(officer, open_one)


def test_a_hold_is_released_by_a_second_person_and_holds_the_content_for_nobody_but_its_holder(
    road: DeskAtWork,
) -> None:
    first, second = (road.world.member(road.kent, Role.SUPERVISOR) for _ in range(2))
    officer, force = road.world.member(road.kent, Role.INVESTIGATOR), road.program(road.kent)
    referral_id = road.send(about("tidepool"))
    road.work()
    record_outcome(officer, referral_id, CLOSED)
    road.work()
    late = timezone.now() + LONG
    assert _ready(force, late) == 1
    hold_id = hold_referral(first, referral_id, "A court order.")
    assert _ready(force, late) == 0
    with pytest.raises(NotFound):
        hold_referral(road.world.member(road.essex, Role.SUPERVISOR), referral_id, "Not theirs to see.")
    with pytest.raises(Conflict):
        release_hold(first, hold_id, "I placed it.")
    with acting_as(first), transaction.atomic():
        row = Hold.objects.get(id=hold_id)
        row.released_by_id, row.released_at = first.member_id, timezone.now()
        with pytest.raises(DatabaseError), transaction.atomic():
            row.save(update_fields=["released_by_id", "released_at"])
    with acting_as(force):
        assert not Ending.objects.filter(subject_id=referral_id).exists(), "it has to be told of anew"
    release_hold(second, hold_id, "The court is done.")
    assert plan(force, late).now == 0
    assert _ready(force, late) == 1


def test_a_file_is_held_on_its_own_page_and_released_by_another(road: DeskAtWork) -> None:
    first, second = (road.world.member(road.kent, Role.SUPERVISOR) for _ in range(2))
    referral_id = road.send(about("tidepool"), picture(1))
    road.work()
    with acting_as(first):
        file_id = told(referral_id).files[0].attachment_id
    client, address = Client(), reverse("retention:hold_file", args=[file_id])
    client.force_login(Account.objects.get(email=road.world.email_of(first)))
    assert address in client.get(reverse("evidence:file", args=[file_id])).content.decode()
    assert "for one of its files" in client.post(address, {"reason": "A court order."}, follow=True).content.decode()
    with acting_as(first):
        row = Hold.objects.get()
        assert (row.subject_id, row.exhibit_id) == (referral_id, file_id)
        assert [entry.act for entry in timeline_of(file_id, acts=[Act.HOLD_PLACED])] == [Act.HOLD_PLACED]
    with pytest.raises(NotFound):
        hold_file(road.world.member(road.essex, Role.SUPERVISOR), file_id, "Not theirs to see.")
    release_hold(second, row.id, "The court is done.")


def test_what_only_a_desk_or_a_force_has_stands_under_its_rules_alone(road: DeskAtWork) -> None:
    service, force = (road.world.administrator(each) for each in (road.service, road.kent))
    kept = {rule.rule.kept: rule.days for rule in rules_in_force(service)}
    candidates = (Kept.CANDIDATE_UNDECIDED, Kept.CANDIDATE_DISMISSED, Kept.CANDIDATE_APPEALABLE)
    assert tuple(kept[one] for one in candidates) == (90, 30, 190)
    assert Kept.INTEREST not in kept
    assert Kept.INTEREST in {rule.rule.kept for rule in rules_in_force(force)}
    set_up_desk(road.world.member(road.service, Role.SUPERVISOR), replace(Settings(), days_dismissed=14))
    assert {rule.rule.kept: rule.days for rule in rules_in_force(service)}[Kept.CANDIDATE_DISMISSED] == 14
    with pytest.raises(Conflict):
        choose_retention(service, Kept.CANDIDATE_DISMISSED, 20, "Policy 12.")


def test_a_hold_on_a_case_holds_what_it_works_on(road: DeskAtWork) -> None:
    officer, supervisor = (road.world.member(road.kent, role) for role in (Role.INVESTIGATOR, Role.SUPERVISOR))
    referral_id = road.send(about("tidepool"))
    road.work()
    case_id = open_case(officer, referral_id)
    hold_case(supervisor, case_id, "An appeal.")
    with acting_as(supervisor):
        assert Hold.objects.get().subject_id == case_id
    assert _ready(road.program(road.kent), timezone.now() + LONG) == 0


def test_each_right_ends_by_itself_and_the_last_takes_the_content_along(road: DeskAtWork) -> None:
    referral_id = road.send(about("tidepool"))
    road.work()
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    record_outcome(officer, referral_id, CLOSED)
    road.work()
    late = timezone.now() + LONG
    programs = [road.program(each) for each in (road.service, road.world.desk, road.kent)]
    last = []
    for program in programs:
        assert _sees(program, referral_id)
        assert _ready(program, late) == 1
        (done,) = erase_what_ended(program, late)
        last.append(done.was_last)
        assert not _sees(program, referral_id)
    assert last == [False, False, True]


def test_the_database_itself_keeps_what_another_still_has(road: DeskAtWork) -> None:
    referral_id = road.send(about("tidepool"))
    road.work()
    with acting_as(road.sender):
        assert not is_last_of(referral_id)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM referrals_searchterm WHERE referral_id = %s", [referral_id])
            assert cursor.rowcount == 0, "the desk and a force see it still"
    with acting_as(road.program(road.essex)), pytest.raises(DatabaseError), transaction.atomic():
        found(referral_id, Category.REFERRAL)
    with acting_as(road.program(road.kent)):
        assert told(referral_id)


def test_the_pages_show_rules_and_holds_and_refuse_whoever_may_not(road: DeskAtWork) -> None:
    supervisor, administrator = road.world.member(road.kent, Role.SUPERVISOR), road.world.administrator(road.kent)
    referral_id = road.send(about("tidepool"))
    road.work()
    client = Client()

    def sign_in(actor: Actor) -> None:
        client.force_login(Account.objects.get(email=road.world.email_of(actor)))

    sign_in(supervisor)
    assert (
        reverse("retention:hold_referral", args=[referral_id])
        in client.get(reverse("referrals:referral", args=[referral_id])).content.decode()
    )
    page = client.post(
        reverse("retention:hold_referral", args=[referral_id]), {"reason": "A court order."}, follow=True
    ).content.decode()
    assert "A court order." in page
    assert "Somebody else has to release it." in page
    change = reverse("retention:change", args=[Kept.CASE.value])
    assert client.get(change).status_code == 403
    sign_in(administrator)
    assert "Between 2196 and 36600" in client.post(change, {"days": "10", "reason": "x"}).content.decode()
    changed = client.post(change, {"days": str(8 * YEAR_DAYS), "reason": "Policy 12."}, follow=True).content.decode()
    assert "Policy 12." in changed
    assert client.get(reverse("retention:change", args=["nothing"])).status_code == 404
    sign_in(road.world.member(road.kent, Role.INVESTIGATOR))
    assert client.get(reverse("retention:rules")).status_code == 403


def test_an_event_that_ends_as_a_whole_is_erased_from_its_last_telling_to_its_first(road: DeskAtWork) -> None:
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    tellings = [road.send(about("lantern", sender_reference="HC-1")) for _ in range(3)]
    road.work()
    record_outcome(officer, tellings[0], CLOSED)
    road.work()
    late = timezone.now() + LONG
    assert _ready(road.desk, late) == 3
    assert len(erase_what_ended(road.desk, late)) == 3
    with acting_as(road.desk):
        assert not Membership.objects.exists()
        assert not Entry.objects.filter(act=Act.BUNDLE_LED_ANEW.value).exists()
