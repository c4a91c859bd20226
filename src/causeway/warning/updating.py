"""How an event changes what is remembered. One handler a kind; none decides anything.

Only contact in which a known minor takes part leaves a trace in a pair: adults among themselves are none of early
warning's business. An account that is surely a minor's own collects nothing for knowing other minors.
"""

from collections.abc import Callable
from typing import Final

from causeway.warning.events import ACCOUNT, MESSAGE, REVIEW_CLEARED, Event, EventKind
from causeway.warning.policy import Fading
from causeway.warning.settings import WatchSettings
from causeway.warning.state import (
    ANSWERED,
    BLOCKED,
    CONNECTED,
    GAVE,
    INVITED,
    LISTENED_TO,
    MET,
    REPORTED,
    REQUESTED,
    SECOND,
    STRANGER,
    WROTE,
    Account,
    Pair,
)
from causeway.warning.store import Store
from causeway.warning.text.account import terms_of

_DIGESTS_KEPT: Final = 8
"""How many of an account's last digests are remembered to notice copies."""
_UNKNOWN_SHARE, _CONNECTED_SHARE = 0.5, 0.25
"""What a minor counts of whom it is not known whether there are common contacts, and one with whom there are: these can
be made on purpose, through one child to the next."""
_OLDER_BY: Final = 3.0
"""Years: so much older is everyday among the young."""
_OLDEST_BY: Final = 30.0

_EITHER_MET: Final = MET | MET << SECOND

Handler = Callable[[Account, Account, Event], None]


class Memory(Store):
    """The tables, and how events change them. Arguments as `Store`; `near_topic` as of the policy."""

    def __init__(self, settings: WatchSettings, fading: Fading, near_topic: float) -> None:
        super().__init__(settings, fading)
        self._quick, self._near_topic = fading.quick, near_topic
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
        kind = event.kind
        if kind is MESSAGE:
            self._message(event)
        elif kind is ACCOUNT:
            self.learn(event.actor, event.at, event.attributes)
        elif kind is not REVIEW_CLEARED:  # the reviewer is no account of the service
            actor = self.account(event.actor, event.at)
            target = None if actor is None else self.account(event.target, event.at)
            if actor is not None and target is not None:
                self._handlers[kind](actor, target, event)

    def _meet(self, actor: Account, target: Account, pair: Pair, shift: int, event: Event) -> None:
        """The first contact of two: whoever makes it with a minor looked for it."""
        if pair.flags & _EITHER_MET:
            return
        pair.flags |= MET << shift
        if not target.is_minor or actor.is_exempt:
            return
        share = _share(pair, shift)
        weight = self.slow.weight(event.at) * share
        actor.minors_met += weight
        actor.minors_met_lately += self.fast.weight(event.at) * share
        older, younger = actor.likely_age, target.age
        if older is not None and younger is not None:
            sure = (actor.age_confidence or 0.5) * (target.age_confidence or 0.5)
            actor.gap_years += weight * sure * min(max(0.0, older - younger - _OLDER_BY), _OLDEST_BY)
        if actor.region is not None and target.region is not None:
            actor.regions_far += weight * (actor.region != target.region)
        self.touched[event.actor] = None

    def _message(self, event: Event) -> None:
        at, actor_id, target_id, _kind, attributes = event
        actor = self.account(actor_id, at)
        if actor is None:
            return
        if not target_id:
            self._speak(actor, event)
            return
        target = self.account(target_id, at)
        if target is None or not (actor.is_minor or target.is_minor):
            return
        pair, shift = self.pair(actor_id, target_id, at)
        if attributes and ("is_public", True) in attributes:
            if not pair.private_at and at > pair.public_at:
                pair.public_at = at
            return
        if not pair.flags & _EITHER_MET:
            self._meet(actor, target, pair, shift, event)
        if not pair.private_at:
            self._open(actor, target, pair, event)
        if not pair.flags & WROTE << shift:
            pair.flags |= WROTE << shift
            if target.is_minor and not actor.is_exempt:
                self._compare(actor, event)
        weight = self.slow.weight(at)
        if target.is_minor and not actor.is_exempt:
            actor.sent += weight
            self.talked[actor_id] = None
        if actor.is_minor and not target.is_exempt:
            target.received += weight
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
            if met_at:
                actor.taken_aside += weight * self._quickness(at - met_at)
        if actor.is_minor and not target.is_exempt:
            target.private_pairs += weight
            self.touched[event.target] = None

    def _compare(self, actor: Account, event: Event) -> None:
        """Count an opening message that opened a talk with somebody else before. What comes later in a talk may well
        be alike: people laugh and greet in the same words.
        """
        digest = str(dict(event.attributes).get("digest", ""))
        if digest in actor.digests:
            actor.copies += self.slow.weight(event.at)
            self.touched[event.actor] = None
        elif digest:
            actor.digests = [*actor.digests[1 - _DIGESTS_KEPT :], digest]

    def _speak(self, actor: Account, event: Event) -> None:
        """Note who spoke in a conversation. What is said to nobody, nowhere, says nothing."""
        name, at, conversation = event.actor, event.at, str(dict(event.attributes).get("conversation", ""))
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
        mutual = event.attributes[0][1] if event.attributes else None
        if not (actor.is_minor or target.is_minor):
            if mutual is not None:
                actor.asked += self.slow.weight(event.at)
            return
        pair, shift = self.pair(event.actor, event.target, event.at)
        is_new = self._is_first(pair, REQUESTED << shift)
        if is_new and mutual is not None:
            pair.flags |= (CONNECTED if mutual else STRANGER) << shift
        self._meet(actor, target, pair, shift, event)
        if is_new and mutual is not None and not actor.is_exempt:
            weight = self.slow.weight(event.at)
            actor.asked += weight
            if target.is_minor:
                actor.mutual_known += weight
                actor.strangers_met += weight * (mutual == 0)
                actor.asked_strangers += weight * _share(pair, shift)
                self.touched[event.actor] = None

    def _answer(self, actor: Account, target: Account, event: Event) -> None:
        if not (actor.is_minor or target.is_minor):
            return
        pair, shift = self.pair(event.actor, event.target, event.at)
        if self._is_first(pair, ANSWERED << shift) and not target.is_exempt:
            weight = self.slow.weight(event.at)
            target.answered += weight
            if event.kind is EventKind.REQUEST_REFUSED:
                target.refused += weight
                self.note_act(target, event.at)
            self.touched[event.target] = None

    def _invite_off(self, actor: Account, target: Account, event: Event) -> None:
        pair, shift = self._pressing(actor, target, event, INVITED)
        if pair is not None:
            weight, quickness = self.hard.weight(event.at), self._quickness(event.at - pair.first_at)
            actor.invited_off += weight
            actor.invited_off_quickly += weight * quickness
            self._press(actor, pair, shift, weight * (0.5 + 0.5 * quickness))
            self.note_act(actor, event.at)

    def _give(self, actor: Account, target: Account, event: Event) -> None:
        pair, shift = self._pressing(actor, target, event, GAVE)
        if pair is not None:
            weight, quickness = self.hard.weight(event.at), self._quickness(event.at - pair.first_at)
            actor.gifts += weight
            self._press(actor, pair, shift, weight * (0.5 + 0.5 * quickness))
            self.note_act(actor, event.at)

    def _pressing(self, actor: Account, target: Account, event: Event, flag: int) -> tuple[Pair | None, int]:
        """The pair in which somebody presses a minor in this way for the first time; None where it is nobody."""
        if not target.is_minor or actor.is_exempt:
            return None, 0
        pair, shift = self.pair(event.actor, event.target, event.at)
        self._meet(actor, target, pair, shift, event)
        if not self._is_first(pair, flag << shift):
            return None, 0
        self.touched[event.actor] = None
        return pair, shift

    def _press(self, actor: Account, pair: Pair, shift: int, weight: float) -> None:
        """Things that come together in one pair: a stranger, whom the account looked for, is given or invited."""
        if pair.flags & MET << shift:
            actor.pressed += weight * (0.0 if pair.flags & CONNECTED << shift else _share(pair, shift))

    def _block(self, actor: Account, target: Account, event: Event) -> None:
        if not actor.is_minor:
            return
        pair, shift = self.pair(event.actor, event.target, event.at)
        if self._is_first(pair, BLOCKED << shift):
            target.blocked_by += self.hard.weight(event.at)
            self.note_act(target, event.at)
            self.touched[event.target] = None

    def _report(self, actor: Account, target: Account, event: Event) -> None:
        if not actor.is_minor:
            return
        pair, shift = self.pair(event.actor, event.target, event.at)
        if self._is_first(pair, REPORTED << shift):
            target.reported_by += self.hard.weight(event.at)
            self.note_act(target, event.at)
            self.touched[event.target] = None

    def _weigh_text(self, actor: Account, target: Account, event: Event) -> None:
        lawful = actor.country in self._allowed_content and target.country in self._allowed_content
        if not lawful:
            self.without_basis += 1
        elif target.is_minor and not actor.is_exempt and event.attributes:
            weight = self.slow.weight(event.at)
            terms = terms_of(float(event.attributes[0][1]), self._near_topic)
            sums = actor.text or [0.0] * len(terms)
            actor.text = [held + weight * term for held, term in zip(sums, terms, strict=True)]
            self.touched[event.actor] = None

    def _quickness(self, seconds: float) -> float:
        """1 at once, half after the policy's quick time, 0 from twice that on, and for what did not come after."""
        return max(0.0, 1 - seconds / (2 * self._quick)) if seconds >= 0 else 0.0

    @staticmethod
    def _is_first(pair: Pair, flag: int) -> bool:
        """Whether one does this to the other for the first time: repeating it says no more."""
        if pair.flags & flag:
            return False
        pair.flags |= flag
        return True


def _share(pair: Pair, shift: int) -> float:
    """As how much of an unconnected minor the other of the pair counts."""
    flags = pair.flags >> shift
    return 1.0 if flags & STRANGER else _CONNECTED_SHARE if flags & CONNECTED else _UNKNOWN_SHARE
