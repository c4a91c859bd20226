"""Outcomes counted: what came back, how soon, and whether it was of use; nothing of a person."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, Min, QuerySet, Window
from django.db.models.fields.json import KT

from causeway.hub.road.outcomes.models import Feedback, OutcomeRecord
from causeway.vocabulary.outcomes import OutcomeStatus


class OutcomeTally(NamedTuple):
    """The newest word on one referral by one organisation, and when there was a first. `children` is how many were
    safeguarded, at least one where the status says so.
    """

    referral_id: UUID
    organisation_id: UUID
    first_at: datetime
    status: OutcomeStatus | None
    closure_reason: str | None
    is_useful: bool | None
    children: int
    missing: tuple[str, ...]


_FIELDS = tuple(KT(f"document__{name}") for name in ("is_useful", "children_safeguarded", "missing", "status"))
_REASON = KT("document__closure_reason")
"""Read as text: to make JSON of a hundred thousand small values costs more than all the rest."""


def newest_outcomes(referral_ids: Collection[UUID] | None = None, *, by: UUID | None = None) -> Iterator[OutcomeTally]:
    """What was recorded of these referrals or of all, by one organisation or by any whose dossiers the acting one sees.
    Runs inside the caller's transaction.
    """
    rows = OutcomeRecord.objects.all() if by is None else OutcomeRecord.objects.filter(organisation_id=by)
    return _newest(rows, referral_ids, "organisation_id", "recorded_at")


def newest_feedback(own_id: UUID, referral_ids: Collection[UUID] | None = None) -> Iterator[OutcomeTally]:
    """What the acting organisation was told of these referrals or of all that it sent; `organisation_id` is its own.
    Runs inside the caller's transaction.
    """
    return _newest(Feedback.objects.filter(sender_id=own_id), referral_ids, "sender_id", "given_at")


def _newest(rows: QuerySet[Any], referral_ids: Collection[UUID] | None, owner: str, at: str) -> Iterator[OutcomeTally]:
    if referral_ids is not None:
        rows = rows.filter(referral_id__in=list(referral_ids))
    first = Window(Min(at), partition_by=[F("referral_id"), F(owner)])
    newest = (
        rows.annotate(first_at=first).order_by("referral_id", owner, f"-{at}", "-id").distinct("referral_id", owner)
    )
    for row in newest.values_list("referral_id", owner, "first_at", *_FIELDS, _REASON).iterator():
        yield _tally(row)


def _tally(row: Iterable[Any]) -> OutcomeTally:
    referral_id, owner_id, first_at, is_useful, children, missing, status, closure_reason = row
    known = OutcomeStatus(status) if status else None
    least = 1 if known is OutcomeStatus.CHILD_SAFEGUARDED else 0
    return OutcomeTally(
        referral_id,
        owner_id,
        first_at,
        known,
        closure_reason,
        None if is_useful is None else is_useful == "true",
        max(int(children or 0), least),
        tuple(json.loads(missing)) if missing else (),
    )
