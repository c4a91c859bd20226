"""Importing many referrals from a folder or another clearing-house's bundle; a run that stops can go on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import DataError, IntegrityError
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command, query
from causeway.hub.base.acting.errors import HubError
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.vault.sealing import Written, discard, write_sealed
from causeway.hub.road.intake.checking import check_referral
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.import_parsing import ParsedItem, parse_item
from causeway.hub.road.intake.import_reading import LARGEST_FILE_BYTES, FoundItem, ItemRefused
from causeway.hub.road.intake.models import ONE_IMPORT, ImportedItem
from causeway.hub.road.intake.offer import Accepted, Offer, OfferedFile
from causeway.vocabulary.referral import Door

LONGEST_REASON = 500
_NOT_KEPT = "It holds a value that cannot be kept, such as a character of no text"


class Fate(StrEnum):
    """What became of an item."""

    IMPORTED = "imported"
    WOULD_BE_IMPORTED = "would be imported"
    IN_ALREADY = "in already"
    CHANGED = "changed since"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemResult:
    """One item's fate; `why` says why it was refused or left."""

    key: str
    fate: Fate
    why: str = ""
    reference: str = ""
    referral_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownItem:
    """What an earlier run made of an item; without `referral_id` it was refused."""

    sha256: str
    referral_id: UUID | None


def import_folder(
    actor: Actor, items: Iterable[FoundItem], *, source: str, is_bundle: bool = False, is_dry_run: bool = False
) -> Iterator[ItemResult]:
    """Import items one by one, each whole or not at all, and say of each what became of it.

    `source` names where they come from: with an item's key it tells a second run what is in. In a bundle (`is_bundle`)
    each item keeps the reference that it had elsewhere. A dry run reads and checks, and keeps nothing.
    """
    for item in items:
        try:
            yield _import_one(actor, item, source=source, is_bundle=is_bundle, is_dry_run=is_dry_run)
        except (ItemRefused, HubError) as refusal:
            why = _why(refusal)
            if not is_dry_run:
                note_refusal(actor, source, item.key, why)
            yield ItemResult(key=item.key, fate=Fate.REFUSED, why=why)


def _why(refusal: ItemRefused | HubError) -> str:
    field = getattr(refusal, "field", None)
    return (f"{field}: {refusal}" if field else str(refusal))[:LONGEST_REASON]


def _import_one(actor: Actor, item: FoundItem, *, source: str, is_bundle: bool, is_dry_run: bool) -> ItemResult:
    if item.fault:
        raise ItemRefused(item.fault)
    sha256 = item.fingerprint()
    known = known_item(actor, source, item.key)
    if known and known.referral_id:
        return _left(item, known, sha256)
    parsed = parse_item(item, now=timezone.now(), is_bundle=is_bundle)
    if is_dry_run:
        check_referral(parsed.referral, file_count=len(parsed.files), now=timezone.now())
        return ItemResult(key=item.key, fate=Fate.WOULD_BE_IMPORTED)
    written: list[Written] = []
    try:
        accepted = take_in(actor, source, item.key, sha256, _offer(parsed, written))
    except IntegrityError as fault:
        _discard(written)
        if not _is_another_run(fault):
            raise ItemRefused(_NOT_KEPT) from fault
        return ItemResult(key=item.key, fate=Fate.IN_ALREADY)
    except DataError as fault:
        _discard(written)
        raise ItemRefused(_NOT_KEPT) from fault
    except (HubError, ItemRefused):
        _discard(written)
        raise
    return ItemResult(key=item.key, fate=Fate.IMPORTED, reference=accepted.reference, referral_id=accepted.referral_id)


def _is_another_run(fault: IntegrityError) -> bool:
    return getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None) == ONE_IMPORT


def _left(item: FoundItem, known: KnownItem, sha256: str) -> ItemResult:
    if known.sha256 == sha256:
        return ItemResult(key=item.key, fate=Fate.IN_ALREADY, referral_id=known.referral_id)
    why = (
        "Its content changed after it was imported. Add what is new to the referral, or give the sub-folder a new name."
    )
    return ItemResult(key=item.key, fate=Fate.CHANGED, why=why, referral_id=known.referral_id)


def _offer(parsed: ParsedItem, written: list[Written]) -> Offer:
    """The offer, its bytes sealed; each sealed object is noted in `written` at once, so that a fault can discard it."""
    written.append(write_sealed(parsed.original.chunks(), limit_bytes=LARGEST_FILE_BYTES))
    original = written[0]
    files = []
    for file, place in parsed.files:
        written.append(write_sealed(file.chunks(), limit_bytes=LARGEST_FILE_BYTES))
        files.append(OfferedFile(sealed=written[-1], ordinal=place, name=file.name))
    return Offer(
        referral=parsed.referral,
        door=Door.IMPORT,
        files=tuple(files),
        original=original,
        external_reference=parsed.external_reference,
    )


def _discard(written: list[Written]) -> None:
    for one in written:
        discard(one)


@query(Permission.SEND_REFERRAL)
def known_item(actor: Actor, source: str, key: str) -> KnownItem | None:
    """What the acting organisation's earlier runs made of an item, or None."""
    del actor
    found = ImportedItem.objects.filter(source=source, key=key).first()
    return KnownItem(sha256=found.sha256, referral_id=found.referral_id) if found else None


@command(Permission.SEND_REFERRAL)
def take_in(actor: Actor, source: str, key: str, sha256: str, offer: Offer) -> Accepted:
    """Accept an item and note that it is in, in one transaction.

    Raises:
        IntegrityError: another run took it in at the same moment.
        Invalid, NotAgreed: as `accept_referral`.
    """
    ImportedItem.objects.filter(source=source, key=key, referral_id=None).delete()
    row = ImportedItem(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        source=source,
        key=key,
        sha256=sha256,
        imported_at=timezone.now(),
    )
    row.save(force_insert=True)
    accepted = accept_referral(actor, offer)
    row.referral_id = accepted.referral_id
    row.save(update_fields=["referral_id"])
    return accepted


@command(Permission.SEND_REFERRAL)
def note_refusal(actor: Actor, source: str, key: str, why: str) -> None:
    """Note that an item was refused, and why; a later run tries it again."""
    if ImportedItem.objects.filter(source=source, key=key).exclude(referral_id=None).exists():
        return
    ImportedItem.objects.filter(source=source, key=key).delete()
    ImportedItem(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        source=source,
        key=key,
        sha256="",
        refused=why[:LONGEST_REASON],
        imported_at=timezone.now(),
    ).save(force_insert=True)
