"""Who works on a candidate now. A hold runs out, so that nothing lies with somebody who has gone home."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.queries.people import people_in_roles
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.candidates.settling import Stage
from causeway.vocabulary.organisations import Role

REVIEWERS = (Role.REVIEWER, Role.SUPERVISOR)
"""Who decides on candidates, and answers appeals against decisions of others."""


def member_of(actor: Actor) -> UUID:
    """The acting person.

    Raises:
        NotPermitted: a program asks.
    """
    if actor.member_id is None:
        raise NotPermitted(_("Only a person can do this."))
    return actor.member_id


def candidate_in_hand(actor: Actor, candidate_id: UUID) -> Candidate:
    """A candidate of the acting organisation, locked until the transaction ends.

    Raises:
        NotFound: there is none.
        NotPermitted: a program asks.
    """
    member_of(actor)
    row = Candidate.objects.select_for_update().filter(id=candidate_id).first()
    if row is None:
        raise NotFound(_("There is no such candidate."))
    return row


def held_candidate(actor: Actor, candidate_id: UUID, now: datetime) -> Candidate:
    """The same, where the actor works on it.

    Raises:
        NotFound, NotPermitted: as `candidate_in_hand`.
        Conflict: it is decided, or the actor does not hold it.
    """
    row = candidate_in_hand(actor, candidate_id)
    refuse_if_decided(row)
    if row.holder_id != actor.member_id:
        raise Conflict(_("Somebody else works on this candidate, or nobody does. Take it on first."))
    hold(row, actor, now)
    return row


def refuse_if_decided(row: Candidate) -> None:
    """Raises Conflict where a candidate has been decided."""
    if row.stage == Stage.ENDED.value:
        raise Conflict(_("This candidate has been decided."))


def hold(row: Candidate, actor: Actor, now: datetime) -> None:
    """Let the actor work on it from now on, as long as the desk's lock lasts."""
    row.holder_id = actor.member_id
    row.held_until = now + settings_of_desk().lock
    row.save(update_fields=["holder_id", "held_until"])


def is_held_by_another(row: Candidate, actor: Actor, now: datetime) -> bool:
    """Whether somebody else works on it now."""
    return bool(
        row.holder_id and row.holder_id != actor.member_id and row.held_until is not None and row.held_until > now
    )


def free_for(actor: Actor, now: datetime) -> Q:
    """What nobody else works on now."""
    return Q(holder_id=None) | Q(holder_id=actor.member_id) | Q(held_until__lte=now)


def offered_to(actor: Actor, now: datetime) -> Q:
    """What the actor may be given as the next: it waits for somebody such as them, nobody else works on it, and they
    have not handed it on. Runs inside the caller's transaction.
    """
    return open_to(actor) & free_for(actor, now) & ~Q(handed_on_by__contains=[actor.member_id])


def open_to(actor: Actor) -> Q:
    """What waits for somebody such as the actor: a second opinion is another person's, and a disagreement is a
    supervisor's. Runs inside the caller's transaction.
    """
    own = Q(judged_by__contains=[actor.member_id])
    if not may(actor, Permission.SUPERVISE_CANDIDATES):
        return ~Q(stage__in=[Stage.ENDED.value, Stage.SUPERVISOR.value]) & ~own
    if _is_only_supervisor(actor):
        own &= ~Q(stage=Stage.SUPERVISOR.value)
    return ~Q(stage=Stage.ENDED.value) & ~own


def refuse_unless_open_to(actor: Actor, row: Candidate) -> None:
    """Raises Conflict where another person must decide."""
    if Candidate.objects.filter(open_to(actor), id=row.id).exists():
        return
    refuse_if_decided(row)
    if row.stage == Stage.SUPERVISOR.value and not may(actor, Permission.SUPERVISE_CANDIDATES):
        raise Conflict(_("Two people differ on this candidate. A supervisor decides."))
    raise Conflict(_("You have given your decision on this candidate. The next is somebody else’s."))


def nobody_else_reviews(besides: Collection[UUID]) -> bool:
    """Whether all who review here are among these: then nobody can give another opinion, or answer an appeal. Runs
    inside the caller's transaction.
    """
    return {member_id for member_id, _name in people_in_roles(REVIEWERS)} <= set(besides)


def waits_for_nobody() -> Q:
    """What waits for a person whom the desk does not have: `open_to` for none of its people. Runs inside the caller's
    transaction.
    """
    reviewers = [member_id for member_id, _name in people_in_roles(REVIEWERS)]
    supervisors = [member_id for member_id, _name in people_in_roles([Role.SUPERVISOR])]
    is_judged = ~Q(judged_by=[]) & Q(judged_by__contains=reviewers)
    stuck = Q(stage__in=[Stage.FIRST.value, Stage.SECOND.value]) & is_judged
    if len(supervisors) != 1:  # The only supervisor may always end a disagreement.
        stuck |= Q(stage=Stage.SUPERVISOR.value, judged_by__contains=supervisors)
    return stuck


def nobody_goes_on(row: Candidate) -> bool:
    """Whether it waits for a person whom the desk does not have. Runs inside the caller's transaction."""
    return Candidate.objects.filter(waits_for_nobody(), id=row.id).exists()


def _is_only_supervisor(actor: Actor) -> bool:
    """Where a small service has one supervisor, who gave an opinion before, nobody else could end a disagreement."""
    return {member_id for member_id, _name in people_in_roles([Role.SUPERVISOR])} <= {actor.member_id}
