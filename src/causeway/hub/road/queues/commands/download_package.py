"""One encrypted package of one or more referrals for the force's own system. Nothing of it is ever plain on disk."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.proving import proof_of
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.base.vault.opening import open_sealed
from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.evidence.package import Lock, Part, encrypted, pdf, zipped
from causeway.hub.road.evidence.queries.files import FileView
from causeway.hub.road.queues.package_pages import pages_of
from causeway.hub.road.queues.queries.opening import OpenReferral, open_referral
from causeway.vocabulary.referral import Door

PACKAGE_FORMAT = "causeway-package"
PACKAGE_VERSION = 1
_SAFE_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80

PackageSource = Callable[[Actor, Sequence[UUID]], Iterable[Part]]
"""More parts of a package about these referrals, from an app further up the road (a case's notes, say)."""

_sources: dict[str, PackageSource] = {}


def register_package_source(name: str, source: PackageSource) -> None:
    """Add an app's own parts to every package. Call it from `AppConfig.ready`."""
    _sources[name] = source


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package, ready to be sent piece by piece."""

    file_name: str
    pieces: Iterator[bytes]


@command(Permission.DOWNLOAD_PACKAGE)
def download_package(actor: Actor, referral_ids: Sequence[UUID], lock: Lock) -> Package:
    """Gather the referrals and enter the download with the files that leave; the bytes are read, packed and encrypted
    as they are sent.

    A file leaves in a package where its sender viewed it, or under an authority; one file alone, in the clear, leaves
    under an authority only (`look_at`).

    Raises:
        NotFound: one of them is not visible.
    """
    now = timezone.now()
    opened = [open_referral(actor, referral_id) for referral_id in referral_ids]
    enter(
        Act.PACKAGE_DOWNLOADED,
        subjects=list(referral_ids),
        details={"references": [each.fact.reference for each in opened], "files": _leaving(opened)},
    )
    left_out: list[dict[str, str]] = []
    parts = [part for each in opened for part in _parts_of(each, now, left_out)]
    parts += [part for source in _sources.values() for part in source(actor, referral_ids)]
    parts.append(_text("ledger-proof.json", json.dumps(proof_of(referral_ids), indent=2)))
    about: dict[str, object] = {
        "format": PACKAGE_FORMAT,
        "version": PACKAGE_VERSION,
        "organisation": actor.organisation_name,
        "references": [each.fact.reference for each in opened],
        "left_out": left_out,
    }
    name = opened[0].fact.reference if len(opened) == 1 else f"{opened[0].fact.reference}-and-{len(opened) - 1}-more"
    return Package(file_name=f"{name}.zip.age", pieces=encrypted(zipped(parts, at=now, about=about), lock))


def _leaving(opened: Sequence[OpenReferral]) -> list[str]:
    return [str(view.fact.id) for each in opened for view in each.files if view.fact.sealed_id and _may_leave(view)]


def _may_leave(view: FileView) -> bool:
    return view.fact.viewed_by_sender is True or view.has_authority


def _parts_of(opened: OpenReferral, now: datetime, left_out: list[dict[str, str]]) -> Iterator[Part]:
    folder = opened.fact.reference
    yield Part(name=f"{folder}/referral.pdf", chunks=[pdf(folder, pages_of(opened, now))])
    document = json.dumps(to_document(opened.told.referral), indent=2, ensure_ascii=False)
    yield _text(f"{folder}/referral.json", document)
    yield _text(f"{folder}/digests.csv", _digests(opened.files))
    if opened.fact.original_id is not None:
        ending = "xml" if opened.fact.door is Door.CYBERTIP_API else "json"
        yield from _sealed(f"{folder}/original.{ending}", opened.fact.original_id, left_out)
    for view in opened.files:
        if view.fact.sealed_id is None:
            continue
        name = f"{folder}/files/{view.fact.ordinal + 1:03d}-{_safe(view.fact.name)}"
        if not _may_leave(view):
            left_out.append({"name": name, "why": "nobody at the sender viewed it and no authority is recorded"})
            continue
        yield from _sealed(name, view.fact.sealed_id, left_out)


def _sealed(name: str, sealed_id: UUID, left_out: list[dict[str, str]]) -> Iterator[Part]:
    try:
        yield Part(name=name, chunks=open_sealed(sealed_id))
    except VaultError as fault:
        left_out.append({"name": name, "why": fault.message})


def _text(name: str, text: str) -> Part:
    return Part(name=name, chunks=[text.encode()])


def _safe(name: str) -> str:
    """A name that is a name on every system, and no path."""
    return _SAFE_NAME.sub("_", name)[-_LONGEST_NAME:].strip("._") or "file"


def _digests(files: Sequence[FileView]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["file", "size_bytes", "sha256", "sha1", "md5", "pdq", "pdq_quality"])
    for view in files:
        examined = view.examined
        writer.writerow(
            [
                f"{view.fact.ordinal + 1:03d}-{_safe(view.fact.name)}",
                view.fact.size_bytes if view.fact.size_bytes is not None else "",
                view.fact.sha256,
                view.fact.sha1,
                view.fact.md5,
                (examined.pdq or "") if examined else "",
                examined.pdq_quality if examined and examined.pdq_quality is not None else "",
            ]
        )
    return out.getvalue()
