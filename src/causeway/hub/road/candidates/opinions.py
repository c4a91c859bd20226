"""What a decision tells the banks: a list is worth what is said of its matches."""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.knowledge.banks.commands.give_opinion import give_opinion, take_opinions_back
from causeway.hub.road.candidates.hits import all_hits_now
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
    if not may(actor, Permission.SEND_SIGNALS):
        return 0
    files = list(CandidateFile.objects.filter(candidate=row).order_by("ordinal"))
    any_seen = any(file.seen_clear_at is not None for file in files)
    said: dict[UUID, OpinionKind] = {}
    for one in all_hits_now(document_of(row), files, timezone.now()):
        # Of what this hub found it is known in which file, and whether somebody saw that one.
        kind = opinion_on(decision, was_seen=one.file.was_seen if one.file else any_seen)
        if one.signal_id and kind and said.get(one.signal_id) is not OpinionKind.RIGHT:
            said[one.signal_id] = kind
    return sum(give_opinion(actor, signal_id, said[signal_id], reference=_said_as(row)) for signal_id in sorted(said))


def take_back_from_banks(actor: Actor, row: Candidate) -> int:
    """Take back what banks heard of the decision in the candidate's turn, which no longer stands; gives how many
    opinions. Runs inside the caller's transaction, before the turn is another.
    """
    return take_opinions_back(actor, _said_as(row)) if may(actor, Permission.SEND_SIGNALS) else 0


def _said_as(row: Candidate) -> str:
    """The reference under which banks hear of the decision in a candidate's turn."""
    return f"{row.reference}-{row.turn}"
