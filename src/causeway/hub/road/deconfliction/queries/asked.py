"""For how much a force's own program asks, whose tokens say of no selector what it is."""

from collections.abc import Sequence

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import current_actor, query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.road.deconfliction.keys import kept
from causeway.hub.road.deconfliction.models import InterestToken
from causeway.hub.road.deconfliction.registering import Blinded


@query(Permission.REGISTER_INTERESTS)
def epochs_asked(actor: Actor, blinded: Sequence[Blinded]) -> list[set[int]]:
    """For each interest the epochs of the tokens that the actor's organisation does not hold yet."""
    del actor
    return epochs_not_held(blinded)


def epochs_not_held(blinded: Sequence[Blinded]) -> list[set[int]]:
    """As `epochs_asked`. Runs inside the caller's transaction."""
    tokens = [{epoch: kept(token, epoch) for epoch, token in one.tokens.items()} for one in blinded]
    every = {value for one in tokens for value in one.values()}
    own = InterestToken.objects.filter(organisation_id=current_actor().organisation_id)
    held = set(own.filter(kept__in=list(every)).values_list("epoch", "kept"))
    return [{epoch for epoch, value in one.items() if (epoch, value) not in held} for one in tokens]


def selectors_among(epochs: Sequence[set[int]]) -> int:
    """How many selectors these are, at most: each new token may be of another, and what is held is asked for again."""
    return sum(max(1, len(some)) for some in epochs)
