"""How an event changes what is remembered. One handler a kind; none decides anything.

Only contact in which a known minor takes part leaves a trace in a pair: adults among themselves are none of early
warning's business. An account that is surely a minor's own collects nothing for knowing other minors.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final

from causeway.warning.decay import Decay
from causeway.warning.events import Event, EventKind, Value
from causeway.warning.state import (
    ANSWERED,
    BLOCKED,
    FADING,
    FADING_FAST,
    GAVE,
    INVITED,
    LISTENED_TO,
    MET,
    REPORTED,
    REQUESTED,
    SECOND,
    Account,
    Conversation,
    Pair,
)
from causeway.warning.tables import Table

_DIGESTS_KEPT: Final = 8
"""How many of an account's last digests are remembered to notice copies."""

Handler = Callable[[Account, Account, Event], None]


class Memory:
    """All that is remembered, and how events change it.

    `allowed` holds the countries for which a legal basis is recorded, and None where that holds for accounts of which
    no country is known; `allowed_content` likewise for what a text scorer found.
    """

    def __init__(
        self,
        *,
        slow: Decay,
        fast: Decay,
        quick_seconds: float,
        most_accounts: int,
        most_pairs: int,
        allowed: AbstractSet[str | None],
        allowed_content: AbstractSet[str | None],
    ) -> None:
        self.slow, self.fast = slow, fast
        self.accounts = Table[str, Account](Account, most=most_accounts, weigh=lambda account: account.lift)
        self.pairs = Table[tuple[str, str], Pair](Pair, most=most_pairs, weigh=lambda pair: pair.flags.bit_count())
        self.conversations = Table[str, Conversation](Conversation, most=most_accounts)
        self.touched: dict[str, None] = {}
        """Accounts of which something new is known."""
        self.talked: dict[str, None] = {}
        """Accounts that only exchanged messages with a minor they knew: one more says little, and they are most."""
        self.without_basis = 0
        self._lost: set[str] = set()
        """Accounts that lost their legal basis within this window."""
        self._quick = quick_seconds
        self._allowed, self._allowed_content = allowed, allowed_content
        self._handlers: dict[EventKind, Handler] = {
            EventKind.CONTACT_REQUEST: self._request,
            EventKind.REQUEST_ACCEPTED: self._answer,
            EventKind.REQUEST_REFUSED: self._answer,
            EventKind.OFF_PLATFORM_INVITE: self._invite_off,
            EventKind.GIFT: self._give,
            EventKind.BLOCK: self._block,
            EventKind.REPORT: self._report,
            EventKind.TEXT_SCORED: self._weigh_text,
        }

    def apply(self, event: Event) -> None:
        """Remember what an event tells, if there is a legal basis for both sides of it."""
        at, actor_id, target_id, kind, attributes = event
        if kind is EventKind.ACCOUNT:
            self._learn(actor_id, at, attributes)
            return
        if kind is EventKind.REVIEW_CLEARED:  # the reviewer is no account of the service
            return
        actor = self._account(actor_id, at)
        if actor is None:
            return
        if kind is EventKind.MESSAGE:
            self._message(actor, event)
            return
        target = self._account(target_id, at)
        if target is not None:
            self._handlers[kind](actor, target, event)

    def forget_the_dropped(self) -> None:
        """Keep no name of an account that was dropped for want of room, where there are many."""
        rows = self.accounts.rows
        if len(self.touched) > len(rows):
            self.touched = {name: None for name in self.touched if name in rows}
        if len(self.talked) > len(rows):
            self.talked = {name: None for name in self.talked if name in rows}

    def purge_the_lost(self) -> set[str]:
        """Forget what pairs and conversations hold of accounts that lost their legal basis; gives their names.

        Once a window, since it looks at every pair: an account whose country changes often must not cost a look each.
        """
        lost, self._lost = self._lost, set()
        if lost:
            for key in [key for key in self.pairs.rows if key[0] in lost or key[1] in lost]:
                del self.pairs.rows[key]
            for conversation in self.conversations.rows.values():
                for name in lost & conversation.speakers.keys():
                    del conversation.speakers[name]
        return lost

    def move_landmarks(self, now: float) -> None:
        """Keep the weights within what a float holds."""
        for decay, names in ((self.slow, FADING), (self.fast, FADING_FAST)):
            moved = decay.half_lives_to_move(now)
            if moved:
                decay.move(moved)
                for account in self.accounts.rows.values():
                    for name in names:
                        setattr(account, name, getattr(account, name) * 0.5**moved)

    def _account(self, name: str, at: float) -> Account | None:
        """The account, made where it is new; None where no legal basis is recorded for it."""
        account = self.accounts.rows.get(name)
        if account is None:
            if None not in self._allowed:
                self.without_basis += 1
                return None
            account = self.accounts.add(name, at)
        elif account.country not in self._allowed:
            self.without_basis += 1
            return None
        if at > account.last_at:
            account.last_at = at
        return account

    def _learn(self, name: str, at: float, attributes: tuple[tuple[str, Value], ...]) -> None:
        """Facts about an account. Of one without a legal basis only the country is kept, and what was kept goes."""
        facts = dict(attributes)
        account = self.accounts.rows.get(name)
        country = facts.get("country", account.country if account else None)
        if country not in self._allowed:
            self.without_basis += 1
            if country is not None:
                self._lose(name, account)
                self.accounts.add(name, at).country = str(country)
            return
        if account is None:
            account = self.accounts.add(name, at)
        account.last_at = max(account.last_at, at)
        for field, value in facts.items():
            setattr(account, field, value)
        account.judge_age()
        self.touched[name] = None

    def _lose(self, name: str, account: Account | None) -> None:
        """Forget an account that has no legal basis. One whose row went for want of room may still stand in pairs."""
        if account.country in self._allowed if account else self.accounts.dropped:
            self._lost.add(name)
        for names in (self.accounts.rows, self.touched, self.talked):
            names.pop(name, None)

    def _pair(self, actor: str, target: str, at: float) -> tuple[Pair, int]:
        """The pair, and by how many bits the actor's flags are shifted."""
        key, shift = ((actor, target), 0) if actor < target else ((target, actor), SECOND)
        pair = self.pairs.rows.get(key)
        if pair is None:
            return self.pairs.add(key, at), shift
        if at > pair.last_at:
            pair.last_at = at
        return pair, shift

    def _meet(self, actor: Account, target: Account, pair: Pair, shift: int, event: Event) -> None:
        """The first contact of two: whoever makes it with a minor looked for it."""
        if pair.flags & (MET | MET << SECOND):
            return
        pair.flags |= MET << shift
        if not target.is_minor or actor.is_exempt:
            return
        weight = self.slow.weight(event.at)
        actor.minors_met += weight
        actor.minors_met_lately += self.fast.weight(event.at)
        if actor.age is not None and target.age is not None:
            sure = weight * (actor.age_confidence or 0.5) * (target.age_confidence or 0.5)
            actor.gap_weight += sure
            actor.gap_years += sure * max(0.0, actor.age - target.age)
        if actor.region is not None and target.region is not None:
            actor.regions_known += weight
            actor.regions_far += weight * (actor.region != target.region)
        self.touched[event.actor] = None

    def _message(self, actor: Account, event: Event) -> None:
        at, actor_id, target_id, _kind, attributes = event
        facts = dict(attributes) if attributes else _NONE
        if not target_id:
            self._speak(actor, actor_id, str(facts.get("conversation", "")), at)
            return
        target = self._account(target_id, at)
        if target is None or not (actor.is_minor or target.is_minor):
            return
        pair, shift = self._pair(actor_id, target_id, at)
        if facts.get("is_public"):
            if not pair.public_at:
                pair.public_at = at
            return
        self._meet(actor, target, pair, shift, event)
        if not pair.private_at:
            self._open(actor, target, pair, event)
        if target.is_minor and not actor.is_exempt:
            actor.sent += self.slow.weight(at)
            self.talked[actor_id] = None
            if "digest" in facts:
                self._compare(actor_id, actor, pair, shift, str(facts["digest"]), at)
        if actor.is_minor and not target.is_exempt:
            target.received += self.slow.weight(at)
            self.talked[target_id] = None

    def _open(self, actor: Account, target: Account, pair: Pair, event: Event) -> None:
        """The first private message of two, and whether they met before among others."""
        at = pair.private_at = event.at
        weight = self.slow.weight(at)
        if target.is_minor and not actor.is_exempt:
            actor.private_pairs += weight
            actor.started += weight
            self.touched[event.actor] = None
            group = self.conversations.rows.get(actor.recent_group)
            met_at = max(pair.public_at, group.speakers.get(event.target, 0.0) if group else 0.0)
            if met_at and at - met_at <= self._quick:
                actor.taken_aside += weight
        if actor.is_minor and not target.is_exempt:
            target.private_pairs += weight
            self.touched[event.target] = None

    def _compare(self, name: str, actor: Account, pair: Pair, shift: int, digest: str, at: float) -> None:
        """Count a message that went to somebody else before."""
        side = 1 if shift else 0
        if digest in actor.digests:
            if pair.digests[side] != digest:
                actor.copies += self.slow.weight(at)
                self.touched[name] = None
        else:
            actor.digests = [*actor.digests[1 - _DIGESTS_KEPT :], digest]
        pair.digests[side] = digest

    def _speak(self, actor: Account, name: str, conversation: str, at: float) -> None:
        if not conversation:
            return
        heard = self.conversations.rows.get(conversation) or self.conversations.add(conversation, at)
        heard.last_at = max(heard.last_at, at)
        heard.speakers.pop(name, None)
        heard.speakers[name] = at
        if len(heard.speakers) > LISTENED_TO:
            del heard.speakers[next(iter(heard.speakers))]
        actor.recent_group = conversation

    def _request(self, actor: Account, target: Account, event: Event) -> None:
        if not (actor.is_minor or target.is_minor):
            return
        pair, shift = self._pair(event.actor, event.target, event.at)
        self._meet(actor, target, pair, shift, event)
        if self._is_first(pair, REQUESTED << shift) and target.is_minor and not actor.is_exempt and event.attributes:
            weight = self.slow.weight(event.at)
            actor.mutual_known += weight
            actor.strangers_met += weight * (event.attributes[0][1] == 0)
            self.touched[event.actor] = None

    def _answer(self, actor: Account, target: Account, event: Event) -> None:
        if not (actor.is_minor or target.is_minor):
            return
        pair, shift = self._pair(event.actor, event.target, event.at)
        if self._is_first(pair, ANSWERED << shift) and not target.is_exempt:
            weight = self.slow.weight(event.at)
            target.answered += weight
            target.refused += weight * (event.kind is EventKind.REQUEST_REFUSED)
            self.touched[event.target] = None

    def _invite_off(self, actor: Account, target: Account, event: Event) -> None:
        if not target.is_minor or actor.is_exempt:
            return
        pair, shift = self._pair(event.actor, event.target, event.at)
        self._meet(actor, target, pair, shift, event)
        if self._is_first(pair, INVITED << shift):
            weight = self.slow.weight(event.at)
            actor.invited_off += weight
            actor.invited_off_quickly += weight * (event.at - pair.first_at <= self._quick)
            self.touched[event.actor] = None

    def _give(self, actor: Account, target: Account, event: Event) -> None:
        if not target.is_minor or actor.is_exempt:
            return
        pair, shift = self._pair(event.actor, event.target, event.at)
        self._meet(actor, target, pair, shift, event)
        if self._is_first(pair, GAVE << shift):
            actor.gifts += self.slow.weight(event.at)
            self.touched[event.actor] = None

    def _block(self, actor: Account, target: Account, event: Event) -> None:
        if not actor.is_minor:
            return
        pair, shift = self._pair(event.actor, event.target, event.at)
        if self._is_first(pair, BLOCKED << shift):
            target.blocked_by += self.slow.weight(event.at)
            self.touched[event.target] = None

    def _report(self, actor: Account, target: Account, event: Event) -> None:
        if not actor.is_minor:
            return
        pair, shift = self._pair(event.actor, event.target, event.at)
        if self._is_first(pair, REPORTED << shift):
            target.reported_by += self.slow.weight(event.at)
            self.touched[event.target] = None

    def _weigh_text(self, actor: Account, target: Account, event: Event) -> None:
        lawful = actor.country in self._allowed_content and target.country in self._allowed_content
        if not lawful:
            self.without_basis += 1
        elif target.is_minor and not actor.is_exempt and event.attributes:
            actor.text += self.slow.weight(event.at) * float(event.attributes[0][1])
            self.touched[event.actor] = None

    @staticmethod
    def _is_first(pair: Pair, flag: int) -> bool:
        """Whether one does this to the other for the first time: repeating it says no more."""
        if pair.flags & flag:
            return False
        pair.flags |= flag
        return True


_NONE: Final[dict[str, Value]] = {}
