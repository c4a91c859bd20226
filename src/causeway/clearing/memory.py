"""The neighbourhood in memory: for evaluation, for replay, and for whoever uses the engines without the hub."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from causeway.clearing.holders import Holders
from causeway.linking import Bundle, LinkInput, SelectorKey, Sharing, bundle_of, marks_of, told_again
from causeway.matching import HammingIndex
from causeway.matching.frames import likest
from causeway.vocabulary.findings import DigestKind, Match, MediaDigests
from causeway.vocabulary.signals import SignalKind

K = TypeVar("K", SelectorKey, str)
HASH_BYTES = 32
_FIRST_ROWS = 256
_LONGEST_TAIL = 4096
"""A scan of so many costs about as much as a look into the index."""


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
        self._facts: dict[str, LinkInput] = {}
        self._bundles: dict[str, Bundle] = {}
        self._by_selector: dict[SelectorKey, str | Holders] = {}
        self._by_sha256: dict[str, str | Holders] = {}
        self._by_reference: dict[tuple[str, str], list[str]] = {}
        self._looks = _Looks()
        self._look_of: list[tuple[str, int]] = []
        self._exact: dict[tuple[DigestKind, str], list[BankSignal]] = {}
        self._bank_looks = _Looks()
        self._bank_look_owner: list[BankSignal] = []
        for signal in signals:
            self._add_signal(signal)

    def add(self, facts: LinkInput) -> None:
        """Let a referral be found from now on. Adding it again changes only the bundle in which it stands."""
        if facts.referral_id in self._facts:
            known = self._facts[facts.referral_id]
            self._facts[facts.referral_id] = replace(known, duplicate_of=facts.duplicate_of)
            return
        self._facts[facts.referral_id] = facts
        if facts.duplicate_of is not None:
            self._bundle(facts.duplicate_of, facts)
        for key in (*facts.keyed(), *marks_of(facts)):
            self._hold(self._by_selector, key, facts)
        for media in {media.sha256: media for media in facts.media}.values():
            # A look stands once, however many hold the file.
            if media.sha256 not in self._by_sha256 and media.pdq is not None:
                self._looks.add(media.pdq)
                self._look_of.append((media.sha256, media.pdq_quality or 0))
            self._hold(self._by_sha256, media.sha256, facts)
        if facts.sender_reference:
            self._by_reference.setdefault((facts.sender, facts.sender_reference), []).append(facts.referral_id)

    def sharing(self, selectors: Collection[SelectorKey], sha256s: Collection[str]) -> Sharing:
        """See `Neighbours.sharing`."""
        return Sharing(
            selectors={key: _count(self._by_selector.get(key)) for key in selectors},
            selectors_told={key: _events(self._by_selector.get(key)) for key in selectors},
            media={sha256: _count(self._by_sha256.get(sha256)) for sha256 in sha256s},
            media_told={sha256: _told(self._by_sha256.get(sha256)) for sha256 in sha256s},
        )

    def with_selectors(
        self, selectors: Sequence[SelectorKey], *, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_selectors`."""
        return _first((_latest(self._by_selector.get(key), besides, most_each) for key in selectors), most)

    def with_media(self, sha256s: Sequence[str], *, besides: str, most_each: int, most: int) -> Sequence[str]:
        """See `Neighbours.with_media`."""
        return _first((_latest(self._by_sha256.get(sha256), besides, most_each) for sha256 in sha256s), most)

    def with_near_media(
        self, pdqs: Sequence[str], *, radius_bits: int, minimum_quality: int, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_near_media`."""
        found = []
        for pdq in pdqs:
            near = (self._look_of[row] for row, _ in reversed(self._looks.within(pdq, radius_bits)[-most_each:]))
            files = [sha256 for sha256, quality in near if quality >= minimum_quality]
            found.append(_first((_latest(self._by_sha256[sha256], besides, most_each) for sha256 in files), most_each))
        return _first(found, most)

    def with_reference(self, sender: str, reference: str, *, besides: str, most: int) -> Sequence[str]:
        """See `Neighbours.with_reference`."""
        known = self._by_reference.get((sender, reference), ())
        return [referral_id for referral_id in known[: most + 1] if referral_id != besides][:most]

    def facts(self, referral_ids: Collection[str]) -> Sequence[LinkInput]:
        """See `Neighbours.facts`."""
        found = [self._facts[referral_id] for referral_id in referral_ids]
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

    def _bundle(self, head: str, telling: LinkInput) -> None:
        if (known := self._bundles.get(head)) is not None:
            self._bundles[head] = told_again(known, telling)
        elif (first := self._facts.get(head)) is not None:
            self._bundles[head] = bundle_of(first, telling)

    def _hold(self, held: dict[K, str | Holders], thing: K, facts: LinkInput) -> None:
        """Most things are held by one alone: for them its id is enough."""
        known = held.get(thing)
        if known is None:
            held[thing] = facts.referral_id
            return
        if isinstance(known, str):
            first, known = self._facts[known], Holders()
            known.add(first.referral_id, first.sender, bundle=None, bundle_of=self._bundle_of)
            held[thing] = known
        known.add(facts.referral_id, facts.sender, bundle=facts.duplicate_of, bundle_of=self._bundle_of)

    def _bundle_of(self, referral_id: str) -> str:
        return self._facts[referral_id].duplicate_of or referral_id

    def _banked_within(self, pdq: str, radius_bits: int) -> list[tuple[BankSignal, int]]:
        found = self._bank_looks.within(pdq, radius_bits)
        return [(self._bank_look_owner[row], distance) for row, distance in found]

    def _add_signal(self, signal: BankSignal) -> None:
        if signal.kind is DigestKind.PDQ:
            self._bank_looks.add(signal.value)
            self._bank_look_owner.append(signal)
        else:
            self._exact.setdefault((signal.kind, signal.value), []).append(signal)


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


def _first(found: Iterable[Sequence[str]], most: int) -> list[str]:
    """Each once, as they come, up to `most` in all."""
    once: dict[str, None] = {}
    for ids in found:
        once.update(dict.fromkeys(ids))
        if len(once) >= most:
            break
    return list(once)[:most]


class _Looks:
    """PDQ digests that grow: most in an index, the latest in a tail that is scanned until it is worth a new index."""

    def __init__(self) -> None:
        self._rows: NDArray[np.uint8] = np.empty((_FIRST_ROWS, HASH_BYTES), dtype=np.uint8)
        self._count = 0
        self._indexed = HammingIndex.build(self._rows[:0])

    def add(self, pdq: str) -> None:
        if self._count == len(self._rows):
            self._rows = np.concatenate([self._rows, np.empty_like(self._rows)])
        self._rows[self._count] = _row(pdq)
        self._count += 1

    def within(self, pdq: str, radius_bits: int) -> list[tuple[int, int]]:
        """The rows within the radius and their distances, in the order added."""
        if self._count - len(self._indexed) > max(_LONGEST_TAIL, len(self._indexed)):
            self._indexed = HammingIndex.build(self._rows[: self._count].copy())
        start, query = len(self._indexed), _row(pdq)
        hits = self._indexed.search(query[np.newaxis], radius_bits)
        bits = np.bitwise_count(self._rows[start : self._count] ^ query).sum(axis=1, dtype=np.int64)
        tail = np.flatnonzero(bits <= radius_bits)
        settled = zip(hits.id.tolist(), hits.distance.tolist(), strict=True)
        return sorted(settled) + [(int(row) + start, int(bits[row])) for row in tail]


def _row(pdq: str) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(pdq), dtype=np.uint8)


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
