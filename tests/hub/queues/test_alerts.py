"""Alerts: at once, to more and more people, until a named person answers."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.models import FollowerFault
from causeway.hub.base.ledger.parking import PAUSES
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.commands.manage_webhooks import add_webhook
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.queues.alert_gathering import SINGLY
from causeway.hub.road.queues.alerting import EMERGENCY as ALARM_OF_THE_SENDER
from causeway.hub.road.queues.alerting import LEVELS, climb_alerts, raise_alert
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.commands.acknowledge_alert import acknowledge_alert
from causeway.hub.road.queues.models import Alert, QueueItem, Work
from causeway.hub.road.queues.queries.alerts import open_alerts
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.hub.road.queues.views import alerts, queue
from causeway.hub.road.queues.working.labour import Hands
from causeway.hub.road.queues.working.worker import Worker
from causeway.hub.road.referrals.commands.supplement_referral import NewFile, NewSupplement, supplement_referral
from causeway.hub.road.referrals.queries.told import reference_of
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.referral import Attachment, FileFlag
from hub.desk_at_work import DeskAtWork, about, picture
from hub.notices.receiver import receiving
from hub.organisations.signing_in import client_of

EMERGENCY = "He is with the child now."


def _told(actor: Actor) -> list[str]:
    with acting_as(actor):
        return sorted(Notice.objects.filter(channel="mail").values_list("to", flat=True))


class NeverLooks:
    """An examiner that is down."""

    def examine(self, data: bytes) -> MediaDigests:
        raise RuntimeError(f"down, with {len(data)} bytes to look at")


def test_an_emergency_alerts_the_desk_before_anything_is_examined(road: DeskAtWork) -> None:
    duty = road.world.member(road.world.desk, Role.DUTY_OFFICER)
    road.worker = Worker(Hands(Tools(examiner=NeverLooks(), router=road.tools.router)))
    referral_id = road.send(about("one", emergency=EMERGENCY), picture(1))
    road.work()
    assert _told(road.desk) == [road.world.email_of(duty)]
    with acting_as(road.desk):
        assert Work.objects.filter(referral_id=referral_id, done_at=None).exists()
        texts = " ".join(str(row) for row in Notice.objects.values_list("subject", "body"))
    assert EMERGENCY not in texts


def test_the_force_is_alerted_as_soon_as_it_has_the_referral(road: DeskAtWork) -> None:
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    road.send(about("one", emergency=EMERGENCY))
    road.work()
    assert _told(road.program(road.kent)) == [road.world.email_of(duty)]
    with acting_as(road.program(road.essex)):
        assert not Alert.objects.exists()


def test_where_nobody_is_on_duty_the_mailbox_is_told(road: DeskAtWork) -> None:
    road.send(about("one", emergency=EMERGENCY))
    road.work()
    assert _told(road.program(road.kent)) == [road.kent.mailbox]


def test_it_climbs_from_duty_officer_to_supervisor_to_administrator_and_repeats(road: DeskAtWork) -> None:
    program = road.program(road.kent)
    duty, boss = (
        road.world.email_of(road.world.member(road.kent, role)) for role in (Role.DUTY_OFFICER, Role.SUPERVISOR)
    )
    keeper = road.world.email_of(road.world.administrator(road.kent))
    at = timezone.now()
    referral_id = road.send(about("one", emergency=EMERGENCY))
    road.work()
    with acting_as(program):
        Notice.objects.all().delete()
        Alert.objects.update(next_at=at)
    expected = ([duty, boss], [duty, boss, keeper, road.kent.mailbox], [duty, boss, keeper, road.kent.mailbox])
    for level, addresses in enumerate(expected, start=1):
        assert climb_alerts(program, at) == 1
        assert climb_alerts(program, at) == 0
        assert _told(program) == sorted(addresses), level
        at += LEVELS[min(level, len(LEVELS) - 1)].answer_within
        with acting_as(program):
            Notice.objects.all().delete()
    with acting_as(program):
        repeats = [fact.details["level"] for fact in timeline_of(referral_id, acts=[Act.ALERT_REPEATED])]
    assert repeats == [3, 2, 1]


def test_a_named_person_stops_it_for_their_organisation_alone(road: DeskAtWork) -> None:
    referral_id = road.send(about("one", emergency=EMERGENCY))
    road.work()
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    with pytest.raises(NotPermitted):
        acknowledge_alert(road.world.member(road.kent, Role.INVESTIGATOR), referral_id)
    acknowledge_alert(duty, referral_id)
    with pytest.raises(Conflict):
        acknowledge_alert(duty, referral_id)
    with pytest.raises(NotFound):
        acknowledge_alert(road.world.member(road.essex, Role.DUTY_OFFICER), referral_id)
    later = timezone.now() + timedelta(days=1)
    assert climb_alerts(road.program(road.kent), later) == 0
    assert climb_alerts(road.desk, later) == 1


def test_the_same_alert_is_raised_once(road: DeskAtWork) -> None:
    referral_id = road.send(about("one", emergency=EMERGENCY))
    road.work()
    with acting_as(road.desk):
        assert raise_alert(road.desk, referral_id, "R", {ALARM_OF_THE_SENDER}, timezone.now(), sender_id=None) is False
        assert Alert.objects.count() == 1


def test_an_entry_that_a_follower_fails_on_holds_up_no_alert_and_no_stage_for_long(road: DeskAtWork) -> None:
    with acting_as(road.desk):
        enter(Act.REFERRAL_ACCEPTED, subjects=[uuid4()])  # of nothing that can be read
    referral_id = road.send(about("one", emergency=EMERGENCY))
    now = timezone.now()
    road.work(now)
    with acting_as(road.desk):
        assert Alert.objects.filter(referral_id=referral_id).exists(), "the alert reads the flag alone"
        assert not Work.objects.exists()
    for pause in PAUSES:
        now += pause
        road.work(now)
    with acting_as(road.desk):
        assert Work.objects.filter(referral_id=referral_id, done_at__isnull=False).exists()
        assert FollowerFault.objects.filter(parked_at__isnull=False).exists()


def test_a_webhook_is_told_of_each_alert_once_and_signed(road: DeskAtWork) -> None:
    with receiving() as receiver:
        added = add_webhook(
            road.world.administrator(road.kent), url=receiver.url, acts=[Act.ALERT_RAISED, Act.ALERT_ACKNOWLEDGED]
        )
        referral_id = road.send(about("one", emergency=EMERGENCY))
        now = timezone.now() + timedelta(minutes=1)
        road.work(now)
        road.work(now + LEVELS[0].answer_within)
        acknowledge_alert(road.world.member(road.kent, Role.DUTY_OFFICER), referral_id)
        road.work(now + LEVELS[0].answer_within + timedelta(minutes=1))
        assert receiver.verified(added.secret) == [True, True, True]
        raised, repeated, acknowledged = receiver.bodies()
    with acting_as(road.program(road.kent)):
        reference = QueueItem.objects.get(referral_id=referral_id).reference
    about_it = {"subjects": [str(referral_id)], "reference": reference}
    assert (raised["type"], raised["data"]) == ("alert.raised", {**about_it, "level": 0})
    assert (repeated["type"], repeated["data"]) == ("alert.raised", {**about_it, "level": 1})
    assert acknowledged["type"] == "alert.acknowledged"
    assert EMERGENCY not in str([raised, repeated, acknowledged])


def _add_a_live_stream(road: DeskAtWork, referral_id: UUID) -> None:
    file = NewFile(written=write_sealed([picture(3)]), attachment=Attachment(flags=(FileFlag.LIVE_STREAM,)))
    supplement_referral(road.sender, referral_id, NewSupplement(text="It is live now.", files=[file]))
    road.work()


def test_a_graver_finding_raises_an_acknowledged_alert_again(road: DeskAtWork) -> None:
    program, duty = road.program(road.kent), road.world.member(road.kent, Role.DUTY_OFFICER)
    referral_id = road.send(about("one", emergency=EMERGENCY))
    road.work()
    climb_alerts(program, timezone.now() + LEVELS[0].answer_within)
    acknowledge_alert(duty, referral_id)
    with acting_as(program):
        Notice.objects.all().delete()
    _add_a_live_stream(road, referral_id)
    with acting_as(program):
        alert = Alert.objects.get()
        assert (alert.level, alert.acknowledged_at, alert.acknowledged_by_id) == (0, None, None)
        acts = timeline_of(referral_id, acts=[Act.ALERT_RAISED, Act.ALERT_REPEATED, Act.ALERT_ACKNOWLEDGED])
    assert [fact.act for fact in acts] == [
        Act.ALERT_RAISED,
        Act.ALERT_ACKNOWLEDGED,
        Act.ALERT_REPEATED,
        Act.ALERT_RAISED,
    ]
    assert _told(program) == [road.world.email_of(duty)]
    opened = open_referral(duty, referral_id)
    assert not opened.is_alert_acknowledged
    assert opened.earlier_acknowledgement is not None
    assert opened.earlier_acknowledgement.by.startswith("Robin Holt")
    assert climb_alerts(program, alert.next_at) == 1
    acknowledge_alert(duty, referral_id)
    assert open_referral(duty, referral_id).earlier_acknowledgement is None


def test_the_same_danger_found_again_leaves_an_acknowledged_alert_at_rest(road: DeskAtWork) -> None:
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    referral_id = road.send(about("one", emergency=EMERGENCY))
    road.work()
    acknowledge_alert(duty, referral_id)
    supplement_referral(road.sender, referral_id, NewSupplement(text="He also plays chess."))
    road.work()
    assert open_referral(duty, referral_id).is_alert_acknowledged


def test_a_graver_finding_changes_nothing_of_an_alert_that_still_climbs(road: DeskAtWork) -> None:
    program = road.program(road.kent)
    referral_id = road.send(about("one", emergency=EMERGENCY))
    road.work()
    climb_alerts(program, timezone.now() + LEVELS[0].answer_within)
    told = _told(program)
    _add_a_live_stream(road, referral_id)
    with acting_as(program):
        assert Alert.objects.get().level == 1
    assert _told(program) == told


def test_the_page_says_that_an_earlier_alert_was_acknowledged(road: DeskAtWork) -> None:
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    referral_id = road.send(about("one", emergency=EMERGENCY))
    road.work()
    acknowledge_alert(duty, referral_id)
    _add_a_live_stream(road, referral_id)
    page = client_of(duty).get(f"/referrals/{referral_id}/").content.decode()
    assert "Robin Holt, Kent Police acknowledged an earlier alert." in page
    assert "I am acting on this" in page


def test_every_open_alert_is_counted_and_has_its_page_the_longest_unanswered_first(
    road: DeskAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "ALERTS_SHOWN", 1)
    monkeypatch.setattr(alerts, "ALERTS_A_PAGE", 2)
    duty = road.world.member(road.kent, Role.DUTY_OFFICER)
    sent = [road.send(about(f"account-{number}", emergency=EMERGENCY)) for number in range(3)]
    road.work()
    found = open_alerts(duty, most=2)
    assert ([alert.referral_id for alert in found.alerts], found.total, found.more) == (sent[:2], 3, 1)
    browser = client_of(duty)
    page = browser.get("/queue/").content.decode()
    assert "And 2 more alerts that nobody has answered." in page
    assert '<a class="govuk-link" href="/queue/alerts/">' in page
    pages = [browser.get(f"/queue/alerts/?page={number}").content.decode() for number in (1, 2, 9)]
    named = [[str(one) in page for one in sent] for page in pages]
    assert named == [[True, True, False], [False, False, True], [False, False, True]]
    for one in sent:
        acknowledge_alert(duty, one)
    assert "No alert is open." in browser.get("/queue/alerts/").content.decode()
    stranger = client_of(road.world.member(road.service, Role.SENDER))
    assert stranger.get("/queue/alerts/").status_code == 403


def _reference(road: DeskAtWork, referral_id: UUID) -> str:
    with acting_as(road.desk):
        return reference_of(referral_id)


def _flood(road: DeskAtWork, program: Actor, sender_id: UUID, count: int, now: datetime) -> list[UUID]:
    """So many false emergencies of one sender, alerted."""
    with acting_as(program):
        ids = [uuid4() for _ in range(count)]
        for referral_id in ids:
            raise_alert(program, referral_id, "CW-FLOOD", {ALARM_OF_THE_SENDER}, now, sender_id=sender_id)
    return ids


def test_a_flood_of_alerts_is_told_together_and_another_senders_at_once_and_by_itself(road: DeskAtWork) -> None:
    duty = road.world.member(road.world.desk, Role.DUTY_OFFICER)
    flood, other, now = uuid4(), uuid4(), timezone.now()
    ids = _flood(road, road.desk, flood, 200, now)
    with acting_as(road.desk):
        mails = list(Notice.objects.filter(channel="mail").order_by("created_at").values_list("subject", flat=True))
        assert len(mails) == SINGLY + 1
        assert mails.count(f"Urgent: {SINGLY + 1} referrals of one sender") == 1
        assert Alert.objects.filter(sender_id=flood, acknowledged_at=None).count() == len(ids), "none is dropped"
        later, true = now + timedelta(minutes=1), uuid4()
        raise_alert(road.desk, true, "CW-TRUE", {ALARM_OF_THE_SENDER}, later, sender_id=other)
        told = Notice.objects.filter(about_id=true, is_urgent=True)
        assert list(told.values_list("to", "subject")) == [(road.world.email_of(duty), "Urgent: referral CW-TRUE")]
        order = list(Alert.objects.filter(acknowledged_at=None).order_by("turn", "raised_at", "id"))
    assert [alert.sender_id for alert in order[:2]] == [flood, other], "on the page only the flood's first is before it"


def test_a_flood_climbs_together_and_each_of_its_alerts_climbs(road: DeskAtWork) -> None:
    single, flood, now = road.send(about("one", emergency=EMERGENCY)), uuid4(), timezone.now()
    road.work()
    reference = _reference(road, single)
    _flood(road, road.desk, flood, 200, now)
    with acting_as(road.desk):
        Notice.objects.all().delete()
    later = now + LEVELS[0].answer_within + timedelta(minutes=1)
    assert climb_alerts(road.desk, later) == 201
    with acting_as(road.desk):
        assert set(Alert.objects.values_list("level", flat=True)) == {1}
        subjects = list(Notice.objects.filter(channel="mail").values_list("subject", flat=True))
        assert sorted(subjects) == ["Urgent: 200 referrals of one sender", f"Urgent: referral {reference}"]
        (entry,) = [one for one in timeline_of(single) if one.act is Act.ALERT_REPEATED]
    assert entry.details["level"] == 1
    assert climb_alerts(road.desk, later) == 0


def test_while_a_flood_goes_on_its_alerts_reach_supervisor_and_administrator_all_the_same(road: DeskAtWork) -> None:
    duty, boss = (
        road.world.email_of(road.world.member(road.world.desk, role)) for role in (Role.DUTY_OFFICER, Role.SUPERVISOR)
    )
    keeper, flood, now = road.world.email_of(road.world.administrator(road.world.desk)), uuid4(), timezone.now()
    _flood(road, road.desk, flood, SINGLY, now)
    first_told: dict[str, int] = {}
    for minute in range(1, 31):
        at = now + timedelta(minutes=minute)
        with acting_as(road.desk):
            Notice.objects.all().delete()
        _flood(road, road.desk, flood, 2, at)
        climb_alerts(road.desk, at)
        for address in _told(road.desk):
            first_told.setdefault(address, minute)
    assert first_told == {duty: 1, boss: 5, keeper: 15, road.world.desk.mailbox: 15}


def test_the_people_of_the_last_level_are_told_of_a_flood_once_in_a_few_minutes(road: DeskAtWork) -> None:
    flood, now = uuid4(), timezone.now()
    ids = _flood(road, road.desk, flood, SINGLY + 5, now)
    with acting_as(road.desk):
        Notice.objects.all().delete()
        for number, referral_id in enumerate(ids):
            due = now + timedelta(seconds=10 * number)
            Alert.objects.filter(referral_id=referral_id).update(level=2 + number, next_at=due)
    for number in range(len(ids)):
        climb_alerts(road.desk, now + timedelta(seconds=10 * number))
    with acting_as(road.desk):
        assert Notice.objects.filter(channel="mail").count() == len(set(_told(road.desk)))


def test_what_is_acknowledged_counts_no_more_towards_a_flood(road: DeskAtWork) -> None:
    flood, now = uuid4(), timezone.now()
    ids = _flood(road, road.desk, flood, SINGLY, now)
    duty = road.world.member(road.world.desk, Role.DUTY_OFFICER)
    for referral_id in ids:
        acknowledge_alert(duty, referral_id)
    with acting_as(road.desk):
        Notice.objects.all().delete()
    (again,) = _flood(road, road.desk, flood, 1, now)
    with acting_as(road.desk):
        assert Alert.objects.get(referral_id=again).turn == 0
        assert [one.subject for one in Notice.objects.all()] == ["Urgent: referral CW-FLOOD"]
