"""The stages of owed work. Each is one transaction, clearings up to eight together: the effect, the mark that it is
done, and what is owed next commit together.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.clearing import Routes
from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.candidates.commands.compare_files import compare_files
from causeway.hub.road.evidence.commands.examine import examine_files
from causeway.hub.road.evidence.examining import Looks
from causeway.hub.road.queues.clearing.clear_referrals import clear_referrals
from causeway.hub.road.queues.models import Work
from causeway.hub.road.queues.working.claiming import Stage, finish, owe_all, piece
from causeway.vocabulary.findings import Clearing


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What the stages work with: the limited process that looks at files, and the router."""

    examiner: Looks
    router: Routes


def perform(actor: Actor, work: Work, tools: Tools, now: datetime) -> Mapping[UUID, Clearing]:
    """Do one claimed piece of work, inside the transaction that claimed it, and give what was cleared by it."""
    cleared: Mapping[UUID, Clearing] = {}
    match Stage(work.stage):
        case Stage.EXAMINE:
            if examine_files(actor, work.referral_id, examiner=tools.examiner).left:
                return cleared  # the piece stays owed, and goes on in a transaction of its own
            clearing = piece(
                organisation_id=work.organisation_id,
                referral_id=work.referral_id,
                sender_id=work.sender_id,
                stage=Stage.CLEAR,
                owed_at=work.owed_at,
                version=work.version,
            )
            owe_all([clearing])
        case Stage.COMPARE:
            if not compare_files(actor, work.referral_id, examiner=tools.examiner).left:
                work.delete()  # a candidate may be erased at any time, and leaves nothing here
            return cleared
        case Stage.CLEAR:
            cleared = clear_referrals(actor, [work.referral_id], router=tools.router, now=now)
    finish([work], now)
    return cleared


def clear_together(actor: Actor, works: Collection[Work], tools: Tools, now: datetime) -> Mapping[UUID, Clearing]:
    """Do these claimed clearings, inside the transaction that claimed them, and give what was found: of one referral
    the first is done, the next is for another time.
    """
    first: dict[UUID, Work] = {}
    for work in works:
        first.setdefault(work.referral_id, work)
    cleared = clear_referrals(actor, [*first], router=tools.router, now=now)
    finish(first.values(), now)
    return cleared
