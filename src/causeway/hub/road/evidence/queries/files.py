"""A referral's files as a reader may see them: what is known of each, and whether it may be opened."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.training.held_acts import HeldAct
from causeway.hub.knowledge.training.queries.held_acts import act_standing
from causeway.hub.road.evidence.models import Authority, Examination
from causeway.hub.road.referrals.queries.attachments import AttachmentFact, attachment, attachments_of
from causeway.matching import PICTURE_TYPES
from causeway.vocabulary.findings import MediaDigests


class Access(StrEnum):
    """What a reader can do with a file now."""

    NO_FILE = "no_file"
    NOT_FOR_YOU = "not_for_you"
    NEEDS_AUTHORITY = "needs_authority"
    PICTURE = "picture"
    DOWNLOAD_ONLY = "download_only"
    DOWNLOAD_NEEDS_AUTHORITY = "download_needs_authority"
    NOT_EXAMINED = "not_examined"
    NEEDS_CERTIFICATE = "needs_certificate"


_CLOSED = frozenset({Access.NOT_FOR_YOU, Access.NEEDS_CERTIFICATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """One file. `examined` is None until the limited worker has looked at it."""

    fact: AttachmentFact
    examined: MediaDigests | None
    access: Access
    has_authority: bool

    @property
    def may_be_opened(self) -> bool:
        """Whether its picture can be asked for."""
        return self.access is Access.PICTURE

    @property
    def may_be_downloaded(self) -> bool:
        """Whether its bytes can be asked for: only ever with an authority."""
        return self.has_authority and self.fact.sealed_id is not None and self.access not in _CLOSED


@query(Permission.READ_REFERRAL)
def files_of(actor: Actor, referral_id: UUID) -> list[FileView]:
    """Every file of a referral, in the order in which they came."""
    facts = attachments_of(actor, referral_id)
    found = {
        row.attachment_id: from_document(MediaDigests, row.document)
        for row in Examination.objects.filter(referral_id=referral_id)
    }
    has_authority = Authority.objects.filter(referral_id=referral_id).exists()
    is_held_up = bool(facts) and may_not_open_yet(actor, referral_id)
    views = []
    for fact in facts:
        examined = found.get(fact.id)
        views.append(
            FileView(
                fact=fact,
                examined=examined,
                access=access_to(actor, fact, examined, has_authority=has_authority, is_held_up=is_held_up),
                has_authority=has_authority,
            )
        )
    return views


@query(Permission.READ_REFERRAL)
def look_up_file(actor: Actor, attachment_id: UUID) -> FileView:
    """What is known of one file, its digests and names; the look is in the ledger, as at every page of a referral.

    Raises:
        NotFound: no such file is visible.
    """
    fact = attachment(actor, attachment_id)
    enter(Act.REFERRAL_READ, subjects=[fact.referral_id, fact.id], details={"page": "file"})
    return next(view for view in files_of(actor, fact.referral_id) if view.fact.id == attachment_id)


def may_not_open_yet(actor: Actor, referral_id: UUID) -> bool:
    """Whether a rule asks the actor for a certificate before they open files of this referral. Runs inside the
    caller's transaction.
    """
    if not may(actor, Permission.VIEW_CONTENT):
        return False
    standing = act_standing(actor, HeldAct.OPEN_FILE, referral_id)
    return standing is not None and standing.is_held_up


def access_to(
    actor: Actor,
    fact: AttachmentFact,
    examined: MediaDigests | None,
    *,
    has_authority: bool,
    is_held_up: bool = False,
) -> Access:
    """What this actor can do with a file.

    A file that nobody at the sender viewed needs an authority before anything of it is shown; what is no picture is
    never shown here and leaves only with an authority.
    """
    if fact.sealed_id is None:
        return Access.NO_FILE
    if not may(actor, Permission.VIEW_CONTENT):
        return Access.NOT_FOR_YOU
    if fact.viewed_by_sender is not True and not has_authority:
        return Access.NEEDS_AUTHORITY
    if is_held_up:
        return Access.NEEDS_CERTIFICATE
    if examined is None:
        return Access.NOT_EXAMINED
    if examined.media_type in PICTURE_TYPES and examined.fault is None:
        return Access.PICTURE
    return Access.DOWNLOAD_ONLY if has_authority else Access.DOWNLOAD_NEEDS_AUTHORITY
