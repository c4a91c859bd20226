"""Referrals of a world in a folder: `referrals.jsonl`, one a line, and beside it perhaps `world.json` with the pictures
that stand in a bank. Whatever else lies there, such as the truth, is not read.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from causeway.clearing import BankSignal, ClearingInput
from causeway.cli.output import CommandFailed
from causeway.vocabulary.documents import DocumentInvalid, read_document
from causeway.vocabulary.findings import DigestKind, MediaDigests
from causeway.vocabulary.referral import Referral

T = TypeVar("T")
REFERRALS, WORLD = "referrals.jsonl", "world.json"
LONGEST_LINE = 1 << 20
LONGEST_WORLD = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    id: str
    sender: str
    arrives_at: datetime
    referral: Referral
    media: tuple[MediaDigests, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    listed: tuple[MediaDigests, ...] = ()


def referrals_in(folder: Path) -> Iterator[ClearingInput]:
    """The referrals in order of arrival, one after another.

    Raises:
        CommandFailed: naming the file, the line and the field.
    """
    path = folder / REFERRALS
    latest: datetime | None = None
    try:
        with path.open("rb") as file:
            for number, text in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
                where = f"{path}, line {number}"
                if len(text) > LONGEST_LINE:
                    raise CommandFailed(f"{where} is longer than {LONGEST_LINE} bytes", exit_code=2)
                line = _parsed(_Line, _loaded(text, where), where)
                if latest is not None and line.arrives_at < latest:
                    raise CommandFailed(f"{where}: arrives_at is before the line above it", exit_code=2)
                latest = line.arrives_at
                yield ClearingInput(
                    referral_id=line.id,
                    sender=line.sender,
                    received_at=line.arrives_at,
                    referral=line.referral,
                    digests={media.sha256: media for media in line.media},
                )
    except OSError as fault:
        raise CommandFailed(f"{path} cannot be read: {fault.strerror}", exit_code=2) from fault


def bank_in(folder: Path) -> list[BankSignal]:
    """The pictures that stand in a bank, by their bytes and by their looks; none where the folder names none.

    Raises:
        CommandFailed: naming the file and the field.
    """
    path = folder / WORLD
    if not path.exists():
        return []
    try:
        with path.open("rb") as file:
            text = file.read(LONGEST_WORLD + 1)
    except OSError as fault:
        raise CommandFailed(f"{path} cannot be read: {fault.strerror}", exit_code=2) from fault
    document = _loaded(text, str(path))
    listed = document.get("listed", []) if isinstance(document, dict) else None
    known = _parsed(_Listed, {"listed": listed}, str(path)).listed
    exact = [_signal(media, DigestKind.SHA256, media.sha256) for media in known]
    return exact + [_signal(media, DigestKind.PDQ, media.pdq) for media in known if media.pdq]


def _signal(media: MediaDigests, kind: DigestKind, value: str) -> BankSignal:
    return BankSignal(signal_id=f"{media.sha256}-{kind}", bank="world", kind=kind, value=value)


def _loaded(text: bytes, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise CommandFailed(f"{where} is no JSON", exit_code=2) from fault


def _parsed(kind: type[T], document: Any, where: str) -> T:
    try:
        return read_document(kind, document)
    except DocumentInvalid as fault:
        raise CommandFailed(f"{where}: {fault}", exit_code=2) from fault
