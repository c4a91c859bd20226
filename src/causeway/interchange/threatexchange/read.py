"""Reads a page of a ThreatExchange-style feed: updates of indicators with what several owners say of each.

Sources: the public reference of `threat_updates` and `reactions`, and the open client in python-threatexchange.
Tombstones are kept there for 90 days: a cursor that was not used for longer must begin anew.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from causeway.interchange.hashlists import RowFault
from causeway.interchange.signals import PageDamaged, SignalPage, value_fault
from causeway.interchange.signals.json_values import json_object, object_of, objects_of, optional_text, text_of
from causeway.interchange.signals.values import LONGEST_REFERENCE
from causeway.interchange.threatexchange._descriptors import Descriptor, descriptor_from, opinions_of, provenance_of
from causeway.interchange.threatexchange.mapping import KINDS, SCHEME
from causeway.vocabulary.handling import strictest
from causeway.vocabulary.signals import (
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalState,
)

_LATEST_SECOND: Final = 32_503_680_000
"""The year 3000: a later time is no time of an update."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatExchangeCursor:
    """Where to go on: ask for updates since `since`, with `after` as the page's cursor where there is one.

    `highest` is the latest time of an update that the running round has shown.
    """

    since: datetime
    highest: datetime
    after: str | None = None

    @classmethod
    def beginning(cls, since: datetime = datetime(1970, 1, 1, tzinfo=UTC)) -> "ThreatExchangeCursor":
        """The cursor of a first round."""
        return cls(since=since, highest=since)


def read_threatexchange_page(
    data: bytes,
    cursor: ThreatExchangeCursor,
    *,
    source: str = "ThreatExchange",
    grades: Collection[str] = (),
) -> SignalPage[ThreatExchangeCursor]:
    """The changes on a page that was fetched with `cursor`; each replaces what its indicator was before.

    `grades` are the tags that a collaboration uses as categories. Raises PageDamaged with the place of the fault; an
    indicator whose value is none of its type is a fault, and leaves nothing under its reference.
    """
    document = json_object(data, place="the page")
    if "data" not in document:
        raise PageDamaged("missing", "data is missing: it is no page of updates", place="the page")
    faults: list[RowFault] = []
    changes, highest = [], cursor.highest
    for number, update in enumerate(objects_of(document, "data", "the page"), start=1):
        place = f"update {number}"
        changed_at = _second(update, "last_updated", place)
        highest = max(highest, changed_at)
        change = _change(update, place, source, grades, changed_at)
        changes.append(_without_bad_values(change, number, faults))
    following = _following(document, cursor, highest)
    return SignalPage(
        changes=tuple(changes), cursor=following, has_more=following.after is not None, faults=tuple(faults)
    )


def _change(
    update: dict[str, Any], place: str, source: str, grades: Collection[str], changed_at: datetime
) -> SignalChange:
    reference = text_of(update, "id", place, longest=LONGEST_REFERENCE)
    described = objects_of(object_of(update, "descriptors", place), "data", place)
    descriptors = [descriptor_from(each, f"{place}, descriptor {n}") for n, each in enumerate(described, start=1)]
    if _is_deleted(update, place) or not descriptors:
        return SignalChange(what=SignalChangeKind.WITHDRAWN, reference=reference, signals=())
    kind = KINDS.get(text_of(update, "type", place))
    signals = (_signal(update, kind, descriptors, place, source, grades, changed_at),) if kind is not None else ()
    return SignalChange(what=SignalChangeKind.UPDATED, reference=reference, signals=signals)


def _signal(
    update: dict[str, Any],
    kind: SignalKind,
    descriptors: list[Descriptor],
    place: str,
    source: str,
    grades: Collection[str],
    changed_at: datetime,
) -> Signal:
    value = text_of(update, "indicator", place)
    handlings = [each.handling for each in descriptors if each.handling is not None]
    added = [each.added_at for each in descriptors if each.added_at is not None]
    expiries = [each.expires_at for each in descriptors if each.expires_at is not None]
    confidences = [each.confidence for each in descriptors if each.confidence is not None and each.is_right]
    return Signal(
        kind=kind,
        value=value if kind in {SignalKind.URL, SignalKind.KEYWORD} else value.lower(),
        reference=str(update["id"]),
        provenance=provenance_of(descriptors, source),
        state=_state(descriptors),
        category=_category(descriptors, grades),
        confidence=max(confidences, default=None),
        handling=strictest(handlings) if handlings else None,
        added_at=min(added, default=None),
        changed_at=changed_at,
        expires_at=max(expiries) if len(expiries) == len(descriptors) else None,
        opinions=opinions_of(descriptors),
    )


def _state(descriptors: list[Descriptor]) -> SignalState:
    """Nobody who describes it as right: a lead at most. Everybody as wrong: it must match nothing."""
    if any(each.is_right for each in descriptors):
        return SignalState.ADDED
    return SignalState.SUSPENDED if all(each.is_wrong for each in descriptors) else SignalState.UNCONFIRMED


def _category(descriptors: list[Descriptor], grades: Collection[str]) -> SignalCategory | None:
    tags = sorted(tag for each in descriptors for tag in each.tags if tag in grades)
    return SignalCategory(code=tags[0], scheme=SCHEME) if tags else None


def _without_bad_values(change: SignalChange, number: int, faults: list[RowFault]) -> SignalChange:
    for signal in change.signals:
        if fault := value_fault(signal.kind, signal.value):
            faults.append(RowFault(row=number, code=fault[0], message=fault[1], field="indicator"))
            return replace(change, signals=())
    return change


def _is_deleted(update: dict[str, Any], place: str) -> bool:
    stated = update.get("should_delete", False)
    if not isinstance(stated, bool):
        raise PageDamaged("bad_type", "should_delete is neither true nor false", place=place)
    return stated


def _second(update: dict[str, Any], key: str, place: str) -> datetime:
    """The Graph API writes seconds since 1970 as a number, or as a text of digits."""
    value = update.get(key)
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 12:
        value = int(value)
    if type(value) is not int or not 0 <= value <= _LATEST_SECOND:
        raise PageDamaged("bad_time", f"{key} is not a number of seconds since 1970", place=place)
    return datetime.fromtimestamp(value, UTC)


def _following(document: dict[str, Any], cursor: ThreatExchangeCursor, highest: datetime) -> ThreatExchangeCursor:
    """`paging.next` is there while there are more pages; it is not kept, because it holds the access token."""
    paging = object_of(document, "paging", "the page")
    if not paging.get("next"):
        return ThreatExchangeCursor(since=highest, highest=highest)
    after = optional_text(object_of(paging, "cursors", "paging"), "after", "paging", longest=1000)
    if not after or after == cursor.after:
        raise PageDamaged("endless", "the page says that more follows, and not where", place="paging")
    return ThreatExchangeCursor(since=cursor.since, highest=highest, after=after)
