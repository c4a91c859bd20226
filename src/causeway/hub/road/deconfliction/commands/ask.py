"""Asking to register: on record, and within the limit, before anything is blinded.

Whoever registers learns whether another works on the same, so registering is a query; each is entered with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.directory import deconfliction_desk, oversight_bodies
from causeway.hub.road.cases.queries.finding import case_row
from causeway.hub.road.deconfliction.limits import DAY, LOOK_BACK, Asked, left, unusual
from causeway.hub.road.deconfliction.models import Asking, Interest
from causeway.hub.road.deconfliction.registering import Terms, check_labels, check_terms
from causeway.hub.road.deconfliction.words import Pattern, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Whether somebody may go on, for which case. `asking_id` is None where the limit is reached, and `left` says how
    many more there may be now.
    """

    asking_id: UUID | None
    case_reference: str
    left: int


@command(Permission.REGISTER_INTERESTS)
def ask_to_register(
    actor: Actor, terms: Terms, labels: Sequence[str], way: Way, *, now: datetime, selectors: int | None = None
) -> Admission:
    """Put on record that so many selectors are to be blinded, one for each label unless `selectors` says how many, and
    say whether they may.

    Raises:
        Invalid: the terms or labels are not whole.
        NotFound, Conflict: there is no such case, or it is closed; or no clearing-house has joined.
    """
    check_terms(terms)
    check_labels(list(labels))
    if deconfliction_desk() is None:
        raise Conflict(_("No clearing-house has joined that could compare interests."))
    reference = case_row(terms.case_id, must_be_open=True).reference if terms.case_id else terms.case_reference.strip()
    one_at_a_time(actor)
    by, history = _by(actor), _history(actor, now)
    may_register = left(history, by, now)
    asked = len(labels) if selectors is None else selectors
    is_refused = asked > may_register
    history.append(Asked(by=by, at=now, selectors=asked))
    soon = _soon_withdrawn(now)
    pattern = Pattern.LIMIT if is_refused else unusual(history, by, now, soon_withdrawn=soon)
    asking = Asking(
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        credential_id=actor.credential_id,
        readers=sorted({actor.organisation_id, *oversight_bodies()}),
        way=way.value,
        selectors=asked,
        is_refused=is_refused,
        pattern=pattern.value if pattern else "",
        asked_at=now,
    )
    asking.save(force_insert=True)
    enter(
        Act.INTERESTS_ASKED,
        subjects=[asking.id],
        audience=asking.readers,
        details={"case": reference, "way": way.value, "selectors": asked, "refused": is_refused},
    )
    if pattern:
        _tell_once(actor, asking, pattern)
    if is_refused:
        return Admission(asking_id=None, case_reference=reference, left=may_register)
    return Admission(asking_id=asking.id, case_reference=reference, left=may_register - asked)


def _by(actor: Actor) -> UUID | None:
    return actor.member_id or actor.credential_id


def one_at_a_time(actor: Actor) -> None:
    """Let what an organisation registers wait for what it registers already, so that two at once do not both fit into
    what is left, or keep one token twice. Lasts as long as the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"interests:{actor.organisation_id}"])


def _history(actor: Actor, now: datetime) -> list[Asked]:
    rows = Asking.objects.filter(
        organisation_id=actor.organisation_id, is_refused=False, asked_at__gt=now - LOOK_BACK
    ).order_by("asked_at")
    return [Asked(by=row.member_id or row.credential_id, at=row.asked_at, selectors=row.selectors) for row in rows]


def _soon_withdrawn(now: datetime) -> int:
    rows = Interest.objects.filter(withdrawn_at__gt=now - DAY).values_list("registered_at", "withdrawn_at")
    return sum(withdrawn - registered < DAY for registered, withdrawn in rows if withdrawn is not None)


def _tell_once(actor: Actor, asking: Asking, pattern: Pattern) -> None:
    """Enter what is unusual, once a day for each person or program and each pattern."""
    same = Asking.objects.filter(
        organisation_id=actor.organisation_id,
        member_id=actor.member_id,
        credential_id=actor.credential_id,
        pattern=pattern.value,
        asked_at__gt=asking.asked_at - DAY,
    ).exclude(id=asking.id)
    if not same.exists():
        enter(
            Act.INTEREST_PATTERN_SEEN,
            subjects=[asking.id],
            audience=asking.readers,
            details={"pattern": pattern.value},
            details_audience=asking.readers,
        )
