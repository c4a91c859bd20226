"""Releasing a quote for reports, after it was looked through for what could tell who said it."""

from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.surveys.models import Passage
from causeway.hub.knowledge.surveys.report.anonymity import marks_in

LONGEST_QUOTE = 500


@command(Permission.MANAGE_SURVEYS)
def release_quote(actor: Actor, passage_id: UUID, text: str, *, is_looked_through: bool = False) -> None:
    """Let these words stand in reports that are made or published from now on. Empty words take a quote back.

    `is_looked_through`: a person has looked at every mark and says that nobody can be recognised.

    Raises:
        NotFound: there is no such passage.
        Conflict: its themes are not settled.
        Invalid: something in it could tell who it is, and nobody has said that they looked.
    """
    passage = Passage.objects.select_related("coding__wave").filter(id=passage_id).first()
    if passage is None:
        raise NotFound(_("There is no such passage."))
    if passage.settled is None:
        raise Conflict(_("Settle the themes of this passage first."))
    words = text.strip().replace("\0", "")
    if len(words) > LONGEST_QUOTE:
        raise Invalid(_("Use at most %d characters.") % LONGEST_QUOTE, field="text")
    marks = marks_in(words, {row["force"] for row in passage.coding.wave.frame})
    if marks and not is_looked_through:
        shown = ", ".join(f"“{mark.words}”" for mark in marks)
        raise Invalid(_("This could tell who it is: %s. Change it, or say that you have looked.") % shown, field="text")
    passage.quote = words
    passage.save(update_fields=["quote"])
    details = {"marks": len(marks), "is_looked_through": is_looked_through, "is_taken_back": not words}
    enter(Act.QUOTE_RELEASED, subjects=[passage.coding_id, passage.coding.wave_id], details=details)
