"""Forgetting a referral as it was told, by whoever is the last that may see it."""

from uuid import UUID

from causeway.hub.base.vault.forgetting import forget_objects
from causeway.hub.road.referrals.models import Attachment, ChildMark, Question, Referral, SearchTerm, Supplement


def forget_telling(referral_id: UUID) -> dict[str, int]:
    """Delete the referral, all that was added, its files and what it is found by; gives how many of each. Runs inside
    the caller's transaction.
    """
    files = forget_objects(referral_id)
    terms = SearchTerm.objects.filter(referral_id=referral_id).delete()[0]
    ChildMark.objects.filter(referral_id=referral_id).delete()
    Attachment.objects.filter(referral_id=referral_id).delete()
    supplements = Supplement.objects.filter(referral_id=referral_id).delete()[0]
    questions = Question.objects.filter(referral_id=referral_id).delete()[0]
    referrals = Referral.objects.filter(id=referral_id).delete()[0]
    return {
        "referrals": referrals,
        "supplements": supplements,
        "questions": questions,
        "files": files,
        "search_terms": terms,
    }
