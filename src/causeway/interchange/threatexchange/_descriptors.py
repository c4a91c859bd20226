"""What one owner says of an indicator, and what all of them say together."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from causeway.interchange.signals import PageDamaged
from causeway.interchange.signals.json_values import (
    object_of,
    objects_of,
    optional_count,
    optional_text,
    text_of,
)
from causeway.interchange.signals.times import time_in
from causeway.interchange.threatexchange.mapping import HANDLINGS, REACTIONS, RIGHT, WRONG
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import Opinions, SignalOrigin, SignalProvenance

_MOST_OWNERS: Final = 10_000
"""Who react to one descriptor; a longer list is no honest one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """One owner's view. `reactions` are the opinions of others on it: owner and opinion."""

    owner: str
    owner_name: str | None
    is_right: bool
    is_wrong: bool
    tags: tuple[str, ...]
    confidence: int | None
    handling: Handling | None
    added_at: datetime | None
    expires_at: datetime | None
    reactions: tuple[tuple[str, str], ...]


def descriptor_from(document: dict[str, Any], place: str) -> Descriptor:
    """The descriptor that a document gives. Raises PageDamaged."""
    owner = object_of(document, "owner", place)
    status = text_of(document, "status", place)
    share_level = optional_text(document, "share_level", place)
    return Descriptor(
        owner=text_of(owner, "id", place, longest=100),
        owner_name=optional_text(owner, "name", place, longest=200),
        is_right=status in RIGHT,
        is_wrong=status in WRONG,
        tags=_tags(document, place),
        confidence=optional_count(document, "confidence", place, most=100),
        handling=HANDLINGS.get(share_level, Handling.RED) if share_level else None,
        added_at=_time(document, "added_on", place),
        expires_at=_time(document, "expired_on", place),
        reactions=tuple(_reactions(document, place)),
    )


def provenance_of(descriptors: list[Descriptor], source: str) -> SignalProvenance:
    """The first owner who finds it right, else the first."""
    first = next((each for each in descriptors if each.is_right), descriptors[0])
    return SignalProvenance(organisation=first.owner_name or first.owner, source=source, origin=SignalOrigin.FEED)


def opinions_of(descriptors: list[Descriptor]) -> Opinions:
    """One opinion an owner: their own descriptor's, else that of their reactions."""
    own = {each.owner: "right" for each in descriptors if each.is_right}
    own |= {each.owner: "wrong" for each in descriptors if each.is_wrong}
    reacted = {owner: opinion for each in descriptors for owner, opinion in each.reactions}
    counts = Counter((reacted | own).values())
    return Opinions(right=counts["right"], wrong=counts["wrong"], seen_again=counts["seen_again"])


def _tags(document: dict[str, Any], place: str) -> tuple[str, ...]:
    """Tags come as texts, or as objects under `data`."""
    stated = document.get("tags", [])
    if isinstance(stated, dict):
        return tuple(text_of(tag, "text", place, longest=200) for tag in objects_of(stated, "data", place))
    if not isinstance(stated, list) or not all(isinstance(tag, str) and len(tag) <= 200 for tag in stated):
        raise PageDamaged("bad_type", "tags are neither texts nor objects", place=place)
    return tuple(stated)


def _reactions(document: dict[str, Any], place: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for reaction in objects_of(document, "reactions", place):
        opinion = REACTIONS.get(text_of(reaction, "key", place))
        owners = text_of(reaction, "value", place, longest=200_000).split(",")
        if len(owners) > _MOST_OWNERS:
            raise PageDamaged("too_large", f"more than {_MOST_OWNERS} owners react", place=place)
        found += [(owner.strip(), opinion) for owner in owners if opinion]
    return found


def _time(document: dict[str, Any], key: str, place: str) -> datetime | None:
    """The Graph API writes `2026-11-27T01:00:00+0000`."""
    text = optional_text(document, key, place)
    if not text:
        return None
    moment = time_in(text)
    if moment is None:
        raise PageDamaged("bad_time", f"{key} is not a time with its zone", place=place)
    return moment
