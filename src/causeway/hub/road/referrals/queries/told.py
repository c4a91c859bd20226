"""A referral as it was told, with all that was added since: what the engines clear."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.rows.documents import from_document
from causeway.hub.base.rows.paging import Portion
from causeway.hub.road.referrals.models import Attachment, Referral, SearchTerm, Supplement
from causeway.vocabulary.referral import Referral as ToldReferral


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldFile:
    """A file that came with bytes. `sealed_id` names them in the vault; digests are lower-case hex."""

    attachment_id: UUID
    sealed_id: UUID
    sha256: str
    md5: str
    sha1: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One referral: its row, its document with every supplement laid over it and when each came, and its files."""

    id: UUID
    dossier_id: UUID
    reference: str
    sender_id: UUID
    desk_id: UUID
    received_at: datetime
    added_at: tuple[datetime, ...]
    referral: ToldReferral
    files: tuple[ToldFile, ...]


def told(referral_id: UUID) -> Told:
    """The referral as the acting organisation may see it. Runs inside the caller's transaction.

    Raises:
        NotFound: the acting organisation sees no such referral.
    """
    found = told_among([referral_id]).get(referral_id)
    if found is None:
        raise NotFound(_("There is no such referral."))
    return found


def told_among(referral_ids: Collection[UUID]) -> dict[UUID, Told]:
    """Those of these referrals that the acting organisation may see. Runs inside the caller's transaction."""
    ids = list(referral_ids)
    files: dict[UUID, list[Attachment]] = {}
    for item in Attachment.objects.filter(referral_id__in=ids).order_by("ordinal"):
        files.setdefault(item.referral_id, []).append(item)
    supplements: dict[UUID, list[Supplement]] = {}
    for added in Supplement.objects.filter(referral_id__in=ids).order_by("added_at", "id"):
        supplements.setdefault(added.referral_id, []).append(added)
    rows = Referral.objects.filter(id__in=ids)
    return {row.id: _told(row, files.get(row.id, []), supplements.get(row.id, [])) for row in rows}


def _told(row: Referral, attachments: Sequence[Attachment], supplements: Sequence[Supplement]) -> Told:
    document = dict(row.document)
    for added in supplements:
        if added.document:
            document = laid_over(document, added.document)
    listed = {item.get("sha256") for item in document.get("attachments", ())}
    unlisted = [item for item in attachments if item.sha256 and item.sha256 not in listed]
    document["attachments"] = [
        *document.get("attachments", ()),
        *({"sha256": item.sha256, "name": item.name or None} for item in unlisted),
    ]
    return Told(
        id=row.id,
        dossier_id=row.dossier_id,
        reference=row.reference,
        sender_id=row.sender_id,
        desk_id=row.desk_id,
        received_at=row.received_at,
        added_at=tuple(added.added_at for added in supplements),
        referral=from_document(ToldReferral, document),
        files=tuple(_file(item) for item in attachments if item.sealed_id),
    )


def emergencies_at(desk_id: UUID, referral_ids: Collection[UUID]) -> set[UUID]:
    """Those of these referrals that the sender flagged as an emergency to this desk, at first or in what was added;
    looked up without reading the documents. Runs inside the caller's transaction.
    """
    ids = list(referral_ids)
    rows = Referral.objects.filter(id__in=ids, desk_id=desk_id).values_list("id", "document__emergency")
    added = Supplement.objects.filter(referral_id__in=ids, referral__desk_id=desk_id)
    return {
        referral_id for referral_id, flag in (*rows, *added.values_list("referral_id", "document__emergency")) if flag
    }


def referrals_with_term(kind: str | None, term: str, *, limit: int = 200) -> list[UUID]:
    """The referrals that the acting organisation sees and that carry exactly this term. Runs inside the caller's
    transaction.
    """
    found = SearchTerm.objects.filter(term=term)
    if kind is not None:
        found = found.filter(kind=kind)
    return list(dict.fromkeys(found.values_list("referral_id", flat=True)[:limit]))


def _file(item: Attachment) -> ToldFile:
    assert item.sealed_id is not None  # noqa: S101
    return ToldFile(
        attachment_id=item.id,
        sealed_id=item.sealed_id,
        sha256=item.sha256,
        md5=item.md5,
        sha1=item.sha1,
        size_bytes=item.size_bytes or 0,
    )


def laid_over(document: dict[str, Any], added: dict[str, Any]) -> dict[str, Any]:
    """What is new joins the lists; a single value fills a gap and never replaces what was told first."""
    together = dict(document)
    for name, value in added.items():
        if isinstance(value, list):
            known = together.get(name) or []
            forms = {_form(item) for item in known}
            together[name] = [*known, *(item for item in value if _form(item) not in forms)]
        elif together.get(name) in (None, False):
            together[name] = value
    return together


def _form(item: Any) -> str:
    """One text for what is equal, so that a set finds it."""
    return json.dumps(item, sort_keys=True)


def visible_referrals() -> list[UUID]:
    """Every referral that the acting organisation sees, in the order in which they came. Runs inside the caller's
    transaction.
    """
    return list(Referral.objects.order_by("received_at", "id").values_list("id", flat=True))


def received_at_of(referral_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each of these referrals came. Runs inside the caller's transaction."""
    return dict(Referral.objects.filter(id__in=list(referral_ids)).values_list("id", "received_at"))


def references_of(referral_ids: Collection[UUID]) -> dict[UUID, str]:
    """The references by which people name these referrals. Runs inside the caller's transaction."""
    return dict(Referral.objects.filter(id__in=list(referral_ids)).values_list("id", "reference"))


def senders_of(referral_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Who told of each of these referrals. Runs inside the caller's transaction."""
    return dict(Referral.objects.filter(id__in=list(referral_ids)).values_list("id", "sender_id"))


def reference_of(referral_id: UUID) -> str:
    """The reference by which people name a referral. Runs inside the caller's transaction.

    Raises:
        NotFound: the acting organisation sees no such referral.
    """
    reference = Referral.objects.filter(id=referral_id).values_list("reference", flat=True).first()
    if reference is None:
        raise NotFound(_("There is no such referral."))
    return reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The heading of a referral that the acting organisation sees."""

    id: UUID
    dossier_id: UUID
    reference: str
    concern: str
    sender_id: UUID
    received_at: datetime


def held_since(before: datetime, portion: Portion) -> list[Held]:
    """A portion of the referrals that the acting organisation sees and that came before this, the oldest first. Runs
    inside the caller's transaction.
    """
    rows = Referral.objects.filter(received_at__lt=before).defer("document")
    return [_held(row) for row in portion.of(rows, "received_at")]


def held(referral_id: UUID) -> Held | None:
    """One of them, or None where the acting organisation does not see it. Runs inside the caller's transaction."""
    row = Referral.objects.filter(id=referral_id).defer("document").first()
    return _held(row) if row else None


def _held(row: Referral) -> Held:
    return Held(
        id=row.id,
        dossier_id=row.dossier_id,
        reference=row.reference,
        concern=row.concern,
        sender_id=row.sender_id,
        received_at=row.received_at,
    )
