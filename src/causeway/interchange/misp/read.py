"""Reads a MISP event: attributes that are a digest, an address or an account, alone or in an object, become signals."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from causeway.interchange.hashlists import RowFault
from causeway.interchange.misp.mapping import CONFIDENCE, FILE_TYPES, OWN, TLP_TAGS, WHITE
from causeway.interchange.signals import PageDamaged, SignalPage, value_fault
from causeway.interchange.signals.json_values import json_object, object_of, objects_of, optional_text, text_of
from causeway.interchange.signals.times import time_in
from causeway.interchange.signals.values import LONGEST_REFERENCE
from causeway.vocabulary.handling import Handling, strictest
from causeway.vocabulary.signals import (
    NOT_PROOF,
    REPORTED,
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalOrigin,
    SignalProvenance,
    SignalState,
)

_OWN_TAG: Final = re.compile(rf'{OWN}:([a-z]+)="([^"]{{0,2000}})"')
_CREDIBILITY: Final = re.compile(r'admiralty-scale:information-credibility="([1-5])"')
_HANDLINGS: Final = {tag: handling for handling, tag in TLP_TAGS.items()} | {WHITE: Handling.CLEAR}
_TYPES: Final = {name: kind for kind, name in FILE_TYPES.items()} | {"url": SignalKind.URL}
_NAMES: Final = {"user-id": "#", "username": "@"}
_LATEST_SECOND: Final = 32_503_680_000
"""The year 3000."""


def read_misp(data: bytes, *, source: str | None = None) -> SignalPage[None]:
    """The changes in an event, one an attribute that is a value of ours; a deleted one is withdrawn.

    Other attributes are passed over. Raises PageDamaged.
    """
    event = object_of(json_object(data, place="the event"), "Event", "the event")
    if "info" not in event:
        raise PageDamaged("other_document", "it is no MISP event", place="the event")
    author = text_of(object_of(event, "Orgc", "the event") or {"name": "not stated"}, "name", "the event", longest=200)
    tags = _tag_names(event, "the event")
    faults: list[RowFault] = []
    changes = []
    for row, (place, kind, value, attribute) in enumerate(_values(event), start=1):
        if fault := value_fault(kind, value):
            faults.append(RowFault(row=row, code=fault[0], message=fault[1], field="value"))
        else:
            signal = _signal(attribute, kind, value, place, author, source)
            changes.append(_change(replace(signal, handling=_handling([*tags, *_tag_names(attribute, place)]))))
    return SignalPage(changes=tuple(changes), cursor=None, has_more=False, faults=tuple(faults))


_Value = tuple[str, SignalKind, str, dict[str, Any]]


def _values(event: dict[str, Any]) -> Iterator[_Value]:
    """Place, kind, value and attribute of whatever is a value of ours."""
    for number, each in enumerate(objects_of(event, "Object", "the event"), start=1):
        attributes = objects_of(each, "Attribute", f"object {number}")
        if each.get("name") == "user-account":
            yield from _accounts(attributes, f"object {number}")
        else:
            yield from _plain(attributes, f"object {number}, attribute")
    yield from _plain(objects_of(event, "Attribute", "the event"), "attribute")


def _plain(attributes: list[dict[str, Any]], place: str) -> Iterator[_Value]:
    for number, attribute in enumerate(attributes, start=1):
        here = f"{place} {number}"
        kind = _own_kind(attribute, here) or _TYPES.get(str(attribute.get("type")))
        if kind is not None:
            value = text_of(attribute, "value", here)
            yield here, kind, value.lower() if kind in FILE_TYPES else value, attribute


def _accounts(attributes: list[dict[str, Any]], place: str) -> Iterator[_Value]:
    """The service is an attribute of the object, and the name another."""
    service = next((each.get("value") for each in attributes if each.get("object_relation") == "account-type"), None)
    for attribute in attributes:
        mark = _NAMES.get(str(attribute.get("object_relation")))
        if mark and isinstance(service, str):
            yield place, SignalKind.ACCOUNT, f"{service}{mark}{text_of(attribute, 'value', place)}", attribute


def _own_kind(attribute: dict[str, Any], place: str) -> SignalKind | None:
    stated = _own_tags(attribute, place).get("kind")
    return SignalKind(stated) if stated in set(SignalKind) else None


def _change(signal: Signal) -> SignalChange:
    what = SignalChangeKind.WITHDRAWN if signal.state not in REPORTED else SignalChangeKind.UPDATED
    return SignalChange(what=what, reference=signal.reference, signals=(signal,))


def _signal(
    attribute: dict[str, Any], kind: SignalKind, value: str, place: str, author: str, source: str | None
) -> Signal:
    own = _own_tags(attribute, place)
    comment = optional_text(attribute, "comment", place)
    return Signal(
        kind=kind,
        value=value,
        reference=_reference(attribute, own, place),
        provenance=SignalProvenance(
            organisation=own.get("organisation", author), source=own.get("source", source), origin=SignalOrigin.FEED
        ),
        state=_state(attribute, own),
        category=_category(own),
        confidence=_confidence(attribute, own, place),
        changed_at=_timestamp(attribute, place),
        expires_at=_expiry(own, place),
        note=None if comment in (None, "", NOT_PROOF) else comment,
    )


def _reference(attribute: dict[str, Any], own: dict[str, str], place: str) -> str:
    reference = own.get("reference") or text_of(attribute, "uuid", place, longest=100)
    if len(reference) > LONGEST_REFERENCE or not reference.isprintable():
        message = f"its reference is not a printable text of at most {LONGEST_REFERENCE} characters"
        raise PageDamaged("bad_reference", message, place=place)
    return reference


def _state(attribute: dict[str, Any], own: dict[str, str]) -> SignalState:
    """What MISP deletes is withdrawn, whatever a tag on it says."""
    stated = SignalState(own["state"]) if own.get("state") in set(SignalState) else SignalState.ADDED
    is_deleted = attribute.get("deleted") in (True, 1, "1")
    return SignalState.WITHDRAWN if is_deleted and stated in REPORTED else stated


def _category(own: dict[str, str]) -> SignalCategory | None:
    code, scheme = own.get("category"), own.get("scheme")
    return SignalCategory(code=code, scheme=scheme) if code and scheme else None


def _confidence(attribute: dict[str, Any], own: dict[str, str], place: str) -> int | None:
    exact = own.get("confidence", "")
    if exact.isdecimal() and exact.isascii() and len(exact) <= 3 and int(exact) <= 100:
        return int(exact)
    grades = (_CREDIBILITY.fullmatch(name) for name in _tag_names(attribute, place))
    return next((CONFIDENCE[grade[1]] for grade in grades if grade), None)


def _handling(tags: list[str]) -> Handling | None:
    """The strictest of the event's tags and the attribute's. A TLP tag that we do not know counts as the strictest."""
    marks = [name.casefold() for name in tags if name.casefold().startswith("tlp:")]
    return strictest([_HANDLINGS.get(name, Handling.RED) for name in marks]) if marks else None


def _expiry(own: dict[str, str], place: str) -> datetime | None:
    if "expires" not in own:
        return None
    moment = time_in(own["expires"])
    if moment is None:
        raise PageDamaged("bad_time", f"{OWN}:expires is not a time with its zone", place=place)
    return moment


def _timestamp(attribute: dict[str, Any], place: str) -> datetime | None:
    """MISP writes seconds since 1970 as a text of digits."""
    text = str(attribute.get("timestamp", "0"))
    if not text.isascii() or not text.isdecimal() or len(text) > 11 or int(text) > _LATEST_SECOND:
        raise PageDamaged("bad_time", "timestamp is not a number of seconds since 1970", place=place)
    return datetime.fromtimestamp(int(text), UTC) if int(text) else None


def _own_tags(attribute: dict[str, Any], place: str) -> dict[str, str]:
    found = (_OWN_TAG.fullmatch(name) for name in _tag_names(attribute, place))
    return {match[1]: match[2] for match in found if match}


def _tag_names(attribute: dict[str, Any], place: str) -> list[str]:
    return [text_of(tag, "name", place) for tag in objects_of(attribute, "Tag", place)]
