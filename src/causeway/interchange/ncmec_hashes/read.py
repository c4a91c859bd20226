"""Reads a page of NCMEC's hash-sharing API v2: entries with fingerprints, deletions, and the way to the next page.

Sources: NCMEC's public documentation of Hash Sharing v2 and the open client in python-threatexchange. Entries come in
no order of time, so that a round of pages counts only once its last page is read: the cursor keeps both.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from causeway.interchange.hashlists import RowFault
from causeway.interchange.ncmec_hashes._tree import child_text, children, entries_of, local_name, parse_page, place_of
from causeway.interchange.ncmec_hashes.mapping import FEEDBACK_TYPES, FINGERPRINTS, SCHEME
from causeway.interchange.signals import PageDamaged, SignalPage, value_fault
from causeway.interchange.signals.times import time_in
from causeway.vocabulary.signals import (
    Opinions,
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalOrigin,
    SignalProvenance,
)

_NEXT: Final = re.compile(r"/v2/entries\?[\x21-\x7e]{1,2000}")
"""A path of this API: what a damaged or hostile page names must not send the caller to another host."""
_MEMBER_ID: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NcmecCursor:
    """Where to go on: fetch `next_path` where there is one, else begin a round with `from` = `since`.

    `highest` is the latest time that the pages of the running round have named.
    """

    since: datetime
    highest: datetime
    next_path: str | None = None

    @classmethod
    def beginning(cls, since: datetime) -> "NcmecCursor":
        """The cursor of a first round, of all that changed since a moment in UTC."""
        return cls(since=since, highest=since)


def read_ncmec_page(xml: bytes, cursor: NcmecCursor, *, source: str = "NCMEC hash sharing") -> SignalPage[NcmecCursor]:
    """The changes on a page that was fetched with `cursor`. Every change replaces all that its entry listed before.

    `source` names the list (industry, NPO, exploitative), for provenance. Raises PageDamaged with the line of the
    fault; a bad fingerprint is a fault of its entry and leaves the others.
    """
    root = parse_page(xml)
    entries = list(entries_of(root))
    faults: list[RowFault] = []
    changes = tuple(_change(entry, number, source, faults) for number, entry in enumerate(entries, start=1))
    highest = max([cursor.highest, *_times(root)])
    next_path = _next_path(root)
    if next_path is not None and next_path == cursor.next_path:
        raise PageDamaged("endless", "the page names itself as the next one", place="paging/next")
    following = NcmecCursor(since=cursor.since if next_path else highest, highest=highest, next_path=next_path)
    return SignalPage(changes=changes, cursor=following, has_more=next_path is not None, faults=tuple(faults))


def _change(entry: etree._Element, number: int, source: str, faults: list[RowFault]) -> SignalChange:
    reference, organisation = _reference(entry)
    if local_name(entry).startswith("deleted"):
        return SignalChange(what=SignalChangeKind.WITHDRAWN, reference=reference, signals=())
    provenance = SignalProvenance(organisation=organisation, source=source, origin=SignalOrigin.FEED)
    classification = child_text(entry, "classification")
    category = SignalCategory(code=classification, scheme=SCHEME) if classification else None
    changed_at = _timestamp(entry)
    signals = tuple(
        Signal(
            kind=kind,
            value=value,
            reference=reference,
            provenance=provenance,
            category=category,
            changed_at=changed_at,
            opinions=opinions,
        )
        for kind, value, opinions in _fingerprints(entry, number, faults)
    )
    return SignalChange(what=SignalChangeKind.UPDATED, reference=reference, signals=signals)


def _fingerprints(entry: etree._Element, number: int, faults: list[RowFault]) -> list[tuple[SignalKind, str, Opinions]]:
    """The good fingerprints that we keep; the bad ones become faults of the entry."""
    opinions, found = _opinions(entry), []
    for fingerprint in children(entry, "fingerprints", "*"):
        name = local_name(fingerprint)
        if name not in FINGERPRINTS:
            continue
        kind, text = FINGERPRINTS[name], (fingerprint.text or "").strip()
        value = text if kind is SignalKind.PHOTODNA else text.lower()
        if fault := value_fault(kind, value):
            faults.append(RowFault(row=number, code=fault[0], message=fault[1], field=name))
        else:
            found.append((kind, value, opinions[name]))
    return found


def _opinions(entry: etree._Element) -> dict[str, Opinions]:
    """For each fingerprint how many members found it right and wrong."""
    right, wrong = Counter[str](), Counter[str]()
    for feedback in children(entry, "feedback", "affirmativeFeedback"):
        right[_about(feedback)] += _members(feedback, "members", "member")
    for feedback in children(entry, "feedback", "negativeFeedback"):
        wrong[_about(feedback)] += _members(feedback, "reasons", "members", "member")
    return {name: Opinions(right=right[name], wrong=wrong[name]) for name in FINGERPRINTS}


def _about(feedback: etree._Element) -> str:
    """The fingerprint that the feedback is about; nothing where we do not keep it."""
    return FEEDBACK_TYPES.get(feedback.get("type", ""), "")


def _members(feedback: etree._Element, *path: str) -> int:
    """How many members say so, each counted once."""
    return len({member.get("id") for member in children(feedback, *path)})


def _reference(entry: etree._Element) -> tuple[str, str]:
    """What names the entry, and the member that gave it: an entry's id is unique within a member only."""
    member = next(children(entry, "member"), None)
    member_id = member.get("id", "") if member is not None else ""
    identifier = child_text(entry, "id")
    if member is None or not _MEMBER_ID.fullmatch(member_id) or not identifier or len(identifier) > 200:
        raise PageDamaged("no_reference", "an entry has no member's number, or no id", place=place_of(entry))
    return f"{member_id}-{identifier}", (member.text or "").strip()[:200] or f"member {member_id}"


def _timestamp(entry: etree._Element) -> datetime:
    moment = time_in(child_text(entry, "timestamp") or "")
    if moment is None:
        raise PageDamaged("bad_time", "timestamp is missing, or no time with its zone", place=place_of(entry))
    return moment


def _times(root: etree._Element) -> list[datetime]:
    """The latest time of each group; a group without entries need not name one."""
    groups = [*children(root, "images"), *children(root, "videos")]
    stated = [(group, group.get("maxTimestamp")) for group in groups if len(group) or group.get("maxTimestamp")]
    moments = [(group, time_in(text or "")) for group, text in stated]
    for group, moment in moments:
        if moment is None:
            raise PageDamaged("bad_time", "maxTimestamp is missing, or no time with its zone", place=place_of(group))
    return [moment for _, moment in moments if moment is not None]


def _next_path(root: etree._Element) -> str | None:
    found = next(children(root, "paging", "next"), None)
    text = (found.text or "").strip() if found is not None else ""
    if text and not _NEXT.fullmatch(text):
        raise PageDamaged("bad_next", "the next page is no path of this API", place="paging/next")
    return text or None
