"""Adding to a referral: an answer, more about somebody, a new file. What was told first stays as it was told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.vault.sealing import Written, record_sealed
from causeway.hub.base.walls.documents import to_document
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.commands.record_referral import attachment_rows
from causeway.hub.road.referrals.models import Attachment as AttachmentRow
from causeway.hub.road.referrals.models import Question, Referral, Supplement
from causeway.vocabulary.referral import Attachment

LONGEST_TEXT = 10_000
MOST_FILES = 100
"""In one supplement; more go into another (our choice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A sealed file that comes with a supplement. `attachment` is what is said of it."""

    written: Written
    attachment: Attachment = field(default_factory=Attachment)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSupplement:
    """What is to be added: words, facts, files; at least one of them."""

    text: str = ""
    addition: Addition = field(default_factory=Addition)
    files: Sequence[NewFile] = ()


@command(Permission.SUPPLEMENT_REFERRAL)
def supplement_referral(actor: Actor, referral_id: UUID, new: NewSupplement) -> UUID:
    """Add to a referral that the actor's organisation sent, or whose desk it is; gives the supplement's identifier.

    Raises:
        NotFound: the actor's organisation sees no such referral.
        NotPermitted: it sees it, and is neither sender nor desk.
        Invalid: nothing is added, or what is added is at fault.
    """
    referral = visible_referral(referral_id)
    if actor.organisation_id not in {referral.sender_id, referral.desk_id}:
        raise NotPermitted("Only the sender and the desk can add to a referral.")
    supplement_id = add_supplement(actor, referral, new)
    enter(
        Act.REFERRAL_SUPPLEMENTED,
        subjects=[referral_id, supplement_id],
        audience=(audience := {referral.sender_id, referral.desk_id}),
        details={"reference": referral.reference, "files": len(new.files)},
        details_audience=audience,
    )
    return supplement_id


def visible_referral(referral_id: UUID) -> Referral:
    """The row. Raises `NotFound` where the acting organisation sees none."""
    referral = Referral.objects.filter(id=referral_id).first()
    if referral is None:
        raise NotFound("There is no such referral.")
    return referral


def add_supplement(actor: Actor, referral: Referral, new: NewSupplement, *, question: Question | None = None) -> UUID:
    """Write the rows of a supplement; the calling command enters the act."""
    _check(new)
    attachments = (
        *new.addition.attachments,
        *(replace(file.attachment, sha256=file.written.facts.sha256) for file in new.files),
    )
    supplement = Supplement(
        referral=referral,
        question=question,
        added_by_id=actor.organisation_id,
        member_id=actor.member_id,
        text=new.text.strip(),
        document=_document(replace(new.addition, attachments=attachments)),
        added_at=timezone.now(),
    )
    supplement.save(force_insert=True)
    already = len(new.addition.attachments)
    files = {already + index: record_sealed(file.written, referral.id) for index, file in enumerate(new.files)}
    rows = attachment_rows(referral.id, attachments, files, first=_next_place(referral.id), supplement_id=supplement.id)
    AttachmentRow.objects.bulk_create(rows)
    return supplement.id


def _check(new: NewSupplement) -> None:
    text, addition = new.text.strip(), new.addition
    facts = (addition.parties, addition.incidents, addition.attachments, addition.tells_danger)
    if not (text or any(facts) or new.files):
        raise Invalid("There is nothing here to add.", field="text")
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"This is longer than {LONGEST_TEXT} characters.", field="text")
    if "\x00" in text:
        raise Invalid("This holds a character that is not text.", field="text")
    if len(new.files) > MOST_FILES:
        raise Invalid(f"One addition can hold {MOST_FILES} files at most.", field="files")
    for index, attachment in enumerate(addition.attachments):
        if attachment.sha256 is not None:
            raise Invalid("A digest without its file is a stated digest.", field=f"attachments[{index}].sha256")
    for index, party in enumerate(addition.parties):
        if party.associate_of is not None:
            raise Invalid("Say in words whose associate this is.", field=f"parties[{index}].associate_of")


def _document(addition: Addition) -> dict[str, Any] | None:
    """Only what is new, so that laying it over the referral replaces nothing."""
    return {name: value for name, value in to_document(addition).items() if value} or None


def _next_place(referral_id: UUID) -> int:
    """The next free place among the attachments, held for this transaction: two additions at once must not take the
    same.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"attachments of {referral_id}"])
    last = AttachmentRow.objects.filter(referral_id=referral_id).order_by("-ordinal").first()
    return last.ordinal + 1 if last else 0
