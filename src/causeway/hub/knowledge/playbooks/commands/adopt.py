"""What a force follows: adopting a standard as it is, and deciding on a newer one."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.documents import to_document
from causeway.hub.knowledge.playbooks.commands.write_draft import DRAFT_VERSION, keep_draft
from causeway.hub.knowledge.playbooks.comparing import changed_codes
from causeway.hub.knowledge.playbooks.merging import Side, merged
from causeway.hub.knowledge.playbooks.models import PlaybookAdoption
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.queries.in_force import InForce, follows, in_force
from causeway.hub.knowledge.playbooks.queries.library import Ref, library, published
from causeway.hub.knowledge.playbooks.standards import Standard, standard_document


@command(Permission.ADOPT_PLAYBOOKS)
def adopt(actor: Actor, ref: Ref, *, reason: str = "") -> UUID:
    """Follow a published playbook as it is, in place of what was followed for its code before. An adaptation of one's
    own goes on resting on the standard that it adapts, so that the difference stays in sight.

    Raises:
        NotFound: there is no such playbook.
        Conflict: it is followed already.
        Invalid: the reason is too long.
    """
    found = published(actor, ref)
    current = in_force(found.playbook.code)
    if current is not None and follows(current, found):
        raise Conflict(_("Your organisation follows this version already."))
    is_adapted = found.is_own and found.standard is not None
    return keep_adoption(
        actor,
        found.playbook,
        found.standard if is_adapted and found.standard else found.as_standard,
        version_id=found.ref.version_id,
        reasons=found.reasons if is_adapted else None,
        is_adapted=is_adapted,
        reason=_checked(reason),
    )


@command(Permission.ADOPT_PLAYBOOKS)
def keep_ours(actor: Actor, code: str, reason: str) -> UUID:
    """Stay with what is followed though the standard has a newer version; nobody is reminded of that version again.

    Raises:
        NotFound: nothing is followed for this code.
        Conflict: there is no newer version.
        Invalid: the reason is missing or too long.
    """
    current = _with_newer(code)
    if not reason.strip():
        raise Invalid(_("Say why you stay with what you follow."), field="reason")
    return keep_adoption(
        actor,
        current.playbook,
        current.standard,
        version_id=current.version_id,
        reasons=current.reasons,
        is_adapted=current.is_adapted,
        kept_version=current.newer.version if current.newer else "",
        reason=_checked(reason),
    )


@command(Permission.ADOPT_PLAYBOOKS)
def take_newer(actor: Actor, code: str) -> UUID:
    """Follow the newer version of a standard that is followed as it is.

    Raises:
        NotFound: nothing is followed for this code.
        Conflict: there is no newer version, or what is followed is adapted.
    """
    current = _with_newer(code)
    if current.is_adapted or current.newer is None:
        raise Conflict(_("What you follow is adapted. Put both together in a draft first."))
    newer = current.newer
    ref_id = _version_id(actor, current)
    return keep_adoption(actor, newer, Standard(origin=current.standard.origin, playbook=newer), version_id=ref_id)


@command(Permission.WRITE_PLAYBOOKS)
def merge_newer(actor: Actor, code: str, choices: Mapping[str, Side]) -> UUID:
    """Put the newer standard and the force's own changes together in a draft, which is reviewed like any other.

    Raises:
        NotFound: nothing is followed for this code.
        Conflict: there is no newer version, nothing of one's own to keep, or a draft is open.
    """
    current = _with_newer(code)
    if not current.is_adapted or current.newer is None:
        raise Conflict(_("What you follow is the standard as it is. Take the newer version instead."))
    together = merged(current.standard.playbook, current.newer, current.playbook, choices)
    differs = changed_codes(current.newer, together)
    reasons = {step: why for step, why in current.reasons.items() if step in differs}
    standard = Standard(origin=current.standard.origin, playbook=current.newer)
    return keep_draft(actor, replace(together, code=code, version=DRAFT_VERSION), standard, reasons)


def keep_adoption(
    actor: Actor,
    playbook: Playbook,
    standard: Standard,
    *,
    version_id: UUID | None,
    reasons: dict[str, str] | None = None,
    is_adapted: bool = False,
    kept_version: str = "",
    reason: str = "",
) -> UUID:
    """Keep what is followed from now on, and enter it. Runs inside the caller's transaction."""
    if actor.member_id is None:
        raise NotPermitted(_("A person decides what is followed."))
    row = PlaybookAdoption(
        organisation_id=actor.organisation_id,
        code=playbook.code,
        document=to_document(playbook),
        version_id=version_id,
        standard=standard_document(standard),
        reasons=reasons or {},
        is_adapted=is_adapted,
        kept_version=kept_version,
        reason=reason,
        decided_by_id=actor.member_id,
        decided_at=timezone.now(),
    )
    row.save(force_insert=True)
    details = {"code": row.code, "version": playbook.version, "title": playbook.title, "reason": reason}
    enter(Act.PLAYBOOK_STANDARD_KEPT if kept_version else Act.PLAYBOOK_ADOPTED, subjects=[row.id], details=details)
    return row.id


def _with_newer(code: str) -> InForce:
    current = in_force(code)
    if current is None or not current.is_adopted:
        raise NotFound(_("Your organisation has adopted no such playbook."))
    if current.newer is None:
        raise Conflict(_("The standard has no newer version to decide on."))
    return current


def _version_id(actor: Actor, current: InForce) -> UUID | None:
    if current.standard.is_shipped or current.newer is None:
        return None
    found = [each for each in library(actor) if each.origin == current.standard.origin]
    return next((each.ref.version_id for each in found if each.playbook.code == current.code), None)


def _checked(reason: str) -> str:
    return given_reason(reason, most=SHORT_REASON_CHARACTERS) if reason.strip() else ""
