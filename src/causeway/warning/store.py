"""All that is remembered, within bounds: what there is room for, what goes first, and what is forgotten with a country.

How many bytes a row takes was measured with 36 characters an identifier, as a UUID has; a test measures it anew.
"""

from collections.abc import Set as AbstractSet
from typing import Final

from causeway.warning.decay import Decay
from causeway.warning.events import Value
from causeway.warning.policy import Fading
from causeway.warning.settings import WatchSettings
from causeway.warning.state import (
    FADING,
    FADING_FAST,
    FADING_HARD,
    SECOND,
    Account,
    Conversation,
    Device,
    Pair,
    Reading,
)
from causeway.warning.tables import Table

ROW_BYTES: Final = {"accounts": 3_000, "pairs": 500, "conversations": 6_000, "devices": 300}
"""The most that a row of each table takes, with its name and its place."""
_BEYOND_ANY_LIFT: Final = 1e6
"""A lift counts nats, some tens at most."""


class Store:
    """The tables, and which accounts are new to be looked at.

    `settings.allowed` holds the countries for which a legal basis is recorded, and None where that holds for accounts
    of which no country is known. When a table is full, what tells least goes first: accounts of nobody suspect, then
    the least suspect, and minors' last of all, the oldest of them first; who protects them would else be blind.
    """

    def __init__(self, settings: WatchSettings, fading: Fading) -> None:
        self.slow, self.hard = Decay(fading.slow_half_life, 0.0), Decay(fading.hard_half_life, 0.0)
        self.fast = Decay(fading.fast_half_life, 0.0)
        self.accounts = Table[str, Account](Account, most=settings.most_accounts, weigh=_worth, kind=_kind)
        self._rows = self.accounts.rows
        self.pairs = Table[tuple[str, str], Pair](
            Pair, most=settings.most_pairs, weigh=lambda pair: pair.flags.bit_count()
        )
        self.devices = Table[str, Device](Device, most=settings.most_accounts, weigh=lambda device: device.acts)
        self.conversations = Table[str, Conversation](Conversation, most=settings.most_conversations)
        self.touched: dict[str, None] = {}
        """Accounts of which something new is known."""
        self.talked: dict[str, None] = {}
        """Accounts that only exchanged messages with a minor they knew: one more says little, and they are most."""
        self.without_basis = 0
        self._lost: set[str] = set()
        """Accounts that lost their legal basis within this window."""
        self._allowed: AbstractSet[str | None] = settings.allowed
        self._allowed_content: AbstractSet[str | None] = settings.allowed_content

    @property
    def tables(
        self,
    ) -> dict[str, Table[str, Account] | Table[tuple[str, str], Pair] | Table[str, Device] | Table[str, Conversation]]:
        """Every table by its name."""
        return {
            "accounts": self.accounts,
            "pairs": self.pairs,
            "conversations": self.conversations,
            "devices": self.devices,
        }

    @property
    def dropped_at(self) -> float:
        """When something last went for want of room that a score depends on; 0 for never."""
        return max(self.accounts.dropped_at, self.pairs.dropped_at)

    def reading(self, now: float) -> Reading:
        """One moment at which counters are read."""
        return Reading(now, self.slow, self.hard, self.fast, self.devices.rows)

    def start_at(self, at: float) -> None:
        """Count time from here."""
        self.slow.landmark = self.hard.landmark = self.fast.landmark = at

    def expire(self, before: float) -> None:
        """Forget what was last touched before this time."""
        for table in self.tables.values():
            table.expire(before)

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
        for decay, names in ((self.slow, FADING), (self.hard, FADING_HARD), (self.fast, FADING_FAST)):
            moved = decay.half_lives_to_move(now)
            if not moved:
                continue
            decay.move(moved)
            share = 0.5**moved
            for account in self.accounts.rows.values():
                for name in names:
                    setattr(account, name, getattr(account, name) * share)
                if decay is self.slow and account.text is not None:
                    account.text = [each * share for each in account.text]
            if decay is self.hard:
                for device in self.devices.rows.values():
                    device.acts *= share

    def account(self, name: str, at: float) -> Account | None:
        """The account, made where it is new; None where no legal basis is recorded for it."""
        account = self._rows.get(name)
        if account is None:
            if None in self._allowed:
                return self.accounts.add(name, at)
        elif account.country in self._allowed:
            if at > account.last_at:
                account.last_at = at
            return account
        self.without_basis += 1
        return None

    def learn(self, name: str, at: float, attributes: tuple[tuple[str, Value], ...]) -> None:
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
        if "device" in facts and facts["device"] != account.device:
            self._move_to(str(facts["device"]), account, at)
        for field, value in facts.items():
            setattr(account, field, value)
        account.judge_age()
        self.touched[name] = None

    def pair(self, actor: str, target: str, at: float) -> tuple[Pair, int]:
        """The pair, and by how many bits the actor's flags are shifted."""
        key, shift = ((actor, target), 0) if actor < target else ((target, actor), SECOND)
        pair = self.pairs.rows.get(key)
        if pair is None:
            return self.pairs.add(key, at), shift
        if at > pair.last_at:
            pair.last_at = at
        elif at < pair.first_at:
            pair.first_at = at
        return pair, shift

    def note_act(self, account: Account, at: float) -> None:
        """Count what a minor did not want for the account, and for its device, where another account may follow it."""
        weight = self.hard.weight(at)
        account.acts += weight
        if account.device is not None:
            device = self.devices.rows.get(account.device)
            if device is None:
                self._move_to(account.device, account, at)
            else:
                device.acts += weight
                device.last_at = max(device.last_at, at)

    def _move_to(self, name: str, account: Account, at: float) -> None:
        """An account comes to a device, with all that it did."""
        device = self.devices.rows.get(name) or self.devices.add(name, at)
        device.acts += account.acts
        device.last_at = max(device.last_at, at)

    def _lose(self, name: str, account: Account | None) -> None:
        """Forget an account that has no legal basis. One whose row went for want of room may still stand in pairs."""
        if account.country in self._allowed if account else self.accounts.dropped:
            self._lost.add(name)
        device = self.devices.rows.get(account.device or "") if account else None
        if account and device:
            device.acts = max(0.0, device.acts - account.acts)
        for names in (self.accounts.rows, self.touched, self.talked):
            names.pop(name, None)


def bytes_at_most(settings: WatchSettings) -> int:
    """What all tables together may take, when every one is full."""
    accounts, pairs, conversations, devices = ROW_BYTES.values()
    return (
        settings.most_accounts * (accounts + devices)
        + settings.most_pairs * pairs
        + settings.most_conversations * conversations
    )


def _worth(account: Account) -> float:
    """How much an account is worth keeping: minors' most, the youngest before all."""
    return _BEYOND_ANY_LIFT - (account.age or 0.0) if account.is_minor else account.lift


def _kind(account: Account) -> str:
    return "minors" if account.is_minor else "suspect" if account.lift else "others"
