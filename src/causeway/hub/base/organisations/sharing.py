"""The one place where an audience widens. It checks the agreement, and PostgreSQL checks it again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.acting.errors import NotAgreed
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.models import Agreement, Audience
from causeway.hub.base.rows.remembering import remembered
from causeway.hub.base.walls.policies import HELD_BY_OTHERS_FUNCTION
from causeway.vocabulary.organisations import PURPOSES_OF, Category, Purpose

_WIDEN = """
INSERT INTO organisations_audience
  (id, root_id, organisation_id, granted_by_id, agreement_id, category, is_founding, since)
VALUES (%s, %s, %s, %s, %s, %s, false, %s) ON CONFLICT (organisation_id, root_id) DO NOTHING RETURNING id
"""
"""Another organisation may have let the receiver in already; that row is not ours to see, so a conflict is no fault."""


def found(root_id: UUID, category: Category) -> None:
    """Make the acting organisation the first in a new thing's audience; call it before the thing itself is saved."""
    found_all([root_id], category)


def found_all(root_ids: Iterable[UUID], category: Category) -> None:
    """The same for several things."""
    own, now = current_actor().organisation_id, timezone.now()
    Audience.objects.bulk_create(
        Audience(
            root_id=root_id,
            organisation_id=own,
            granted_by_id=own,
            category=category.value,
            is_founding=True,
            since=now,
        )
        for root_id in root_ids
    )


def _in_force(category: Category) -> QuerySet[Agreement]:
    """The agreements by which this category may pass now, from or to the acting organisation, oldest first."""
    return Agreement.objects.filter(
        Q(until=None) | Q(until__gt=timezone.now()),
        categories__contains=[category.value],
        purpose__in=PURPOSES_OF[category],
        accepted_at__isnull=False,
        ended_at=None,
        suspended_at=None,
    ).order_by("accepted_at", "id")


def _given(category: Category) -> QuerySet[Agreement]:
    """Those by which the acting organisation may pass it."""
    return _in_force(category).filter(giver_id=current_actor().organisation_id)


@remembered
def agreement_with(receiver_id: UUID, category: Category) -> UUID | None:
    """The agreement in force by which the acting organisation may pass this category to the receiver, or None."""
    return _given(category).filter(receiver_id=receiver_id).values_list("id", flat=True).first()


def agreement_for(receiver_id: UUID, category: Category, purposes: Collection[Purpose]) -> UUID | None:
    """The same, of agreements for each of these purposes: every one must be allowed, by one agreement or another. The
    oldest is given.
    """
    found = list(_given(category).filter(receiver_id=receiver_id).values_list("id", "purpose"))
    is_allowed = {purpose.value for purpose in purposes} <= {purpose for _id, purpose in found}
    return found[0][0] if found and is_allowed else None


@remembered
def givers(category: Category, purpose: Purpose | None = None) -> list[UUID]:
    """The organisations that may pass this category to the acting one now, for this purpose; None: for any."""
    found = _in_force(category).filter(receiver_id=current_actor().organisation_id)
    if purpose is not None:
        found = found.filter(purpose=purpose.value)
    return list(dict.fromkeys(found.values_list("giver_id", flat=True)))


@remembered
def purposes_of_givers(category: Category) -> dict[UUID, frozenset[str]]:
    """The organisations that may pass this category to the acting one now, each with the purposes for which."""
    found = _in_force(category).filter(receiver_id=current_actor().organisation_id)
    return _by_organisation(found.values_list("giver_id", "purpose"))


def purposes_of_receivers(category: Category) -> dict[UUID, frozenset[str]]:
    """The organisations to which the acting one may pass this category now, each with the purposes for which."""
    return _by_organisation(_given(category).values_list("receiver_id", "purpose"))


def _by_organisation(found: Iterable[tuple[UUID, str]]) -> dict[UUID, frozenset[str]]:
    purposes: dict[UUID, set[str]] = {}
    for organisation_id, purpose in found:
        purposes.setdefault(organisation_id, set()).add(purpose)
    return {organisation_id: frozenset(some) for organisation_id, some in purposes.items()}


def receivers(category: Category) -> list[UUID]:
    """The organisations to which the acting one may pass this category now, oldest agreement first."""
    return list(dict.fromkeys(_given(category).values_list("receiver_id", flat=True)))


def receivers_until(category: Category) -> dict[UUID, datetime | None]:
    """The organisations to which the acting one may pass this category now, each with the end of what lets it; None
    where that has no end.
    """
    found: dict[UUID, datetime | None] = {}
    for receiver_id, until in _given(category).values_list("receiver_id", "until"):
        known = found.get(receiver_id, until)
        found[receiver_id] = None if known is None or until is None else max(known, until)
    return found


def widen(root_id: UUID, receiver_id: UUID, category: Category) -> bool:
    """Let the receiver see a thing that the acting organisation sees. Gives False when the acting one had already let
    it.

    Raises:
        NotAgreed: no agreement in force lets this category pass to the receiver.
    """
    own = current_actor().organisation_id
    if receiver_id == own:
        return False
    agreement_id = agreement_with(receiver_id, category)
    if agreement_id is None:
        raise NotAgreed(_("No agreement in force lets this be shared with that organisation."))
    with connection.cursor() as cursor:
        cursor.execute(_WIDEN, [uuid4(), root_id, receiver_id, own, agreement_id, category.value, timezone.now()])
        is_new = cursor.fetchone() is not None
    if not is_new:
        return False
    enter(
        Act.AUDIENCE_WIDENED,
        subjects=[root_id, receiver_id],
        audience=[receiver_id],
        details={"category": category.value, "agreement": str(agreement_id)},
        details_audience=[receiver_id],
    )
    return True


def let_see(root_id: UUID) -> list[UUID]:
    """The organisations that the acting one let see a thing."""
    rows = Audience.objects.filter(root_id=root_id, granted_by_id=current_actor().organisation_id)
    return [each for each in rows.values_list("organisation_id", flat=True) if each != current_actor().organisation_id]


def narrow(root_id: UUID, receiver_id: UUID) -> bool:
    """Let the receiver see no longer what the acting organisation had let it see; gives False where it had not."""
    rows = Audience.objects.filter(
        root_id=root_id, organisation_id=receiver_id, granted_by_id=current_actor().organisation_id, is_founding=False
    )
    return bool(rows.delete()[0])


def is_last_of(root_id: UUID) -> bool:
    """Whether the acting organisation alone is in a thing's audience still. Until the caller's transaction ends nobody
    else learns this of the same thing, so that of two who leave at once one is the last.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(root_id)])
        cursor.execute(f"SELECT {HELD_BY_OTHERS_FUNCTION}(%s)", [root_id])
        (is_held,) = cursor.fetchone()
    return not is_held


def leave(root_id: UUID) -> None:
    """See a thing no longer. Nobody reaches what nobody sees any more, so whoever is the last erases it first."""
    Audience.objects.filter(root_id=root_id, organisation_id=current_actor().organisation_id).delete()
