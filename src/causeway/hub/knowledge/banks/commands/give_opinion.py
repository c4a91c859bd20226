"""What became of a match: right, wrong, or the same thing seen again. Opinions are counted on the signal, until they
are taken back.
"""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.models import Opinion, Signal
from causeway.hub.knowledge.banks.texts import is_kept
from causeway.vocabulary.signals import OpinionKind

REFERENCE_CHARACTERS, NOTE_CHARACTERS = 100, 500


@command(Permission.SEND_SIGNALS)
def give_opinion(actor: Actor, signal_id: UUID, kind: OpinionKind, *, reference: str = "", note: str = "") -> bool:
    """Keep an opinion: one under each reference of the organisation's own, and without a reference one of each member
    or credential. Another one changes nothing and gives False.

    Raises:
        NotFound: the actor's organisation sees no such signal.
        Invalid: a text is too long.
    """
    signal, own = Signal.objects.filter(id=signal_id).first(), actor.organisation_id
    if signal is None:
        raise NotFound(_("There is no such signal."))
    for field, text, most in (("reference", reference, REFERENCE_CHARACTERS), ("note", note, NOTE_CHARACTERS)):
        if not is_kept(text, most):
            raise Invalid(_("Write no more than %(most)s characters.") % {"most": most}, field=field)
    reference = reference.strip()
    if reference and Opinion.objects.filter(signal=signal, organisation_id=own, reference=reference).exists():
        return False
    opinion = Opinion(
        bank_id=signal.bank_id,
        signal=signal,
        organisation_id=own,
        by_id=actor.member_id or actor.credential_id or own,
        kind=kind.value,
        reference=reference,
        note=note.strip(),
        at=timezone.now(),
    )
    Opinion.objects.bulk_create([opinion], ignore_conflicts=True)
    if not Opinion.objects.filter(id=opinion.id).exists():
        return False
    enter(Act.SIGNAL_OPINION_GIVEN, subjects=[signal.id], details={"kind": kind.value})
    return True


@command(Permission.SEND_SIGNALS)
def take_opinions_back(actor: Actor, reference: str) -> int:
    """Take back what the actor's organisation said under this reference of its own, of whichever signals, of a bank
    that it shares no longer too, and give how many opinions that were. They stay to be read, and count no more.
    """
    own = Opinion.objects.filter(organisation_id=actor.organisation_id, taken_back_at=None)
    found = list(own.filter(reference=reference)) if reference else []
    own.filter(id__in=[opinion.id for opinion in found]).update(taken_back_at=timezone.now())
    for opinion in found:
        enter(Act.SIGNAL_OPINION_TAKEN_BACK, subjects=[opinion.signal_id], details={"kind": opinion.kind})
    return len(found)
