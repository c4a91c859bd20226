"""Whether a referral is there for whoever acts: what is not visible does not exist for them."""

from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import NotFound
from causeway.hub.road.referrals.models import Referral


def require_visible(referral_id: UUID) -> None:
    """Refuse where the acting organisation does not see the referral. Runs inside the caller's transaction.

    Raises:
        NotFound: it does not.
    """
    if not Referral.objects.filter(id=referral_id).exists():
        raise NotFound(_("There is no such referral."))
