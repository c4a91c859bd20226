"""Where a page on which somebody acts leads back to: the referral, or the two beside each other."""

from uuid import UUID

from django.urls import reverse

from causeway.hub.base.acting.pages import MemberRequest

FIELD = "beside"


def beside(request: MemberRequest) -> str:
    """The referral beside which this one was being read, where the address or the form names one; else ""."""
    text = request.POST.get(FIELD) or request.GET.get(FIELD) or ""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def way_back(request: MemberRequest, referral_id: UUID) -> str:
    """The address to go back to."""
    other = beside(request)
    if other and other != str(referral_id):
        return reverse("queues:bench", args=[referral_id, other])
    return reverse("referrals:referral", args=[referral_id])
