"""Pages of shared banks: what is in one, who owes an answer, one signal, and every act on it."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.organisations.commands.agree import end_agreement
from causeway.hub.base.organisations.models import Agreement
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.tell_of_votes import tell_of_votes
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.banks.sharing import SHA256, SharedBank, shared_bank
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def page(client: Client, address: str, /, *ids: UUID, **query: str) -> str:
    answer = client.get(reverse(f"banks:{address}", args=ids), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_narrows_sorts_and_links(shared: SharedBank) -> None:
    client = client_of(shared.sharer)
    shown = page(client, "banks")
    assert "Bridges" in shown
    assert "Causeway Desk" in shown
    assert "never proof" in shown
    assert "Bridges" not in page(client, "banks", whose="own")
    assert "Nothing fits" in page(client, "banks", name="knobs")
    assert "Bridges" in page(client, "banks", sort="-exact")


def test_a_bank_names_who_owes_an_answer_until_it_gives_one(shared: SharedBank) -> None:
    withdraw_signal(shared.curator, shared.add(), "A door knob")
    shown = page(client_of(shared.curator), "bank", shared.bank_id)
    assert shown.count("1, since") == 2
    sharer = client_of(shared.sharer)
    assert "has 1 change to acknowledge" in page(sharer, "bank", shared.bank_id)
    address = reverse("banks:acknowledge", args=[shared.bank_id])
    assert sharer.post(address, {"undid": "", "up_to": "2"}).status_code == 422
    assert sharer.post(address, {"undid": "Nothing to undo", "up_to": "2"}).status_code == 302
    assert "to acknowledge" not in page(sharer, "bank", shared.bank_id)
    assert page(client_of(shared.curator), "bank", shared.bank_id).count("1, since") == 1


def test_signals_are_found_by_state_and_by_their_whole_value_which_the_address_hides(shared: SharedBank) -> None:
    signal_id = shared.add()
    shared.add("cd" * 32)
    client = client_of(shared.sharer)
    assert "Nothing here" in page(client, "bank", shared.bank_id, state="confirmed")
    answer = client.post(reverse("banks:bank", args=[shared.bank_id]), {"q": SHA256.upper()})
    assert answer.status_code == 303
    assert SHA256 not in answer.headers["Location"].lower()
    shown = client.get(answer.headers["Location"]).content.decode()
    assert str(signal_id) in shown
    assert shown.count("/banks/signals/") < page(client, "bank", shared.bank_id).count("/banks/signals/")


def test_a_signal_shows_votes_only_to_who_has_voted_and_a_look_is_entered(shared: SharedBank) -> None:
    signal_id = shared.add()
    first, second, _third = shared.others()
    vote(first, signal_id, Verdict.CONFIRM, "Seen it on a bridge")
    client = client_of(second)
    assert "Seen it on a bridge" not in page(client, "signal", signal_id)
    answer = client.post(reverse("banks:vote", args=[signal_id]), {"verdict": "confirm"})
    assert answer.status_code == 302
    assert "Seen it on a bridge" in page(client, "signal", signal_id)
    with acting_as(second):
        assert Entry.objects.filter(act=Act.SIGNAL_READ.value, subjects__contains=[signal_id]).exists()


def test_the_voting_queue_holds_what_one_has_not_judged_and_not_added(shared: SharedBank) -> None:
    signal_id = shared.add()
    assert "Nothing waits" in page(client_of(shared.curator), "voting")
    officer = client_of(shared.officer)
    assert SHA256[:20] in page(officer, "voting")
    assert officer.post(reverse("banks:vote", args=[signal_id]), {"verdict": "dispute"}).status_code == 422
    assert officer.post(reverse("banks:vote", args=[signal_id]), {"verdict": "confirm"}).status_code == 302
    assert "Nothing waits" in page(officer, "voting")


def test_a_signal_is_added_by_hand_and_faults_stand_at_their_fields(shared: SharedBank) -> None:
    client, address = client_of(shared.sharer), reverse("banks:add", args=[shared.bank_id])
    told = {"kind": "account", "value": "door.knob", "service": "Bridge Photos"}
    refused = client.post(address, told)
    assert refused.status_code == 422
    assert "for which purpose" in refused.content.decode()
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    more = {"purposes": ["protect_a_child"], "basis": "An invented act", "expires_at": until, "is_no_child": "on"}
    answer = client.post(address, {**told, **more})
    assert answer.status_code == 302
    assert "bridgephotos@door.knob" in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(("days", "status"), [(90, 302), (91, 422)])
def test_an_account_holds_to_its_ninetieth_day_and_no_longer_and_the_fault_stands_at_the_day(
    shared: SharedBank, days: int, status: int
) -> None:
    until = timezone.localdate(timezone=ZoneInfo(shared.sharer.zone)) + timedelta(days=days)
    told = {
        "kind": "account",
        "value": "door.knob",
        "service": "Bridge Photos",
        "purposes": ["protect_a_child"],
        "basis": "An invented act",
        "expires_at": until.isoformat(),
        "is_no_child": "on",
    }
    answer = client_of(shared.sharer).post(reverse("banks:add", args=[shared.bank_id]), told)
    assert answer.status_code == status
    if status == 422:
        assert "Until which day may it be used? \N{EN DASH} Choose an end within 90 days." in answer.content.decode()
    else:
        with acting_as(shared.sharer):
            ends = Signal.objects.get().expires_at
        assert ends is not None
        assert ends <= timezone.now() + timedelta(days=90)


def test_only_what_an_agreement_covers_is_offered_and_without_one_the_page_says_so(shared: SharedBank) -> None:
    offered = page(client_of(shared.sharer), "add", shared.bank_id)
    assert 'value="protect_a_child"' in offered
    assert 'value="investigate"' not in offered
    assert "is for these alone" in offered
    assert 'value="investigate"' in page(client_of(shared.curator), "add", shared.bank_id)
    with acting_as(shared.sharer):
        (given,) = Agreement.objects.filter(giver=shared.service)
    end_agreement(shared.world.administrator(shared.service), given.id)
    answer = client_of(shared.sharer).get(reverse("banks:add", args=[shared.bank_id]), follow=True)
    shown = answer.content.decode()
    assert shown.count("lets your organisation pass signals to Causeway Desk") == 2
    assert reverse("banks:add", args=[shared.bank_id]) not in shown


def test_who_adds_what_is_there_is_told_that_nothing_of_it_is_in(shared: SharedBank) -> None:
    shared.add()
    told = {"kind": "sha256", "value": SHA256, "category": "B"}
    answer = client_of(shared.sharer).post(reverse("banks:add", args=[shared.bank_id]), told, follow=True)
    assert "Nothing of what you entered is in." in answer.content.decode()


def test_who_added_a_signal_is_told_why_the_page_of_votes_does_not_open(shared: SharedBank) -> None:
    signal_id = shared.add()
    answer = client_of(shared.curator).get(reverse("banks:vote", args=[signal_id]), follow=True)
    assert answer.redirect_chain == [(reverse("banks:signal", args=[signal_id]), 302)]
    assert answer.content.decode().count("You added this signal, so others judge it.") == 2


@pytest.mark.parametrize("act", ["withdraw", "regrade", "move", "opinion"])
def test_each_act_has_a_page_and_needs_its_answers(shared: SharedBank, act: str) -> None:
    signal_id = shared.add()
    client = client_of(shared.curator)
    other = client.post(reverse("banks:new"), {"name": "Knobs", "scheme": "uk"}).headers["Location"].split("/")[-2]
    address = reverse(f"banks:{act}", args=[signal_id])
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    given = {"reason": "Looked again", "category": "B", "bank": other, "kind": "wrong"}
    assert client.post(address, given).status_code == 302
    with acting_as(shared.curator):
        signal = Signal.objects.get(id=signal_id)
    states = {"withdraw": "withdrawn", "move": "moved"}
    assert signal.state == states.get(act, "unconfirmed")
    assert (signal.category == "B") is (act == "regrade")


def test_a_curator_shares_and_stops_sharing(shared: SharedBank) -> None:
    client = client_of(shared.curator)
    assert client.post(reverse("banks:end", args=[shared.bank_id, shared.service.id])).status_code == 302
    assert client_of(shared.sharer).get(reverse("banks:bank", args=[shared.bank_id])).status_code == 404
    address = reverse("banks:share", args=[shared.bank_id])
    assert "Bridge Photos" in client.get(address).content.decode()
    assert client.post(address, {"receiver": str(shared.service.id)}).status_code == 302
    assert client_of(shared.sharer).get(reverse("banks:bank", args=[shared.bank_id])).status_code == 200


def test_a_list_taken_away_says_that_a_signal_is_no_proof_and_is_entered(shared: SharedBank) -> None:
    shared.add()
    answer = client_of(shared.sharer).get(reverse("banks:export", args=[shared.bank_id]))
    rows = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert SHA256 in rows[1]
    assert rows[1].endswith("a signal is never proof")
    with acting_as(shared.sharer):
        assert Entry.objects.filter(act=Act.LIST_EXPORTED.value).count() == 1


def test_strangers_and_those_who_may_only_read_do_nothing(shared: SharedBank) -> None:
    signal_id = shared.add()
    stranger = client_of(shared.world.member(shared.world.organisation(OrganisationKind.SERVICE), Role.REVIEWER))
    for name, of in (("bank", shared.bank_id), ("signal", signal_id), ("vote", signal_id), ("add", shared.bank_id)):
        assert stranger.get(reverse(f"banks:{name}", args=[of])).status_code == 404
    officer = client_of(shared.officer)
    for name in ("regrade", "move"):
        assert officer.post(reverse(f"banks:{name}", args=[signal_id]), {"reason": "x"}).status_code == 403
    assert officer.post(reverse("banks:withdraw", args=[signal_id]), {"reason": "x"}).status_code == 403


def test_a_signal_cannot_be_moved_while_there_is_no_other_bank_and_the_page_says_so(shared: SharedBank) -> None:
    answer = client_of(shared.curator).get(reverse("banks:move", args=[shared.add()]), follow=True)
    assert "You curate no other bank" in answer.content.decode()


def test_the_history_and_the_ledger_name_nobody_who_voted_to_those_who_have_not(shared: SharedBank) -> None:
    signal_id = shared.add()
    vote(shared.officer, signal_id, Verdict.DISPUTE, "A door knob")
    for address, found in (("signal", signal_id), ("bank", shared.bank_id)):
        assert page(client_of(shared.sharer), address, found).count("Shown to those who voted") == 1
        assert "Shown to those who voted" not in page(client_of(shared.officer), address, found)
    assert tell_of_votes(shared.world.program(shared.world.desk), timezone.now()) == 1
    for member in (shared.sharer, shared.officer):
        with acting_as(member):
            (entry,) = Entry.objects.filter(act=Act.SIGNAL_DISPUTED.value)
        assert (entry.organisation_id, entry.member_id) == (shared.world.desk.id, None)


def test_who_said_what_became_of_a_match_is_told_that_it_counts_once(shared: SharedBank) -> None:
    address, client = reverse("banks:opinion", args=[shared.add()]), client_of(shared.sharer)
    assert client.post(address, {"kind": "right", "note": ""}).status_code == 302
    again = client.post(address, {"kind": "wrong", "note": ""})
    assert (again.status_code, "It counts once" in again.content.decode()) == (422, True)
