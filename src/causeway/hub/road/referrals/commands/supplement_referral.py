"""Adding to a referral: an answer, more about somebody, a new file. What was told first stays as it was told."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Sum, TextField
from django.db.models.functions import Cast, Length
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.sealing import Written, record_sealed
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.checking import check_counts, check_values
from causeway.hub.road.referrals.commands.record_referral import attachment_rows
from causeway.hub.road.referrals.models import Attachment as AttachmentRow
from causeway.hub.road.referrals.models import Question, Referral, Supplement
from causeway.vocabulary.referral import Attachment

LONGEST_TEXT = 10_000
MOST_FILES = 100
"""In one supplement; more go into another (our choice)."""

MOST_SUPPLEMENTS = 200
"""To one referral: an answer every other day of a year (our choice). Clearing lays each one over the referral."""

LONGEST_ADDITIONS = 20_000_000
"""Characters that the facts in all supplements to one referral may have as stored: twice the longest document that a
door takes (our choice).
"""


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
    return supplement(actor, referral_id, new)


def supplement(actor: Actor, referral_id: UUID, new: NewSupplement) -> UUID:
    """As `supplement_referral`, inside another command, which says who may."""
    referral = visible_referral(referral_id)
    if actor.organisation_id not in {referral.sender_id, referral.desk_id}:
        raise NotPermitted(_("Only the sender and the desk can add to a referral."))
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
        raise NotFound(_("There is no such referral."))
    return referral


def add_supplement(actor: Actor, referral: Referral, new: NewSupplement, *, question: Question | None = None) -> UUID:
    """Write the rows of a supplement; the calling command enters the act."""
    attachments = (
        *new.addition.attachments,
        *(replace(file.attachment, sha256=file.written.facts.sha256) for file in new.files),
    )
    addition = replace(new.addition, attachments=attachments)
    _check(new, addition)
    document = _document(addition)
    _wait_for_other_additions(referral.id)
    _check_room(referral.id, document)
    supplement = Supplement(
        referral=referral,
        question=question,
        added_by_id=actor.organisation_id,
        member_id=actor.member_id,
        text=new.text.strip(),
        document=document,
        added_at=timezone.now(),
    )
    supplement.save(force_insert=True)
    already = len(new.addition.attachments)
    files = {already + index: record_sealed(file.written, referral.id) for index, file in enumerate(new.files)}
    rows = attachment_rows(referral.id, attachments, files, first=_next_place(referral.id), supplement_id=supplement.id)
    AttachmentRow.objects.bulk_create(rows)
    return supplement.id


def _check(new: NewSupplement, addition: Addition) -> None:
    """Refuse a faulty supplement; `addition` is its facts with what is said of its files."""
    text = new.text.strip()
    facts = (addition.parties, addition.incidents, addition.attachments, addition.tells_danger)
    if not (text or any(facts)):
        raise Invalid(_("There is nothing here to add."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Invalid(_("This is longer than %(most)s characters.") % {"most": LONGEST_TEXT}, field="text")
    if len(new.files) > MOST_FILES:
        raise Invalid(_("One addition can hold %(most)s files at most.") % {"most": MOST_FILES}, field="files")
    check_counts(addition)
    check_values(text, "text")
    check_values(addition)
    for index, attachment in enumerate(new.addition.attachments):
        if attachment.sha256 is not None:
            raise Invalid(_("A digest without its file is a stated digest."), field=f"attachments[{index}].sha256")
    for index, party in enumerate(addition.parties):
        if party.associate_of is not None:
            raise Invalid(_("Say in words whose associate this is."), field=f"parties[{index}].associate_of")


def _check_room(referral_id: UUID, document: dict[str, Any] | None) -> None:
    """Refuse what would make the whole of a referral longer than can be cleared."""
    length = Length(Cast("document", TextField()))
    so_far = Supplement.objects.filter(referral_id=referral_id).aggregate(number=Count("id"), length=Sum(length))
    if so_far["number"] >= MOST_SUPPLEMENTS:
        raise Invalid(
            _("A referral can be added to %(most)s times at most. Send a new one.") % {"most": MOST_SUPPLEMENTS},
            field="text",
        )
    if (so_far["length"] or 0) + len(json.dumps(document)) > LONGEST_ADDITIONS:
        raise Invalid(
            _("There is no room for this much beside what was added before. Send a new referral."), field="text"
        )


def _document(addition: Addition) -> dict[str, Any] | None:
    """Only what is new, so that laying it over the referral replaces nothing."""
    return {name: value for name, value in to_document(addition).items() if value} or None


def _wait_for_other_additions(referral_id: UUID) -> None:
    """Until this transaction ends nobody else adds to the referral: two additions at once must not take the same places
    among the attachments, nor the same room.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"attachments of {referral_id}"])


def _next_place(referral_id: UUID) -> int:
    """The next free place among the attachments."""
    last = AttachmentRow.objects.filter(referral_id=referral_id).order_by("-ordinal").first()
    return last.ordinal + 1 if last else 0
