"""The judgements of many referrals together: for figures, not for pages of referrals."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.assessments.models import CompletenessAssessment, PriorityAssessment, PriorityChange
from causeway.vocabulary.findings import Band, Completeness


def bands_found(referral_ids: Collection[UUID]) -> dict[UUID, Band]:
    """Into which band the program put each of these, by its newest judgement for the acting organisation. Runs inside
    the caller's transaction.
    """
    rows = PriorityAssessment.objects.filter(
        audience_id=current_actor().organisation_id, referral_id__in=list(referral_ids)
    )
    newest = rows.order_by("referral_id", "-assessed_at", "-id").distinct("referral_id")
    return {referral_id: Band(band) for referral_id, band in newest.values_list("referral_id", "band")}


def bands_given(referral_ids: Collection[UUID]) -> dict[UUID, tuple[Band, ...]]:
    """The bands that people gave each of these, each person's last, in the order given. Runs inside the caller's
    transaction.
    """
    rows = PriorityChange.objects.filter(referral_id__in=list(referral_ids)).order_by("changed_at", "id")
    given: dict[UUID, dict[UUID, Band]] = {}
    for referral_id, member_id, band in rows.values_list("referral_id", "member_id", "band"):
        of_referral = given.setdefault(referral_id, {})
        of_referral.pop(member_id, None)
        of_referral[member_id] = Band(band)
    return {referral_id: tuple(bands.values()) for referral_id, bands in given.items()}


def completeness_first_found(referral_ids: Collection[UUID]) -> dict[UUID, Completeness]:
    """How complete each of these was when it was first judged. Runs inside the caller's transaction."""
    return {
        referral_id: from_document(Completeness, document)
        for referral_id, document in _first(referral_ids).values_list("referral_id", "document")
    }


def scores_first_found(referral_ids: Collection[UUID]) -> dict[UUID, float]:
    """The score alone of `completeness_first_found`. Runs inside the caller's transaction."""
    return dict(_first(referral_ids).values_list("referral_id", "score"))


def _first(referral_ids: Collection[UUID]) -> QuerySet[CompletenessAssessment]:
    rows = CompletenessAssessment.objects.filter(referral_id__in=list(referral_ids))
    return rows.order_by("referral_id", "assessed_at", "id").distinct("referral_id")
