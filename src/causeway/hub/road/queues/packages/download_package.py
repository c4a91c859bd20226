"""One encrypted package of referrals, and of what was done about them, for the force's own system.

Nothing of it is ever plain on disk.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.proving import proof_of
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.errors import VaultError
from causeway.hub.base.vault.opening import open_sealed
from causeway.hub.road.evidence.package import Lock, Part, Section, encrypted, pdf, zipped
from causeway.hub.road.evidence.queries.files import Access, FileView
from causeway.hub.road.queues.packages.chapters import Chapter, PackageScope, chapters_for
from causeway.hub.road.queues.packages.pages import pages_of
from causeway.hub.road.queues.queries.opening import OpenReferral, open_referral
from causeway.interchange.spreadsheets import csv_lines

PACKAGE_FORMAT = "causeway-package"
PACKAGE_VERSION = 1
_SAFE_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package, ready to be sent piece by piece."""

    file_name: str
    pieces: Iterator[bytes]


@command(Permission.DOWNLOAD_PACKAGE)
def download_package(actor: Actor, referral_ids: Sequence[UUID], lock: Lock, *, case_id: UUID | None = None) -> Package:
    """Gather the referrals, with `case_id` also that case, and enter the download with the files that leave; the bytes
    are read, packed and encrypted as they are sent.

    A file leaves in a package where its sender viewed it, or under an authority, and no rule asks the reader for a
    certificate; one file alone, in the clear, leaves under an authority only (`look_at`).

    Raises:
        NotFound: one of them is not visible.
    """
    now = timezone.now()
    opened = [open_referral(actor, referral_id) for referral_id in referral_ids]
    references = [each.fact.reference for each in opened]
    about_ids = [*referral_ids, *([case_id] if case_id else [])]
    enter(
        Act.PACKAGE_DOWNLOADED, subjects=about_ids, details={"references": references, "files": leaving_files(opened)}
    )
    chapters = chapters_for(actor, PackageScope(referral_ids=tuple(referral_ids), case_id=case_id))
    proved = [*about_ids, *(subject for chapter in chapters.values() for subject in chapter.subject_ids)]
    work = next((chapter.reference for chapter in chapters.values() if chapter.reference), "")
    left_out: list[dict[str, str]] = []
    parts = [part for each in opened for part in _parts_of(each, now, left_out)]
    parts += _chapter_parts(chapters, work)
    parts.append(_json("ledger-proof.json", proof_of(proved)))
    about: dict[str, object] = {
        "format": PACKAGE_FORMAT,
        "version": PACKAGE_VERSION,
        "organisation": actor.organisation_name,
        "references": references,
        "case": work or None,
        "left_out": left_out,
    }
    name = work or (references[0] if len(references) == 1 else f"{references[0]}-and-{len(references) - 1}-more")
    return Package(file_name=f"{name}.zip.age", pieces=encrypted(zipped(parts, at=now, about=about), lock))


def _chapter_parts(chapters: Mapping[str, Chapter], work: str) -> Iterator[Part]:
    if chapters:
        pages = [section for chapter in chapters.values() for section in chapter.pages]
        yield Part(name="work.pdf", chunks=[pdf(work or str(_("What was done")), pages)])
    for name, chapter in chapters.items():
        yield _json(f"{name}.json", chapter.document)


def leaving_files(opened: Sequence[OpenReferral]) -> list[str]:
    """The identifiers of the files that may leave with these referrals."""
    return [str(view.fact.id) for each in opened for view in each.files if view.fact.sealed_id and _may_leave(view)]


def _may_leave(view: FileView) -> bool:
    if view.access is Access.NEEDS_CERTIFICATE:
        return False
    return view.fact.viewed_by_sender is True or view.has_authority


def _why_not(view: FileView) -> str:
    if view.access is Access.NEEDS_CERTIFICATE:
        return _("whoever made this package needs a certificate before opening files")
    return _("nobody at the sender viewed it and no authority is recorded")


def _parts_of(opened: OpenReferral, now: datetime, left_out: list[dict[str, str]]) -> Iterator[Part]:
    yield from told_parts(opened, pages_of(opened, now), left_out)
    if opened.fact.original_id is not None:
        yield from _original(opened.fact.reference, opened.fact.original_id, left_out)


def told_parts(opened: OpenReferral, pages: Sequence[Section], left_out: list[dict[str, str]]) -> Iterator[Part]:
    """What was told, with these pages as its PDF, and the files; what may not leave is named in `left_out`."""
    folder = opened.fact.reference
    yield Part(name=f"{folder}/referral.pdf", chunks=[pdf(folder, pages)])
    yield _json(f"{folder}/referral.json", to_document(opened.told.referral))
    yield _text(f"{folder}/digests.csv", _digests(opened.files))
    for view in opened.files:
        if view.fact.sealed_id is None:
            continue
        name = f"{folder}/files/{view.fact.ordinal + 1:03d}-{_safe(view.fact.name)}"
        if not _may_leave(view):
            left_out.append({"name": name, "why": _why_not(view)})
            continue
        yield from _sealed(name, view.fact.sealed_id, left_out)


def _original(folder: str, sealed_id: UUID, left_out: list[dict[str, str]]) -> Iterator[Part]:
    """What came, as it came, named for what it is: by one door reports come as XML and as JSON."""
    try:
        pieces = open_sealed(sealed_id)
        first = next(pieces, b"")
    except VaultError as fault:
        left_out.append({"name": f"{folder}/original", "why": fault.message})
    else:
        yield Part(name=f"{folder}/original.{_ending(first)}", chunks=chain([first], pieces))


def _ending(first: bytes) -> str:
    """The ending that fits what a document begins with, past a byte-order mark and white space."""
    begins = first.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]
    return {b"<": "xml", b"{": "json", b"[": "json"}.get(begins, "bin")


def _sealed(name: str, sealed_id: UUID, left_out: list[dict[str, str]]) -> Iterator[Part]:
    try:
        yield Part(name=name, chunks=open_sealed(sealed_id))
    except VaultError as fault:
        left_out.append({"name": name, "why": fault.message})


def _text(name: str, text: str) -> Part:
    return Part(name=name, chunks=[text.encode()])


def _json(name: str, document: object) -> Part:
    return _text(name, json.dumps(document, indent=2, ensure_ascii=False))


def _safe(name: str) -> str:
    """A name that is a name on every system, and no path."""
    return _SAFE_NAME.sub("_", name)[-_LONGEST_NAME:].strip("._") or "file"


def _digests(files: Sequence[FileView]) -> str:
    rows = (
        (
            f"{view.fact.ordinal + 1:03d}-{_safe(view.fact.name)}",
            view.fact.size_bytes,
            view.fact.sha256,
            view.fact.sha1,
            view.fact.md5,
            view.examined.pdq if view.examined else None,
            view.examined.pdq_quality if view.examined else None,
        )
        for view in files
    )
    return "".join(csv_lines(("file", "size_bytes", "sha256", "sha1", "md5", "pdq", "pdq_quality"), rows))
