"""Releasing a quote for reports, after it was looked through for what could tell who said it."""

from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.contacts.words import is_language
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.surveys.models import Passage
from causeway.hub.knowledge.surveys.report.anonymity import marks_in

LONGEST_QUOTE = 500


@command(Permission.MANAGE_SURVEYS)
def release_quote(
    actor: Actor,
    passage_id: UUID,
    text: str,
    *,
    translation: str = "",
    translated_into: str = "",
    is_looked_through: bool = False,
) -> None:
    """Let these words stand in reports that are made or published from now on. Empty words take a quote back.

    A translation stands beside them, in the language `translated_into`. `is_looked_through`: a person has looked at
    every mark, in both, and says that nobody can be recognised.

    Raises:
        NotFound: there is no such passage.
        Conflict: its themes are not settled.
        Invalid: something in it could tell who it is, and nobody has said that they looked; or the translation has no
            language of its own.
    """
    passage = Passage.objects.select_related("coding__wave").filter(id=passage_id).first()
    if passage is None:
        raise NotFound(_("There is no such passage."))
    if passage.settled is None:
        raise Conflict(_("Settle the themes of this passage first."))
    words = text.strip().replace("\0", "")
    other = translation.strip().replace("\0", "") if words else ""
    for field, given in (("text", words), ("translation", other)):
        if len(given) > LONGEST_QUOTE:
            raise Invalid(_("Use at most %d characters.") % LONGEST_QUOTE, field=field)
    if other and (not is_language(translated_into) or translated_into == passage.language):
        raise Invalid(_("Choose the language of the translation."), field="translated_into")
    forces = {row["force"] for row in passage.coding.wave.frame}
    marks = [mark for given in (words, other) for mark in marks_in(given, forces)]
    if marks and not is_looked_through:
        shown = ", ".join(f"“{mark.words}”" for mark in marks)
        raise Invalid(_("This could tell who it is: %s. Change it, or say that you have looked.") % shown, field="text")
    passage.quote = words
    passage.translation, passage.translated_into = other, translated_into if other else ""
    passage.save(update_fields=["quote", "translation", "translated_into"])
    details = {
        "marks": len(marks),
        "is_looked_through": is_looked_through,
        "is_taken_back": not words,
        "is_translated": bool(other),
    }
    enter(Act.QUOTE_RELEASED, subjects=[passage.coding_id, passage.coding.wave_id], details=details)
