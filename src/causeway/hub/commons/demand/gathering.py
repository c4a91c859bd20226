"""Bringing together what the apps below know of each referral. Runs inside the caller's transaction."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.rows.columns import (
    code,
    hash_of,
    hashed,
    key,
    moment,
    newest_of_each,
    number,
    places_among,
    read_columns,
)
from causeway.hub.commons.demand.facts import CLOSURES, STATUSES, UNKNOWN, Items, Step, blank
from causeway.hub.commons.demand.models import CountedOutcome, CountedSubject
from causeway.hub.road.queues.queries.arrivals_counted import arrived_between
from causeway.hub.road.referrals.queries.counting import sent_between
from causeway.vocabulary.organisations import OrganisationKind

RECEIVING = frozenset({OrganisationKind.CLEARING_HOUSE, OrganisationKind.HOTLINE, OrganisationKind.POLICE_FORCE})
"""Kinds of organisation with a queue of their own; the others count what they sent."""
_AT_RECEIVER = (Step.SEEN, Step.TAKEN, Step.CASE, Step.SENT_ON)
_AT_SENDER = (Step.WITH_DESK, Step.WITH_FORCE)
_OF_OUTCOMES = ("status", "closure_reason", "is_useful", "children", "missing")


def receives(actor: Actor) -> bool:
    """Whether the actor's organisation has a queue."""
    return actor.organisation_kind in RECEIVING


def is_force(actor: Actor) -> bool:
    """Whether the actor's organisation is a police force."""
    return actor.organisation_kind is OrganisationKind.POLICE_FORCE


def items_between(
    actor: Actor, since: datetime, until: datetime, now: datetime, *, leaving_out: Collection[str] = ()
) -> Items:
    """Every referral that came to the actor's organisation in a time, or that it sent, with what happened by now. What
    a page does without can be left out of what came: columns, and with `outcome` all that came of it.
    """
    if not receives(actor):
        return sent_items(actor, since, until, now)
    arrived = arrived_between(actor.organisation_id, since, until, leaving_out=leaving_out)
    rows = blank(len(arrived))
    for name in arrived.dtype.names or ():
        if name != "head":
            rows[name] = arrived[name]
    rows["line"] = np.where(arrived["head"] == b"", arrived["referral"], arrived["head"])
    items = _with_steps(actor.organisation_id, rows, _AT_RECEIVER, since, now)
    return items if Step.OUTCOME in leaving_out else _answered(actor.organisation_id, items, since, is_told=False)


def sent_items(actor: Actor, since: datetime, until: datetime, now: datetime) -> Items:
    """Every referral that the actor's organisation sent in a time, with what it was told of each."""
    sent = sent_between(actor.organisation_id, since, until)
    rows = blank(len(sent))
    for name in sent.dtype.names or ():
        rows[name] = sent[name]
    rows["line"], rows["arrived_at"] = sent["referral"], sent["received_at"]
    rows["sender"] = actor.organisation_id.bytes
    items = _with_steps(actor.organisation_id, rows, _AT_SENDER, since, now)
    return _answered(actor.organisation_id, items, since, is_told=True)


def outcomes_since(own_id: UUID, since: datetime, *, is_told: bool) -> Items:
    """What came of referrals since, a row for each referral and organisation, which stands as `desk`."""
    rows = CountedOutcome.objects.filter(organisation_id=own_id, first_at__gte=since, is_told=is_told)
    said = dict(rows.order_by().values_list(hash_of("missing"), "missing").distinct())
    found = read_columns(
        rows,
        referral=key("referral_id"),
        desk=key("by_id"),
        outcome=moment("first_at"),
        status=code("status", STATUSES),
        closure_reason=code("closure_reason", CLOSURES),
        is_useful=number("is_useful"),
        children=number("children"),
        missing=hashed("missing"),
    )
    hashes = np.array(sorted(said), dtype=np.int64)
    outcomes = blank(len(found))
    for name in ("referral", "desk", Step.OUTCOME, *_OF_OUTCOMES):
        outcomes[name] = np.searchsorted(hashes, found[name]) if name == "missing" else found[name]
    return Items(rows=outcomes, missing=tuple(tuple(said[each].split()) for each in hashes.tolist()))


def with_outcomes(items: Items, outcomes: Items, places: NDArray[np.int64]) -> Items:
    """The items with the outcome that stands at a place for each; with none where the place is -1."""
    has_one = places >= 0
    rows = items.rows.copy()
    for name in (Step.OUTCOME, *_OF_OUTCOMES):
        rows[name] = UNKNOWN[name]
        rows[name][has_one] = outcomes[name][places[has_one]]
    return Items(rows=rows, missing=outcomes.missing)


def counted_since(own_id: UUID, since: datetime, *columns: str) -> NDArray[np.void]:
    """How often acts happened to things that anything happened to since."""
    rows = CountedSubject.objects.filter(organisation_id=own_id, last_at__gte=since)
    return read_columns(rows, subject=key("subject_id"), **{name: number(name) for name in columns})


def asked_since(own_id: UUID, since: datetime) -> set[UUID]:
    """The questions that the acting organisation asked since."""
    rows = CountedSubject.objects.filter(organisation_id=own_id, last_at__gte=since, times_asked__gt=0)
    return set(rows.values_list("subject_id", flat=True))


def _with_steps(own_id: UUID, rows: NDArray[np.void], steps: tuple[Step, ...], since: datetime, now: datetime) -> Items:
    counted = CountedSubject.objects.filter(organisation_id=own_id, last_at__gte=since)
    happened = read_columns(
        counted, subject=key("subject_id"), **{step.value: moment(f"{step.value}_at") for step in steps}
    )
    place = places_among(rows["referral"], happened["subject"])
    for step in steps:
        at = happened[step][place[place >= 0]]
        rows[step][place >= 0] = np.where(at < now.timestamp(), at, np.nan)
    return Items(rows=rows)


def _answered(own_id: UUID, items: Items, since: datetime, *, is_told: bool) -> Items:
    outcomes = outcomes_since(own_id, since, is_told=is_told)
    # One outcome a referral: where two forces worked on it, that by which most children were safeguarded.
    told_most = replace(outcomes, rows=newest_of_each(outcomes.rows, "referral", by=("children", Step.OUTCOME)))
    return with_outcomes(items, told_most, places_among(items["referral"], told_most["referral"]))
