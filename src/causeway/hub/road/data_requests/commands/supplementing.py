"""An answer to a question belongs to the referral too, where the service that answers is its sender."""

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.data_requests.models import DataRequest
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral


def add_as_supplement(actor: Actor, request: DataRequest, text: str) -> bool:
    """Add an answer to the referral as its sender; gives False where the service did not send it.

    Runs inside the caller's transaction.
    """
    if request.sent_referral_id is None:
        return False
    supplement_referral(actor, request.sent_referral_id, NewSupplement(text=f"Answer to {request.reference}:\n{text}"))
    return True
