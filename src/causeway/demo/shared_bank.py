"""A bank in the demonstration that the desk shares with two services and a force, and what each of them says of what is
in it: confirmed, unconfirmed, disputed, appealed against and withdrawn. Everything listed is invented.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from causeway.demo.setting_up import Cast, agree
from causeway.hub.base.acting.actors import Actor, Automation
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.banks.commands.acknowledge import acknowledge_changes
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank
from causeway.hub.knowledge.banks.commands.make_appeal import NewAppeal, filed_under, make_appeal, new_code
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.queries.bank_view import bank_view
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.organisations import Category, Purpose, Role
from causeway.vocabulary.signals import OpinionKind, SignalKind

_SERVICES = ("harbourline", "moatwalk")
_CONFIRMED, _UNCONFIRMED = 4, 3
_ADDRESS = "https://knobs.example.org/gallery"
_ACCOUNT_DAYS, _ADDRESS_DAYS = 60, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sharers:
    """Who acts: two people of the desk, and of each other organisation those who judge signals."""

    curator: Actor
    supervisor: Actor
    reviewer: Actor
    player: Actor
    officer: Actor

    def receivers(self) -> tuple[Actor, Actor, Actor]:
        """One of each organisation that gets the bank."""
        return self.reviewer, self.player, self.officer


def share_a_bank(cast: Cast, desk: Organisation) -> int:
    """Let them; gives how many signals the bank holds."""
    force = cast.staffed_forces()[0]
    services = [cast.organisations[key] for key in _SERVICES]
    sharers = _sharers(cast, desk, services, force)
    bank_id = found_bank(
        sharers.curator,
        name="Listed together",
        description="What services and police saw more than once. Three members of two organisations confirm a signal.",
        scheme=CategoryScheme.UK,
        source="kept by the desk",
    )
    for receiver in (*services, force):
        agree(cast, desk, receiver, (Category.SIGNAL,))
        agree(cast, receiver, desk, (Category.SIGNAL,))
        share_bank(sharers.curator, bank_id, receiver.id)
    listed = _list_pictures(sharers, bank_id)
    about_people = _list_an_account_and_an_address(sharers, bank_id)
    _judge(sharers, listed)
    _appeal(desk, sharers, bank_id)
    _withdraw(sharers, bank_id, listed[-1])
    return len(listed) + about_people


def _sharers(cast: Cast, desk: Organisation, services: list[Organisation], force: Organisation) -> _Sharers:
    return _Sharers(
        curator=cast.person_of(desk, Role.ANALYST).actor,
        supervisor=cast.person_of(desk, Role.SUPERVISOR).actor,
        reviewer=cast.person_of(services[0], Role.REVIEWER).actor,
        player=cast.person_of(services[1], Role.REVIEWER).actor,
        officer=cast.person_of(force, Role.SUPERVISOR).actor,
    )


def _list_pictures(sharers: _Sharers, bank_id: UUID) -> list[UUID]:
    """Those to be confirmed, those left as they are, one to be disputed and one to be withdrawn, in this order."""
    new = [
        NewSignal(
            kind=SignalKind.SHA256,
            value=hashlib.sha256(f"door knob {number}".encode()).hexdigest(),
            category="BC"[number % 2],
            confidence=90 - 5 * number,
            source="our own review",
        )
        for number in range(_CONFIRMED + _UNCONFIRMED + 2)
    ]
    by_desk = add_signals(sharers.curator, bank_id, new[:_CONFIRMED])
    by_service = add_signals(sharers.reviewer, bank_id, new[_CONFIRMED:], came_by="api")
    return [each.id for each in (*by_desk, *by_service)]


def _list_an_account_and_an_address(sharers: _Sharers, bank_id: UUID) -> int:
    now, purposes = timezone.now(), (Purpose.PROTECT_A_CHILD,)
    account = NewSignal(
        kind=SignalKind.ACCOUNT,
        value="knob.seller.71",
        service="Moatwalk Quest",
        category="C",
        confidence=70,
        purposes=purposes,
        basis="Article 7 of the invented Online Safety Act",
        source="our own review",
        note="Sent the same picture to nine members.",
        expires_at=now + timedelta(days=_ACCOUNT_DAYS),
        is_no_child=True,
    )
    address = NewSignal(
        kind=SignalKind.URL,
        value=_ADDRESS,
        category="C",
        purposes=purposes,
        basis="Section 3 of the invented Police Act",
        expires_at=now + timedelta(days=_ADDRESS_DAYS),
        is_no_child=True,
    )
    return len(add_signals(sharers.player, bank_id, [account])) + len(add_signals(sharers.officer, bank_id, [address]))


def _judge(sharers: _Sharers, listed: list[UUID]) -> None:
    for signal_id in listed[:_CONFIRMED]:
        for voter in sharers.receivers():
            vote(voter, signal_id, Verdict.CONFIRM)
    vote(sharers.officer, listed[_CONFIRMED], Verdict.CONFIRM)
    disputed = listed[-2]
    vote(sharers.supervisor, disputed, Verdict.CONFIRM)
    vote(sharers.player, disputed, Verdict.DISPUTE, "This is a picture from our own help pages.")
    give_opinion(sharers.player, disputed, OpinionKind.WRONG, note="A picture from our own help pages.")
    for by in (sharers.reviewer, sharers.officer):
        give_opinion(by, listed[0], OpinionKind.RIGHT)
    give_opinion(sharers.reviewer, listed[0], OpinionKind.SEEN_AGAIN, note="Twice in one week.")


def _appeal(desk: Organisation, sharers: _Sharers, bank_id: UUID) -> None:
    """Somebody appeals against the address, and all who share the bank set it aside."""
    text = "This is my shop. It sells door knobs and nothing else."
    appeal = NewAppeal(kind=SignalKind.URL, value=_ADDRESS, signal_id=None, text=text)
    make_appeal(program_actor(desk, Automation.PUBLIC_DOOR), appeal, filed_under(new_code(), timezone.now()))
    for receiver in sharers.receivers():
        _acknowledge(receiver, bank_id, "The address may be posted again until the appeal is decided.")


def _withdraw(sharers: _Sharers, bank_id: UUID, signal_id: UUID) -> None:
    """The service that listed a picture by mistake withdraws it. One of those who had it has not answered yet."""
    withdraw_signal(sharers.reviewer, signal_id, "Listed by mistake: it shows a bridge.")
    _acknowledge(sharers.curator, bank_id, "Nothing to undo: no referral rested on it.")
    _acknowledge(sharers.officer, bank_id, "Nothing to undo.")


def _acknowledge(receiver: Actor, bank_id: UUID, undid: str) -> None:
    acknowledge_changes(receiver, bank_id, bank_view(receiver, bank_id).owed_up_to, undid)
