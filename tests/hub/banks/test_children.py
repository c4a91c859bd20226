"""No signal names a child: neither one that a referral has told of, nor one that a referral tells of later."""

import base64
import json
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.banks import doubting
from causeway.hub.knowledge.banks.commands import put_to_curator as putting
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal
from causeway.hub.knowledge.banks.commands.decide_doubt import decide_doubt
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank
from causeway.hub.knowledge.banks.commands.put_to_curator import curator_told, put_to_curator
from causeway.hub.knowledge.banks.doubting import CuratorDecides
from causeway.hub.knowledge.banks.models import Change, Doubt, Receipt, Signal
from causeway.hub.knowledge.banks.reporting import value_digest
from causeway.hub.road.queues.clearing.clear_referrals import clear_referrals
from causeway.hub.road.queues.working.ticking import OFTEN
from causeway.hub.road.queues.working.worker import Worker
from causeway.hub.road.referrals.children import marks_among, values_of_children
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose, Role
from causeway.vocabulary.referral import Account, Party, PartyRole, Referral
from causeway.vocabulary.signals import SignalKind
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work
from hub.organisations.signing_in import client_of

CHILDS = (SignalKind.ACCOUNT, "harbourchat@wren.m")


def account(handle: str) -> NewSignal:
    return NewSignal(
        kind=SignalKind.ACCOUNT,
        value=handle,
        service="Harbour Chat",
        purposes=(Purpose.PROTECT_A_CHILD,),
        basis="Section 1 of an invented act",
        expires_at=timezone.now() + timedelta(days=30),
        is_no_child=True,
    )


def naming(handle: str, *, role: PartyRole = PartyRole.VICTIM, is_child: bool | None = None) -> Referral:
    """A referral that names somebody in this role."""
    told = about("tidepool")
    child = Party(
        role=role,
        is_child=is_child,
        first_name="Marlow",
        last_name="Wren",
        accounts=(Account(service="Harbour Chat", handle=handle),),
        addresses=told.parties[1].addresses,
    )
    return replace(told, parties=(told.parties[0], child))


@dataclass
class Scene:
    """The desk curates a bank that it shares with another service, which sees none of the referrals."""

    road: DeskAtWork
    bank_id: UUID
    curator: Actor
    second: Actor
    other: Organisation
    lister: Actor

    def doubt(self) -> Doubt:
        with acting_as(self.curator):
            return Doubt.objects.get(decided_at=None)

    def state(self, signal_id: UUID) -> str:
        with acting_as(self.curator):
            return Signal.objects.get(id=signal_id).state

    def listed(self, handle: str = "wren.m", *, by: Actor | None = None) -> UUID:
        (added,) = add_signals(by or self.lister, self.bank_id, [account(handle)])
        return added.id

    def refused(self, *handles: str, by: Actor | None = None) -> Invalid:
        lister = by or self.lister
        with pytest.raises(Invalid) as refused, curator_told(lister, self.bank_id):
            add_signals(lister, self.bank_id, [account(handle) for handle in handles])
        return refused.value


def let_in(curator: Actor, second: Actor, bank_id: UUID) -> None:
    """The child's account, asked about by one and let in by the other."""
    put_to_curator(curator, bank_id, {CHILDS})
    with acting_as(curator):
        doubt_id = Doubt.objects.get(bank_id=bank_id, decided_at=None).id
    decide_doubt(second, doubt_id, is_let_in=True, reasons="A namesake.")


@pytest.fixture
def scene(world: SmallWorld) -> Scene:
    road, other = desk_at_work(world), world.organisation(OrganisationKind.SERVICE, "Bridge Photos")
    curator = world.member(world.desk, Role.ANALYST)
    bank_id = found_bank(curator, name="Accounts")
    world.agree(world.desk, other, Category.SIGNAL)
    world.agree(other, world.desk, Category.SIGNAL)
    share_bank(curator, bank_id, other.id)
    return Scene(
        road=road,
        bank_id=bank_id,
        curator=curator,
        second=world.member(world.desk, Role.SUPERVISOR),
        other=other,
        lister=world.member(other, Role.REVIEWER),
    )


@pytest.mark.parametrize(
    ("role", "is_child", "is_marked"),
    [
        (PartyRole.VICTIM, None, True),
        (PartyRole.SUBJECT, True, True),
        (PartyRole.SUBJECT, None, False),
        (PartyRole.RECIPIENT, None, True),
        (PartyRole.RECIPIENT, False, False),
        (PartyRole.ASSOCIATE, None, False),
    ],
)
def test_who_is_marked(role: PartyRole, is_child: bool | None, is_marked: bool) -> None:
    told = naming("@Wren.M", role=role, is_child=is_child)
    marked = {CHILDS, *((SignalKind.KEYWORD, words) for words in ("marlow wren", "wren marlow", "wren.m"))}
    assert values_of_children(told, timezone.now().date()) == (marked if is_marked else set())


def test_what_another_was_told_of_is_refused_without_a_word_and_goes_to_the_curator(scene: Scene) -> None:
    scene.road.send(naming("wren.m"))
    scene.road.work()
    refused = scene.refused("tidepool", "@Wren.M")
    assert isinstance(refused, CuratorDecides)
    assert (refused.field, refused.message) == (
        "signals[1].value",
        "Whether this is listed, the bank’s curator decides.",
    )
    scene.refused("@Wren.M")
    doubt = scene.doubt()
    assert (doubt.kind, doubt.value, doubt.asked_by_id) == (*CHILDS, scene.other.id)
    scene.road.work()
    with acting_as(scene.road.desk):
        assert Notice.objects.filter(subject="Something in your banks may name a child").count() == 1
        assert not Signal.objects.exists()
    decide_doubt(scene.second, doubt.id, is_let_in=True, reasons="A namesake, 41 years old.")
    assert scene.state(scene.listed("wren.m")) == "unconfirmed"
    assert scene.listed("tidepool"), "the subject's own is listed"


def test_a_person_who_can_see_the_referral_is_told_why(scene: Scene) -> None:
    scene.road.send(naming("wren.m"))
    scene.road.work()
    assert "A referral names this" in scene.refused("wren.m", by=scene.curator).message
    doubt = scene.doubt()
    with pytest.raises(NotPermitted):
        decide_doubt(scene.curator, doubt.id, is_let_in=True, reasons="It is not.")
    _key, program = scene.road.world.credential(scene.road.world.desk, Scope.SEND_SIGNALS)
    assert "curator decides" in scene.refused("wren.m", by=program).message


def test_a_later_referral_takes_a_listed_account_out_of_use_everywhere(scene: Scene) -> None:
    signal_id, other_id = scene.listed(), scene.listed("tidepool")
    scene.road.send(naming("wren.m"))
    scene.road.work()
    assert (scene.state(signal_id), scene.state(other_id)) == ("suspended", "unconfirmed")
    with acting_as(scene.lister):
        receipt = Receipt.objects.get()
        assert (receipt.organisation_id, receipt.change.kind, receipt.change.reason) == (
            scene.other.id,
            "suspended",
            "",
        )
        assert Act.SIGNAL_SUSPENDED in {entry.act for entry in timeline_of(signal_id)}
        assert Act.SIGNAL_DOUBTED not in {entry.act for entry in timeline_of(signal_id)}
        assert not Doubt.objects.exists()
    with acting_as(scene.curator):
        assert Act.SIGNAL_DOUBTED in {entry.act for entry in timeline_of(signal_id)}
    decide_doubt(scene.second, scene.doubt().id, is_let_in=False, reasons="It is a child's.")
    assert scene.state(signal_id) == "withdrawn"
    with acting_as(scene.curator):
        (doubt,) = Doubt.objects.all()
        assert doubt.value == value_digest(*CHILDS)
    scene.refused("wren.m")
    scene.road.work()
    with acting_as(scene.curator):
        assert not Doubt.objects.filter(decided_at=None).exists(), "it is not decided twice"
    with acting_as(scene.lister):
        assert Act.DOUBT_DECIDED in {entry.act for entry in timeline_of(scene.bank_id)}
        assert Notice.objects.filter(subject="A bank’s curator has answered you").count() == 1


def test_what_is_asked_about_while_it_is_listed_is_taken_out_of_use(scene: Scene) -> None:
    signal_id = scene.listed(by=scene.second)
    put_to_curator(scene.curator, scene.bank_id, {CHILDS})
    scene.road.work()
    assert scene.state(signal_id) == "suspended"
    for wanted_it in (scene.curator, scene.second):
        with pytest.raises(NotPermitted):
            decide_doubt(wanted_it, scene.doubt().id, is_let_in=True, reasons="A namesake.")


def test_nothing_moves_into_a_bank_that_is_in_doubt_about_it(scene: Scene) -> None:
    other_id = found_bank(scene.curator, name="Others")
    signal_id = scene.listed(by=scene.curator)
    put_to_curator(scene.curator, other_id, {CHILDS})
    with pytest.raises(Conflict) as refused:
        move_signal(scene.curator, signal_id, other_id, "", "Its place.")
    assert refused.value.field == "bank"


def test_what_is_let_in_stays_until_another_referral_names_it(scene: Scene) -> None:
    signal_id, referral_id = scene.listed(), scene.road.send(naming("wren.m"))
    scene.road.work()
    decide_doubt(scene.second, scene.doubt().id, is_let_in=True, reasons="A namesake.")
    assert scene.state(signal_id) == "unconfirmed"
    with acting_as(scene.curator):
        kinds = list(Change.objects.filter(signal_id=signal_id).order_by("number").values_list("kind", flat=True))
    assert kinds == ["added", "suspended", "restored"]
    clear_referrals(scene.road.desk, [referral_id], router=scene.road.tools.router, now=timezone.now())
    scene.road.work(timezone.now() + timedelta(hours=2))
    assert scene.state(signal_id) == "unconfirmed"
    scene.road.send(naming("wren.m"))
    scene.road.work()
    assert scene.state(signal_id) == "suspended"


def test_a_bank_that_the_desk_does_not_see_is_looked_through_by_the_force_that_does(scene: Scene) -> None:
    world = scene.road.world
    hotline = world.organisation(OrganisationKind.HOTLINE, "Bridge Line")
    curator, officer = world.member(hotline, Role.ANALYST), world.member(scene.road.kent, Role.ANALYST)
    bank_id = found_bank(curator, name="Others")
    for giver, receiver in ((hotline, scene.road.kent), (scene.road.kent, hotline)):
        world.agree(giver, receiver, Category.SIGNAL)
    share_bank(curator, bank_id, scene.road.kent.id)
    (added,) = add_signals(officer, bank_id, [account("wren.m")])
    scene.road.send(naming("wren.m"))
    scene.road.work()
    scene.road.work(timezone.now() + OFTEN)
    with acting_as(curator):
        assert Signal.objects.get(id=added.id).state == "suspended"


def test_whoever_comes_to_share_a_bank_looks_through_it(scene: Scene) -> None:
    """And what a referral and a signal missed of each other is found within the hour."""
    world, road = scene.road.world, scene.road
    road.send(naming("wren.m"))
    road.work()
    hotline = world.organisation(OrganisationKind.HOTLINE, "Bridge Line")
    curator = world.member(hotline, Role.ANALYST)
    bank_id = found_bank(curator, name="Others")
    (added,) = add_signals(curator, bank_id, [account("wren.m")])
    world.agree(hotline, road.kent, Category.SIGNAL)
    share_bank(curator, bank_id, road.kent.id)
    road.work()
    road.work(timezone.now() + OFTEN)
    with acting_as(curator):
        assert Signal.objects.get(id=added.id).state == "suspended"


def test_what_was_let_in_is_asked_about_anew_once_a_force_that_knew_of_a_child_comes_to_share_the_bank(
    scene: Scene,
) -> None:
    world, road = scene.road.world, scene.road
    road.send(naming("wren.m"))
    road.work()
    hotline = world.organisation(OrganisationKind.HOTLINE, "Bridge Line")
    curator, second = world.member(hotline, Role.ANALYST), world.member(hotline, Role.ANALYST)
    listed_in, not_yet_in = (found_bank(curator, name=name) for name in ("Others", "Others still"))
    (added,) = add_signals(curator, listed_in, [account("wren.m")])
    world.agree(hotline, road.kent, Category.SIGNAL)
    for bank_id in (listed_in, not_yet_in):
        let_in(curator, second, bank_id)
        share_bank(curator, bank_id, road.kent.id)
    road.work()
    with pytest.raises(CuratorDecides):
        add_signals(curator, not_yet_in, [account("wren.m")])
    with acting_as(curator):
        assert Signal.objects.get(id=added.id).state == "suspended"
        doubt_id = Doubt.objects.get(decided_at=None).id
    decide_doubt(second, doubt_id, is_let_in=True, reasons="Still a namesake.")
    road.work(timezone.now() + 2 * OFTEN)
    with acting_as(curator):
        assert Signal.objects.get(id=added.id).state == "unconfirmed", "nobody has come to know more since"


def test_all_referrals_of_a_transaction_cost_one_look_however_many_are_listed(scene: Scene) -> None:
    handles = [f"wren.{number}" for number in range(5)]
    add_signals(scene.lister, scene.bank_id, [account(handle) for handle in handles])
    sent = [scene.road.send(naming(handle)) for handle in handles]
    Worker(None).take_forward(timezone.now())  # the desk founds their dossiers
    with CaptureQueriesContext(connection) as asked:
        clear_referrals(scene.road.desk, sent, router=scene.road.tools.router, now=timezone.now())
    looks = [query["sql"] for query in asked.captured_queries if "referrals_childmark" in query["sql"]]
    assert len(looks) == 1, "one marks and looks"
    with acting_as(scene.curator):
        assert Doubt.objects.count() == 5


def test_a_batch_is_asked_for_in_one_query_and_only_of_banks_that_one_shares(scene: Scene) -> None:
    scene.road.send(naming("wren.m"))
    scene.road.work()
    unknown = {(SignalKind.ACCOUNT, f"harbourchat@knob{number}") for number in range(100)}
    with acting_as(scene.lister):
        for values, found in ((unknown, 0), (unknown | {CHILDS}, 1)):
            with CaptureQueriesContext(connection) as asked:
                assert len(marks_among(scene.bank_id, values)) == found
            assert len(asked) == 1
        (mark,) = marks_among(scene.bank_id, {CHILDS})
        assert not mark.is_own
    stranger = scene.road.world.member(scene.road.essex, Role.ANALYST)
    with acting_as(stranger):
        assert marks_among(scene.bank_id, {CHILDS}) == marks_among(None, {CHILDS}) == []


def test_nobody_gets_many_answers(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (doubting, putting):
        monkeypatch.setattr(module, "MOST_ASKED", 2)
    handles = [f"wren.{number}" for number in range(3)]
    for handle in handles:
        scene.road.send(naming(handle))
    scene.road.work()
    scene.refused(*handles)
    with acting_as(scene.curator):
        assert Doubt.objects.count() == 2
    assert scene.refused("a.door.knob").field == "signals"
    assert scene.listed("a.door.knob", by=scene.curator), "others go on"


def test_what_waits_or_was_refused_takes_no_place_of_what_is_new(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(putting, "MOST_ASKED", 2)
    values = {(SignalKind.KEYWORD, f"knob {number}") for number in range(5)}
    for waiting in (2, 3):
        put_to_curator(scene.curator, scene.bank_id, values)
        with acting_as(scene.curator):
            doubts = list(Doubt.objects.filter(decided_at=None))
        assert len(doubts) == waiting
        decide_doubt(scene.second, doubts[0].id, is_let_in=False, reasons="It is a child's.")


def test_the_curators_pages(scene: Scene) -> None:
    signal_id = scene.listed()
    scene.road.send(naming("wren.m"))
    scene.road.work()
    client = client_of(scene.second)
    assert "What may name a child" in client.get(reverse("banks:banks")).content.decode()
    shown = client.get(reverse("banks:doubts")).content.decode()
    assert "harbourchat@wren.m" in shown
    address = reverse("banks:doubt", args=[scene.doubt().id])
    assert "do not know why" in client.get(address).content.decode()
    assert client.post(address, {"decision": "not_listed", "reasons": ""}).status_code == 422
    assert client.post(address, {"decision": "not_listed", "reasons": "It is."}).status_code == 302
    assert scene.state(signal_id) == "withdrawn"
    decided = client.get(reverse("banks:doubts"), {"show": "decided"}).content.decode()
    assert "Not listed" in decided
    assert "wren.m" not in decided
    assert client_of(scene.lister).get(reverse("banks:doubts")).status_code == 403


def test_a_program_is_refused_by_the_api_and_the_curator_asked_once(scene: Scene) -> None:
    scene.road.send(naming("wren.m"))
    scene.road.work()
    issued, _program = scene.road.world.credential(scene.other, Scope.SEND_SIGNALS)
    told = base64.b64encode(f"{issued.username}:{issued.secret}".encode()).decode()
    client = Client(headers={"Authorization": f"Basic {told}", "Idempotency-Key": "knob-1"})
    new = asdict(account("wren.m")) | {"confidence": 50}
    for _time in range(2):
        answer = client.post(
            f"/api/v1/banks/{scene.bank_id}/signals",
            json.dumps({"signals": [new]}, default=str),
            content_type="application/json",
        )
        (fault,) = answer.json()["errors"]
        assert (answer.status_code, fault["field"]) == (422, "signals[0].value")
        assert "curator decides" in fault["fault"]
    assert scene.doubt().asked_by_id == scene.other.id
