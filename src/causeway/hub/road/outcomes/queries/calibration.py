"""How well a desk's priority did, by what came of the referrals that it received."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.languages import language_of
from causeway.hub.base.organisations.queries.directory import countries_of
from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.assessments.queries.judgements import bands_found, bands_given
from causeway.hub.road.outcomes.models import OutcomeRecord
from causeway.hub.road.queues.queries.arrivals_drawn import arrivals_drawn
from causeway.triage.calibration import Calibration, Followed, calibrate, gain_of
from causeway.triage.ranking import DRAWS
from causeway.vocabulary.outcomes import Outcome

SPAN = timedelta(days=365)
MOST = 20_000
"""Referrals, drawn by chance from all of the span. Little more than these is read; but what each sender told is
counted, which takes the longer the more came.
"""


@query(Permission.PROPOSE_POLICY)
def calibration(actor: Actor, *, span: timedelta = SPAN, most: int = MOST, draws: int = DRAWS) -> Calibration:
    """Priority measured on what the actor's organisation received within a span before now, or on `most` of it, drawn
    by chance from every sender's.
    """
    del actor
    arrivals, received = arrivals_drawn(timezone.now() - span, most=most)
    ids = [one.referral_id for one in arrivals]
    bands, grades, gains = bands_found(ids), bands_given(ids), gains_of(ids)
    countries = countries_of({one.sender_id for one in arrivals})
    return calibrate(
        (
            Followed(
                referral_id=str(one.referral_id),
                sender=str(one.sender_id),
                received_at=one.received_at,
                band=bands[one.referral_id],
                gain=gains.get(one.referral_id),
                grades=grades.get(one.referral_id, ()),
                language=language_of(countries.get(one.sender_id, "")),
                country=countries.get(one.sender_id, ""),
            )
            for one in arrivals
            if one.referral_id in bands
        ),
        received=received,
        draws=draws,
    )


def gains_of(referral_ids: Collection[UUID]) -> dict[UUID, int]:
    """What came of each of these, by the newest word of each organisation: the most that any of them found. What is not
    known yet is left out. Runs inside the caller's transaction.
    """
    rows = OutcomeRecord.objects.filter(referral_id__in=list(referral_ids))
    newest = rows.order_by("referral_id", "organisation_id", "-recorded_at", "-id")
    found: dict[UUID, int] = {}
    for referral_id, document in newest.distinct("referral_id", "organisation_id").values_list(
        "referral_id", "document"
    ):
        gain = gain_of(from_document(Outcome, document))
        if gain is not None:
            found[referral_id] = max(gain, found.get(referral_id, 0))
    return found
