"""The neighbourhood in memory: for evaluation, for replay, and for whoever uses the engines without the hub."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from causeway.linking import LinkInput, SelectorKey, Sharing
from causeway.matching import HammingIndex
from causeway.matching.frames import likest
from causeway.vocabulary.findings import DigestKind, Match, MediaDigests
from causeway.vocabulary.signals import SignalKind

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
        self._by_selector: dict[SelectorKey, list[str]] = {}
        self._by_sha256: dict[str, list[str]] = {}
        self._by_reference: dict[tuple[str, str], list[str]] = {}
        self._looks = _Looks()
        self._look_owner: list[tuple[str, int]] = []
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
        for key in facts.keyed():
            self._by_selector.setdefault(key, []).append(facts.referral_id)
        for sha256 in {media.sha256 for media in facts.media}:
            self._by_sha256.setdefault(sha256, []).append(facts.referral_id)
        if facts.sender_reference:
            self._by_reference.setdefault((facts.sender, facts.sender_reference), []).append(facts.referral_id)
        for media in facts.media:
            if media.pdq is not None:
                self._looks.add(media.pdq)
                self._look_owner.append((facts.referral_id, media.pdq_quality or 0))

    def sharing(self, selectors: Collection[SelectorKey], sha256s: Collection[str]) -> Sharing:
        """See `Neighbours.sharing`."""
        return Sharing(
            selectors={key: len(self._by_selector.get(key, ())) for key in selectors},
            media={sha256: len(self._by_sha256.get(sha256, ())) for sha256 in sha256s},
        )

    def with_selectors(
        self, selectors: Sequence[SelectorKey], *, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_selectors`."""
        return _latest((self._by_selector.get(key, ()) for key in selectors), besides, most_each, most)

    def with_media(self, sha256s: Sequence[str], *, besides: str, most_each: int, most: int) -> Sequence[str]:
        """See `Neighbours.with_media`."""
        return _latest((self._by_sha256.get(sha256, ()) for sha256 in sha256s), besides, most_each, most)

    def with_near_media(
        self, pdqs: Sequence[str], *, radius_bits: int, minimum_quality: int, besides: str, most_each: int, most: int
    ) -> Sequence[str]:
        """See `Neighbours.with_near_media`."""
        owners = ([self._look_owner[row] for row, _ in self._looks.within(pdq, radius_bits)] for pdq in pdqs)
        good = ([owner for owner, quality in near if quality >= minimum_quality] for near in owners)
        return _latest(good, besides, most_each, most)

    def with_reference(self, sender: str, reference: str, *, besides: str, most: int) -> Sequence[str]:
        """See `Neighbours.with_reference`."""
        known = self._by_reference.get((sender, reference), ())
        return [referral_id for referral_id in known[: most + 1] if referral_id != besides][:most]

    def facts(self, referral_ids: Collection[str]) -> Sequence[LinkInput]:
        """See `Neighbours.facts`."""
        found = [self._facts[referral_id] for referral_id in referral_ids]
        return sorted(found, key=lambda facts: (facts.received_at, facts.referral_id), reverse=True)

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

    def _banked_within(self, pdq: str, radius_bits: int) -> list[tuple[BankSignal, int]]:
        found = self._bank_looks.within(pdq, radius_bits)
        return [(self._bank_look_owner[row], distance) for row, distance in found]

    def _add_signal(self, signal: BankSignal) -> None:
        if signal.kind is DigestKind.PDQ:
            self._bank_looks.add(signal.value)
            self._bank_look_owner.append(signal)
        else:
            self._exact.setdefault((signal.kind, signal.value), []).append(signal)


def _latest(holders: Iterable[Sequence[str]], besides: str, most_each: int, most: int) -> list[str]:
    """The latest `most_each` of each, the latest first, up to `most` in all."""
    found: dict[str, None] = {}
    for known in holders:
        found.update(dict.fromkeys(reversed(known[-most_each:])))
        found.pop(besides, None)
        if len(found) >= most:
            break
    return list(found)[:most]


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
