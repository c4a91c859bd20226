"""Adding to a referral and answering a question under an idempotency key: repeated, they add nothing twice."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.intake.commands.repeats import answer, claim
from causeway.hub.road.intake.offer import Repeatable
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.checking import check_values
from causeway.hub.road.referrals.commands.ask_sender import answer_question
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedOnce:
    """The supplement, and whether an earlier request had made it."""

    supplement_id: UUID
    is_repeat: bool


@command(Permission.SUPPLEMENT_REFERRAL)
def supplement_once(actor: Actor, referral_id: UUID, new: NewSupplement, repeatable: Repeatable | None) -> AddedOnce:
    """`supplement_referral`, once for each key. Raises as it does, and `Conflict` for a key used for something else."""
    return _once(actor, new.addition, repeatable, lambda: supplement_referral(actor, referral_id, new))


@command(Permission.ANSWER_QUESTION)
def answer_once(actor: Actor, question_id: UUID, new: NewSupplement, repeatable: Repeatable | None) -> AddedOnce:
    """`answer_question`, once for each key. Raises as it does, and `Conflict` for a key used for something else."""
    return _once(actor, new.addition, repeatable, lambda: answer_question(actor, question_id, new))


def _once(actor: Actor, addition: Addition, repeatable: Repeatable | None, add: Callable[[], UUID]) -> AddedOnce:
    if repeatable is not None and (earlier := claim(actor, repeatable)) is not None:
        return AddedOnce(supplement_id=UUID(earlier["id"]), is_repeat=True)
    check_values(addition)
    supplement_id = add()
    if repeatable is not None:
        answer(actor, repeatable, {"id": str(supplement_id)})
    return AddedOnce(supplement_id=supplement_id, is_repeat=False)
