"""Who works on a candidate now. A hold runs out, so that nothing lies with somebody who has gone home."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, NotFound, NotPermitted
from causeway.hub.road.candidates.models import Candidate
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.candidates.settling import Stage


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
