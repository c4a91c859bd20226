"""Looking at a candidate's file: blurred and grey first, clear by a deliberate step, each look in the ledger.

A service looks at what was uploaded to it under its own terms, so no authority is asked for. Only whoever holds the
candidate, or an appeal against its decision, looks: nobody else need see it.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.vault.opening import open_sealed
from causeway.hub.road.candidates.appealing import candidate_to_look_at
from causeway.hub.road.candidates.looking import is_used_up, note_look
from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.candidates.showing import ShownAs, shown_as
from causeway.hub.road.evidence.commands.look_at import Content, Look


@command(Permission.REVIEW_CANDIDATES)
def look_at_candidate_file(actor: Actor, file_id: UUID, look: Look, *, is_grey: bool = False) -> Content:
    """Take one file out of the vault to be shown, and enter how. After a clear look the file counts as viewed.

    Raises:
        NotFound: there is no such file.
        Conflict: the actor does not hold its candidate, has used up the day's clear looks, or the file gives
            nothing to show; a file does not leave this way.
    """
    file = CandidateFile.objects.filter(id=file_id).first()
    if file is None:
        raise NotFound(_("There is no such file."))
    now = timezone.now()
    row = candidate_to_look_at(actor, file.candidate_id, now)
    shown = shown_as(file)
    if file.sealed_id is None or shown is ShownAs.NOTHING or look is Look.DOWNLOADED:
        raise Conflict(_("This file gives no picture that could be shown."))
    if shown is ShownAs.NO_BASIS or (shown is ShownAs.TEXT and look is not Look.CLEAR):
        raise Conflict(_("Texts are shown only by a step, and where the basis for reading them is recorded."))
    if look is Look.CLEAR and is_used_up(row, now):
        raise Conflict(_("You have seen as many pictures clear today as your organisation allows."))
    note_look(actor, now, is_clear=look is Look.CLEAR)
    enter(
        Act.CONTENT_VIEWED,
        subjects=[row.id, file.id],
        details={"mode": look.value, "grey": is_grey, "sha256": file.sha256},
    )
    if look is Look.CLEAR and file.seen_clear_at is None:
        file.seen_clear_at = now
        file.save(update_fields=["seen_clear_at"])
    return Content(pieces=open_sealed(file.sealed_id), reference=row.reference, ordinal=file.ordinal)
