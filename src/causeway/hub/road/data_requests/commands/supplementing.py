"""An answer to a question belongs to the referral too, where the service that answers is its sender."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.data_requests.models import DataRequest
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral
from causeway.hub.road.referrals.queries.facts import facts_of


def add_as_supplement(actor: Actor, request: DataRequest, text: str) -> bool:
    """Add an answer to the referral as its sender; gives False where the service did not send it.

    Runs inside the caller's transaction.
    """
    referral = facts_of([request.referral_id]).get(request.referral_id)
    if referral is None or referral.sender_id != actor.organisation_id:
        return False
    supplement_referral(actor, request.referral_id, NewSupplement(text=f"Answer to {request.reference}:\n{text}"))
    return True
