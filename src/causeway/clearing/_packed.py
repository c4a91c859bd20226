"""The compact facts of a referral as bytes: a million of them as objects take many gigabytes, and the collector of
garbage walks over every one again and again.

For the memory of one process alone: the form may change with every version and is never written or read from outside.
"""

import pickle
from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from causeway.linking import LinkInput, SelectorKey
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.selectors import Selector, SelectorKind

_MEDIA = tuple(field.name for field in fields(MediaDigests))
_SELECTOR = ("value", "port", "at")
_KEYED = ("verified", "proxies", "subjects", "victims", "brings_child_of")
_PLAIN = tuple(
    field.name for field in fields(LinkInput) if field.name not in ("selectors", "media", *_KEYED, "duplicate_of")
)
_plain, _of_media, _of_selector = attrgetter(*_PLAIN), attrgetter(*_MEDIA), attrgetter(*_SELECTOR)
_KINDS = tuple(SelectorKind)
_NUMBER_OF = {kind: number for number, kind in enumerate(_KINDS)}
_ACCOUNT = _NUMBER_OF[SelectorKind.ACCOUNT]


def packed(facts: LinkInput) -> bytes:
    """All facts but the bundle in which the referral stands."""
    selectors = [(_NUMBER_OF[one.kind], *_of_selector(one)) for one in facts.selectors]
    keys = [[(_NUMBER_OF[kind], value) for kind, value in getattr(facts, name)] for name in _KEYED]
    return pickle.dumps((_plain(facts), selectors, keys, [_of_media(one) for one in facts.media]), protocol=5)


def unpacked(content: bytes, *, duplicate_of: str | None) -> LinkInput:
    """The facts that were packed here."""
    plain, selectors, keys, media = pickle.loads(content)  # noqa: S301 this process packed them itself
    values: dict[str, Any] = dict(zip(_PLAIN, plain, strict=True))
    values |= {name: _keys(held) for name, held in zip(_KEYED, keys, strict=True)}
    return LinkInput(
        **values,
        selectors=tuple(
            Selector(kind=_KINDS[kind], value=value, port=port, at=at) for kind, value, port, at in selectors
        ),
        media=tuple(MediaDigests(**dict(zip(_MEDIA, one, strict=True))) for one in media),
        duplicate_of=duplicate_of,
    )


def accounts_of(content: bytes) -> list[SelectorKey]:
    """The accounts that packed facts name, read without the rest."""
    _, selectors, _, _ = pickle.loads(content)  # noqa: S301 this process packed them itself
    return [(SelectorKind.ACCOUNT, value) for kind, value, _, _ in selectors if kind == _ACCOUNT]


def _keys(held: Iterable[tuple[int, Any]]) -> frozenset[SelectorKey]:
    return frozenset((_KINDS[kind], value) for kind, value in held)
