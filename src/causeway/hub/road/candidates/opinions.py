"""What a decision tells the banks: a list is worth what is said of its matches."""

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion, take_opinions_back
from causeway.hub.road.candidates.hits import hits_now
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.projecting import document_of
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.signals import OpinionKind


def opinion_on(decision: Decision, *, was_seen: bool) -> OpinionKind | None:
    """What a decision says of a match: that it was right only whoever saw the file can say; otherwise it was seen
    again. A breach of the service's own rules, and not being able to tell, say nothing of it.
    """
    if decision is Decision.NOT_HARMFUL:
        return OpinionKind.WRONG
    if decision is Decision.REFER:
        return OpinionKind.RIGHT if was_seen else OpinionKind.SEEN_AGAIN
    return None


def tell_banks(actor: Actor, row: Candidate, decision: Decision) -> int:
    """Give the opinion on every signal of the candidate that a bank knows; gives how many are new. Runs inside the
    caller's transaction.
    """
    upload = document_of(row).upload
    was_seen = CandidateFile.objects.filter(candidate=row, seen_clear_at__isnull=False).exists()
    kind = opinion_on(decision, was_seen=was_seen)
    if kind is None or upload is None or not may(actor, Permission.SEND_SIGNALS):
        return 0
    signal_ids = {one.signal_id for one in hits_now(upload.hits, timezone.now()) if one.signal_id}
    return sum(give_opinion(actor, signal_id, kind, reference=_said_as(row)) for signal_id in sorted(signal_ids))


def take_back_from_banks(actor: Actor, row: Candidate) -> int:
    """Take back what banks heard of the decision in the candidate's turn, which no longer stands; gives how many
    opinions. Runs inside the caller's transaction, before the turn is another.
    """
    return take_opinions_back(actor, _said_as(row)) if may(actor, Permission.SEND_SIGNALS) else 0


def _said_as(row: Candidate) -> str:
    """The reference under which banks hear of the decision in a candidate's turn."""
    return f"{row.reference}-{row.turn}"
