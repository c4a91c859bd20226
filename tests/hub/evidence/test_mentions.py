"""Accounts, addresses and words of a referral that a bank lists: found for the purpose they may serve, shown with where
they are from, and with what became of their signals since.
"""

import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.commands.agree import suspend_agreement
from causeway.hub.base.organisations.models import Agreement
from causeway.hub.base.organisations.sharing import found_all
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.queries.listed import Named, listed_in_each
from causeway.hub.road.evidence.commands.record_matches import record_mentions
from causeway.hub.road.evidence.commands.renew_standings import renew_standings
from causeway.hub.road.evidence.models import BankMatch
from causeway.hub.road.queues.commands.take_item import take_item
from causeway.hub.road.referrals.queries.told import told as referral_told
from causeway.selectors import phrases_in
from causeway.vocabulary.organisations import Category, Purpose, Role
from causeway.vocabulary.referral import Account, Party, PartyRole, Referral
from causeway.vocabulary.selectors import Selector, SelectorKind
from causeway.vocabulary.signals import SignalKind
from hub.conftest import SmallWorld
from hub.desk_at_work import DeskAtWork, about, desk_at_work, picture
from hub.organisations.signing_in import client_of

PAGE = "https://example.org/bridges/7"
TOLD = "They spoke of a Blue  DOOR knob, and of bridges."


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: Any) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"


@pytest.fixture
def road(world: SmallWorld) -> DeskAtWork:
    return desk_at_work(world)


@pytest.fixture
def analyst(road: DeskAtWork) -> Actor:
    return road.world.member(road.world.desk, Role.ANALYST)


def new(kind: SignalKind, value: str, **given: object) -> NewSignal:
    told = NewSignal(
        kind=kind,
        value=value,
        service="Harbour Chat" if kind is SignalKind.ACCOUNT else "",
        purposes=(Purpose.PROTECT_A_CHILD,),
        basis="Section 1 of an invented act",
        source="A door-to-door survey",
        expires_at=timezone.now() + timedelta(days=30),
        is_no_child=True,
    )
    return replace(told, **given)  # type: ignore[arg-type]


def bank_with(analyst: Actor, *signals: NewSignal) -> list[UUID]:
    return [each.id for each in add_signals(analyst, found_bank(analyst, name="Bridges"), signals)]


def listed(road: DeskAtWork, *accounts: str, text: str = "") -> list[str]:
    selectors = [Selector(kind=SelectorKind.ACCOUNT, value=f"harbourchat@{each}") for each in accounts]
    (found,) = listed_in_each(road.desk, [Named(selectors=selectors, texts=[text])])
    return [each.value for each in found]


def told_of(handle: str = "tidepool") -> Referral:
    return about(handle, narrative=TOLD)


def page_of(road: DeskAtWork, referral_id: UUID) -> str:
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    return client_of(officer).get(reverse("referrals:referral", args=[referral_id])).content.decode()


def test_an_account_and_a_word_are_found_and_shown_with_where_they_are_from(road: DeskAtWork, analyst: Actor) -> None:
    bank_with(analyst, new(SignalKind.ACCOUNT, "@TidePool"), new(SignalKind.KEYWORD, "door  Knob"))
    referral_id = road.send(told_of())
    road.work()
    shown = page_of(road, referral_id)
    for word in ("harbourchat@tidepool", "door knob", "Bridges", "A door-to-door survey", "Causeway Desk", "not proof"):
        assert word in shown
    with acting_as(road.desk):
        assert BankMatch.objects.filter(referral_id=referral_id).count() == 2


def test_nothing_else_matches(road: DeskAtWork, analyst: Actor) -> None:
    ids = bank_with(
        analyst,
        new(SignalKind.ACCOUNT, "withdrawn"),
        new(SignalKind.ACCOUNT, "for-police", purposes=(Purpose.INVESTIGATE,)),
        new(SignalKind.ACCOUNT, "over"),
        new(SignalKind.KEYWORD, "knob"),
    )
    withdraw_signal(analyst, ids[0], "A door knob")
    with acting_as(analyst):
        # Past the commands: its end has come, and the worker has not marked it yet.
        Signal.objects.filter(id=ids[2]).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert listed(road, "withdrawn", "for-police", "over", "nobody", text="doorknobs") == []
    assert listed(road, text="A KNOB!") == ["knob"]


def test_what_others_share_matches_only_while_the_agreement_is_in_force(road: DeskAtWork, analyst: Actor) -> None:
    administrator, other = road.world.administrator(road.world.desk), road.world.member(road.kent, Role.ANALYST)
    bank_id = found_bank(analyst, name="Bridges")
    for giver, receiver in ((road.world.desk, road.kent), (road.kent, road.world.desk)):
        road.world.agree(giver, receiver, Category.SIGNAL)
    share_bank(analyst, bank_id, road.kent.id)
    add_signals(other, bank_id, [new(SignalKind.ACCOUNT, "tidepool")])
    assert listed(road, "tidepool") == ["harbourchat@tidepool"]
    with acting_as(administrator):
        (agreement,) = Agreement.objects.filter(giver_id=road.kent.id, categories__contains=[Category.SIGNAL.value])
    suspend_agreement(administrator, agreement.id, "Looked at anew")
    assert listed(road, "tidepool") == []


@pytest.mark.parametrize(
    ("party", "is_looked_for"),
    [
        (Party(role=PartyRole.VICTIM), False),
        (Party(role=PartyRole.SUBJECT, age_years=15), False),
        (Party(role=PartyRole.ASSOCIATE, is_child=True), False),
        (Party(role=PartyRole.RECIPIENT), False),
        (Party(role=PartyRole.RECIPIENT, is_child=False), True),
        (Party(role=PartyRole.SUBJECT), True),
    ],
)
def test_the_account_of_a_child_or_of_who_may_be_one_is_not_looked_for(
    road: DeskAtWork, analyst: Actor, party: Party, is_looked_for: bool
) -> None:
    bank_with(analyst, new(SignalKind.ACCOUNT, "wren"))
    named = replace(party, accounts=(Account(service="Harbour Chat", handle="wren"),))
    referral_id = road.send(replace(about("tidepool"), parties=(named,)))
    with acting_as(road.desk):
        # Clearing would put the signal in doubt as well; here it is in use.
        referral = referral_told(referral_id)
        found_all([referral.dossier_id], Category.REFERRAL)
        record_mentions(road.desk, [(referral, None)])
        assert BankMatch.objects.exists() is is_looked_for


def test_looking_asks_the_same_few_questions_however_much_is_listed_and_named(road: DeskAtWork, analyst: Actor) -> None:
    bank_with(analyst, *(new(SignalKind.ACCOUNT, f"tide{number}") for number in range(30)))
    costs = []
    for count in (1, 30):
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(road, *(f"tide{number}" for number in range(count)), text=TOLD)) == count
        costs.append(len(asked.captured_queries))
    assert costs[0] == costs[1]


def test_a_withdrawal_shows_beside_every_match_and_whoever_has_the_referral_is_told(
    road: DeskAtWork, analyst: Actor
) -> None:
    (account,) = bank_with(analyst, new(SignalKind.ACCOUNT, "tidepool"))
    referral_id = road.send(told_of())
    road.work()
    with acting_as(road.desk):
        (sha256,) = BankMatch.objects.filter(referral_id=referral_id).values_list("sha256", flat=True)
    assert sha256 == ""
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    take_item(officer, referral_id)
    withdraw_signal(analyst, account, "A door knob")
    road.work()
    road.work()
    with acting_as(road.program(road.kent)):
        (match,) = BankMatch.objects.filter(referral_id=referral_id)
        told = Notice.objects.filter(about_id=referral_id, subject__startswith="A match of")
        assert [notice.to for notice in told] == [road.world.email_of(officer)]
        assert not [notice for notice in told if "tidepool" in str(notice.body)]
    assert match.standing == "withdrawn"
    shown = page_of(road, referral_id)
    assert "Withdrawn" in shown
    assert "A signal behind a match changed" in shown


def test_what_comes_back_changes_only_matches_that_were_out_of_use(road: DeskAtWork, analyst: Actor) -> None:
    (account,) = bank_with(analyst, new(SignalKind.ACCOUNT, "tidepool"))
    referral_id = road.send(told_of())
    road.work()
    with acting_as(road.program(road.world.desk)):
        assert renew_standings([account], timezone.now()) == 0
        BankMatch.objects.filter(referral_id=referral_id).update(standing="suspended", standing_at=timezone.now())
        assert renew_standings([account], timezone.now()) == 1
        (match,) = BankMatch.objects.filter(referral_id=referral_id)
    assert match.standing == "unconfirmed"


def test_a_list_matches_files_as_before_and_its_withdrawal_shows(road: DeskAtWork, analyst: Actor) -> None:
    data = picture(2)
    text = f"sha256\n{hashlib.sha256(data).hexdigest()}\n"
    import_list(analyst, bank_name="Listed", stream=BytesIO(text.encode()), list_format=ListFormat.CSV)
    referral_id = road.send(about("tidepool"), data)
    road.work()
    with acting_as(road.desk):
        (match,) = BankMatch.objects.filter(referral_id=referral_id)
    assert "Withdrawn" not in page_of(road, referral_id)
    withdraw_signal(analyst, match.signal_id, "A door knob")
    road.work()
    shown = page_of(road, referral_id)
    assert "Withdrawn" in shown
    assert "Listed" in shown


def test_phrases_are_whole_words() -> None:
    assert {"door knob", "knob,", "knob"} <= phrases_in(TOLD)
    assert "oor" not in phrases_in(TOLD)
