"""A world of traffic as a folder, so that others can bring one: `world.json`, `referrals.jsonl` and, apart,
`truth.jsonl`. `docs/reference/world-format.md` says what stands in them.

What is read was written by somebody else: lines are bounded, and every fault names file, line and field.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import ip_network
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeVar

from causeway.vocabulary.documents import DocumentInvalid, read_document, to_document
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.referral import Referral
from causeway.worlds.errors import WorldError
from causeway.worlds.traffic import Surrounds, TrafficReferral, TrafficTruth
from causeway.worlds.truth import TruePlace

T = TypeVar("T")
FORMAT = "causeway-world"
VERSION = 1
MOST_DANGER = 4
_LONGEST_LINE = 1 << 20
_LONGEST_HEAD = 64 << 20
_DIGEST_LENGTHS = {"sha256": 64, "sha1": 40, "md5": 32, "pdq": 64, "pdq_other": 64}
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    format: str
    version: int
    countries: dict[str, str] = field(default_factory=dict)
    listed: tuple[MediaDigests, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedReferral:
    """One referral of a folder, without its truth: what a hub would get."""

    id: str
    sender: str
    arrives_at: datetime
    referral: Referral
    media: tuple[MediaDigests, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _TruthLine:
    id: str
    event: str
    cluster: str
    danger: int
    places: tuple[TruePlace, ...] = ()


def write_world(folder: Path, around: Surrounds, stream: Iterable[TrafficReferral]) -> int:
    """Write a world into a new or empty folder; gives the number of referrals. The stream is not held in memory.

    Raises:
        WorldError: the folder holds something already, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise WorldError("not_empty", f"{folder} is not empty")
        head = _Head(format=FORMAT, version=VERSION, countries=around.countries, listed=around.listed)
        (folder / "world.json").write_text(_json(head) + "\n", encoding="utf-8")
        return _write_lines(folder, stream)
    except OSError as error:
        raise WorldError("unwritable", f"{folder} cannot be written: {error.strerror}") from error


def read_surrounds(folder: Path) -> Surrounds:
    """What goes with the world of a folder.

    Raises:
        WorldError: naming the file and the field.
    """
    path = folder / "world.json"
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST_HEAD + 1)
    except OSError as error:
        raise WorldError("unreadable", f"{path} cannot be read: {error.strerror}") from error
    if len(text) > _LONGEST_HEAD:
        raise WorldError("too_long", f"{path} is longer than {_LONGEST_HEAD} bytes")
    head = _parsed(_Head, text, str(path))
    if (head.format, head.version) != (FORMAT, VERSION):
        raise WorldError("other_format", f"{path} is not of format {FORMAT}, version {VERSION}")
    for network in head.countries:
        try:
            ip_network(network)
        except ValueError as error:
            raise WorldError("bad_document", f"{path}: countries holds a key that is no network") from error
    for place, media in enumerate(head.listed):
        _check_digests(media, f"{path}: listed[{place}]")
    return Surrounds(countries=head.countries, listed=head.listed)


def read_world(folder: Path) -> Iterator[TrafficReferral]:
    """The referrals of a folder in order of arrival, each with its truth; one pass, nothing is held but the ids.

    Raises:
        WorldError: naming the file, the line and the field.
    """
    referrals, truths = folder / "referrals.jsonl", folder / "truth.jsonl"
    for number, (told, line) in enumerate(zip_longest(read_referrals(folder), _lines(truths)), start=1):
        if told is None or line is None:
            raise WorldError("lengths_differ", f"{referrals.name} and {truths.name} differ in length at line {number}")
        true = _parsed(_TruthLine, line, f"{truths}, line {number}")
        if told.id != true.id:
            raise WorldError("bad_document", f"{truths}, line {number}: id is not that of the referral on this line")
        if not 0 <= true.danger <= MOST_DANGER:
            raise WorldError("bad_document", f"{truths}, line {number}: danger must be 0 to {MOST_DANGER}")
        yield TrafficReferral(
            id=told.id,
            sender=told.sender,
            arrives_at=told.arrives_at,
            referral=told.referral,
            media=told.media,
            truth=TrafficTruth(event=true.event, cluster=true.cluster, danger=true.danger, places=true.places),
        )


def read_referrals(folder: Path) -> Iterator[ReceivedReferral]:
    """The referrals of a folder in order of arrival, whether their truth lies beside them or not; one pass, nothing is
    held but the ids.

    Raises:
        WorldError: naming the file, the line and the field.
    """
    path = folder / "referrals.jsonl"
    seen: set[str] = set()
    latest: datetime | None = None
    for number, line in enumerate(_lines(path), start=1):
        where = f"{path}, line {number}"
        told = _parsed(ReceivedReferral, line, where)
        if told.id in seen:
            raise WorldError("bad_document", f"{where}: id stands on an earlier line too")
        if latest is not None and told.arrives_at < latest:
            raise WorldError("bad_document", f"{where}: arrives_at is before the line above it")
        for place, media in enumerate(told.media):
            _check_digests(media, f"{where}: media[{place}]")
        seen.add(told.id)
        latest = told.arrives_at
        yield told


def _write_lines(folder: Path, stream: Iterable[TrafficReferral]) -> int:
    count = 0
    with (
        (folder / "referrals.jsonl").open("w", encoding="utf-8") as referrals,
        (folder / "truth.jsonl").open("w", encoding="utf-8") as truths,
    ):
        for one in stream:
            count += 1
            line = ReceivedReferral(
                id=one.id, sender=one.sender, arrives_at=one.arrives_at, referral=one.referral, media=one.media
            )
            truth = one.truth
            true = _TruthLine(
                id=one.id, event=truth.event, cluster=truth.cluster, danger=truth.danger, places=truth.places
            )
            referrals.write(_json(line) + "\n")
            truths.write(_json(true) + "\n")
    return count


def _json(value: object) -> str:
    return json.dumps(to_document(value), ensure_ascii=False, separators=(",", ":"))


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(_LONGEST_LINE + 1):
                number += 1
                if len(line) > _LONGEST_LINE:
                    raise WorldError("too_long", f"{path}, line {number} is longer than {_LONGEST_LINE} bytes")
                yield line
    except OSError as error:
        raise WorldError("unreadable", f"{path} cannot be read: {error.strerror}") from error


def _parsed(kind: type[T], text: bytes, where: str) -> T:
    try:
        document = json.loads(text, object_pairs_hook=_once_each, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise WorldError("bad_json", f"{where} is not valid JSON") from error
    try:
        return read_document(kind, document)
    except DocumentInvalid as error:
        raise WorldError("bad_document", f"{where}: {error}") from error


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a field stands twice")
    return made


def _refused(_name: str) -> None:
    raise ValueError("no number")


def _check_digests(media: MediaDigests, where: str) -> None:
    """Hexadecimal of the right length, so that nothing further on has to doubt it."""
    for name, length in _DIGEST_LENGTHS.items():
        value = getattr(media, name)
        if value is not None and (len(value) != length or not _HEX.issuperset(value)):
            raise WorldError("bad_document", f"{where}.{name} must be {length} hexadecimal digits in small letters")
    for frame in media.frames:
        if len(frame) != _DIGEST_LENGTHS["pdq"] or not _HEX.issuperset(frame):
            raise WorldError("bad_document", f"{where}.frames must hold 64 hexadecimal digits in small letters each")
