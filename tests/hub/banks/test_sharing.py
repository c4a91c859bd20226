"""Banks shared both ways: who sees what, how votes confirm, what is logged, and who owes an acknowledgement."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.clocks.keeping import clocks_of
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.commands.agree import end_agreement
from causeway.hub.base.organisations.models import Agreement
from causeway.hub.knowledge.banks.commands.acknowledge import acknowledge_changes
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal, regrade_signal, withdraw_signal
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion, take_opinions_back
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
from causeway.hub.knowledge.banks.commands.keep_bank import end_sharing, found_bank, share_bank
from causeway.hub.knowledge.banks.commands.keep_banks import (
    end_lapsed_subscriptions,
    expire_signals,
)
from causeway.hub.knowledge.banks.commands.tell_of_changes import changes_to_tell_of, tell_of_changes
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.looks import bank_looks
from causeway.hub.knowledge.banks.models import Bank, Opinion, Receipt, Signal, Vote
from causeway.hub.knowledge.banks.queries.exchanged import exchanged_signals
from causeway.hub.knowledge.banks.queries.matches import matches_for
from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters, signals_page
from causeway.hub.knowledge.banks.standing import Tally, Verdict
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.organisations import OrganisationKind, Purpose, Role
from causeway.vocabulary.signals import OpinionKind, SignalKind, SignalState
from hub.banks.sharing import PDQ, SHA256, SharedBank, shared_bank
from hub.conftest import SmallWorld

FILE = MediaDigests(
    sha256=SHA256, md5="22" * 16, sha1="33" * 20, size_bytes=9, media_type="image/jpeg", pdq=PDQ, pdq_quality=90
)


@pytest.fixture
def shared(world: SmallWorld) -> SharedBank:
    return shared_bank(world)


def receipts_of(actor: Actor) -> list[Receipt]:
    with acting_as(actor):
        return list(Receipt.objects.filter(organisation_id=actor.organisation_id).order_by("change__number"))


def about_a_person(**given: object) -> NewSignal:
    told = NewSignal(
        kind=SignalKind.ACCOUNT,
        value="@Door.Knob",
        service="Bridge Photos",
        purposes=(Purpose.PROTECT_A_CHILD,),
        basis="Section 1 of an invented act",
        expires_at=timezone.now() + timedelta(days=30),
        is_no_child=True,
    )
    return replace(told, **given)  # type: ignore[arg-type]


def test_what_one_adds_all_who_share_the_bank_match_and_nobody_else(shared: SharedBank) -> None:
    shared.add(by=shared.sharer)
    for actor in (shared.curator, shared.sharer, shared.officer):
        (match,) = matches_for(actor, [FILE])
        assert (match.bank, match.standing) == ("Bridges", SignalState.UNCONFIRMED)
    stranger = shared.world.member(shared.world.organisation(OrganisationKind.POLICE_FORCE), Role.ANALYST)
    assert matches_for(stranger, [FILE]) == []
    with acting_as(stranger):
        assert not Bank.objects.exists()


def test_a_bank_is_shared_only_under_an_agreement(shared: SharedBank) -> None:
    other = shared.world.organisation(OrganisationKind.SERVICE)
    with pytest.raises(NotAgreed):
        share_bank(shared.curator, shared.bank_id, other.id)
    with pytest.raises(NotFound):
        add_signals(
            shared.world.member(other, Role.ANALYST), shared.bank_id, [NewSignal(kind=SignalKind.SHA256, value=SHA256)]
        )


def test_a_repeat_adds_nothing_and_a_batch_with_a_fault_leaves_nothing(shared: SharedBank) -> None:
    one = NewSignal(kind=SignalKind.SHA256, value=SHA256.upper())
    (first,) = add_signals(shared.sharer, shared.bank_id, [one])
    (again,) = add_signals(shared.officer, shared.bank_id, [one])
    assert (first.is_new, again.is_new, again.id) == (True, False, first.id)
    with pytest.raises(Invalid) as refused:
        add_signals(shared.sharer, shared.bank_id, [replace(one, value="cd" * 32), replace(one, value="xyz")])
    assert refused.value.field == "signals[1].value"
    assert shared.log() == [(1, "added")]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"purposes": ()}, "purposes"),
        ({"purposes": (Purpose.OVERSEE,)}, "purposes"),
        ({"basis": " "}, "basis"),
        ({"expires_at": None}, "expires_at"),
        ({"expires_at": timezone.now() + timedelta(days=91)}, "expires_at"),
        ({"is_no_child": False}, "is_no_child"),
        ({"service": ""}, "value"),
        ({"kind": SignalKind.URL, "value": "https://example.org/"}, "value"),
        ({"confidence": 101}, "confidence"),
    ],
)
def test_what_leads_to_a_person_needs_purpose_basis_and_end(
    shared: SharedBank, given: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_signals(shared.sharer, shared.bank_id, [about_a_person(**given)])
    assert refused.value.field == f"signals[0].{field}"


def test_a_photodna_value_is_carried_in_one_spelling_and_matches_nothing(shared: SharedBank) -> None:
    value = bytes(range(144))
    in_hex = shared.add(value.hex().upper(), SignalKind.PHOTODNA)
    assert shared.add(base64.b64encode(value).decode(), SignalKind.PHOTODNA) == in_hex
    assert shared.signal(in_hex).value == value.hex()
    with pytest.raises(Invalid):
        shared.add(base64.b64encode(value[1:]).decode(), SignalKind.PHOTODNA)
    (change,) = exchanged_signals(shared.officer, shared.bank_id, SignalFilters())
    assert change.signals[0].value == base64.b64encode(value).decode()


def test_an_account_is_kept_in_its_one_spelling_and_expires(shared: SharedBank) -> None:
    (added,) = add_signals(shared.sharer, shared.bank_id, [about_a_person()])
    assert shared.signal(added.id).value == "bridgephotos@door.knob"
    after = timezone.now() + timedelta(days=31)
    assert expire_signals(shared.world.program(shared.world.desk), after) == 1
    assert shared.signal(added.id).state == "expired"
    assert shared.log() == [(1, "added"), (2, "expired")]


def test_past_its_end_a_signal_is_not_voted_on_before_the_worker_has_logged_that(shared: SharedBank) -> None:
    (added,) = add_signals(shared.sharer, shared.bank_id, [about_a_person()])
    with acting_as(shared.curator):
        Signal.objects.filter(id=added.id).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Conflict):
        vote(shared.officer, added.id, Verdict.CONFIRM)
    expire_signals(shared.world.program(shared.world.desk), timezone.now())
    assert [kind for _number, kind in shared.log()] == ["added", "expired"]


def test_three_members_of_two_organisations_confirm(shared: SharedBank) -> None:
    signal_id = shared.add()
    first, second, third = shared.others()
    assert vote(first, signal_id, Verdict.CONFIRM) is Tally.UNCONFIRMED
    assert vote(second, signal_id, Verdict.CONFIRM) is Tally.UNCONFIRMED
    assert shared.signal(signal_id).state == "unconfirmed"
    assert vote(third, signal_id, Verdict.CONFIRM) is Tally.CONFIRMED
    assert shared.signal(signal_id).state == "confirmed"
    (match,) = matches_for(shared.officer, [FILE])
    assert match.standing is SignalState.CONFIRMED
    vote(third, signal_id, Verdict.DISPUTE, "A door knob")
    assert [kind for _number, kind in shared.log()] == ["added", "confirmed", "disputed"]


def test_nobody_sees_votes_before_their_own_not_even_past_the_manager(shared: SharedBank) -> None:
    signal_id = shared.add()
    first, second, _third = shared.others()
    vote(first, signal_id, Verdict.CONFIRM)
    with acting_as(second):
        assert Vote.objects.count() == Vote._base_manager.count() == 0
    vote(second, signal_id, Verdict.CONFIRM)
    with acting_as(second):
        assert Vote.objects.count() == Vote._base_manager.count() == 2


def test_whoever_added_a_signal_does_not_judge_it_and_no_program_does(shared: SharedBank) -> None:
    signal_id = shared.add()
    with pytest.raises(NotPermitted):
        vote(shared.curator, signal_id, Verdict.CONFIRM)
    with pytest.raises(NotPermitted):
        vote(shared.world.credential(shared.service, Scope.SEND_SIGNALS)[1], signal_id, Verdict.CONFIRM)
    with pytest.raises(Invalid):
        vote(shared.officer, signal_id, Verdict.DISPUTE)


def test_a_withdrawal_is_logged_and_owed_until_each_receiver_acknowledges(shared: SharedBank) -> None:
    signal_id = shared.add()
    withdraw_signal(shared.curator, signal_id, "A door knob")
    assert shared.log() == [(1, "added"), (2, "withdrawn")]
    assert matches_for(shared.officer, [FILE]) == []
    program = shared.world.program(shared.service)
    assert tell_of_changes(program, timezone.now()) == 1
    assert tell_of_changes(program, timezone.now()) == 0
    with acting_as(program):
        assert [clock.stopped_at for clock in clocks_of([shared.bank_id])[shared.bank_id]] == [None]
        mails = Notice.objects.filter(subject__contains="changed")
        assert [SHA256 in str(mail.body) for mail in mails] == [False]
    assert acknowledge_changes(shared.sharer, shared.bank_id, 2, "Unblocked one file") == 1
    with acting_as(program):
        assert clocks_of([shared.bank_id])[shared.bank_id][0].stopped_at is not None
    with acting_as(shared.curator):
        still = Receipt.objects.filter(acknowledged_at=None).values_list("organisation_id", flat=True)
        assert set(still) == {shared.force.id}
        assert Receipt.objects.get(organisation_id=shared.service.id).undid == "Unblocked one file"
    with pytest.raises(Conflict):
        acknowledge_changes(shared.sharer, shared.bank_id, 2, "Again")


def test_nobody_acknowledges_for_another(shared: SharedBank) -> None:
    withdraw_signal(shared.curator, shared.add(), "A door knob")
    with acting_as(shared.sharer), pytest.raises(ProgrammingError), transaction.atomic():
        Receipt._base_manager.update(organisation_id=shared.service.id)
    with acting_as(shared.sharer):
        changed = Receipt._base_manager.filter(organisation_id=shared.force.id).update(undid="Nothing")
    assert changed == 0


def test_a_stale_copy_in_memory_reports_nothing_withdrawn_or_expired(shared: SharedBank) -> None:
    withdrawn = shared.add(PDQ, SignalKind.PDQ)
    with acting_as(shared.officer):
        looks = bank_looks(shared.officer.organisation_id)
        assert [hit[1] for hit in looks.within([PDQ], 0)] == [withdrawn]
    (match,) = matches_for(shared.officer, [replace(FILE, sha256="00" * 32)])
    assert match.signal_id == str(withdrawn)
    with acting_as(shared.curator):
        # Past the commands, so that the version does not rise and the copy stays old.
        Signal.objects.filter(id=withdrawn).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert matches_for(shared.officer, [replace(FILE, sha256="00" * 32)]) == []


def test_a_curator_regrades_and_a_sharer_does_not(shared: SharedBank) -> None:
    signal_id = shared.add()
    with pytest.raises(NotPermitted):
        regrade_signal(shared.officer, signal_id, "B", "Looked again")
    regrade_signal(shared.curator, signal_id, "B", "Looked again")
    assert shared.signal(signal_id).category == "B"
    assert [receipt.organisation_id for receipt in receipts_of(shared.officer)] == [shared.force.id]


def test_a_moved_signal_begins_anew_in_the_other_bank(shared: SharedBank) -> None:
    other = found_bank(shared.curator, name="Knobs")
    signal_id = shared.add()
    moved = move_signal(shared.curator, signal_id, other, "1", "It is a knob")
    assert [shared.signal(each).state for each in (signal_id, moved)] == ["moved", "unconfirmed"]
    assert matches_for(shared.officer, [FILE]) == []
    assert [match.bank for match in matches_for(shared.curator, [FILE])] == ["Knobs"]


def test_a_sharer_withdraws_its_own_and_no_other(shared: SharedBank) -> None:
    own, others = shared.add(by=shared.sharer), shared.add("cd" * 32)
    withdraw_signal(shared.sharer, own, "Ours was wrong")
    with pytest.raises(NotPermitted):
        withdraw_signal(shared.sharer, others, "Theirs")
    (again,) = add_signals(shared.officer, shared.bank_id, [NewSignal(kind=SignalKind.SHA256, value=SHA256)])
    assert (again.is_new, again.state) == (True, SignalState.UNCONFIRMED)


def test_with_the_agreement_the_share_ends(shared: SharedBank) -> None:
    shared.add()
    administrator = shared.world.administrator(shared.world.desk)
    with acting_as(administrator):
        agreement = Agreement.objects.get(giver_id=shared.world.desk.id, receiver_id=shared.service.id)
    end_agreement(administrator, agreement.id)
    assert end_lapsed_subscriptions(shared.world.program(shared.world.desk), timezone.now()) == 1
    assert matches_for(shared.sharer, [FILE]) == []
    assert len(matches_for(shared.officer, [FILE])) == 1


def test_an_import_is_logged_whole_without_a_gap(shared: SharedBank) -> None:
    shared.add()
    text = "sha256\n" + "\n".join(f"{number:064x}" for number in range(1, 40)) + "\n"
    done = import_list(shared.curator, bank_name="Bridges", stream=BytesIO(text.encode()), list_format=ListFormat.CSV)
    assert (done.added, done.bank_id) == (39, shared.bank_id)
    assert [number for number, _kind in shared.log()] == list(range(1, 41))


def test_opinions_are_kept_once_by_reference(shared: SharedBank) -> None:
    signal_id = shared.add()
    assert give_opinion(shared.sharer, signal_id, OpinionKind.WRONG, reference="m-1")
    assert not give_opinion(shared.sharer, signal_id, OpinionKind.WRONG, reference="m-1")
    assert give_opinion(shared.officer, signal_id, OpinionKind.SEEN_AGAIN)
    with acting_as(shared.curator):
        assert sorted(Opinion.objects.values_list("kind", flat=True)) == ["seen_again", "wrong"]
    with pytest.raises(NotFound):
        give_opinion(shared.sharer, UUID(int=5), OpinionKind.RIGHT)


def test_a_search_is_entered_whatever_cursor_comes_with_it(shared: SharedBank) -> None:
    shared.add()
    cursor = f"{(timezone.now() + timedelta(days=1)).isoformat()}_{UUID(int=0)}"
    (line,), _next = signals_page(shared.sharer, shared.bank_id, SignalFilters(text=SHA256), cursor=cursor)
    with acting_as(shared.sharer):
        assert shared.sharer.member_id is not None
        (look,) = timeline_of(shared.sharer.member_id, acts=[Act.LIST_SEARCHED])
    assert (look.details["sought"], look.details["found"]) == (SHA256, [str(line.id)])


@pytest.mark.parametrize("text", ["A\0knob", "A \ud800 knob", "k" * 501])
def test_a_text_that_cannot_be_kept_is_refused_by_name(shared: SharedBank, text: str) -> None:
    signal_id, other = shared.add(), found_bank(shared.curator, name="Knobs")
    tries: list[tuple[str, Callable[[], object]]] = [
        ("reason", lambda: withdraw_signal(shared.curator, signal_id, text)),
        ("category", lambda: regrade_signal(shared.curator, signal_id, text, "Looked again")),
        ("reason", lambda: regrade_signal(shared.curator, signal_id, "B", text)),
        ("category", lambda: move_signal(shared.curator, signal_id, other, text, "It is a knob")),
        ("reason", lambda: vote(shared.officer, signal_id, Verdict.DISPUTE, text)),
        ("undid", lambda: acknowledge_changes(shared.sharer, shared.bank_id, 9, text)),
        ("note", lambda: give_opinion(shared.sharer, signal_id, OpinionKind.RIGHT, note=text)),
        ("signals[0].note", lambda: add_signals(shared.sharer, shared.bank_id, [about_a_person(note=text)])),
    ]
    for field, attempt in tries:
        with pytest.raises(Invalid) as refused:
            attempt()
        assert refused.value.field == field


def test_nothing_is_told_of_a_bank_that_is_no_longer_shared(shared: SharedBank) -> None:
    withdraw_signal(shared.curator, shared.add(), "A door knob")
    end_sharing(shared.curator, shared.bank_id, shared.service.id)
    program, now = shared.world.program(shared.service), timezone.now()
    with acting_as(program):
        assert not changes_to_tell_of(program, now).exists()
    assert tell_of_changes(program, now) == 0


def test_an_equal_vote_again_changes_nothing(shared: SharedBank) -> None:
    signal_id = shared.add()
    for reason in ("A door knob", "A door knob", "A door bell"):
        assert vote(shared.officer, signal_id, Verdict.DISPUTE, reason) is Tally.DISPUTED
    with acting_as(shared.officer):
        assert list(Vote.objects.order_by("at").values_list("reason", flat=True)) == ["A door knob", "A door bell"]
        assert len(timeline_of(signal_id, acts=[Act.SIGNAL_VOTED])) == 2


def test_whoever_shares_a_bank_no_longer_keeps_and_takes_back_its_own_opinions_alone(shared: SharedBank) -> None:
    signal_id = shared.add()
    for actor in (shared.sharer, shared.officer):
        give_opinion(actor, signal_id, OpinionKind.RIGHT, reference="m-1")
    end_sharing(shared.curator, shared.bank_id, shared.service.id)
    with acting_as(shared.sharer):
        said = Opinion.objects.get()
        again = Opinion(**{field.attname: getattr(said, field.attname) for field in Opinion._meta.fields})
        again.id, again.reference = uuid4(), "m-2"
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            again.save(force_insert=True)
    assert said.organisation_id == shared.service.id
    assert [take_opinions_back(shared.sharer, "m-1") for _ in range(2)] == [1, 0]
    with acting_as(shared.curator):
        back = Opinion.objects.filter(taken_back_at__isnull=False)
        assert [one.organisation_id for one in back] == [shared.service.id]


def test_a_member_says_one_thing_of_a_signal_and_under_each_reference_one(shared: SharedBank) -> None:
    signal_id, colleague = shared.add(), shared.world.member(shared.service, Role.ANALYST)
    said = [
        give_opinion(actor, signal_id, kind, reference=reference)
        for actor, kind, reference in (
            (shared.sharer, OpinionKind.RIGHT, ""),
            (shared.sharer, OpinionKind.SEEN_AGAIN, ""),
            (colleague, OpinionKind.RIGHT, ""),
            (shared.sharer, OpinionKind.RIGHT, "m-1"),
            (colleague, OpinionKind.WRONG, "m-1"),
            (shared.sharer, OpinionKind.WRONG, "m-2"),
        )
    ]
    assert said == [True, False, True, True, False, True]
