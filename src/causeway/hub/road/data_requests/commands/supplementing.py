"""An answer to a question belongs to the referral too, where the service that answers is its sender."""

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.languages import in_language_of
from causeway.hub.road.data_requests.models import DataRequest
from causeway.hub.road.referrals.commands.supplement_referral import NewSupplement, supplement_referral


def add_as_supplement(actor: Actor, request: DataRequest, text: str) -> bool:
    """Add an answer to the referral as its sender; gives False where the service did not send it.

    Runs inside the caller's transaction.
    """
    if request.sent_referral_id is None:
        return False
    with in_language_of(request.force_id):
        answer = _("Answer to %(reference)s:\n%(text)s") % {"reference": request.reference, "text": text}
    supplement_referral(actor, request.sent_referral_id, NewSupplement(text=answer))
    return True
