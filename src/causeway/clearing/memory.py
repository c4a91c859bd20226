"""The neighbourhood in memory: for evaluation, for replay, and for whoever uses the engines without the hub."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from causeway.clearing._packed import accounts_of, packed, unpacked
from causeway.clearing.holders import MOST_OF_A_LOOK, Holders
from causeway.clearing.looks import HASH_BYTES, Looks, as_row, chosen
from causeway.linking import (
    Bundle,
    Handles,
    LinkInput,
    SelectorKey,
    Sharing,
    bundle_of,
    looks_like_one_of,
    marks_of,
    telling_look,
    told_again,
)
from causeway.matching import RECOMMENDED_QUALITY, HammingIndex
from causeway.matching.frames import likest
from causeway.vocabulary.findings import DigestKind, Match, MediaDigests
from causeway.vocabulary.signals import SignalKind

_REMEMBERED = 2_048
"""Referrals as objects: what was found now is found again soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankSignal:
    """One digest in a bank: lower-case hex, with the bank's name and the category it stands under."""

    signal_id: str
    bank: str
    kind: DigestKind
    value: str
    category: str | None = None


class InMemoryNeighbours:
    """Answers the questions of `Neighbours` from dictionaries, and of pictures from an index of their digests."""

    def __init__(self, signals: Iterable[BankSignal] = ()) -> None:
        self._facts: dict[str, bytes] = {}
        self._sender_of: dict[str, str] = {}
        self._head_of: dict[str, str] = {}
        self._bundles: dict[str, Bundle] = {}
        self._holders: dict[str, str | Holders] = {}
        self._by_reference: dict[str, list[str]] = {}
        self._looks = Looks()
        self._file_of: list[str] = []
        self._read = lru_cache(maxsize=_REMEMBERED)(self._unpacked)
        self._exact: dict[tuple[DigestKind, str], list[BankSignal]] = {}
        self._bank_looks: list[BankSignal] = []
        for signal in signals:
            self._add_signal(signal)
        rows = [as_row(signal.value) for signal in self._bank_looks]
        self._bank_index = HammingIndex.build(np.array(rows, dtype=np.uint8).reshape(-1, HASH_BYTES))

    def add(self, facts: LinkInput) -> None:
        """Let a referral be found from now on. Adding it again changes only the bundle in which it stands."""
        name, is_known = facts.referral_id, facts.referral_id in self._facts
        if facts.duplicate_of is not None and self._head_of.get(name) != facts.duplicate_of:
            self._head_of[name] = facts.duplicate_of
            self._bundle(facts.duplicate_of, facts)
        if is_known:
            return
        self._facts[name] = packed(facts)
        self._sender_of[name] = facts.sender
        for key in (*facts.keyed(), *marks_of(facts)):
            self._hold(_of_selector(key), facts)
        for media in {media.sha256: media for media in facts.media}.values():
            # A look stands once, however many hold the file.
            is_new = _of_file(media.sha256) not in self._holders
            look = media.pdq if is_new and telling_look(media, RECOMMENDED_QUALITY) is not None else None
            if look is not None and self._looks.add(look, facts.sender):
                self._file_of.append(media.sha256)
            self._hold(_of_file(media.sha256), facts)
        if facts.sender_reference:
            self._by_reference.setdefault(f"{facts.sender}\n{facts.sender_reference}", []).append(name)

    @property
    def searchable_looks(self) -> int:
        """How many pictures are found by what they look like."""
        return len(self._looks)

    def sharing(self, selectors: Collection[SelectorKey], sha256s: Collection[str], *, sender: str) -> Sharing:
        """See `Neighbours.sharing`."""
        keyed = {key: held for key in selectors if (held := self._holders.get(_of_selector(key))) is not None}
        files = {sha256: self._holders.get(_of_file(sha256)) for sha256 in sha256s}
        return Sharing(
            selectors={key: _count(keyed.get(key)) for key in selectors},
            selectors_told={key: _events(keyed.get(key)) for key in selectors},
            media={sha256: _count(held) for sha256, held in files.items()},
            media_told={sha256: _told(held) for sha256, held in files.items()},
            senders={key: self._senders(held, besides=sender) for key, held in keyed.items()},
        )

    def holders(self, key: SelectorKey) -> list[str]:
        """The referrals that name a selector: of each sender's flood the latest, of a bundle the first few."""
        known = self._holders.get(_of_selector(key))
        return list(known.remembered()) if isinstance(known, Holders) else [known] if known is not None else []

    def with_selectors(
        self, selectors: Sequence[SelectorKey], *, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_selectors`."""
        return _first((_latest(self._holders.get(_of_selector(key)), besides, most_each) for key in selectors), most)

    def with_alike_handles(
        self, handles: Handles, marks: Sequence[SelectorKey], *, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_alike_handles`."""
        sharing = _first(_latest(self._holders.get(_of_selector(mark)), besides, most_each) for mark in marks)
        alike = (one for one in sharing if looks_like_one_of(handles, accounts_of(self._facts[one])))
        return list(islice(alike, most))

    def with_media(self, sha256s: Sequence[str], *, besides: str, most_each: int, most: int) -> Sequence[str]:
        """See `Neighbours.with_media`."""
        return _first((_latest(self._holders.get(_of_file(sha256)), besides, most_each) for sha256 in sha256s), most)

    def with_near_media(
        self, pdqs: Sequence[str], *, radius_bits: int, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_near_media`."""
        found = []
        for pdq in pdqs:
            near = [self._file_of[row] for row in chosen(self._looks, pdq, radius_bits=radius_bits, most=most_each)]
            found.append(_first((self._telling_of(sha256, besides, MOST_OF_A_LOOK) for sha256 in near), most_each))
        return _first(found, most)

    def with_reference(self, sender: str, reference: str, *, besides: str, most: int) -> Sequence[str]:
        """See `Neighbours.with_reference`."""
        known = self._by_reference.get(f"{sender}\n{reference}", ())
        return [referral_id for referral_id in known[: most + 1] if referral_id != besides][:most]

    def facts(self, referral_ids: Collection[str]) -> Sequence[LinkInput]:
        """See `Neighbours.facts`."""
        found = [self._read(referral_id, self._head_of.get(referral_id)) for referral_id in referral_ids]
        return sorted(found, key=lambda facts: (facts.received_at, facts.referral_id), reverse=True)

    def bundles(self, heads: Collection[str]) -> Sequence[Bundle]:
        """See `Neighbours.bundles`."""
        return [self._bundles[head] for head in sorted(heads) if head in self._bundles]

    def bank_matches(self, media: Sequence[MediaDigests], *, radius_bits: int, minimum_quality: int) -> Sequence[Match]:
        """See `Neighbours.bank_matches`: exact digests first, then near ones that no exact digest found."""
        matches: dict[tuple[str, str], Match] = {}
        for item in media:
            for digest in _exact_digests(item):
                for signal in self._exact.get(digest, ()):
                    matches.setdefault((item.sha256, signal.signal_id), _match(item, signal, 0))
            if item.pdq is not None and (item.pdq_quality or 0) >= minimum_quality:
                for signal, distance in self._banked_within(item.pdq, radius_bits):
                    matches.setdefault((item.sha256, signal.signal_id), _match(item, signal, distance))
            hits = (
                (frame, *hit) for frame, pdq in enumerate(item.frames) for hit in self._banked_within(pdq, radius_bits)
            )
            for signal, distance, share in likest(hits, len(item.frames), _bank_and_category):
                matches.setdefault((item.sha256, signal.signal_id), _match(item, signal, distance, share))
        return tuple(matches.values())

    def _telling_of(self, sha256: str, besides: str, most: int) -> list[str]:
        """The latest that hold a file. A look stands once here, however many hold it, and the events that went on being
        told of stand ahead of them: so they are found as in a store where every picture's look stands.
        """
        holders = self._holders.get(_of_file(sha256))
        if isinstance(holders, Holders):
            return [one for one in holders.told_of(most, besides=besides) if one in self._facts]
        return _latest(holders, besides, most)

    def _senders(self, holders: str | Holders, *, besides: str) -> int:
        if isinstance(holders, Holders):
            return holders.senders(besides=besides)
        return int(self._sender_of[holders] != besides)

    def _unpacked(self, referral_id: str, head: str | None) -> LinkInput:
        return unpacked(self._facts[referral_id], duplicate_of=head)

    def _bundle(self, head: str, telling: LinkInput) -> None:
        if (known := self._bundles.get(head)) is not None:
            self._bundles[head] = told_again(known, telling)
        elif head in self._facts:
            self._bundles[head] = bundle_of(self._read(head, None), telling)

    def _hold(self, thing: str, facts: LinkInput) -> None:
        """Most things are held by one alone: for them its id is enough."""
        known = self._holders.get(thing)
        if known is None:
            self._holders[thing] = facts.referral_id
            return
        if isinstance(known, str):
            first, known = known, Holders()
            known.add(first, self._sender_of[first], bundle=None, bundle_of=self._bundle_of)
            self._holders[thing] = known
        known.add(facts.referral_id, facts.sender, bundle=facts.duplicate_of, bundle_of=self._bundle_of)

    def _bundle_of(self, referral_id: str) -> str:
        return self._head_of.get(referral_id, referral_id)

    def _banked_within(self, pdq: str, radius_bits: int) -> list[tuple[BankSignal, int]]:
        hits = self._bank_index.search(as_row(pdq)[np.newaxis], radius_bits)
        found = sorted(zip(hits.id.tolist(), hits.distance.tolist(), strict=True))
        return [(self._bank_looks[row], distance) for row, distance in found]

    def _add_signal(self, signal: BankSignal) -> None:
        if signal.kind is DigestKind.PDQ:
            self._bank_looks.append(signal)
        else:
            self._exact.setdefault((signal.kind, signal.value), []).append(signal)


def _of_selector(key: SelectorKey) -> str:
    """The name under which its holders stand. Text alone, since the collector of garbage walks over tuples."""
    return f"{key[0].value}\n{key[1]}"


def _of_file(sha256: str) -> str:
    return f"\n{sha256}"


def _count(holders: str | Holders | None) -> int:
    return holders.count if isinstance(holders, Holders) else int(holders is not None)


def _events(holders: str | Holders | None) -> int:
    return holders.events if isinstance(holders, Holders) else int(holders is not None)


def _told(holders: str | Holders | None) -> int:
    return holders.told if isinstance(holders, Holders) else int(holders is not None)


def _latest(holders: str | Holders | None, besides: str, most: int) -> list[str]:
    if isinstance(holders, Holders):
        return holders.latest(most, besides=besides)
    return [] if holders is None or holders == besides else [holders]


def _first(found: Iterable[Sequence[str]], most: int | None = None) -> list[str]:
    """Each once, as they come, up to `most` in all."""
    once: dict[str, None] = {}
    for ids in found:
        once.update(dict.fromkeys(ids))
        if most is not None and len(once) >= most:
            break
    return list(once)[:most]


def _exact_digests(media: MediaDigests) -> tuple[tuple[DigestKind, str], ...]:
    return ((DigestKind.SHA256, media.sha256), (DigestKind.SHA1, media.sha1), (DigestKind.MD5, media.md5))


def _bank_and_category(signal: BankSignal) -> tuple[str, str | None]:
    return signal.bank, signal.category


def _match(media: MediaDigests, signal: BankSignal, distance_bits: int, share: float | None = None) -> Match:
    return Match(
        sha256=media.sha256,
        bank=signal.bank,
        signal_id=signal.signal_id,
        kind=SignalKind(signal.kind),
        distance_bits=distance_bits,
        category=signal.category,
        share=share,
    )
