"""Appeals: anybody can make one, it holds a signal up at once, and somebody who did not judge it decides."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, NotPermitted
from causeway.hub.base.clocks.commands.choose import NewClock, choose_clock
from causeway.hub.base.clocks.keeping import clocks_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.actors import program_for
from causeway.hub.base.organisations.limits import Limit
from causeway.hub.base.organisations.queries.people import people_in_roles
from causeway.hub.base.organisations.queries.public_door import public_doors
from causeway.hub.knowledge.banks.commands.add_signals import add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal
from causeway.hub.knowledge.banks.commands.decide_appeal import decide_appeal
from causeway.hub.knowledge.banks.commands.find_deciders import find_deciders
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank
from causeway.hub.knowledge.banks.commands.make_appeal import Filing, NewAppeal, make_appeal, new_code
from causeway.hub.knowledge.banks.commands.put_to_curator import take_up_doubts
from causeway.hub.knowledge.banks.commands.receive_appeal import receive_appeal, sort_appeals
from causeway.hub.knowledge.banks.commands.tell_of_votes import tell_of_votes
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.deciding import may_be_decided
from causeway.hub.knowledge.banks.doubting import Listed, doubt_listed
from causeway.hub.knowledge.banks.forms.appeals import AppealForm
from causeway.hub.knowledge.banks.models import Appeal, Ballot, Receipt, ReceivedAppeal
from causeway.hub.knowledge.banks.queries.appeals import followed_appeals
from causeway.hub.knowledge.banks.queries.matches import matches_for
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.hub.knowledge.banks.views import appeals
from causeway.timing import Duty, Term, Unit
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.signals import SignalKind
from hub.banks.sharing import SharedBank, shared_bank
from hub.banks.test_sharing import FILE, about_a_person
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def appealed(what: str, value: str, service: str = "", *, status: int = 200) -> tuple[str, str]:
    """Appeal as a visitor, and let it be sorted; gives reference and secret."""
    told = {"what": what, "value": value, "service": service, "text": "This is my shop for door knobs."}
    answer = Client().post(reverse("banks:make_appeal"), told)
    assert answer.status_code == status
    sort_all()
    codes = re.findall(r"<strong>([A-Z0-9-]+)</strong>", answer.content.decode())
    return (codes[0], codes[1]) if codes else ("", "")


def sort_all() -> None:
    """What the worker does."""
    for door, _country in public_doors():
        sort_appeals(program_for(door.organisation_id), timezone.now())


def followed(reference: str, secret: str) -> str:
    answer = Client().post(reverse("banks:follow"), {"reference": reference, "secret": secret})
    return answer.content.decode()


def the_appeal(shared: SharedBank) -> Appeal:
    with acting_as(shared.curator):
        return Appeal.objects.get()


def account(shared: SharedBank) -> UUID:
    return add_signals(shared.sharer, shared.bank_id, [about_a_person()])[0].id


def test_an_appeal_suspends_an_account_everywhere_and_is_owed_a_receipt(shared: SharedBank) -> None:
    signal_id = account(shared)
    appealed("account", "@DOOR.knob", "bridge photos")
    assert shared.signal(signal_id).state == "suspended"
    assert shared.log() == [(1, "added"), (2, "suspended")]
    with acting_as(shared.curator):
        owing = set(Receipt.objects.filter(acknowledged_at=None).values_list("organisation_id", flat=True))
        (clock,) = clocks_of([the_appeal(shared).id])[the_appeal(shared).id]
    assert owing == {shared.service.id, shared.force.id}
    assert abs(clock.due_at - clock.started_at - timedelta(days=30)) <= timedelta(hours=1), "the clocks may change"


def test_a_desk_may_decide_sooner_and_whoever_appeals_reads_the_promise(shared: SharedBank) -> None:
    """Else the day would say which desk lists something."""
    ten = NewClock(term=Term(count=10, unit=Unit.DAYS), reason="We have the people.")
    supervisor = shared.world.member(shared.world.desk, Role.SUPERVISOR)
    choose_clock(supervisor, Duty.SIGNAL_APPEAL, ten, now=timezone.now())
    account(shared)
    reference, secret = appealed("account", "@DOOR.knob", "bridge photos")
    appeal = the_appeal(shared)
    with acting_as(shared.curator):
        (clock,) = clocks_of([appeal.id])[appeal.id]
    assert (clock.version, clock.due_at) == (1, appeal.due_at)
    assert appeal.due_at < appeal.made_at + timedelta(days=11)
    ((door, _country),) = public_doors()
    (read,) = followed_appeals(door, reference, secret)
    assert read.due_at == appeal.made_at + timedelta(days=30)


def test_a_digest_that_votes_confirmed_is_only_marked(shared: SharedBank) -> None:
    signal_id = shared.add()
    for member in shared.others():
        vote(member, signal_id, Verdict.CONFIRM)
    appealed("number", str(signal_id))
    assert shared.signal(signal_id).state == "appealed"
    (match,) = matches_for(shared.officer, [FILE])
    assert match.standing == "appealed"


def test_votes_that_suspend_or_restore_are_told_to_all_by_the_curators_program(shared: SharedBank) -> None:
    signal_id, program = shared.add(), shared.world.program(shared.world.desk)
    first, second, third = shared.others()
    for member in (first, second):
        vote(member, signal_id, Verdict.CONFIRM)
    appealed("number", str(signal_id))

    acts = [Act.SIGNAL_CONFIRMED, Act.SIGNAL_DISPUTED, Act.SIGNAL_RESTORED, Act.SIGNAL_SUSPENDED]

    def told(member: Actor) -> list[EntryFact]:
        with acting_as(member):
            return timeline_of(signal_id, acts=acts)

    before = told(shared.sharer)
    vote(third, signal_id, Verdict.CONFIRM)
    vote(third, signal_id, Verdict.DISPUTE, "A door knob")
    assert told(shared.sharer) == before
    assert shared.signal(signal_id).state == "suspended"
    assert tell_of_votes(program, timezone.now()) == 4
    assert tell_of_votes(program, timezone.now()) == 0
    for member in (shared.curator, shared.sharer, shared.officer):
        news = [each for each in told(member) if each not in before]
        assert {each.act for each in news} == set(acts)
        assert {(each.organisation_id, each.member_id) for each in news} == {(shared.world.desk.id, None)}


def test_who_added_or_judged_does_not_decide_and_an_upheld_appeal_withdraws(shared: SharedBank) -> None:
    signal_id = shared.add()
    voter, decider = (shared.world.member(shared.world.desk, Role.SUPERVISOR) for _ in range(2))
    vote(voter, signal_id, Verdict.CONFIRM)
    reference, secret = appealed("number", str(signal_id))
    assert "We are looking at it" in followed(reference, secret)
    for judge in (voter, shared.curator):
        with pytest.raises(NotPermitted):
            decide_appeal(judge, the_appeal(shared).id, is_upheld=True, reasons="A knob")
        shown = client_of(judge).get(reverse("banks:appeal", args=[the_appeal(shared).id])).content.decode()
        assert "nor voted on it" in shown
    answer = client_of(decider).post(
        reverse("banks:appeal", args=[the_appeal(shared).id]), {"decision": "upheld", "reasons": "It is a door knob."}
    )
    assert answer.status_code == 302
    assert shared.signal(signal_id).state == "withdrawn"
    shown = followed(reference, secret.lower())
    assert "It is a door knob." in shown
    assert "You were right" in shown
    assert the_appeal(shared).named == ""


def test_a_move_forgets_neither_who_voted_nor_what_was_decided(shared: SharedBank) -> None:
    signal_id, desk = account(shared), shared.world.desk
    voter, decider = (shared.world.member(desk, Role.SUPERVISOR) for _ in range(2))
    appealed("account", "door.knob", "bridge photos")
    decide_appeal(decider, the_appeal(shared).id, is_upheld=False, reasons="It is one.")
    vote(voter, signal_id, Verdict.CONFIRM)
    for name in ("Knobs", "Other knobs"):
        signal_id = move_signal(shared.curator, signal_id, found_bank(shared.curator, name=name), "", "It is a knob")
    appealed("account", "door.knob", "bridge photos")
    assert shared.signal(signal_id).state == "appealed", "one was dismissed lately"
    with acting_as(shared.curator):
        appeal = Appeal.objects.get(decided_at=None)
        others = [each for each, _name in people_in_roles([Role.SUPERVISOR]) if each != voter.member_id]
    with pytest.raises(NotPermitted):
        decide_appeal(voter, appeal.id, is_upheld=False, reasons="It is one.")
    assert shared.curator.member_id
    for member_id in (*others, shared.curator.member_id):
        with acting_as(shared.curator):
            Ballot(signal_id=signal_id, organisation_id=desk.id, member_id=member_id).save(force_insert=True)
    with acting_as(shared.curator):
        assert may_be_decided(shared.curator, [appeal]) == {appeal.id: False}


def test_a_dismissed_appeal_restores_and_the_next_one_only_marks(shared: SharedBank) -> None:
    signal_id = account(shared)
    decider = shared.world.member(shared.world.desk, Role.SUPERVISOR)
    appealed("account", "door.knob", "bridge photos")
    decide_appeal(decider, the_appeal(shared).id, is_upheld=False, reasons="It is not.")
    assert shared.signal(signal_id).state == "unconfirmed"
    appealed("account", "door.knob", "bridge photos")
    assert shared.signal(signal_id).state == "appealed"
    assert [kind for _number, kind in shared.log()] == ["added", "suspended", "restored", "appealed"]


def test_appeals_against_one_value_join_the_first_and_are_decided_with_it(shared: SharedBank) -> None:
    signal_id = account(shared)
    decider = shared.world.member(shared.world.desk, Role.SUPERVISOR)
    codes = [appealed("account", "door.knob", "bridge photos") for _ in range(3)]
    with acting_as(shared.curator):
        first, second, third = Appeal.objects.order_by("made_at")
        assert [each.joins_id for each in (first, second, third)] == [None, first.id, first.id]
        assert [bool(clocks_of([each.id]).get(each.id)) for each in (first, second)] == [True, False]
    desk = client_of(decider)
    listed = desk.get(reverse("banks:appeals")).content.decode()
    assert [code[0] in listed for code in codes] == [True, False, False]
    assert "With 2 more" in listed
    opened = desk.get(reverse("banks:appeal", args=[first.id])).content.decode()
    assert opened.count("This is my shop for door knobs.") == 3
    with pytest.raises(Conflict):
        decide_appeal(decider, second.id, is_upheld=True, reasons="Not by itself.")
    decide_appeal(decider, first.id, is_upheld=False, reasons="It is not.")
    assert all("It is not." in followed(*code) for code in codes)
    assert shared.signal(signal_id).state == "unconfirmed"
    assert [kind for _number, kind in shared.log()] == ["added", "suspended", "restored"]


def test_what_is_listed_and_what_is_not_costs_the_same_at_the_door_and_reads_the_same(shared: SharedBank) -> None:
    account(shared)
    told = {"what": "account", "service": "bridge photos", "text": "This is my shop."}
    asked = []
    for handle in ("door.frame", "door.knob", "door.bell"):
        with CaptureQueriesContext(connection) as queries:
            Client().post(reverse("banks:make_appeal"), {**told, "value": handle})
        asked.append([each["sql"].split("(")[0] for each in queries.captured_queries if "SAVEPOINT" not in each["sql"]])
    assert asked[1] == asked[2]
    assert not [each for each in asked[0] if '"banks_signal"' in each]
    with acting_as(shared.world.program(shared.world.desk)):
        assert ReceivedAppeal.objects.count() == 3
    with acting_as(shared.officer):
        assert not ReceivedAppeal._base_manager.exists()
    sort_all()
    with acting_as(shared.world.program(shared.world.desk)):
        assert not ReceivedAppeal.objects.exists()
        assert Appeal.objects.count() == 3


def test_sorting_that_broke_off_changes_nothing_when_it_is_done_again(shared: SharedBank) -> None:
    account(shared)
    code, now = new_code(), timezone.now()
    appeal = NewAppeal(kind=SignalKind.ACCOUNT, value="bridgephotos@door.knob", signal_id=None, text="My shop.")
    (door, _country), *_others = public_doors()
    receive_appeal(door, appeal, code)
    with acting_as(door):
        (row,) = ReceivedAppeal.objects.all()
    make_appeal(door, appeal, Filing(reference=row.reference, secret_hash=row.secret_hash, made_at=now))
    sort_all()
    assert shared.log() == [(1, "added"), (2, "suspended")]
    assert the_appeal(shared).reference == code.reference


def test_all_visitors_together_are_bounded(shared: SharedBank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appeals, "_ALL_MAKING", Limit("appeals_of_all", most=2, seconds=60))
    for number in range(2):
        appealed("url", f"https://example.org/{number}")
    appealed("url", "https://example.org/3", status=429)


def test_a_dispute_that_suspends_says_so_and_is_owed_a_receipt_and_a_confirmation_restores(shared: SharedBank) -> None:
    signal_id, members = shared.add(), shared.others()
    for member in members:
        vote(member, signal_id, Verdict.CONFIRM)
    appealed("number", str(signal_id))
    vote(members[0], signal_id, Verdict.DISPUTE, "A door knob")
    assert shared.signal(signal_id).state == "suspended"
    with acting_as(shared.curator):
        owing = set(Receipt.objects.filter(change__kind="suspended").values_list("organisation_id", flat=True))
    # The voter's too: whoever alone owed nothing would be known to have voted.
    assert owing == {shared.world.desk.id, shared.service.id, shared.force.id}
    vote(members[0], signal_id, Verdict.CONFIRM)
    assert shared.signal(signal_id).state == "appealed"
    kinds = [kind for _number, kind in shared.log()]
    assert kinds == ["added", "confirmed", "appealed", "disputed", "suspended", "confirmed", "restored"]


def test_a_dispute_taken_back_says_nothing_of_use_while_an_appeal_suspends(shared: SharedBank) -> None:
    signal_id, (member, *_others) = shared.add(), shared.others()
    vote(member, signal_id, Verdict.DISPUTE, "A door knob")
    appealed("number", str(signal_id))
    vote(member, signal_id, Verdict.CONFIRM)
    assert shared.signal(signal_id).state == "suspended"
    assert [kind for _number, kind in shared.log()] == ["added", "disputed", "suspended"]


def test_a_dispute_taken_back_says_nothing_of_use_while_it_may_name_a_child(shared: SharedBank) -> None:
    signal_id, (member, *_others), now = account(shared), shared.others(), timezone.now()
    program = shared.world.program(shared.world.desk)
    vote(member, signal_id, Verdict.DISPUTE, "A door knob")
    row = shared.signal(signal_id)
    with acting_as(shared.curator):
        doubt_listed([Listed(row.id, shared.bank_id, shared.world.desk.id, row.kind, row.value)])
    take_up_doubts(program, now)
    vote(member, signal_id, Verdict.CONFIRM)
    assert shared.signal(signal_id).state == "suspended"
    assert [kind for _number, kind in shared.log()] == ["added", "disputed", "suspended"]
    tell_of_votes(program, now)
    with acting_as(shared.officer):
        assert not timeline_of(signal_id, acts=[Act.SIGNAL_RESTORED])


def test_the_answer_does_not_say_whether_anything_is_listed(shared: SharedBank) -> None:
    reference, secret = appealed("url", "hxxps://example[.]org/knobs")
    appeal = the_appeal(shared)
    assert (appeal.signal_id, appeal.named) == (None, "https://example.org/knobs")
    assert "We are looking at it" in followed(reference, secret)


def test_until_all_is_decided_the_listed_and_the_unlisted_read_the_same(shared: SharedBank) -> None:
    shared.add()
    other = found_bank(shared.curator, name="Knobs")
    add_signals(shared.curator, other, [about_a_person()])
    account(shared)
    listed, unlisted = (
        re.sub(
            r"AP-\w+", "", followed(*appealed("account", handle, "bridge photos")).split("<main")[1].split("</main")[0]
        )
        for handle in ("door.knob", "door.bell")
    )
    assert listed == unlisted
    assert listed.count("We are looking at it") == 1
    assert shared.world.desk.name not in listed


def test_what_is_decided_is_read_once_all_under_the_code_is(shared: SharedBank) -> None:
    account(shared)
    add_signals(shared.curator, found_bank(shared.curator, name="Knobs"), [about_a_person()])
    code, decider = (
        appealed("account", "door.knob", "bridge photos"),
        shared.world.member(shared.world.desk, Role.SUPERVISOR),
    )
    with acting_as(shared.curator):
        first, second = Appeal.objects.order_by("id")
    decide_appeal(decider, first.id, is_upheld=False, reasons="It is one.")
    assert "It is one." not in followed(*code)
    decide_appeal(decider, second.id, is_upheld=True, reasons="It is none.")
    shown = followed(*code)
    assert all(words in shown for words in ("It is one.", "It is none.", "You were right", "We keep it"))


def test_a_wrong_secret_opens_nothing_and_what_cannot_be_read_is_named(shared: SharedBank) -> None:
    reference, secret = appealed("account", "door.knob", "bridge photos")
    assert "do not know this code" in followed(reference, secret[:-1] + ("2" if secret[-1] != "2" else "3"))
    appealed("account", "door.knob", status=422)
    appealed("number", "12", status=422)
    appealed("url", "https://example.org", status=422)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("8E" * 16, "a digest of a file"),
        ("8e" * 20, "a digest of a file"),
        ("8e" * 32, "a digest of a file"),
        (f"{'8e' * 4}-8e8e-8e8e-8e8e-{'8e' * 5}", "not whole"),
        (f"{{{'8e' * 4}-8e8e-8e8e-8e8e-{'8e' * 6}}}", "not whole"),
    ],
)
def test_a_digest_is_no_number_of_a_signal_and_the_page_says_which_number_is_meant(value: str, said: str) -> None:
    (fault,) = AppealForm({"what": "number", "value": value, "text": "It is my bridge."}).errors["value"]
    assert said in fault
    assert "1b4e28ba-" in fault


def test_a_number_is_read_as_a_telephone_writes_it() -> None:
    number = "1B4E28BA\u20132fa1\u201141d2 883f-0016d3cca427 "
    form = AppealForm({"what": "number", "value": number, "text": "It is my bridge."})
    assert form.is_valid()
    assert form.new_appeal().signal_id == UUID("1b4e28ba-2fa1-41d2-883f-0016d3cca427")


def test_a_visitor_who_appeals_too_often_waits(shared: SharedBank) -> None:
    for number in range(5):
        appealed("url", f"https://example.org/{number}")
    appealed("url", "https://example.org/6", status=429)


def test_the_desk_lists_what_waits_and_others_do_not_see_it(shared: SharedBank) -> None:
    reference, _secret = appealed("url", "https://example.org/knobs")
    assert reference in client_of(shared.curator).get(reverse("banks:appeals")).content.decode()
    for stranger in (shared.sharer, shared.officer):
        assert client_of(stranger).get(reverse("banks:appeals")).status_code == 403


@pytest.mark.parametrize(("language", "words"), [("nl", "30 dagen"), ("it", "30 giorni")])
def test_the_public_page_speaks_the_readers_language(shared: SharedBank, language: str, words: str) -> None:
    shown = Client().get(reverse("banks:make_appeal"), headers={"Accept-Language": language}).content.decode()
    assert words in shown


def test_where_nobody_may_decide_managers_are_told_at_once_and_oversight_in_time(shared: SharedBank) -> None:
    world, program = shared.world, shared.world.program(shared.world.desk)
    body = world.organisation(OrganisationKind.OVERSIGHT, "Bridge Watch")
    signal_id = account(shared)
    appealed("account", "door.knob", "bridge photos")
    appeal = the_appeal(shared)

    def told(now: datetime) -> list[str]:
        find_deciders(program, now)
        with acting_as(program):
            rows = Notice.objects.filter(subject__icontains="an appeal waits").order_by("created_at", "id")
            return list(rows.values_list("to", flat=True))

    assert told(appeal.made_at) == [], "the curator's analyst did not list it"
    vote(shared.curator, signal_id, Verdict.CONFIRM)
    shown = client_of(shared.curator).get(reverse("banks:appeals")).content.decode()
    assert "Needs somebody" in shown
    assert (
        "Invite somebody" in client_of(shared.curator).get(reverse("banks:appeal", args=[appeal.id])).content.decode()
    )
    managers = [world.email_of(world.administrator(world.desk))]
    assert told(appeal.made_at) == managers
    assert len(told(appeal.made_at + timedelta(days=14))) == 1
    half = appeal.made_at + timedelta(days=15, minutes=1)
    assert told(half) == [*managers, body.mailbox]
    assert len(told(half + timedelta(days=1))) == 2
    with acting_as(world.program(body)):
        (entry,) = timeline_of(appeal.id, acts=[Act.APPEAL_NEEDS_SOMEBODY])
    assert entry.details == {}
    world.member(world.desk, Role.SUPERVISOR)
    assert "Needs somebody" not in client_of(shared.curator).get(reverse("banks:appeals")).content.decode()
